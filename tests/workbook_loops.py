"""Figures counted by plain loops from what the command line prints, and sheets read back by calamine."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from coder.inquiry.demo import example_folder
from coder.inquiry.folder import open_inquiry
from coder.inquiry.tagging import Hand
from tests.inquiry_support import run

EVIDENCE = ("answer", "opening", "statement", "closing")
NO_SPEAKER, NO_QUESTION = "(no speaker)", "(no question)"


def inquiry_of(folder: Path, documents: list[Path], most: int = 400) -> Path:
    """An inquiry with the example's codebook and these documents, tagged by two coders as by a script."""
    (folder / "codebooks").mkdir(parents=True)
    (folder / "sessions" / "originals").mkdir(parents=True)
    (folder / "inquiry.toml").write_text('name = "Measured & counted"\n', encoding="utf-8")
    book = example_folder() / "codebooks" / "commissioning.yaml"
    (folder / "codebooks" / "commissioning.yaml").write_bytes(book.read_bytes())
    for document in documents:
        assert run(folder, "import", str(document)).status == 0, document
    tag_by_script(folder, most)
    return folder


def tag_by_script(folder: Path, most: int) -> None:
    rng = random.Random(1914)
    with open_inquiry(folder) as inquiry, inquiry.store.transaction():
        codes = [code for code in inquiry.codebook.codes if not code.choose]
        placed = list(inquiry.store.index.everything())
        chosen = sorted(rng.sample(range(len(placed)), min(most, len(placed))))
        for coder, share in (("AB", 0.8), ("CD", 0.6)):
            hand = Hand(inquiry, coder)
            for place in chosen:
                paragraph = placed[place].paragraph
                if rng.random() > share:
                    continue
                apt = random.Random(paragraph.id).sample(codes, 2)
                put = [code for code in apt if rng.random() < 0.7]
                if rng.random() < 0.1:
                    put.append(rng.choice(codes))
                words = paragraph.text.split()
                for code in dict.fromkeys(put):
                    step = rng.randint(1, len(code.values)) if code.values else None
                    start = paragraph.text.find(words[0]) if words else -1
                    quoted = (start, start + len(words[0])) if words and rng.random() < 0.3 else None
                    hand.tag(paragraph.id, [(code, step)], quoted)
                if not put:
                    hand.read([paragraph.id])
        for tag in list(inquiry.store.journal.tags())[:10]:
            Hand(inquiry, tag.coder).untag(tag.paragraph, [inquiry.codebook.by_id[tag.code]])
        Hand(inquiry, "AB").undo()


@dataclass
class Plain:
    """An inquiry as the command line prints it. A tag is (coder, paragraph, code)."""

    tags: list[tuple[str, str, str]]
    read: set[tuple[str, str]]
    paragraphs: dict[str, dict[str, Any]]
    codes: list[tuple[str, str, str]]

    def counting(self, basis: str) -> list[tuple[str, str, str]]:
        found = []
        for coder, paragraph, code in self.tags:
            readers = {one for one in ("AB", "CD") if (paragraph, one) in self.read}
            agree = {one for one in ("AB", "CD") if (one, paragraph, code) in self.tags_set}
            enough = {"any": True, "majority": len(agree) * 2 > len(readers), "all": agree == readers}
            if enough.get(basis, coder == basis):
                found.append((coder, paragraph, code))
        return found

    def __post_init__(self) -> None:
        self.tags_set = set(self.tags)
        self.theme = {code: theme or code for code, _, theme in self.codes}
        self.name = {code: name for code, name, _ in self.codes}


def plainly(folder: Path) -> Plain:
    """The journal replayed by hand, and every paragraph with what surrounds it."""
    force: dict[tuple[str, str, str], bool] = {}
    read: dict[tuple[str, str], bool] = {}
    for entry in sorted(run(folder, "log", "--json").json(), key=lambda one: (one["lamport"], one["id"])):
        there = entry["after"] is not None
        if entry["kind"] == "tag":
            force[entry["coder"], entry["subject"], entry["code"]] = there
        elif entry["kind"] == "read":
            read[entry["subject"], entry["coder"]] = there
    tags = [key for key, there in force.items() if there]
    done = {key for key, there in read.items() if there} | {
        (paragraph, coder) for coder, paragraph, _ in tags
    }
    return Plain(tags, done, _paragraphs(folder, {paragraph for _, paragraph, _ in tags}), _codes(folder))


