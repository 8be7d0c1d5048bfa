"""Who is to code what, blind or open; a share of it drawn to be coded by all of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from random import SystemRandom
from typing import Any

from coder.coding import Change, again_of
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.inquiry.blindness import blind_coders, end_where_read, refuse_if_blind
from coder.inquiry.drawing import dealt, drawn
from coder.inquiry.folder import Inquiry
from coder.inquiry.ratings import question_of, witness_of
from coder.inquiry.who import initials
from coder.inquiry.withdrawing import find_session
from coder.store.index import Placed

PREFIX = "assignment:"
SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Wish:
    """What to assign: `names` are sessions or items; `share` of it, 1 for all, is coded by all coders, the
    rest by `rest` or, where that is empty, shared out. `again`: each coder codes that share of what they
    have read a second time. `seed` is drawn where it is None."""

    names: Sequence[str]
    coders: Sequence[str]
    blind: bool = True
    share: float = 1.0
    rest: str = ""
    seed: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A coder's part: `ended` says how it came to be over, for one who codes blind: "read" or "lifted".

    `read` is None where it may not be shown to who asks.
    """

    coder: str
    paragraphs: int
    read: int | None
    ended: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment in force; `doubled` paragraphs are to be coded by every coder of it."""

    id: str
    by: str
    at: str
    names: tuple[str, ...]
    blind: bool
    again: bool
    share: float
    seed: int
    doubled: int
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def assign(inquiry: Inquiry, actor: str, wish: Wish) -> Assignment:
    """Make an assignment. One's own `coder undo` takes it back, unless one is to code blind by it.

    Raises CoderError where a session, item or coder cannot be, or there is nothing to code.
    """
    if wish.again:
        refuse_if_blind(inquiry, "What can be coded again")
    placed = _evidence(inquiry, wish.names)
    known = {name.casefold(): name for name in inquiry.store.journal.coders()}
    coders = list(dict.fromkeys(known.get(initials(one).casefold(), initials(one)) for one in wish.coders))
    _check(wish, coders)
    seed = SystemRandom().randrange(SEEDS) if wish.seed is None else wish.seed
    if wish.again:
        parts = {_layer(inquiry, one): _read_by(inquiry, one, placed, wish.share, seed) for one in coders}
        double: list[str] = []
    else:
        double, parts = _shared(inquiry, placed, coders, wish, seed)
    blind = wish.blind or wish.again
    sessions = sorted({one.session for one in placed})
    head = {
        "names": list(wish.names), "coders": list(parts), "blind": blind, "again": wish.again,
        "share": wish.share, "seed": seed, "doubled": len(double),
    }  # fmt: skip
    body = {
        "double": double, "parts": parts,
        "revisions": {slug: inquiry.store.index.stamp(slug)[0] for slug in sessions},
    }  # fmt: skip
    subject = PREFIX + uuid.uuid4().hex[:6]
    marks = [
        Change("assignment", "", subject, "", head), Change("assignment", "", subject, "paragraphs", body)
    ]  # fmt: skip
    inquiry.store.journal.act(actor, marks, inquiry.codebook.revision)
    for coder in parts:
        end_where_read(inquiry, coder)
    return next(one for one in assignments(inquiry) if PREFIX + one.id == subject)


def assignments(inquiry: Inquiry) -> list[Assignment]:
    """Those in force, the oldest first; of a coder who may not be shown to who asks, no progress."""
    assigned, sight = inquiry.store.assigned, inquiry.store.journal.sight
    ended = assigned.ended()
    shares = {(one.assignment, one.coder): one for one in assigned.shares()}
    found = []
    for subject, value in assigned.values().items():
        parts = []
        for coder in value["coders"]:
            share, end = shares.get((subject, coder)), ended.get((subject, coder), {})
            shown = sight.shows("read", coder)
            paragraphs, read = (share.paragraphs, share.read) if share else (0, 0)
            why, reason = end.get("why", ""), end.get("reason", "")
            parts.append(
                Part(coder, paragraphs, read, why, reason) if shown else Part(coder, paragraphs, None)
            )
        found.append(Assignment(
            subject.removeprefix(PREFIX), value["by"], value["at"], tuple(value["names"]), value["blind"],
            value["again"], value["share"], value["seed"], value["doubled"], tuple(parts),
        ))  # fmt: skip
    return found


def known_coders(inquiry: Inquiry) -> list[str]:
    """Whoever has work assigned or has coded, as far as that may be shown; first codings only."""
    journal = inquiry.store.journal
    assigned = [coder for value in inquiry.store.assigned.values().values() for coder in value["coders"]]
    coded = [coder for coder in journal.coders() if journal.sight.shows("read", coder)]
    return sorted({again_of(coder) or coder for coder in [*assigned, *coded]})


def of_coder(inquiry: Inquiry, coder: str) -> list[tuple[Assignment, Part]]:
    """A coder's part of each assignment that they have not read all of, the oldest first."""
    if not inquiry.store.assigned.values():
        return []
    found = [(one, part) for one in assignments(inquiry) for part in one.parts if part.coder == coder]
    return [(one, part) for one, part in found if part.read is None or part.read < part.paragraphs]


