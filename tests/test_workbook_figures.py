"""Every figure of every sheet against plain loops over `coder log --json`; every quote against its source.

On real minutes of a county council and on five sessions of a Commons committee, tagged by a script.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from coder.codebook import Code
from coder.inquiry.folder import open_inquiry
from coder.inquiry.reports import readings
from coder.inquiry.tagging import Hand
from coder.workbook.cells import CUT
from tests.inquiry_support import CODED, SLUG, make_folder, run
from tests.workbook_loops import (
    EVIDENCE,
    NO_QUESTION,
    NO_SPEAKER,
    Plain,
    inquiry_of,
    plainly,
    rows_of,
    sets_of,
    table_of,
)

ITSELF = "(the theme itself)"
CASES = ("kent any", "kent majority", "kent CD", "commons any", "commons all")


class Case:
    """A workbook of an inquiry on a basis, beside what plain loops say of it."""

    def __init__(self, folder: Path, basis: str, *more: str) -> None:
        self.path, self.basis = folder / f"{basis}{len(more)}.xlsx", basis
        ran = run(folder, "matrix", "-o", str(self.path), "--basis", basis, *more)
        assert ran.status == 0, ran.err
        self.plain = plainly(folder)
        self.tags = self.plain.counting(basis)


@pytest.fixture(scope="module")
def folders(each_store: str, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    evidence = shared / "evidence"
    top = tmp_path_factory.mktemp("figures")
    kent = inquiry_of(top / "kent", [evidence / "kent-commissioning-2014-02-03.md"])
    people = run(kent, "witnesses", "--json").json()["people"]
    for place, person in enumerate(one for one in people if one["kind"] == "witness"):
        assert (
            run(
                kent,
                "--as",
                "AB",
                "witnesses",
                "set",
                person["id"],
                "sector",
                ("public", "voluntary")[place % 2],
            ).status
            == 0
        )
    commons = inquiry_of(top / "commons", sorted((evidence / "uk-commons").glob("*.txt")), 700)
    return {"kent": kent, "commons": commons}


@pytest.fixture(scope="module", params=CASES)
def case(folders: dict[str, Path], request: pytest.FixtureRequest) -> Case:
    name, basis = request.param.split()
    return Case(folders[name], basis)


def counts_across(rows: list[list[Any]], corner: str) -> dict[tuple[str, str], int]:
    """(row, column) of a sheet with themes or codes down; totals as empty names, zeros left out."""
    top = next(place for place, row in enumerate(rows) if row[0] == corner)
    heads = [str(head).split("\n")[0] for head in rows[top][1:]]
    found, above = {}, ""
    for row in rows[top + 1 :]:
        name = "" if row[0] == "Any theme" else str(row[0]).strip()
        name = f"{name} of {above}" if name == ITSELF else name
        above = name
        for head, count in zip(heads, row[1:], strict=True):
            if count:
                found[name, "" if head.startswith("All ") else head] = int(count)
    return found


def turned(rows: list[list[Any]], corner: str, names: int) -> dict[tuple[str, str], int]:
    """The same of a sheet with codes across."""
    top = next(place for place, row in enumerate(rows) if row[0] == corner)
    heads = ["" if head == "Any theme" else str(head) for head in rows[top][names:]]
    heads = [f"{ITSELF} of {heads[at - 1]}" if head == ITSELF else head for at, head in enumerate(heads)]
    found: dict[tuple[str, str], int] = {}
    for row in rows[top + 1 :]:
        key = str(row[1] if corner == "No." else row[0])
        key = "" if key in ("All questions", "All witnesses", "All sessions") else key
        for head, count in zip(heads, row[names:], strict=True):
            if isinstance(count, int | float) and count:
                # what answers no question has a row in each item; here they are taken together
                found[head, key] = found.get((head, key), 0) + int(count)
    return found


def shown(text: str) -> str:
    """As it heads a row: on one line, a long one cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= 280 else text[:280].rsplit(" ", 1)[0] + " …"


