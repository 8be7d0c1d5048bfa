"""A reviewer's way through the differences: one case after another, and what is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coder.adjudication import STATES, Case, Place, Ruling, State, Verdict
from coder.codebook import Code
from coder.coding import Entry, again_of
from coder.evidence.model import session_of
from coder.inquiry.adjudicating import Reviewer, coded, queue
from coder.inquiry.blindness import refuse_if_blind
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import Hand
from coder.store.index import Placed, SessionHead

OPEN: tuple[State, ...] = ("open", "discussing")
STATE_NAMES: dict[State, str] = {
    "open": "open", "discussing": "in discussion", "resolved": "resolved", "divergent": "left divergent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are gone through: of no states, codes, sessions or paragraphs, those of all of them.

    `coders` are those whose differences count; `unclear` asks for what the codebook does not settle.
    """

    states: tuple[State, ...] = OPEN
    codes: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    unclear: bool = False
    coders: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()

    def admits(self, case: Case) -> bool:
        return (
            (not self.states or case.state in self.states)
            and (not self.codes or case.code in self.codes)
            and (not self.sessions or session_of(case.paragraph) in self.sessions)
            and (not self.unclear or case.unclear)
            and (not self.paragraphs or case.paragraph in self.paragraphs)
        )


@dataclass(frozen=True, slots=True)
class Said:
    """A code on the paragraph: by coder the tag they put, None for a coder who judged it and did not.

    Who is not in it has not judged it.
    """

    code: Code
    by: Mapping[str, Mapping[str, Any] | None]
    case: Case