def lift(inquiry: Inquiry, actor: str, named: str, reason: str, coders: Sequence[str] = ()) -> list[str]:
    """End a blind assignment for these coders (all of it), who have not read all of it; for whom it ended.

    It is not undone. Raises CoderError where there is no such assignment, it is over or open, no reason is
    given, or who lifts it codes blind.
    """
    one = next((one for one in assignments(inquiry) if one.id == named.removeprefix(PREFIX)), None)
    if one is None:
        raise CoderError(f"{named}: there is no such assignment; `coder assignments` lists them.")
    said = " ".join(reason.split())
    if not said:
        raise CoderError("Lifting an assignment needs its reason, which stays in the journal: --reason TEXT.")
    subject = PREFIX + one.id
    blind = [coder for coder, subjects in blind_coders(inquiry).items() if subject in subjects]
    if actor in blind_coders(inquiry):
        raise CoderError(f"{actor} is coding blind, so somebody else has to lift it.")
    chosen = [coder for coder in blind if not coders or coder in coders or again_of(coder) in coders]
    if not chosen:
        raise CoderError(f"{named}: nobody named is coding blind by it.")
    marks = [Change("unblinded", "", subject, coder, {"why": "lifted", "reason": said}) for coder in chosen]
    inquiry.store.journal.act(actor, marks, inquiry.codebook.revision)
    return chosen


# ---- what to code


def _evidence(inquiry: Inquiry, names: Sequence[str]) -> list[Placed]:
    """The paragraphs of the roles one codes of sessions and items."""
    found: dict[str, Placed] = {}
    for name in names:
        head = find_session(inquiry, session_of(name))
        span = inquiry.store.index.span(head.slug, 0, head.paragraphs)
        if "/" in name and name not in {one.item for one in span}:
            items = ", ".join(dict.fromkeys(one.item for one in span))
            raise CoderError(f"{name}: there is no such item; there are {items}.")
        for one in span:
            if one.paragraph.role in inquiry.settings.roles and name in (head.slug, one.item):
                found[one.paragraph.id] = one
    if not found:
        raise CoderError(f"{', '.join(names)}: has no paragraph of the roles one codes.")
    return list(found.values())


def _check(wish: Wish, coders: list[str]) -> None:
    if not 0 <= wish.share <= 1:
        raise CoderError("The share to be coded by all is between 0% and 100%, such as --double 20%.")
    if wish.rest and wish.rest not in coders:
        raise CoderError(f"{wish.rest} is to code the rest, and is none of the coders; name them after --to.")


def _shared(
    inquiry: Inquiry, placed: list[Placed], coders: list[str], wish: Wish, seed: int
) -> tuple[list[str], dict[str, list[str]]]:
    """What all are to code, drawn with each session and witness in proportion, and what each is beside it."""
    if wish.share == 1:
        return _ids(placed), {coder: [] for coder in coders}
    witness = witness_of(inquiry)
    both = drawn(placed, lambda one: (one.session, witness(one)), wish.share, seed)
    ids = set(_ids(both))
    rest = [one for one in placed if one.paragraph.id not in ids]
    if wish.rest:
        return _ids(both), {coder: _ids(rest) if coder == wish.rest else [] for coder in coders}
    parts = dealt(rest, question_of, len(coders)) if rest else [[] for _ in coders]
    return _ids(both), {coder: _ids(part) for coder, part in zip(coders, parts, strict=True)}


def _read_by(inquiry: Inquiry, coder: str, placed: list[Placed], share: float, seed: int) -> list[str]:
    """A part drawn of what a coder has read."""
    journal, witness = inquiry.store.journal, witness_of(inquiry)
    read = [
        one for one in placed
        if any(kind in ("read", "tag") for kind, _ in journal.marks(one.paragraph.id, coder))
    ]  # fmt: skip
    chosen = drawn(read, lambda one: (one.session, witness(one)), share, seed)
    if not chosen:
        raise CoderError(f"{coder} has read nothing here that could be coded again.")
    return _ids(chosen)


def _layer(inquiry: Inquiry, coder: str) -> str:
    """The name of a coder's next second coding. Raises CoderError where one is not finished."""
    if any(again_of(layer) == coder for layer in blind_coders(inquiry)):
        raise CoderError(f"{coder} is coding a part again already; that has to be finished or lifted first.")
    layers = [layer for value in inquiry.store.assigned.values().values() for layer in value["coders"]]
    return f"{coder}#{2 + sum(again_of(layer) == coder for layer in layers)}"


def _ids(placed: Sequence[Placed]) -> list[str]:
    return [one.paragraph.id for one in placed]
