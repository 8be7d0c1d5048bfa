"""Entries of a journal that come from outside: checked before anything is done with them."""

from __future__ import annotations

import re
from typing import Any, get_args

from coder.coding import Entry, Kind

SHAPES: dict[str, dict[str, type | tuple[type, ...]]] = {
    "tag": {"meaning": int, "value": int, "spans": list},
    "star": {"spans": list},
    "memo": {"text": (str, type(None))},
    "summary": {"text": (str, type(None))},
    "person": {"text": (str, type(None))},
    "withdrawn": {"reason": (str, type(None))},
    "reimport": {"revision": (str, type(None))},
    "case": {"state": (str, type(None)), "meaning": int},
    "assignment": {"names": list, "coders": list, "blind": bool, "double": list, "parts": dict,
                   "revisions": dict},
    "code": {"codes": list, "text": str, "list": list, "order": (int, float), "did": str},
    "decision": {"decision": (str, type(None)), "reason": (str, type(None)), "value": int},
    "proposal": {"decision": (str, type(None)), "reason": (str, type(None)), "value": int},
}  # fmt: skip
"""The types of what a value of a kind may hold."""
NEEDED = {"memo": ("text",), "person": ("text",), "summary": ("text",), "withdrawn": ("reason",)}
KINDS, ACTIONS = frozenset(get_args(Kind)), frozenset(("do", "undo", "redo"))
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z").fullmatch
TEXTS = ("actor", "coder", "subject", "code", "session_revision", "codebook_revision")
NAMES = frozenset(Entry.__slots__)
LONGEST, LATEST = 1000, 1 << 53


def entry_of(data: Any) -> Entry:
    """An entry that came from outside. Raises ValueError, TypeError or KeyError where it cannot be one."""
    if data.keys() != NAMES:
        raise ValueError("fields")
    for name in TEXTS:
        text_of(data[name])
    if not (UUID(data["id"]) and UUID(data["batch"]) and (data["of"] is None or UUID(data["of"]))):
        raise ValueError("id")
    if not TIME(data["at"]):
        raise ValueError("time")
    if type(data["lamport"]) is not int or not 0 <= data["lamport"] < LATEST:
        raise ValueError("counter")
    kind = data["kind"]
    if kind not in KINDS or data["action"] not in ACTIONS:
        raise ValueError("kind")
    for value in (data["before"], data["after"]):
        if value is not None and value != {}:
            _check(kind, value)
    return Entry(**data)


def _check(kind: str, value: Any) -> None:
    shape = SHAPES.get(kind, {})
    for name, part in value.items():
        wanted = shape.get(name)
        if wanted and (not isinstance(part, wanted) or (type(part) is bool and wanted is not bool)):
            raise ValueError(f"{kind}: {name}")
        if type(part) is int and abs(part) >= LATEST:
            raise ValueError(f"{kind}: {name}")
    if missing := [name for name in NEEDED.get(kind, ()) if name not in value]:
        raise ValueError(f"{kind}: {missing[0]}")
    for span in value.get("spans") or ():
        whole = type(span["start"]) is int and type(span["end"]) is int
        if not whole or not isinstance(span.get("text"), str | None):
            raise ValueError(f"{kind}: spans")


def text_of(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise ValueError("text")
    return value
