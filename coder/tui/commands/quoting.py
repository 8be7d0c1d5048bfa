"""What one does while a passage is selected, before all that the coding screen does."""

from coder.tui.commands.coding import CODING
from coder.tui.commands.command import Command

SHARED = ("find", "undo", "redo", "copy-quote", "copy-citation", "help", "commands", "quit")
"""What of the coding screen's own is at hand; the rest is done as ever, and ends quoting where it leaves."""

# fmt: off
QUOTING = (
    Command("next-sentence", "Quoting", "Next sentence", "Select the next sentence.",
            ("down",), "select_passage('sentence', 1)", "sentence"),
    Command("previous-sentence", "Quoting", "Previous sentence", "Select the sentence before.",
            ("up",), "select_passage('sentence', -1)"),
    Command("more-sentences", "Quoting", "A sentence more", "On to the end of the next sentence.",
            ("shift+down", "ctrl+down"), "select_passage('by_sentence', 1)", "longer"),
    Command("fewer-sentences", "Quoting", "A sentence less", "Back to the end of the sentence before.",
            ("shift+up", "ctrl+up"), "select_passage('by_sentence', -1)"),
    Command("end-on", "Quoting", "End a word on", "Move the end of the passage a word on.",
            ("right",), "select_passage('by_word', 1)", "end"),
    Command("end-back", "Quoting", "End a word back", "Move the end of the passage a word back.",
            ("left",), "select_passage('by_word', -1)"),
    Command("start-on", "Quoting", "Start a word on", "Move the start of the passage a word on.",
            ("shift+right", "ctrl+right"), "select_passage('start_by_word', 1)"),
    Command("start-back", "Quoting", "Start a word back", "Move the start of the passage a word back.",
            ("shift+left", "ctrl+left"), "select_passage('start_by_word', -1)"),
    Command("from-start", "Quoting", "From the start", "Select from where the paragraph begins.",
            ("home",), "select_passage('to_start')"),
    Command("to-end", "Quoting", "To the end", "Select to where the paragraph ends.",
            ("end",), "select_passage('to_end')"),
    Command("quote-code", "Quoting", "Quote for a code",
            "Put the code with this key on the passage; again, take the quote off. The code stays.",
            hint="code", typed="a–Z"),
    Command("quote-value", "Quoting", "Value", "Set the value of the code put on last, where it has a scale.",
            typed="1–9"),
    Command("quote-star", "Quoting", "Star", "Say that the passage is quotable; again, take that back.",
            ("asterisk",), "star_passage"),
    Command("unquote", "Quoting", "Take quotes off",
            "Take off every quote that the passage touches; the codes stay.",
            ("backspace",), "unquote", "off"),
    Command("end-quoting", "Quoting", "Done", "Back to the whole paragraph.",
            ("escape", "quotation_mark", "enter"), "end_quoting", "done"),
    *(one for one in CODING if one.id in SHARED),
)
# fmt: on
