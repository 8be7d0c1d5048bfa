"""Documents: headings, text, quotes, tables and charts in; Word, HTML or Markdown out."""

from coder.document.content import Document
from coder.document.write import FORMS, check_form, rendered

__all__ = ["FORMS", "Document", "check_form", "rendered"]
