"""What the boxes over a screen do."""

from coder.tui.commands.command import Command
from coder.tui.commands.general import QUIT

# fmt: off
READING = (
    Command("line-down", "Moving", "Down", "A line down.", ("down",), "scroll(1)"),
    Command("line-up", "Moving", "Up", "A line up.", ("up",), "scroll(-1)"),
    Command("reading-page-down", "Moving", "Page down", "A page down.", ("pagedown", "space"), "page(1)"),
    Command("reading-page-up", "Moving", "Page up", "A page up.", ("pageup",), "page(-1)"),
    Command("close", "General", "Close", "Back to the screen below.",
            ("escape", "enter", "q"), "close", "close"),
)

FINDING = (
    Command("filter", "Finding", "Filter", "Type some letters of its name, id or definition.",
            hint="filter", typed="type"),
    Command("next-match", "Finding", "Next match", "Down the list.", ("down",), "move(1)"),
    Command("previous-match", "Finding", "Previous match", "Up the list.", ("up",), "move(-1)"),
    Command("pick", "Finding", "Toggle", "Put this code on the paragraph, or take it off.",
            ("enter",), "pick", "toggle"),
    Command("leave-finding", "Finding", "Leave", "Back, with nothing changed.",
            ("escape",), "close", "leave"),
)

CHOOSING = (
    Command("narrow", "Finding", "Narrow", "Type some letters of its name.", hint="narrow", typed="type"),
    Command("next-choice", "Finding", "Next", "Down the list.", ("down",), "move(1)"),
    Command("previous-choice", "Finding", "Previous", "Up the list.", ("up",), "move(-1)"),
    Command("choices-down", "Finding", "Page down", "A page down the list.", ("pagedown",), "page(1)"),
    Command("choices-up", "Finding", "Page up", "A page up the list.", ("pageup",), "page(-1)"),
    Command("choose", "Finding", "Choose", "Take the one under the cursor.", ("enter",), "pick", "choose"),
    Command("leave-choosing", "Finding", "Leave", "Back, with nothing changed.",
            ("escape",), "close", "leave"),
)

FILES = (
    *CHOOSING[:-2],
    Command("open-file", "Finding", "Open", "Go into the folder, or import the file.",
            ("enter",), "pick", "open"),
    Command("folder-up", "Moving", "Up", "To the folder above; Backspace where nothing is typed.",
            ("left", "backspace"), "up", "up"),
    Command("folder-home", "Moving", "Home", "To your own folder.", ("tilde",), "home", "home"),
    CHOOSING[-1],
)

IMPORTING = (
    Command("stop-importing", "General", "Stop", "Leave the document; nothing is imported.",
            ("escape",), "close", "stop"),
)

REPORT = (
    *READING[:-1],
    Command("open-imported", "General", "Open", "Code the session that was imported.",
            ("enter",), "open", "open"),
    Command("close-report", "General", "Close", "Back to the list of sessions.",
            ("escape", "q"), "close", "close"),
)

TOURING = (
    Command("next-card", "Moving", "Next", "The next card; after the last one, the tour is over.",
            ("enter", "right", "space"), "turn(1)", "next"),
    Command("previous-card", "Moving", "Back", "The card before.", ("left", "backspace"), "turn(-1)", "back"),
    Command("card-down", "Moving", "Down", "A line down, where the window is small.", ("down",), "scroll(1)"),
    Command("card-up", "Moving", "Up", "A line up.", ("up",), "scroll(-1)"),
    Command("leave-tour", "General", "Leave", "Leave the tour.", ("escape",), "close", "leave"),
)

MEMO = (
    Command("write-memo", "Memo", "Write", "Write the memo; Enter begins a new line.", typed="type"),
    Command("save-memo", "Memo", "Save", "Keep the memo; an empty one is removed.",
            ("ctrl+s", "ctrl+enter"), "save", "save"),
    Command("leave-memo", "Memo", "Leave", "Back, with the memo as it was.", ("escape",), "close", "leave"),
)

UNREACHABLE = (
    QUIT,
    Command("stay-unsent", "General", "Stay", "Stay, and wait for the connection.", ("escape",), "stay"),
)

INITIALS = (
    Command("type-initials", "General", "Initials", "Type your initials.", typed="type"),
    Command("keep-initials", "General", "Keep", "Code under these initials.",
            ("enter",), "keep", "keep"),
    Command("leave", "General", "Quit", "Leave; nothing was changed.", ("escape",), "app.quit", "quit"),
)
# fmt: on
