-- Who speaks or gives evidence in a session, by each name it prints; names of one person share a key.
CREATE TABLE appearance (
    session TEXT NOT NULL,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT,
    labels TEXT NOT NULL,
    paragraphs INTEGER NOT NULL,
    PRIMARY KEY (session, position)
);
