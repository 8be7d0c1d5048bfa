"""Revisions of the codebook: file and journal are one, nobody's word is lost, undo takes back one's own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from openpyxl import load_workbook

import coder.inquiry.codebooks
from coder.codebook import Code, Codebook, parse_codebook, read_codebook, revise
from coder.codebook.said import base_of, in_force, to_say
from coder.coding import Change, replay
from coder.errors import CoderError
from coder.inquiry.agreeing import agreement
from coder.inquiry.codebooks import said_of
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.reports import write_matrix
from coder.inquiry.revising import Editor, in_words
from coder.inquiry.tagging import Hand
from tests.inquiry_support import BOOK, CODED, make_folder, tags

P1, P2, P3 = CODED[:3]


@pytest.fixture
def inquiry(tmp_path: Path) -> Iterator[Inquiry]:
    with open_inquiry(make_folder(tmp_path / "lanes")) as opened:
        yield opened


def file_of(inquiry: Inquiry) -> str:
    return inquiry.codebook_path.read_text(encoding="utf-8")


def tag(inquiry: Inquiry, paragraph: str, code: str, coder: str = "AB", value: int | None = None) -> None:
    Hand(inquiry, coder).tag(paragraph, [(inquiry.codebook.by_id[code], value)])


def mark(inquiry: Inquiry, paragraph: str, code: str, coder: str = "AB") -> dict[str, Any] | None:
    return inquiry.store.journal.value(("tag", coder, paragraph, code))


def ids(book: Codebook) -> list[str]:
    return [code.id for code in book.codes]


def assert_one(inquiry: Inquiry) -> None:
    """File, journal, cache and store's revision say the same."""
    name = inquiry.codebook.name
    from_file = read_codebook(inquiry.codebook_path)
    said_now = said_of(inquiry, name)
    from_journal = in_force(name, said_now) if said_now else from_file
    replayed = replay(inquiry.store.journal.entries())
    said = {key[3]: entry.after for key, entry in replayed.items() if key[0] == "code"}
    assert from_file == from_journal == inquiry.codebook
    assert said == said_now
    kept = inquiry.store.index.revision("codebook", name, inquiry.codebook.revision)
    assert kept is not None and Codebook.from_json(kept) == inquiry.codebook


# ---- each operation


def test_a_code_is_added_to_file_and_journal(inquiry: Inquiry) -> None:
    before = file_of(inquiry)
    new = replace(revise.new_code(inquiry.codebook, "Noise at night", "safety"), definition="What is heard.")
    entries = Editor(inquiry, "AB").add(new)
    assert ids(inquiry.codebook)[:4] == ["safety", "speed", "sight", "noise-at-night"]
    assert inquiry.codebook.by_id["noise-at-night"].key == "n"
    assert in_words(entries, "AB") == "new code Noise at night"
    added = "  - id: noise-at-night\n    name: Noise at night\n    parent: safety\n"
    added += "    definition: What is heard.\n    key: n\n"
    assert file_of(inquiry).replace(added, "") == before and added in file_of(inquiry)
    assert_one(inquiry)


def test_fields_are_changed_and_the_rest_of_the_file_stays_as_it_was(inquiry: Inquiry) -> None:
    path = inquiry.codebook_path
    path.write_text(
        BOOK.replace("    key: s\n", "    key: s   # as in speed\n").replace("codes:\n", "# mine\ncodes:\n"),
        encoding="utf-8",
    )
    inquiry.look_again()
    before = file_of(inquiry)
    Editor(inquiry, "AB").change("speed", name="How fast", key="h", definition="Miles an hour: counted.")
    assert file_of(inquiry) == before.replace("name: Speed\n", (
        "name: How fast\n    definition: 'Miles an hour: counted.'\n"
    )).replace("key: s   # as in speed", "key: h   # as in speed")  # fmt: skip
    assert inquiry.codebook.by_key["h"].id == "speed"
    assert_one(inquiry)


def test_a_renaming_says_so_and_a_definition_makes_tags_stale(inquiry: Inquiry) -> None:
    tag(inquiry, P1, "speed")
    entries = Editor(inquiry, "AB").change("speed", name="Pace")
    assert in_words(entries, "AB") == "renaming of Speed to Pace"
    code = inquiry.codebook.by_id["speed"]
    assert (mark(inquiry, P1, "speed") or {})["meaning"] == code.meaning
    entries = Editor(inquiry, "AB").change("speed", definition="Over thirty.", colour="#112233")
    assert in_words(entries, "AB") == "definition, colour of Pace"
    assert (mark(inquiry, P1, "speed") or {})["meaning"] == code.meaning
    assert inquiry.codebook.by_id["speed"].meaning != code.meaning
    assert_one(inquiry)


