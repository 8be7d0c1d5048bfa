"""What it costs that a team's store is a team's."""

from __future__ import annotations

import json
import uuid
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from benchmarks.harness import Benchmark, Samples, timed
from benchmarks.inquiries import SLUG, make
from coder.inquiry.folder import SETTINGS, open_inquiry
from coder.inquiry.tagging import Hand
from coder.store import Store
from tests.postgres_support import running

TAGS = 100
AT = "2025-01-01T10:00:00.000Z"


@contextmanager
def _postgres_tag() -> Samples:
    """Both sides write a journal entry, the state, the undo step, the place and two counts, in one
    transaction a tag, on the same server."""
    with running() as server, TemporaryDirectory() as top:
        folder = make(Path(top) / "inquiry", 1000)
        settings = folder / SETTINGS
        settings.write_text(f'store = "{server.address()}"\n{settings.read_text("utf-8")}', encoding="utf-8")
        Store(f"{server.address()}?schema=bare").close()
        with open_inquiry(folder) as inquiry, psycopg.connect(server.address(), autocommit=True) as bare:
            bare.execute("SET search_path = bare")
            hand, codes = Hand(inquiry, "AB"), inquiry.codebook.codes[1:]
            todo = (
                (f"{SLUG}/{item}.{place}", code)
                for code in codes
                for item in range(1, 21)
                for place in range(1, 51)
            )
            numbers = iter(range(1 << 30))

            def ours() -> None:
                paragraph, code = next(todo)
                hand.tag(paragraph, [(code, None)])

            yield timed(ours, TAGS), timed(lambda: _write(bare, next(numbers)), TAGS)


def _write(bare: psycopg.Connection[Any], number: int) -> None:
    paragraph, entry, batch = f"{SLUG}/{number}.1", str(uuid.uuid4()), str(uuid.uuid4())
    with bare.transaction():
        bare.execute(
            f"INSERT INTO journal VALUES ({', '.join(['%s'] * 15)})",
            (entry, number, batch, "do", None, "AB", AT, "tag", "AB", paragraph, "code-1", None,
             json.dumps({}), "r", "c"),
        )  # fmt: skip
        bare.execute(
            f"INSERT INTO state VALUES ({', '.join(['%s'] * 9)})",
            (paragraph, "AB", "tag", "code-1", SLUG, json.dumps({"meaning": 1}), entry, 1, 1),
        )
        bare.execute("INSERT INTO step VALUES (%s, %s, %s, %s)", ("AB", number, batch, 0))
        bare.execute(
            "INSERT INTO place VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (coder, session) DO UPDATE SET paragraph = excluded.paragraph",
            ("AB", SLUG, paragraph, AT),
        )
        bare.execute(
            "INSERT INTO tally VALUES (%s, %s, %s, 1, 1) ON CONFLICT (coder, session, role) "
            "DO UPDATE SET read = tally.read + 1, tags = tally.tags + 1",
            ("AB", SLUG, "answer"),
        )
        bare.execute(
            "INSERT INTO coder VALUES (%s, 1, %s) "
            "ON CONFLICT (name) DO UPDATE SET entries = coder.entries + 1, at = excluded.at",
            ("AB", AT),
        )


TEAM = (
    Benchmark(
        "postgres-tag",
        2,
        "a tag through a team's store over the same rows written by bare psycopg",
        _postgres_tag,
        11,
    ),
)
