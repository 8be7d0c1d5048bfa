"""How programs count positions and write files in REFI-QDA, each way by a made-up file."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.exchange.project import Project
from coder.exchange.refi.reading import read_refi
from coder.exchange.refi.reading_file import looks_like_refi
from tests.project_support import (
    AT,
    TEXT,
    Made,
    code,
    coded,
    coding,
    element,
    guid,
    note,
    of_text,
    quoted,
    ref,
    selection,
    source,
)


def passages(text: str, words: str, way: str = "") -> tuple[int, int]:
    """Where words stand, as a program with some ways would count them in the file's text."""
    start = text.index(words)
    end = start + len(words)
    if "wide" in way:
        start, end = (at + sum(ord(sign) > 0xFFFF for sign in text[:at]) for at in (start, end))
    return start, end - ("inclusive" in way)


# ---- counting


WAYS = ("", "inclusive", "wide", "wide inclusive")
QUOTES = ("vans are fast", "ever", "🚜", "slow 🌳 today", "farmers help", "round the bend")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mark", ["", "\ufeff", "counted"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r\n as one", "\n as two"])
def test_passages_stand_on_their_words_however_a_program_counts(
    tmp_path: Path, way: str, mark: str, ends: str
) -> None:
    """Whether the last position is within, whether a sign beyond the basic plane is two, whether the byte
    order mark counts, and whether a line end is one or two: each by what falls on words."""
    stored = TEXT.replace("\n", ends[:2].strip(" "))
    counted = {"\r\n as one": TEXT, "\n as two": TEXT.replace("\n", "\r\n")}.get(ends, stored)
    ahead = mark == "counted"
    selections = []
    for words in QUOTES:
        start, end = passages(counted, words, way)
        selections.append(selection(start + ahead, end + ahead, coding("Vans")))
    data = ("\ufeff" if mark else "") + stored
    project = read_refi(of_text(data, *selections).write(tmp_path / "x.qdpx"))
    assert [words for words, _ in quoted(project)] == list(QUOTES)
    assert "\r" not in project.sources[0].text and not project.sources[0].text.startswith("\ufeff")
    told = [ahead, "wide" in way, "inclusive" in way, " as " in ends]
    assert len(project.remarks) == any(told)


def test_names_that_are_their_own_words_tell_where_words_alone_do_not(tmp_path: Path) -> None:
    """Every passage here ends on a sign that is in no word, whichever way one counts."""
    text = "a)) b)) c)) d))"
    for names in (True, False):
        selections = [
            selection(start, start + 2, coding("Vans"), name=text[start : start + 3] if names else "")
            for start in (0, 4, 8)
        ]
        project = read_refi(of_text(text, *selections).write(tmp_path / "x.qdpx"))
        expected = ["a))", "b))", "c))"] if names else ["a)", "b)", "c)"]
        assert [words for words, _ in quoted(project)] == expected


def test_a_file_that_leaves_out_every_last_full_stop_counts_it_in(tmp_path: Path) -> None:
    sentences = ("The vans are fast.", "Nobody can see, “ever”, round the bend.", "Four farmers help.")
    places = [passages(TEXT, one, "inclusive") for one in sentences]
    selections = [selection(*place, coding("Vans")) for place in places]
    project = read_refi(of_text(TEXT, *selections).write(tmp_path / "x.qdpx"))
    assert [words for words, _ in quoted(project)] == list(sentences)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("ab🚜é \n", min_size=1, max_size=12), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n"]), st.booleans(),
)  # fmt: skip
def test_any_text_counted_as_it_stands_comes_back(parts: list[str], end: str, mark: bool) -> None:
    """With whole words selected, of which some are named."""
    text = " word ".join(parts)
    stored = text.replace("\n", end)
    words = list(re.finditer(r"\S+", stored))
    selections = [selection(*found.span(), coding("Vans"), name=found[0]) for found in words]
    made = of_text(("\ufeff" if mark else "") + stored, *selections)
    project = project_of(made)
    assert [one for one, _ in quoted(project)] == [found[0] for found in words]
    assert project.sources[0].text == text if project.sources else not text.strip()


