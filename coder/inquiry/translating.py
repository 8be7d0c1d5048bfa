"""Entries of a contribution with their codes and coders mapped to those here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from coder.codebook import Codebook
from coder.coding import Entry, Value, again_of
from coder.exchange.contributions import Contribution
from coder.inquiry.grounds import SPACE

CODED = frozenset({"tag", "unjudged", "memo", "decision", "proposal", "case", "summary"})
NAMED = frozenset({"unblinded", "refused"})
"""Kinds whose code is a code; and a coder."""


def mapped(given: Contribution, codes: Mapping[str, str], coders: Mapping[str, str]) -> Contribution:
    """A contribution as if its makers had used our codes and names. An entry that becomes another has an id
    that follows from its own, so that to merge it again adds nothing."""
    if not codes and not coders:
        return given
    book = given.codebook
    kept = Codebook(book.name, book.title, tuple(code for code in book.codes if code.id not in codes))
    entries = [
        _mapped(entry, codes, coders)
        for entry in given.entries
        if entry.kind != "code" or entry.code.partition(".")[0] not in codes
    ]
    return replace(given, codebook=kept, entries=entries, of=_coder(given.of, coders))


def _mapped(entry: Entry, codes: Mapping[str, str], coders: Mapping[str, str]) -> Entry:
    code = entry.code
    if entry.kind in CODED:
        code = codes.get(code, code)
    elif entry.kind in NAMED:
        code = _coder(code, coders)
    actor, coder = _coder(entry.actor, coders), _coder(entry.coder, coders)
    before, after = (_value(entry.kind, value, codes, coders) for value in (entry.before, entry.after))
    new = replace(entry, code=code, actor=actor, coder=coder, before=before, after=after)
    if new == entry:
        return entry
    told = f"{entry.id} {actor} {coder} {code} {sorted(codes)}"
    new = replace(new, id=str(uuid.uuid5(SPACE, told)))
    if actor != entry.actor:  # an action is one person's
        of = entry.of and str(uuid.uuid5(SPACE, f"{entry.of} {actor}"))
        new = replace(new, batch=str(uuid.uuid5(SPACE, f"{entry.batch} {actor}")), of=of)
    return new


def _coder(name: str, coders: Mapping[str, str]) -> str:
    """A name, or that of a second coding, as it is here."""
    first = again_of(name)
    return f"{coders.get(first, first)}{name[len(first) :]}" if first else coders.get(name, name)


def _value(kind: str, value: Value, codes: Mapping[str, str], coders: Mapping[str, str]) -> Value:
    if value is None:
        return None
    if kind == "code" and "codes" in value:
        return {**value, "codes": [one for one in value["codes"] if one["id"] not in codes]}
    if kind == "assignment":
        value = dict(value)
        if "coders" in value:
            value["coders"] = [_coder(one, coders) for one in value["coders"]]
        if "parts" in value:
            value["parts"] = {_coder(one, coders): part for one, part in value["parts"].items()}
    elif kind in ("decision", "proposal") and "by" in value:
        value = {**value, "by": _coder(value["by"], coders)}
    return value
