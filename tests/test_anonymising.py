"""Outputs without names: no witness's name in any of them, the same labels in all, the key apart."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.inquiry.folder import open_inquiry
from coder.inquiry.tagging import Hand
from tests.inquiry_support import BOOK, SLUG, TRANSCRIPT, make_folder, run, transcript
from tests.summary_support import FORMS, cited, paragraph_named, paragraphs_of, seen, stands_in


def coded(folder: Path, text: str = TRANSCRIPT, book: str = BOOK) -> Path:
    """Everything tagged, a passage that holds a name, memos and attributes that name people."""
    make_folder(folder, text, book)
    with open_inquiry(folder) as inquiry:
        codes = inquiry.codebook.by_id
        names = [one.name for one in inquiry.store.index.appearances()]
        for hand in (Hand(inquiry, "AB"), Hand(inquiry, "CD")):
            for placed in inquiry.store.index.everything():
                said = placed.paragraph
                if said.role != "question":
                    hand.tag(said.id, [(codes["speed"], None)], (0, len(said.text) // 2))
                    hand.tag(said.id, [(codes["cheaper"], None)])
                    hand.memo(said.id, f"{names[0]} differs from {names[-1]}'s view.")
        hand.star_passage(f"{SLUG}/4.6", (0, 11))
    assert (
        run(folder, "--as", "AB", "witnesses", "set", names[0], "note", f"sister of {names[-1]}").status == 0
    )
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return coded(tmp_path / "inquiry")


def outputs(folder: Path, *options: str) -> dict[str, str]:
    """The text of every output without names, by what it is."""
    found = {}
    flags = options or ("--anonymise",)
    for form in FORMS:
        assert run(folder, "summary", "-o", str(folder / f"out{form}"), *flags).status == 0
        found[form] = seen(folder / f"out{form}").whole
    found["source of .html"] = (folder / "out.html").read_text(encoding="utf-8")
    assert run(folder, "matrix", "-o", str(folder / "out.xlsx"), *flags).status == 0
    found[".xlsx"] = in_workbook(folder / "out.xlsx")
    for path in sorted((folder / "sessions").glob("*.md")):
        found[f"show {path.stem}"] = run(folder, "show", path.stem, "--json", *flags).out
        found[f"show {path.stem} plain"] = run(folder, "show", path.stem, *flags).out
    found["log"] = run(folder, "log", "--json", *flags).out
    found["log plain"] = run(folder, "log", *flags).out
    return found


def in_workbook(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    return "\n".join(
        [
            *cells,
            *book.sheetnames,
            str(book.properties.title),
            *(str(sheet.oddFooter.left.text) for sheet in book),
        ]
    )


def test_no_output_has_a_witness_name_and_all_have_the_same_labels(folder: Path) -> None:
    for what, text in outputs(folder).items():
        for name in ("Adeyemi", "adeyemi", "Ruth", "Tomasz", "tomasz", "Wren"):
            assert name not in text, (what, name)
        assert "plain" in what or ("Witness 1" in text and "Witness 2" in text), what
        assert "anonymise-key" not in text
    key = (folder / "anonymise-key.csv").read_text(encoding="utf-8").splitlines()
    assert key[1:] == [
        f"Witness 1,Ruth Adeyemi,{SLUG}/@ruth-adeyemi", f"Witness 2,Tomasz Wren,{SLUG}/@tomasz-wren",
    ]  # fmt: skip


def test_without_the_option_names_stay_and_no_key_is_written(folder: Path) -> None:
    assert "Ruth Adeyemi" in run(folder, "show", SLUG, "--json").out
    assert run(folder, "summary", "-o", str(folder / "out.md")).status == 0
    assert "Ruth Adeyemi" in (folder / "out.md").read_text(encoding="utf-8")
    assert not (folder / "anonymise-key.csv").exists()


def test_organisations_too_where_it_is_asked(folder: Path) -> None:
    for what, text in outputs(folder, "--anonymise=organisations").items():
        assert "Dunmere District Council" not in text, what
    assert "Organisation 1" in (folder / "out.md").read_text(encoding="utf-8")
    assert "Organisation 1,Dunmere District Council,body:" in (folder / "anonymise-key.csv").read_text(
        "utf-8"
    )


def test_quotes_and_passages_are_those_of_the_session_without_names(folder: Path) -> None:
    texts = cited(folder, "--anonymise")
    by_id = {
        one["id"]: one["text"]
        for one in paragraphs_of(run(folder, "show", SLUG, "--json", "--anonymise").json())
    }
    for form in FORMS:
        assert run(folder, "summary", "-o", str(folder / f"out{form}"), "--anonymise").status == 0
        quotes = seen(folder / f"out{form}").quotes
        assert any(quote.startswith("Witness 2 […]") for quote, _ in quotes)  # the starred name
        for quote, source in quotes:
            assert stands_in(quote, paragraph_named(source, texts)), (form, quote, source)
    spans = [
        (entry["subject"], span)
        for entry in run(folder, "log", "--json", "--anonymise").json()
        for span in (entry["after"] or {}).get("spans", ())
    ]
    assert spans
    for subject, span in spans:
        assert by_id[subject][span["start"] : span["end"]] == span["text"]


def test_labels_stay_when_earlier_evidence_comes_in(folder: Path) -> None:
    key = folder / "apart" / "key.csv"
    key.parent.mkdir()
    assert run(folder, "show", SLUG, "--anonymise", "--key", str(key)).status == 0
    earlier = TRANSCRIPT.replace(SLUG, "lanes-2025-01-01").replace("2025-05-06", "2025-01-01")
    transcript(folder, "lanes-2025-01-01").write_text(earlier.replace("Tomasz Wren", "Ada Quill"), "utf-8")
    shown = run(folder, "show", "lanes-2025-01-01", "--json", "--anonymise", "--key", str(key)).json()
    witnesses = [one["name"] for item in shown["items"] for one in item["witnesses"]]
    assert witnesses == ["Witness 1", "Witness 3"]
    again = run(folder, "show", SLUG, "--json", "--anonymise", "--key", str(key)).json()
    assert [one["name"] for item in again["items"] for one in item["witnesses"]] == ["Witness 1", "Witness 2"]
    assert not (folder / "anonymise-key.csv").exists()


def test_what_is_not_sure_is_listed_in_the_terminal_and_beside_the_key(folder: Path) -> None:
    path = transcript(folder)
    text = path.read_text(encoding="utf-8").replace("four farmers would", "Ruth and four farmers would")
    path.write_text(text.replace("How fast do people", "How fast, Ruth, do people"), encoding="utf-8")
    done = run(folder, "summary", "-o", str(folder / "out.md"), "--anonymise")
    assert done.status == 0
    listed = (folder / "anonymise-key.txt").read_text(encoding="utf-8")
    for where in ("4(6)", "3 Q1"):
        line = f"{SLUG} {where}: Ruth: a first name alone; replaced by Witness 1"
        assert line in done.err
        assert listed.count(line) == 1  # a question once, whatever answers it
    assert "Keep this apart" in listed
    assert "Ruth" not in (folder / "out.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "complaint"),
    [("key.txt", "ends in .csv"), ("wrong.csv", "line 1 is not of a key"),
     ("gone/key.csv", "cannot be written"), ("bytes.csv", "is no key")],
)  # fmt: skip
def test_a_key_that_is_none_is_one_sentence(folder: Path, key: str, complaint: str) -> None:
    (folder / "wrong.csv").write_text("a,b\n", encoding="utf-8")
    (folder / "bytes.csv").write_bytes(b"\xff\xfe\x00label")
    done = run(folder, "matrix", "-o", str(folder / "out.xlsx"), "--anonymise", "--key", str(folder / key))
    assert complaint in done.complaint()
    assert not (folder / "out.xlsx").exists()


def test_real_minutes_keep_no_name_of_a_witness(shared: Path, tmp_path: Path) -> None:
    assert run(tmp_path, "init", str(tmp_path)).status == 0
    document = shared / "evidence" / "kent-commissioning-2014-02-03.md"
    assert run(tmp_path, "import", str(document)).status == 0
    with open_inquiry(tmp_path) as inquiry:
        code = next(code for code in inquiry.codebook.codes if code.parent)
        for placed in inquiry.store.index.everything():
            Hand(inquiry, "AB").tag(placed.paragraph.id, [(code, None)])
    for what, text in outputs(tmp_path).items():
        for name in ("Angela", "Slaven", "slaven", "Nigel", "Baker", "Andy", "Jones", "Jason", "Martin"):
            assert name not in text, (what, name)
        assert "Angell" in text or "log" in what  # the chairman is no witness
    texts = cited(tmp_path, "--anonymise")
    for quote, source in seen(tmp_path / "out.docx").quotes:
        assert stands_in(quote, paragraph_named(source, texts))


FORES = ("Zyxa", "Brånni", "Oluwaqueen", "Hjördis", "Quillan")
LASTS = ("Vexthorne", "O’Dwyrrin", "MacQuorn", "Thrisk-Palmby", "Nwoxuku")


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_no_name_of_a_witness_is_left_in_any_outputs_text(data: Any) -> None:
    """Whoever they are, in whatever form the evidence, its headings and the codebook name them."""
    one, other = data.draw(st.permutations(FORES))[:2]
    last, another = data.draw(st.permutations(LASTS))[:2]
    shapes = st.sampled_from(
        ["{f} {l}", "Mr {l}", "Ms {f} {l}’s", "{l}", "{f}", "{i}. {l}", "{l}, {f}", "{f}-{l}"]
    )
    text = TRANSCRIPT.replace("Ruth Adeyemi", f"{one} {last}").replace("Tomasz Wren", f"{other} {another}")
    for phrase in ("delivery vans", "another tractor", "the mill", "four farmers", "in the mornings"):
        said = data.draw(shapes).format(f=one, l=last, i=one[0])
        text = text.replace(phrase, f"{phrase} of {said} and {other} {another}")
    book = BOOK.replace("definition: Harm on the lanes.", f"definition: What {one} {last} meant.")
    with TemporaryDirectory() as place:
        for what, said in outputs(coded(Path(place) / "inquiry", text, book)).items():
            for name in (one, other, last, another):
                assert name.casefold() not in said.casefold(), (what, name, said)
