"""An inquiry whose coders differ in every way there is, and the figures a plain loop makes of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from coder.coding import Change
from coder.inquiry.blindness import end_where_read
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import run

HOSTILE = "=HYPERLINK(\"x\") <b>[/] & 'q'"
BOOK = f"""\
title: Lanes & <verges>
codes:
  - id: safety
    name: Safety
  - id: often
    parent: safety
    name: Often
  - id: rare
    parent: safety
    name: "{HOSTILE.replace('"', chr(92) + '"')}"
  - id: never
    parent: safety
    name: Never
  - id: same
    parent: safety
    name: The same by all
  - id: grade
    parent: safety
    name: Grade
    values: [poor, fair, good]
"""
SLUG = "lanes"
PARAGRAPHS = 120


def make(folder: Path, seed: int = 4) -> Path:
    """AB and CD have read all 120 paragraphs, EF the first 30; blind, by an assignment of RV."""
    (folder / "codebooks").mkdir(parents=True)
    (folder / "sessions").mkdir()
    (folder / "inquiry.toml").write_text('name = "Lanes & verges"\n', encoding="utf-8")
    (folder / "codebooks" / "lanes.yaml").write_text(BOOK, encoding="utf-8")
    (folder / "sessions" / f"{SLUG}.md").write_text("\n".join(_transcript()), encoding="utf-8")
    assert (
        run(folder, "assign", SLUG, "--to", "AB", "CD", "--blind", "--seed", "11", "--as", "RV").status == 0
    )
    rng = random.Random(seed)
    often = [rng.random() < 0.4 for _ in range(PARAGRAPHS)]
    with open_inquiry(folder) as inquiry:
        for coder, read in (("AB", PARAGRAPHS), ("CD", PARAGRAPHS), ("EF", 30)):
            for place in range(read):
                marks = [Change("read", coder, paragraph(place), "", {})]
                if often[place] != (rng.random() < 0.1):
                    marks.append(Change("tag", coder, paragraph(place), "often", {}))
                if place % 4 == 0:
                    marks.append(Change("tag", coder, paragraph(place), "same", {}))
                if place == 7 and coder == "AB":
                    marks.append(Change("tag", coder, paragraph(place), "rare", {}))
                if place % 3 == 0:
                    step = 1 + (place + (coder == "CD" and place % 2)) % 3
                    marks.append(Change("tag", coder, paragraph(place), "grade", {"value": step}))
                inquiry.store.journal.act(coder, marks, inquiry.codebook.revision)
            end_where_read(inquiry, coder)
    return folder


def _transcript() -> Iterator[str]:
    yield from (
        "---",
        f"session: {SLUG}",
        'title: "Lanes | <i>verges</i>"',
        "body: Dunmere",
        "committee: Lanes",
    )
    yield from ("date: 2025-05-06", "style: minutes", "---", "", "## Item 3 | Ruth Adeyemi, Officer")
    yield from ("- witness: Ruth Adeyemi | Officer | Dunmere", "")
    for place in range(PARAGRAPHS):
        yield f"### {place + 1} | answer | speaker: Ruth Adeyemi"
        yield f"=SUM({place}) Ruth Adeyemi said that <b>lane</b> {place} [/] was cut."
        yield ""


def paragraph(place: int) -> str:
    return f"{SLUG}/3.{place + 1}"


def agreeing_pairs(rows: list[list[int]]) -> tuple[int, float | None]:
    """Units with two ratings or more, and percent agreement, of units as the coders' 1, 0 or -1."""
    shares = []
    for unit in rows:
        said = [one for one in unit if one >= 0]
        pairs = list(combinations(said, 2))
        if pairs:
            shares.append(sum(one == other for one, other in pairs) / len(pairs))
    return len(shares), sum(shares) / len(shares) if shares else None
