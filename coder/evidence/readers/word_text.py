"""The text of a Word document's paragraphs: runs, breaks, fields, notes, what is hidden or deleted."""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

from lxml import etree

from coder.evidence.blocks import Document, tidy_line
from coder.evidence.model import Dropped, Why
from coder.evidence.readers.word_names import BOX, ID, MATH, MC, REL, RPR, SILENT, P, R, T, W, on
from coder.evidence.readers.word_numbering import numbered
from coder.evidence.readers.word_parts import Parts
from coder.evidence.readers.word_styles import Styles
from coder.evidence.readers.word_symbols import UNKNOWN, symbol

Element: TypeAlias = etree._Element

PRINTED = {W + "tab": " ", W + "ptab": " ", W + "cr": "\n", W + "noBreakHyphen": "-"}


class Text:
    """Gathers the text of the paragraph under way; who asks for it takes it and clears it away."""

    def __init__(self, document: Document, parts: Parts, styles: Styles) -> None:
        self.document = document
        self.parts = parts
        self.styles = styles
        self.line = 0
        self.page = 1
        self.start: int | None = None
        """Page on which the paragraph under way has its first text."""
        self.pieces: list[tuple[str, bool]] = []
        """Text and whether it is bold, in order."""
        self.hidden: list[str] = []
        self.boxes: list[Element] = []
        """Text boxes met; they follow the paragraph they hang on."""
        self.notes: list[tuple[str, Element]] = []
        """Footnotes and endnotes met, with their marks; they follow the paragraph, or the table it is in."""
        self.counts: Counter[str] = Counter()
        self.unsure: Counter[str] = Counter()
        self._fields: list[bool] = []
        """Of each field that is open, whether its code is under way."""
        self._codes = 0
        self._met: dict[tuple[str, str], str] = {}
        """Notes, comments and links that have been taken, each once, by kind and id; of a note its mark."""
        self._others = {
            W + "br": self._break,
            W + "lastRenderedPageBreak": self._page,
            W + "fldChar": self._field,
            W + "footnoteReference": self._footnote,
            W + "endnoteReference": self._endnote,
            W + "commentReference": self._comment,
            W + "sym": self._symbol,
            W + "del": self._deleted,
            W + "ins": self._inserted,
            W + "hyperlink": self._link,
            MC + "AlternateContent": self._alternate,
            MATH + "t": self._math,
            BOX: self._box,
        }

    def gather(self, parent: Element, bold: bool, hidden: bool) -> None:
        """The text in an element; `bold` and `hidden` are what its runs inherit."""
        for child in parent:
            tag = child.tag
            if tag == T:
                text = child.text
                if text and "\n" in text:
                    text = text.replace("\n", " ")  # a line end in the file is a blank on the page
                self.add(text, bold, hidden)
            elif tag == R:
                self.gather(child, bold, hidden)
            elif tag == RPR:  # the first in its run
                bold, hidden = self.styles.run(child, bold, hidden)
            elif tag in SILENT:
                continue
            elif tag in PRINTED:
                self.add(PRINTED[tag], bold, hidden)
            elif tag in self._others:
                self._others[tag](child, bold, hidden)
            elif len(child):
                self.gather(child, bold, hidden)

    def add(self, text: str | None, bold: bool, hidden: bool) -> None:
        if not text or self._codes:
            return
        if hidden:
            self.hidden.append(text)
            return
        if self.start is None and not text.isspace():
            self.start = self.page
        self.pieces.append((text, bold))

    def end(self) -> None:
        """The paragraph is over. A field's result may go on in the next, its code may not."""
        if self._fields:
            self._fields.clear()
            self._codes = 0

    def drop(self, why: Why, text: str, line: int | None) -> None:
        """Put text under what is left out, unless it is blank."""
        if text := "\n".join(tidy for one in text.split("\n") if (tidy := tidy_line(one))):
            self.document.dropped.append(Dropped(why, text, line))

    def _break(self, element: Element, bold: bool, hidden: bool) -> None:
        if element.get(W + "type") == "page" and not self.parts.rendered and not self._codes:
            self.page += 1
        self.add("\n", bold, hidden)

    def _page(self, _element: Element, _bold: bool, _hidden: bool) -> None:
        self.page += 1

    def _field(self, element: Element, _bold: bool, _hidden: bool) -> None:
        """A field is its code, then its result; only the result is printed."""
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(True)
            self._codes += 1
        elif kind in ("separate", "end") and self._fields:
            self._codes -= self._fields.pop()
            if kind == "separate":
                self._fields.append(False)

    def _footnote(self, element: Element, bold: bool, hidden: bool) -> None:
        self._reference("footnote", element, bold, hidden)

    def _endnote(self, element: Element, bold: bool, hidden: bool) -> None:
        self._reference("endnote", element, bold, hidden)

    def _reference(self, kind: str, element: Element, bold: bool, hidden: bool) -> None:
        """A note's mark in the text, `[1]`; its text waits in `notes`. An author's own mark is there."""
        key = element.get(ID, "")
        note = self.parts.entry(kind, key)
        if note is None or self._codes or hidden:
            return
        own = on(element.get(W + "customMarkFollows", "0"))
        if (kind, key) not in self._met:
            self.counts[kind] += not own
            mark = "*" if own else numbered(self.counts[kind], self.parts.note_form(kind))
            self._met[kind, key] = f"[{mark}]"
            self.notes.append((f"[{mark}]", note))
        if not own:
            self.add(self._met[kind, key], bold, hidden)

    def _comment(self, element: Element, _bold: bool, _hidden: bool) -> None:
        comment = self.parts.entry("comment", element.get(ID, ""))
        if comment is not None and self._first("comment", element.get(ID, "")):
            self.drop("markup", plain(comment), self.line)

    def _first(self, kind: str, key: str) -> bool:
        """Whether this is met for the first time."""
        met = (kind, key) in self._met
        self._met[kind, key] = ""
        return not met

    def _symbol(self, element: Element, bold: bool, hidden: bool) -> None:
        font = element.get(W + "font", "")
        sign = symbol(font, element.get(W + "char", ""))
        if sign == UNKNOWN:
            self.unsure[
                f"a symbol of the font {tidy_line(font)} has no known sign, and stands as {sign}"
            ] += 1
        self.add(sign, bold, hidden)

    def _deleted(self, element: Element, _bold: bool, _hidden: bool) -> None:
        self.counts["deleted"] += 1
        self.drop("markup", "".join(text.text or "" for text in element.iter(W + "delText", T)), self.line)

    def _inserted(self, element: Element, bold: bool, hidden: bool) -> None:
        self.counts["inserted"] += 1
        self.gather(element, bold, hidden)

    def _link(self, element: Element, bold: bool, hidden: bool) -> None:
        key = element.get(REL + "id", "")
        if self._first("link", key):
            self.drop("link", self.parts.link(key), self.line)
        self.gather(element, bold, hidden)

    def _alternate(self, element: Element, bold: bool, hidden: bool) -> None:
        self.gather(chosen(element), bold, hidden)

    def _math(self, element: Element, bold: bool, hidden: bool) -> None:
        self.add(element.text, bold, hidden)

    def _box(self, element: Element, _bold: bool, _hidden: bool) -> None:
        self.boxes.append(element)


def chosen(alternate: Element) -> Element:
    """Of the forms in which one thing is given the first, or the fallback where only it has text."""
    first = next(iter(alternate), alternate)
    fallback = alternate.find(MC + "Fallback")
    if fallback is None or next(first.iter(T, BOX), None) is not None:
        return first
    return fallback


def plain(element: Element) -> str:
    """The bare text of an element's paragraphs, a line each."""
    return "\n".join("".join(text.text or "" for text in paragraph.iter(T)) for paragraph in element.iter(P))