def by_name(plain: Plain, with_codes: bool) -> Any:
    def names(code: str) -> list[str]:
        theme = plain.theme[code]
        own = plain.name[code] if theme != code else f"{ITSELF} of {plain.name[theme]}"
        return [plain.name[theme], *([own] if with_codes else [])]

    return names


def test_at_least_150_tags_by_two_coders(case: Case) -> None:
    assert len(case.plain.tags) >= 150
    assert {coder for coder, _, _ in case.plain.tags} == {"AB", "CD"}


SHEETS = (
    ("Theme by witness", "witness", False),
    ("Code by witness", "witness", True),
    ("Theme by session", "title", True),
)


@pytest.mark.parametrize(("sheet", "axis", "with_codes"), SHEETS)
def test_counts_by_witness_and_session(case: Case, sheet: str, axis: str, with_codes: bool) -> None:
    rows = rows_of(case.path, sheet)
    wanted = sets_of(case.plain, case.tags, by_name(case.plain, with_codes), axis)
    corner = next(
        str(row[0]) for row in rows if str(row[0]) in ("Theme", "Theme and code", "Witness", "Session")
    )
    assert (counts_across(rows, corner) if corner.startswith("Theme") else turned(rows, corner, 2)) == wanted


def test_counts_by_question(case: Case) -> None:
    rows = rows_of(case.path, "Theme by question")
    wanted: dict[tuple[str, str], set[str]] = {}
    for _, paragraph, code in case.tags:
        asked = shown(case.plain.paragraphs[paragraph]["asked"])
        for name, question in product([*by_name(case.plain, True)(code), ""], (asked, "")):
            wanted.setdefault((name, question), set()).add(paragraph)
    assert turned(rows, "No.", 2) == {key: len(members) for key, members in wanted.items()}


def test_what_occurs_together(case: Case) -> None:
    rows = rows_of(case.path, "Co-occurrence")
    top = next(place for place, row in enumerate(rows) if row[0] == "Code")
    names = [str(row[0]) for row in rows[top + 1 :]]
    sets: dict[str, set[str]] = {}
    for _, paragraph, code in case.tags:
        sets.setdefault(case.plain.name[code], set()).add(paragraph)
    assert sorted(names) == sorted(sets)
    for at, one in enumerate(names):
        for place, other in enumerate(names):
            row = rows[top + 1 + at]
            both = len(sets[one] & sets[other])
            assert row[1 + place] == both
            jaccard = both / len(sets[one] | sets[other])
            assert row[len(names) + 2 + place] == pytest.approx(jaccard, rel=1e-12)


@pytest.mark.parametrize(("by", "head"), [("session", "Session"), ("witness", "Witness")])
def test_saturation(case: Case, by: str, head: str) -> None:
    axis = "title" if by == "session" else "witness"
    codes: set[str] = set()
    themes: set[str] = set()
    order = list(dict.fromkeys(p[axis] for p in case.plain.paragraphs.values() if p[axis]))
    lines = table_of(case.path, f"Saturation by {by}", head)
    assert [line[head] for line in lines] == order
    for line in lines:
        own = [(p, code) for _, p, code in case.tags if case.plain.paragraphs[p][axis] == line[head]]
        new = {code for _, code in own} - codes
        new_themes = {case.plain.theme[code] for _, code in own} - themes
        codes |= new
        themes |= new_themes
        assert line["Paragraphs"] == len({p for p, _ in own})
        assert (line["New codes"], line["New themes"]) == (len(new), len(new_themes))
        assert (line["Codes so far"], line["Themes so far"]) == (len(codes), len(themes))
        told = set(filter(None, line["Which codes were new"].split("; ")))
        assert told == {case.plain.name[code] for code in new}


