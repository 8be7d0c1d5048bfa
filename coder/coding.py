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

Kind = Literal["tag", "read", "memo", "person"]
Value: TypeAlias = dict[str, Any] | None
Key: TypeAlias = tuple[str, str, str, str]
"""Kind, coder, subject (a paragraph id), code (empty but for tags and memos on them).

What is said of a person (`person`) is nobody's layer but the inquiry's: its coder is empty, so that of
two who say it the later counts; its subject is the id of an appearance, its code the attribute.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to set: what an action wants, before the journal has stamped it."""

    kind: Kind
    coder: str
    subject: str
    code: str
    after: Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. It is never changed and never removed.

    `coder` is whose layer changes, `actor` who did it; they differ when tags are carried to a
    corrected transcript. Entries of one action share a `batch`, and are undone together. `action`
    says how the entry came about: `do`, `undo`, `redo` or `carry`; for the middle two, `of` is the
    batch that is undone or redone. The revisions are those in force when it was made.
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
        """The action as a person would say it: tag, untag, read, unread, memo, unmemo, set, unset."""
        verb = "set" if self.kind == "person" else self.kind
        return verb if self.after is not None else f"un{verb}"


@dataclass(frozen=True, slots=True)
class Tag:
    """A code put on a paragraph by a coder; `value` is a step of the code's scale, from 1."""

    coder: str
    paragraph: str
    code: str
    value: int | None = None


def replay(entries: Iterable[Entry]) -> dict[Key, Entry]:
    """State from a journal: for each key the entry in force. Keys set to None are not there."""
    state: dict[Key, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.lamport, entry.id)):
        if entry.after is None:
            state.pop(entry.key, None)
        else:
            state[entry.key] = entry
    return state
