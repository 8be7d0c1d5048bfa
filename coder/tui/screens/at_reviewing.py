"""The ways from a screen to those of a reviewer, and to what a coder hears of them."""

from __future__ import annotations

from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.tui.screens.room import Room


class AtReviewing(Room):
    """What it needs of its screen is declared here, and made there. What may not be seen is refused in a
    sentence on the screen itself."""

    inquiry: Inquiry
    coder: str

    async def action_agreement(self) -> None:
        from coder.tui.screens.agreement import open_agreement

        await open_agreement(self, self.inquiry, self.coder)

    async def action_differences(self) -> None:
        from coder.inquiry.settling import Wanted
        from coder.tui.screens.differences import open_differences

        await open_differences(self, self.inquiry, self.coder, Wanted())

    async def action_assignments(self) -> None:
        from coder.tui.screens.assignments import AssignmentsScreen

        await self.app.push_screen(AssignmentsScreen(self.inquiry, self.coder))

    async def action_feedback(self) -> None:
        from coder.tui.screens.feedback import FeedbackBox

        try:
            box = FeedbackBox(self.inquiry, self.coder)
        except CoderError as error:
            self.say(str(error), error=True)
            return
        await self.app.push_screen(box)
