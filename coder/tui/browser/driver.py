"""The screens' end of a tab: Textual's driver for browsers, which ends with its server."""

from __future__ import annotations

from textual.drivers.web_driver import WebDriver


class TabDriver(WebDriver):
    """Named to Textual by the variable TEXTUAL_DRIVER."""

    def run_input_thread(self) -> None:
        """Take input until it ends: the tab was closed, or the server is gone, however it went."""
        super().run_input_thread()
        self.on_meta("quit", {})
