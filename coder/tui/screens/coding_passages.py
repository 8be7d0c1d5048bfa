"""What the coding screen does with a passage of the paragraph, and with what stands around it."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from coder.inquiry.quoting import citation, quotation
from coder.tui.screens.arrangement import Arrangement
from coder.tui.screens.coding_boxes import CodingBoxes
from coder.tui.screens.quoting import Quoting
from coder.tui.text import clean
from coder.tui.widgets.evidence import EvidenceView
from coder.tui.widgets.outline import OutlinePanel


class CodingPassages(CodingBoxes):
    """What the coding screen has is declared here; it is made there."""

    quoting: Quoting
    arrangement: Arrangement

    class Outlined(Message):
        """The outline was opened or closed: so it stays for the sessions to come."""

        def __init__(self, outlined: bool) -> None:
            super().__init__()
            self.outlined = outlined

    def go(self, step: Callable[[], bool], otherwise: str) -> None:
        """Take a step; say otherwise where there was none."""
        raise NotImplementedError

    # A passage

    def action_quote(self) -> None:
        self.attempt(self.quoting.begin)

    def action_end_quoting(self) -> None:
        self.quoting.select(None)
        self.say("")

    def action_select_passage(self, how: str, *steps: int) -> None:
        self.quoting.move(how, *steps)

    def action_star_passage(self) -> None:
        self.do(self.quoting.star)

    def action_unquote(self) -> None:
        self.do(self.quoting.unquote)

    def on_evidence_view_pointed(self, event: EvidenceView.Pointed) -> None:
        if not self.too_small:
            self.quoting.point(event)

    # Copying

    def action_copy_quote(self) -> None:
        self.attempt(lambda: self._copy(quotation(self.inquiry, self.view.here, self.quoting.passage)))

    def action_copy_citation(self) -> None:
        self.attempt(lambda: self._copy(citation(self.inquiry, self.view.here)))

    def _copy(self, text: str) -> str:
        self.app.copy_to_clipboard(clean(text))
        return f"Copied: {text}"

    # What stands around

    def action_outline(self) -> None:
        self.arrangement.toggle_outline()
        self.post_message(self.Outlined(self.arrangement.outlined))

    def action_exchange(self) -> None:
        self.arrangement.toggle_exchange()
        back = f"The whole exchange; {self.sign('exchange')} brings the codes back."
        self.say(back if self.arrangement.whole else "")

    def on_outline_panel_picked(self, event: OutlinePanel.Picked) -> None:
        self.go(lambda: self.stepper.go_to_position(event.position), "")

    def on_outline_panel_turned(self, event: OutlinePanel.Turned) -> None:
        self.arrangement.turn(event.steps)
