"""Where decisions went another way than a coder."""

from __future__ import annotations

from collections.abc import Sequence

from coder.adjudication import Feedback
from coder.codebook import Code
from coder.inquiry.adjudicating import feedback_for
from coder.inquiry.folder import Inquiry
from coder.inquiry.tagging import cited
from coder.tui.palette import Palette
from coder.tui.screens.reading import Reading
from coder.tui.text import wrap
from coder.tui.widgets.difference_view import said_of
from coder.tui.widgets.lines import Line

STANDS = {"accept": "stands", "add": "stands", "reject": "does not stand"}


class FeedbackBox(Reading):
    """One's own decisions gone the other way, with their reasons; what one agreed on is not in it."""

    WIDTH = 90

    def __init__(self, inquiry: Inquiry, coder: str) -> None:
        """Raises CoderError where the coder codes blind."""
        found = feedback_for(inquiry, coder)
        super().__init__("Feedback", lambda width, palette: feedback_lines(inquiry, found, width, palette))


def feedback_lines(inquiry: Inquiry, found: Sequence[Feedback], width: int, palette: Palette) -> list[Line]:
    """A paragraph for each: where, what one did, what was decided and why, and the text."""
    if not found:
        return [[("No decision went another way than you did.", palette.text)]]
    many = "decision" if len(found) == 1 else "decisions"
    lines: list[Line] = [[(f"{len(found)} {many} went another way than you did.", palette.strong)]]
    for one in found:
        code = inquiry.codebook.by_id.get(one.code) or Code(one.code, one.code)
        yours = "you put it" if one.put else "you did not put it"
        if one.step and one.step <= len(code.values):
            yours += f" as {code.values[one.step - 1]}"
        stands = f"{one.decision.by} decided that it {STANDS[one.decision.verdict]}"
        head = f"{cited(inquiry, one.paragraph)} · {code.name}"
        lines += [[], [(head, palette.theme)]]
        said = f"{yours}; {said_of(one.decision, stands, code)}"
        lines += [[(text, palette.text)] for text in wrap(said, width)]
        lines += [[(text, palette.dim)] for text in wrap(inquiry.store.index.text(one.paragraph), width)[:3]]
    return lines
