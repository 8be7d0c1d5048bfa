"""What every full screen does."""

from coder.tui.commands.command import Command

# fmt: off
HELP = Command("help", "General", "Help", "Every key of this screen.",
               ("question_mark", "f1"), "help", "help")
THEME = Command("theme", "General", "Light or dark", "Change between light and dark; the choice is kept.",
                ("f6",), "app.theme")
QUIT = Command("quit", "General", "Quit", "Leave; everything is saved already.",
               ("ctrl+q",), "app.quit", "quit")
# fmt: on
