"""Styles and list numbering of OpenDocument text: what is bold, what is hidden, which number is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from coder.evidence.readers.odt_names import FO, LOEXT, OFFICE, STYLE, TEXT, XML_ID, whole
from coder.evidence.readers.paragraphs import BULLET, numeral

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LEVELS = {
    TEXT + name for name in (
        "list-level-style-number", "list-level-style-bullet", "list-level-style-image", "outline-level-style",
    )
}  # fmt: skip
SPELT = re.compile(r"_([0-9a-f]{1,4})_")
PATTERN = re.compile(r"%(\d{1,2})%")
OUTLINE = ""
"""The name that the numbering of headings goes by among the list styles; no list style can have it."""


class Level(NamedTuple):
    """How a level of a list is numbered; `pattern`, such as `%1%.%2%.`, overrules the rest."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1
    bullet: bool = False
    sync: bool = False
    pattern: str = ""


class Styles:
    """Named styles of a document and the automatic ones of its text."""

    def __init__(self, common: Element | None, content: Element) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, Element] = {}
        self._display: dict[str, str] = {}
        self._found: dict[tuple[str, str, str], str | None] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        if common is not None:
            self._take(common.find(OFFICE + "styles"), named=True)
        self._take(content.find(OFFICE + "automatic-styles"), named=False)

    def _take(self, styles: Element | None, *, named: bool) -> None:
        for style in styles if styles is not None else ():
            name, family = style.get(STYLE + "name", ""), style.get(STYLE + "family", "")
            if style.tag == STYLE + "style":
                self._styles[family, name] = style
                if named and family == "paragraph":
                    shown = SPELT.sub(lambda found: chr(int(found[1], 16)), name)
                    self._display[name] = style.get(STYLE + "display-name", shown)
            elif style.tag == STYLE + "default-style":
                self._defaults[family] = style
            elif style.tag == TEXT + "list-style":
                self._levels[name] = _levels(style)
            elif style.tag == TEXT + "outline-style":
                self._levels[OUTLINE] = _levels(style)

    def bold(self, family: str, name: str, around: bool) -> bool:
        """Whether text of this style is bold, within text that is bold or not."""
        weight = self._property(family, name, FO + "font-weight")
        if weight is None:
            return around
        return weight == "bold" or (weight.isascii() and weight.isdecimal() and weight >= "600")

    def hidden(self, family: str, name: str) -> bool:
        """Whether text of this style is not printed."""
        return self._property(family, name, TEXT + "display") == "none"

    def breaks(self, name: str) -> bool:
        """Whether a paragraph of this style begins a page."""
        style = self._styles.get(("paragraph", name))
        begins = style is not None and style.get(STYLE + "master-page-name")
        return bool(begins) or self._property("paragraph", name, FO + "break-before") == "page"

    def named(self, name: str) -> str:
        """The named style that a paragraph style is or descends from, as its user sees the name."""
        line = self._line("paragraph", name)
        return next((self._display[above] for above in line if above in self._display), "")

    def level(self, style: str, level: int) -> Level | None:
        """How a level, counted from 1, of a list style is numbered."""
        return self._levels.get(style, {}).get(level)

    def list_of(self, paragraph: str) -> str:
        """The list style that a paragraph style names."""
        for name in self._line("paragraph", paragraph):
            if (named := self._styles["paragraph", name].get(STYLE + "list-style-name")) is not None:
                return named
        return ""

    def _line(self, family: str, name: str) -> Iterator[str]:
        """A style and those it descends from; a circle ends where it closes."""
        seen = set()
        while (style := self._styles.get((family, name))) is not None and name not in seen:
            seen.add(name)
            yield name
            name = style.get(STYLE + "parent-style-name", "")

    def _property(self, family: str, name: str, wanted: str) -> str | None:
        key = family, name, wanted
        if key not in self._found:
            line = [self._styles[family, above] for above in self._line(family, name)]
            line += [self._defaults[family]] if family in self._defaults else []
            self._found[key] = next((value for style in line for part in style
                                     if (value := part.get(wanted)) is not None), None)  # fmt: skip
        return self._found[key]


def _levels(style: Element) -> dict[int, Level]:
    levels = {}
    for part in style:
        if part.tag in LEVELS:
            levels[whole(part.get(TEXT + "level"), 1)] = Level(
                form=part.get(STYLE + "num-format", ""),
                prefix=part.get(STYLE + "num-prefix", ""),
                suffix=part.get(STYLE + "num-suffix", ""),
                start=whole(part.get(TEXT + "start-value"), 1),
                shown=whole(part.get(TEXT + "display-levels"), 1),
                bullet=part.tag.endswith(("bullet", "image")),
                sync=part.get(STYLE + "num-letter-sync") == "true",
                pattern=part.get(LOEXT + "num-list-format", "")[:100],
            )
    return levels


