"""The archive: an index over all editions of a folder, in SQLite or PostgreSQL, that answers in milliseconds.

    ROOT/DATE/edition.json --rows--> Shelf (sqlite, postgres) --answers--> Hit, Day of a thread, Awaited

The folders are the truth and the index can be lost at any time: ``index.rebuild`` makes it again from them, and
``index.catch_up`` takes in what was printed, corrected or deleted since.  (``page/archive.py`` is another thing: the
past as a day's own composing reads it.)
"""
