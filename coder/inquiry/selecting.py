"""What of an inquiry a matrix looks at, as it is asked for by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from coder.codebook import known_codes
from coder.errors import CoderError
from coder.evidence.model import ROLES
from coder.inquiry.folder import Inquiry
from coder.inquiry.people import people
from coder.inquiry.withdrawing import find_session

if TYPE_CHECKING:
    from coder.coding import Key
    from coder.matrices import Measure, Selection
    from coder.matrices.selecting import Stale


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a workbook is to hold: filters (what is empty lets all through), and a matrix of one's own.

    Sessions are slugs, witnesses names or parts of names, codes ids; dates are ISO, both included.
    """

    sessions: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    codes: tuple[str, ...] = ()
    stale: Stale = "with"
    rows: str = ""
    columns: str = ""
    measure: Measure = "paragraphs"

    @property
    def own_matrix(self) -> bool:
        return bool(self.rows or self.columns) or self.measure != "paragraphs"


EVERYTHING = Wanted()


def selection(inquiry: Inquiry, wanted: Wanted) -> Selection:
    """The filters, held against the inquiry. Raises CoderError where one names what is not there."""
    from coder.matrices import Selection

    for role in wanted.roles:
        if role not in ROLES:
            raise CoderError(f"{role}: is no role of a paragraph; there are {', '.join(ROLES)}.")
    known = people(inquiry) if wanted.witnesses else None
    return Selection(
        sessions=tuple(find_session(inquiry, slug).slug for slug in wanted.sessions),
        witnesses=tuple(known.named(name).name for name in wanted.witnesses) if known else (),
        roles=wanted.roles,
        since=_day(wanted.since),
        until=_day(wanted.until),
        codes=tuple(code.id for code in known_codes(inquiry.codebook, wanted.codes)),
        stale=wanted.stale,
    )


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise CoderError(f"{text}: is no date; write it like 2014-02-03.") from None


def stale_tags(inquiry: Inquiry, state: Iterable[tuple[Key, Mapping[str, int]]]) -> set[tuple[str, str, str]]:
    """(coder, paragraph, code) of the tags that were put under another meaning of their code."""
    meanings = {code.id: code.meaning for code in inquiry.codebook.codes}
    return {
        (coder, subject, code)
        for (kind, coder, subject, code), value in state
        if kind == "tag" and value.get("meaning", 0) not in (0, meanings.get(code))
    }
