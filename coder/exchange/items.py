"""The items of a table as a session of evidence: a paragraph for each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from coder.evidence.anchors import PLAIN, item_id, paragraph_id
from coder.evidence.blocks import tidy, tidy_line
from coder.evidence.model import Item as Panel
from coder.evidence.model import Paragraph, Session, Witness
from coder.exchange.codings import Item, Key

LONGEST_NUMBER = 24
"""Characters; a longer key cannot be printed as a paragraph's number."""


def as_session(items: Mapping[Key, Item], slug: str, title: str) -> Session:
    """A session of style `plain` with one item; who spoke are its witnesses."""
    panel = item_id(slug, None, 1)
    speakers = dict.fromkeys(filter(None, (tidy_line(one.speaker) for one in items.values())))
    paragraphs = tuple(
        Paragraph(
            paragraph_of(slug, key), "statement", tidy(one.text) or tidy_line(" ".join(key)),
            number=_number(key), speaker=tidy_line(one.speaker) or None,
        )
        for key, one in items.items()
    )  # fmt: skip
    return Session(
        slug=slug, title=title, style="plain",
        items=(Panel(panel, title, witnesses=tuple(map(Witness, speakers)), paragraphs=paragraphs),),
    )  # fmt: skip


def paragraph_of(slug: str, key: Key) -> str:
    """The id of the paragraph made from an item: from its key alone, whatever row it stands in."""
    natural = paragraph_id(item_id(slug, None, 1), _number(key))
    if natural:
        return natural
    digest = hashlib.sha256(json.dumps(key, ensure_ascii=False).encode()).hexdigest()[:16]
    return f"{slug}/k{digest}"


def _number(key: Key) -> str | None:
    """A key that can be printed as a paragraph's number, and makes its id; None of any other."""
    short = len(key) == 1 and len(key[0]) <= LONGEST_NUMBER and PLAIN.fullmatch(key[0])
    return key[0] if short else None