def test_paragraph_by_code(case: Case) -> None:
    lines = table_of(case.path, "Paragraph by code", "paragraph")
    put = {(paragraph, code) for _, paragraph, code in case.tags}
    seen = set()
    for line in lines:
        paragraph = case.plain.paragraphs[line["paragraph"]]
        seen.add(line["paragraph"])
        readers = {coder for one, coder in case.plain.read if one == line["paragraph"]}
        was_read = case.basis in readers if case.basis == "CD" else bool(readers)
        for code, _, _ in case.plain.codes:
            assert line[code] == (int((line["paragraph"], code) in put) if was_read else "")
        assert line["words"] == len(paragraph["text"].split())
        assert line["citation"] == paragraph["citation"]
    tagged = {paragraph for paragraph, _ in put}
    assert seen == tagged | {one for one, p in case.plain.paragraphs.items() if p["role"] in EVIDENCE}


def test_coverage(case: Case) -> None:
    roles = ("answer", "opening", "statement", "closing")
    lines = table_of(case.path, "Coverage", "Session")
    titles = [p["title"] for p in case.plain.paragraphs.values()]
    assert [line["Session"] for line in lines] == list(dict.fromkeys(titles))
    for line in lines:
        units = [
            one
            for one, p in case.plain.paragraphs.items()
            if p["title"] == line["Session"] and p["role"] in roles
        ]
        times = [sum((one, coder) in case.plain.read for coder in ("AB", "CD")) for one in units]
        assert line["Paragraphs"] == len(units)
        assert line["Read by nobody"] == times.count(0)
        assert line["Read by one"] == times.count(1)
        assert line["Read by more"] == times.count(2)
        for coder in ("AB", "CD"):
            assert line.get(f"{coder} read", 0) == sum((one, coder) in case.plain.read for one in units)
            tagged = {p for by, p, _ in case.tags if by == coder}
            assert line.get(f"{coder} tagged", 0) == len(tagged & set(units))


def test_charts_draw_counts(case: Case) -> None:
    rows = rows_of(case.path, "Charts")
    axis = "sector" if "sector" in str(rows[3][0]) else "kind"
    themes = sets_of(case.plain, case.tags, by_name(case.plain, False), axis)
    assert len(drawn(rows, "Theme")) > 3
    for name, head, count in drawn(rows, "Theme"):
        assert count == themes.get((name, head), 0)
    over = sets_of(case.plain, case.tags, by_name(case.plain, False), "title")
    assert drawn(rows, "Session")
    for session, name, count in drawn(rows, "Session"):
        assert count == sum(n for (row, title), n in over.items() if row == name and title[:60] == session)
    sets: dict[str, set[str]] = {}
    for _, paragraph, code in case.tags:
        sets.setdefault(case.plain.name[code], set()).add(paragraph)
    pairs = drawn(rows, "Codes")
    for pair, _, count in pairs:
        one, other = pair.split(" + ")
        assert count == len(sets[one] & sets[other])
    best = max(len(sets[one] & sets[other]) for one, other in product(sets, repeat=2) if one != other)
    assert pairs[0][2] == best


def drawn(rows: list[list[Any]], corner: str) -> list[tuple[str, str, int]]:
    """(line, head, figure) of the small table beside a chart."""
    top = next(place for place, row in enumerate(rows) if row[0] == corner)
    heads = [str(head) for head in rows[top][1:] if head]
    found = []
    for row in rows[top + 1 :]:
        if not row[0]:
            break
        found += [(str(row[0]), head, int(figure)) for head, figure in zip(heads, row[1:], strict=False)]
    return found


QUOTES = ("Theme quotes", "Code quotes", "Theme quotes by witness", "Code quotes by witness")


@pytest.mark.parametrize("sheet", QUOTES)
def test_every_quote_stands_in_the_paragraph_its_citation_names(case: Case, sheet: str) -> None:
    source = {(p["title"], p["citation"]): p for p in case.plain.paragraphs.values()}
    assert len(source) == len(case.plain.paragraphs), "a citation names one paragraph of a session"
    listed = []
    for line in table_of(case.path, sheet, "Theme"):
        paragraph = source[line["Session"], line["Citation"]]
        assert line["Paragraph"].removesuffix(CUT) == paragraph["text"]
        assert line["Witness"] == (paragraph["witness"] if paragraph["witness"] != NO_SPEAKER else "")
        assert line["Citation"] in line["Cite as"] or paragraph["number"] in line["Cite as"]
        for quoted in filter(None, str(line.get("Quoted", "")).split(" […] ")):
            assert quoted in paragraph["text"]
        names = [line["Code"]] if "Code" in line else line["Codes"].split("; ")
        listed += [(paragraph["id"], name) for name in names]
    assert sorted(set(listed)) == sorted({(p, case.plain.name[code]) for _, p, code in case.tags})


