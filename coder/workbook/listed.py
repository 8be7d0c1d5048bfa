"""The sheets that are plain tables: saturation, coverage, agreement, paragraph by code, provenance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from coder.errors import CoderError
from coder.matrices import NOT_READ, Coding, axis_name, coverage, labels, paragraph_by_code, saturation, tree
from coder.matrices.counting import OF_PARAGRAPHS, OF_TAGS, axes
from coder.matrices.gathering import ATTRIBUTE
from coder.workbook.cells import MUTED, NAVY, excel_date, literal, said
from coder.workbook.report import Report
from coder.workbook.sheets import MAX_COLUMNS, MAX_ROWS, Ink, Page

Head = tuple[str, float, str]
"""Name, width, style of what stands below."""
HEAD_OF = {"number": "column", "number-2": "column", "percent": "column", "centred": "turned"}


def _table(
    page: Page, name: str, heads: Sequence[Head], lines: Iterable[Sequence[Any]], height: float | None = None
) -> None:
    """Heads and lines as a table, the last of its sheet."""
    turned = max((len(head) for head, _, style in heads if style == "centred"), default=0)
    cells = [page.cell(head, HEAD_OF.get(style, "head")) for head, _, style in heads]
    page.add(cells, min(220.0, 16 + 5.2 * turned) if turned else None)
    top = page.rows
    for line in islice(lines, MAX_ROWS - top):
        cells = [page.cell(value, style) for value, (_, _, style) in zip(line, heads, strict=True)]
        page.add(cells, height)
    page.table(name, [head for head, _, _ in heads], top)
    page.done()


def saturation_sheet(ink: Ink, coding: Coding, by: str) -> None:
    """New codes and themes, in the order heard."""
    name = {code.id: literal(code.name) for code in coding.codebook.codes}
    called = labels(coding, by)
    heads = [
        (axis_name(by), 34.0, "strong"), ("Paragraphs", 11.0, "number"), ("New codes", 10.0, "number"),
        ("New themes", 11.0, "number"), ("Codes so far", 12.0, "number"), ("Themes so far", 13.0, "number"),
        ("Which codes were new", 54.0, "text"), ("Which themes were new", 32.0, "text"),
    ]  # fmt: skip
    title = f"Saturation by {by}"
    page = Page(ink, title, NAVY, [width for _, width, _ in heads], freeze="B5", heads="1:4")
    page.title(
        title,
        f"Which codes and themes each {by}, in the order first heard, was the first to bring up: where"
        " nothing new comes any more, more evidence of the kind may add little.",
        "Paragraphs are those with a tag that counts.",
    )
    _table(page, title.title().replace(" ", ""), heads, (
        (literal(called[one.key]), one.paragraphs, len(one.new_codes), len(one.new_themes), one.so_far,
         one.themes_so_far, "; ".join(name[code] for code in one.new_codes),
         "; ".join(name[theme] for theme in one.new_themes))
        for one in saturation(coding, by)
    ))  # fmt: skip


def coverage_sheet(ink: Ink, report: Report) -> None:
    """How much of each session was read, and by how many."""
    coding, roles = report.coding, report.provenance.roles
    lines = coverage(coding, roles)
    called = labels(coding, "session")
    coders = sorted({coder for line in lines for coder in line.read})
    heads: list[Head] = [
        ("Session", 44.0, "strong"), ("Paragraphs", 11.0, "number"), ("Read by nobody", 10.0, "number"),
        ("Read by one", 10.0, "number"), ("Read by more", 10.0, "number"),
    ]  # fmt: skip
    heads += [(f"{literal(coder)} read", 9.0, "number") for coder in coders]
    heads += [(f"{literal(coder)} tagged", 9.0, "number") for coder in coders]
    page = Page(ink, "Coverage", MUTED, [width for _, width, _ in heads], freeze="B4", heads="1:3")
    page.title(
        "Coverage",
        f"Paragraphs of the roles one codes ({', '.join(roles)}), and by whom they were read; tagged are"
        " those with a tag that counts.",
    )
    _table(page, "Coverage", heads, (
        (literal(called[line.session]), line.total, line.by_none, line.by_one, line.by_more,
         *(line.read[coder] for coder in coders), *(line.tagged[coder] for coder in coders))
        for line in lines
    ))  # fmt: skip


def agreement_sheet(ink: Ink, report: Report) -> None:
    """How far the coders agree, code by code."""
    heads: list[Head] = [
        ("Theme", 24.0, "text"), ("Code", 30.0, "strong"), ("Units", 8.0, "number"),
        ("Agree", 8.0, "percent"), ("Alpha", 8.0, "number-2"), ("Alpha low", 10.0, "number-2"),
        ("Alpha high", 10.0, "number-2"),
        ("AC1", 8.0, "number-2"), ("What it allows one to say", 36.0, "text"),
    ]  # fmt: skip
    page = Page(ink, "Agreement", MUTED, [width for _, width, _ in heads], freeze="A5", heads="1:4")
    page.title(
        "Agreement",
        report.no_agreement
        or "Over the paragraphs two or more coders have read, in the whole inquiry, whatever"
        " this workbook's basis and filters: share on which they agree, Krippendorff's alpha with its 95%"
        " interval, Gwet's AC1.",
        "The lower bound of alpha's interval is held against 0.800 (reliable) and 0.667 (tentative),"
        " Krippendorff 2004.",
    )
    _table(page, "Agreement", heads, (
        (literal(line.theme), literal(line.code), line.units, line.percent, line.alpha, line.low, line.high,
         line.ac1, literal(line.said))
        for line in report.agreement
    ))  # fmt: skip


ABOUT = {
    "paragraph": 28.0, "session": 24.0, "date": 12.0, "item": 26.0, "question": 28.0, "role": 11.0,
    "citation": 10.0, "witness": 22.0, "organisation": 26.0, "kind": 11.0, "words": 8.0,
}  # fmt: skip
"""What is said of a paragraph, as variables are named, and how wide."""


def flat_sheet(ink: Ink, report: Report) -> None:
    """One row a paragraph, one column a code: 1, 0, or nothing where it was not read."""
    heads, lines = flat_table(report)
    if len(heads) > MAX_COLUMNS:
        raise CoderError(f"{len(heads):,} codes do not fit across an Excel sheet; filter them by --codes.")
    first = len(heads) - len(tree(report.coding.codebook))
    widths = [ABOUT.get(head, 12.0) if at < first else 5.0 for at, head in enumerate(heads)]
    page = Page(ink, "Paragraph by code", MUTED, widths, freeze="B4", heads="1:3")
    page.title("Paragraph by code", "For R, SPSS and the like. 1: a tag of the code counts; 0: it was read,"
               " and none does; empty: it was not read.")  # fmt: skip
    _table(page, "ParagraphByCode", [
        (head, 0, "date" if head == "date" else "line" if at < first else "centred")
        for at, head in enumerate(heads)
    ], lines, 15)  # fmt: skip


def flat_table(report: Report) -> tuple[list[str], Iterable[list[Any]]]:
    """Heads, as variables are named, and a line for each paragraph of the roles one codes or with a tag."""
    coding, basis = report.coding, report.provenance.basis
    whole = paragraph_by_code(coding, basis if basis in set(coding.readings["coder"]) else None)
    attributes = [axis for axis in axes(coding) if axis not in (*OF_TAGS, *OF_PARAGRAPHS)]
    codes = [code.id for code, _ in tree(coding.codebook)]
    about = [
        "paragraph",
        "session",
        "date",
        "item",
        "question",
        "role",
        "citation",
        "witness",
        "organisation",
        "kind",
    ]
    heads = _each_once([literal(head) for head in (*about, *attributes, "words", *codes)])

    def lines() -> Iterable[list[Any]]:
        words = coding.paragraphs["words"].tolist()
        kinds = coding.paragraphs["kind"].tolist()
        for place, row in enumerate(coding.evidence):
            if row.role not in report.provenance.roles and not (whole[place] > 0).any():
                continue
            kind = kinds[place] if isinstance(kinds[place], str) else ""
            texts = (row.item, row.question, row.role, row.citation, row.speaker, row.organisation, kind)
            yield [
                literal(row.paragraph), literal(row.session), excel_date(row.date),
                *(literal(text or "") for text in texts),
                *(literal(row.attributes.get(name.removeprefix(ATTRIBUTE), "")) for name in attributes),
                words[place], *(None if one == NOT_READ else one for one in whole[place].tolist()),
            ]  # fmt: skip

    return heads, lines()


def _each_once(heads: Iterable[str]) -> list[str]:
    """The heads, those of a name that stands before, in whatever case, with a number behind."""
    found: list[str] = []
    taken: set[str] = set()
    for head in heads:
        name, times = head, 1
        while name.casefold() in taken:
            times += 1
            name = f"{head}_{times}"
        taken.add(name.casefold())
        found.append(name)
    return found


def provenance_sheet(ink: Ink, report: Report) -> None:
    """What the figures were made from, and the command that makes them again."""
    heads: list[Head] = [("What", 24.0, "strong"), ("Which", 90.0, "text"), ("Revision", 20.0, "text")]
    page = Page(ink, "Provenance", MUTED, [width for _, width, _ in heads], freeze="A4", heads="1:3")
    page.title("Provenance", "What the figures were made from. With the same revisions and filters the"
               " command makes the same workbook again, but for the date.")  # fmt: skip
    _table(page, "Provenance", heads, provenance_lines(report))


def provenance_lines(report: Report) -> Iterable[tuple[str, str, str]]:
    """What, which, and its revision."""
    told = report.provenance
    yield "Inquiry", literal(told.inquiry), ""
    yield "Made", f"{said(told.made)}, {told.made:%H:%M %Z}".strip(), ""
    yield "Tool", f"evidence coder {told.version}", ""
    yield "Command", literal(told.command), ""
    yield "Basis", literal(told.whose or told.basis), ""
    for line in told.filters or ("none",):
        yield "Filter", literal(line), ""
    yield "Roles one codes", ", ".join(told.roles), ""
    yield "Codebook", literal(told.codebook), literal(told.codebook_revision)
    for session in told.sessions:
        yield "Session", literal(f"{session.slug}: {session.title}"), literal(session.revision)
    for coder in told.coders:
        yield "Coder", literal(f"{coder.initials}: read {coder.read:,}, tags {coder.tags:,}"), ""
