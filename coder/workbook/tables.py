"""What each sheet holds as a plain table, for programs other than Excel."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any, Literal

import pandas as pd

from coder.errors import CoderError
from coder.matrices import (
    Coding,
    Matrix,
    axis_name,
    column_heads,
    coverage,
    labels,
    matrix,
    quotes,
    saturation,
    together,
    tree,
)
from coder.workbook.counts import MATRICES
from coder.workbook.framework import cell_text
from coder.workbook.listed import flat_table, provenance_lines
from coder.workbook.report import Report

EVALUATED = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for a formula at the beginning of a text."""


def tables(report: Report) -> dict[str, pd.DataFrame]:
    """A table for each kind of sheet, by the name of its file; quotes once, by code."""
    coding = report.coding
    found = {_file_name(title): _matrices(coding, *of) for title, of in MATRICES.items()}
    if report.chosen:
        own = report.chosen
        found["matrix"] = _matrix(matrix(coding, own.rows, own.columns, own.measure), coding)
    found["co-occurrence"] = _together(coding)
    for by in ("session", "witness"):
        found[f"saturation-by-{by}"] = _saturation(coding, by)
    found["framework"] = _framework(report)
    found["quotes"] = _quotes(coding)
    found["evidence"] = _evidence(coding)
    heads, lines = flat_table(report)
    found["paragraph-by-code"] = _frame(heads, ([_iso(value) for value in line] for line in lines))
    found["codebook"] = _codebook(coding)
    found["coverage"] = _coverage(report)
    found["agreement"] = pd.DataFrame(
        [{name: getattr(line, name) for name in type(line).__slots__} for line in report.agreement],
        columns=["code", "theme", "units", "percent", "alpha", "low", "high", "ac1", "said"],
    )
    found["provenance"] = _frame(["what", "which", "revision"], provenance_lines(report))
    return found


def as_bytes(table: pd.DataFrame, form: Literal["csv", "parquet"]) -> bytes:
    """A table as a file. A CSV is UTF-8 with a mark, so that Excel reads it as such, and a text that it would
    take for a formula has an apostrophe before it. Raises CoderError where Parquet cannot be written."""
    if form == "csv":
        plain = table.rename(columns=_guarded).map(_guarded)
        return plain.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig", "replace")
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise CoderError(
            "Parquet files need a library that is not installed: pip install 'evidence-coder[parquet]'."
        ) from None
    out = BytesIO()
    table.to_parquet(out, engine="pyarrow", index=False)
    return out.getvalue()


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(EVALUATED) else value


def _file_name(title: str) -> str:
    return title.lower().replace(" ", "-")


def _frame(heads: Iterable[str], lines: Iterable[Iterable[Any]]) -> pd.DataFrame:
    return pd.DataFrame([list(line) for line in lines], columns=list(heads))


