"""What stands beside the evidence on the coding screen: codes, outline, or nothing but the exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.tui.looks import BESIDE, OUTLINE, SIDE, WIDE, WIDE_SIDE
from coder.tui.widgets.outline import OutlinePanel

if TYPE_CHECKING:
    from coder.tui.screens.coding import CodingScreen


class Arrangement:
    """Says which parts are shown and how wide, and shows the evidence, alone or as a whole exchange."""

    def __init__(self, screen: CodingScreen, outlined: bool) -> None:
        self.screen = screen
        self.outline = OutlinePanel(screen.inquiry.codebook)
        self.outlined = outlined
        """Whether the outline is wanted; the whole exchange takes its place too."""
        self.whole = False
        self.turned = 0
        """How far the outline was turned away from where one stands."""

    def arrange(self) -> None:
        """Bring the parts in line with the window and with what is wanted."""
        width = self.screen.app.size.width
        beside = width >= BESIDE
        codes, outline = self.screen.codes, self.outline
        codes.set_class(self.whole or (self.outlined and not beside), "-aside")
        outline.set_class(self.whole or not self.outlined, "-aside")
        outline.at_left = beside
        outline.styles.split = "left" if beside else "right"
        outline.styles.width = OUTLINE if beside else SIDE if width < WIDE else WIDE_SIDE
        narrow = width < WIDE or (self.outlined and width < BESIDE + OUTLINE)
        codes.styles.width = SIDE if narrow else WIDE_SIDE

    def show(self) -> None:
        """Show the place one stands on in all that stands here."""
        screen, stepper = self.screen, self.screen.stepper
        around = screen.app.size.height
        screen.evidence.show(stepper.exchange(screen.view, around) if self.whole else screen.view, self.whole)
        if self.outlined and not self.whole:
            centre = max(0, min(stepper.position + self.turned, stepper.head.paragraphs - 1))
            self.turned = centre - stepper.position
            self.outline.show(stepper.outline.view(stepper.position, centre, around))

    def turn(self, steps: int) -> None:
        """Show what stands further up or down in the outline; a step brings it back."""
        self.turned += steps
        self.screen.reach_at_once(self.show)

    def toggle_outline(self) -> None:
        self.outlined = self.whole or not self.outlined
        self.whole, self.turned = False, 0
        self.arrange()
        self.screen.reach_at_once(self.show)

    def toggle_exchange(self) -> None:
        self.whole = not self.whole
        self.arrange()
        self.screen.reach_at_once(self.show)
