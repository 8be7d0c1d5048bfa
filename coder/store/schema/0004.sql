-- What screens of any size of inquiry need: counts kept, marks told apart by index, and a key for full text.

CREATE TABLE keyed_paragraph (
    key INTEGER NOT NULL PRIMARY KEY,
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
    UNIQUE (session, position)
);
INSERT INTO keyed_paragraph
SELECT row_number() OVER (ORDER BY session, position),
    session, position, id, item, question, role, number, citation, speaker, label, text
FROM paragraph;
DROP VIEW offered_paragraph;
DROP TABLE paragraph;
ALTER TABLE keyed_paragraph RENAME TO paragraph;
CREATE INDEX paragraph_of_role ON paragraph (session, role, position);
CREATE INDEX paragraph_of_item ON paragraph (session, item, role, position);
CREATE INDEX paragraph_of_question ON paragraph (session, question, position);
CREATE INDEX paragraph_cited ON paragraph (citation);
CREATE VIEW offered_paragraph AS
SELECT * FROM paragraph WHERE session NOT IN (SELECT subject FROM state WHERE kind = 'withdrawn');

CREATE INDEX session_by_date ON session (date, slug);

-- How many paragraphs of each role a session has.
CREATE TABLE extent (
    session TEXT NOT NULL,
    role TEXT NOT NULL,
    paragraphs INTEGER NOT NULL,
    PRIMARY KEY (session, role)
);
INSERT INTO extent SELECT session, role, count(*) FROM paragraph GROUP BY session, role;

-- The meaning a code had when its tag was made (0: not known); and 0 where a mark's paragraph is in no transcript.
ALTER TABLE state ADD COLUMN meaning INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN placed INTEGER NOT NULL DEFAULT 1;
UPDATE state SET placed = 0
WHERE kind IN ('tag', 'read', 'memo') AND subject LIKE '%/%'
    AND NOT EXISTS (SELECT 1 FROM paragraph p WHERE p.id = state.subject);
CREATE INDEX state_unplaced ON state (session, subject) WHERE placed = 0;
CREATE INDEX state_of_code ON state (kind, code, coder, meaning, session);
DROP INDEX state_of_session;
CREATE INDEX state_of_session ON state (session, coder, kind, code);
DROP VIEW offered_state;
CREATE VIEW offered_state AS
SELECT * FROM state WHERE session NOT IN (SELECT subject FROM state WHERE kind = 'withdrawn');

-- How many paragraphs of a role a coder has read or tagged, and how many tags stand on them.
CREATE TABLE tally (
    coder TEXT NOT NULL,
    session TEXT NOT NULL,
    role TEXT NOT NULL,
    read INTEGER NOT NULL,
    tags INTEGER NOT NULL,
    PRIMARY KEY (coder, session, role)
);
CREATE INDEX tally_of_session ON tally (session);
INSERT INTO tally
SELECT s.coder, p.session, p.role, count(DISTINCT s.subject), sum(CASE WHEN s.kind = 'tag' THEN 1 ELSE 0 END)
FROM state s JOIN paragraph p ON p.id = s.subject
WHERE s.kind IN ('read', 'tag') GROUP BY s.coder, p.session, p.role;

-- Everyone in the journal, with how many entries changed their layer, and when one last did.
CREATE TABLE coder (
    name TEXT NOT NULL PRIMARY KEY,
    entries INTEGER NOT NULL,
    at TEXT NOT NULL
);
INSERT INTO coder SELECT coder, count(*), max(at) FROM journal WHERE coder <> '' GROUP BY coder;
CREATE INDEX journal_of_coder ON journal (coder, at);
CREATE INDEX place_of_coder ON place (coder, at);
CREATE INDEX extent_of_role ON extent (role, session, paragraphs);

-- The last part of a name's key: who shares it may be one person, and nobody else.
ALTER TABLE appearance ADD COLUMN surname TEXT NOT NULL DEFAULT '';
UPDATE appearance SET surname = substr(key, length(rtrim(key, replace(key, '-', ''))) + 1);
CREATE INDEX appearance_of_surname ON appearance (surname);
