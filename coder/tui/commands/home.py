"""What the home screen does."""

from coder.tui.commands.codebook import OPEN_CODEBOOK, OPEN_REVIEW
from coder.tui.commands.command import Command
from coder.tui.commands.general import EVERY_ROOM, REDO, SEARCH, UNDO
from coder.tui.commands.matrix import LOOK
from coder.tui.commands.reviewing import (
    OPEN_AGREEMENT,
    OPEN_ASSIGNMENTS,
    OPEN_DIFFERENCES,
    OPEN_FEEDBACK,
)

# fmt: off
HOME = (
    Command("next-session", "Moving", "Next session", "Down the list of sessions.", ("down",), "move(1)"),
    Command("previous-session", "Moving", "Previous session", "Up the list of sessions.",
            ("up",), "move(-1)"),
    Command("page-down", "Moving", "Page down", "A screenful down the list.", ("pagedown",), "page(1)"),
    Command("page-up", "Moving", "Page up", "A screenful up the list.", ("pageup",), "page(-1)"),
    Command("first-session", "Moving", "First session", "To the top of the list.", ("home",), "end(-1)"),
    Command("last-session", "Moving", "Last session", "To the end of the list.", ("end",), "end(1)"),
    Command("open", "General", "Open", "Code the session under the cursor, from where you left it.",
            ("enter", "space"), "open", "open"),
    Command("glance", "General", "At a glance",
            "What is read of the session, your tags by theme, and the questions nobody answered.",
            ("equals_sign",), "glance", "report"),
    Command("memo-session", "Memo", "Memo", "Write a memo on the session.", ("plus",), "memo", "memo"),
    SEARCH,
    Command("import", "General", "Import", "Pick a document and make a session of it.",
            ("ctrl+o",), "import", "import"),
    Command("remarks", "General", "Remarks", "All that was found when the transcripts were taken in.",
            ("exclamation_mark",), "remarks", "remarks"),
    OPEN_CODEBOOK, OPEN_REVIEW,
    OPEN_AGREEMENT, OPEN_DIFFERENCES, OPEN_ASSIGNMENTS, OPEN_FEEDBACK,
    UNDO, REDO,
    LOOK,
    *EVERY_ROOM,
)
# fmt: on
