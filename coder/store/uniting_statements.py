"""The SQL of uniting journals, in what SQLite and PostgreSQL both speak."""

ENTRIES_NAMED = "SELECT * FROM journal WHERE id IN ({subjects})"
ENTRIES_IN_ALL = "SELECT count(*) AS n FROM journal"
KEYS_SINCE = "SELECT id, lamport, kind, coder, subject, code FROM journal WHERE lamport >= :low"
ENTRIES_ON = """
SELECT * FROM journal
WHERE substr(subject, 1, length(:session) + 1) = :session || '/' AND action <> 'carry' ORDER BY lamport, id"""
ENTRIES_BY = """
SELECT * FROM journal
WHERE action <> 'carry'
    AND (kind = 'code' OR coder = :coder OR substr(coder, 1, length(:coder) + 1) = :coder || '#'
        OR actor = :coder OR substr(actor, 1, length(:coder) + 1) = :coder || '#')
ORDER BY lamport, id"""
ENTRIES_OF_ALL = "SELECT * FROM journal WHERE action <> 'carry' ORDER BY lamport, id"

WORDS_OF = "SELECT * FROM journal WHERE kind = 'code' AND subject = :subject ORDER BY lamport, id"
PUT_STATE = """
INSERT INTO state (subject, coder, kind, code, session, value, entry, meaning, placed)
VALUES (:subject, :coder, :kind, :code, :session, :value, :entry, :meaning, :placed)
ON CONFLICT (subject, coder, kind, code) DO UPDATE SET
    value = excluded.value, entry = excluded.entry, meaning = excluded.meaning, placed = excluded.placed"""
STATE_OF_SESSION = "SELECT subject, coder, kind, code, value FROM state WHERE session = :session"
PURGED = "SELECT subject FROM state WHERE kind = 'withdrawn' AND value LIKE '%\"purged\": true%'"
PARAGRAPH_IDS = "SELECT id FROM paragraph WHERE session = :session"
MAKE_CODER_OF = """
INSERT INTO coder
SELECT coder, count(*), max(at) FROM journal WHERE coder = :coder AND action <> 'carry' GROUP BY coder
ON CONFLICT (name) DO UPDATE SET entries = excluded.entries, at = excluded.at"""

ACTORS = "SELECT DISTINCT actor FROM journal"
CLEAR_STEPS_OF = "DELETE FROM step WHERE actor = :actor"
PUT_STEP = "INSERT INTO step (actor, position, batch, undone) VALUES (:actor, :position, :batch, :undone)"

# The text of a paragraph that has no place here, where no correction made here took it away.
CLEAR_ELSEWHERE = "DELETE FROM carried WHERE session = :session AND position = -1"
ADD_ELSEWHERE = """
INSERT INTO carried (session, position, old_id, new_id, how, old_text)
VALUES (:session, -1, :old_id, NULL, 'unplaced', :old_text)
ON CONFLICT (session, position, old_id) DO UPDATE SET old_text = excluded.old_text"""