@dataclass(frozen=True, slots=True)
class Difference:
    """All that a screen shows of a case. `said` has every code that anybody put on the paragraph."""

    case: Case
    code: Code
    placed: Placed
    question: Placed | None
    session: SessionHead
    coders: tuple[str, ...]
    """Those whose differences count and who have read the paragraph, in the order of their initials."""
    said: tuple[Said, ...]
    memos: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By coder and code, empty for the memo on the paragraph; those on this code and the paragraph."""


@dataclass(frozen=True, slots=True)
class Example:
    """A paragraph of which the codebook does not say whether a code fits."""

    placed: Placed
    note: str


class Queue:
    """The cases that are gone through, and the one where the reviewer is. What is settled stays in it, so
    that one sees it and can come back, until other cases are asked for."""

    def __init__(self, inquiry: Inquiry, reviewer: str, wanted: Wanted) -> None:
        """Raises CoderError where the reviewer codes blind."""
        self.hand = Reviewer(inquiry, reviewer)
        self.inquiry, self.reviewer = inquiry, reviewer
        self.cases: list[Case] = []
        self.at = 0
        self.ask(wanted)

    def ask(self, wanted: Wanted) -> None:
        """Go through other cases, from the first that is open."""
        self.wanted = wanted
        self.cases = [case for case in self.all() if wanted.admits(case)]
        self.at = next((at for at, case in enumerate(self.cases) if case.state in OPEN), 0)

    def look_again(self) -> None:
        """Read anew what others have changed, and stay where one is if that is still among the cases.

        What was settled meanwhile stays in the queue as it is now.
        """
        here, known = self.case and _place(self.case), set(map(_place, self.cases))
        self.cases = [case for case in self.all() if self.wanted.admits(case) or _place(case) in known]
        places = list(map(_place, self.cases))
        self.at = places.index(here) if here in places else min(self.at, max(len(places) - 1, 0))

    def all(self) -> list[Case]:
        """Every case there is, of the coders whose differences count."""
        return queue(self.inquiry, self.wanted.coders, STATES)

    @property
    def case(self) -> Case | None:
        return self.cases[self.at] if self.cases else None

    @property
    def settled(self) -> int:
        """How many of the cases are resolved or left divergent."""
        return sum(case.state not in OPEN for case in self.cases)

    def view(self) -> Difference | None:
        """What the store holds now of the case where one is; None where there is none."""
        case = self.case
        placed = self.inquiry.store.index.paragraph(case.paragraph) if case else None
        head = self.inquiry.store.index.session(placed.session) if placed else None
        if case is None or placed is None or head is None:
            return None
        question = placed.paragraph.question
        coders, said, memos = self._said(case)
        return Difference(
            case, self.code_of(case.code), placed,
            self.inquiry.store.index.paragraph(question) if question else None,
            head, coders, said, memos,
        )  # fmt: skip

    def code_of(self, id: str) -> Code:
        """A code of the codebook; one that is not in it any more by its id."""
        return self.inquiry.codebook.by_id.get(id) or Code(id, id)

    def _said(self, case: Case) -> tuple[tuple[str, ...], tuple[Said, ...], dict[tuple[str, str], str]]:
        tags: dict[tuple[str, str], dict[str, Any]] = {}
        memos: dict[tuple[str, str], str] = {}
        for (kind, coder, _, code), value in self.inquiry.store.journal.everybodys(case.paragraph):
            if kind == "tag":
                tags[coder, code] = value
            elif kind == "memo" and code in ("", case.code) and not again_of(coder) and value.get("text"):
                memos[coder, code] = value["text"]
        found = coded(self.inquiry, self.wanted.coders, case.paragraph)
        coders = tuple(sorted(found.readers.get(case.paragraph, ())))
        known = {code.id: place for place, code in enumerate(self.inquiry.codebook.codes)}
        codes = dict.fromkeys(code for _, code in [*found.tags, *found.decisions, *found.states])
        said = []
        for code in sorted(codes, key=lambda one: (known.get(one, len(known)), one)):
            one = found.case((case.paragraph, code))
            by: dict[str, Any] = {coder: tags.get((coder, code), {}) for coder in one.put}
            by |= dict.fromkeys(one.not_put)
            said.append(Said(self.code_of(code), by, one))
        return coders, tuple(said), memos

    # Moving: each answers whether there was a place to go to.

    def go(self, at: int) -> bool:
        if not 0 <= at < len(self.cases) or at == self.at:
            return False
        self.at = at
        return True

    def next_open(self) -> bool:
        """To the next case that is not settled, from the end on to the start."""
        after = [*range(self.at + 1, len(self.cases)), *range(self.at)]
        return self.go(next((at for at in after if self.cases[at].state in OPEN), -1))

    # Settling

    def settle(self, code: Code, ruling: Ruling, propose: bool = False) -> list[Entry]:
        """Decide on a code of the paragraph where one is, or propose to. Raises CoderError as it refuses."""
        assert self.case
        act = self.hand.propose if propose else self.hand.decide
        return self.took(act(self.case.paragraph, code, ruling))

    def verdict_on(self, code: Code) -> Verdict:
        """What it is to say that a code stands on this paragraph: to accept it, or to add it."""
        assert self.case
        put, _ = coded(self.inquiry, (), self.case.paragraph).said((self.case.paragraph, code.id))
        return "accept" if put else "add"

    def move(self, state: State, note: str) -> list[Entry]:
        """Leave the case divergent, put it in discussion, or open it again."""
        assert self.case
        code = self.code_of(self.case.code)
        return self.took(self.hand.put_in_state(self.case.paragraph, code, state, note))

    def call_unclear(self, note: str) -> list[Entry]:
        """Collect the paragraph as an example for a better definition."""
        assert self.case
        return self.took(self.hand.mark_unclear(self.case.paragraph, self.code_of(self.case.code), note))

    def undo(self) -> list[Entry]:
        return self._back_to(Hand(self.inquiry, self.reviewer).undo())

    def redo(self) -> list[Entry]:
        return self._back_to(Hand(self.inquiry, self.reviewer).redo())

    def _back_to(self, entries: list[Entry]) -> list[Entry]:
        """Go where something was undone or redone."""
        self.took(entries)
        places = [(entry.subject, entry.code) for entry in entries]
        self.go(next((at for at, case in enumerate(self.cases) if _place(case) in places), -1))
        return entries

    def took(self, entries: list[Entry]) -> list[Entry]:
        """Have the cases follow what was done."""
        here = _place(self.case) if self.case else None
        for place in dict.fromkeys((entry.subject, entry.code) for entry in entries):
            self._follow(place)
        self.at = next((at for at, case in enumerate(self.cases) if _place(case) == here), self.at)
        self.at = max(0, min(self.at, len(self.cases) - 1))
        return entries

    def _follow(self, place: Place) -> None:
        """One case as it is now; one that there was not comes after the others of its paragraph."""
        case = coded(self.inquiry, self.wanted.coders, place[0]).case(place)
        there = [at for at, one in enumerate(self.cases) if _place(one) == place]
        stands = case.disputed or case.decision or case.proposals or case.unclear or case.state != "open"
        if there and stands:
            self.cases[there[0]] = case
        elif there:
            del self.cases[there[0]]
        elif stands:
            beside = [at for at, one in enumerate(self.cases) if one.paragraph == place[0]]
            if beside:
                self.cases.insert(beside[-1] + 1, case)


def _place(case: Case) -> Place:
    return case.paragraph, case.code


def examples(inquiry: Inquiry, code: str) -> list[Example]:
    """The paragraphs collected for a better definition of a code. Raises CoderError where who asks codes
    blind."""
    refuse_if_blind(inquiry, "Adjudication")
    notes = {
        subject: str(value.get("note") or "")
        for (_, _, subject, of), value in inquiry.store.journal.state("case")
        if of == code and value.get("unclear")
    }
    placed = inquiry.store.index.paragraphs(list(notes))
    return [Example(placed[one], note) for one, note in notes.items() if one in placed]


def hidden(difference: Difference) -> Difference:
    """The same with numbers for the names of its coders."""
    names = {coder: f"coder {place}" for place, coder in enumerate(difference.coders, 1)}
    said = tuple(
        replace(one, by={names.get(coder, coder): tag for coder, tag in one.by.items()})
        for one in difference.said
    )
    memos = {(names.get(coder, coder), code): text for (coder, code), text in difference.memos.items()}
    return replace(difference, coders=tuple(names.values()), said=said, memos=memos)


def counts(cases: Sequence[Case]) -> dict[str, int]:
    """How many cases have each state, each code, are in each session, and are unclear; the keys as a
    filter names them: `state:open`, `code:trust`, `session:slug`, `unclear`."""
    found: dict[str, int] = {}
    for case in cases:
        for key in (f"state:{case.state}", f"code:{case.code}", f"session:{session_of(case.paragraph)}"):
            found[key] = found.get(key, 0) + 1
        if case.unclear:
            found["unclear"] = found.get("unclear", 0) + 1
    return found