def test_a_code_moves_by_one_entry(inquiry: Inquiry) -> None:
    entries = Editor(inquiry, "AB").shift("sight", -1)
    assert [entry.code for entry in entries] == ["sight.order"]
    assert ids(inquiry.codebook)[:3] == ["safety", "sight", "speed"]
    assert Editor(inquiry, "AB").shift("sight", -1) == []
    entries = Editor(inquiry, "AB").move("sight", "money", before="cheaper")
    assert ids(inquiry.codebook) == ["safety", "speed", "money", "dearer", "sight", "cheaper"]
    assert [entry.code for entry in entries] == ["sight.parent", "sight.order"]
    assert_one(inquiry)
    Editor(inquiry, "AB").move("sight", None)
    assert inquiry.codebook.by_id["sight"].parent is None
    assert_one(inquiry)
    with pytest.raises(CoderError, match="cannot be its own ancestor"):
        Editor(inquiry, "AB").move("safety", "speed")


def test_there_is_always_room_between_two_codes() -> None:
    start = parse_codebook(BOOK, Path("lanes.yaml"))
    book, said = start, {"": base_of(start)}
    for turn in range(200):
        mover = ("cheaper", "speed")[turn % 2]
        rest = [code.id for code in book.children["safety"] if code.id != mover]
        new = revise.moved(book, mover, "safety", before=rest[-1])
        words = to_say(said, book, new, "move", moving=(mover,))
        said |= words
        assert len(words) <= 2 or set(words) == {f"{code.id}.order" for code in new.children["safety"]}
        assert in_force("lanes", said) == new
        book = new


def test_a_merge_takes_the_tags_of_every_coder_along(inquiry: Inquiry) -> None:
    Editor(inquiry, "AB").change("speed", values=("slow", "fast"))
    journal = inquiry.store.journal
    code = inquiry.codebook.by_id["speed"]
    span = {"start": 0, "end": 3, "text": "The"}
    journal.act("AB", [
        Change("tag", "AB", P1, "speed", {"meaning": code.meaning, "value": 2, "spans": [span]}),
        Change("memo", "AB", P1, "speed", {"text": "very"}),
    ], "")  # fmt: skip
    tag(inquiry, P2, "speed", value=1)
    tag(inquiry, P2, "sight", value=3)
    tag(inquiry, P3, "speed", coder="CD")
    before = dict(journal.state())
    entries = Editor(inquiry, "AB").merge("speed", "sight")
    sight = inquiry.codebook.by_id["sight"]
    assert inquiry.codebook.by_id["speed"].retired == "merged into sight"
    assert mark(inquiry, P1, "sight") == {"meaning": sight.meaning, "value": 2, "spans": [span]}
    assert journal.value(("memo", "AB", P1, "sight")) == {"text": "very"}
    assert (mark(inquiry, P2, "sight") or {})["value"] == 3
    assert tags(inquiry) == {("3.1", "AB", "sight"), ("3.2", "AB", "sight"), ("3.3", "CD", "sight")}
    assert in_words(entries, "AB") == "merge of Speed into Lines of sight, 2 of your tags"
    assert in_words(entries, "EF") == "merge of Speed into Lines of sight"
    assert_one(inquiry)
    undone = Hand(inquiry, "AB").undo()
    assert dict(journal.state()) == before
    assert in_words(undone, "AB") == "merge of Speed into Lines of sight, 2 of your tags"
    assert "retired" not in file_of(inquiry)
    Hand(inquiry, "AB").redo()
    assert inquiry.codebook.by_id["speed"].retired and mark(inquiry, P3, "sight", "CD")
    assert_one(inquiry)


def test_a_merge_keeps_stale_what_was_stale(inquiry: Inquiry) -> None:
    Editor(inquiry, "AB").change("dearer", definition="More money.")
    tag(inquiry, P1, "speed")
    was = (mark(inquiry, P1, "speed") or {})["meaning"]
    Editor(inquiry, "AB").change("speed", definition="Over thirty.")
    tag(inquiry, P2, "speed")
    Editor(inquiry, "AB").merge("speed", "dearer")
    assert (mark(inquiry, P1, "dearer") or {})["meaning"] == was
    assert (mark(inquiry, P2, "dearer") or {})["meaning"] == inquiry.codebook.by_id["dearer"].meaning


