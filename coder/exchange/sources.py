"""A source of another program -> a session of style `plain`, a paragraph for each of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coder.evidence.blocks import Document
from coder.evidence.model import Session, Witness, plain
from coder.evidence.readers import text as plain_text
from coder.exchange.codings import Item, Key
from coder.exchange.items import as_session


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a plain text, with the numbers and signs they begin with."""
    document = Document("")
    plain_text.read(plain(text), document)
    found = (f"{block.marker} {block.text}".strip() for block in document.blocks)
    return [one for one in found if one]


def session_of_source(
    texts: Sequence[str], slug: str, title: str, speakers: Mapping[int, str], witnesses: Sequence[str]
) -> Session:
    """A session of these paragraphs, numbered from 1; `speakers` are names by the place of a paragraph."""
    items: dict[Key, Item] = {
        (str(place + 1),): Item(text, speakers.get(place, ""), "") for place, text in enumerate(texts)
    }
    session = as_session(items, slug, title)
    listed = tuple(Witness(name) for name in dict.fromkeys([*witnesses, *speakers.values()]))
    return replace(session, items=(replace(session.items[0], witnesses=listed),))
