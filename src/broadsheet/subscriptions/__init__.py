"""What an operator does to a list of sources: keep its file, exchange it (OPML), check it live, add to it."""