def project_of(made: Made) -> Project:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return read_refi(made.write(Path(folder) / "x.qdpx"))


# ---- writing files


def test_guids_may_stand_in_braces_and_in_capitals(tmp_path: Path) -> None:
    made = coded()
    braced = re.sub(
        r'(guid|GUID|User)="([0-9a-f-]{36})"', lambda found: f'{found[1]}="{{{found[2].upper()}}}"', made.xml
    )
    assert braced.count("{") > 6
    project = read_refi(made.write(tmp_path / "x.qdpx", braced))
    assert quoted(project) == [("vans are fast", "Vans")]
    assert project.users == {guid("Ann Lee"): "Ann Lee"}


@pytest.mark.parametrize(
    "path", ["talk.txt", "internal://talk.txt", "INTERNAL://Talk.TXT", "sources/talk.txt"]
)
def test_a_source_is_found_however_its_path_is_written(tmp_path: Path, path: str) -> None:
    made = Made(
        sources=[source("talk", selection(4, 17, coding("Vans")), path=path)], files={"talk.txt": TEXT}
    )
    assert quoted(read_refi(made.write(tmp_path / "x.qdpx"))) == [("vans are fast", "Vans")]


@pytest.mark.parametrize("root", ["Project.QDE", "my study.qde", "study/project.qde", "export.xml"])
def test_the_root_may_have_another_name(tmp_path: Path, root: str) -> None:
    project = read_refi(coded(root=root).write(tmp_path / "x.qdpx"))
    assert quoted(project) == [("vans are fast", "Vans")]


def test_a_bare_project_finds_its_sources_beside_it(tmp_path: Path) -> None:
    made = coded()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "talk.txt").write_bytes(TEXT.encode())
    (tmp_path / "project.qde").write_text(made.xml, encoding="utf-8")
    assert quoted(read_refi(tmp_path / "project.qde")) == [("vans are fast", "Vans")]


def test_text_may_stand_in_the_project_itself(tmp_path: Path) -> None:
    inside = element("PlainTextContent", TEXT)
    made = Made(sources=[
        element("TextSource", inside, selection(4, 17, coding("Vans")), guid=guid("s"), name="s")
    ])  # fmt: skip
    assert quoted(read_refi(made.write(tmp_path / "x.qdpx"))) == [("vans are fast", "Vans")]


def test_a_word_document_serves_where_there_is_no_plain_text(tmp_path: Path) -> None:
    document, data = Document(), io.BytesIO()
    for line in ("The vans are fast.", "Nobody can see."):
        document.add_paragraph(line)
    document.save(data)
    made = Made(
        sources=[source("talk", selection(4, 17, coding("Vans")), richTextPath="internal://talk.docx")],
        files={"talk.txt": " ", "talk.docx": data.getvalue()},
    )
    assert quoted(read_refi(made.write(tmp_path / "x.qdpx"))) == [("vans are fast", "Vans")]


def test_the_text_of_a_pdf_file_is_a_source_and_regions_of_its_pages_are_counted(tmp_path: Path) -> None:
    region = element(
        "PDFSelection", coding("Vans"), guid=guid("r"), page=0, firstX=1, firstY=1, secondX=2, secondY=2
    )
    text = element(
        "Representation", element("PlainTextContent", TEXT), selection(4, 17, coding("Vans")), guid=guid("t")
    )
    made = Made(sources=[element("PDFSource", region, text, guid=guid("pdf"), name="talk.pdf")])
    project = read_refi(made.write(tmp_path / "x.qdpx"))
    assert quoted(project) == [("vans are fast", "Vans")]
    assert project.left_out == {"regions of PDF pages": 1, "codings of regions of PDF pages": 1}


