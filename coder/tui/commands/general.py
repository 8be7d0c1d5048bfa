"""What every full screen does."""

from coder.tui.commands.command import Command

# fmt: off
HELP = Command("help", "General", "Help", "Every key of this screen.",
               ("question_mark", "f1"), "help", "help")
PALETTE = Command("commands", "General", "Commands", "Find any command of this screen by name.",
                  ("ctrl+p",), "commands", "commands")
THEME = Command("theme", "General", "Theme", "Choose the colours; each theme is shown as you pass it.",
                ("f6",), "theme")
TOUR = Command("tour", "General", "Tour", "The tour of one minute that was shown at the first start.",
               ("ctrl+t",), "tour")
SEARCH = Command("search", "General", "Search", "Find words in all sessions.",
                 ("f3",), "app.search", "search")
UNDO = Command("undo", "Coding", "Undo", "Take back the last action, without limit, and go to where it was.",
               ("ctrl+z",), "undo", "undo")
REDO = Command("redo", "Coding", "Redo", "Do again what was taken back.", ("ctrl+y",), "redo")
QUIT = Command("quit", "General", "Quit", "Leave; what was done is saved already.",
               ("ctrl+q",), "app.quit", "quit")
EVERY_ROOM = (HELP, PALETTE, THEME, TOUR, QUIT)
# fmt: on
