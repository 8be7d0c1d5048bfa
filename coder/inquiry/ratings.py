"""Who said what of which paragraph, as the arrays that agreement is computed from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from coder.codebook import Code
from coder.coding import again_of
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from coder.store.index import Placed

Cluster: TypeAlias = Literal["question", "witness"]
Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Ratings:
    """What the coders said. `codes` are those that can be put on a paragraph or have been.

    `applied` is int8 (coders, paragraphs, codes): 1 put, 0 read and not put, -1 not read or not judged.
    `steps` has int8 (coders, paragraphs) for each code with a scale, by its place: the step put, from 1,
    else 0. `spans` are what was quoted, by place of paragraph and code, then by that of the coder.
    """

    inquiry: Inquiry
    coders: tuple[str, ...]
    paragraphs: tuple[Placed, ...]
    codes: tuple[Code, ...]
    applied: npt.NDArray[np.int8]
    steps: dict[int, npt.NDArray[np.int8]]
    spans: dict[tuple[int, int], dict[int, list[Span]]]

    @cached_property
    def compared(self) -> npt.NDArray[np.bool_]:
        """Which paragraphs two or more have read, (paragraphs,)."""
        found: npt.NDArray[np.bool_] = (self.applied >= 0).any(axis=2).sum(axis=0) >= 2
        return found

    def of(self, coders: Iterable[int]) -> Ratings:
        """The same of some coders, by their places."""
        places = list(coders)
        spans = {
            where: {places.index(coder): spans for coder, spans in by.items() if coder in places}
            for where, by in self.spans.items()
        }
        return Ratings(
            self.inquiry, tuple(self.coders[place] for place in places), self.paragraphs, self.codes,
            self.applied[places], {code: steps[places] for code, steps in self.steps.items()}, spans,
        )  # fmt: skip

    def settled(self, decided: Mapping[tuple[str, str], bool]) -> Ratings:
        """The same with every coder at one with the decisions, where they judged what was decided."""
        rows = {placed.paragraph.id: place for place, placed in enumerate(self.paragraphs)}
        columns = {code.id: place for place, code in enumerate(self.codes)}
        applied = self.applied.copy()
        for (paragraph, code), puts in decided.items():
            if paragraph in rows and code in columns:
                cell = applied[:, rows[paragraph], columns[code]]
                cell[cell >= 0] = puts
        return replace(self, applied=applied)


def question_of(placed: Placed) -> str:
    """The question a paragraph answers; one that answers none is by itself."""
    return placed.paragraph.question or placed.paragraph.id


def witness_of(inquiry: Inquiry) -> Callable[[Placed], str]:
    """Who says a paragraph, the same across sessions; who is not known is somebody else in each session."""
    from coder.inquiry.people import people

    known = people(inquiry)

    def witness(placed: Placed) -> str:
        person = known.of(placed.session, placed.paragraph.speaker)
        return person.id if person else f"{placed.session}/@{placed.paragraph.speaker or ''}"

    return witness


def gather_ratings(
    inquiry: Inquiry, coders: Collection[str] = (), sessions: Collection[str] = (), again: bool = False
) -> Ratings:
    """What these coders (everyone) said of the paragraphs of the inquiry's roles in these sessions (all).

    A coder's second coding of the same evidence is left out, unless `again` or named. Raises CoderError
    where there is no such coder or session, and where no paragraph has been read by two.
    """
    _known(inquiry, coders, sessions)
    roles = set(inquiry.settings.roles)
    placed = [
        one for one in inquiry.store.index.everything()
        if one.paragraph.role in roles and (not sessions or one.session in sessions)
    ]  # fmt: skip
    place = {one.paragraph.id: number for number, one in enumerate(placed)}
    counts = _counted(coders, again)
    marks = [
        (kind, coder, place[subject], code, value)
        for (kind, coder, subject, code), value in inquiry.store.journal.judgements()
        if subject in place and counts(coder)
    ]
    found = _filled(inquiry, placed, marks)
    if not found.compared.any():
        raise CoderError(
            f"{inquiry.name}: no paragraph of the roles {', '.join(inquiry.settings.roles)} has been read by "
            "two coders, so there is no agreement to show."
        )
    return found


def _counted(coders: Collection[str], again: bool) -> Callable[[str], bool]:
    """Whose marks count."""
    return cache(lambda coder: coder in coders if coders else again or not again_of(coder))


def _known(inquiry: Inquiry, coders: Collection[str], sessions: Collection[str]) -> None:
    from coder.inquiry.withdrawing import find_session

    for session in sessions:
        find_session(inquiry, session)
    there = inquiry.store.journal.coders()
    if missing := [coder for coder in coders if coder not in there]:
        raise CoderError(f"No coder {missing[0]} has coded here; there are {', '.join(there) or 'none'}.")


def _filled(
    inquiry: Inquiry, placed: list[Placed], marks: list[tuple[str, str, int, str, dict[str, Any]]]
) -> Ratings:
    import numpy as np

    coders = tuple(sorted({coder for _, coder, _, _, _ in marks}))
    codes = codes_used(inquiry, {code for kind, _, _, code, _ in marks if kind == "tag"})
    row, column = (
        {one: number for number, one in enumerate(some)} for some in (coders, [c.id for c in codes])
    )
    sessions = {placed[at].session for _, _, at, _, _ in marks}
    rows = [number for number, one in enumerate(placed) if one.session in sessions]
    at_row = {number: at for at, number in enumerate(rows)}
    applied = np.full((len(coders), len(rows), len(codes)), -1, dtype=np.int8)
    steps = {
        column[code.id]: np.zeros((len(coders), len(rows)), dtype=np.int8) for code in codes if code.values
    }
    spans: dict[tuple[int, int], dict[int, list[Span]]] = {}
    for _, coder, at, _, _ in marks:
        applied[row[coder], at_row[at]] = 0
    for kind, coder, at, code, value in marks:
        if kind == "read" or code not in column:
            continue
        where = row[coder], at_row[at], column[code]
        applied[where] = 1 if kind == "tag" else -1
        if kind == "tag" and where[2] in steps:
            steps[where[2]][where[:2]] = value.get("value") or 0
        if quoted := value.get("spans"):
            spans.setdefault(where[1:], {})[where[0]] = [(one["start"], one["end"]) for one in quoted]
    return Ratings(inquiry, coders, tuple(placed[at] for at in rows), codes, applied, steps, spans)


def codes_used(inquiry: Inquiry, used: set[str]) -> tuple[Code, ...]:
    """Every code that can be put on a paragraph or has been, those no longer in the codebook last."""
    book = inquiry.codebook
    parents = {code.parent for code in book.codes}
    known = tuple(code for code in book.codes if (code.id not in parents and code.in_use) or code.id in used)
    return known + tuple(Code(code, code) for code in sorted(used - set(book.by_id)))
