"""What the screen of a matrix does, and the boxes that it opens."""

from coder.tui.commands.boxes import CHOOSING
from coder.tui.commands.command import Command
from coder.tui.commands.general import EVERY_ROOM, REDO, UNDO

# fmt: off
LOOK = Command("matrix", "General", "Matrix", "Look at who said what about which theme, and export it.",
               ("f10",), "app.matrix", "matrix")

MATRIX = (
    Command("row-down", "Moving", "Down", "A row down.", ("down",), "move(1, 0)"),
    Command("row-up", "Moving", "Up", "A row up.", ("up",), "move(-1, 0)"),
    Command("column-right", "Moving", "Right", "A column to the right.", ("right",), "move(0, 1)"),
    Command("column-left", "Moving", "Left", "A column to the left.", ("left",), "move(0, -1)"),
    Command("matrix-page-down", "Moving", "Page down", "A screenful down.", ("pagedown",), "page(1)"),
    Command("matrix-page-up", "Moving", "Page up", "A screenful up.", ("pageup",), "page(-1)"),
    Command("matrix-start", "Moving", "Totals", "To the total of all.", ("home",), "start"),
    Command("cell-quotes", "General", "Quotes", "The quotes behind the figure under the cursor.",
            ("enter",), "quotes", "quotes"),
    Command("choose-rows", "General", "Rows", "Choose what stands down.", ("r",), "choose('rows')", "rows"),
    Command("choose-columns", "General", "Columns", "Choose what stands across.",
            ("c",), "choose('columns')", "columns"),
    Command("swap", "General", "Turn", "Rows for columns, and columns for rows.", ("t",), "swap"),
    Command("choose-measure", "General", "Measure", "Choose what is counted.",
            ("m",), "choose('measure')", "measure"),
    Command("choose-basis", "General", "Basis", "Choose whose tags count.",
            ("b",), "choose('basis')", "basis"),
    Command("summary", "General", "Summary",
            "Write what the witness said on the theme, where these are rows and columns.",
            ("s",), "summary", "summary"),
    Command("export", "General", "Export", "Write the workbook, with this matrix first.",
            ("e",), "export", "export"),
    UNDO, REDO,
    Command("leave-matrix", "General", "Back", "Back to where you were.", ("escape",), "leave", "back"),
    *EVERY_ROOM,
)

QUOTES = (
    *(command for command in CHOOSING if command.id not in ("narrow", "choose", "leave-choosing")),
    Command("open-quote", "Finding", "Code it", "Go to the paragraph on the coding screen.",
            ("enter",), "pick", "code it"),
    Command("quote-down", "Finding", "Scroll down", "Further down in the text.", ("right",), "scroll(1)"),
    Command("quote-up", "Finding", "Scroll up", "Back up in the text.", ("left",), "scroll(-1)"),
    Command("leave-quotes", "Finding", "Leave", "Back to the matrix.", ("escape",), "close", "leave"),
)

SUMMARY = (
    Command("write-summary", "Memo", "Write",
            "Write what the witness said on the theme; citations of its quotes are kept beside it.",
            typed="type"),
    Command("quotes-down", "Moving", "Quotes down", "Further down in the quotes.",
            ("f8", "ctrl+down"), "scroll(5)", "quotes down"),
    Command("quotes-up", "Moving", "Quotes up", "Back up in the quotes.",
            ("f7", "ctrl+up"), "scroll(-5)", "up"),
    Command("save-summary", "Memo", "Save", "Keep the summary; an empty one is removed.",
            ("ctrl+s", "ctrl+enter"), "save", "save"),
    Command("leave-summary", "Memo", "Leave", "Back, with the summary as it was.",
            ("escape",), "close", "leave"),
)

EXPORTING = (
    Command("name-export", "Finding", "Name", "Type the name of the file.", typed="type"),
    Command("do-export", "Finding", "Write", "Write the workbook under this name.",
            ("enter",), "write", "write"),
    Command("leave-export", "Finding", "Leave", "Back, with nothing written.", ("escape",), "close", "leave"),
)
# fmt: on
