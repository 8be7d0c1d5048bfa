"""Theme summaries: a coding's themes as a document with cited quotes, for Word, the browser or Markdown."""

from coder.summary.compose import Told, compose
from coder.summary.content import Document
from coder.summary.write import FORMS, check_form, rendered

__all__ = ["FORMS", "Document", "Told", "check_form", "compose", "rendered"]
