"""An inquiry exported and taken in again, elsewhere and here; any project a program may write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.codebook import Code
from coder.coding import Key, codebook_subject
from coder.evidence.spans import with_span
from coder.evidence.transcript import parse
from coder.inquiry.demo import unpack
from coder.inquiry.folder import open_inquiry
from coder.inquiry.importing import import_session, read_session
from coder.inquiry.people import people
from coder.inquiry.tagging import Hand
from tests.inquiry_support import CODED, make_folder, run
from tests.project_support import Made, code, coding, selection, source, user
from tests.refi_support import filled

ELSEWHERE = "title: Elsewhere\ncodes:\n  - id: other\n    name: Something else\n"
KINDS = ("tag", "read", "star", "flag", "unjudged", "memo")


def standing(folder: Path) -> tuple[dict[Key, Any], dict[str, Code], list[Any]]:
    """Every mark with its value and its time, the codes, and the people as they are."""
    with open_inquiry(folder) as inquiry:
        at = {entry.key: entry.at for entry in inquiry.store.journal.entries()}
        marks = {key: (value, at[key]) for key, value in inquiry.store.journal.state(*KINDS)}
        known = [
            (one.name, one.ids, one.kind(), one.roles, one.organisation(), one.attributes)
            for one in people(inquiry).all
        ]
        return marks, dict(inquiry.codebook.by_id), known


def elsewhere(folder: Path, book: str) -> Path:
    """An inquiry with nothing in it but one code, its codebook of the same name."""
    for part in ("codebooks", "sessions"):
        (folder / part).mkdir(parents=True)
    (folder / "inquiry.toml").write_text('name = "Elsewhere"\n', encoding="utf-8")
    (folder / "codebooks" / f"{book}.yaml").write_text(ELSEWHERE, encoding="utf-8")
    return folder


def round_trip(folder: Path, book: str, *form: str) -> tuple[Any, Any]:
    """What stood, and what stands elsewhere once its export was taken in; here that changes nothing."""
    path = folder.parent / "out.qdpx"
    assert run(folder, "export", str(path), *form, "--as", "ME").status == 0
    new = elsewhere(folder.parent / "elsewhere", book)
    done = run(new, "merge", str(path), "--as", "ME", "--add-codes", "--add-sessions")
    assert done.status == 0, done.err
    before = standing(folder)
    again = run(folder, "merge", str(path), "--as", "ME")
    assert again.out.endswith("0 entries made\n"), again.out + again.err
    assert standing(folder) == before
    for transcript in (folder / "sessions").glob("*.md"):
        there = new / "sessions" / transcript.name
        assert items(there) == items(transcript)
    marks, codes, known = standing(new)
    codes.pop("other")
    return before, (marks, codes, known)


def items(transcript: Path) -> Any:
    """All of a session that is not its head."""
    return parse(transcript.read_text("utf-8"), transcript).to_json()["items"]


def test_the_example_comes_back_whole(tmp_path: Path) -> None:
    folder = unpack(tmp_path / "demo")
    with open_inquiry(folder) as inquiry:
        placed = [one.paragraph for one in inquiry.store.index.everything()]
        said = [one for one in placed if one.role != "question"]
        codes = [one for one in inquiry.codebook.codes if one.parent]
        (graded, *_) = [one for one in inquiry.codebook.codes if one.values]
        hand = Hand(inquiry, "JR")
        for start, end in ((0, 12), (20, 31), (2, 15)):
            hand.tag(said[3].id, [(codes[0], None)], (start, end))
        hand.tag(said[4].id, [(graded, 2)])
        hand.tag(said[5].id, [(codes[1], None)], (0, len(said[5].text)))
        hand.memo(said[3].id, "On a tag.", codes[0].id)
        hand.memo(said[6].id, "On a paragraph,\n\nin two.")
        hand.memo(placed[0].id.partition("/")[0], "On the session.")
        hand.memo(codebook_subject(inquiry.codebook.name), "On a code.", codes[2].id)
        hand.memo(people(inquiry).all[0].id, "On a person.")
        hand.star_passage(said[7].id, (3, 12))
        hand.flag(said[8].id)
    for attribute, value in (("sector", "voluntary"), ("role", "Head of care")):
        assert run(folder, "witnesses", "set", "Amina Yusuf", attribute, value, "--as", "JR").status == 0
    with open_inquiry(folder) as inquiry:
        one, other = [person.name for person in people(inquiry).all if person.kind() == "witness"][-2:]
    assert run(folder, "witnesses", "merge", one, other, "--as", "JR").status == 0
    before, after = round_trip(folder, "commissioning")
    assert after[0] == before[0]
    assert after[1:] == before[1:]


def test_what_is_quoted_within_words_comes_back(tmp_path: Path) -> None:
    """Of our own files it is known how they count, so that nothing is told from where passages fall."""
    folder = make_folder(tmp_path / "lanes")
    with open_inquiry(folder) as inquiry:
        for passage in ((5, 9), (14, 17), (31, 34)):
            Hand(inquiry, "AB").tag(CODED[0], [(inquiry.codebook.by_id["speed"], None)], passage)
    before, after = round_trip(folder, "lanes", "--crlf")
    assert after == before


def test_everything_an_inquiry_can_hold_comes_back_but_what_is_said_to_stay(tmp_path: Path) -> None:
    """A control character in a memo is a space in XML; a code that is in the codebook no more is in it
    again, so that it is taken off before."""
    folder = filled(tmp_path / "lanes")
    with open_inquiry(folder) as inquiry:
        for (_, coder, subject, code_id), _ in list(inquiry.store.journal.state("tag")):
            if code_id == "no-such":
                Hand(inquiry, coder).untag(subject, [Code(code_id, code_id)])
    before, after = round_trip(folder, "lanes")
    assert {key: bare(value) for key, value in after[0].items()} == {
        key: bare(value) for key, value in before[0].items()
    }
    assert after[2] == before[2]
    assert {one: lowered(said) for one, said in after[1].items()} == {
        one: lowered(said) for one, said in before[1].items()
    }


def bare(mark: tuple[dict[str, Any], str]) -> tuple[dict[str, Any], str]:
    value, at = mark
    return ({**value, "text": " ".join(value["text"].split())} if "text" in value else value), at


def lowered(code: Code) -> Code:
    return replace(code, colour=code.colour.lower())


@pytest.mark.parametrize("form", [(), ("--crlf",)])
def test_kent_comes_back_whole(tmp_path: Path, shared: Path, form: tuple[str, ...]) -> None:
    folder = make_folder(tmp_path / "kent")
    (folder / "sessions" / "lanes-2025-05-06.md").unlink()
    document = shared / "evidence" / "kent-commissioning-2014-02-03.md"
    with open_inquiry(folder) as inquiry:
        import_session(inquiry, document, read_session(document))
        codes = [one for one in inquiry.codebook.codes if one.parent and one.id != "cheaper"]
        texts = {one.paragraph.id: one.paragraph.text for one in inquiry.store.index.everything()}
        for coder in ("AB", "CD"):
            hand = Hand(inquiry, coder)
            with inquiry.store.transaction():
                for number, (paragraph, text) in enumerate(texts.items()):
                    if number % 3 and text:
                        start = number % max(1, len(text) // 2)
                        passage = (
                            (start, min(len(text), start + 40)) if number % 2 and coder == "AB" else None
                        )
                        if passage and not text[slice(*passage)].strip():
                            passage = None
                        hand.tag(paragraph, [(codes[number % len(codes)], None)], passage)
                    if number % 10 == 0:
                        hand.memo(paragraph, f"{coder} on {number}")
    before, after = round_trip(folder, "lanes", *form)
    assert len(before[0]) > 200
    assert after == before


@pytest.mark.parametrize("mask", [(), ("--anonymise",)])
def test_into_an_inquiry_that_has_the_session_by_another_way(tmp_path: Path, mask: tuple[str, ...]) -> None:
    """The session is found by its words, though names are labels there and its GUIDs another project's."""
    folder = filled(tmp_path / "lanes")
    path = tmp_path / "out.qdpx"
    assert run(folder, "export", str(path), *mask, "--as", "AB").status == 0
    new = make_folder(tmp_path / "new", (folder / "sessions" / "lanes-2025-05-06.md").read_text("utf-8"))
    done = run(new, "merge", str(path), "--as", "ME", "--add-codes", "--add-sessions", "--json")
    assert done.status == 0, done.err
    (same,) = [one for one in done.json()[0]["sessions"] if one["session"] == "lanes-2025-05-06"]
    assert not same["new"]


