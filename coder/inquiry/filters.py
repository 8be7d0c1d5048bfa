"""Filters in words, and what one can choose among in a session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coder.evidence.model import ROLES
from coder.inquiry.folder import Inquiry
from coder.inquiry.people import people_within
from coder.store.filtering import Filter

if TYPE_CHECKING:
    from coder.inquiry.stepping import Stepper, View

__all__ = ["Choice", "Filter", "choices", "in_words"]

COUNTED = 20_000
"""In a session of more paragraphs it is not counted what each choice would leave: it would be waited for."""
MARKS = {
    "assigned": "assigned to you", "unread": "unread", "flagged": "⚑ flagged, to come back",
    "starred": "★ starred as quotable", "uncoded": "without any code", "stale": "with a stale tag",
}  # fmt: skip


def in_words(inquiry: Inquiry, wanted: Filter) -> str:
    """What a filter lets through: "Ana Reyes, flagged, with Trust"."""
    codes = inquiry.codebook.by_id
    question = inquiry.store.index.paragraph(wanted.question) if wanted.question else None
    said = [*wanted.roles, *wanted.speakers[:1]]
    if wanted.question:
        said.append(f"under {(question and question.paragraph.citation) or 'one question'}")
    said += ["assigned to you"] if wanted.assigned else []
    said += [name for name in ("unread", "flagged", "starred", "stale") if getattr(wanted, name)]
    said += ["without any code"] if wanted.uncoded else []
    for how, chosen in (("with", wanted.having), ("without", wanted.lacking)):
        said += [f"{how} {codes[code].name if code in codes else code}" for code in chosen]
    return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a filter can ask. `asked` is how it does now: "", "with" or, of codes alone, "without".

    `then` is the filter once it is asked otherwise; `left` are the paragraphs that match with it and, of a
    code, without it; None where that is not counted.
    """

    group: str
    name: str
    asked: str
    then: Filter
    left: tuple[int, ...] | None = None


def choices(stepper: Stepper, view: View, wanted: Filter) -> list[Choice]:
    """All that a filter can ask in a session, with what each choice would leave of what `wanted` does."""
    counts = _Counts(stepper, wanted) if stepper.head.paragraphs <= COUNTED else None
    return [
        *_of_marks(stepper, wanted, counts),
        *_of_question(view, wanted, counts),
        *_of_people(stepper, view, wanted, counts),
        *_of_roles(stepper, wanted, counts),
        *_of_codes(stepper.inquiry, wanted, counts),
    ]


class _Counts:
    """How many paragraphs match; each passes the session once."""

    def __init__(self, stepper: Stepper, wanted: Filter) -> None:
        self._stepper = stepper
        self.by_speaker = stepper.steps_of(replace(wanted, speakers=())).count_by("speaker")
        self.by_role = stepper.steps_of(replace(wanted, roles=tuple(ROLES))).count_by("role")
        self.by_code = stepper.steps_of(wanted).count_by_code()
        self.now = self.matching(wanted)

    def matching(self, then: Filter) -> int:
        return self._stepper.steps_of(then).count()


def _of_marks(stepper: Stepper, wanted: Filter, counts: _Counts | None) -> Iterator[Choice]:
    for name, said in MARKS.items():
        if name == "assigned" and not stepper.to_code:
            continue
        asked: dict[str, Any] = {name: not getattr(wanted, name)}
        then = replace(wanted, **asked)
        on = then if asked[name] else wanted
        left = (counts.matching(on),) if counts else None
        yield Choice("mark", said, "with" if on == wanted else "", then, left)


def _of_people(stepper: Stepper, view: View, wanted: Filter, counts: _Counts | None) -> Iterator[Choice]:
    """Who speaks here first; then everyone of whom anything is left."""
    slug, here = stepper.head.slug, view.here.paragraph.speaker
    people = people_within(stepper.inquiry, slug)
    speaking = people.of(slug, here)
    for person in sorted(people.all, key=lambda one: one is not speaking):
        names = tuple(dict.fromkeys(one.name for one in person.appearances if one.session == slug))
        said = sum(one.paragraphs for one in person.appearances if one.session == slug)
        left = sum(counts.by_speaker.get(name, 0) for name in names) if counts else said
        asked = wanted.speakers == names
        if left or asked or person is speaking:
            then = replace(wanted, speakers=() if asked else names)
            group = "speaks here" if person is speaking else "speaker"
            yield Choice(group, person.name, "with" if asked else "", then, (left,) if counts else None)


def _of_question(view: View, wanted: Filter, counts: _Counts | None) -> Iterator[Choice]:
    for id in dict.fromkeys(filter(None, (wanted.question, view.here.paragraph.question))):
        on = replace(wanted, question=id)
        asked = id == wanted.question
        question = view.question if view.question and view.question.paragraph.id == id else None
        name = question.paragraph.citation or question.paragraph.text if question else id
        left = (counts.matching(on),) if counts else None
        yield Choice(
            "this question" if question else "question", name, "with" if asked else "",
            replace(wanted, question="") if asked else on, left,
        )  # fmt: skip


def _of_roles(stepper: Stepper, wanted: Filter, counts: _Counts | None) -> Iterator[Choice]:
    """Of several roles, any will do."""
    for role in ROLES:
        asked = role in wanted.roles
        if asked or stepper.inquiry.store.index.role_count(stepper.head.slug, (role,)):
            others = tuple(one for one in wanted.roles if one != role)
            then = replace(wanted, roles=others if asked else (*others, role))
            left = (counts.by_role.get(role, 0),) if counts else None
            yield Choice("role", role, "with" if asked else "", then, left)


def _of_codes(inquiry: Inquiry, wanted: Filter, counts: _Counts | None) -> Iterator[Choice]:
    """With a code, without it, or whether or not, by turns."""
    for code in inquiry.codebook.codes:
        having = tuple(one for one in wanted.having if one != code.id)
        lacking = tuple(one for one in wanted.lacking if one != code.id)
        asked = "with" if code.id in wanted.having else "without" if code.id in wanted.lacking else ""
        turns: Mapping[str, Filter] = {
            "": replace(wanted, having=(*having, code.id)),
            "with": replace(wanted, having=having, lacking=(*lacking, code.id)),
            "without": replace(wanted, lacking=lacking),
        }
        number = counts.by_code.get(code.id, 0) if counts else 0
        yield Choice(
            "code", code.name, asked, turns[asked], (number, counts.now - number) if counts else None
        )
