"""A project written: its sources as they come, so that one alone is held, then all that goes round them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from coder.exchange.refi.conventions import PROJECT, borne
from coder.exchange.refi.records import Around, Case, Note, Selection, Source
from coder.exchange.refi.writing_codebook import codes_element

INTERNAL = "internal://"
HELD = 1 << 23
"""Bytes of the sources' XML that wait in memory; more wait in a file."""


class ProjectWriter:
    """Writes a `.qdpx` into an open file. The same content is the same bytes.

    `line_end` is what texts have in the place of each line feed; it counts as one whichever it is.
    """

    def __init__(self, file: IO[bytes], line_end: str = "\n") -> None:
        self._line_end = line_end
        self._stack = ExitStack()
        self._zip = self._stack.enter_context(ZipFile(file, "w", ZIP_DEFLATED))
        self._spool = self._stack.enter_context(SpooledTemporaryFile(HELD))  # noqa: SIM115
        self._xml: Any = None
        self._inside = ExitStack()

    def __enter__(self) -> ProjectWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        if kind is None:
            self._stack.close()
        else:
            self._stack.__exit__(kind, *rest)

    def source(self, source: Source, selections: Iterable[Selection]) -> None:
        """Write a source with what is selected in it."""
        self._text(source.guid, source.text)
        if source.transcript is not None:
            self._member(f"sources/{source.guid}.md", source.transcript)
        if self._xml is None:
            self._xml = self._inside.enter_context(etree.xmlfile(self._spool, encoding="UTF-8"))
            self._inside.enter_context(self._xml.element("Sources"))
        given = {"guid": source.guid, "name": borne(source.name)}
        with self._xml.element("TextSource", given | {"plainTextPath": f"{INTERNAL}{source.guid}.txt"}):
            _described(self._xml, source.said)
            for one in selections:
                self._xml.write(_selection(one))
            for note in source.notes:
                self._xml.write(_reference("NoteRef", note))
            for value in source.values:
                self._xml.write(_value(*value))

    def finish(self, around: Around) -> None:
        """Write what goes round the sources; nothing can be written after it."""
        self._inside.close()
        for note in around.notes:
            if note.apart:
                self._text(note.guid, borne(note.text))
        with (
            self._zip.open(_entry("project.qde"), "w", force_zip64=True) as member,
            etree.xmlfile(member, encoding="UTF-8") as xml,
        ):
            xml.write_declaration()
            given = {"name": around.name, "origin": around.origin, "creationDateTime": around.made}
            with xml.element("Project", _borne(given), nsmap={None: PROJECT}):
                _before(xml, around)
                if self._xml is not None:
                    xml.flush()
                    self._spool.seek(0)
                    copyfileobj(self._spool, member)
                _after(xml, around)

    def _text(self, guid: str, text: str) -> None:
        self._member(f"sources/{guid}.txt", text.replace("\n", self._line_end).encode())

    def _member(self, name: str, data: bytes) -> None:
        self._zip.writestr(_entry(name), data)


def _entry(name: str) -> ZipInfo:
    """A member of the archive that bears no time."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
    return entry


def _before(xml: Any, around: Around) -> None:
    users = ({"guid": guid, "name": name, "id": name} for guid, name in around.users.items())
    _list(xml, "Users", "User", users)
    if len(codes := codes_element(around.codes)):
        with xml.element("CodeBook"):
            xml.write(codes)
    variables = (
        {"guid": guid, "name": name, "typeOfVariable": "Text"} for guid, name in around.variables.items()
    )
    _list(xml, "Variables", "Variable", variables)
    if around.cases:
        with xml.element("Cases"):
            for case in around.cases:
                _case(xml, case)


def _after(xml: Any, around: Around) -> None:
    if around.notes:
        with xml.element("Notes"):
            for note in around.notes:
                xml.write(_note(note))
    links = (
        {"guid": guid, "name": name, "direction": "OneWay", "originGUID": note, "targetGUID": target}
        for guid, name, note, target in around.links
    )
    _list(xml, "Links", "Link", links)
    if around.sets:
        with xml.element("Sets"):
            for guid, name, members in around.sets:
                with xml.element("Set", {"guid": guid, "name": name}):
                    for member in members:
                        xml.write(_reference("MemberNote", member))
    _described(xml, around.said)


def _list(xml: Any, name: str, of: str, every: Iterable[dict[str, str]]) -> None:
    """A list of empty elements; nothing where it has none, as the schema wants it."""
    elements = [etree.Element(of, _borne(given)) for given in every]
    if elements:
        with xml.element(name):
            for one in elements:
                xml.write(one)


def _selection(one: Selection) -> Any:
    element = etree.Element("PlainTextSelection", {
        "guid": one.guid, "name": borne(one.name), "startPosition": str(one.start),
        "endPosition": str(one.end), "creatingUser": one.user, **_at(one.at),
    })  # fmt: skip
    if one.said:
        etree.SubElement(element, "Description").text = borne(one.said)
    holder = element
    if one.code:
        given = {"guid": one.coding, "creatingUser": one.user, **_at(one.at)}
        holder = etree.SubElement(element, "Coding", given)
        etree.SubElement(holder, "CodeRef", targetGUID=one.code)
    for note in one.notes:
        etree.SubElement(holder, "NoteRef", targetGUID=note)
    return element


def _case(xml: Any, case: Case) -> None:
    with xml.element("Case", {"guid": case.guid, "name": borne(case.name)}):
        _described(xml, case.said)
        for value in case.values:
            xml.write(_value(*value))
        for source in case.sources:
            xml.write(_reference("SourceRef", source))
        for at in range(0, len(case.selections), 16):
            digits = case.selections[at : at + 16].hex()
            ends = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))
            xml.write(_reference("SelectionRef", "-".join(digits[one:other] for one, other in ends)))


def _note(note: Note) -> Any:
    given = {"guid": note.guid, "name": borne(note.name)}
    if note.apart:
        given["plainTextPath"] = f"{INTERNAL}{note.guid}.txt"
    if note.user:
        given["creatingUser"] = note.user
    element = etree.Element("Note", given | _at(note.at))
    if not note.apart:
        etree.SubElement(element, "PlainTextContent").text = borne(note.text)
    return element


def _value(variable: str, text: str) -> Any:
    element = etree.Element("VariableValue")
    etree.SubElement(element, "VariableRef", targetGUID=variable)
    etree.SubElement(element, "TextValue").text = borne(text)
    return element


def _reference(name: str, guid: str) -> Any:
    return etree.Element(name, targetGUID=guid)


def _described(xml: Any, text: str) -> None:
    if text:
        element = etree.Element("Description")
        element.text = borne(text)
        xml.write(element)


def _at(at: str) -> dict[str, str]:
    return {"creationDateTime": at} if at else {}


def _borne(given: dict[str, str]) -> dict[str, str]:
    return {name: borne(value) for name, value in given.items()}
