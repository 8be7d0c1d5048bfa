"""The sheet of the codebook: what each code means, and so what the counts count."""

from __future__ import annotations

from coder.matrices import Coding, tree
from coder.workbook.cells import MUTED, literal
from coder.workbook.sheets import Ink, Page


def codebook_sheet(ink: Ink, coding: Coding) -> None:
    """One row a code, in the order of the codebook."""
    book = coding.codebook
    heads = {"Theme": 20, "Code": 26, "Key": 6, "Colour": 8}
    heads |= {"Definition": 46, "Include": 36, "Exclude": 36, "Example": 40}
    if any(code.values or code.choose for code in book.codes):
        heads["Values"] = 22
    page = Page(ink, "Codebook", MUTED, list(heads.values()), freeze="C4", heads="1:3")
    page.title(literal(f"Codebook: {book.title}"), "What each code means, and so what the counts count.")
    page.add([page.cell(head, "head") for head in heads])
    for code, depth in tree(book):
        scale = " < ".join(code.values) or ("one code of this theme at most" if code.choose == "one" else "")
        texts = (code.definition, code.include, code.exclude, code.example, scale)
        cells = [
            page.cell(literal(book.theme_of(code.id).name), "text" if depth else "strong"),
            page.cell(literal(code.name) if depth else None, "text", indent=max(0, depth - 1)),
            page.cell(code.key, "centred"),
            page.cell(None, "text", fill=code.colour.lstrip("#")),
            *(page.cell(literal(text), "text") for text in texts),
        ]
        page.add(cells[: len(heads)])
    page.table("Codebook", list(heads), 3)
    page.done()
