"""Theme summaries: a coding's themes as a document with cited quotes; `document` writes it."""

from coder.summary.compose import compose
from coder.summary.facts import Memo, Told, kinds_of_witnesses, themes_named

__all__ = [
    "Memo",
    "Told",
    "compose",
    "kinds_of_witnesses",
    "themes_named",
]