def _iso(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _matrices(coding: Coding, axis: str, with_codes: bool) -> pd.DataFrame:
    """Themes, or themes and codes, by an axis; a theme with tags of its own has a line as a code too."""
    parts: list[pd.DataFrame] = []
    for level in ("theme", "code") if with_codes else ("theme",):
        part = _matrix(matrix(coding, level, axis), coding)
        part.insert(0, "level", ["all", *[level] * (len(part) - 1)])
        parts.append(part if not parts else part.iloc[1:])
    return pd.concat(parts, ignore_index=True)


def _matrix(found: Matrix, coding: Coding) -> pd.DataFrame:
    """A line for all, then one a row; the first column its id, then its name and its total."""
    names, heads = labels(coding, found.rows), labels(coding, found.columns)
    around = _distinct(["id", axis_name(found.rows), "All", *heads.values()])
    lines = [["", "All", found.total, *found.column_totals.tolist()]]
    figures = zip(found.row_totals.tolist(), found.counts.to_numpy().tolist(), strict=True)
    for (key, name), (total, row) in zip(names.items(), figures, strict=True):
        lines.append([key, name, total, *row])
    return _frame(around, lines)


def _distinct(heads: list[str]) -> list[str]:
    """The heads, those that stand before with a number behind."""
    times: dict[str, int] = {}
    found = []
    for head in heads:
        times[head] = times.get(head, 0) + 1
        found.append(head if times[head] == 1 else f"{head} ({times[head]})")
    return found


def _together(coding: Coding) -> pd.DataFrame:
    found, keys = together(coding), list(together(coding).counts.index)
    counts, jaccard = found.counts.to_numpy().tolist(), found.jaccard.to_numpy().tolist()
    lines = (
        (one, other, counts[at][place], jaccard[at][place])
        for at, one in enumerate(keys)
        for place, other in enumerate(keys)
    )
    return _frame(["code", "other", "paragraphs", "jaccard"], lines)


def _saturation(coding: Coding, by: str) -> pd.DataFrame:
    names = labels(coding, by)
    heads = [
        by,
        "name",
        "paragraphs",
        "new codes",
        "new themes",
        "codes so far",
        "themes so far",
        "codes",
        "themes",
    ]
    return _frame(heads, (
        (one.key, names[one.key], one.paragraphs, len(one.new_codes), len(one.new_themes), one.so_far,
         one.themes_so_far, " ".join(one.new_codes), " ".join(one.new_themes))
        for one in saturation(coding, by)
    ))  # fmt: skip


def _framework(report: Report) -> pd.DataFrame:
    themes = report.coding.codebook.themes
    return _frame(["witness", *(theme.id for theme in themes)], (
        (witness, *(cell_text(report, witness, theme.id) for theme in themes))
        for witness in column_heads(report.coding, "witness")
    ))  # fmt: skip


def _quotes(coding: Coding) -> pd.DataFrame:
    heads = ["theme", "code", "paragraph", "citation", "cite as", "witness", "organisation", "session",
             "date", "question", "quoted", "text", "coders"]  # fmt: skip
    theme = {code.id: coding.codebook.theme_of(code.id).id for code in coding.codebook.codes}

    def line(row: str, place: int, quoted: tuple[str, ...], coders: Iterable[str]) -> tuple[Any, ...]:
        at = coding.evidence[place]
        return (theme[row], row, at.paragraph, at.citation, at.full_citation, at.speaker or "",
                at.organisation or "", at.session, at.date or "", at.question_text or "",
                " […] ".join(quoted), at.text, " ".join(sorted(set(coders))))  # fmt: skip

    return _frame(heads, (
        line(one.row, one.paragraph, one.quoted, (coder for _, _, coder in one.tags))
        for one in quotes(coding, "code", "question")
    ))  # fmt: skip


def _evidence(coding: Coding) -> pd.DataFrame:
    heads = ["paragraph", "citation", "role", "speaker", "organisation", "item", "session", "date", "text"]
    return _frame(heads, (
        (row.paragraph, row.citation, row.role, row.speaker or "", row.organisation or "", row.item_heading,
         row.session, row.date or "", row.text)
        for row in coding.evidence
    ))  # fmt: skip


def _codebook(coding: Coding) -> pd.DataFrame:
    heads = ["id", "theme", "name", "definition", "include", "exclude", "example", "values"]
    return _frame(heads, (
        (code.id, coding.codebook.theme_of(code.id).id, code.name, code.definition, code.include,
         code.exclude, code.example, " < ".join(code.values))
        for code, _ in tree(coding.codebook)
    ))  # fmt: skip


def _coverage(report: Report) -> pd.DataFrame:
    lines = coverage(report.coding, report.provenance.roles)
    coders = sorted({coder for line in lines for coder in line.read})
    heads = ["session", "paragraphs", "read by nobody", "read by one", "read by more"]
    heads += [f"{coder} {what}" for what in ("read", "tagged") for coder in coders]
    return _frame(heads, (
        (line.session, line.total, line.by_none, line.by_one, line.by_more,
         *(line.read[coder] for coder in coders), *(line.tagged[coder] for coder in coders))
        for line in lines
    ))  # fmt: skip
