"""Tags, journal entries, and the state that follows from them. Pure: nothing here reads or writes.

An entry sets one thing to a new value: `(kind, coder, subject, code)` goes from `before` to `after`,
None meaning not there. State is the last entry for each such key in the one order all copies of a
journal share, logical counter first and UUID second; so a journal can be replayed from nothing, and
two journals merge as the union of their entries. An undo is an entry too: the inverse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from coder.evidence.spans import Span

Kind = Literal[
    "tag", "read", "unjudged", "memo", "star", "flag", "summary", "decision", "proposal", "case",
    "assignment", "unblinded", "refused", "person", "withdrawn", "reimport", "code"
]  # fmt: skip
"""`unjudged` says of a code that one has read the paragraph without judging whether the code fits: it is
missing there. `person` is set on an appearance, `withdrawn` and `reimport` on a session, `code` on a
codebook, all in nobody's layer. A `star` says that a passage is quotable, a `flag` that one wants to come
back. A `summary` is what an analyst, its coder, wrote of an appearance on a theme."""
SETTLING = frozenset({"decision", "proposal", "case", "unblinded", "refused"})
"""Kinds in nobody's layer that say something of what coders said, or how far they are."""
Value: TypeAlias = dict[str, Any] | None
Key: TypeAlias = tuple[str, str, str, str]
"""Kind, coder, subject, code.

The subject is a paragraph's id, `slug/...` (a question is a paragraph too); an appearance's, `slug/@name`;
a session's slug; a codebook's, `codebook:name`; or an assignment's, `assignment:id`. The code is empty but
for tags, codes not judged, memos on a tag or a code, what is said of a code, and summaries (their theme); of
a person it is the attribute, of the end of an assignment the coder. What is in nobody's layer is the
inquiry's: its coder is empty, so that of two who say it the later counts.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to set: what an action wants, before the journal has stamped it. `at` is when it was done,
    in UTC, where it was done elsewhere before; empty for now."""

    kind: Kind
    coder: str
    subject: str
    code: str
    after: Value
    at: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. It is never removed, and never changed but by a purge, which takes texts out.

    `coder` is whose layer changes, `actor` who did it; they differ when tags are carried to a
    corrected transcript. Entries of one action share a `batch`, and are undone together. `action`
    says how the entry came about: `do`, `undo`, `redo` or `carry`; for the middle two, `of` is the
    batch that is undone or redone; for a carry the reimport that asked for it, if one did. The revisions
    are those in force when it was made.
    """

    id: str
    lamport: int
    batch: str
    action: Literal["do", "undo", "redo", "carry"]
    of: str | None
    actor: str
    at: str
    kind: Kind
    coder: str
    subject: str
    code: str
    before: Value
    after: Value
    session_revision: str
    codebook_revision: str

    @property
    def key(self) -> Key:
        return (self.kind, self.coder, self.subject, self.code)

    @property
    def verb(self) -> str:
        """The action as a person would say it: tag, untag, read, memo, set, unset, withdraw, restore."""
        return verb(self.kind, self.after is not None)


def verb(kind: str, there: bool) -> str:
    """What one does to put a mark of a kind there, or to take it away."""
    if kind == "withdrawn":
        return "withdraw" if there else "restore"
    if kind == "unjudged":
        return "unjudge" if there else "judge"
    said = "set" if kind in ("person", "code") else kind
    return said if there else f"un{said}"


def on_paragraph(kind: str, subject: str) -> bool:
    """Whether a mark stands on a paragraph, rather than on a person, a session or a codebook."""
    if kind in ("tag", "read", "unjudged", "star", "flag", "decision", "proposal", "case"):
        return True
    return kind == "memo" and "/" in subject and "/@" not in subject


def again_of(coder: str) -> str:
    """Whose second (third, ...) coding of the same evidence a layer is: AB for `AB#2`; empty for a first."""
    first, again, _ = coder.partition("#")
    return first if again else ""


def can_be_undone(actor: str, changes: Iterable[Change | Entry]) -> bool:
    """Whether an undo takes an action back: not where somebody's blindness ends, nor a blind assignment of
    one's own, a purge, a refusal, or the ground of a codebook."""
    for one in changes:
        value = one.after or {}
        if one.kind in ("unblinded", "refused") or (one.kind == "code" and not one.code):
            return False
        if one.kind == "withdrawn" and value.get("purged"):
            return False
        if one.kind == "assignment" and value.get("blind"):
            return actor not in {again_of(coder) or coder for coder in value["coders"]}
    return True


def codebook_subject(name: str) -> str:
    """What stands for a codebook as a subject of the journal."""
    return f"codebook:{name}"


@dataclass(frozen=True, slots=True)
class Tag:
    """A code put on a paragraph by a coder; `value` is a step of its scale from 1, `spans` what is quoted."""

    coder: str
    paragraph: str
    code: str
    value: int | None = None
    spans: tuple[Span, ...] = ()


def replay(entries: Iterable[Entry]) -> dict[Key, Entry]:
    """State from a journal: for each key the entry in force. Keys set to None are not there."""
    state: dict[Key, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.lamport, entry.id)):
        if entry.after is None:
            state.pop(entry.key, None)
        else:
            state[entry.key] = entry
    return state


def textless(value: Value, why: str) -> Value:
    """A value with null for every text in it and `why` set to true; as it is where it holds no text."""

    def emptied(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: emptied(one) for name, one in part.items()}
        if isinstance(part, list):
            return [emptied(one) for one in part]
        return None if isinstance(part, str) else part

    bare = emptied(value)
    return value if bare == value else {**bare, why: True}
