"""Every command with its keys, name and help, a module a screen. Nothing here loads Textual."""

from coder.tui.commands.boxes import CHOOSING, FINDING, INITIALS, MEMO, READING
from coder.tui.commands.coding import CODING
from coder.tui.commands.command import Command, bindings, sign
from coder.tui.commands.general import QUIT
from coder.tui.commands.home import HOME
from coder.tui.commands.lists import BULK, FILTERING, PREVIEW
from coder.tui.commands.quoting import QUOTING

__all__ = [
    "BULK", "CHOOSING", "CODING", "FILTERING", "FINDING", "HOME", "INITIALS", "MEMO", "PREVIEW", "QUIT",
    "QUOTING", "READING", "ROOMS", "Command", "bindings", "sign",
]  # fmt: skip

# fmt: off
ROOMS = {"Home": HOME, "Coding": CODING, "Quoting": QUOTING, "Reading": READING, "Finding a code": FINDING,
         "Choosing": CHOOSING, "Filtering": FILTERING, "Bulk": BULK, "Bulk preview": PREVIEW,
         "Memo": MEMO, "Initials": INITIALS}
"""Every command, by the screen that has it."""
# fmt: on