def _paragraphs(folder: Path, tagged: set[str]) -> dict[str, dict[str, Any]]:
    people = {
        (each["session"], each["name"]): (one, each)
        for one in run(folder, "witnesses", "--json").json()["people"]
        for each in one["sessions"]
    }
    sessions = run(folder, "status", "--json").json()["sessions"]
    found = {}
    for head in sessions:
        session = run(folder, "show", head["slug"], "--json").json()
        for item in session["items"]:
            asked = {q["id"]: q["text"] for q in item["questions"]}
            for one in item["paragraphs"]:
                person, each = people.get((head["slug"], one["speaker"]), (None, None))
                shown = one["role"] in EVIDENCE or one["id"] in tagged
                heard = shown and (each is None or each["kind"] == "witness" or one["id"] in tagged)
                found[one["id"]] = one | {
                    "session": head["slug"], "title": session["title"],
                    "date": session["date"] or "(no date)", "item": item["id"],
                    "item_heading": item["heading"],
                    "witness": (person or {"name": one["speaker"]})["name"] or NO_SPEAKER,
                    "organisation": (each or {}).get("organisation") or "(no organisation)",
                    "kind": each["kind"] if each else NO_SPEAKER,
                    "sector": (person or {"attributes": {}})["attributes"].get("sector") or "(not set)",
                    "gives evidence": each is not None and each["kind"] == "witness",
                    "question": one["question"] or f"{item['id']}/{NO_QUESTION}",
                    "asked": asked.get(one["question"] or "", NO_QUESTION),
                }  # fmt: skip
                if not heard:
                    found[one["id"]] |= dict.fromkeys(("witness", "organisation", "kind"))
    return found


def _codes(folder: Path) -> list[tuple[str, str, str]]:
    """(id, name, theme's id) of each code, read line by line from a codebook of two levels."""
    codes: list[dict[str, str]] = []
    book = next((folder / "codebooks").glob("*.yaml"))
    for line in book.read_text(encoding="utf-8").splitlines():
        key, _, value = line.strip().removeprefix("- ").partition(":")
        if line.strip().startswith("- id:"):
            codes.append({})
        if codes and key in ("id", "name", "parent") and value.strip():
            codes[-1].setdefault(key, value.strip().strip("\"'"))
    return [(code["id"], code["name"], code.get("parent", "")) for code in codes]


Sets = dict[tuple[str, str], set[str]]


def sets_of(
    plain: Plain, tags: list[tuple[str, str, str]], down: Callable[..., list[str]], across: str
) -> dict[tuple[str, str], int]:
    """Distinct paragraphs by what `down` makes of a tag, and what they have `across`; empty for totals."""
    found: Sets = {}
    for _, paragraph, code in tags:
        for row in [*down(code), ""]:
            for column in (str(plain.paragraphs[paragraph][across]), ""):
                found.setdefault((row, column), set()).add(paragraph)
    return {key: len(members) for key, members in found.items()}


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def table_of(path: Path, sheet: str, first: str) -> list[dict[str, Any]]:
    """The lines of a sheet below the head that begins with a word, by head."""
    rows = rows_of(path, sheet)
    top = next(place for place, row in enumerate(rows) if row[0] == first)
    heads = [str(head) for head in rows[top]]
    return [dict(zip(heads, row, strict=True)) for row in rows[top + 1 :]]


def squeezed(text: str) -> str:
    """As a cell of one line shows it."""
    return re.sub(r"\s+", " ", text).strip()


def day(value: Any) -> str:
    return value.isoformat()[:10] if isinstance(value, date) else str(value)
