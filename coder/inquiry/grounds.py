"""Codebooks that copies of an inquiry began from, brought together.

Where two copies stand on one ground, the words of both unite by themselves. Where they do not, each ground is
said over again word by word, as of before everything, so that no code of either is lost and any word
anybody said since counts more. These entries follow from the codebook alone: every copy writes the same.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable

from coder.codebook import Codebook
from coder.codebook.said import Word, base_of, in_force, words_of
from coder.coding import Entry, codebook_subject, replay
from coder.exchange.contributions import Contribution
from coder.inquiry.codebooks import ACTOR, said_of
from coder.inquiry.folder import Inquiry

SPACE = uuid.UUID("5a6c5bd4-1f0c-4c6e-9d0a-3e1f1f7f5f0b")
"""In which the ids of entries are made that follow from others."""
BEFORE_ALL = "1970-01-01T00:00:00.000Z"
DID = "ground of a codebook"


def grounds(inquiry: Inquiry, given: Contribution) -> list[Entry]:
    """The entries that say over again what each side began from; none where both began from the same."""
    name = inquiry.codebook_path.stem
    said = said_of(inquiry, name)
    ours = said.get("") if said else base_of(inquiry.codebook)
    theirs = _base(given, name)
    if _told(ours) == _told(theirs):
        return []
    found: dict[str, Entry] = {}
    for base in filter(None, (ours, theirs)):
        for entry in _words(name, in_force(name, {"": base})):
            found[entry.id] = entry
    return list(found.values())


def _told(base: Word | None) -> str:
    """A ground as the journal keeps it: what was written and what was read are the same."""
    return json.dumps(base, ensure_ascii=False, sort_keys=True)


def _base(given: Contribution, name: str) -> Word | None:
    """What a contribution's codebook began from: None where that was said word by word."""
    subject = codebook_subject(name)
    words = [one for one in given.entries if one.kind == "code" and one.subject == subject]
    if not words:
        return base_of(given.codebook)
    base = replay(words).get(("code", "", subject, ""))
    return base.after if base else None


def _words(name: str, codebook: Codebook) -> Iterable[Entry]:
    subject = codebook_subject(name)
    for key, word in words_of(codebook).items():
        value = {**word, "did": DID}
        told = json.dumps([subject, key, value], ensure_ascii=False, sort_keys=True)
        yield Entry(
            id=str(uuid.uuid5(SPACE, told)), lamport=0, batch=str(uuid.uuid5(SPACE, subject)), action="do",
            of=None, actor=ACTOR, at=BEFORE_ALL, kind="code", coder="", subject=subject, code=key,
            before=None, after=value, session_revision="", codebook_revision="",
        )  # fmt: skip
