"""House styles: blocks -> Session. Council minutes have a module; every other style is a description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from coder.errors import CoderError
from coder.evidence.blocks import Document
from coder.evidence.model import Note, Session
from coder.evidence.styles import minutes, turns
from coder.evidence.styles.description import Description, builtin, read_description, read_descriptions
from coder.evidence.styles.fitting import fit
from coder.evidence.styles.marks import question_in

__all__ = ["Chosen", "build", "choose", "names", "read_description", "read_descriptions"]

STYLE_KEY = "read as"
"""Of a session's `meta`: the words in which its style and the reason are kept."""

NO_QUESTION = (
    "No question was found; where there are some, begin each with QUESTION or name the form with --style"
)
MARKED_IN = 400
"""Blocks in which the marks of council minutes are counted."""


class Chosen(NamedTuple):
    """A style, and why it was taken. `description` is None for council minutes, which have their module."""

    name: str
    why: str
    description: Description | None


def names(own: Sequence[Description] = ()) -> tuple[str, ...]:
    """The styles there are: the inquiry's own, then those that come with the program."""
    return (*(style.name for style in own), minutes.NAME, *builtin())


def choose(document: Document, style: str | None = None, own: Sequence[Description] = ()) -> Chosen:
    """The style that fits a document best, or the one asked for, and the reason.

    Raises CoderError where the style asked for is not known.
    """
    described = {**builtin(), **{one.name: one for one in own}}
    if style is not None:
        if style not in (minutes.NAME, *described):
            raise CoderError(f"There is no style {style}; the styles are {', '.join(names(own))}.")
        return Chosen(style, "asked for", described.get(style))
    share, why = minutes.fit(document)
    marked = _marked(document)
    most = 0.55 + 0.15 * share if marked else 0.7 * share
    best = Chosen(minutes.NAME, why, None)
    surely = marked > 2 and 8 * marked >= min(len(document.blocks), MARKED_IN)
    for description in own if surely else described.values():
        score, why = fit(document, description)
        if score > most or (score == most > 0 and description in own):
            best, most = Chosen(description.name, why, description), score
    return best


def build(
    document: Document,
    name: str,
    style: str | None = None,
    slug: str | None = None,
    own: Sequence[Description] = (),
) -> Session:
    """The session a document holds; `name` is its file name, `slug` overrules the name made from it.

    `own` are the inquiry's styles. Style and reason stand in the session's `meta`. Raises CoderError
    where there is no text in the document.
    """
    chosen = choose(document, style, own)
    if chosen.description is None:
        session = minutes.build(document, name, slug)
    else:
        session = turns.build(document, name, chosen.description, slug)
    if not session.paragraphs():
        raise CoderError(f"{name}: no text was found in it; check that it is the right file.")
    if session.kind == "sitting" and not any(item.questions for item in session.items):
        session = replace(session, notes=(Note(NO_QUESTION), *session.notes))
    return replace(session, meta={**session.meta, STYLE_KEY: f"{chosen.name}: {chosen.why}"})


def _marked(document: Document) -> int:
    """How many blocks begin with the word Question as minutes set it, which no other style does."""
    head = document.blocks[:MARKED_IN]
    return sum(block.text[:8].casefold() == "question" and question_in(block) is not None for block in head)
