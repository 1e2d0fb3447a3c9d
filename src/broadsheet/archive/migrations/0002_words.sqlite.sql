-- Tokens come ready-made (archive/words.py); the tokeniser has only to part them at the blanks.
CREATE VIRTUAL TABLE words USING fts5 (headline, text, named, content = '', tokenize = 'unicode61 remove_diacritics 0');
