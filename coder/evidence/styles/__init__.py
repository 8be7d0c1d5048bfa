"""House styles: blocks -> Session. One module a style; each says how well it fits and why."""

from __future__ import annotations

from typing import Protocol

from coder.errors import CoderError
from coder.evidence.blocks import Document
from coder.evidence.model import Session
from coder.evidence.styles import minutes


class Style(Protocol):
    """What a house style's module has."""

    NAME: str

    def fit(self, document: Document) -> tuple[float, str]:
        """How well the form fits, from 0 to 1, and why."""

    def build(self, document: Document, name: str, slug: str | None = None) -> Session:
        """The session in a document of this form."""


STYLES: dict[str, Style] = {minutes.NAME: minutes}


def choose(document: Document, style: str | None = None) -> tuple[str, str]:
    """The style that fits a document best, or the one asked for, and the reason.

    Raises CoderError where the style asked for is not known, or none finds a question in the document.
    """
    if style is not None:
        if style not in STYLES:
            raise CoderError(f"There is no style {style}; the styles are {', '.join(STYLES)}.")
        return style, "asked for"
    fits = {name: module.fit(document) for name, module in STYLES.items()}
    best = max(fits, key=lambda name: fits[name][0])
    return best, fits[best][1]


def build(document: Document, name: str, style: str | None = None, slug: str | None = None) -> Session:
    """The session a document holds; `name` is its file name, `slug` overrules the name made from it.

    Raises CoderError where no question is found in it.
    """
    chosen, _ = choose(document, style)
    session = STYLES[chosen].build(document, name, slug)
    if not any(item.questions for item in session.items):
        raise CoderError(
            f"{name}: no question was found in it; begin each question with QUESTION, Question or Q and a "
            "dash, colon or number, and import it again."
        )
    return session
