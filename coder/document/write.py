"""A document to a file of the form its name asks for."""

from __future__ import annotations

from pathlib import Path

from coder.document.content import Document
from coder.errors import CoderError

FORMS = (".docx", ".html", ".md")


def rendered(document: Document, form: str, template: Path | None = None) -> bytes:
    """The bytes of a file; `form` is one of FORMS."""
    if form == ".docx":
        from coder.document.word import word

        return word(document, template)
    if form == ".html":
        from coder.document.html import html

        return html(document)
    from coder.document.markdown import markdown

    return markdown(document).encode()


def check_form(path: Path, template: Path | None = None, what: str = "summary") -> str:
    """The form a path asks for. Raises CoderError where there is none, or a template does not go with it."""
    form = path.suffix.lower()
    if form not in FORMS:
        raise CoderError(f"{path}: a {what}'s name must end in {', '.join(FORMS)}.")
    if template and form != ".docx":
        raise CoderError(f"{path}: a template is for Word; give the {what} a name that ends in .docx.")
    return form
