"""What a code means, with what the codebook leaves unclear about it."""

from __future__ import annotations

from coder.codebook import Code
from coder.inquiry.folder import Inquiry
from coder.inquiry.settling import examples
from coder.tui.palette import Palette
from coder.tui.screens.reading import Reading
from coder.tui.text import wrap
from coder.tui.widgets.definition import definition
from coder.tui.widgets.lines import Line

TEXT_LINES = 3
"""Of a paragraph that was collected so many lines are shown."""


class CodeMeaning(Reading):
    """The definition, then the paragraphs collected for a better one."""

    def __init__(self, inquiry: Inquiry, code: Code) -> None:
        super().__init__("Code", lambda width, palette: meaning_lines(inquiry, code, width, palette))


def meaning_lines(inquiry: Inquiry, code: Code, width: int, palette: Palette) -> list[Line]:
    """What a code means, and the paragraphs of which the codebook does not say whether it fits."""
    lines = definition(inquiry.codebook, code, width, palette) if code.id in inquiry.codebook.by_id else []
    found = examples(inquiry, code.id)
    if found:
        lines += [[], [(f"Unclear: {len(found)} collected", palette.theme)]]
    for one in found:
        paragraph = one.placed.paragraph
        said = f"{paragraph.citation or paragraph.id}  {' '.join(paragraph.text.split())}"
        lines += [[(text, palette.text)] for text in wrap(said, width)[:TEXT_LINES]]
        lines += [[(text, palette.dim)] for text in wrap(f"— {one.note}", width) if one.note]
    return lines
