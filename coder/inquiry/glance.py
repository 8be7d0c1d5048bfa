"""A session at a glance, for one coder: what is read of it, tags by theme, what nobody answered."""

from __future__ import annotations

from dataclasses import dataclass

from coder.inquiry.folder import Inquiry
from coder.inquiry.withdrawing import find_session
from coder.store.index import Placed, SessionHead


@dataclass(frozen=True, slots=True)
class Covered:
    """How many paragraphs of a role there are, and how many of them are read."""

    role: str
    paragraphs: int
    read: int


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with the tags of its codes; `colour` as the codebook has it, perhaps empty."""

    name: str
    colour: str
    tags: int


@dataclass(frozen=True, slots=True)
class Glance:
    """`coverage` has the roles one codes, then the others; `themes` all of the codebook, in its order."""

    session: SessionHead
    coverage: tuple[Covered, ...]
    others: tuple[Covered, ...]
    themes: tuple[Theme, ...]
    unanswered: tuple[Placed, ...]
    memos: int


def glance(inquiry: Inquiry, coder: str, slug: str) -> Glance:
    """What one coder sees of a session. Raises CoderError where it is not there, or was withdrawn."""
    head = find_session(inquiry, slug)
    counts, roles = inquiry.store.counts, inquiry.settings.roles
    covered = [
        Covered(role, many, done.read) for role, (many, done) in counts.of_session(slug, coder).items()
    ]
    return Glance(
        session=head,
        coverage=tuple(
            sorted((one for one in covered if one.role in roles), key=lambda one: roles.index(one.role))
        ),
        others=tuple(one for one in covered if one.role not in roles),
        themes=_themes(inquiry, counts.tags_of_session(slug, coder)),
        unanswered=tuple(inquiry.store.index.unanswered(slug)),
        memos=counts.memos_of_session(slug, coder),
    )


def _themes(inquiry: Inquiry, tags: dict[str, int]) -> tuple[Theme, ...]:
    """Those of the codebook, then the codes that are in it no more."""
    book, sums = inquiry.codebook, dict[str, int]()
    for code in book.codes:
        theme = book.theme_of(code.id).id
        sums[theme] = sums.get(theme, 0) + tags.get(code.id, 0)
    known = [Theme(book.by_id[theme].name, book.by_id[theme].colour, many) for theme, many in sums.items()]
    return (*known, *(Theme(f"? {code}", "", many) for code, many in tags.items() if code not in book.by_id))
