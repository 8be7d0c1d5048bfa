"""Named styles of a Word document (styles.xml): what a paragraph or run takes from them.

After ECMA-376 part 1, section 17.7: a style takes what it does not say itself from the one it is based on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from lxml import etree

from coder.evidence.readers.word_names import (
    ILVL,
    NUMID,
    NUMPR,
    OUTLINE,
    PPR,
    RPR,
    VAL,
    VANISH,
    B,
    W,
    heading_of,
    on,
    whole,
)

RSTYLE = W + "rStyle"
HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|contents) (?:\d|heading)|table of figures", re.IGNORECASE)
DEEPEST = 50
"""Styles based on one another; Word itself allows fewer."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph takes from its style. `heading` is a level from 1, 0 for none.

    `number` is a numId, "" where the style has none; `level` its ilvl where the style says one; `chain`
    the style's id and those it is based on, up to the one that says the numId.
    """

    name: str = ""
    bold: bool = False
    hidden: bool = False
    heading: int = 0
    contents: bool = False
    breaks: bool = False
    number: str = ""
    level: int | None = None
    chain: tuple[str, ...] = ()


class Styles:
    """The styles of one document; `root` is None where it has no styles part."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._defaults: etree._Element | None = None
        self.paragraph = cache(self._paragraph)
        self._character = cache(self._character_of)
        if root is None:
            return
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{RPR}")
        for style in root.iterfind(W + "style"):
            style_id = style.get(W + "styleId", "")
            self._styles[style_id] = style
            if style.get(W + "type") == "paragraph" and on(style.get(W + "default", "0")):
                self._default = style_id

    def run(self, properties: etree._Element, bold: bool, hidden: bool) -> tuple[bool, bool]:
        """Bold and hidden of a run, from its properties and what its paragraph's style says.

        Both are toggles: a character style reverses the paragraph's, and only direct formatting sets them.
        """
        own_bold = own_hidden = None
        for one in properties:
            tag = one.tag
            if tag == B:
                own_bold = on(one.get(VAL))
            elif tag == VANISH:
                own_hidden = on(one.get(VAL))
            elif tag == RSTYLE:
                style_bold, style_hidden = self._character(one.get(VAL, ""))
                bold, hidden = bold != style_bold, hidden != style_hidden
        return bold if own_bold is None else own_bold, hidden if own_hidden is None else own_hidden

    def number_of(self, style_id: str) -> str:
        """The numId of a numbering style, "" where it has none."""
        style = self._styles.get(style_id)
        found = None if style is None else style.find(f"{PPR}/{NUMPR}/{NUMID}")
        return "" if found is None else found.get(VAL, "")

    def _chain(self, style_id: str) -> list[etree._Element]:
        """A style and those it is based on, nearest first."""
        chain: dict[str, etree._Element] = {}
        while (
            style_id not in chain
            and len(chain) < DEEPEST
            and (style := self._styles.get(style_id)) is not None
        ):
            chain[style_id] = style
            based = style.find(W + "basedOn")
            style_id = "" if based is None else based.get(VAL, "")
        return list(chain.values())

    def _character_of(self, style_id: str) -> tuple[bool, bool]:
        chain = self._chain(style_id)
        return bool(_toggle(chain, f"{RPR}/{B}")), bool(_toggle(chain, f"{RPR}/{VANISH}"))

    def _paragraph(self, style_id: str) -> Style:
        """The style of a paragraph by its id; the default style where the id is empty or unknown."""
        chain = self._chain(style_id if style_id in self._styles else self._default)
        bold, hidden = _toggle(chain, f"{RPR}/{B}"), _toggle(chain, f"{RPR}/{VANISH}")
        if bold is None and self._defaults is not None:
            bold = (found := self._defaults.find(B)) is not None and on(found.get(VAL))
        name = _name(chain[0]) if chain else ""
        number, said_by = _nearest(chain, f"{PPR}/{NUMPR}/{NUMID}")
        level, _ = _nearest(chain, f"{PPR}/{NUMPR}/{ILVL}")
        return Style(
            name=name,
            bold=bool(bold),
            hidden=bool(hidden),
            heading=_heading(chain),
            contents=CONTENTS.match(name) is not None,
            breaks=bool(_toggle(chain, f"{PPR}/{W}pageBreakBefore")),
            number=number,
            level=whole(level),
            chain=tuple(style.get(W + "styleId", "") for style in chain[: said_by + 1]),
        )


def _nearest(chain: list[etree._Element], path: str) -> tuple[str, int]:
    for place, style in enumerate(chain):
        if (found := style.find(path)) is not None:
            return found.get(VAL, ""), place
    return "", 0


def _toggle(chain: list[etree._Element], path: str) -> bool | None:
    for style in chain:
        if (found := style.find(path)) is not None:
            return on(found.get(VAL))
    return None


def _name(style: etree._Element) -> str:
    """The name as Word's own list shows it: files hold `heading 1` for what is shown as Heading 1."""
    found = style.find(W + "name")
    name = "" if found is None else found.get(VAL, "")
    return name.capitalize() if HEADING.fullmatch(name) else name


def _heading(chain: list[etree._Element]) -> int:
    for style in chain:
        if (found := style.find(f"{PPR}/{OUTLINE}")) is not None:
            return heading_of(found.get(VAL))
        if named := HEADING.fullmatch(_name(style)):
            return int(named[1])
    return 0
