"""What the assignment screen and its box do."""

from coder.tui.commands.command import Command
from coder.tui.commands.general import EVERY_ROOM, REDO, UNDO
from coder.tui.commands.reviewing import BACK, MOVING

# fmt: off
ASSIGNMENTS = (
    Command("new-assignment", "Reviewing", "New", "Assign sessions to coders.", ("n",), "new", "new"),
    Command("lift-assignment", "Reviewing", "Lift",
            "End coding blind for the coder under the cursor, or for all of the assignment; with a reason.",
            ("l",), "lift", "lift"),
    *MOVING, UNDO, REDO, BACK, *EVERY_ROOM,
)

ASSIGNING = (
    Command("next-line", "Moving", "Next line", "Down the form.", ("down", "tab"), "move(1)"),
    Command("previous-line", "Moving", "Previous line", "Up the form.", ("up", "shift+tab"), "move(-1)"),
    Command("change-line", "Reviewing", "Change", "Choose, or turn to the next, what stands on the line.",
            ("enter", "space"), "change", "change"),
    Command("type-number", "Reviewing", "Number", "Type the number of the line, where it has one.",
            typed="0–9"),
    Command("make-assignment", "Reviewing", "Assign", "Make the assignment.",
            ("ctrl+s",), "make", "assign"),
    Command("leave-assigning", "General", "Leave", "Back, with nothing assigned.",
            ("escape",), "close", "leave"),
)
# fmt: on
