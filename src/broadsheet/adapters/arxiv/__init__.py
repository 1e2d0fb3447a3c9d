"""What arXiv announces, and when: its calendar, and the three forms in which it tells."""
