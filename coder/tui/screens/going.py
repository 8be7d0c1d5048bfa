"""Go to a paragraph by its citation."""

from __future__ import annotations

from coder.inquiry.folder import Inquiry
from coder.store.index import Placed
from coder.tui.palette import Palette
from coder.tui.screens.choosing import Choose
from coder.tui.text import fit
from coder.tui.widgets.lines import Line, cells, spread

MOST = 50
"""Of so many sessions with a paragraph of this citation one is offered."""


class GoTo(Choose[Placed]):
    """Gives the paragraph with the citation typed: the session's own first, then those of others."""

    WIDTH = 90

    def __init__(self, inquiry: Inquiry, session: str) -> None:
        self.inquiry, self.session = inquiry, session
        super().__init__("Go to a citation", "Citation:", (), self._row, "Type it as it is shown: 7(4), Q14.")

    def rows(self, width: int) -> int:
        return 9

    def found(self, query: str) -> list[Placed]:
        written = "".join(query.split())
        forms = [
            query.strip(),
            query.strip().upper(),
            written,
            written.upper(),
            query.strip().replace("q", "Q"),
        ]
        forms = list(dict.fromkeys(filter(None, forms)))
        found = self.inquiry.store.index.cited(forms, self.session, MOST) if forms else []
        self.choices.nothing = (
            f"No paragraph of this inquiry is cited so: {fit(query, 30)}." if forms
            else "Type it as it is shown: 7(4), Q14."
        )  # fmt: skip
        return found

    def _row(self, placed: Placed, here: bool, width: int, palette: Palette) -> Line:
        on, dim = (palette.here, palette.here_dim) if here else (palette.text, palette.dim)
        paragraph = placed.paragraph
        where = "this session" if placed.session == self.session else fit(placed.session, width // 3)
        left: Line = [("› " if here else "  ", on), (f"{paragraph.citation} ", on + palette.bold)]
        text = fit(paragraph.text, width - cells(left) - len(where) - 2)
        return spread([*left, (text, dim)], [(where, dim)], width, on)
