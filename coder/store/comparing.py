"""What a store holds against what it should: rows that are none, and two stores row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from coder.errors import CoderError
from coder.store.transfer import DERIVED, TABLES, Row, check_row

if TYPE_CHECKING:
    from coder.store import Store

INDEX = ("session", "item", "paragraph", "appearance")
JSON = {"journal": ("before", "after"), "state": ("value",), "session": ("head",), "item": ("witnesses",),
        "appearance": ("labels",)}  # fmt: skip
OF_ONE_MACHINE = {"session": "stamp", "paragraph": "key"}
"""Columns that do not follow from anything else."""


def faulty_rows(store: Store) -> Iterator[tuple[str, str, str]]:
    """(table, key, what is wrong) of rows that no act of this tool leaves."""
    for table, row in store.dump():
        try:
            check_row(table, row)
            for column in JSON.get(table, ()):
                if row[column] is not None:
                    json.loads(row[column])
        except (CoderError, ValueError, RecursionError):
            yield table, _key(table, row), "is garbled"
    batches = {row["batch"] for _, row in store.dump("journal")}
    for _, row in store.dump("step"):
        if row["batch"] not in batches:
            yield "step", _key("step", row), "is of an action that the journal does not hold"
    kept = {(row["name"], row["revision"]) for _, row in store.dump("revision") if row["kind"] == "session"}
    for _, row in store.dump("session"):
        if (row["slug"], row["revision"]) not in kept:
            yield "session", _key("session", row), f"its revision {row['revision']} is not kept"
    for _, row in store.dump("correction"):
        for column in ("from_revision", "to_revision"):
            if (row["session"], row[column]) not in kept:
                yield "correction", _key("correction", row), f"the revision {row[column]} is not kept"


def different(kept: Store, anew: Store) -> Iterator[tuple[str, str, Literal["more", "less", "other"]]]:
    """(table, key, how) of each row of index and state in which one store differs from another."""
    for table in (*INDEX, *DERIVED):
        ours, others = _rows(kept, table), _rows(anew, table)
        our, other = next(ours, None), next(others, None)
        while our or other:
            if other is None or (our and our[0] < other[0]):
                assert our is not None
                yield table, _said(our[0]), "more"
                our = next(ours, None)
            elif our is None or other[0] < our[0]:
                yield table, _said(other[0]), "less"
                other = next(others, None)
            else:
                if our[1] != other[1]:
                    yield table, _said(our[0]), "other"
                our, other = next(ours, None), next(others, None)


def _rows(store: Store, table: str) -> Iterator[tuple[tuple[Any, ...], Row]]:
    """Each row with its key, but for counts that came down to nothing."""
    order = TABLES[table][0].split()
    for _, row in store.dump(table):
        if table == "tally" and not row["read"] and not row["tags"]:
            continue
        row.pop(OF_ONE_MACHINE.get(table, ""), None)
        yield tuple(row[name] for name in order), row


def _key(table: str, row: Row) -> str:
    return _said(tuple(row[name] for name in TABLES[table][0].split()))


def _said(key: tuple[Any, ...]) -> str:
    return " ".join(str(one) for one in key if one != "")
