"""What the report says beside the coefficients: who read what, how it was assigned, where coders differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from coder.adjudication import STATES
from coder.inquiry.adjudicating import queue
from coder.inquiry.agreeing import RELIABLE, TENTATIVE, AgreementReport, verdict
from coder.inquiry.assigning import Assignment, assignments
from coder.inquiry.mask import OPEN, Mask
from coder.store.index import SessionHead

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one session: its paragraphs of the roles one codes, how many two or more coders have read, and how
    many each has."""

    session: str
    title: str
    date: str | None
    paragraphs: int
    doubled: int
    read: dict[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A paragraph and code on which coders differ: who `put` it, with the step of its scale if they gave
    one, and who read the paragraph and did not. `decision` and `reason` are empty where it is not decided."""

    paragraph: str
    session: str
    citation: str
    text: str
    code: str
    put: dict[str, int | None]
    not_put: tuple[str, ...]
    state: str
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Facts:
    """An agreement with what surrounds it. `again` are the reports of coders who coded a part twice; `mask`
    stands between names and the evidence that is quoted."""

    report: AgreementReport
    again: Mapping[str, AgreementReport] = field(default_factory=dict)
    mask: Mask = OPEN

    @property
    def coders(self) -> tuple[str, ...]:
        return self.report.coders

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        return list(combinations(range(len(self.coders)), 2))

    def pair(self, pair: tuple[int, int]) -> str:
        return " and ".join(self.coders[place] for place in pair)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """What each code is called, in the order of the figures; its id too where two have the same name."""
        codes = self.report.ratings.codes
        names = [code.name for code in codes]
        return tuple(
            f"{code.name} ({code.id})" if names.count(code.name) > 1 else code.name for code in codes
        )

    @cached_property
    def themes(self) -> tuple[str, ...]:
        book = self.report.ratings.inquiry.codebook
        return tuple(book.by_id[one].name if one else "(no theme)" for one in self.report.themes)

    @cached_property
    def heads(self) -> dict[str, SessionHead]:
        return {head.slug: head for head in self.report.ratings.inquiry.store.index.sessions()}

    @cached_property
    def read(self) -> npt.NDArray[np.bool_]:
        """Who has read which paragraph, (coders, paragraphs)."""
        return (self.report.ratings.applied >= 0).any(axis=2)  # type: ignore[return-value]

    @cached_property
    def coverage(self) -> tuple[Coverage, ...]:
        """Each session that anybody has begun."""
        read = self.read
        places: dict[str, list[int]] = {}
        for place, placed in enumerate(self.report.ratings.paragraphs):
            places.setdefault(placed.session, []).append(place)
        found = []
        for slug, some in places.items():
            counts = read[:, some].sum(axis=1).tolist()
            doubled = int((read[:, some].sum(axis=0) >= 2).sum())
            head, of = self.heads[slug], dict(zip(self.coders, counts, strict=True))
            title = self.mask.text(head.title, slug)
            found.append(Coverage(self.mask.subject(slug), title, head.date, len(some), doubled, of))
        return tuple(found)

    @cached_property
    def both_read(self) -> dict[tuple[int, int], int]:
        """How many paragraphs each pair have both read."""
        return {pair: int((self.read[pair[0]] & self.read[pair[1]]).sum()) for pair in self.pairs}

    @property
    def doubled(self) -> int:
        """Paragraphs that two or more coders have read."""
        return int(self.report.ratings.compared.sum())

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """Those that concern these coders and sessions."""
        sessions = {placed.session for placed in self.report.ratings.paragraphs}
        return tuple(
            one for one in assignments(self.report.ratings.inquiry)
            if not one.again and {part.coder for part in one.parts} & set(self.coders)
            and {name.partition("/")[0] for name in one.names} & sessions
        )  # fmt: skip

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Every paragraph and code on which these coders differ, in the order of the evidence."""
        from coder.evidence.citations import full_citation

        ratings = self.report.ratings
        inquiry = ratings.inquiry
        citing = inquiry.settings.citing
        placed = {one.paragraph.id: one for one in ratings.paragraphs}
        found = []
        for case in queue(inquiry, self.coders, STATES):
            if not case.disputed or case.paragraph not in placed:
                continue
            where = placed[case.paragraph]
            head, said = self.heads[where.session], where.paragraph
            cited = full_citation(citing.templates(head.citations), head, said.citation, said.speaker)
            ruling, mask = case.decision, self.mask
            found.append(Difference(
                mask.subject(case.paragraph), mask.subject(where.session), mask.text(cited, where.session),
                mask.text(said.text, where.session, cited), case.code, dict(case.put), case.not_put,
                case.state, ruling.verdict if ruling else "", mask.text(ruling.reason) if ruling else "",
            ))  # fmt: skip
        return tuple(found)

    @cached_property
    def graded(self) -> dict[str, list[int]]:
        """The places of codes by what their alpha's lower bound allows one to say; `""`: nothing."""
        found: dict[str, list[int]] = {"reliable": [], "tentative": [], f"below {TENTATIVE:.3f}": [], "": []}
        for place, one in enumerate(self.report.agreement.codes):
            found[verdict(one.alpha)].append(place)
        return found

    def to_json(self) -> dict[str, Any]:
        """What is added to the figures where the report is a file of JSON."""
        codes = self.report.ratings.codes
        return {
            "coverage": {
                "paragraphs": len(self.report.ratings.paragraphs), "double_coded": self.doubled,
                "sessions": [asdict(one) for one in self.coverage],
                "pairs": [
                    {"coders": [self.coders[place] for place in pair], "both_read": number}
                    for pair, number in self.both_read.items()
                ],
            },
            "assignments": [one.to_json() for one in self.assignments],
            "marks": {"reliable": RELIABLE, "tentative": TENTATIVE},
            "by_mark": {
                grade or "no interval": [codes[place].id for place in places]
                for grade, places in self.graded.items()
            },
            "disagreements": [asdict(one) for one in self.differences],
        }  # fmt: skip


def share(part: int, whole: int, what: str = "paragraphs") -> str:
    """`12 of 40 paragraphs (30%)`."""
    return f"{part:,} of {whole:,} {what}" + (f" ({part / whole:.0%})" if whole else "")
