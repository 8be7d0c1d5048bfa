"""What a cell holds, always text as text and never a formula, and how it looks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from unicodedata import bidirectional

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

MAX_TEXT = 32_767
"""Characters in a cell, counted as Excel does, in UTF-16 units."""
CUT = " [… cut: an Excel cell holds 32,767 characters]"

INK, NAVY, LINK, GREY, MUTED = "26303B", "1F3A5F", "1F5FA8", "66717D", "8A95A1"
RULE, BAND, HEAD, HEAT = "D9DFE7", "EDF1F6", "DCE4EE", "8FB8DE"


def literal(text: str) -> str:
    """The text as a cell can hold it: without what XML cannot hold, and cut at a word where too long."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)  # Excel reads _x0041_ as A
    if _units(text) <= MAX_TEXT:
        return text
    room = MAX_TEXT - _units(CUT)
    kept = text[:room]
    while _units(kept) > room:
        kept = kept[: len(kept) - max(1, (_units(kept) - room) // 2)]
    at_word = re.match(r"(?s).*\s", kept[-200:])
    return (kept[: len(kept) - 200 + at_word.end()] if at_word else kept).rstrip() + CUT


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_rtl(text: str) -> bool:
    """Whether a text is written from the right: its first letter is of a script that is."""
    ways = (bidirectional(sign) for sign in text)
    return next((way != "L" for way in ways if way in ("L", "R", "AL")), False)


def shortened(text: str, most: int = 280) -> str:
    """A text as it heads a row or column: on one line, cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def said(moment: date) -> str:
    """The day in words, such as 3 February 2014."""
    return f"{moment.day} {moment:%B %Y}"


def excel_date(iso: str | None) -> date | str:
    """A date Excel can sort; as text where it is none, or before March 1900."""
    try:
        found = date.fromisoformat(iso or "")
    except ValueError:
        return iso or ""
    return found if found >= date(1900, 3, 1) else said(found)


# Looks


def _style(
    *, bold: bool = False, size: float = 10, colour: str = INK, fill: str = "", line: str = RULE,
    across: str | None = None, down: str = "top", wrap: bool = True, turn: int = 0, form: str = "General",
) -> dict[str, Any]:  # fmt: skip
    return {
        "font": Font("Arial", size, bold, color=colour),
        "fill": PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        "border": Border(bottom=Side("thin", color=line)) if line else Border(),
        "alignment": Alignment(across, down, turn, wrap),
        "number_format": form,
    }


_HEAD: dict[str, Any] = {"colour": NAVY, "fill": HEAD, "line": NAVY, "down": "bottom"}
_COUNT: dict[str, Any] = {"across": "center", "down": "center", "form": '#,##0;-#,##0;"·"'}

STYLES = {
    "title": _style(bold=True, size=15, colour=NAVY, line="", wrap=False),
    "section": _style(bold=True, size=11, colour=NAVY, line=NAVY, wrap=False),
    "section-right": _style(bold=True, size=11, colour=NAVY, line=NAVY, across="right", wrap=False),
    "note": _style(size=9, colour=GREY, line="", wrap=False),
    "label": _style(bold=True, line="", wrap=False),
    "fact": _style(line=""),
    "plain": _style(line="", down="center", wrap=False),
    "link": _style(colour=LINK, line="", down="center", wrap=False),
    "text": _style(),
    "strong": _style(bold=True),
    "centred": _style(across="center"),
    "date": _style(across="left", form="d mmm yyyy"),
    "number": _style(across="center", form="#,##0"),
    "number-2": _style(across="center", form="0.00"),
    "percent": _style(across="center", form="0%"),
    "line": _style(wrap=False),
    "small": _style(size=8, colour=GREY),
    "mark": _style(bold=True, across="center", form="@"),
    "figure": _style(across="right", form="#,##0"),
    "decimal": _style(across="right", form="0.00"),
    "share": _style(across="right", form="0%"),
    "head": _style(bold=True, across="left", **_HEAD),
    "head-right": _style(bold=True, across="right", **_HEAD),
    "column": _style(bold=True, across="center", **_HEAD),
    "turned": _style(across="center", turn=90, **_HEAD),
    "turned-strong": _style(bold=True, across="center", turn=90, **_HEAD),
    "band": _style(bold=True, colour=NAVY, fill=BAND, down="center", wrap=False),
    "name": _style(across="left", down="center"),
    "name-strong": _style(bold=True, down="center"),
    "name-total": _style(bold=True, colour=NAVY, fill=BAND, down="center"),
    "count": _style(**_COUNT),
    "count-strong": _style(bold=True, **_COUNT),
    "count-total": _style(bold=True, colour=NAVY, fill=BAND, **_COUNT),
    "share-count": _style(**_COUNT | {"form": '0%;-0%;"·"'}),
    "share-strong": _style(bold=True, **_COUNT | {"form": '0%;-0%;"·"'}),
    "share-total": _style(bold=True, colour=NAVY, fill=BAND, **_COUNT | {"form": '0%;-0%;"·"'}),
    "jaccard": _style(across="center", down="center", form='0.00;-0.00;"·"'),
    "cite": _style(colour=LINK),
    "zero": _style(colour=MUTED, **_COUNT),
}
"""The looks of a cell, by what stands in it."""
