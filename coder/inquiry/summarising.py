"""Theme summaries as a file for Word, the browser or Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.coding import codebook_subject
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.evidence.spans import spans_of
from coder.inquiry.adjudicating import AGREED
from coder.inquiry.folder import Inquiry, write_beside
from coder.inquiry.mask import OPEN, Mask
from coder.inquiry.reports import open_coding

if TYPE_CHECKING:
    from coder.summary import Memo


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a summary is to be: of which themes (none named: all), on which basis, how grouped and long."""

    themes: Sequence[str] = ()
    basis: str = "any"
    group: str | None = None
    quotes: int = 3
    template: Path | None = None


def write_summary(
    inquiry: Inquiry, path: Path, wanted: Wanted, command: str, mask: Mask = OPEN,
    *, made: datetime | None = None,
) -> tuple[int, str]:  # fmt: skip
    """Write the summary of themes, as made at a moment (now); the number of themes in it, and the basis in
    words.

    Raises CoderError where nothing is tagged, a theme, a basis, an attribute or the template is not there,
    or the file cannot be written.
    """
    from coder.document import check_form, rendered
    from coder.summary import Told, compose, kinds_of_witnesses, themes_named

    form = check_form(path, wanted.template)
    if wanted.quotes < 1:
        raise CoderError("--quotes is the most quotes under a code, 1 or more.")
    themes_named(inquiry.codebook.codes, wanted.themes)
    coding, said = open_coding(inquiry, wanted.basis, "summary", mask)
    whose = wanted.basis if wanted.basis in set(coding.readings["coder"]) else None
    memos, stars = _beside(inquiry, whose, mask)
    told = Told(
        inquiry=mask.text(inquiry.name),
        made=made or datetime.now().astimezone(),
        basis=wanted.basis,
        said=said,
        coders=tuple(sorted(set(coding.readings["coder"]) - {AGREED})),
        command=mask.text(command),
        memos=memos,
        stars=stars,
        group=kinds_of_witnesses((row for row in coding.evidence if row.from_witness), wanted.group),
        quotes=wanted.quotes,
    )
    names = {theme.id for theme in themes_named(inquiry.codebook.codes, wanted.themes)}
    themes = [code for code in coding.codebook.themes if code.id in names or not wanted.themes]
    _write(path, rendered(compose(coding, themes, told), form, wanted.template))
    return len(themes), said


def _beside(
    inquiry: Inquiry, whose: str | None, mask: Mask
) -> tuple[list[Memo], dict[str, list[tuple[int, int]]]]:
    """Memos on paragraphs, tags and codes, and starred paragraphs with passages; of one coder, or of all."""
    from coder.summary import Memo

    book, text_of = codebook_subject(inquiry.codebook.name), inquiry.store.index.text
    memos: list[Memo] = []
    stars: dict[str, list[tuple[int, int]]] = {}
    for (kind, coder, subject, code), value in inquiry.store.journal.state():
        if whose and coder != whose:
            continue
        if kind == "memo" and value.get("text") and "/@" not in subject:
            text = mask.text(value["text"], session_of(subject), f"memo of {coder} on {subject}")
            if subject == book:
                memos.append(Memo(coder, text, "", code))
            elif "/" in subject:
                memos.append(Memo(coder, text, subject, code))
        elif kind == "star":
            stars.setdefault(subject, []).extend(_passages(value, text_of(subject), subject, mask))
    return memos, stars


def _passages(value: dict[str, Any], text: str, paragraph: str, mask: Mask) -> list[tuple[int, int]]:
    found = (span.now(text) for span in spans_of(value))
    return mask.passages(text, session_of(paragraph), [place for place in found if place])


def _write(path: Path, data: bytes) -> None:
    if not path.parent.is_dir():
        raise CoderError(f"{path}: there is no folder {path.parent}; make it, or write somewhere else.")
    if path.is_dir():
        raise CoderError(f"{path}: this is a folder; give the summary another name.")
    try:
        write_beside(path, data)
    except PermissionError:
        what = "if it is open in another program, close it there, else choose another folder"
        raise CoderError(f"{path}: cannot be written; {what}.") from None
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}); choose another place.") from None
