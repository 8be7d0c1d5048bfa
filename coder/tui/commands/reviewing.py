"""What the reviewer's screens do: agreement, confusion, differences, assignments."""

from coder.tui.commands.command import Command
from coder.tui.commands.general import EVERY_ROOM, REDO, UNDO
from coder.tui.commands.lists import MOVING as CHOICES
from coder.tui.commands.lists import NARROW

# fmt: off
OPEN_AGREEMENT = Command("agreement", "Reviewing", "Agreement",
                         "How far the coders agree, code by code, and what they differ on.",
                         ("f8",), "agreement", "agreement")
OPEN_DIFFERENCES = Command("differences", "Reviewing", "Differences",
                           "Where coders differ, one after another, to be settled.",
                           ("d",), "differences", "differences")
OPEN_ASSIGNMENTS = Command("assignments", "Reviewing", "Assign",
                           "Who is to code what, blind or open, and how far they are.",
                           ("ctrl+g",), "assignments", "assign")
OPEN_FEEDBACK = Command("feedback", "Reviewing", "Feedback",
                        "Where decisions went another way than you did, with the reasons.",
                        ("f",), "feedback")

MOVING = (
    Command("list-down", "Moving", "Down", "Down the list.", ("down",), "move(1)"),
    Command("list-up", "Moving", "Up", "Up the list.", ("up",), "move(-1)"),
    Command("rows-down", "Moving", "Page down", "A screenful down.", ("pagedown",), "page(1)"),
    Command("rows-up", "Moving", "Page up", "A screenful up.", ("pageup",), "page(-1)"),
    Command("first-row", "Moving", "First", "To the top.", ("home",), "end(-1)"),
    Command("last-row", "Moving", "Last", "To the end.", ("end",), "end(1)"),
)
BACK = Command("back", "General", "Back", "Back to where you came from.", ("escape",), "leave", "back")
NEXT_PAIR = Command("next-pair", "Reviewing", "Next pair", "The next pair of coders.",
                    ("right",), "pair(1)", "pair")
PREVIOUS_PAIR = Command("previous-pair", "Reviewing", "Previous pair", "The pair of coders before.",
                        ("left",), "pair(-1)")

AGREEMENT = (
    Command("see-differences", "Reviewing", "Differences", "The differences on the code under the cursor.",
            ("enter",), "see_differences", "differences"),
    Command("figures", "Reviewing", "All figures",
            "Every coefficient of the code with its interval and limits, why kappa is what it is, and what "
            "the code means.", ("equals_sign",), "figures", "all figures"),
    Command("roll-up", "Reviewing", "Roll up",
            "Agreement on codes, themes, questions' answers together, or whole sessions, by turns.",
            ("tab",), "roll_up", "roll up"),
    NEXT_PAIR, PREVIOUS_PAIR,
    Command("confusion", "Reviewing", "Confusion", "Which code one put where another put which.",
            ("x",), "confusion", "confusion"),
    Command("all-differences", "Reviewing", "All differences", "The differences on all codes.",
            ("d",), "all_differences"),
    Command("sort-book", "Reviewing", "By codebook", "In the order of the codebook; again: backwards.",
            ("o",), "sort('book')"),
    Command("sort-name", "Reviewing", "By name", "By name; again: backwards.", ("n",), "sort('name')"),
    Command("sort-alpha", "Reviewing", "By alpha", "By Krippendorff's alpha; again: backwards.",
            ("a",), "sort('alpha')", "by alpha"),
    Command("sort-ac1", "Reviewing", "By AC1", "By Gwet's AC1; again: backwards.", ("c",), "sort('ac1')"),
    Command("sort-percent", "Reviewing", "By agreement", "By percent agreement; again: backwards.",
            ("p",), "sort('percent')"),
    Command("sort-units", "Reviewing", "By units", "By how many two have read; again: backwards.",
            ("u",), "sort('units')"),
    Command("sort-coverage", "Reviewing", "By coverage", "By the share two have read; again: backwards.",
            ("v",), "sort('coverage')"),
    Command("sort-note", "Reviewing", "By remark", "By what is said of the figure; again: backwards.",
            ("r",), "sort('note')"),
    *MOVING, BACK, *EVERY_ROOM,
)