def test_a_merged_theme_hands_over_its_codes(inquiry: Inquiry) -> None:
    Editor(inquiry, "AB").merge("safety", "money")
    assert [code.id for code in inquiry.codebook.under("money")][-2:] == ["speed", "sight"]
    with pytest.raises(CoderError, match="stands below Money"):
        Editor(inquiry, "AB").merge("money", "speed")
    with pytest.raises(CoderError, match="out of use itself"):
        Editor(inquiry, "AB").merge("speed", "safety")
    with pytest.raises(CoderError, match="into itself"):
        Editor(inquiry, "AB").merge("speed", "speed")


def test_a_split_code_takes_no_more_tags_and_those_it_has_are_stale(inquiry: Inquiry) -> None:
    tag(inquiry, P1, "speed")
    new = [revise.new_code(inquiry.codebook, name, "safety") for name in ("Cars", "Vans")]
    entries = Editor(inquiry, "AB").split("speed", new)
    assert in_words(entries, "AB") == "split of Speed into Cars and Vans"
    assert ids(inquiry.codebook)[:5] == ["safety", "speed", "cars", "vans", "sight"]
    code = inquiry.codebook.by_id["speed"]
    assert code.split == ("cars", "vans") and not code.in_use and "s" not in inquiry.codebook.by_key
    assert (mark(inquiry, P1, "speed") or {})["meaning"] not in (0, code.meaning)
    with pytest.raises(CoderError, match="out of use"):
        tag(inquiry, P2, "speed")
    assert_one(inquiry)
    Editor(inquiry, "AB").reinstate("speed")
    assert (mark(inquiry, P1, "speed") or {})["meaning"] == inquiry.codebook.by_id["speed"].meaning


def test_retiring_needs_a_reason_and_frees_the_key(inquiry: Inquiry) -> None:
    with pytest.raises(CoderError, match="needs its reason"):
        Editor(inquiry, "AB").retire("speed", "  ")
    Editor(inquiry, "AB").retire("speed", "nobody used it")
    Editor(inquiry, "AB").change("sight", key="s")
    Editor(inquiry, "AB").reinstate("speed")
    assert inquiry.codebook.by_id["speed"].key == "" and inquiry.codebook.by_key["s"].id == "sight"
    assert_one(inquiry)


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda editor: editor.change("sped", name="x"), "Did you mean speed"),
        (lambda editor: editor.change("speed", key="l"), "has the key l, as"),
        (lambda editor: editor.change("speed", key="9"), "must be one letter"),
        (lambda editor: editor.change("speed", colour="red"), "must look like"),
        (lambda editor: editor.change("speed", name=" "), "needs a name"),
        (lambda editor: editor.change("speed", values=("one",)), "two to nine"),
        (lambda editor: editor.add(Code("speed", "Again")), "already"),
        (lambda editor: editor.add(Code("x y", "Again")), "small letters"),
        (lambda editor: editor.move("speed", "nowhere"), "no code nowhere"),
        (lambda editor: editor.split("speed", [Code("one", "One")]), "two codes at least"),
        (lambda editor: editor.reinstate("speed"), "is in use"),
    ],
)
def test_what_breaks_a_rule_is_a_sentence_and_changes_nothing(
    inquiry: Inquiry, work: Callable[[Editor], object], message: str
) -> None:
    before, journal = file_of(inquiry), list(inquiry.store.journal.entries())
    with pytest.raises(CoderError, match=message) as caught:
        work(Editor(inquiry, "AB"))
    assert "\n" not in str(caught.value)
    assert file_of(inquiry) == before and list(inquiry.store.journal.entries()) == journal


def test_a_retired_code_is_counted_where_it_has_tags(inquiry: Inquiry) -> None:
    tag(inquiry, P1, "speed")
    tag(inquiry, P1, "dearer", "CD")
    for code in ("speed", "sight"):
        Editor(inquiry, "AB").retire(code, "not used")
    assert [code.id for code in agreement(inquiry).ratings.codes] == ["speed", "dearer", "cheaper"]
    write_matrix(inquiry, inquiry.folder / "matrix.xlsx", "any", "coder matrix")
    sheet = load_workbook(inquiry.folder / "matrix.xlsx")["Theme by session"]
    names = [str(cell.value).strip() for cell in sheet["A"] if cell.value]
    assert "Speed" in names and "Lines of sight" not in names


