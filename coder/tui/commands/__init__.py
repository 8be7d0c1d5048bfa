"""Every command with its keys, name and help, a module a screen. Nothing here loads Textual."""

from coder.tui.commands.boxes import (
    CHOOSING,
    FILES,
    FINDING,
    IMPORTING,
    INITIALS,
    MEMO,
    READING,
    REPORT,
    TOURING,
)
from coder.tui.commands.coding import CODING
from coder.tui.commands.command import Command, bindings, sign
from coder.tui.commands.general import QUIT
from coder.tui.commands.home import HOME
from coder.tui.commands.lists import BULK, FILTERING, PREVIEW
from coder.tui.commands.search import SEARCH

__all__ = [
    "BULK", "CHOOSING", "CODING", "FILES", "FILTERING", "FINDING", "HOME", "IMPORTING", "INITIALS", "MEMO",
    "PREVIEW", "QUIT", "READING", "REPORT", "ROOMS", "SEARCH", "TOURING", "Command", "bindings", "sign",
]  # fmt: skip

# fmt: off
ROOMS = {"Home": HOME, "Coding": CODING, "Search": SEARCH, "Reading": READING, "Finding a code": FINDING,
         "Choosing": CHOOSING, "Filtering": FILTERING, "Bulk": BULK, "Bulk preview": PREVIEW,
         "Memo": MEMO, "Tour": TOURING,
         "Picking a file": FILES, "Importing": IMPORTING, "Import report": REPORT, "Initials": INITIALS}
"""Every command, by the screen that has it."""
# fmt: on
