"""Templates of the Atom feed."""
