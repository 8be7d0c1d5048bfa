-- The coding of an inquiry as a database of its own: a table for each thing there is, and views that put them
-- together for reading. Times are UTC in ISO form. Places in a text count codepoints from 0, `stop` is behind the
-- last. What is not known is NULL.

CREATE TABLE about (
    what TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE session (
    session TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    date TEXT,
    body TEXT,
    committee TEXT,
    reference TEXT,
    paragraphs INTEGER NOT NULL,
    sha256 TEXT,
    revision TEXT NOT NULL
);

CREATE TABLE item (
    item TEXT NOT NULL PRIMARY KEY,
    session TEXT NOT NULL REFERENCES session,
    position INTEGER NOT NULL,
    heading TEXT NOT NULL,
    number TEXT,
    agenda_item TEXT,
    time TEXT
);

-- Everyone who speaks or gives evidence; `kind` is witness, member, official or other.
CREATE TABLE witness (
    witness INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT,
    organisation TEXT,
    sessions INTEGER NOT NULL,
    paragraphs INTEGER NOT NULL
);

CREATE TABLE attribute (
    witness INTEGER NOT NULL REFERENCES witness,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (witness, name)
);

-- `question` is the paragraph that asks what this one answers; `organisation` whom the speaker speaks for here.
CREATE TABLE paragraph (
    paragraph TEXT NOT NULL PRIMARY KEY,
    session TEXT NOT NULL REFERENCES session,
    item TEXT NOT NULL REFERENCES item,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    question TEXT REFERENCES paragraph DEFERRABLE INITIALLY DEFERRED,
    number TEXT,
    citation TEXT NOT NULL,
    cite_as TEXT NOT NULL,
    witness INTEGER REFERENCES witness,
    speaker TEXT,
    organisation TEXT,
    text TEXT NOT NULL
);

-- Whoever tagged, read, decided or wrote a memo.
CREATE TABLE coder (
    coder TEXT NOT NULL PRIMARY KEY
);

-- Top codes are the themes; a theme is its own. A code the codebook no longer has stands without a position.
CREATE TABLE code (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    parent TEXT REFERENCES code DEFERRABLE INITIALLY DEFERRED,
    theme TEXT NOT NULL REFERENCES code DEFERRABLE INITIALLY DEFERRED,
    position INTEGER,
    definition TEXT,
    include TEXT,
    exclude TEXT,
    example TEXT,
    colour TEXT,
    in_use INTEGER NOT NULL
);

-- The scale of a code, its values from 1 for the lowest.
CREATE TABLE scale (
    code TEXT NOT NULL REFERENCES code,
    value INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (code, value)
);

-- `stale` is 1 where the code had another meaning when the tag was put.
CREATE TABLE tag (
    tag INTEGER PRIMARY KEY,
    paragraph TEXT NOT NULL REFERENCES paragraph,
    coder TEXT NOT NULL REFERENCES coder,
    code TEXT NOT NULL REFERENCES code,
    value INTEGER,
    stale INTEGER NOT NULL,
    at TEXT,
    UNIQUE (paragraph, coder, code)
);

-- What a tag quotes. Where the text has changed so that the words stand nowhere in it, the places are NULL.
CREATE TABLE span (
    tag INTEGER NOT NULL REFERENCES tag,
    place INTEGER NOT NULL,
    start INTEGER,
    stop INTEGER,
    text TEXT NOT NULL,
    PRIMARY KEY (tag, place)
);

-- Every paragraph that a coder has finished with; one with a tag counts as read.
CREATE TABLE reading (
    paragraph TEXT NOT NULL REFERENCES paragraph,
    coder TEXT NOT NULL REFERENCES coder,
    at TEXT,
    PRIMARY KEY (paragraph, coder)
);

-- Codes that a coder who read a paragraph did not judge there: missing, rather than not put.
CREATE TABLE unjudged (
    paragraph TEXT NOT NULL REFERENCES paragraph,
    coder TEXT NOT NULL REFERENCES coder,
    code TEXT NOT NULL REFERENCES code,
    PRIMARY KEY (paragraph, coder, code)
);

-- A memo is on a paragraph, on a tag (paragraph and code), on a session, a witness or a code.
CREATE TABLE memo (
    memo INTEGER PRIMARY KEY,
    coder TEXT NOT NULL REFERENCES coder,
    on_a TEXT NOT NULL,
    session TEXT REFERENCES session,
    paragraph TEXT REFERENCES paragraph,
    witness INTEGER REFERENCES witness,
    code TEXT REFERENCES code,
    text TEXT NOT NULL,
    at TEXT
);

CREATE TABLE decision (
    paragraph TEXT NOT NULL REFERENCES paragraph,
    code TEXT NOT NULL REFERENCES code,
    decision TEXT NOT NULL,
    value INTEGER,
    reason TEXT,
    coder TEXT REFERENCES coder,
    at TEXT,
    PRIMARY KEY (paragraph, code)
);

-- What all who read a paragraph agree on, or a decision says.
CREATE TABLE agreed_tag (
    paragraph TEXT NOT NULL REFERENCES paragraph,
    code TEXT NOT NULL REFERENCES code,
    value INTEGER,
    PRIMARY KEY (paragraph, code)
);

-- Who did what, when: each entry sets one thing from `before` to `after`, which are JSON.
CREATE TABLE journal (
    entry TEXT NOT NULL PRIMARY KEY,
    clock INTEGER NOT NULL,
    time TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    batch TEXT NOT NULL,
    of_batch TEXT,
    verb TEXT NOT NULL,
    kind TEXT NOT NULL,
    coder TEXT,
    subject TEXT NOT NULL,
    code TEXT,
    before TEXT,
    after TEXT,
    session_revision TEXT,
    codebook_revision TEXT
);

CREATE VIEW tags AS
SELECT t.coder, p.session, s.date, p.item, i.heading AS item_heading, p.question, q.text AS question_text,
    p.paragraph, p.citation, p.cite_as, p.role, p.speaker AS witness, w.kind AS witness_kind, p.organisation,
    t.code, c.name AS code_name, c.theme, h.name AS theme_name, t.value, v.name AS value_name,
    (SELECT group_concat(text, ' […] ') FROM (SELECT text FROM span WHERE tag = t.tag ORDER BY place)) AS quoted,
    (SELECT group_concat(start || '-' || stop, ' ')
     FROM (SELECT start, stop FROM span WHERE tag = t.tag AND start IS NOT NULL ORDER BY place)) AS spans,
    t.stale, t.at AS time
FROM tag t
JOIN paragraph p ON p.paragraph = t.paragraph
JOIN session s ON s.session = p.session
JOIN item i ON i.item = p.item
JOIN code c ON c.code = t.code
JOIN code h ON h.code = c.theme
LEFT JOIN paragraph q ON q.paragraph = p.question
LEFT JOIN witness w ON w.witness = p.witness
LEFT JOIN scale v ON v.code = t.code AND v.value = t.value
ORDER BY t.tag;

CREATE VIEW agreed AS
SELECT p.session, s.date, p.item, p.question, q.text AS question_text, p.paragraph, p.citation, p.cite_as, p.role,
    p.speaker AS witness, p.organisation, a.code, c.name AS code_name, c.theme, h.name AS theme_name, a.value
FROM agreed_tag a
JOIN paragraph p ON p.paragraph = a.paragraph
JOIN session s ON s.session = p.session
JOIN code c ON c.code = a.code
JOIN code h ON h.code = c.theme
LEFT JOIN paragraph q ON q.paragraph = p.question
ORDER BY p.rowid, c.position;

CREATE VIEW readings AS
SELECT r.coder, p.session, p.paragraph, p.citation,
    (SELECT group_concat(code, ' ') FROM (
        SELECT t.code FROM tag t JOIN code c ON c.code = t.code
        WHERE t.paragraph = r.paragraph AND t.coder = r.coder ORDER BY c.position)) AS codes,
    r.at AS time
FROM reading r JOIN paragraph p ON p.paragraph = r.paragraph
ORDER BY p.rowid, r.coder;

CREATE VIEW paragraphs AS
SELECT p.session, s.title AS session_title, s.date, p.item, i.heading AS item_heading, p.question,
    q.text AS question_text, p.paragraph, p.number, p.citation, p.cite_as, p.role, p.speaker AS witness,
    w.kind AS witness_kind, p.organisation, p.text
FROM paragraph p
JOIN session s ON s.session = p.session
JOIN item i ON i.item = p.item
LEFT JOIN paragraph q ON q.paragraph = p.question
LEFT JOIN witness w ON w.witness = p.witness
ORDER BY p.rowid;

CREATE VIEW sessions AS
SELECT session, title, date, body, committee, reference, paragraphs, sha256, revision
FROM session ORDER BY rowid;

CREATE VIEW witnesses AS
SELECT w.name AS witness, w.kind, w.role, w.organisation, w.sessions, w.paragraphs,
    (SELECT group_concat(name || ': ' || value, '; ') FROM (
        SELECT name, value FROM attribute a WHERE a.witness = w.witness ORDER BY name)) AS attributes
FROM witness w ORDER BY w.witness;

CREATE VIEW codebook AS
SELECT c.code, c.name, c.parent, c.theme, c.definition, c.include, c.exclude, c.example,
    (SELECT group_concat(name, ' < ') FROM (
        SELECT name FROM scale v WHERE v.code = c.code ORDER BY value)) AS scale, c.colour, c.in_use
FROM code c ORDER BY c.position IS NULL, c.position;

CREATE VIEW memos AS
SELECT m.coder, m.on_a, m.session, m.paragraph, p.citation, w.name AS witness, m.code, m.text, m.at AS time
FROM memo m
LEFT JOIN paragraph p ON p.paragraph = m.paragraph
LEFT JOIN witness w ON w.witness = m.witness
ORDER BY m.memo;

CREATE VIEW decisions AS
SELECT p.session, d.paragraph, p.citation, d.code, d.decision, d.value, d.reason, d.coder, d.at AS time
FROM decision d JOIN paragraph p ON p.paragraph = d.paragraph
ORDER BY p.rowid, d.code;