def test_what_has_no_place_is_counted_by_kind(tmp_path: Path) -> None:
    picture = element("PictureSelection", coding("Vans"), guid=guid("p1"), firstX=1, firstY=1, secondX=2,
                      secondY=2)  # fmt: skip
    made = Made(
        sources=[
            element("PictureSource", picture, coding("Bends"), guid=guid("p"), name="photo"),
            element("VideoSource", guid=guid("v"), name="film"),
            source("gone", selection(0, 3, coding("Vans"))),
            source("far", selection(0, 3, coding("Vans")), path="absolute:///etc/passwd"),
            source("talk", selection(0, 900, coding("Vans")), selection(4, 4, coding("Vans")),
                   selection(4, 8, coding("No such code"))),
        ],
        files={"talk.txt": TEXT},
        notes=[note("loose", "On nothing.")],
        rest=[element("Sets", element("Set", guid=guid("set"), name="mine"))],
    )  # fmt: skip
    project = read_refi(made.write(tmp_path / "x.qdpx"))
    assert project.codings == ()
    assert project.left_out == {
        "pictures": 1, "codings of pictures": 2, "videos": 1, "sources without text": 2,
        "codings of sources without text": 2, "selections outside of their text, or of nothing": 2,
        "codings of such selections": 2, "codings of codes that are not in the codebook": 1,
        "notes on nothing that has a place here": 1, "sets": 1,
    }  # fmt: skip


def test_memos_stand_on_what_refers_to_their_notes(tmp_path: Path) -> None:
    made = Made(
        codes=(code("Vans", ref("Note", "on code")),),
        sources=[source("talk", selection(4, 8, coding("Vans", "", AT, "on coding"), ref("Note", "on text")),
                        selection(9, 12, element("Description", "a comment")), ref("Note", "on source"))],
        notes=[note(f"on {what}", f"A note on a {what}.") for what in ("code", "coding", "text", "source")],
        files={"talk.txt": TEXT},
    )  # fmt: skip
    project = read_refi(made.write(tmp_path / "x.qdpx"))
    found = {(one.text, one.source == guid("talk"), one.start, one.end, one.code == guid("Vans"))
             for one in project.memos}  # fmt: skip
    assert found == {
        ("A note on a code.", False, 0, 0, True), ("A note on a coding.", True, 4, 8, True),
        ("A note on a text.", True, 4, 8, False), ("a comment", True, 9, 12, False),
        ("A note on a source.", True, 0, 0, False),
    }  # fmt: skip
    assert {one.coder for one in project.memos} == {guid("Ann Lee")}, "the only user, where none is named"


def test_times_are_utc_and_one_that_is_none_is_counted(tmp_path: Path) -> None:
    times = {
        "2024-03-04T05:06:07Z": "2024-03-04T05:06:07.000Z",
        "2024-03-04T05:06:07.1234567+02:00": "2024-03-04T03:06:07.123Z",
        "2024-03-04T05:06:07": "2024-03-04T05:06:07.000Z",
        "yesterday": "",
    }
    selections = [selection(4, 8, coding("Vans", "Ann Lee", at)) for at in times]
    project = read_refi(of_text(TEXT, *selections).write(tmp_path / "x.qdpx"))
    assert [one.at for one in project.codings] == list(times.values())
    assert project.left_out == {"times that cannot be read": 1}


@pytest.mark.parametrize("name", ["project.zip", "study", "study.qdpx"])
def test_a_project_is_told_by_what_is_in_it(tmp_path: Path, name: str) -> None:
    assert looks_like_refi(coded().write(tmp_path / name))


def test_other_files_are_no_projects(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("urn:other", encoding="utf-8")
    (tmp_path / "bare.xml").write_text(coded().xml, encoding="utf-8")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("notes.txt", "x")
    found = {path.name: looks_like_refi(path) for path in tmp_path.iterdir()}
    assert found == {"notes.txt": False, "bare.xml": True, "broken.zip": False, "other.zip": False}
    assert not looks_like_refi(tmp_path / "gone")
