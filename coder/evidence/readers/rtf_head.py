"""What the head of an RTF file declares: encodings, fonts, styles, how notes are numbered."""

from __future__ import annotations

import re

from coder.evidence.blocks import tidy_line
from coder.evidence.readers.paragraphs import numeral
from coder.evidence.readers.rtf_words import CHARSETS, FAMILIES, NUMERALS, code_page

HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
NOTES = re.compile(r"(a?)ftn(start|n[a-z]{2,3})")


class Head:
    """The declarations read so far."""

    def __init__(self) -> None:
        self.styles: dict[int, tuple[str, int]] = {}
        """Name and outline level, from 0, of each paragraph style; -1 where it is no heading."""
        self._encoding = "cp1252"
        self._plain = 0
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._style, self._level = 0, -1
        self._noted = [0, 0]
        self._forms = ["1", "i"]

    def coding(self, font: int | None) -> str:
        """The encoding of bytes set in a font, or in the document's own where none is named."""
        return self._fonts.get(self._plain if font is None else font, self._encoding)

    def entry(self, word: str, value: int) -> None:
        """A control word within the font table or the style sheet."""
        if word == "f":
            self._font = value
        elif word == "fcharset":
            self._fonts[self._font] = CHARSETS.get(value, self._encoding)
        elif word == "cpg":
            self._fonts[self._font] = code_page(value) or self._encoding
        elif word == "s":
            self._style = value
        elif word == "outlinelevel":
            self._level = value

    def define_style(self, name: str) -> None:
        """The style sheet has come to the name, which ends an entry."""
        name = tidy_line(name).rstrip(";")
        if found := HEADING.fullmatch(name):
            self._level = int(found[1]) - 1
        self.styles[self._style] = name, self._level
        self._style, self._level = 0, -1

    def declare(self, word: str, value: int | None) -> None:
        """A control word outside of those tables."""
        if word == "ansicpg":
            self._encoding = code_page(value or 0) or self._encoding
        elif word in FAMILIES:
            self._encoding = FAMILIES[word]
        elif word == "deff":
            self._plain = value or 0
        elif found := NOTES.fullmatch(word):
            endnotes = bool(found[1])
            if found[2] == "start":
                self._noted[endnotes] = max(0, (1 if value is None else value) - 1)
            else:
                self._forms[endnotes] = NUMERALS.get(found[2], self._forms[endnotes])

    def next_note(self, *, endnote: bool) -> str:
        """The printed number of the footnote or endnote that comes next."""
        self._noted[endnote] += 1
        return numeral(self._noted[endnote], self._forms[endnote])
