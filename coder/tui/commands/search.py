"""What the search screen does."""

from dataclasses import replace

from coder.tui.commands.command import Command
from coder.tui.commands.general import EVERY_ROOM, HELP, REDO, UNDO

# fmt: off
SEARCH = (
    Command("query", "Finding", "Query",
            'Words that must all be there, "words in a row", begin*, -without, speaker:name, code:name and '
            "-code:name for your own tags, session:name, is:read, unread, tagged, untagged, starred, flagged "
            "or noted. The last word may be a beginning.", hint="search", typed="type"),
    Command("next-hit", "Moving", "Next hit", "Down the list of hits.", ("down",), "move(1)"),
    Command("previous-hit", "Moving", "Previous hit", "Up the list of hits.", ("up",), "move(-1)"),
    Command("hits-down", "Moving", "Page down", "A screenful down the list.", ("pagedown",), "page(1)"),
    Command("hits-up", "Moving", "Page up", "A screenful up the list.", ("pageup",), "page(-1)"),
    Command("first-hit", "Moving", "First hit", "To the top of the list.", ("home",), "end(-1)"),
    Command("last-hit", "Moving", "Last hit", "To the end of the list, as far as it is known.",
            ("end",), "end(1)"),
    Command("open-hit", "General", "Open", "Go to the paragraph under the cursor; Esc there comes back here.",
            ("enter",), "open", "go to"),
    Command("tag-hits", "Coding", "Tag all", "Put codes on every paragraph found, after a preview; one undo "
            "takes them off.", ("f8",), "bulk", "tag all"),
    UNDO, REDO,
    Command("leave-search", "General", "Back", "To where you were; the search is kept.",
            ("escape", "f3"), "leave", "back"),
    replace(HELP, id="search-help", keys=("f1",)), *EVERY_ROOM[1:],
)
# fmt: on
