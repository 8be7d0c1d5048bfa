"""XML -> blocks, above all the committee evidence that the House of Commons of Canada publishes.

Each element that holds text is one block; its `style` names the element, so that a house style can build
the session: `PersonSpeaking`, `ParaText`, `Timestamp`. Attributes that tell what the text does not follow
the name: `ExtractedItem Name=Date`, `PersonSpeaking DbId=298415 Type=35` (one person, one DbId),
`FloorLanguage language=EN`.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias, cast

from lxml import etree

from coder.errors import CoderError
from coder.evidence.blocks import Document, tidy_line
from coder.evidence.model import Dropped, Note
from coder.evidence.readers.decoding import clean, decode
from coder.evidence.readers.paragraphs import set_block

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    Run: TypeAlias = tuple[str, bool]

TAGS = 2_000_000
"""Tags in one file. The tree of more would take gigabytes."""

EVIDENCE = "Hansard"
"""The root of Canadian evidence and debates."""
PARTS = frozenset({
    "CatchLine", "DocumentName", "ExtractedItem", "FloorLanguage", "LabelLine", "Line", "Note",
    "OrderOfBusinessTitle", "ParaText", "PersonSpeaking", "ProceduralText", "QuotePara",
    "SubjectOfBusinessQualifier", "SubjectOfBusinessTitle", "ThreadHeading", "Timestamp",
})  # fmt: skip
"""Elements of it that are a block wherever they stand, within a sentence too."""
TITLES = {
    "DocumentName": 1, "OrderOfBusinessTitle": 2, "CatchLine": 2, "SubjectOfBusinessTitle": 3,
    "ThreadHeading": 4, "SubjectOfBusinessQualifier": 4, "heading": 2, "title": 2, "head": 2,
}  # fmt: skip
TELLING = {"ExtractedItem": ("Name",), "FloorLanguage": ("language",), "Affiliation": ("DbId", "Type")}
BOLD = frozenset({"B", "b", "bold", "Bold", "strong"})

HEADS = re.compile(r"<\?xml[^<>]*\?>|<!DOCTYPE[^\[<>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
STRAY = re.compile(r"<(?![A-Za-z_/!?])|&(?!#?\w{1,40};)")
NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,31};")


def read(data: bytes, document: Document) -> None:
    """Add the blocks of an XML file to the document. Raises CoderError where there is no XML in it.

    No entity is resolved, of the file or from outside: it stands as written. Nothing is fetched.
    """
    if data.count(b"<") > TAGS:
        raise CoderError(f"{document.name} has over {TAGS:,} tags; split the file.")
    root = _parsed(data, document)
    evidence = next(root.iter(EVIDENCE), None) is not None
    if not evidence:
        what = f"XML of a kind that is not known (it begins with <{_name(root)}>): read element by element"
        document.notes.append(Note(what))
    Tree(root, document, evidence).walk(root)


def _parsed(data: bytes, document: Document) -> Element:
    """The root, of damaged XML too, which is reported."""
    try:
        return etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        fault = error
    text = HEADS.sub(_lines_of, clean(decode(data, document), document))
    text = STRAY.sub(lambda found: html.escape(found[0]), text)
    # A root around the rest, so that nothing after the first end is lost.
    whole = f"<damaged>{NAMED.sub(_character, text)}</damaged>"
    try:
        root = etree.fromstring(whole.encode("utf-8"), _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        root = cast("Element", None)
    if root is None or not tidy_line("".join(_texts(root))):
        raise CoderError(f"{document.name} is damaged XML ({_reason(fault)}); ask for it again.")
    document.notes.append(Note(f"The XML is damaged ({_reason(fault)}): check that nothing is missing"))
    only = list(root)
    return only[0] if len(only) == 1 and not tidy_line((root.text or "") + (only[0].tail or "")) else root


def _parser(recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        recover=recover,
    )  # fmt: skip


def _lines_of(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _character(found: re.Match[str]) -> str:
    """A named character of HTML, which files without a list of their own use; any other name stays."""
    text = html.unescape(found[0])
    return text if len(text) <= 2 else html.escape(found[0])


def _reason(error: Exception) -> str:
    """The parser's own words, without the name it gives a file in memory."""
    return tidy_line(re.sub(r"\s*\(<string>.*", "", str(error)))[:160]


class Tree:
    """The elements of one file, as blocks."""

    def __init__(self, root: Element, document: Document, evidence: bool) -> None:
        self.document = document
        self.inside = _inside(root) - (PARTS if evidence else frozenset())
        self.runs: list[Run] = []
        self.line = 1

    def walk(self, element: Element) -> None:
        """Yield an element as a block, and as many more as it has parts that stand by themselves."""
        self.line = _line(element) or self.line
        self._flow(element, False, _style(element), TITLES.get(_name(element), 0))
        self._flush(_style(element), TITLES.get(_name(element), 0))

    def _flow(self, element: Element, bold: bool, style: str, heading: int, within: bool = False) -> None:
        bold = bold or _name(element) in BOLD
        self.runs.append((element.text or "", bold))
        joined = _mixed(element) or all(_name(child) in self.inside for child in element)
        for child in element:
            if isinstance(child, etree._Comment):
                if words := tidy_line(child.text or ""):
                    self.document.dropped.append(Dropped("markup", words, _line(child)))
            elif isinstance(child, etree._Entity):
                self.runs.append((child.text or "", bold))
            elif (joined and _name(child) in self.inside) or (within and _wraps(element)):
                self._flow(child, bold, style, heading, within=True)
            else:
                self._flush(style, heading)
                self.walk(child)
            self.runs.append((child.tail or "", bold))

    def _flush(self, style: str, heading: int) -> None:
        """End the block. A number all alone is text: a time, a year, a page."""
        runs, self.runs = [(" ".join(text.split("\n")), bold) for text, bold in self.runs], []
        block = set_block(runs, self.line, heading=heading, style=style)
        if block.marker and not block.text:
            block = block._replace(text=block.marker, marker="")
        if block.text:
            self.document.blocks.append(block)


def _inside(root: Element) -> frozenset[str]:
    """Names of elements that stand inside sentences, more often than not."""
    seen: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for element in root.iter(etree.Element):
        mixed = _mixed(element)
        for child in element.iterchildren(etree.Element):
            seen[_name(child)] += 1
            inside[_name(child)] += mixed
    return frozenset(name for name, times in inside.items() if 2 * times >= seen[name])


def _mixed(element: Element) -> bool:
    """Whether an element has text of its own beside its children."""
    if element.text and element.text.strip():
        return True
    return any(isinstance(child, etree._Entity) or (child.tail or "").strip() for child in element)


def _wraps(element: Element) -> bool:
    """Whether an element only puts a further form on its one child: bold within italics."""
    return len(element) == 1 and _name(element[0]) not in PARTS


def _texts(element: Element) -> Iterator[str]:
    return (str(text) for text in element.itertext())


def _name(element: Element) -> str:
    """The name without its namespace; "" of a comment or an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _line(element: Element) -> int | None:
    return cast("int | None", element.sourceline)


def _style(element: Element) -> str:
    """The element's name, and what its attributes, or those of the person speaking, tell."""
    name = _name(element)
    told = element
    if name == "PersonSpeaking":
        told = next(element.iter("Affiliation"), element)
    pairs = [f"{key}={told.get(key)}" for key in TELLING.get(_name(told), ()) if told.get(key)]
    return " ".join([name, *("_".join(pair.split()) for pair in pairs)])
