-- One row for each edition, each story that it prints, each name of a story, each thing awaited, each correction.
CREATE TABLE edition (
    date TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    made TEXT NOT NULL,
    stories INTEGER NOT NULL
);
CREATE TABLE story (
    doc BIGINT PRIMARY KEY,
    date TEXT NOT NULL,
    story TEXT NOT NULL,
    headline TEXT NOT NULL,
    text TEXT NOT NULL,
    named TEXT NOT NULL,
    section TEXT NOT NULL,
    importance TEXT NOT NULL,
    printed TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    languages TEXT NOT NULL,
    outlets TEXT NOT NULL,
    continues TEXT NOT NULL,
    continues_date TEXT NOT NULL,
    changes TEXT NOT NULL
);
CREATE INDEX story_date ON story (date);
CREATE INDEX story_story ON story (story);
CREATE INDEX story_continues ON story (continues);
CREATE TABLE entity (
    name_key TEXT NOT NULL,
    doc BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (name_key, doc)
);
CREATE INDEX entity_doc ON entity (doc);
CREATE TABLE awaited (
    date TEXT NOT NULL,
    place INTEGER NOT NULL,
    since TEXT NOT NULL,
    story TEXT NOT NULL,
    text TEXT NOT NULL,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    due_start TEXT NOT NULL,
    due_end TEXT NOT NULL,
    due_precision TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    PRIMARY KEY (date, place)
);
CREATE TABLE correction (
    date TEXT NOT NULL,
    id TEXT NOT NULL,
    made TEXT NOT NULL,
    story TEXT NOT NULL,
    headline TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (date, id)
);
CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