# ---- both or neither


@pytest.mark.parametrize("failing", ["write_beside", "_settle"])
def test_file_and_journal_change_both_or_neither(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    tag(inquiry, P1, "speed")
    before, entries = file_of(inquiry), list(inquiry.store.journal.entries())

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises((CoderError, OSError), match="No space left"):
        patch.setattr(coder.inquiry.codebooks, failing, fail)
        Editor(inquiry, "AB").merge("speed", "sight")
    assert file_of(inquiry) == before
    assert list(inquiry.store.journal.entries()) == entries
    assert inquiry.codebook.by_id["speed"].in_use
    Editor(inquiry, "AB").merge("speed", "sight")
    with monkeypatch.context() as patch, pytest.raises((CoderError, OSError), match="No space left"):
        patch.setattr(coder.inquiry.codebooks, failing, fail)
        Hand(inquiry, "AB").undo()
    assert "retired: merged into sight" in file_of(inquiry)
    Hand(inquiry, "AB").undo()
    assert_one(inquiry)
    assert file_of(inquiry) == before


def test_a_revision_does_not_write_over_what_a_person_changed_meanwhile(inquiry: Inquiry) -> None:
    tag(inquiry, P1, "speed")
    Editor(inquiry, "AB").change("speed", name="Pace")
    by_hand = file_of(inquiry) + "  - id: noise\n"
    inquiry.codebook_path.write_text(by_hand, encoding="utf-8")
    with pytest.raises(CoderError, match="changed outside of this tool"):
        Editor(inquiry, "AB").change("sight", name="View")
    with pytest.raises(CoderError, match="changed outside of this tool"):
        Hand(inquiry, "AB").undo()
    assert file_of(inquiry) == by_hand
    assert inquiry.codebook.by_id["speed"].name == "Pace"


# ---- two people


def test_two_people_on_one_code_keep_both_their_words(inquiry: Inquiry) -> None:
    Editor(inquiry, "AB").change("speed", name="Pace")
    Editor(inquiry, "CD").change("speed", definition="Over thirty.")
    Editor(inquiry, "CD").shift("speed", 1)
    undone = Hand(inquiry, "AB").undo()
    assert in_words(undone, "AB") == "renaming of Speed to Pace"
    code = inquiry.codebook.by_id["speed"]
    assert (code.name, code.definition) == ("Speed", "Over thirty.")
    assert ids(inquiry.codebook)[:3] == ["safety", "sight", "speed"]
    assert_one(inquiry)


def test_two_copies_of_a_journal_put_together_lose_no_word(tmp_path: Path) -> None:
    def revised(name: str, work: Callable[[Editor], object]) -> dict[str, Any]:
        with open_inquiry(make_folder(tmp_path / name)) as copy:
            work(Editor(copy, name))
            return {entry.code: entry for entry in copy.store.journal.entries() if entry.kind == "code"}

    one = revised("AB", lambda editor: (
        editor.change("speed", name="Pace", key="n"), editor.shift("sight", -1),
        editor.add(Code("verge", "Verges", "safety")), editor.move("money", "safety"),
    ))  # fmt: skip
    other = revised("CD", lambda editor: (
        editor.change("speed", definition="Over thirty."),
        editor.add(Code("noise", "Noise", "safety", key="n")),
        editor.retire("dearer", "never"), editor.move("safety", "money"),
    ))  # fmt: skip
    for entries in ([*one.values(), *other.values()], [*other.values(), *one.values()]):
        state = replay(entries)
        book = in_force("lanes", {key[3]: entry.after for key, entry in state.items() if entry.after})
        assert (book.by_id["speed"].name, book.by_id["speed"].definition) == ("Pace", "Over thirty.")
        assert {"verge", "noise"} <= set(book.by_id)
        assert ids(book).index("sight") < ids(book).index("speed")
        assert book.by_id["dearer"].retired == "never"
        assert sorted(book.by_id[code].key for code in ("speed", "noise")) == ["", "n"]
        assert None in (book.by_id["money"].parent, book.by_id["safety"].parent)
        assert parse_codebook(coder.codebook.writing.from_scratch(book), Path("lanes.yaml")) == book


# ---- anything anybody does


class Revising(RuleBasedStateMachine):
    """Two people revise and tag; file, journal and store agree all the way, and undoing all is the start."""

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.inquiry = open_inquiry(make_folder(Path(self.place.name) / "lanes"))

    def teardown(self) -> None:
        if not hasattr(self, "inquiry"):
            return
        book = self.inquiry.codebook
        for coder_ in ("AB", "CD", "AB", "CD"):
            while Hand(self.inquiry, coder_).undo():
                assert_one(self.inquiry)
        if self.alone:
            state = dict(self.inquiry.store.journal.state())
            state.pop(("code", "", "codebook:lanes", ""), None)
            assert state == {}
            assert read_codebook(self.inquiry.codebook_path) == parse_codebook(BOOK, Path("lanes.yaml"))
            while Hand(self.inquiry, "AB").redo():
                pass
            assert self.inquiry.codebook == book
        self.inquiry.close()
        self.place.cleanup()

    alone = True

    def attempt(self, actor: str, work: Callable[[Editor], object]) -> None:
        if actor != "AB":
            self.alone = False
        before = self.inquiry.codebook
        try:
            work(Editor(self.inquiry, actor))
        except CoderError:
            assert self.inquiry.codebook == before

    def code(self, place: int) -> Code:
        return self.inquiry.codebook.codes[place % len(self.inquiry.codebook.codes)]

    actors = st.sampled_from(["AB", "AB", "AB", "CD"])
    places = st.integers(0, 11)
    texts = st.text("ab :#-'\"\n>|é😀%@", max_size=12) | st.sampled_from(["no", "null", "~", "word " * 40])

    @rule(actor=actors, name=texts, under=places, is_theme=st.booleans())
    def add(self, actor: str, name: str, under: int, is_theme: bool) -> None:
        parent = None if is_theme else self.code(under).id
        self.attempt(actor, lambda editor: editor.add(revise.new_code(self.inquiry.codebook, name, parent)))

    @rule(actor=actors, place=places, name=st.sampled_from(["name", "definition", "example"]), text=texts)
    def change(self, actor: str, place: int, name: str, text: str) -> None:
        self.attempt(actor, lambda editor: editor.change(self.code(place).id, **{name: text}))

    @rule(actor=actors, place=places, under=places, is_theme=st.booleans())
    def move(self, actor: str, place: int, under: int, is_theme: bool) -> None:
        parent = None if is_theme else self.code(under).id
        self.attempt(actor, lambda editor: editor.move(self.code(place).id, parent))

    @rule(actor=actors, place=places, steps=st.integers(-2, 2))
    def shift(self, actor: str, place: int, steps: int) -> None:
        self.attempt(actor, lambda editor: editor.shift(self.code(place).id, steps))

    @rule(actor=actors, place=places, into=places)
    def merge(self, actor: str, place: int, into: int) -> None:
        self.attempt(actor, lambda editor: editor.merge(self.code(place).id, self.code(into).id))

    @rule(actor=actors, place=places)
    def split(self, actor: str, place: int) -> None:
        parts = [Code(f"{self.code(place).id}-{part}", f"Part {part}") for part in "xy"]
        self.attempt(actor, lambda editor: editor.split(self.code(place).id, parts))

    @rule(actor=actors, place=places, reason=texts)
    def retire(self, actor: str, place: int, reason: str) -> None:
        self.attempt(actor, lambda editor: editor.retire(self.code(place).id, reason))

    @rule(actor=actors, place=places)
    def reinstate(self, actor: str, place: int) -> None:
        self.attempt(actor, lambda editor: editor.reinstate(self.code(place).id))

    @rule(actor=actors, place=places, paragraph=st.sampled_from(CODED[:3]))
    def tag(self, actor: str, place: int, paragraph: str) -> None:
        if actor != "AB":
            self.alone = False
        if self.code(place).in_use:
            Hand(self.inquiry, actor).tag(paragraph, [(self.code(place), None)])

    @rule(actor=actors)
    def undo(self, actor: str) -> None:
        Hand(self.inquiry, actor).undo()

    @rule(actor=actors)
    def redo(self, actor: str) -> None:
        Hand(self.inquiry, actor).redo()

    @invariant()
    def file_and_store_are_one(self) -> None:
        if hasattr(self, "inquiry"):
            assert_one(self.inquiry)


TestRevising = Revising.TestCase
TestRevising.settings = settings(
    max_examples=10, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)


# ---- the file as people write it


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    """A codebook of a few codes under one another."""
    names = draw(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True))
    codes: list[Code] = []
    text = st.sampled_from(["", "one", "two: x", "long " * 30, "# no", "a\nb", "'q'", "- z", " 7", "null"])
    for name in names:
        parent = draw(st.sampled_from([None, *(code.id for code in codes)]))
        values = draw(st.sampled_from([(), ("low", "high"), ("a, b", "c: d")]))
        said = [draw(text).strip() for _ in range(3)]
        codes.append(Code(name, said[0] or name, parent, said[1], example=said[2], values=values, key=""))
    return revise._checked(Codebook("lanes", draw(st.sampled_from(["lanes", "T: t"])), ()), codes)


