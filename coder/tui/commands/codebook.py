"""What the codebook screen, the review queue and their boxes do."""

from coder.tui.commands.command import Command
from coder.tui.commands.general import EVERY_ROOM

# fmt: off
OPEN_CODEBOOK = Command("codebook", "Codebook", "Codebook",
                        "The codebook: its codes with your tags, and all that revises it.",
                        ("f5",), "codebook", "codebook")
OPEN_REVIEW = Command("review", "Codebook", "Review",
                      "Go through your tags whose code has changed its meaning since.", ("f9",), "review")
ADD_CODE = Command("add-code", "Codebook", "Add a code", "Add a code to the codebook.",
                   ("ctrl+a",), "add_code", "add")

CODEBOOK = (
    Command("code-down", "Moving", "Down", "Down the codes.", ("down",), "move(1)"),
    Command("code-up", "Moving", "Up", "Up the codes.", ("up",), "move(-1)"),
    Command("codes-page-down", "Moving", "Page down", "A screenful down.", ("pagedown",), "page(1)"),
    Command("codes-page-up", "Moving", "Page up", "A screenful up.", ("pageup",), "page(-1)"),
    Command("first-code", "Moving", "First code", "To the top.", ("home",), "end(-1)"),
    Command("last-code", "Moving", "Last code", "To the end.", ("end",), "end(1)"),
    Command("edit-code", "Codebook", "Edit", "Change the code: its name, place, key, colour, meaning.",
            ("enter",), "edit", "edit"),
    ADD_CODE,
    Command("merge-code", "Codebook", "Merge", "Put another code in its place, on every tag.",
            ("m",), "merge", "merge"),
    Command("split-code", "Codebook", "Split", "Split it into other codes; each coder places their own tags.",
            ("s",), "split", "split"),
    Command("retire-code", "Codebook", "Retire", "Take it out of use, or bring it back; its tags stay.",
            ("r",), "retire", "retire"),
    Command("shift-down", "Codebook", "Move down", "Move it down among the codes beside it.",
            ("shift+down",), "shift(1)"),
    Command("shift-up", "Codebook", "Move up", "Move it up among the codes beside it.",
            ("shift+up",), "shift(-1)"),
    Command("code-meaning", "Codebook", "Meaning", "What the code includes and excludes.",
            ("equals_sign",), "definition"),
    Command("code-memo", "Memo", "Memo", "Write a memo on the code.", ("plus",), "memo"),
    Command("file-changes", "Codebook", "Changes of the file", "What the file says that is not in force yet.",
            ("f",), "file"),
    Command("leave-codebook", "General", "Back", "Back to where you were.",
            ("escape", "f5"), "leave", "back"),
    Command("undo-revision", "Codebook", "Undo", "Take back your last action.", ("ctrl+z",), "undo", "undo"),
    Command("redo-revision", "Codebook", "Redo", "Do again what was taken back.", ("ctrl+y",), "redo"),
    OPEN_REVIEW,
    *EVERY_ROOM,
)

REVIEW = (
    Command("confirm-tag", "Codebook", "Confirm", "The tag stands under the present meaning too.",
            ("enter",), "confirm", "confirm"),
    Command("place-tag", "Codebook", "Place",
            "Where the code was split: put the tag on the code with this number.", typed="1–9"),
    Command("recode-tag", "Codebook", "Another code", "Put the code with this key in its place.",
            typed="a–Z"),
    Command("find-other", "Codebook", "Find a code", "Find any code, to put in its place.",
            ("slash",), "find", "other code"),
    Command("take-off", "Codebook", "Take off", "Take the tag off.",
            ("delete", "minus"), "take_off", "take off"),
    Command("skip-tag", "Codebook", "Skip", "Leave it stale, and on to the next.", ("tab",), "skip", "skip"),
    Command("review-down", "Moving", "Scroll down", "Further down in a long paragraph.",
            ("down", "shift+down"), "scroll_text(1)"),
    Command("review-up", "Moving", "Scroll up", "Back up in a long paragraph.",
            ("up", "shift+up"), "scroll_text(-1)"),
    Command("undo-review", "Codebook", "Undo", "Take back your last action.", ("ctrl+z",), "undo", "undo"),
    Command("redo-review", "Codebook", "Redo", "Do again what was taken back.", ("ctrl+y",), "redo"),
    OPEN_CODEBOOK,
    Command("leave-review", "General", "Back", "Back to where you were.", ("escape", "f9"), "leave", "back"),
    *EVERY_ROOM,
)

CODE_FORM = (
    Command("fill-in", "Codebook", "Fill in", "Type into the field where the cursor is.", typed="type"),
    Command("next-field", "Moving", "Next field", "To the next field.", ("tab",), "field(1)", "next field"),
    Command("previous-field", "Moving", "Field before", "To the field before.", ("shift+tab",), "field(-1)"),
    Command("save-code", "Codebook", "Save", "Keep what the form says.", ("ctrl+s",), "save", "save"),
    Command("leave-form", "General", "Leave", "Back, with the codebook as it was.",
            ("escape",), "close", "leave"),
)

ASKING = (
    Command("answer", "Codebook", "Answer", "Type the answer.", typed="type"),
    Command("give-answer", "Codebook", "Do it", "Do it, with what is typed.", ("enter",), "give", "do it"),
    Command("leave-asking", "General", "Leave", "Back, with nothing changed.", ("escape",), "close", "leave"),
)

CHANGES = (
    Command("changes-down", "Moving", "Down", "A line down.", ("down",), "scroll(1)"),
    Command("changes-up", "Moving", "Up", "A line up.", ("up",), "scroll(-1)"),
    Command("changes-page-down", "Moving", "Page down", "A page down.", ("pagedown", "space"), "page(1)"),
    Command("changes-page-up", "Moving", "Page up", "A page up.", ("pageup",), "page(-1)"),
    Command("take-changes", "Codebook", "Take", "Take what the file says; one undo takes it back.",
            ("enter",), "take", "take them"),
    Command("leave-changes", "General", "Later", "Leave it for now; the codebook stays as it was.",
            ("escape",), "close", "not now"),
)
# fmt: on
