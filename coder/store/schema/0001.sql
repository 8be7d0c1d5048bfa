-- What a store holds. Only types and clauses that SQLite and PostgreSQL share.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Every revision of a transcript or a codebook that was ever in force here.
CREATE TABLE revision (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    revision TEXT NOT NULL,
    at TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (kind, name, revision)
);

-- The index of the evidence: a copy of what the transcripts say, refreshed when they change.
CREATE TABLE session (
    slug TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    date TEXT,
    head TEXT NOT NULL,
    paragraphs INTEGER NOT NULL,
    revision TEXT NOT NULL,
    stamp TEXT NOT NULL
);

CREATE TABLE item (
    id TEXT NOT NULL PRIMARY KEY,
    session TEXT NOT NULL,
    position INTEGER NOT NULL,
    heading TEXT NOT NULL,
    number TEXT,
    agenda_item TEXT,
    time TEXT,
    witnesses TEXT NOT NULL
);
CREATE INDEX item_of_session ON item (session, position);

CREATE TABLE paragraph (
    session TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    item TEXT NOT NULL,
    question TEXT,
    role TEXT NOT NULL,
    number TEXT,
    citation TEXT NOT NULL,
    speaker TEXT,
    label TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (session, position)
);
CREATE INDEX paragraph_of_role ON paragraph (session, role, position);

-- Where a paragraph's id went when a transcript was corrected; new_id is null where it found no place.
CREATE TABLE correction (
    session TEXT NOT NULL,
    position INTEGER NOT NULL,
    from_revision TEXT NOT NULL,
    to_revision TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (session, position)
);

CREATE TABLE carried (
    session TEXT NOT NULL,
    position INTEGER NOT NULL,
    old_id TEXT NOT NULL,
    new_id TEXT,
    how TEXT NOT NULL,
    old_text TEXT NOT NULL,
    PRIMARY KEY (session, position, old_id)
);

-- The truth. Rows are added, never changed; only a purge takes texts out of them.
CREATE TABLE journal (
    id TEXT NOT NULL PRIMARY KEY,
    lamport INTEGER NOT NULL,
    batch TEXT NOT NULL,
    action TEXT NOT NULL,
    of TEXT,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    coder TEXT NOT NULL,
    subject TEXT NOT NULL,
    code TEXT NOT NULL,
    before TEXT,
    after TEXT,
    session_revision TEXT NOT NULL,
    codebook_revision TEXT NOT NULL
);
CREATE INDEX journal_order ON journal (lamport, id);
CREATE INDEX journal_batch ON journal (batch);

-- What follows from the journal: the value in force, and the entry that set it.
CREATE TABLE state (
    subject TEXT NOT NULL,
    coder TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    session TEXT NOT NULL,
    value TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (subject, coder, kind, code)
);
CREATE INDEX state_of_session ON state (session, coder, kind);

-- Each person's actions in order, for undo and redo.
CREATE TABLE step (
    actor TEXT NOT NULL,
    position INTEGER NOT NULL,
    batch TEXT NOT NULL,
    undone INTEGER NOT NULL,
    PRIMARY KEY (actor, position)
);
CREATE INDEX step_undone ON step (actor, undone, position);

-- Where a coder stopped. Not part of the journal: it says nothing about the evidence.
CREATE TABLE place (
    coder TEXT NOT NULL,
    session TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (coder, session)
);