ACTIONS = st.tuples(
    st.sampled_from(["AB", "CD"]),
    st.sampled_from(["tag", "tag", "tag", "untag", "read", "unread", "undo", "redo"]),
    st.sampled_from(CODED),
    st.sampled_from(["safety", "speed", "sight", "dearer", "cheaper"]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACTIONS, min_size=5, max_size=40), st.sampled_from(["any", "majority", "all", "CD"]))
def test_of_any_journal_every_figure_is_that_of_plain_loops(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, str, str, str]], basis: str
) -> None:
    folder = make_folder(tmp_path_factory.mktemp("journal") / "inquiry")
    with open_inquiry(folder) as inquiry:
        Hand(inquiry, "CD").read([CODED[0]])
        Hand(inquiry, "AB").tag(CODED[0], [(inquiry.codebook.by_id["speed"], None)])
        for coder, action, paragraph, code in actions:
            act(Hand(inquiry, coder), action, paragraph, inquiry.codebook.by_id[code])
        assume(any(True for _ in inquiry.store.journal.tags()))
        assume(basis != "CD" or any(coder == "CD" for _, coder in readings(inquiry)))
    case = Case(folder, basis)
    for sheet, axis, with_codes in SHEETS:
        test_counts_by_witness_and_session(case, sheet, axis, with_codes)
    test_counts_by_question(case)
    test_what_occurs_together(case)
    test_saturation(case, "session", "Session")
    test_saturation(case, "witness", "Witness")
    test_paragraph_by_code(case)
    test_coverage(case)
    for sheet in QUOTES:
        test_every_quote_stands_in_the_paragraph_its_citation_names(case, sheet)


def act(hand: Hand, action: str, paragraph: str, code: Code) -> None:
    if action == "tag":
        hand.tag(paragraph, [(code, 1 if code.values else None)], (0, 3))
    elif action == "untag":
        hand.untag(paragraph, [code])
    elif action in ("read", "unread"):
        getattr(hand, action)([paragraph])
    else:
        getattr(hand, action)()


@pytest.mark.parametrize(
    ("rows", "columns", "measure"),
    [
        ("theme", "organisation", "paragraphs"),
        ("code", "coder", "tags"),
        ("sector", "theme", "witnesses"),
        ("item", "kind", "words"),
        ("witness", "code", "row-share"),
        ("coder", "role", "column-share"),
        ("question", "date", "paragraphs"),
        ("session", "session", "tags"),
    ],
)
def test_a_matrix_of_ones_own(
    folders: dict[str, Path], tmp_path: Path, rows: str, columns: str, measure: str
) -> None:
    folder, path = folders["kent"], tmp_path / "own.xlsx"
    asked = ("--rows", rows, "--columns", columns, "--measure", measure)
    assert run(folder, "matrix", "-o", str(path), *asked).status == 0
    plain = plainly(folder)
    tags = plain.counting("any")
    found = rows_of(path, "Matrix")
    heads = [str(head) for head in found[3][1:]]
    for line in found[4:]:
        for head, figure in zip(heads, line[1:], strict=True):
            wanted = own_figure(plain, tags, (rows, line[0]), (columns, head), measure)
            assert figure == pytest.approx(wanted), (line[0], head)
    names = {called(plain, tag, rows) for tag in tags}
    assert names <= {line[0] for line in found[4:]}


