"""Every command with its keys, name and help, a module a screen."""

from coder.tui.commands.boxes import FINDING, INITIALS, MEMO, READING
from coder.tui.commands.coding import CODING
from coder.tui.commands.command import Command, bindings, sign
from coder.tui.commands.home import HOME
from coder.tui.commands.quoting import QUOTING

__all__ = [
    "CODING", "FINDING", "HOME", "INITIALS", "MEMO", "QUOTING", "READING", "ROOMS", "Command", "bindings",
    "sign",
]  # fmt: skip

# fmt: off
ROOMS = {"Home": HOME, "Coding": CODING, "Quoting": QUOTING, "Reading": READING, "Finding a code": FINDING, 
         "Memo": MEMO, "Initials": INITIALS}
"""Every command, by the screen that has it."""
# fmt: on
