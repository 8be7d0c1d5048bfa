"""What of a web page is its text, and what stands around it; what is bold in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from lxml import etree

from coder.evidence.blocks import Document, tidy_line
from coder.evidence.model import Dropped
from coder.evidence.readers.paragraphs import furniture

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SILENT = frozenset({"script", "style", "template", "head", "link", "meta", "base"})
CONTROLS = frozenset({
    "button", "select", "option", "input", "textarea", "datalist", "noscript", "iframe", "object", "embed",
    "svg", "canvas", "video", "audio", "map", "title",
})  # fmt: skip
AROUND = frozenset({"nav", "header", "footer", "aside", "form"})
ROLES_AROUND = frozenset({
    "navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar",
})  # fmt: skip
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
UNSEEN_CLASSES = frozenset({
    "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden", "skip-link",
})  # fmt: skip
"""What the common style sheets call text that is there for screen readers alone."""
NOT_PROSE = SILENT | CONTROLS | {"nav", "a"}

WEIGHT = re.compile(r"font-weight\s*:\s*(?:(bold\w*|[6-9]00)|normal|lighter|[1-5]00)", re.IGNORECASE)
RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,5000})\}")
CLASS_SELECTOR = re.compile(r"\s*([a-z][a-z0-9]*)?\.([\w-]+)\s*", re.IGNORECASE)


class Page:
    """One page: what is prose in it, and what is left out of it."""

    def __init__(self, root: Element, document: Document) -> None:
        self.root = root
        self.document = document
        self.weights = _weights(root)
        self.total = prose(root)
        self.kept = 0
        self.targets: set[str] = set()

    def main(self) -> Element:
        """The element that is the page itself; what stands around it is dropped."""
        for title in self.root.iterfind(".//head//title"):
            self.drop(title)
        main = self._main()
        if main is None:
            return self.root
        chain = [main, *main.iterancestors()]
        for element in reversed(chain[1:]):
            self._drop_text(element.text, element)
            for child in element:
                if child not in chain and name_of(child) not in SILENT:
                    self.drop(child)
                self._drop_text(child.tail, child)
        return main

    def _main(self) -> Element | None:
        """The element that says it is the page itself, where it holds more than half of the prose."""
        for path in (".//main", ".//*[@role='main']", ".//article"):
            found = self.root.findall(path)
            if len(found) == 1 and 2 * prose(found[0]) > self.total:
                return found[0]
        return None

    def around(self, element: Element) -> bool:
        """Whether an element is no part of the page's text: navigation, a form, or not shown at all."""
        tag, get = name_of(element), element.get
        if tag in CONTROLS or get("hidden") is not None:
            return True
        if (style := get("style")) and UNSEEN.search(style):
            return not self._is_page(element)
        if (names := get("class")) and not UNSEEN_CLASSES.isdisjoint(names.split()):
            return True
        return (tag in AROUND or get("role") in ROLES_AROUND) and not self._is_page(element)

    def _is_page(self, element: Element) -> bool:
        """Some systems wrap the whole page in one form, and damage can leave a header open to its end."""
        if element.tag == "nav" or self.kept > 20:
            return False
        if 2 * prose(element) > self.total:
            self.kept += 1
            return True
        return False

    def drop(self, element: Element, *, running: bool = False) -> None:
        """The words of an element, dropped as navigation, or as the head or foot of a printed page."""
        if text := tidy_line(" ".join(_texts(element, SILENT))):
            why = furniture(text) if running else "navigation"
            self.document.dropped.append(Dropped(why, text, line_of(element)))

    def _drop_text(self, text: str | None, beside: Element) -> None:
        if words := tidy_line(text or ""):
            self.document.dropped.append(Dropped("navigation", words, line_of(beside)))

    def link(self, target: str, line: int) -> None:
        """Where a link leads, told once however often the page links there."""
        if target not in self.targets:
            self.targets.add(target)
            self.document.dropped.append(Dropped("link", target, line))

    def bold(self, element: Element, inherited: bool) -> bool:
        """Whether text straight inside the element is bold."""
        if element.tag in ("b", "strong"):
            inherited = True
        if (names := element.get("class")) and self.weights:
            for name in names.split():
                weight = self.weights.get((name_of(element), name), self.weights.get(("", name)))
                inherited = inherited if weight is None else weight
        if (style := element.get("style")) and (found := WEIGHT.search(style)):
            inherited = found[1] is not None
        return inherited


def prose(root: Element) -> int:
    """Characters of an element that are text rather than links, navigation or controls."""
    return sum(len(text.strip()) for text in _texts(root, NOT_PROSE))


def _texts(root: Element, without: frozenset[str] | set[str]) -> Iterator[str]:
    """The text in an element, without what stands in tags of the given names."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element.tag in without and element is not root:
                walker.skip_subtree()
            elif element.text:
                yield element.text
        elif element.tail and element is not root:
            yield element.tail


def name_of(element: Element) -> str:
    """The tag's name; comments and instructions are not in the tree."""
    return element.tag


def line_of(element: Element) -> int | None:
    """The line of the file that the element begins on."""
    return cast("int | None", element.sourceline)


def _weights(root: Element) -> dict[tuple[str, str], bool]:
    """Which classes the page's own style sheet sets bold or not: (tag or "", class) -> bold."""
    weights: dict[tuple[str, str], bool] = {}
    for sheet in root.iter("style"):
        for selectors, rules in RULE.findall((sheet.text or "")[:1_000_000]):
            if found := WEIGHT.search(rules):
                for selector in selectors.split(","):
                    if named := CLASS_SELECTOR.fullmatch(selector):
                        weights[(named[1] or "").lower(), named[2]] = found[1] is not None
    return weights
