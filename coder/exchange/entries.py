"""Entries of a journal that come from outside: checked before anything is done with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias, get_args

from coder.coding import Entry, Kind

Types: TypeAlias = type | tuple[type, ...]
TEXT = (str, type(None))
"""A text, which is null where it was purged."""
SHAPES: dict[str, dict[str, Types]] = {
    "tag": {"meaning": int, "value": int},
    "memo": {"text": TEXT},
    "summary": {"text": TEXT},
    "person": {"text": TEXT},
    "withdrawn": {"reason": TEXT},
    "reimport": {"revision": TEXT, "original": TEXT},
    "decision": {"decision": TEXT, "reason": TEXT, "value": int, "by": TEXT, "present": list},
    "proposal": {"decision": TEXT, "reason": TEXT, "value": int, "by": TEXT, "present": list},
    "case": {"state": TEXT},
    "unblinded": {"why": TEXT, "reason": TEXT},
    "refused": {"wanted": TEXT, "times": int},
    "assignment": {"names": list, "coders": list, "blind": bool, "again": bool, "share": (int, float),
                   "seed": int, "doubled": int, "double": list, "parts": dict, "revisions": dict},
    "code": {"codes": list, "text": str, "list": list, "order": (int, float), "did": str},
}  # fmt: skip
"""The types of what a value of a kind may hold."""
NEEDED: dict[tuple[str, str], tuple[str, ...]] = {
    ("memo", ""): ("text",), ("person", ""): ("text",), ("summary", ""): ("text",),
    ("withdrawn", ""): ("reason",), ("decision", ""): ("decision", "reason", "by"),
    ("proposal", ""): ("decision", "reason", "by"), ("case", ""): ("state",), ("refused", ""): ("times",),
    ("assignment", ""): ("names", "coders", "blind", "again", "share", "seed", "doubled"),
    ("assignment", "paragraphs"): ("double", "parts", "revisions"),
}  # fmt: skip
"""What it has to hold, by kind and, of an assignment, code."""
KINDS, ACTIONS = frozenset(get_args(Kind)), frozenset(("do", "undo", "redo"))
UUIDS = re.compile(r"(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})*").fullmatch
TIMES = re.compile(r"(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z\n)*", re.ASCII).fullmatch
TEXTS = ("actor", "coder", "subject", "code", "session_revision", "codebook_revision")
COLUMNS = Entry.__slots__
LONGEST, LATEST, LARGEST = 1000, 1 << 53, 1 << 31
"""Letters of a text; what a logical counter and a number in a value stay below."""


def entries_of(some: Sequence[Sequence[Any]]) -> list[Entry]:
    """Entries that came from outside, each as its columns. Raises ValueError or TypeError where one can be
    none. What all have alike is looked at together, which takes a third of the time."""
    if not some:
        return []
    if set(map(len, some)) != {len(COLUMNS)}:
        raise ValueError("its columns")
    of = dict(zip(COLUMNS, zip(*some, strict=True), strict=True))
    texts = [text for name in TEXTS for text in of[name]]
    ids = [*of["id"], *of["batch"], *(one for one in of["of"] if one is not None)]
    counters = of["lamport"]
    if not "".join(texts).isprintable() or max(map(len, texts)) > LONGEST:
        raise ValueError("a text")
    if set(map(len, ids)) != {36} or not UUIDS("".join(ids)):
        raise ValueError("an id")
    if not TIMES("\n".join((*of["at"], ""))):
        raise ValueError("a time")
    if set(map(type, counters)) != {int} or not 0 <= min(counters) <= max(counters) < LATEST:
        raise ValueError("a counter")
    if not KINDS.issuperset(of["kind"]) or not ACTIONS.issuperset(of["action"]):
        raise ValueError("a kind")
    for values in (of["before"], of["after"]):
        for kind, code, value in zip(of["kind"], of["code"], values, strict=True):
            if value is not None:
                _check(kind, code, value)
    return list(map(Entry, *of.values()))


def _check(kind: str, code: str, value: dict[str, Any]) -> None:
    if type(value) is not dict:
        raise ValueError(f"the value of a {kind}")
    if shape := SHAPES.get(kind):
        for name, part in value.items():
            wanted = shape.get(name)
            if wanted and type(part) is not wanted and not _fits(part, wanted):
                raise ValueError(f"{name} of a {kind}")
            if type(part) is int and not -LARGEST < part < LARGEST:
                raise ValueError(f"{name} of a {kind}")
        needed = NEEDED.get((kind, code if kind == "assignment" else ""), ())
        if missing := [name for name in needed if name not in value]:
            raise ValueError(f"{missing[0]} of a {kind}")
    for span in value.get("spans", ()):
        if (
            type(span["start"]) is not int
            or type(span["end"]) is not int
            or not _fits(span.get("text"), TEXT)
        ):
            raise ValueError(f"the spans of a {kind}")


def _fits(part: Any, wanted: Types) -> bool:
    """Whether a part of a value has a type it may have; true and false are no numbers."""
    return isinstance(part, wanted) and (type(part) is not bool or wanted is bool)


def text_of(value: Any) -> str:
    """A short text from outside. Raises ValueError for anything else."""
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise ValueError("a text")
    return value
