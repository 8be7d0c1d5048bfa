"""Who may see whose tags, while some code blind.

On a file that everyone can open this is procedural: the commands and screens hold to it, and a reader of
the file itself does not. The logins of a team's store are held to it by the database, which says the same of
who codes blind (`schema/postgres/roles/who.sql`). docs/blindness.md says what it can promise.
"""

from __future__ import annotations

from functools import partial

from coder.coding import Change, again_of
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.store.sight import EVERYBODY, Sight

UNKNOWN = "Somebody codes blind here, so say who asks: --as INITIALS, or the variable CODER_AS."


def blind_coders(inquiry: Inquiry) -> dict[str, list[str]]:
    """Who is on a blind assignment that is not over for them, with the assignments."""
    assigned = inquiry.store.assigned
    values = assigned.values()
    ended = assigned.ended() if any(value["blind"] for value in values.values()) else {}
    found: dict[str, list[str]] = {}
    for subject, value in values.items():
        for coder in value["coders"]:
            if value["blind"] and (subject, coder) not in ended:
                found.setdefault(coder, []).append(subject)
    return found


def layer_of(coder: str, blind: dict[str, list[str]]) -> str:
    """Where a coder's work goes: to a layer of its own (`AB#2`) while coding a part again."""
    return next((layer for layer in blind if again_of(layer) == coder), coder)


def sight_of(inquiry: Inquiry, coder: str | None) -> Sight:
    """Whose marks a coder may be shown; where nobody said who asks and somebody codes blind, nobody's."""
    blind = blind_coders(inquiry)
    if not blind:
        return EVERYBODY
    if coder is None:
        return Sight(refusal=UNKNOWN)
    layer = layer_of(coder, blind)
    return Sight(frozenset({layer})) if layer in blind else EVERYBODY


def visible_coders(inquiry: Inquiry, coder: str | None) -> frozenset[str] | None:
    """The coders whose tags this one may be shown, None for all of them.

    Raises CoderError where nobody said who asks and somebody codes blind.
    """
    return sight_of(inquiry, coder).check().coders


def see_as(inquiry: Inquiry, coder: str | None) -> None:
    """From here on the journal shows what this coder may be shown at the time, and nothing else."""
    inquiry.store.journal.look = partial(sight_of, inquiry, coder)


def refuse_if_blind(inquiry: Inquiry, what: str) -> None:
    """Raises CoderError where who asks may not see everybody's tags; `what` begins the sentence."""
    if not inquiry.store.journal.sight.check().whole:
        raise CoderError(
            f"{what} rests on what others tagged, and you are coding blind: it is yours when you have read "
            "all of your assignment, or a reviewer lifts it."
        )


def refuse_second_name(inquiry: Inquiry, kept: str, wanted: str) -> None:
    """Hold whoever's initials are kept on this machine to them while they code blind.

    Raises CoderError where another name is wanted, which is journalled.
    """
    blind = blind_coders(inquiry)
    own = next((coder for coder in blind if (again_of(coder) or coder).casefold() == kept.casefold()), None)
    if own is None or wanted.casefold() == kept.casefold():
        return
    subject, journal = blind[own][0], inquiry.store.journal
    before = journal.value(("refused", "", subject, own)) or {"times": 0}
    mark = Change("refused", "", subject, own, {"wanted": wanted, "times": before["times"] + 1})
    journal.act(own, [mark], inquiry.codebook.revision)
    raise CoderError(
        f"{kept} is coding blind on this machine, so acting as {wanted} is refused, and the journal says so; "
        "a reviewer may lift the assignment."
    )


def end_where_read(inquiry: Inquiry, coder: str) -> None:
    """End the blind assignments of which a coder has read everything. It is not undone by unreading."""
    assigned = inquiry.store.assigned
    over = [one for one in blind_coders(inquiry).get(coder, ()) if not assigned.unread(one, coder)]
    marks = [Change("unblinded", "", one, coder, {"why": "read"}) for one in over]
    if marks:
        inquiry.store.journal.act(coder, marks, inquiry.codebook.revision)


def check_again(inquiry: Inquiry, layer: str, paragraphs: set[str]) -> None:
    """Raises CoderError where a second coding would go beyond the part drawn for it."""
    assigned = inquiry.store.assigned
    subjects = blind_coders(inquiry).get(layer, [])
    for paragraph in sorted(paragraphs):
        if not any(assigned.is_assigned(subject, layer, paragraph) for subject in subjects):
            raise CoderError(
                f"{paragraph}: is not in the part {again_of(layer)} is coding again; finish that part first "
                "(`coder assignments` says how much is left)."
            )
