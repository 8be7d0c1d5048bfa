"""Copies of an inquiry that went their own ways, merged in any order and any number of times, end equal.

Equal are, whatever the copies went through: the journal but for how each carried marks along with its own
transcripts; the state and all that is derived from it, undo included; the codebook and its file. Compared are
copies whose transcripts are the same by then, each of which has merged the others.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from coder.codebook import Code, read_codebook
from coder.coding import Change, replay
from coder.errors import CoderError
from coder.inquiry.assigning import Wish as Assigning
from coder.inquiry.assigning import assign
from coder.inquiry.codebooks import Standing
from coder.inquiry.contributing import save, whole
from coder.inquiry.folder import open_inquiry
from coder.inquiry.merging import Wish, carry_out, plan
from coder.inquiry.people import people
from coder.inquiry.revising import Editor
from coder.inquiry.tagging import Hand
from coder.inquiry.witnesses import set_attribute
from tests.inquiry_support import BOOK, CODED, SLUG, TRANSCRIPT, make_folder, transcript
from tests.test_any_sequence import not_to_disk

__all__ = ["not_to_disk"]

COPIES = 3
CODERS = ("AB", "CD")
WORDS = ("so?", "see above", "ask them")
CORRECTED = [
    TRANSCRIPT,
    TRANSCRIPT.replace("an average of 41 miles", "a mean of 43 miles"),
    TRANSCRIPT.replace("### 4 | answer", "### 9 | answer").replace("### 5 | answer", "### 4 | answer"),
    TRANSCRIPT.replace("### 3 | answer | speaker: Ruth Adeyemi\n", ""),
    TRANSCRIPT.replace(
        "### 5 | answer | speaker: Ruth Adeyemi\n"
        "The parish could see further round the bend by the mill once the blackthorn had been taken out.\n",
        "",
    ),
]
"""As received; corrected, renumbered, joined, with a paragraph gone."""
GROUNDS = [BOOK, BOOK + "  - id: hedges\n    name: Hedges\n", BOOK.replace("Harm on the lanes.", "Harm.")]

DEEDS = (
    "toggle", "toggle", "toggle", "quote", "memo", "about", "read", "undo", "undo", "redo", "rename",
    "redefine", "add", "fold", "decide", "assign", "person", "correct", "merge",
)  # fmt: skip

steps = st.lists(
    st.tuples(
        st.integers(0, COPIES - 1),
        st.sampled_from(DEEDS),
        st.sampled_from(CODERS), st.integers(0, 6), st.integers(0, 5),
    ),
    max_size=30,
)  # fmt: skip


class Copy:
    """One copy of the inquiry, and what people do there."""

    def __init__(self, folder: Path, book: str) -> None:
        self.folder = make_folder(folder, book=book)
        self.inquiry = open_inquiry(self.folder)

    def do(self, what: str, coder: str, at: int, number: int) -> None:
        hand, paragraph = Hand(self.inquiry, coder), CODED[at]
        codes = self.inquiry.codebook.codes
        code = codes[number % len(codes)]
        journal, revision = self.inquiry.store.journal, self.inquiry.codebook.revision
        person = people(self.inquiry).named("Tomasz Wren")
        ruling = {"decision": "accept", "reason": WORDS[number % 3], "by": coder}
        ruled = Change("decision", "", paragraph, code.id, ruling)
        works: dict[str, Callable[[], Any]] = {
            "toggle": lambda: hand.toggle(paragraph, code),
            "quote": lambda: hand.tag(paragraph, [(code, None)], (number, number + 9)),
            "memo": lambda: hand.memo(paragraph, [*WORDS, ""][number % 4]),
            "about": lambda: hand.memo([SLUG, f"{SLUG}/@wren"][number % 2], WORDS[number % 3]),
            "read": lambda: hand.read([paragraph]),
            "undo": hand.undo,
            "redo": hand.redo,
            "rename": lambda: Editor(self.inquiry, coder).change(code.id, name=f"{code.id} {number}"),
            "redefine": lambda: Editor(self.inquiry, coder).change(code.id, definition=f"{number}."),
            "add": lambda: Editor(self.inquiry, coder).add(Code(f"new-{number}", f"New {number}")),
            "fold": lambda: Editor(self.inquiry, coder).merge(code.id, codes[at % len(codes)].id),
            "decide": lambda: journal.act(coder, [ruled], revision),
            "assign": lambda: assign(
                self.inquiry, coder, Assigning([SLUG], CODERS, blind=False, share=0.5, seed=number)
            ),
            "person": lambda: set_attribute(self.inquiry, coder, person, "sector", WORDS[number % 3]),
            "correct": lambda: self.correct(number % len(CORRECTED)),
        }  # fmt: skip
        try:
            works[what]()
        except CoderError:
            return

    def correct(self, number: int) -> None:
        transcript(self.folder).write_text(CORRECTED[number], encoding="utf-8")
        self.inquiry.close()
        self.inquiry = open_inquiry(self.folder)

    def give(self, path: Path) -> Path:
        save(whole(self.inquiry), path)
        return path

    def take(self, *files: Path) -> None:
        carry_out(self.inquiry, "RV", [plan(self.inquiry, "RV", file, Wish()) for file in files])

    def kept(self) -> dict[str, Any]:
        """All that has to be equal."""
        database, standing = self.inquiry.store._db, self.inquiry.standing
        assert isinstance(standing, Standing) and not standing.remark

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in database.execute(sql)]

        return {
            "journal": rows("SELECT * FROM journal WHERE action <> 'carry' ORDER BY id"),
            "state": rows(
                "SELECT subject, coder, kind, code, session, value, meaning, placed FROM state "
                "ORDER BY subject, coder, kind, code"
            ),
            "tally": rows("SELECT * FROM tally WHERE read <> 0 OR tags <> 0 ORDER BY 1, 2, 3"),
            "coder": rows("SELECT * FROM coder ORDER BY 1"),
            "assigned": rows("SELECT * FROM assigned ORDER BY 1, 2, 4"),
            "step": rows("SELECT actor, batch, undone FROM step ORDER BY actor, position"),
            "lost": [one["text"] for one in self.inquiry.store.journal.unplaced()],
            "codebook": self.inquiry.codebook.to_json(),
            "file": read_codebook(self.inquiry.codebook_path).to_json(),
        }

    def follows(self) -> None:
        """The state is what follows from the journal alone."""
        journal = self.inquiry.store.journal
        assert {key: one.after for key, one in replay(journal.entries()).items()} == dict(journal.state())
        before = self.kept()
        journal.rebuild()
        assert self.kept() == before


def try_copies(number: int, examples: int) -> None:
    @seed(number)
    @settings(max_examples=examples, deadline=None, database=None, phases=[Phase.generate, Phase.shrink])
    @given(
        steps, st.lists(st.sampled_from(range(len(GROUNDS))), min_size=COPIES, max_size=COPIES),
        st.sampled_from(range(len(CORRECTED))),
        st.lists(st.permutations(range(COPIES)), min_size=COPIES, max_size=COPIES), st.booleans(),
    )  # fmt: skip
    def they_end_equal(
        done: list[Any], grounds: list[int], last: int, orders: list[list[int]], at_once: bool
    ) -> None:
        shm = Path("/dev/shm")
        top = Path(tempfile.mkdtemp(dir=shm if shm.is_dir() else None))
        copies = [Copy(top / f"{place}" / "lanes", GROUNDS[ground]) for place, ground in enumerate(grounds)]
        try:
            for place, what, coder, at, other in done:
                if what == "merge":
                    copies[place].take(copies[other % COPIES].give(top / "on-the-way.contribution"))
                else:
                    copies[place].do(what, coder, at, other)
            for copy in copies:
                copy.correct(last)
            given = [copy.give(top / f"{place}.contribution") for place, copy in enumerate(copies)]
            for copy, order in zip(copies, orders, strict=True):
                if at_once:
                    copy.take(*(given[place] for place in order))
                for place in (*order, *order[:1]):
                    copy.take(given[place])
            kept = [copy.kept() for copy in copies]
            for equal in kept[1:]:
                for name, value in kept[0].items():
                    assert equal[name] == value, name
            for copy in copies:
                copy.follows()
        finally:
            for copy in copies:
                copy.inquiry.close()
            shutil.rmtree(top)

    they_end_equal()


@pytest.mark.parametrize("part", range(2))
def test_copies_end_equal(not_to_disk: None, part: int) -> None:
    try_copies(part, 20)


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_many_more_copies_end_equal(not_to_disk: None, part: int) -> None:
    try_copies(100 + part, 100)
