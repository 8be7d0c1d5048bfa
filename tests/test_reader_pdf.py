"""PDFs: what a reader of the page sees comes out as blocks, what stands around it as dropped."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.blocks import Block, Document
from coder.evidence.layout.hyphens import Hyphens
from coder.evidence.readers import read_blocks
from tests.office_support import Office, as_html, look, office
from tests.pdf_support import BOLD, ROMAN, Set, lines, pdf

WITNESS = (
    "The witness told the committee that small groups find the tender forms long and that few of them have"
    " anybody who has filled one in before, so that most leave the contracts to others."
)
MEMBER = (
    "A member asked whether the council could break its contracts into lots of a size that a group of ten"
    " people could deliver, and who in the council would have to agree to that."
)
CLERK = "The clerk was asked to write to the providers and to report to the next meeting in May."


def blocks(data: bytes) -> list[Block]:
    return read(data).blocks


def read(data: bytes) -> Document:
    return read_blocks(data, "minutes")


def texts(*pages: list[Set]) -> list[str]:
    return [block.text for block in blocks(pdf(pages))]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


# Real documents


@pytest.fixture(scope="module")
def libre(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return office(tmp_path_factory.mktemp("office"))


def test_a_published_debate_keeps_its_words(shared: Path) -> None:
    path = shared / "evidence" / "pdf" / "debate_Seanad_2021-11-18.pdf"
    document = read(path.read_bytes())
    source = Counter(words(path.with_suffix(".txt").read_text(encoding="utf-8")))
    text = Counter(word for block in document.blocks for word in words(block.text))
    dropped = Counter(word for piece in document.dropped for word in words(piece.text))
    assert (source - text).total() <= 0.03 * source.total()
    assert (source - text - dropped).total() <= 0.002 * source.total()
    assert (text - source).total() <= 0.001 * source.total()
    pages = Counter(piece.why for piece in document.dropped)
    assert pages["page"] == pages["head"] == 76, "a number and a running head on each page but the first"
    speeches = [block for block in document.blocks if 0 < block.bold < len(block.text)]
    labelled = [block.text[: block.bold] for block in speeches if block.text[: block.bold].endswith(":")]
    assert len(labelled) > 140 and "Senator Lynn Ruane:" in labelled


@pytest.mark.parametrize("name", ["kent-commissioning-2014-02-03.md", "uk-commons/pac_201719_hc880.txt"])
def test_printed_minutes_come_back_as_the_same_paragraphs(name: str, shared: Path, libre: Office) -> None:
    path = shared / "evidence" / name
    source = [block for block in read_blocks(path.read_bytes(), path.name).blocks if block.text]
    printed = blocks(libre.convert(as_html(source), "html", "pdf:writer_pdf_Export"))
    assert differing([look(block) for block in source], [look(block) for block in printed]) <= 0.01


def differing(source: Sequence[object], printed: Sequence[object]) -> float:
    """The share of the blocks of either that have no like in the other, in order."""
    same = difflib.SequenceMatcher(None, source, printed, autojunk=False).get_matching_blocks()
    return 1 - sum(match.size for match in same) / max(len(source), len(printed))


# What stands around the text


def test_running_heads_and_page_numbers_are_dropped() -> None:
    pages = [
        [
            Set(72, 800, "Adult Care Committee, 4 March 2014"),
            *lines(f"On day {day} the committee sat. {MEMBER}", y=760),
            Set(290, 40, str(30 + day)),
        ]
        for day in range(1, 5)
    ]
    document = read(pdf(pages))
    assert [block.text for block in document.blocks] == [
        f"On day {day} the committee sat. {MEMBER}" for day in range(1, 5)
    ]
    assert [(piece.why, piece.text) for piece in document.dropped if piece.why == "page"] == [
        ("page", str(30 + day)) for day in range(1, 5)
    ]
    assert [piece.text for piece in document.dropped if piece.why == "head"] == [
        "Adult Care Committee, 4 March 2014"
    ] * 4


def test_a_line_that_comes_back_within_the_text_stays() -> None:
    first = ["Ann Hale", "Bo Lind", "Cy Moss", "Di North", "Ed Orr", "Fay Pike"]
    pages = [
        lines(f"{name} spoke.\nThe committee agreed.\n{MEMBER}\n{name} sat down.", gap=12) for name in first
    ]
    assert texts(*pages).count("The committee agreed.") == 6


def test_page_numbers_of_two_pages_are_dropped() -> None:
    pages = [[*lines(f"{WITNESS} {MEMBER}"), Set(290, 40, f"Page {number} of 2")] for number in (1, 2)]
    document = read(pdf(pages))
    assert [piece.text for piece in document.dropped] == ["Page 1 of 2", "Page 2 of 2"]
    assert len(document.blocks) == 2


@pytest.mark.parametrize("number", ["1", "- 1 -", "Page 1"])
def test_the_number_of_an_only_page_is_dropped(number: str) -> None:
    document = read(pdf([[*lines(WITNESS), Set(290, 40, number)]]))
    assert [block.text for block in document.blocks] == [WITNESS]
    assert [(piece.why, piece.text) for piece in document.dropped] == [("page", number)]


@pytest.mark.parametrize(("step", "x"), [(1, 40), (5, 40), (5, 545)])
def test_line_numbers_are_dropped(step: int, x: float) -> None:
    said = [WITNESS, MEMBER, CLERK, WITNESS, CLERK, MEMBER, WITNESS]
    text = lines("\n".join(said), gap=6)
    numbers = [Set(x, line.y, str(at), size=8) for at, line in enumerate(text, 1) if at % step == 0]
    document = read(pdf([[*text, *numbers]]))
    assert [block.text for block in document.blocks] == said
    assert [(piece.why, piece.text) for piece in document.dropped] == [
        ("page", " ".join(number.text for number in numbers))
    ]


def test_numbered_paragraphs_are_no_line_numbers() -> None:
    text = "\n".join(f"{number}. {WITNESS}" for number in range(1, 11))
    read_back = blocks(pdf([lines(text, gap=8)]))
    assert [block.marker for block in read_back] == [f"{number}." for number in range(1, 11)]
    assert {block.text for block in read_back} == {WITNESS}


def test_turned_and_tiny_text_is_dropped() -> None:
    stamp = Set(30, 300, "DRAFT", size=40, turned=(0.7, 0.7))
    margin = Set(20, 300, "Printed by the county", turned=(0.0, 1.0))
    mark = Set(300, 300, "11/A00050", size=0.1)
    document = read(pdf([[*lines(WITNESS), stamp, margin, mark]]))
    assert [block.text for block in document.blocks] == [WITNESS]
    assert {(piece.why, piece.text) for piece in document.dropped} == {
        ("head", "DRAFT"), ("head", "Printed by the county"), ("markup", "11/A00050"),
    }  # fmt: skip


def test_a_page_on_its_side_is_read_upright() -> None:
    upright = lines(f"{WITNESS}\n{MEMBER}", x=60, y=560, gap=12)
    turned = [piece._replace(x=595 - piece.y, y=piece.x, turned=(0.0, 1.0)) for piece in upright]
    document = read(pdf([turned], rotate=90))
    assert [block.text for block in document.blocks] == [WITNESS, MEMBER]
    assert document.dropped == []


# Lines, columns, paragraphs


@pytest.mark.parametrize(
    "setting", [{"gap": 6.0}, {"indent": 18.0}, {"step": 20.0, "indent": 30.0}, {"gap": 0.0}]
)
def test_paragraphs_by_gap_by_indent_and_by_their_last_line(setting: dict[str, float]) -> None:
    said = [WITNESS, MEMBER, CLERK, "Yes.", "No.", MEMBER, WITNESS]
    assert texts(lines("\n".join(said), **setting)) == said


def test_turns_parted_by_nothing_but_their_labels() -> None:
    full = "Ann Lee: We ran a survey of the groups in the county and eight in ten ran it again—"
    colon = "Mr Day: What came out of it for us was this, which nobody had looked for here."
    said = [
        "Chair: Shall we begin?",
        full,
        "Chair: Forgive me. Go on, and tell us what it said of the small ones too, then.",
        "Mr Day: Yes.",
        f"{colon} The answer is short: small groups do not bid at all in the county now.",
        *(f"{who}: Number {number}." for number in range(1, 9) for who in ("Chair", "Ann Lee")),
    ]
    assert texts(lines("\n".join(said), wide=len(full))) == said


def test_a_line_broken_on_purpose_stays_broken_within_its_paragraph() -> None:
    address = lines("The Clerk\nCounty Hall\nMaidstone", y=500)
    assert texts([*lines(f"{WITNESS}\n{MEMBER}", gap=12), *address]) == [
        WITNESS,
        MEMBER,
        "The Clerk\nCounty Hall\nMaidstone",
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left = lines(f"{WITNESS}\n{MEMBER}\n{CLERK}", wide=36, gap=6)
    right = lines(f"{MEMBER}\n{CLERK}\n{WITNESS}", x=320, wide=36, gap=6)
    mixed = [piece for pair in zip(left, right, strict=True) for piece in pair]
    title = Set(72, 800, "Evidence taken in two columns by the clerk to the committee of the county")
    assert texts([title, *mixed]) == [title.text, WITNESS, MEMBER, CLERK, MEMBER, CLERK, WITNESS]


def test_a_column_goes_on_in_the_next() -> None:
    said = lines(f"{WITNESS}\n{MEMBER}\n{CLERK}\n{WITNESS}\n{MEMBER}\n{CLERK}", wide=36, gap=6)
    half = len(said) // 2 + 1
    assert not said[half - 1].text.endswith(".")
    moved = [piece._replace(x=piece.x + 248, y=piece.y + 770 - said[half].y) for piece in said[half:]]
    assert texts([*said[:half], *moved]) == [WITNESS, MEMBER, CLERK, WITNESS, MEMBER, CLERK]


def test_rows_of_a_table_are_a_block_each() -> None:
    table = [
        ("Name", "Role", "Body"),
        ("Ann Hale", "Chief officer", "Shelter"),
        ("Bo Lind", "Trustee", "Kite Trust"),
    ]
    cells = [
        Set(72 + 150 * at, 600 - 28 * down, cell)
        for down, row in enumerate(table)
        for at, cell in enumerate(row)
    ]
    wrapped = Set(372, 560, "of the county")
    assert texts([*lines(WITNESS), *cells, wrapped]) == [
        WITNESS, "Name | Role | Body", "Ann Hale | Chief officer | Shelter of the county",
        "Bo Lind | Trustee | Kite Trust",
    ]  # fmt: skip


def test_labels_in_the_margin_are_no_table() -> None:
    said = [
        ("Chair:", "Good morning."),
        ("Ms Hale:", "Good morning to you."),
        ("Q3", "Who pays?"),
        ("(4)", "Nobody does."),
    ]
    rows = [
        Set(x, 700 - 24 * at, text)
        for at, pair in enumerate(said)
        for x, text in zip((72, 170), pair, strict=True)
    ]
    assert [(block.marker, block.text) for block in blocks(pdf([rows]))] == [
        ("", "Chair: Good morning."), ("", "Ms Hale: Good morning to you."), ("", "Q3 Who pays?"),
        ("(4)", "Nobody does."),
    ]  # fmt: skip


def test_an_entry_of_contents_is_a_block() -> None:
    entries = [Set(72, 700 - 12 * at, f"Item {at} {'.' * 50} {at + 3}") for at in range(1, 5)]
    assert texts(entries) == [f"Item {at} {at + 3}" for at in range(1, 5)]


# Over the page


def over_page(above: str, below: str) -> list[str]:
    """What comes of two texts, one at the end of a page and one at the head of the next."""
    return texts(lines(f"{MEMBER}\n{above}", gap=8), lines(f"{below}\n{CLERK}\n{WITNESS}\n{MEMBER}", gap=8))[
        1:-3
    ]


BROKEN = "The witness said that the council had asked for five years of accounts and"
"""A full line."""


def test_a_paragraph_goes_on_over_the_page() -> None:
    assert over_page(BROKEN, "no new group could show as many.") == [
        f"{BROKEN} no new group could show as many."
    ]


@pytest.mark.parametrize(
    "below", ["(4) Nobody answered.", "Q12 Chair: Who pays?", "Mrs Hale: I do.", "• a second point"]
)
def test_a_numbered_or_labelled_paragraph_begins_the_page(below: str) -> None:
    assert len(over_page(BROKEN, below)) == 2


def test_after_the_end_of_a_sentence_or_a_short_line_a_new_paragraph_begins() -> None:
    assert over_page(WITNESS, "No group could show as many.") == [WITNESS, "No group could show as many."]
    assert over_page("Item 4", "No group could show as many.") == ["Item 4", "No group could show as many."]


def test_an_indented_document_tells_by_its_indents() -> None:
    ends_full = "The witness said that the council had asked for accounts of the last years."
    assert len(ends_full) == 75
    page = lines("\n".join([WITNESS, MEMBER, CLERK, MEMBER]), indent=18)
    last = Set(72, page[-1].y - 12, ends_full)
    goes_on = lines(f"No new group could show as many.\n{WITNESS}\n{MEMBER}\n{WITNESS}", indent=18)
    flush = [goes_on[0]._replace(x=72), *goes_on[1:]]
    begun = [
        *page[:-1],
        page[-1]._replace(
            text="who in the council would have to agree to that, and when and by which rules."
        ),
    ]
    assert texts([*begun, last], flush)[3].endswith(f"{ends_full} No new group could show as many.")
    assert texts([*begun, last], goes_on)[3].endswith(ends_full)


def test_footnotes_do_not_part_a_paragraph() -> None:
    note = Set(72, 60, "1 Evidence of the first day, page 3.", size=7)
    above = [*lines(f"{MEMBER}\n{BROKEN}", gap=8), note]
    assert texts(above, lines(f"no new group could show as many.\n{CLERK}", gap=8)) == [
        MEMBER, f"{BROKEN} no new group could show as many.", note.text, CLERK,
    ]  # fmt: skip


# Words and marks


def test_hyphens_go_or_stay_as_the_document_prints_the_word() -> None:
    printed = ["The commissioning of well-known services.", "A commissioning plan."]
    hyphens = Hyphens(printed, [("of commis-", "sioning")])
    assert not hyphens.keeps("of commis-", "sioning the")
    assert hyphens.keeps("a well-", "known case")
    assert hyphens.keeps("Mr Clifton-", "Brown")
    assert hyphens.keeps("an F-", "35")
    assert not hyphens.keeps("a ten-", "der"), "neither printed: as with most of the others"
    assert not hyphens.keeps("a whole-of-commis-", "sioning view")
    assert hyphens.keeps("state-of-", "the-art")
    unbroken = Hyphens(["a line"] * 99, [("an over-", "head")])
    assert unbroken.keeps("an over-", "head"), "a document that breaks no words"


def test_a_broken_word_is_mended() -> None:
    left = ["The tender was won by the commis-", "sioning team of the county council."]
    page = [
        Set(72, 700 - 12 * at, text)
        for at, text in enumerate([*left, "They said commissioning was hard to do."])
    ]
    assert " ".join(texts(page)) == (
        "The tender was won by the commissioning team of the county council."
        " They said commissioning was hard to do."
    )


def test_ligatures_and_soft_hyphens_are_mended() -> None:
    assert texts([Set(72, 700, "The \x01rst of\x01cer \x02ew through the com\x03mittee\xa0room")]) == [
        "The first officer flew through the committee room"
    ]


def test_a_closed_dash_stays_closed_at_the_end_of_a_line() -> None:
    said = "He said that the plan for the services of the county was dear to all of us—more so than the last."
    assert texts(lines(said.replace("—", "— "))) == [said]


def test_bold_at_the_start_is_counted() -> None:
    label, rest = Set(72, 700, "Chair:", BOLD), Set(110, 700, "Who pays?", ROMAN)
    question = Set(72, 650, "(4) Who pays for the work?", BOLD)
    said, asked = blocks(pdf([[label, rest, question]]))
    assert (said.text, said.bold) == ("Chair: Who pays?", len("Chair:"))
    assert (asked.marker, asked.text, asked.strong) == ("(4)", "Who pays for the work?", True)


def test_headings_by_size() -> None:
    page = [Set(72, 790, "Adult Care", ROMAN, 20), Set(72, 760, "Minutes", ROMAN, 14), *lines(WITNESS, y=730)]
    assert [(block.heading, block.text) for block in blocks(pdf([page]))] == [
        (1, "Adult Care"), (2, "Minutes"), (0, WITNESS),
    ]  # fmt: skip


def test_list_points_keep_their_indent() -> None:
    points = lines("• a group of ten\n• a group of twenty", x=96, y=600, gap=6)
    page = [*lines(f"(1) {WITNESS}\n(2) {MEMBER}", gap=6), *points]
    read_back = blocks(pdf([page]))
    assert [(block.marker, block.text) for block in read_back] == [
        ("(1)", WITNESS), ("(2)", MEMBER), ("-", "a group of ten"), ("-", "a group of twenty"),
    ]  # fmt: skip
    assert [block.indent > 0 for block in read_back] == [False, False, True, True]


def test_pages_are_known() -> None:
    assert [block.page for block in blocks(pdf([lines(WITNESS), lines(MEMBER)]))] == [1, 2]


# What cannot be read


def test_a_scan_says_so() -> None:
    with pytest.raises(CoderError, match="no text, only pictures"):
        read(pdf([[], []]))


def test_pages_without_text_are_noted() -> None:
    document = read(pdf([lines(WITNESS), [], lines(MEMBER)]))
    assert [note.what for note in document.notes] == ["No text on page 2: blank, or a picture"]


def test_a_password_says_so() -> None:
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>] "
    )
    with pytest.raises(CoderError, match="locked by a password"):
        read(pdf([lines(WITNESS)], trailer=lock))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.7\nno more of it\n%%EOF", b"\n%PDF-1.4 \x00\xff" * 50]
)
def test_a_damaged_file_says_so(data: bytes) -> None:
    with pytest.raises(CoderError, match="damaged"):
        read(data)


def test_a_page_of_too_many_pieces_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.evidence.readers.pdf.MOST_ON_PAGE", 5)
    crowded = [Set(72, 700 - 12 * at, "A") for at in range(6)]
    document = read(pdf([lines(WITNESS), crowded]))
    assert [block.text for block in document.blocks] == [WITNESS]
    assert [note.what for note in document.notes] == [
        "Left out, damaged or a drawing of too many pieces: page 2"
    ]
    monkeypatch.setattr("coder.evidence.readers.pdf.MOST", 8)
    with pytest.raises(CoderError, match="over 8 pieces by page 2"):
        read(pdf([lines(WITNESS), crowded]))


def test_a_text_about_pdf_is_a_text() -> None:
    assert read(b"The header of a file is %PDF-1.7 where it is a PDF.").blocks[0].text.endswith("a PDF.")


SAMPLE = pdf([lines(f"{WITNESS}\n{MEMBER}", gap=6), lines(CLERK)])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cut=st.integers(0, len(SAMPLE)),
    flips=st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=20),
)
def test_a_broken_pdf_is_read_or_refused_in_a_sentence(cut: int, flips: list[tuple[int, int]]) -> None:
    data = bytearray(SAMPLE)
    for place, value in flips:
        data[place] = value
    check_broken(bytes(data[:cut] if cut % 2 else data))


@settings(max_examples=12, deadline=None)
@given(seed=st.randoms(use_true_random=False))
def test_a_broken_real_pdf_is_read_or_refused(seed, shared: Path) -> None:  # type: ignore[no-untyped-def]
    data = bytearray((shared / "evidence" / "pdf" / "debate_Seanad_2021-11-18.pdf").read_bytes())
    for _ in range(200):
        data[seed.randrange(len(data))] = seed.randrange(256)
    check_broken(bytes(data[: seed.randrange(len(data))]))


def check_broken(data: bytes) -> None:
    try:
        document = read(data)
    except CoderError as error:
        assert str(error).endswith(".") and "\n" not in str(error)
    else:
        assert document.blocks


WORDS = st.text(st.sampled_from("abcdeghknoprstu"), min_size=1, max_size=12)
SAID = st.lists(WORDS, min_size=1, max_size=60).map(lambda found: " ".join(found).capitalize() + ".")


@settings(max_examples=40, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=12))
def test_what_is_set_is_what_is_read(said: list[str]) -> None:
    assert texts(lines("\n".join(said), gap=8, y=2000)) == said


def test_threads_take_turns() -> None:
    data = pdf([lines("\n".join([WITNESS, MEMBER, CLERK] * 6), gap=6)])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(blocks, [data] * 8))
    assert all(one == found[0] for one in found)
