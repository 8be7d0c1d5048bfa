"""Lists of people on a title page: a person to a line or one after the other, by name or by post."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coder.evidence.blocks import Block
from coder.evidence.model import Witness
from coder.evidence.names import TITLES, people_of
from coder.evidence.styles.witnesses import is_name, person_in, persons_of

POSTS = re.compile(rf"\((?:{TITLES})\.? [^()]+\)")
LETTER = re.compile(r"[^\W_]")
LONGEST = 20_000
"""Characters of one list."""


def person_lines(held: Sequence[Block]) -> Sequence[Block]:
    """A list with a person to a line, or as one text where it was broken into lines."""
    broken = any(block.text.endswith((",", ";")) or block.text[:1].islower() for block in held[:-1])
    crowded = any(block.text.count(",") > 2 for block in held)
    if len(held) > 1 and (broken or crowded):
        return [held[0]._replace(text=" ".join(block.text for block in held))]
    return held


def joined_lines(held: Sequence[Block]) -> list[Block]:
    """The lines of a list, those that were broken off put together."""
    out: list[Block] = []
    for block in held:
        if out and out[-1].text.endswith((",", " and", "&", "(")):
            out[-1] = out[-1]._replace(text=f"{out[-1].text} {block.text}")
        else:
            out.append(block)
    return out


def author_in(text: str) -> Witness:
    """A person with their post, or an organisation by its whole name."""
    text = re.sub(r"^the\s+", "", text, flags=re.IGNORECASE)
    person = person_in(text)
    return person if person and is_name(person.name) and not text.startswith(" ") else Witness(text)


def listed(text: str) -> list[str]:
    """The people of a list: `Mr A B, Officer`, or by post, `Officer (Mr A B), Clerk (Ms C D)`."""
    if len(POSTS.findall(text)) > 1:
        people = re.split(r"(?<=\)),?\s+(?=[A-Z])", text)
    else:
        people = list(people_of(text)) if text else []
    return [person.strip(" ,;") for person in people if LETTER.search(person)]


def posted(text: str) -> list[str]:
    """Officials with their posts: `A B, Director, C`."""
    people = persons_of(text) if text and len(POSTS.findall(text)) < 2 else []
    if any(person.role or person.organisation for person in people):
        return [", ".join(filter(None, (p.name, p.role, p.organisation))) for p in people]
    return listed(text)


def with_attendance(text: str) -> tuple[str, str]:
    """A list of members, and the sentence after it that names who else was in attendance."""
    if len(text) > LONGEST:
        return text, ""
    if found := re.search(r",?\s+(?:were|was)\s+(?:also\s+)?in\s+attendance[.\s]*$", text):
        ends = [
            end.end()
            for mark in (r"\.", ";")
            for end in re.finditer(rf"{mark}\s+(?=[A-Z])", text[: found.start()])
            if not re.search(rf"\b(?:{TITLES}|[A-Z])\.$", text[: end.start() + 1])
        ]
        if ends:
            return text[: ends[0]].rstrip(" .;"), text[ends[0] : found.start()]
    return text, ""
