"""What the journal says of a codebook, and the codebook that follows from it.

The codebook as it was first seen is one value, under the key "". Each later word about a code is about
one field of it, under the key `id.field`, or `.title` for the codebook's own title; so of two people who
change two fields of one code, here or in two copies of a journal, neither loses a word. A code is there
while it has a name. Its `order` is a number among those of its siblings: to move a code sets one, between
those of the two it is put between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from coder.codebook.model import FIELDS, LISTS, Code, Codebook, as_dict, longest_rising
from coder.codebook.rules import mended

Word: TypeAlias = dict[str, Any]
"""`text`, `list` or `order`, with `did`: what the action was that said so."""
Said: TypeAlias = Mapping[str, Word]


def base_of(codebook: Codebook) -> Word:
    """A codebook whole, as it is first seen."""
    codes = [{name: value for name, value in as_dict(code).items() if value} for code in codebook.codes]
    return {"title": codebook.title, "codes": codes}


def words_of(codebook: Codebook) -> dict[str, Word]:
    """The same in a word for each field: what can stand beside the words of another codebook."""
    words: dict[str, Word] = {".title": {"text": codebook.title}}
    for place, code in enumerate(codebook.codes, 1):
        for field in FIELDS[1:]:
            if value := getattr(code, field):
                words[f"{code.id}.{field}"] = _word(field, value)
        words[f"{code.id}.order"] = {"order": float(place)}
    return words


def in_force(name: str, said: Said) -> Codebook:
    """The codebook that follows from all that was said. What contradicts itself is mended."""
    fields = _fields(said)
    title = fields.pop("", {}).get("title") or said.get("", {}).get("title") or name
    there = [(one["order"], code_id) for code_id, one in fields.items() if one.get("name")]
    codes = [_code(code_id, fields[code_id]) for _, code_id in sorted(there)]
    return Codebook(name, title, mended(codes))


def to_say(said: Said, old: Codebook, new: Codebook, did: str, moving: Iterable[str] = ()) -> dict[str, Word]:
    """What is to be said so that `new` is in force in place of `old`, which is; `did` goes with each word.

    `moving` names the codes that move, where more than one way leads to the new order.
    """
    fields = _fields(said)
    words: dict[str, Word] = {}
    if old.title != new.title:
        words[".title"] = {"text": new.title}
    for code in old.codes:
        if code.id not in new.by_id:
            words[f"{code.id}.name"] = {"text": ""}
    for code in new.codes:
        was, is_new = old.by_id.get(code.id), code.id not in old.by_id
        left = fields.get(code.id, {})
        for field in FIELDS[1:]:
            after = getattr(code, field)
            before = left.get(field) if is_new else getattr(was, field)
            if (after or None) != (_plain(before) or None):
                words[f"{code.id}.{field}"] = _word(field, after)
    orders = {code_id: one["order"] for code_id, one in fields.items()}
    for code_id, order in _new_orders(orders, old, new, frozenset(moving)).items():
        words[f"{code_id}.order"] = {"order": order}
    return {key: {**word, "did": did} for key, word in words.items()}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _word(field: str, value: Any) -> Word:
    return {"list": list(value)} if field in LISTS else {"text": value or ""}


def _fields(said: Said) -> dict[str, dict[str, Any]]:
    """By code, what is said of each field; every code has an `order`."""
    fields: dict[str, dict[str, Any]] = {}
    for place, code in enumerate(said.get("", {}).get("codes", ()), 1):
        fields[code["id"]] = {**code, "order": float(place)}
    for key, word in said.items():
        code_id, dot, field = key.partition(".")
        if dot:
            of_code = fields.setdefault(code_id, {"order": 0.0})
            of_code[field] = next(word[kind] for kind in ("text", "list", "order") if kind in word)
    return fields


def _code(code_id: str, fields: dict[str, Any]) -> Code:
    said: dict[str, Any] = {name: fields.get(name) or "" for name in FIELDS[1:]}
    said |= {name: tuple(fields.get(name) or ()) for name in LISTS}
    return Code(code_id, **said | {"parent": said["parent"] or None})


def _new_orders(
    orders: dict[str, float], old: Codebook, new: Codebook, moving: frozenset[str]
) -> dict[str, float]:
    """The orders to set: of as few codes as will do, each between those it now stands between."""
    found: dict[str, float] = {}
    for parent, siblings in new.children.items():
        ids = [code.id for code in siblings]
        stayed = [
            one for one in ids
            if one in old.by_id and old.by_id[one].parent == parent and one not in moving
        ]  # fmt: skip
        rising = longest_rising([(orders[one], one) for one in stayed])
        kept = {stayed[place]: orders[stayed[place]] for place in rising}
        if len(kept) == len(ids):
            continue
        placed = _between(ids, kept)
        found |= {one: order for one, order in placed.items() if orders.get(one) != order}
    return found


def _between(ids: list[str], kept: dict[str, float]) -> dict[str, float]:
    """An order for each id, rising, with those kept as they are; all anew where there is no room."""
    placed: dict[str, float] = {}
    low: float | None = None
    for place, one in enumerate(ids):
        if one in kept:
            placed[one] = kept[one]
        else:
            high = next((kept[later] for later in ids[place:] if later in kept), None)
            waiting = next((n for n, later in enumerate(ids[place:]) if later in kept), 1)
            if low is None:
                placed[one] = 1.0 if high is None else high - waiting
            else:
                placed[one] = low + 1 if high is None else low + (high - low) / (waiting + 1)
        if low is not None and placed[one] <= low:
            return {each: float(at) for at, each in enumerate(ids, 1)}
        low = placed[one]
    return placed
