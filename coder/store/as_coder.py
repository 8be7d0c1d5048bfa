"""What the store's statements become under the login of a coder, who writes by procedures alone.

They are in `schema/postgres/roles/`, and ask of every entry whether its writer may make it.
"""

from __future__ import annotations

from coder.store import statements as sql

CALLS = {
    sql.ADD_ENTRY: (
        "CALL add_entry(:id, :lamport, :batch, :action, :of, :actor, :at, :kind, :coder, :subject, :code, "
        ":before, :after, :session_revision, :codebook_revision)"
    ),
    sql.FORGET_UNDONE: "CALL forget_undone(:actor)",
    sql.ADD_STEP: "CALL add_step(:actor, :position, :batch)",
    sql.MARK_STEP: "CALL mark_step(:undone, :actor, :position)",
    sql.PUT_PLACE: "CALL put_place(:coder, :session, :paragraph, :at)",
    sql.ADD_REVISION: "CALL keep_codebook(:kind, :name, :revision, :at, :content)",
    sql.PUT_META: "CALL put_note(:key, :value)",
}
ON_SUBJECT = "FROM seen_on(:subject)"
READS = {
    sql.LAST_LAMPORT: "SELECT last_lamport() AS n",
    sql.GET_STATE: sql.GET_STATE.replace("FROM state", ON_SUBJECT),
    sql.STATE_ON: sql.STATE_ON.replace("FROM state", ON_SUBJECT),
    sql.STATE_OF: sql.STATE_OF.replace("FROM state", ON_SUBJECT),
    sql.STANDING: sql.STANDING.replace("FROM state s", "FROM seen_on(p.id) s"),
    sql.STATE_IN_SPAN: sql.STATE_IN_SPAN.replace(
        "FROM state s JOIN offered_paragraph p ON p.id = s.subject",
        "FROM offered_paragraph p CROSS JOIN LATERAL seen_on(p.id) s",
    ),
}
"""What is read with every key: on one paragraph, rather than by way of all that one may see."""
FOLLOWS = {sql.PUT_STATE, sql.DROP_STATE, sql.ADD_TO_TALLY, sql.KNOW_CODER}
"""What `add_entry` has done by itself."""
SAID = CALLS | READS


def said_by_coder(statement: str) -> str:
    """What is said to the database instead; empty for nothing."""
    return "" if statement in FOLLOWS else SAID.get(statement, statement)
