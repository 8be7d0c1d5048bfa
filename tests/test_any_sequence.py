"""Any sequence of what two people do: undone it leaves no trace, redone it is all there, at any point of it.

People undo in the order in which they acted, the last first: what two have done on top of each other can be
taken apart in no other order. (In tests/test_store.py each undoes when they like, in a layer of their own.)
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from coder.codebook import Code, read_codebook
from coder.coding import Entry, codebook_subject, replay
from coder.errors import CoderError
from coder.inquiry.bulk import Selection
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.people import people
from coder.inquiry.reviewing import Review
from coder.inquiry.revising import Editor, codes_to_split_into
from coder.inquiry.tagging import Hand
from coder.inquiry.witnesses import set_attribute
from coder.store.sqlite import SqliteDatabase
from tests.inquiry_support import CODED, SLUG, make_folder

CODERS = ("AB", "CD")
STEPS = 200
WORDS = ("so?", "see above", "ask them")
coders, paragraphs = st.sampled_from(CODERS), st.sampled_from(CODED)
places = st.integers(0, 30)


def kept(inquiry: Inquiry) -> dict[str, Any]:
    """All that follows from the journal: tables, codebook and its file; but for what only tells of time."""
    rows = inquiry.store._db.execute("SELECT subject, coder, kind, code, value, meaning, placed FROM state")
    tally = inquiry.store._db.execute("SELECT coder, session, role, read, tags FROM tally")
    return {
        "state": sorted(map(tuple, rows)),
        "tally": sorted(tuple(row) for row in tally if row["read"] or row["tags"]),
        "codebook": inquiry.codebook.to_json(),
        "file": read_codebook(inquiry.codebook_path).to_json(),
    }


class Anything(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        shm = Path("/dev/shm")  # where there is one, since each action waits for the disk
        self.folder = Path(tempfile.mkdtemp(dir=shm if shm.is_dir() else None))
        self.inquiry = open_inquiry(make_folder(self.folder / "lanes"))
        self.hands = {coder: Hand(self.inquiry, coder) for coder in CODERS}
        # What comes first makes the beginning of the codebook's history, which nobody undoes.
        Editor(self.inquiry, "AB").add(Code("verges", "Verges", "safety", "The strips beside the lane."))
        self.actors: list[str] = []
        self.points = {0: kept(self.inquiry)}

    def did(self, coder: str, work: Callable[[], list[Entry]]) -> None:
        """Do something; what cannot be done there is no step."""
        try:
            entries = work()
        except CoderError:
            return
        if entries:
            self.actors.append(coder)
            if len(self.actors) % 25 == 0:
                self.points[len(self.actors)] = kept(self.inquiry)

    def code(self, place: int) -> Code:
        codes = self.inquiry.codebook.codes
        return codes[place % len(codes)]

    # Coding

    @rule(coder=coders, at=paragraphs, place=places, value=st.sampled_from([None, 1, 2]))
    def toggle(self, coder: str, at: str, place: int, value: int | None) -> None:
        code = self.code(place)
        if value and code.values:
            self.did(coder, lambda: self.hands[coder].tag(at, [(code, value)]))
        else:
            self.did(coder, lambda: self.hands[coder].toggle(at, code))

    @rule(coder=coders, at=paragraphs, place=places, start=st.integers(0, 30), size=st.integers(1, 30))
    def quote(self, coder: str, at: str, place: int, start: int, size: int) -> None:
        code, passage = self.code(place), (start, start + size)
        self.did(coder, lambda: self.hands[coder].tag(at, [(code, None)], passage))

    @rule(coder=coders, at=paragraphs, start=st.integers(0, 40))
    def unquote(self, coder: str, at: str, start: int) -> None:
        self.did(coder, lambda: self.hands[coder].unquote(at, (start, start + 15)))

    @rule(coder=coders, at=paragraphs, what=st.sampled_from(["read", "unread"]))
    def read(self, coder: str, at: str, what: str) -> None:
        self.did(coder, lambda: getattr(self.hands[coder], what)([at]))

    @rule(coder=coders, at=paragraphs, what=st.sampled_from(["star", "flag"]))
    def mark(self, coder: str, at: str, what: str) -> None:
        self.did(coder, lambda: getattr(self.hands[coder], what)(at))

    @rule(
        coder=coders,
        at=st.sampled_from([*CODED[:3], SLUG, f"{SLUG}/@wren"]),
        text=st.sampled_from(["", *WORDS]),
    )
    def memo(self, coder: str, at: str, text: str) -> None:
        self.did(coder, lambda: self.hands[coder].memo(at, text))

    @rule(coder=coders, place=places, deed=places)
    def bulk(self, coder: str, place: int, deed: int) -> None:
        selection = Selection(self.inquiry, coder, CODED[place % 4 :])
        deeds = selection.deeds()
        self.did(coder, lambda: selection.do(selection.effects(deeds[deed % len(deeds)])))

    @rule(coder=coders, text=st.sampled_from(WORDS))
    def witness(self, coder: str, text: str) -> None:
        person = people(self.inquiry).named("Tomasz Wren")
        self.did(coder, lambda: set_attribute(self.inquiry, coder, person, "sector", text))

    # The codebook

    @rule(
        coder=coders, one=places, other=places,
        what=st.sampled_from(["name", "definition", "merge", "split", "retire", "reinstate"]),
    )  # fmt: skip
    def revise(self, coder: str, one: int, other: int, what: str) -> None:
        editor, code = Editor(self.inquiry, coder), self.code(one)
        named = [f"{code.name} {other}", self.code(other).name]
        works: dict[str, Callable[[], list[Entry]]] = {
            "name": lambda: editor.change(code.id, name=f"{code.id} {other}"),
            "definition": lambda: editor.change(code.id, definition=f"What stands under {other}."),
            "merge": lambda: editor.merge(code.id, self.code(other).id),
            "split": lambda: editor.split(
                code.id, codes_to_split_into(self.inquiry.codebook, code.id, named)
            ),
            "retire": lambda: editor.retire(code.id, "not used"),
            "reinstate": lambda: editor.reinstate(code.id),
        }
        self.did(coder, works[what])

    @rule(coder=coders, place=places, what=st.sampled_from(["confirm", "place", "take_off"]))
    def settle(self, coder: str, place: int, what: str) -> None:
        review = Review(self.inquiry, coder)
        if review.here is None:
            return
        works = {
            "confirm": review.confirm,
            "place": lambda: review.place(self.code(place)),
            "take_off": review.take_off,
        }
        self.did(coder, works[what])

    # Undone and redone

    @rule(times=st.integers(1, 3))
    def back_and_forth(self, times: int) -> None:
        """Some undone, the last first, and done again."""
        latest = self.actors[-times:]
        for coder in reversed(latest):
            assert self.hands[coder].undo()
        for coder in latest:
            assert self.hands[coder].redo()

    def teardown(self) -> None:
        if not hasattr(self, "inquiry"):
            return
        try:
            self.points[len(self.actors)] = kept(self.inquiry)
            for number in range(len(self.actors) - 1, -1, -1):
                assert self.hands[self.actors[number]].undo()
                self.hold(number)
            for number, coder in enumerate(self.actors, 1):
                assert self.hands[coder].redo()
                self.hold(number)
            assert self.inquiry.store.check() == []
        finally:
            self.inquiry.close()
            shutil.rmtree(self.folder)

    def hold(self, number: int) -> None:
        """After so many actions all is as it was then, and follows from the journal alone."""
        if number not in self.points:
            return
        assert kept(self.inquiry) == self.points[number]
        state = {
            (*entry.key,): entry.after for entry in replay(self.inquiry.store.journal.entries()).values()
        }
        assert state == dict(self.inquiry.store.journal.state())
        self.inquiry.store.journal.rebuild()
        assert kept(self.inquiry) == self.points[number]


@pytest.fixture
def not_to_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing here is about a machine that stops."""
    begin = SqliteDatabase._set_up

    def quick(database: Any) -> None:
        begin(database)
        database._connection.execute("PRAGMA synchronous=OFF")

    monkeypatch.setattr(SqliteDatabase, "_set_up", quick)
    yield


def try_sequences(number: int, examples: int) -> None:
    run = seed(number)(Anything)
    run_state_machine_as_test(run, settings=settings(
        max_examples=examples, stateful_step_count=STEPS, deadline=None, database=None,
        phases=[Phase.generate, Phase.shrink],
    ))  # fmt: skip


@pytest.mark.parametrize("part", range(4))
def test_a_hundred_sequences(not_to_disk: None, part: int) -> None:
    try_sequences(part, 25)


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_a_thousand_sequences(not_to_disk: None, part: int) -> None:
    try_sequences(100 + part, 50)


def test_the_codebook_is_among_what_is_kept(tmp_path: Path) -> None:
    """So that the tests above tell something of it."""
    with open_inquiry(make_folder(tmp_path / "lanes")) as inquiry:
        before = kept(inquiry)
        Editor(inquiry, "AB").change("speed", name="Haste")
        after = kept(inquiry)
        assert before["codebook"] != after["codebook"] == after["file"]
        assert any(row[0] == codebook_subject("lanes") for row in after["state"])