def called(plain: Plain, tag: tuple[str, str, str], axis: str) -> str:
    coder, paragraph, code = tag
    about = plain.paragraphs[paragraph]
    if axis == "question":
        asked = about["asked"]
        if asked == NO_QUESTION:
            return shown(f"{asked}: {about['item_heading']}")
        return shown(f"{cited(plain, about)}. {asked}")
    return str({
        "theme": plain.name[plain.theme[code]], "code": plain.name[code], "coder": coder,
        "session": about["title"], "item": about["item_heading"],
    }.get(axis) or about[axis])  # fmt: skip


def cited(plain: Plain, about: dict[str, Any]) -> str:
    """How the question is cited that a paragraph answers."""
    return str(plain.paragraphs[about["question"]]["citation"])


def own_figure(
    plain: Plain, tags: list[Any], down: tuple[str, str], across: tuple[str, str], measure: str
) -> float:
    def of(*wanted: tuple[str, str]) -> float:
        there = [
            tag
            for tag in tags
            if all(name == "All" or called(plain, tag, axis) == name for axis, name in wanted)
        ]
        paragraphs = {paragraph: plain.paragraphs[paragraph] for _, paragraph, _ in there}
        if measure == "tags":
            return len(there)
        if measure == "words":
            return sum(len(p["text"].split()) for p in paragraphs.values())
        if measure == "witnesses":
            return len({p["witness"] for p in paragraphs.values() if p["gives evidence"]})
        return len(paragraphs)

    if measure in ("row-share", "column-share"):
        whole = of(down) if measure == "row-share" else of(across)
        return of(down, across) / whole if whole else 0
    return of(down, across)


def test_agreement_is_that_of_the_command(folders: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert run(folders["kent"], "matrix", "-o", str(path)).status == 0
    told = run(folders["kent"], "agreement", "--json").json()
    lines = table_of(path, "Agreement", "Theme")
    assert [line["Code"] for line in lines] == [*(code["name"] for code in told["codes"]), "all codes"]
    for line, code in zip(lines, told["codes"], strict=False):
        for head, estimate in (
            ("Agree", code["percent_agreement"]), ("Alpha", code["krippendorff_alpha"]),
            ("AC1", code["gwet_ac1"]),
        ):  # fmt: skip
            assert line[head] == (
                "" if estimate["value"] is None else pytest.approx(estimate["value"], rel=1e-12)
            )
        assert line["Units"] == code["units"]


def test_with_one_coder_the_sheet_of_agreement_says_why_it_is_empty(tmp_path: Path) -> None:
    folder, path = make_folder(tmp_path / "one"), tmp_path / "out.xlsx"
    assert run(folder, "tag", "--as", "AB", f"{SLUG}/3.2", "speed").status == 0
    assert run(folder, "matrix", "-o", str(path)).status == 0
    assert "no paragraph" in rows_of(path, "Agreement")[1][0]


def test_filters_leave_out_what_they_say_and_the_workbook_says_so(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    folder, path = folders["commons"], tmp_path / "filtered.xlsx"
    plain = plainly(folder)
    slugs = sorted({p["session"] for p in plain.paragraphs.values()})[:2]
    asked = ("--session", *slugs, "--role", "answer", "--code", "trust", "capacity", "--since", "1990-01-01")
    assert run(folder, "matrix", "-o", str(path), *asked).status == 0
    codes = {code for code in plain.theme if code == "trust" or plain.theme[code] == "capacity"}
    tags = [
        tag for tag in plain.tags
        if tag[2] in codes and plain.paragraphs[tag[1]]["session"] in slugs
        and plain.paragraphs[tag[1]]["role"] == "answer"
    ]  # fmt: skip
    rows = rows_of(path, "Theme by session")
    corner = next(str(row[0]) for row in rows if str(row[0]) in ("Theme and code", "Session"))
    assert counts_across(rows, corner) == sets_of(plain, tags, by_name(plain, True), "title")
    told = {(line["What"], line["Which"]) for line in table_of(path, "Provenance", "What")}
    assert ("Filter", "roles: answer") in told and ("Filter", "codes: trust, capacity") in told
    assert any(what == "Command" and "--code trust capacity" in which for what, which in told)
