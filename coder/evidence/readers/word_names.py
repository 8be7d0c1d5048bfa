"""Names and values as Word documents write them (ECMA-376 part 1), shared by the modules that read them."""

from __future__ import annotations

import re

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

ID, VAL = W + "id", W + "val"
P, R, T, PPR, RPR = W + "p", W + "r", W + "t", W + "pPr", W + "rPr"
TABLE, ROW, CELL, BOX, SECTION = W + "tbl", W + "tr", W + "tc", W + "txbxContent", W + "sectPr"
NUMPR, NUMID, ILVL, OUTLINE = W + "numPr", W + "numId", W + "ilvl", W + "outlineLvl"
B, VANISH = W + "b", W + "vanish"

SILENT = {
    W + name for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "instrText", "rt",
        "delInstrText", "delText", "moveFrom", "softHyphen", "annotationRef", "footnoteRef", "endnoteRef",
    )
}  # fmt: skip
"""Elements of properties, code and what is not printed; every other is gone through for its text."""


def on(value: str | None) -> bool:
    """Whether an on/off property is on; one that is there without a value is."""
    return value is None or value not in ("0", "false", "off")


def whole(value: str | None) -> int | None:
    """A whole number of at most six digits, else None."""
    return int(value) if value and re.fullmatch(r"-?[0-9]{1,6}", value) else None


def heading_of(outline: str | None) -> int:
    """The heading level from an outlineLvl: 0 to 8 are levels, 9 is body text."""
    level = whole(outline)
    return level + 1 if level is not None and 0 <= level <= 8 else 0
