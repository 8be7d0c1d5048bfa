"""Codebooks: what a file says, and a sentence with file and line where it breaks a rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coder.inquiry.codebooks
from coder.codebook import Codebook, known_codes, parse_codebook, read_codebook
from coder.codebook.difference import difference
from coder.errors import CoderError
from coder.inquiry.folder import open_inquiry
from coder.inquiry.revising import Editor
from coder.inquiry.tagging import Hand
from tests.inquiry_support import BOOK, CODED, TOP, make_folder, tags

BOOK_PATH = Path("codebooks/lanes.yaml")


def book(text: str = BOOK) -> Codebook:
    return parse_codebook(text, BOOK_PATH)


def fault(text: str) -> str:
    with pytest.raises(CoderError) as caught:
        book(text)
    message = str(caught.value)
    assert message.startswith(str(BOOK_PATH)) and "\n" not in message
    return message.removeprefix(str(BOOK_PATH))


def test_the_tree_of_codes() -> None:
    lanes = book()
    assert (lanes.name, lanes.title) == ("lanes", "Lanes and verges")
    assert [theme.id for theme in lanes.themes] == ["safety", "money"]
    assert lanes.theme_of("sight").id == lanes.theme_of("safety").id == "safety"
    assert [code.id for code in lanes.under("safety")] == ["safety", "speed", "sight"]
    assert lanes.by_key["l"].values == ("poor", "fair", "good")


def test_only_siblings_under_choose_one_exclude_each_other() -> None:
    lanes = book()
    assert [code.id for code in lanes.excluded_by("dearer")] == ["cheaper"]
    assert lanes.excluded_by("speed") == () == lanes.excluded_by("money")


def test_a_codebook_survives_the_store() -> None:
    lanes = book()
    assert Codebook.from_json(lanes.to_json()) == lanes


def test_the_revision_follows_what_is_said_not_how_it_is_laid_out() -> None:
    assert book("# a remark\n" + BOOK).revision == book().revision
    assert book(BOOK.replace("Harm on", "Danger on")).revision != book().revision


def test_words_that_look_like_other_things_are_texts() -> None:
    codes = book(
        "codes:\n- id: no\n  name: yes\n  definition: 12:30\n  example: 2014-99-99\n  parent: ~\n"
        "- id: 2014\n  name: 007\n"
    ).codes
    assert [(code.id, code.name) for code in codes] == [("no", "yes"), ("2014", "007")]
    assert (codes[0].definition, codes[0].example, codes[0].parent) == ("12:30", "2014-99-99", None)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("title: [", 1, "not valid YAML"),
        ("codes:\n- id: a\n  name: b: c\n", 3, "not valid YAML"),
        ("codes:\n- id: a\n- id: b\n- id: a\n", 4, "the id a is taken already, in line 2"),
        ("codes:\n- id: a\n  key: k\n- id: b\n  key: k\n", 4, "has the key k, as a has in line 2"),
        ("codes:\n- id: a\n- id: b\n  parent: c\n", 3, "has the parent 'c', which is not in this codebook"),
        ("codes:\n- id: a\n  parent: b\n- id: b\n  parent: c\n", 4, "b has the parent 'c'"),
        ("codes:\n- id: a\n  parent: b\n- id: b\n  parent: a\n", 2, "cannot be its own ancestor"),
        ("codes:\n- id: a\n  parent: a\n", 2, "cannot be its own ancestor"),
        ("codes:\n- id: a\n  colur: '#000000'\n", 3, "has no field colur"),
        ("titel: x\ncodes:\n- id: a\n", 1, "has no field titel"),
        ("codes:\n- id: a\n  id: b\n", 3, "duplicate key"),
        ("codes:\n- id: A b\n", 2, "the id 'A b' must be"),
        ("codes:\n- name: nameless\n", 2, "the id '' must be"),
        ("codes:\n- id: a\n  key: 7\n", 2, "the key '7' of a must be one letter"),
        ("codes:\n- id: a\n  key: ab\n", 2, "must be one letter"),
        ("codes:\n- id: a\n  colour: red\n", 2, "the colour 'red' of a must look like"),
        ("codes:\n- id: a\n  choose: two\n", 2, "`choose` can only be `one`"),
        ("codes:\n- id: a\n- id: b\n  parent: a\n  choose: one\n", 3, "belongs to a theme"),
        ("codes:\n- id: a\n  values: strong\n", 2, "`values` is a list"),
        ("codes:\n- id: a\n  values: [only]\n", 2, "two to nine"),
        ("codes:\n- id: a\n  values: [[a, b], c]\n", 2, "`values` is a list"),
        ("codes:\n- id: a\n  name: [a, b]\n", 2, "`name` is a text"),
        ("codes:\n- a\n", 2, "begins with `- id:`"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_with_its_line(text: str, where: int, what: str) -> None:
    message = fault(text)
    assert message.startswith(f", line {where}: ") and what in message


@pytest.mark.parametrize(
    "text", ["", "codes:\n", "codes: []\n", "- id: a\n", "just a sentence", "codes: {a: b}"]
)
def test_a_file_without_codes_is_no_codebook(text: str) -> None:
    assert "needs a list `codes:`" in fault(text)


def test_what_yaml_cannot_make_a_value_of_is_a_sentence() -> None:
    assert "not valid YAML" in fault("codes:\n- id: !!timestamp 2014-99-99\n")
    assert "half a character" in fault('codes:\n- id: a\n  name: "\\uD800"\n')
    assert "nested too deeply" in fault("codes: " + "[" * 600)


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CoderError, match="no such codebook"):
        read_codebook(tmp_path / "gone.yaml")
    (tmp_path / "old.yaml").write_bytes("codes:\n- id: a\n  name: café\n".encode("cp1252"))
    with pytest.raises(CoderError, match="not UTF-8 text"):
        read_codebook(tmp_path / "old.yaml")
    with pytest.raises(CoderError, match="cannot be read"):
        read_codebook(tmp_path)


@given(st.text(alphabet=" \n-:{}[]&*!|>'\"#%@`?,a0id\te\\u", max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_yaml_gives_a_traceback(text: str) -> None:
    for whole in (text, f"codes:\n- id: a\n  name: {text}\n"):
        try:
            assert book(whole).codes
        except CoderError as error:
            assert str(error).startswith(str(BOOK_PATH))


def test_a_code_that_is_not_there_is_named_with_the_nearest() -> None:
    assert [code.id for code in known_codes(book(), ["sight", "speed"])] == ["sight", "speed"]
    with pytest.raises(CoderError, match=r"no code sped in the codebook lanes\. Did you mean speed\?"):
        known_codes(book(), ["sped"])


def test_the_example_codebook_serves() -> None:
    example = read_codebook(TOP / "codebooks" / "commissioning.yaml")
    codes = [code for code in example.codes if code.parent]
    assert len(codes) >= 14 and len(example.themes) >= 5
    assert {"trust", "bid-capacity", "monitoring", "member-role"} <= set(example.by_id)
    assert all(
        code.definition and code.include and code.exclude and code.example and code.key for code in codes
    )
    assert any(code.values for code in codes) and any(theme.choose for theme in example.themes)


def edit(folder: Path, old: str, new: str) -> None:
    """Change the file as a person would."""
    path = folder / "codebooks" / "lanes.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edited_codebook_is_in_force_at_once_where_nothing_is_tagged(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    with open_inquiry(folder) as inquiry:
        assert inquiry.codebook.by_id["speed"].name == "Speed"
    edit(folder, "name: Speed", "name: Pace")
    with open_inquiry(folder) as inquiry:
        assert inquiry.codebook.by_id["speed"].name == "Pace" and inquiry.codebook_remark == ""
        assert list(inquiry.store.journal.entries()) == []
        assert Hand(inquiry, "AB").undo() == []


def test_an_edited_codebook_is_shown_before_it_is_taken_and_both_revisions_are_kept(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    with open_inquiry(folder) as inquiry:
        first = Hand(inquiry, "AB").tag(CODED[0], [(inquiry.codebook.by_id["speed"], None)])
    edit(folder, "    key: c\n", "    key: c\n  - id: noise\n")
    with open_inquiry(folder) as inquiry:
        assert "noise" not in inquiry.codebook.by_id
        remark = inquiry.codebook_remark
        assert "changed outside of this tool" in remark and "coder codebook take" in remark
        Editor(inquiry, "AB").take()
        second = Hand(inquiry, "AB").tag(CODED[0], [(inquiry.codebook.by_id["noise"], None)])
        stamps = [first[0].codebook_revision, second[0].codebook_revision]
        assert len(set(stamps)) == 2
        for stamp in stamps:
            text = inquiry.store.index.revision("codebook", "lanes", stamp)
            assert text is not None and Codebook.from_json(text).revision == stamp
    with open_inquiry(folder) as inquiry:
        assert inquiry.codebook_remark == "" and "noise" in inquiry.codebook.by_id
        Hand(inquiry, "AB").undo()
        Hand(inquiry, "AB").undo()
        assert "noise" not in (folder / "codebooks" / "lanes.yaml").read_text(encoding="utf-8")


def test_a_fault_in_the_file_leaves_the_former_codebook_in_force(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    with open_inquiry(folder) as inquiry:
        assert inquiry.codebook
    edit(folder, "    key: d\n", "    key: dd\n")
    with open_inquiry(folder) as inquiry:
        assert inquiry.codebook.by_id["dearer"].key == "d"
        remark = inquiry.codebook_remark
        assert "lanes.yaml, line 18: " in remark and "stays in force" in remark
        Hand(inquiry, "AB").tag(CODED[0], [(inquiry.codebook.by_id["speed"], None)])
        with pytest.raises(CoderError, match="line 18"):
            Editor(inquiry, "AB").change("speed", name="Pace")
        with pytest.raises(CoderError, match="line 18"):
            Editor(inquiry, "AB").take()


def test_an_unchanged_file_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_folder(tmp_path / "lanes")
    with open_inquiry(folder) as inquiry:
        Editor(inquiry, "AB").change("speed", name="Pace")
    monkeypatch.setattr(coder.inquiry.codebooks, "read_codebook", None)
    with open_inquiry(folder) as inquiry:
        assert inquiry.codebook.by_id["speed"].name == "Pace"


def test_a_code_under_a_new_id_takes_its_tags_along(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    with open_inquiry(folder) as inquiry:
        for coder_ in ("AB", "CD"):
            Hand(inquiry, coder_).tag(CODED[0], [(inquiry.codebook.by_id["safety"], None)])
    path = folder / "codebooks" / "lanes.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("safety", "harm"), encoding="utf-8")
    with open_inquiry(folder) as inquiry:
        found = inquiry.standing.difference
        assert found and [(old.id, new.id) for old, new in found.renamed] == [("safety", "harm")]
        assert not (found.added or found.removed or found.changed or found.moved)
        Editor(inquiry, "AB").take()
        assert tags(inquiry) == {("3.1", "AB", "harm"), ("3.1", "CD", "harm")}
        Hand(inquiry, "AB").undo()
        assert tags(inquiry) == {("3.1", "AB", "safety"), ("3.1", "CD", "safety")}
        assert path.read_text(encoding="utf-8").count("safety") == BOOK.count("safety")


def test_what_differs_is_told_by_kind() -> None:
    other = book(
        BOOK.replace("title: Lanes and verges", "title: Lanes")
        .replace("name: Speed", "name: Pace")
        .replace("  - id: money\n    name: Money\n", "  - id: cash\n    name: Cash\n")
        .replace("parent: money", "parent: cash")
        .replace("    name: Safety\n    definition: Harm on the lanes.\n", "    name: Safety\n")
    )
    found = difference(book(), other)
    assert found and found.title == ("Lanes and verges", "Lanes")
    assert [code.id for code in found.added] == ["cash"] and [code.id for code in found.removed] == ["money"]
    assert [(old.name, new.name) for old, new in found.changed] == [("Safety", "Safety"), ("Speed", "Pace")]
    assert {new.id for _, new in found.moved} == {"dearer", "cheaper"}
    assert difference(other, other) is None


def test_codes_stand_in_the_order_of_the_tree_and_keys_are_those_in_use() -> None:
    lanes = book(
        "codes:\n- {id: a}\n- {id: b}\n- {id: c, parent: a, key: k, retired: old}\n"
        "- {id: d, parent: b, key: k}\n"
    )
    assert [code.id for code in lanes.codes] == ["a", "c", "b", "d"]
    assert lanes.by_key["k"].id == "d"