LAYOUTS = ("block", "braces", "comments", "unspaced")


def laid_out(book: Codebook, layout: str) -> str:
    """A codebook as a person would write it: themes first in one layout, so that the file is no tree."""
    import json

    lines = [f"title: {json.dumps(book.title)}", "codes:"]
    codes = sorted(book.codes, key=lambda code: code.parent is not None) if layout == "braces" else book.codes
    for code in codes:
        said = {"id": code.id, "name": code.name, "parent": code.parent, "definition": code.definition,
                "example": code.example, "values": list(code.values)}  # fmt: skip
        pairs = [f"{name}: {json.dumps(value)}" for name, value in said.items() if value]
        if layout == "braces":
            lines.append(f"- {{{', '.join(pairs)}}}")
        elif layout == "comments":
            lines += [f"# about {code.id}", f"  - {pairs[0]}  # id", *(f"    {one}" for one in pairs[1:]), ""]
        else:
            pad = "" if layout == "unspaced" else "  "
            lines += [f"{pad}- {pairs[0]}", *(f"{pad}  {one}" for one in pairs[1:])]
    return "\n".join(lines) + "\n"


@given(books(), books(), st.sampled_from(LAYOUTS), st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_file_rewritten_says_the_other_codebook_and_keeps_its_layout(
    old: Codebook, new: Codebook, layout: str, windows: bool
) -> None:
    from coder.codebook.writing import rewritten

    path = Path("lanes.yaml")
    text = laid_out(old, layout)
    text = text.replace("\n", "\r\n") if windows else text
    present = parse_codebook(text, path)
    assert rewritten(text, path, present) == text
    written = rewritten(text, path, new)
    assert parse_codebook(written, path) == new
    assert ("\r\n" in written) == windows and ("\r\n" not in written.replace("\r\n", ""))
    if layout == "comments":
        for code in new.codes:
            assert (f"# about {code.id}" in written) == (code.id in old.by_id), written
    kept = {line for line in text.splitlines() if line.startswith("- {")}
    for code in new.codes if layout == "braces" else ():
        if old.by_id.get(code.id) == code:
            assert any(f'id: "{code.id}"' in line for line in kept & set(written.splitlines()))


@pytest.mark.parametrize("text", [
    "codes: [{id: a, name: One}, {id: b}]\n",
    "codes:\n- id: a\n  name: &n One\n- id: b\n  name: *n\n",
    "codes:\n-\n  id: a\n  name: One\n- id: b\n",
    "---\ncodes:\n- {id: a,\n   name: One}\n- {id: b}\n...\n",
    "codes:\n- id: a\n  definition: |\n    # a heading\n\n    text\n  name: One\n\n- id: b\ntitle: later\n",
    '{"codes": [{"id": "a"}, {"id": "b"}]}',
    "codes:\n- id: a\n- id: b",
])  # fmt: skip
def test_a_file_of_any_layout_is_rewritten(text: str) -> None:
    from coder.codebook.writing import rewritten

    path = Path("lanes.yaml")
    book = parse_codebook(text, path)
    for new in (
        revise.changed(book, "a", name="Another", definition="#new"), revise.changed(book, "b", key="k"),
        revise.moved(book, "a", "b"), revise.added(book, Code("c", "Sea", "a")), replace(book, title="T"),
        replace(book, codes=book.codes[1:]),
    ):  # fmt: skip
        assert parse_codebook(rewritten(text, path, new), path) == new
