"""The XML of the exchange format as plain records, read as a stream, before any of it is placed.

Nothing outside is fetched, no document type is let in, and no more is kept of an element than what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import IO, TYPE_CHECKING, Any

from coder.errors import CoderError
from coder.exchange.refi.reading_parts import READ, FaultError, Node, Nodes
from coder.exchange.refi.saying import Said

if TYPE_CHECKING:
    from lxml import etree

Opener = Callable[[], AbstractContextManager[IO[bytes]]]
Closer = Callable[[Node], None]


def read_xml(opened: Opener, name: str) -> Said:
    """Read a project or codebook. Raises CoderError, with the line, where it breaks a rule."""
    from lxml import etree

    reader = _Reader(name)
    try:
        with opened() as stream:
            etree.parse(stream, _parser(reader))
    except etree.XMLSyntaxError as error:
        raise _no_xml(name, error) from None
    except (OSError, LookupError, UnicodeError):
        raise CoderError(
            f"{name}: is damaged: its signs are not in the encoding it names; export it anew."
        ) from None
    except FaultError as fault:
        line = _line_of(opened, name, fault.nth)
        raise CoderError(f"{name}, line {line}: {fault}; export it anew.") from None
    reader.nodes.finish()
    said = reader.said
    for holder in (reader.nodes, reader):  # held in a circle, by lxml too, with all that was read
        vars(holder).clear()
    return said


_CAREFUL: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False
}  # fmt: skip


def _parser(target: Any) -> etree.XMLParser:
    from lxml import etree

    return etree.XMLParser(target=target, **_CAREFUL)


def _line_of(opened: Opener, name: str, nth: int) -> int:
    """The line of the nth element. Raises CoderError where the file is not whole, the worse fault."""
    from lxml import etree

    line = 0
    try:
        with opened() as stream:
            for number, (_, element) in enumerate(etree.iterparse(stream, events=("start",), **_CAREFUL), 1):
                if number == nth:
                    line = element.sourceline or 0
                before, parent = element.getprevious(), element.getparent()
                if before is not None and parent is not None:
                    parent.remove(before)
    except etree.XMLSyntaxError as error:
        raise _no_xml(name, error) from None
    return line


def _no_xml(name: str, error: SyntaxError) -> CoderError:
    """What keeps a file from being read as XML, in one sentence."""
    why = str(error.msg or "it is empty")
    if "depth" in why:
        return CoderError(f"{name}: its elements lie in each other hundreds deep; it is not read.")
    if "ntity" in why:
        return CoderError(f"{name}: has entities of its own, which no project has; it is not read.")
    why = re.split(r",| \(?line ", why)[0].strip()
    where = f", line {error.lineno}" if error.lineno else ""
    return CoderError(
        f"{name}{where}: is damaged, cut short, or no XML ({why}); ask for it again, or export it anew."
    )


class _Reader:
    """What the parser tells each element to, as it begins and as it ends."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said = Said()
        self.nodes = Nodes(self.said, name)
        self._open = self.nodes.open
        self._count = 0
        self._nodes: dict[str, tuple[str, Closer]] = {}
        """Of the elements that are read, by their names with the namespace: those that others stand in, with
        what is done as they end; references; and those with text alone."""
        self._refs: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._text: list[str] | None = None

    def doctype(self, *_: str | None) -> None:
        raise CoderError(f"{self.name}: declares a document type, which no project has; it is not read.")

    def start(self, tag: str, given: dict[str, str]) -> None:
        self._count += 1
        if known := self._nodes.get(tag):
            self._open.append(Node(known[0], given, self._count))
        elif tag in self._refs:
            node, ref = self._open[-1], (self._refs[tag], given.get("targetGUID", ""))
            if node.refs:
                node.refs.append(ref)
            else:
                node.refs = [ref]
        elif tag in self._texts:
            self._text = []
        elif self._count == 1:
            self._begin(tag, given)

    def end(self, tag: str) -> None:
        if known := self._nodes.get(tag):
            node = self._open.pop()
            try:
                known[1](node)
            except FaultError as fault:
                fault.nth = node.nth
                raise
        elif tag in self._texts:
            node = self._open[-1]
            node.texts = node.texts | {self._texts[tag]: "".join(self._text or ())}
            self._text = None

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def close(self) -> None:
        """Called even where the file breaks off."""

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        """Look at the root, and learn from it in which namespace the file is."""
        space, brace, kind = tag.rpartition("}")
        if kind not in ("Project", "CodeBook"):
            raise CoderError(
                f"{self.name}: is XML, but no project or codebook of REFI-QDA (its root is {kind[:40]})."
            )
        close, lose = self.nodes.close, self.nodes.lose
        self._nodes = {f"{space}{brace}{one}": (one, close.get(one, lose)) for one in READ["node"]}
        self._refs = {f"{space}{brace}{one}": one for one in READ["ref"]}
        self._texts = {f"{space}{brace}{one}": one for one in READ["text"]}
        self.said.kind = kind
        self._open.append(Node(kind, given, self._count))
