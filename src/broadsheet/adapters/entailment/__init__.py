"""A server that says whether one text follows from another, and how it is asked."""
