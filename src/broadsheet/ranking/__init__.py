"""What ranking is made of: the cues that a story bears, its shelf, its caps.  ``stages/rank.py`` adds the points up."""