class _Open(NamedTuple):
    """A list under way: its style where it names one, its level, and how far each level has counted."""

    style: str | None
    level: int
    counts: dict[int, int]


class Numbering:
    """The printed number of each paragraph, given the lists and items around it in document order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: list[_Open] = []
        self._item: Element | None = None
        """The item whose first paragraph has not come yet: that paragraph gets the number."""
        self._by_id: dict[str, dict[int, int]] = {}
        self._by_style: dict[str | None, dict[int, int]] = {}
        self._outline: dict[int, int] = {}

    @contextmanager
    def list(self, element: Element) -> Iterator[None]:
        """Within a text:list. A list inside another goes on counting where its level was."""
        style = element.get(TEXT + "style-name")
        if self._open:
            above = self._open[-1]
            entered = _Open(style if style is not None else above.style, above.level + 1, above.counts)
        else:
            entered = _Open(style, 1, self._counts(element, style))
        self._by_id[element.get(XML_ID, "")] = self._by_style[style] = entered.counts
        self._item = None
        self._open.append(entered)
        yield
        self._open.pop()
        self._item = None

    @contextmanager
    def numbered(self, element: Element) -> Iterator[None]:
        """Within a text:numbered-paragraph: an item that names its list and level itself."""
        counts = self._by_id.setdefault(element.get(TEXT + "list-id", ""), {})
        level = whole(element.get(TEXT + "level"), 1)
        self._open.append(_Open(element.get(TEXT + "style-name"), level, counts))
        self._item = element
        yield
        self._open.pop()
        self._item = None

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Within a cell, a note or a text box: the lists around it are not its own."""
        kept = self._open, self._item
        self._open, self._item = [], None
        yield
        self._open, self._item = kept

    def item(self, element: Element) -> None:
        """A text:list-item begins."""
        self._item = element

    def header(self) -> None:
        """A text:list-header begins: its paragraphs have no number."""
        self._item = None

    def label(self, paragraph: Element) -> tuple[str, int]:
        """Number or bullet printed before a paragraph, "" where none is, and the paragraph's indent."""
        if not self._open:
            return (self._heading(paragraph) if paragraph.tag == TEXT + "h" else ""), 0
        style, level, counts = self._open[-1]
        item, self._item = self._item, None
        if item is None or paragraph.get(TEXT + "is-list-header") == "true":
            return "", 2 * level
        style = item.get(TEXT + "style-override") or style
        if style is None:
            style = self._styles.list_of(paragraph.get(TEXT + "style-name", ""))
        return self._count(style, level, counts, item.get(TEXT + "start-value")), 2 * level - 2

    def _counts(self, element: Element, style: str | None) -> dict[int, int]:
        """Those of the list that this one continues, or none yet."""
        if (earlier := element.get(TEXT + "continue-list")) in self._by_id:
            return self._by_id[str(earlier)]
        if element.get(TEXT + "continue-numbering") == "true":
            return self._by_style.get(style, {})
        return {}

    def _heading(self, heading: Element) -> str:
        if heading.get(TEXT + "is-list-header") == "true":
            return ""
        level = whole(heading.get(TEXT + "outline-level"), 1)
        restarts = heading.get(TEXT + "restart-numbering") == "true"
        start = heading.get(TEXT + "start-value") if restarts else None
        return self._count(OUTLINE, level, self._outline, start)

    def _count(self, style: str, level: int, counts: dict[int, int], start: str | None) -> str:
        own = self._styles.level(style, level)
        first = own.start if own else 1
        counts[level] = whole(start, first) if start is not None else counts.get(level, first - 1) + 1
        for deeper in [below for below in counts if below > level]:
            del counts[deeper]
        if own is None:
            return ""
        if own.bullet:
            return BULLET
        return self._printed(own, style, level, counts) if own.form else (own.prefix + own.suffix).strip()

    def _printed(self, own: Level, style: str, level: int, counts: dict[int, int]) -> str:
        def number(at: int) -> str:
            form = self._styles.level(style, at)
            if form is None or not form.form:
                return ""
            return numeral(counts.get(at, form.start), form.form, sync=form.sync)

        if own.pattern:
            return PATTERN.sub(lambda found: number(int(found[1])), own.pattern).strip()
        parts = [number(at) for at in range(max(1, level - own.shown + 1), level + 1)]
        return (own.prefix + ".".join(part for part in parts if part) + own.suffix).strip()
