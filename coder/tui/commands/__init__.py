"""Every command with its keys, name and help, a module a screen. Nothing here loads Textual."""

from coder.tui.commands.assigning import ASSIGNING, ASSIGNMENTS
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
    UNREACHABLE,
)
from coder.tui.commands.codebook import ASKING, CHANGES, CODE_FORM, CODEBOOK, REVIEW
from coder.tui.commands.coding import CODING
from coder.tui.commands.command import Command, bindings, sign
from coder.tui.commands.general import QUIT
from coder.tui.commands.home import HOME
from coder.tui.commands.lists import BULK, FILTERING, PREVIEW
from coder.tui.commands.matrix import EXPORTING, MATRIX, QUOTES, SUMMARY
from coder.tui.commands.quoting import QUOTING
from coder.tui.commands.reviewing import AGREEMENT, CONFUSION, DIFFERENCES, REASON, SEVERAL
from coder.tui.commands.search import SEARCH

__all__ = [
    "AGREEMENT", "ASKING", "ASSIGNING", "ASSIGNMENTS", "BULK", "CHANGES", "CHOOSING", "CODEBOOK",
    "CODE_FORM", "CODING", "CONFUSION", "DIFFERENCES", "EXPORTING", "FILES", "FILTERING", "FINDING",
    "HOME", "IMPORTING", "INITIALS", "MATRIX", "MEMO", "PREVIEW", "QUIT", "QUOTES", "QUOTING", "READING",
    "REASON", "REPORT", "REVIEW", "ROOMS", "SEARCH", "SEVERAL", "SUMMARY", "TOURING", "UNREACHABLE",
    "Command", "bindings", "sign",
]  # fmt: skip

# fmt: off
ROOMS = {"Home": HOME, "Coding": CODING, "Quoting": QUOTING, "Search": SEARCH, "Codebook": CODEBOOK,
         "Review": REVIEW, "Reading": READING, "Finding a code": FINDING, "Code": CODE_FORM,
         "Asking": ASKING, "Changes of the codebook": CHANGES,
         "Choosing": CHOOSING, "Filtering": FILTERING, "Bulk": BULK, "Bulk preview": PREVIEW,
         "Agreement": AGREEMENT, "Confusion": CONFUSION, "Differences": DIFFERENCES,
         "Assignments": ASSIGNMENTS, "Assigning": ASSIGNING,
         "Reason": REASON, "Several": SEVERAL, "Memo": MEMO, "Tour": TOURING,
         "Matrix": MATRIX, "Quotes of a cell": QUOTES, "Summary": SUMMARY, "Exporting": EXPORTING,
         "Picking a file": FILES, "Importing": IMPORTING, "Import report": REPORT, "Initials": INITIALS,
         "No connection": UNREACHABLE}
"""Every command, by the screen that has it."""
# fmt: on
