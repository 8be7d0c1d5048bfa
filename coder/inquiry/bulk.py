"""Doing one thing to many paragraphs: what it would change on each, and all of it as one action."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from coder.codebook import Code
from coder.coding import Change, Entry
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand

What = Literal["tag", "untag", "read", "star", "flag"]


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be done to each; `code` is for the two that need one."""

    what: What
    code: Code | None = None

    def __str__(self) -> str:
        name = self.code.name if self.code else ""
        return {
            "tag": f"Put {name} on", "untag": f"Take {name} off", "read": "Mark as read",
            "star": "Star as quotable", "flag": "Flag to come back",
        }[self.what]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """What a deed would change on a paragraph, and why not where it changes nothing."""

    paragraph: str
    changes: tuple[Change, ...]
    why_not: str = ""
    comes_off: tuple[Code, ...] = ()
    """The codes that cannot stand beside the one put on."""


class Selection:
    """Paragraphs, of any sessions, with what the coder has put on them."""

    def __init__(self, inquiry: Inquiry, coder: str, paragraphs: Iterable[str]) -> None:
        self.inquiry, self.coder = inquiry, coder
        self.paragraphs: Sequence[str] = tuple(dict.fromkeys(paragraphs))
        self._marks = inquiry.store.journal.marks_on(self.paragraphs, coder)

    def deeds(self) -> list[Deed]:
        """All that can be done: codes in use can be put on, codes that are on one of them taken off."""
        codes = self.inquiry.codebook.codes
        there = {code for marks in self._marks.values() for kind, code in marks if kind == "tag"}
        return [
            *[Deed("tag", code) for code in codes if code.in_use],
            *[Deed("untag", code) for code in codes if code.id in there],
            *[Deed("read"), Deed("star"), Deed("flag")],
        ]

    def effects(self, deed: Deed) -> list[Effect]:
        """What a deed would change, paragraph by paragraph."""
        others = self.inquiry.codebook.excluded_by(deed.code.id) if deed.code and deed.what == "tag" else ()
        return [self._effect(deed, paragraph, others) for paragraph in self.paragraphs]

    def _effect(self, deed: Deed, paragraph: str, others: Collection[Code]) -> Effect:
        marks = self._marks.get(paragraph, {})
        kind = "tag" if deed.what == "untag" else deed.what
        code = deed.code.id if deed.code else ""
        there = (kind, code) in marks
        if deed.what == "untag" and not there:
            return Effect(paragraph, (), "does not have it")
        if deed.what != "untag" and there:
            return Effect(paragraph, (), "has it already")
        if deed.what == "read" and any(kind == "tag" for kind, _ in marks):
            return Effect(paragraph, (), "has codes, so is read")
        off = tuple(other for other in others if ("tag", other.id) in marks)
        after: dict[str, object] | None = {"meaning": deed.code.meaning} if deed.code else {}
        changes = [Change("tag", self.coder, paragraph, other.id, None) for other in off]
        changes.append(Change(kind, self.coder, paragraph, code, None if deed.what == "untag" else after))
        return Effect(paragraph, tuple(changes), comes_off=off)

    def do(self, effects: Iterable[Effect]) -> list[Entry]:
        """Make the changes of effects as one action, which one undo takes back."""
        changes = [change for effect in effects for change in effect.changes]
        return Hand(self.inquiry, self.coder).bulk(changes)


def totals(effects: Sequence[Effect], left_out: Collection[str]) -> str:
    """What would change, in one sentence: "10 of 12 paragraphs change; 2 has it already"."""
    kept = [effect for effect in effects if effect.paragraph not in left_out]
    changed = sum(bool(effect.changes) for effect in kept)
    said = [f"{changed:,} of {len(effects):,} {'paragraph' if len(effects) == 1 else 'paragraphs'} change"]
    counts: dict[str, int] = {}
    for effect in kept:
        for code in effect.comes_off:
            counts[f"lose {code.name}"] = counts.get(f"lose {code.name}", 0) + 1
        if effect.why_not:
            counts[effect.why_not] = counts.get(effect.why_not, 0) + 1
    said += [f"{number:,} {_plural(what, number)}" for what, number in counts.items()]
    said += [f"{len(left_out):,} left out"] if left_out else []
    return "; ".join(said) + "."


def _plural(what: str, number: int) -> str:
    if number == 1:
        return what.replace("lose ", "loses ", 1)
    return what.replace("has ", "have ", 1).replace("does not", "do not", 1).replace("so is", "so are", 1)


def answers(inquiry: Inquiry, session: str, question: str) -> list[str]:
    """The ids of all that one codes under a question, but for questions."""
    roles = tuple(role for role in inquiry.settings.roles if role != "question")
    return inquiry.store.index.under(session, question, roles)
