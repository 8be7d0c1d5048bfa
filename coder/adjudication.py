"""Disagreements in, decisions out. Pure: nothing here reads or writes.

Coders disagree on a paragraph and code where, of those who judged it, some put the code and some did not, or
all put it with different steps of its scale. A decision settles it; coders' own tags stay as they were. The
*agreed* layer is what follows: the code where everyone who judged it put it, or where a decision says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

Verdict: TypeAlias = Literal["accept", "reject", "add"]
"""The code stands, it does not, or it stands though nobody had put it."""
State: TypeAlias = Literal["open", "discussing", "resolved", "divergent"]
"""`divergent`: left as it is, the coders differ for good reasons."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
STATES: tuple[State, ...] = get_args(State)
Place: TypeAlias = tuple[str, str]
"""A paragraph's id and a code's."""
Steps: TypeAlias = dict[str, int | None]
"""By coder who put the code, the step of its scale, where they gave one."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, or what a reviewer proposes: `by` whom, who was `present`, and the step of the scale."""

    verdict: Verdict
    reason: str
    by: str
    present: tuple[str, ...] = ()
    step: int | None = None

    @property
    def puts(self) -> bool:
        return self.verdict != "reject"


@dataclass(frozen=True, slots=True)
class Case:
    """What was said of a paragraph and code, and how far it is settled.

    `unclear`: the codebook does not say, so that the paragraph is an example for a better definition.
    """

    paragraph: str
    code: str
    put: Steps
    not_put: tuple[str, ...]
    state: State = "open"
    decision: Ruling | None = None
    proposals: tuple[Ruling, ...] = ()
    unclear: bool = False
    note: str = ""

    @property
    def disputed(self) -> bool:
        return disputed(self.put, self.not_put)


@dataclass
class Coded:
    """All that was said: who read what, who put what and with which step, and what was not judged; then
    what reviewers said of it."""

    readers: dict[str, set[str]] = field(default_factory=dict)
    tags: dict[Place, Steps] = field(default_factory=dict)
    unjudged: dict[Place, set[str]] = field(default_factory=dict)
    decisions: dict[Place, Ruling] = field(default_factory=dict)
    proposals: dict[Place, list[Ruling]] = field(default_factory=dict)
    states: dict[Place, Mapping[str, object]] = field(default_factory=dict)

    def said(self, place: Place) -> tuple[Steps, tuple[str, ...]]:
        """Who put the code, and who judged it and did not."""
        put = self.tags.get(place, {})
        judged = self.readers.get(place[0], set()) - self.unjudged.get(place, set())
        return put, tuple(sorted(judged - set(put)))

    def case(self, place: Place) -> Case:
        put, not_put = self.said(place)
        said = self.states.get(place, {})
        state = said.get("state", "resolved" if place in self.decisions else "open")
        return Case(
            *place, put, not_put, state, self.decisions.get(place), tuple(self.proposals.get(place, ())),  # type: ignore[arg-type]
            bool(said.get("unclear")), str(said.get("note") or ""),
        )  # fmt: skip


def disputed(put: Steps, not_put: Collection[str]) -> bool:
    """Whether those who judged a code said different things of it."""
    return bool(put) and (bool(not_put) or len(set(put.values())) > 1)


def cases(coded: Coded) -> list[Case]:
    """Every paragraph and code that is disputed, or of which a reviewer has said anything."""
    places = dict.fromkeys([*coded.tags, *coded.decisions, *coded.proposals, *coded.states])
    found = map(coded.case, places)
    return [
        one for one in found
        if one.disputed or one.decision or one.proposals or (one.paragraph, one.code) in coded.states
    ]  # fmt: skip


def agreed(coded: Coded) -> dict[Place, int | None]:
    """The agreed layer: by paragraph and code, the step of its scale.

    A code that all put with different steps is in it without a step until that is decided. What one coder
    alone has judged is agreed. A code that some put and some did not is in it only by a decision.
    """
    found: dict[Place, int | None] = {}
    for place in dict.fromkeys([*coded.tags, *coded.decisions]):
        put, not_put = coded.said(place)
        steps = set(put.values())
        step = steps.pop() if len(steps) == 1 else None
        if ruling := coded.decisions.get(place):
            if ruling.puts:
                found[place] = ruling.step or step
        elif put and not not_put:
            found[place] = step
    return found


def undecided(coded: Coded) -> int:
    """How many disputes have no decision."""
    return sum(disputed(*coded.said(place)) and place not in coded.decisions for place in coded.tags)


@dataclass(frozen=True, slots=True)
class Feedback:
    """Where a decision went another way than a coder did: `put` says whether the coder had put the code."""

    paragraph: str
    code: str
    put: bool
    step: int | None
    decision: Ruling


def feedback(coded: Coded, coder: str) -> list[Feedback]:
    """What a coder had read and said otherwise than it was decided."""
    return list(_feedback(coded, coder))


def _feedback(coded: Coded, coder: str) -> Iterable[Feedback]:
    for place, ruling in coded.decisions.items():
        put, not_put = coded.said(place)
        if coder in put:
            other_step = ruling.step is not None and ruling.step != put[coder]
            if not ruling.puts or other_step:
                yield Feedback(*place, True, put[coder], ruling)
        elif coder in not_put and ruling.puts:
            yield Feedback(*place, False, None, ruling)