CONFUSION = (
    Command("see-confused", "Reviewing", "Paragraphs", "The paragraphs, as differences to be settled.",
            ("enter",), "see_confused", "paragraphs"),
    NEXT_PAIR, PREVIOUS_PAIR, *MOVING, BACK, *EVERY_ROOM,
)

DIFFERENCES = (
    Command("next-difference", "Moving", "Next", "To the next difference.", ("down",), "step(1)", "next"),
    Command("previous-difference", "Moving", "Previous", "To the difference before.", ("up",), "step(-1)"),
    Command("next-open", "Moving", "Next open",
            "To the next that is not settled; from the end on to the start.",
            ("tab",), "next_open", "next open"),
    Command("list-differences", "Moving", "List", "All differences in a list, to go to one.",
            ("slash",), "list", "list"),
    Command("text-down", "Moving", "Scroll down", "Further down in a long paragraph.",
            ("shift+down", "pagedown"), "scroll_text(3)"),
    Command("text-up", "Moving", "Scroll up", "Back up in a long paragraph.",
            ("shift+up", "pageup"), "scroll_text(-3)"),
    Command("accept", "Reviewing", "Accept", "The code stands.", ("a",), "decide('accept')", "accept"),
    Command("reject", "Reviewing", "Reject", "The code does not stand.",
            ("r",), "decide('reject')", "reject"),
    Command("add-other", "Reviewing", "Another code", "Another code stands on this paragraph, put or not.",
            ("c",), "add_other", "another code"),
    Command("discuss", "Reviewing", "Discuss", "Put the difference in discussion.",
            ("d",), "move_on('discussing')", "discuss"),
    Command("leave-divergent", "Reviewing", "Leave divergent",
            "Leave it as it is: the coders differ for good reasons.",
            ("v",), "move_on('divergent')", "divergent"),
    Command("reopen", "Reviewing", "Open again", "Open it again; a decision there was is taken away.",
            ("o",), "move_on('open')"),
    Command("unclear", "Reviewing", "Codebook unclear",
            "Collect the paragraph as an example for a better definition of the code.",
            ("u",), "unclear", "unclear"),
    Command("propose-accept", "Reviewing", "Propose to accept",
            "Say that you would accept; another decides.",
            ("A",), "decide('accept', True)"),
    Command("propose-reject", "Reviewing", "Propose to reject",
            "Say that you would reject; another decides.",
            ("R",), "decide('reject', True)"),
    Command("as-proposed", "Reviewing", "As proposed",
            "Decide as it was proposed, for the reason given there.",
            ("enter",), "as_proposed"),
    Command("present", "Reviewing", "Who is present",
            "Say who decides together; it is kept until you quit.",
            ("w",), "present"),
    Command("hide-names", "Reviewing", "Hide names", "Hide the coders' names or show them; remembered.",
            ("h",), "hide_names"),
    Command("difference-meaning", "Reviewing", "Meaning",
            "What the code means, and the paragraphs collected for a better definition.",
            ("equals_sign",), "meaning", "meaning"),
    Command("choose-differences", "Finding", "Choose", "Choose by state, code and session.",
            ("f4",), "choose", "choose"),
    UNDO, REDO, BACK, *EVERY_ROOM,
)

SEVERAL = (
    *NARROW,
    Command("take-one", "Finding", "Take", "Take this one, or leave it again.", ("space",), "take", "take"),
    Command("take-these", "Finding", "Done", "Go on with those that are taken.", ("enter",), "done", "done"),
    Command("take-none", "Finding", "None", "Take none of them.", ("delete",), "take_none", "none"),
    *CHOICES,
    Command("leave-several", "Finding", "Leave", "Back, with nothing changed.",
            ("escape",), "close", "leave"),
)

REASON = (
    Command("write-reason", "Reviewing", "Write", "Write the reason, or some letters of one given before.",
            hint="write", typed="type"),
    Command("give-reason", "Reviewing", "Go on", "Go on with the reason under the cursor.",
            ("enter",), "pick", "go on"),
    *CHOICES,
    Command("leave-reason", "Finding", "Leave", "Back, with nothing decided.", ("escape",), "close", "leave"),
)
# fmt: on