# ---- any project


NAMES = ("Vans", "Bends", "Hedges")
USERS = ("Ann Lee", "Bo", "Cy Dee")
WORDS = st.sampled_from(["The", "vans", "are", "🚜", "“fast”", "Ça", "bend,", "today."])
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=4, max_size=30), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(PARAGRAPHS, min_size=1, max_size=3), st.data(),
    st.sampled_from(["\n\n", "\r\n\r\n", "\r\n\r\n\r\n"]), st.booleans(),
)  # fmt: skip
def test_any_project_comes_in_as_it_was_coded(
    texts: list[list[list[str]]], data: st.DataObject, between: str, mark: bool
) -> None:
    """What stands is what a plain loop over the words says: a tag on each paragraph that a passage touches,
    with the words of it there."""
    expected: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    files, sources = {}, []
    for number, paragraphs in enumerate(texts):
        lines = [f"Talk {number} begins here, and this is its paragraph {n}: {' '.join(words)}"
                 for n, words in enumerate(paragraphs)]  # fmt: skip
        words = [(n, *found) for n, line in enumerate(lines) for found in spans_of_words(line)]
        begins = [sum(len(line) + len(between) for line in lines[:n]) for n in range(len(lines))]
        selections = []
        for _ in range(data.draw(st.integers(0, 5))):
            first = data.draw(st.integers(0, len(words) - 1))
            last = data.draw(st.integers(first, len(words) - 1))
            who, what = data.draw(st.sampled_from(USERS)), data.draw(st.sampled_from(NAMES))
            low, high = begins[words[first][0]] + words[first][1], begins[words[last][0]] + words[last][2]
            selections.append(selection(low, high, coding(what, who)))
            for n in range(words[first][0], words[last][0] + 1):
                start = words[first][1] if n == words[first][0] else 0
                end = words[last][2] if n == words[last][0] else len(lines[n])
                expected.setdefault((who, lines[n], what), []).append((start, end))
        sources.append(source(f"talk {number}", *selections))
        files[f"talk {number}.txt"] = ("\ufeff" if mark else "") + between.join(lines)
    made = Made(codes=tuple(map(code, NAMES)), users=tuple(map(user, USERS)), sources=sources, files=files)
    assert taken_in(made) == {key: joined(key[1], found) for key, found in expected.items()}


