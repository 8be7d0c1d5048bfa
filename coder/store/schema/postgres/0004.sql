-- The words of all paragraphs: as they follow each other, with a space around each, and as an index of them.
-- The store fills it, since both databases take the same for a word.

CREATE TABLE words (
    key INTEGER NOT NULL PRIMARY KEY REFERENCES paragraph (key) ON DELETE CASCADE,
    text TEXT NOT NULL,
    speaker TEXT NOT NULL,
    label TEXT NOT NULL,
    in_text TSVECTOR NOT NULL,
    in_speaker TSVECTOR NOT NULL
);
CREATE INDEX words_in_text ON words USING gin (in_text);
CREATE INDEX words_in_speaker ON words USING gin (in_speaker);

-- As lists have the sessions, those without a date before all others; SQLite sorts so by itself.
CREATE INDEX session_in_order ON session (date NULLS FIRST, slug);
