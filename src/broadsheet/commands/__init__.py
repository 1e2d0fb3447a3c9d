"""Groups of commands that are too many for cli.py, a file each."""
