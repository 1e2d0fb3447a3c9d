-- Tokens come ready-made (archive/words.py), with their places: no text search configuration is asked.
ALTER TABLE story ADD COLUMN words tsvector NOT NULL DEFAULT '';
CREATE INDEX story_words ON story USING gin (words);
