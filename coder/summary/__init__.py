"""Theme summaries: a coding's themes as a document with cited quotes, for Word, the browser or Markdown."""

from coder.summary.compose import compose
from coder.summary.content import Document
from coder.summary.facts import Memo, Told, kinds_of_witnesses, themes_named
from coder.summary.write import FORMS, check_form, rendered

__all__ = [
    "FORMS",
    "Document",
    "Memo",
    "Told",
    "check_form",
    "compose",
    "kinds_of_witnesses",
    "rendered",
    "themes_named",
]
