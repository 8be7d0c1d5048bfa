"""What the store's statements become under the login of a coder, who writes by procedures alone.

They are in `schema/postgres/roles/`, and ask of every entry whether its writer may make it. What writes and
is not named here is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coder.store import statements as sql

CALLS = {
    sql.ADD_ENTRY: (
        "CALL add_entry(:id, :lamport, :batch, :action, :of, :actor, :at, :kind, :coder, :subject, :code, "
        ":before, :after, :session_revision, :codebook_revision)"
    ),
    sql.FORGET_UNDONE: "CALL forget_undone(:actor)",
    sql.ADD_STEP: "CALL add_step(:actor, :batch)",
    sql.MARK_STEP: "CALL mark_step(:undone, :actor, :position)",
    sql.PUT_PLACE: "CALL put_place(:coder, :session, :paragraph, :at)",
    sql.ADD_REVISION: "CALL keep_codebook(:kind, :name, :revision, :at, :content)",
    sql.PUT_META: "CALL put_note(:key, :value)",
}
READS = {
    sql.LAST_LAMPORT: "SELECT last_lamport() AS n",
    sql.STATE_IN_SPAN: sql.STATE_IN_SPAN.replace(
        "FROM state s JOIN offered_paragraph p ON p.id = s.subject",
        "FROM offered_paragraph p CROSS JOIN LATERAL seen_on(ARRAY[p.id]) s",
    ),
}
ON_ONE = re.compile(r"FROM state WHERE (subject = (:subject))")
ON_SOME = re.compile(r"FROM state WHERE (.*subject IN \(([^)]*)\))")
"""What is read with every key: on paragraphs, rather than by way of all that one may see."""
FOLLOWS = {sql.PUT_STATE, sql.DROP_STATE, sql.ADD_TO_TALLY, sql.KNOW_CODER}
"""What `add_entry` has done by itself."""
SAID = CALLS | READS


@lru_cache(maxsize=1_000)
def said_by_coder(statement: str) -> str:
    """What is said to the database instead; empty for nothing."""
    if statement in FOLLOWS:
        return ""
    if statement in SAID:
        return SAID[statement]
    which = ON_ONE if ":subject " in statement else ON_SOME
    return which.sub(r"FROM seen_on(ARRAY[\2]) WHERE \1", statement)
