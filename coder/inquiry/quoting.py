"""A paragraph's citation, and a quote with its citation, in the form a report takes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coder.evidence.citations import full_citation
from coder.evidence.model import plain
from coder.inquiry.folder import Inquiry
from coder.inquiry.people import people_of
from coder.inquiry.withdrawing import find_session

if TYPE_CHECKING:
    from coder.store.index import Placed

CUT = "…"
SENTENCE_END = re.compile(r"[.!?…][\"'’”)\]]*$")
OPENS = re.compile(r"(?<![^\s(\[–—-])[\"']")
"""A straight quotation mark that begins what is quoted: nothing, a space, bracket or dash is before it."""


def citation(inquiry: Inquiry, placed: Placed) -> str:
    """A paragraph cited in full, as the inquiry cites. Raises CoderError where its session is gone."""
    head = find_session(inquiry, placed.session)
    templates = inquiry.settings.citing.templates(head.citations)
    speaker = placed.paragraph.speaker
    person = people_of(inquiry, placed.session).of(placed.session, speaker) if speaker else None
    name = person.name if person else speaker
    return _one_line(full_citation(templates, head, placed.paragraph.citation, name))


def quotation(inquiry: Inquiry, placed: Placed, span: tuple[int, int] | None = None) -> str:
    """What was said in curly quotation marks, then its full citation in brackets.

    `span` is the part that is quoted, from its first codepoint to behind its last; where it cuts a
    sentence, … marks the cut. Raises CoderError as `citation` does.
    """
    return f"“{quoted(placed.paragraph.text, span)}” ({citation(inquiry, placed)})"


def quoted(text: str, span: tuple[int, int] | None = None) -> str:
    """The text, or a span of it, on one line, its own quotation marks made single, its cuts marked."""
    start, end = span or (0, len(text))
    said = _one_line(text[start:end])
    before, after = text[:start].rstrip(), text[end:].strip()
    said = OPENS.sub("‘", said).translate(str.maketrans("“”\"'", "‘’’’"))
    opening = f"{CUT} " if before and not SENTENCE_END.search(before) else ""
    closing = f" {CUT}" if after and not SENTENCE_END.search(said) else ""
    return f"{opening}{said}{closing}"


def _one_line(text: str) -> str:
    return " ".join(plain(text).split())
