"""The application: who codes, which screen, which theme."""

from __future__ import annotations

from textual.app import App
from textual.screen import Screen

from coder.inquiry.folder import Inquiry
from coder.inquiry.who import prefer, preferences
from coder.tui.looks import CSS
from coder.tui.palette import DARK, LIGHT


class CoderApp(App[None]):
    """Opens on the home screen, or straight on a session."""

    CSS = CSS
    TITLE = "evidence coder"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, inquiry: Inquiry, coder: str | None, session: str | None = None) -> None:
        super().__init__()
        self.inquiry, self.coder, self.session = inquiry, coder, session
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        kept = preferences().get("theme")
        self.theme = kept if kept in self.available_themes else DARK.name

    def get_default_screen(self) -> Screen[None]:
        from coder.tui.screens.coding import CodingScreen
        return CodingScreen(self.inquiry, self.coder or "", self.session or "")

    def change_theme(self) -> None:
        """Between light and dark; the choice is kept for the next run."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name
        prefer(theme=self.theme)


def run(inquiry: Inquiry, coder: str | None, session: str | None = None) -> int:
    """Open the screens; `coder` None asks for initials once. Returns the exit code."""
    app = CoderApp(inquiry, coder, session)
    app.run()
    return app.return_code or 0
