"""Filters in words, and what one can choose among in a session."""

from __future__ import annotations

from coder.inquiry.folder import Inquiry
from coder.store.filtering import Filter

__all__ = ["Filter", "in_words"]


def in_words(inquiry: Inquiry, wanted: Filter) -> str:
    """What a filter lets through: "Ana Reyes, flagged, with Trust"."""
    codes = inquiry.codebook.by_id
    question = inquiry.store.index.paragraph(wanted.question) if wanted.question else None
    said = [*wanted.roles, *wanted.speakers[:1]]
    if wanted.question:
        said.append(f"under {(question and question.paragraph.citation) or 'one question'}")
    said += [name for name in ("unread", "flagged", "starred", "stale") if getattr(wanted, name)]
    said += ["without any code"] if wanted.uncoded else []
    for how, chosen in (("with", wanted.having), ("without", wanted.lacking)):
        said += [f"{how} {codes[code].name if code in codes else code}" for code in chosen]
    return ", ".join(said)