def spans_of_words(line: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for word in line.split(" "):
        found.append((at, at + len(word)))
        at += len(word) + 1
    return found


def joined(line: str, passages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The passages of a tag, those that overlap as one; none that is the whole paragraph."""
    value: dict[str, Any] = {}
    for start, end in sorted(one for one in passages if one != (0, len(line))):
        there = [(one["start"], one["end"]) for one in value.get("spans", ())]
        over = [one for one in there if one[0] < end and start < one[1]]
        low, high = min([start, *(a for a, _ in over)]), max([end, *(b for _, b in over)])
        value = with_span(value, low, high, line)
    return [(one["start"], one["end"]) for one in value.get("spans", ())]


def taken_in(made: Made) -> dict[tuple[str, str, str], list[tuple[int, int]]]:
    with TemporaryDirectory() as name:
        folder = make_folder(Path(name) / "lanes")
        path = made.write(Path(name) / "x.qdpx")
        done = run(folder, "merge", str(path), "--as", "ME", "--add-codes", "--add-sessions")
        assert done.status == 0, done.err
        users = {"AL": "Ann Lee", "Bo": "Bo", "CD": "Cy Dee"}
        names = {one.casefold(): one for one in NAMES}
        with open_inquiry(folder) as inquiry:
            text = inquiry.store.index.text
            return {
                (users[coder], text(subject), names[code_id]): [
                    (one["start"], one["end"]) for one in value.get("spans", ())
                ]
                for (_, coder, subject, code_id), value in inquiry.store.journal.state("tag")
            }
