"""The SQL, written once in what SQLite and PostgreSQL both speak; parameters are `:name`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

GET_META = "SELECT value FROM meta WHERE key = :key"
NOTES = "SELECT key, value FROM meta"
OPENING = "SELECT key, value FROM meta WHERE key IN ('version', 'moved')"
PUT_META = """
INSERT INTO meta (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value"""

ADD_REVISION = """
INSERT INTO revision (kind, name, revision, at, content) VALUES (:kind, :name, :revision, :at, :content)
ON CONFLICT (kind, name, revision) DO NOTHING"""
NAMES_OF_REVISIONS = "SELECT DISTINCT name FROM revision WHERE kind = :kind ORDER BY name"
GET_REVISION = "SELECT content FROM revision WHERE kind = :kind AND name = :name AND revision = :revision"

# The evidence index.

PUT_SESSION = """
INSERT INTO session (slug, title, date, head, paragraphs, revision, stamp)
VALUES (:slug, :title, :date, :head, :paragraphs, :revision, :stamp)
ON CONFLICT (slug) DO UPDATE SET title = excluded.title, date = excluded.date, head = excluded.head,
    paragraphs = excluded.paragraphs, revision = excluded.revision, stamp = excluded.stamp"""
PUT_STAMP = "UPDATE session SET stamp = :stamp WHERE slug = :slug"
SESSION_STAMP = "SELECT revision, stamp FROM session WHERE slug = :slug"
SESSION_STAMPS = "SELECT slug, stamp FROM session"
IN_FORCE = "SELECT slug, revision, stamp FROM session"
EXTENT_OF_EVIDENCE = """
SELECT (SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM correction) AS corrections"""
SESSIONS = """
SELECT slug, title, date, head, paragraphs, revision FROM offered_session ORDER BY date NULLS FIRST, slug"""
SESSIONS_FROM = """
SELECT slug, title, date, head, paragraphs, revision FROM offered_session
ORDER BY date NULLS FIRST, slug LIMIT :most OFFSET :low"""
SESSIONS_IN_ALL = "SELECT count(*) AS n FROM offered_session"
SESSIONS_UNDATED = "SELECT count(*) AS n FROM offered_session WHERE date IS NULL AND slug < :slug"
SESSIONS_BEFORE = """
SELECT (SELECT count(*) FROM offered_session WHERE date IS NULL)
    + (SELECT count(*) FROM offered_session WHERE (date, slug) < (:date, :slug)) AS n"""
EVERY_SESSION = """
SELECT slug, title, date, head, paragraphs, revision FROM session ORDER BY date NULLS FIRST, slug"""
SESSION = "SELECT slug, title, date, head, paragraphs, revision FROM offered_session WHERE slug = :slug"
SESSIONS_BEGINNING = """
SELECT slug FROM offered_session WHERE slug >= :low AND slug < :high ORDER BY slug LIMIT :most"""
SESSION_REVISION = "SELECT revision FROM session WHERE slug = :slug"

CLEAR_ITEMS = "DELETE FROM item WHERE session = :session"
CLEAR_PARAGRAPHS = "DELETE FROM paragraph WHERE session = :session"
ADD_ITEM = """
INSERT INTO item (id, session, position, heading, number, agenda_item, time, witnesses)
VALUES (:id, :session, :position, :heading, :number, :agenda_item, :time, :witnesses)"""
CLEAR_APPEARANCES = "DELETE FROM appearance WHERE session = :session"
ADD_APPEARANCE = """
INSERT INTO appearance (session, position, key, name, kind, role, organisation, labels, paragraphs, surname)
VALUES (:session, :position, :key, :name, :kind, :role, :organisation, :labels, :paragraphs, :surname)"""
APPEARANCES = """
SELECT a.* FROM appearance a JOIN offered_session s ON s.slug = a.session
ORDER BY s.date NULLS FIRST, s.slug, a.position"""
APPEARANCES_OF_SURNAMES = """
SELECT a.* FROM appearance a JOIN offered_session s ON s.slug = a.session
WHERE a.surname IN ({surnames}) ORDER BY s.date NULLS FIRST, s.slug, a.position"""
SURNAMES = "SELECT DISTINCT surname FROM appearance WHERE session = :session"
APPEARANCES_OF = """
SELECT a.* FROM appearance a JOIN offered_session s ON s.slug = a.session
WHERE a.session = :session ORDER BY a.position"""
ADD_PARAGRAPH = """
INSERT INTO paragraph
    (key, session, position, id, item, question, role, number, citation, speaker, label, text)
VALUES
    (:key, :session, :position, :id, :item, :question, :role, :number, :citation, :speaker, :label, :text)"""
LAST_KEY = "SELECT max(key) AS n FROM paragraph"
KEYS_OF = "SELECT min(key) AS first, count(*) AS n FROM paragraph WHERE session = :session"
CLEAR_EXTENT = "DELETE FROM extent WHERE session = :session"
ADD_EXTENT = """
INSERT INTO extent
SELECT session, role, count(*) FROM paragraph WHERE session = :session GROUP BY session, role"""

ITEMS = """
SELECT id, heading, number, agenda_item, time, witnesses FROM offered_item
WHERE session = :session ORDER BY position"""
PARAGRAPH = "SELECT * FROM offered_paragraph WHERE id = :id"
PARAGRAPHS_FROM = """
SELECT * FROM offered_paragraph
WHERE session = :session AND position >= :low AND position <= :high ORDER BY position"""
PARAGRAPHS_AT = "SELECT * FROM offered_paragraph WHERE key IN ({subjects})"
PARAGRAPHS_BY_CITATION = "SELECT id FROM offered_paragraph WHERE citation = :citation ORDER BY session"
PARAGRAPHS_OF = "SELECT * FROM offered_paragraph WHERE id IN ({subjects})"
PARAGRAPHS_UNDER = """
SELECT p.id FROM offered_paragraph p
WHERE p.session = :session AND p.question = :question AND p.role IN ({roles}) ORDER BY p.position"""
CITED = """
SELECT p.* FROM offered_paragraph p
WHERE p.citation IN ({subjects}) ORDER BY p.session <> :first, p.session, p.position LIMIT :most"""
ALL_PARAGRAPHS = """
SELECT p.* FROM paragraph p JOIN offered_session s ON s.slug = p.session
ORDER BY s.date NULLS FIRST, s.slug, p.position"""
TEXTS = "SELECT id, text FROM paragraph WHERE session = :session ORDER BY position"
TEXT = "SELECT text FROM paragraph WHERE id = :id"

# Stepping: the next or previous paragraph of the roles one codes. {roles} is filled with parameters,
# {source} and {holds} with what a filter says of paragraphs `p`.

NEXT = """
SELECT p.position FROM {source}
WHERE p.session = :session AND p.position > :position AND p.role IN ({roles}){holds}
ORDER BY p.position LIMIT 1"""
PREVIOUS = """
SELECT p.position FROM {source}
WHERE p.session = :session AND p.position < :position AND p.role IN ({roles}){holds}
ORDER BY p.position DESC LIMIT 1"""
MATCHING = "SELECT count(*) AS n FROM {source} WHERE p.session = :session AND p.role IN ({roles}){holds}"
MATCHING_BY = """
SELECT p.{what} AS what, count(*) AS n FROM {source}
WHERE p.session = :session AND p.role IN ({roles}){holds} GROUP BY p.{what}"""
MATCHING_BY_CODE = """
SELECT t.code AS what, count(*) AS n FROM {source} CROSS JOIN state t
WHERE p.session = :session AND p.role IN ({roles}){holds}
    AND t.subject = p.id AND t.coder = :coder AND t.kind = 'tag' GROUP BY t.code"""
UP_TO = "SELECT count(*) AS n FROM (SELECT 1 FROM state WHERE {marks} LIMIT :most) AS found"
READ_COUNT = """
SELECT coalesce(sum(t.read), 0) AS n FROM tally t JOIN offered_session o ON o.slug = t.session
WHERE t.session = :session AND t.coder = :coder AND t.role IN ({roles})"""
ROLE_COUNT = """
SELECT coalesce(sum(e.paragraphs), 0) AS n FROM extent e JOIN offered_session o ON o.slug = e.session
WHERE e.session = :session AND e.role IN ({roles})"""
ITEM_START = "SELECT min(position) AS n FROM offered_paragraph WHERE session = :session AND item = :item"
PART_COUNTS = """
SELECT count(*) AS total, coalesce(sum(CASE WHEN EXISTS (
    SELECT 1 FROM state s WHERE s.subject = p.id AND s.coder = :coder AND s.kind IN ('read', 'tag')
) THEN 1 ELSE 0 END), 0) AS read
FROM offered_paragraph p WHERE p.session = :session AND p.{part} = :id AND p.role IN ({roles})"""
EXCHANGE_BEFORE = """
SELECT * FROM offered_paragraph WHERE session = :session AND question = :question AND position < :position
ORDER BY position DESC LIMIT :most"""
EXCHANGE_AFTER = """
SELECT * FROM offered_paragraph WHERE session = :session AND question = :question AND position > :position
ORDER BY position LIMIT :most"""
QUESTION_PLACE = """
SELECT count(*) AS n FROM offered_paragraph
WHERE session = :session AND role = 'question' AND item = :item AND position <= :position"""
QUESTIONS_OF_ITEM = """
SELECT count(*) AS n FROM offered_paragraph WHERE session = :session AND role = 'question' AND item = :item"""

UNANSWERED = """
SELECT q.* FROM offered_paragraph q WHERE q.session = :session AND q.role = 'question' AND NOT EXISTS (
    SELECT 1 FROM paragraph a WHERE a.session = q.session AND a.question = q.id AND a.role = 'answer')
ORDER BY q.position"""

# Corrections.

ADD_CORRECTION = """
INSERT INTO correction (session, position, from_revision, to_revision, at, put_back)
VALUES (:session, :position, :from_revision, :to_revision, :at, :put_back)"""
CORRECTIONS = """
SELECT position, from_revision, to_revision, at, put_back FROM correction
WHERE session = :session ORDER BY position"""
ADD_CARRIED = """
INSERT INTO carried (session, position, old_id, new_id, how, old_text)
VALUES (:session, :position, :old_id, :new_id, :how, :old_text)"""
CARRIED_TO = """
SELECT new_id FROM carried WHERE session = :session AND position = :position AND old_id = :old_id"""
UNPLACED = """
SELECT s.session, s.subject, s.coder, s.kind, s.code, s.value FROM offered_state s
WHERE s.placed = 0 ORDER BY s.session, s.subject, s.coder, s.code"""
UNPLACED_OF = """
SELECT s.session, s.subject, s.coder, s.kind, s.code, s.value FROM state s
WHERE s.placed = 0 AND s.session = :session ORDER BY s.subject, s.coder, s.code"""
TEXT_OF_UNPLACED = """
SELECT old_text FROM carried
WHERE session = :session AND (new_id = :subject OR (old_id = :subject AND new_id IS NULL))
ORDER BY position DESC LIMIT 1"""

# The journal and what follows from it.

LAST_LAMPORT = "SELECT max(lamport) AS n FROM journal"
ADD_ENTRY = """
INSERT INTO journal (id, lamport, batch, action, of, actor, at, kind, coder, subject, code, before, after,
    session_revision, codebook_revision)
VALUES (:id, :lamport, :batch, :action, :of, :actor, :at, :kind, :coder, :subject, :code, :before, :after,
    :session_revision, :codebook_revision)"""
ENTRIES = "SELECT * FROM journal ORDER BY lamport, id"
ENTRIES_OF_CODER = "SELECT * FROM journal WHERE coder = :coder ORDER BY lamport, id"
ENTRIES_OF_BATCH = "SELECT * FROM journal WHERE batch = :batch ORDER BY lamport, id"

GET_STATE = """
SELECT value FROM state WHERE subject = :subject AND coder = :coder AND kind = :kind AND code = :code"""
PUT_STATE = """
INSERT INTO state (subject, coder, kind, code, session, value, entry, meaning, placed)
VALUES (:subject, :coder, :kind, :code, :session, :value, :entry, :meaning,
    CASE WHEN :anywhere = 1 OR EXISTS (SELECT 1 FROM paragraph p WHERE p.id = :subject) THEN 1 ELSE 0 END)
ON CONFLICT (subject, coder, kind, code) DO UPDATE SET
    value = excluded.value, entry = excluded.entry, meaning = excluded.meaning, placed = excluded.placed"""
DROP_STATE = """
DELETE FROM state WHERE subject = :subject AND coder = :coder AND kind = :kind AND code = :code"""
CLEAR_STATE = "DELETE FROM state"
STATE_ON = "SELECT kind, coder, code, value FROM state WHERE subject = :subject ORDER BY coder, kind, code"
STATE_OF = """
SELECT kind, code, value FROM state WHERE subject = :subject AND coder = :coder ORDER BY kind, code"""
STATE_ON_EACH = """
SELECT subject, kind, code, value FROM state WHERE coder = :coder AND subject IN ({subjects})"""
STATE_ON_ALL = "SELECT subject, kind, coder, code, value FROM state WHERE subject IN ({subjects})"
MEMOS_ABOUT = """
SELECT subject, code, value FROM state
WHERE session IN (:session, :codebook) AND coder = :coder AND kind = 'memo'
    AND (subject NOT LIKE '%/%' OR subject LIKE '%/@%')"""
STATE_IN_SPAN = """
SELECT s.subject, s.kind, s.code, s.value FROM state s JOIN offered_paragraph p ON p.id = s.subject
WHERE p.session = :session AND p.position >= :low AND p.position <= :high AND s.coder = :coder"""
STATE = "SELECT subject, kind, coder, code, value FROM offered_state ORDER BY subject, coder, kind, code"
STATE_OF_KINDS = """
SELECT subject, kind, coder, code, value FROM offered_state WHERE kind IN ({kinds})
ORDER BY subject, coder, kind, code"""
JUDGEMENTS = """
SELECT kind, coder, subject, code,
    CASE WHEN value LIKE '%"spans"%' OR value LIKE '%"value"%' THEN value ELSE '{}' END AS value
FROM offered_state WHERE kind IN ('read', 'tag', 'unjudged')"""
FIRST_READ = """
SELECT coder, subject, min(lamport) AS n FROM journal
WHERE kind IN ('read', 'tag') AND after IS NOT NULL GROUP BY coder, subject"""
CODERS = "SELECT name, entries, at FROM coder ORDER BY name"
KNOW_CODER = """
INSERT INTO coder (name, entries, at) VALUES (:name, :entries, :at)
ON CONFLICT (name) DO UPDATE SET entries = coder.entries + excluded.entries, at = excluded.at"""
SAID_OF_PEOPLE = """
SELECT t.subject, t.code, t.value FROM offered_session s
JOIN state t ON t.session = s.slug AND t.coder = '' AND t.kind = 'person' ORDER BY t.subject, t.code"""
MARK_COUNTS = """
SELECT s.coder, s.kind, count(*) AS n FROM state s JOIN offered_paragraph p ON p.id = s.subject
WHERE s.session = :session AND s.coder <> '' AND s.kind <> 'proposal'
GROUP BY s.coder, s.kind ORDER BY s.coder, s.kind"""

# Assignments.

ASSIGNMENTS = """
SELECT s.subject, s.value, j.actor, j.at FROM state s JOIN journal j ON j.id = s.entry
WHERE s.kind = 'assignment' AND s.code = '' ORDER BY j.lamport"""
ASSIGNED_PARTS = """
SELECT s.subject, s.value, j.at FROM state s JOIN journal j ON j.id = s.entry
WHERE s.kind = 'assignment' AND s.code = 'paragraphs'"""
ENDED = """
SELECT s.subject, s.code, s.value, j.actor, j.at FROM state s JOIN journal j ON j.id = s.entry
WHERE s.kind = 'unblinded'"""
CLEAR_ASSIGNED = "DELETE FROM assigned"
CLEAR_ASSIGNED_OF = "DELETE FROM assigned WHERE session = :session"
ADD_ASSIGNED = """
INSERT INTO assigned (assignment, coder, session, paragraph, doubled)
VALUES (:assignment, :coder, :session, :paragraph, :doubled)
ON CONFLICT (assignment, coder, paragraph) DO NOTHING"""
SHARES = """
SELECT a.assignment, a.coder, count(*) AS paragraphs, sum(CASE WHEN EXISTS (
    SELECT 1 FROM state s
    WHERE s.subject = a.paragraph AND s.coder = a.coder AND s.kind IN ('read', 'tag'))
    THEN 1 ELSE 0 END) AS done
FROM assigned a JOIN offered_paragraph p ON p.id = a.paragraph
GROUP BY a.assignment, a.coder ORDER BY a.assignment, a.coder"""
UNREAD_OF_ASSIGNMENT = """
SELECT 1 FROM assigned a JOIN offered_paragraph p ON p.id = a.paragraph
WHERE a.assignment = :assignment AND a.coder = :coder AND NOT EXISTS (
    SELECT 1 FROM state s WHERE s.subject = a.paragraph AND s.coder = :coder AND s.kind IN ('read', 'tag'))
LIMIT 1"""
ASSIGNED_IN = """
SELECT a.paragraph, max(a.doubled) AS doubled FROM assigned a JOIN offered_paragraph p ON p.id = a.paragraph
WHERE a.coder = :coder AND a.session = :session GROUP BY a.paragraph, p.position ORDER BY p.position"""
IS_ASSIGNED = """
SELECT 1 FROM assigned WHERE assignment = :assignment AND coder = :coder AND paragraph = :paragraph"""

# Counts kept, so that no screen has to count.

TALLIES = """
SELECT t.session, t.coder, sum(CASE WHEN t.role IN ({roles}) THEN t.read ELSE 0 END) AS read,
    sum(t.tags) AS tags
FROM tally t JOIN offered_session o ON o.slug = t.session
GROUP BY t.session, t.coder HAVING sum(t.read) + sum(t.tags) > 0"""
EXTENTS = """
SELECT e.session, sum(e.paragraphs) AS n FROM extent e JOIN offered_session o ON o.slug = e.session
WHERE e.role IN ({roles}) GROUP BY e.session"""
TALLY_OF_SESSION = """
SELECT e.role, e.paragraphs, coalesce(t.read, 0) AS read, coalesce(t.tags, 0) AS tags
FROM extent e LEFT JOIN tally t ON t.coder = :coder AND t.session = e.session AND t.role = e.role
WHERE e.session = :session"""
TALLY_IN_ALL = """
SELECT coalesce(sum(CASE WHEN t.role IN ({roles}) THEN t.read ELSE 0 END), 0) AS read,
    coalesce(sum(t.tags), 0) AS tags
FROM tally t JOIN offered_session o ON o.slug = t.session WHERE t.coder = :coder"""
EXTENT_IN_ALL = """
SELECT coalesce(sum(paragraphs), 0) AS n FROM extent
WHERE role IN ({roles}) AND session NOT IN (SELECT subject FROM state WHERE kind = 'withdrawn')"""
WORKED_BEFORE = "SELECT max(at) AS at FROM journal WHERE coder = :coder AND at < :before"
READ_BETWEEN = """
SELECT count(DISTINCT subject) AS n FROM (
    SELECT subject FROM journal
    WHERE coder = :coder AND at >= :since AND at < :before AND kind IN ('read', 'tag') AND after IS NOT NULL
    LIMIT :most) AS done"""
TAGS_OF_SESSION = """
SELECT code, count(*) AS n FROM state
WHERE session = :session AND coder = :coder AND kind = 'tag' AND placed = 1 GROUP BY code"""
MEMOS_OF_SESSION = """
SELECT count(*) AS n FROM state WHERE session = :session AND coder = :coder AND kind = 'memo'"""

ADD_TO_TALLY = """
INSERT INTO tally (coder, session, role, read, tags)
SELECT :coder, stood.session, stood.role,
    CASE WHEN stood.marks = 0 AND :change = 1 THEN 1 WHEN stood.marks = 1 AND :change = -1 THEN -1 ELSE 0 END,
    :tags
FROM (
    SELECT p.session, p.role, (
        SELECT count(*) FROM state s
        WHERE s.subject = p.id AND s.coder = :coder AND s.kind IN ('read', 'tag')) AS marks
    FROM paragraph p WHERE p.id = :subject) AS stood
WHERE TRUE
ON CONFLICT (coder, session, role)
DO UPDATE SET read = tally.read + excluded.read, tags = tally.tags + excluded.tags"""
CLEAR_TALLY = "DELETE FROM tally"
CLEAR_TALLY_OF = "DELETE FROM tally WHERE session = :session"
MAKE_TALLY = """
INSERT INTO tally
SELECT s.coder, p.session, p.role, count(DISTINCT s.subject), sum(CASE WHEN s.kind = 'tag' THEN 1 ELSE 0 END)
FROM state s JOIN paragraph p ON p.id = s.subject
WHERE s.kind IN ('read', 'tag') GROUP BY s.coder, p.session, p.role"""
MAKE_TALLY_OF = """
INSERT INTO tally
SELECT s.coder, p.session, p.role, count(DISTINCT s.subject), sum(CASE WHEN s.kind = 'tag' THEN 1 ELSE 0 END)
FROM state s JOIN paragraph p ON p.id = s.subject
WHERE s.session = :session AND s.kind IN ('read', 'tag') GROUP BY s.coder, p.session, p.role"""
PLACE_MARKS = """
UPDATE state
SET placed = CASE WHEN EXISTS (SELECT 1 FROM paragraph p WHERE p.id = state.subject) THEN 1 ELSE 0 END
WHERE session = :session
    AND kind IN ('tag', 'read', 'unjudged', 'memo', 'star', 'flag', 'decision', 'proposal', 'case')
    AND subject LIKE '%/%' AND subject NOT LIKE '%/@%'"""
CLEAR_CODERS = "DELETE FROM coder"
MAKE_CODERS = """
INSERT INTO coder SELECT coder, count(*), max(at) FROM journal WHERE coder <> '' GROUP BY coder"""

# By code: each of these runs along the index state_of_code, so that none reads more than one code's marks.

ANY_TAG = "SELECT 1 FROM state WHERE kind = 'tag' LIMIT 1"
MARKS_WITH_CODE = """
SELECT subject, coder, value FROM state WHERE kind = :kind AND code = :code ORDER BY subject, coder"""
COUNT_OF_CODE = """
SELECT count(*) AS n FROM (
    SELECT 1 FROM offered_state WHERE kind = 'tag' AND code = :code AND coder = :coder
    LIMIT :most) AS found"""
NEXT_MEANING = """
SELECT min(meaning) AS n FROM state
WHERE kind = 'tag' AND code = :code AND coder = :coder AND meaning > :meaning"""
ANY_OF_MEANING = """
SELECT 1 FROM offered_state
WHERE kind = 'tag' AND code = :code AND coder = :coder AND meaning = :meaning AND placed = 1 LIMIT 1"""
COUNT_OF_MEANING = """
SELECT count(*) AS n FROM (
    SELECT 1 FROM offered_state
    WHERE kind = 'tag' AND code = :code AND coder = :coder AND meaning = :meaning AND placed = 1
    LIMIT :most) AS found"""
SESSIONS_OF_MEANING = """
SELECT o.slug, o.date FROM offered_session o WHERE o.slug IN (
    SELECT session FROM state
    WHERE kind = 'tag' AND code = :code AND coder = :coder AND meaning = :meaning AND placed = 1)"""
FIRST_OF_MEANING = """
SELECT p.position, s.subject, s.value, s.entry FROM state s JOIN paragraph p ON p.id = s.subject
WHERE s.kind = 'tag' AND s.code = :code AND s.coder = :coder AND s.meaning = :meaning
    AND s.session = :session AND p.position >= :position ORDER BY p.position LIMIT 1"""
ENTRY = "SELECT * FROM journal WHERE id = :id"

# What a coder tagged last.

LAST_TAGGED = """
SELECT j.subject FROM journal j
WHERE j.coder = :coder AND j.kind = 'tag' AND j.action <> 'carry' AND j.subject <> :but AND EXISTS (
    SELECT 1 FROM state s
    WHERE s.subject = j.subject AND s.coder = j.coder AND s.kind = 'tag' AND s.placed = 1)
ORDER BY j.at DESC, j.lamport DESC LIMIT 1"""
LAST_CODES = """
SELECT code FROM journal WHERE coder = :coder AND kind = 'tag' AND action = 'do' AND after IS NOT NULL
ORDER BY at DESC, lamport DESC LIMIT :most"""

# Undo and redo.

FORGET_UNDONE = "DELETE FROM step WHERE actor = :actor AND undone = 1"
ADD_STEP = """
INSERT INTO step (actor, position, batch, undone)
SELECT :actor, coalesce(max(position), 0) + 1, :batch, 0 FROM step WHERE actor = :actor"""
TO_UNDO = """
SELECT position, batch FROM step WHERE actor = :actor AND undone = 0 ORDER BY position DESC LIMIT 1"""
TO_REDO = """
SELECT position, batch FROM step WHERE actor = :actor AND undone = 1 ORDER BY position LIMIT 1"""
MARK_STEP = "UPDATE step SET undone = :undone WHERE actor = :actor AND position = :position"

# Where a coder stopped.

PUT_PLACE = """
INSERT INTO place (coder, session, paragraph, at) VALUES (:coder, :session, :paragraph, :at)
ON CONFLICT (coder, session) DO UPDATE SET paragraph = excluded.paragraph, at = excluded.at"""
PLACE = "SELECT paragraph FROM place WHERE coder = :coder AND session = :session"
LAST_PLACE = "SELECT session, paragraph FROM place WHERE coder = :coder ORDER BY at DESC LIMIT 1"

# Withdrawing and reimporting.

WITHDRAWN = """
SELECT s.subject, s.value, j.actor, j.at FROM state s JOIN journal j ON j.id = s.entry
WHERE s.kind = 'withdrawn' ORDER BY s.subject"""
TAKEN_BACK = """
SELECT session_revision, lamport FROM journal
WHERE (batch = :of OR of = :of) AND subject = :subject AND lamport < :lamport
ORDER BY lamport DESC LIMIT 1"""
CARRIED_FOR = """
SELECT * FROM journal WHERE of = :of AND action = 'carry' AND lamport > :low AND lamport < :high
ORDER BY lamport, id"""
REVISIONS = "SELECT revision, content FROM revision WHERE kind = :kind AND name = :name ORDER BY at"

# Purging: texts go, ids stay. It is done to backups too, so these name what every store version has.

PURGE_SESSION = "UPDATE session SET title = '', head = :head, stamp = '' WHERE slug = :slug"
PURGE_ITEMS = """
UPDATE item SET heading = '', number = NULL, agenda_item = NULL, time = NULL, witnesses = '[]'
WHERE session = :slug"""
PURGE_PARAGRAPHS = """
UPDATE paragraph SET number = NULL, citation = '', speaker = NULL, label = NULL, text = ''
WHERE session = :slug"""
PURGE_REVISIONS = "UPDATE revision SET content = '' WHERE kind = 'session' AND name = :slug"
PURGE_CARRIED = "UPDATE carried SET old_text = '' WHERE session = :slug"
PURGE_PEOPLE = "DELETE FROM appearance WHERE session = :slug"
PURGE_SAID_OF_PEOPLE = """
DELETE FROM state WHERE session = :slug AND substr(subject, 1, length(:slug) + 2) = :slug || '/@'"""
PURGE_NAMES_IN_JOURNAL = """
UPDATE journal SET subject = :nobody, before = NULL, after = NULL
WHERE substr(subject, 1, length(:slug) + 2) = :slug || '/@'"""
PURGE_STEPS = """
DELETE FROM step
WHERE batch IN (SELECT batch FROM journal WHERE subject = :slug AND kind IN ('withdrawn', 'reimport'))"""
VALUES_IN_JOURNAL = """
SELECT id, before, after FROM journal
WHERE kind <> 'withdrawn' AND (subject = :slug OR substr(subject, 1, length(:slug) + 1) = :slug || '/')"""
PUT_VALUES_IN_JOURNAL = "UPDATE journal SET before = :before, after = :after WHERE id = :id"
VALUES_IN_STATE = """
SELECT subject, coder, kind, code, value FROM state WHERE session = :slug AND kind <> 'withdrawn'"""
PUT_VALUE_IN_STATE = """
UPDATE state SET value = :value
WHERE subject = :subject AND coder = :coder AND kind = :kind AND code = :code"""


# Lists within statements.


def listed(name: str, values: Sequence[object]) -> tuple[str, dict[str, Any]]:
    """What stands for the values of a list in a statement, and the parameters."""
    named = {f"{name}{place}": value for place, value in enumerate(values)}
    return ", ".join(f":{one}" for one in named), named


def with_list(
    statement: str, name: str, values: Sequence[object], parameters: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """A statement with a list in the place of its name in braces, and all parameters."""
    text, named = listed(name, values)
    return statement.format(**{name: text}), parameters | named
