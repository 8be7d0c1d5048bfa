"""What the boxes with lists do in which more than one thing is set: filters, and much at once."""

from coder.tui.commands.boxes import CHOOSING
from coder.tui.commands.command import Command

# fmt: off
MOVING = tuple(command for command in CHOOSING if command.id not in ("narrow", "choose", "leave-choosing"))
NARROW = tuple(command for command in CHOOSING if command.id == "narrow")

FILTERING = (
    *NARROW,
    Command("ask", "Finding", "Ask for it",
            "Ask for this, or no more; of a code by turns: with it, without it, or either.",
            ("space",), "ask", "ask for it"),
    Command("apply-filter", "Finding", "Filter", "Step only through what is asked for.",
            ("enter",), "apply", "filter"),
    Command("ask-nothing", "Finding", "Nothing asked", "Take back all that is asked for.",
            ("delete",), "ask_nothing", "nothing asked"),
    *MOVING,
    Command("leave-filter", "Finding", "Leave", "Back, with the filter as it was.",
            ("escape",), "close", "leave"),
)

BULK = (
    *NARROW,
    Command("choose-deed", "Finding", "Preview", "Show what this would change; nothing is done yet.",
            ("enter",), "pick", "preview"),
    *MOVING,
    Command("leave-bulk", "Finding", "Leave", "Back, with nothing done.", ("escape",), "close", "leave"),
)

PREVIEW = (
    Command("do-bulk", "Coding", "Do it", "Do it to all that are not left out, as one action.",
            ("enter",), "do", "do it"),
    Command("leave-out", "Coding", "Leave out", "Leave this one out, or take it in again.",
            ("space",), "leave_out", "leave out"),
    *MOVING,
    Command("leave-preview", "Coding", "Back", "Back to the choice, with nothing done.",
            ("escape",), "close", "back"),
)
# fmt: on
