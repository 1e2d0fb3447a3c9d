"""Are two articles about one event?  What each of them says, and what two of them say of each other."""
