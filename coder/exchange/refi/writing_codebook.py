"""A codebook written: as a file of its own, and as the part of a project that it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from lxml import etree

from coder.codebook import Code
from coder.codebook.model import as_dict
from coder.exchange.refi.conventions import CODEBOOK, borne, described
from coder.exchange.refi.records import Written


def write_codebook(file: IO[bytes], written: Written, origin: str) -> None:
    """Write a `.qdc` into an open file."""
    with etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element("CodeBook", {"origin": origin}, nsmap={None: CODEBOOK}):
            xml.write(codes_element(written))


def codes_element(written: Written) -> Any:
    """The element `Codes`, in the namespace of whatever it is written into."""
    top = etree.Element("Codes")
    found: dict[str, Any] = {}
    heads = {code.parent for code in written.codes}
    names = _told_apart(written.codes)
    for code in written.codes:
        given = {"guid": written.guid("code", code.id), "name": names[code.id]}
        given["isCodable"] = "true" if code.id not in heads or code.id in written.tagged else "false"
        if code.colour:
            given["color"] = code.colour.lower()
        above = top if code.parent is None else found[code.parent]
        element = found[code.id] = etree.SubElement(above, "Code", given)
        fields = as_dict(code) | {"name": code.name if code.name != names[code.id] else ""}
        etree.SubElement(element, "Description").text = borne(described(code.definition, fields))
        for note in written.notes.get(code.id, ()):
            etree.SubElement(element, "NoteRef", targetGUID=note)
    return top


def _told_apart(codes: Sequence[Code]) -> dict[str, str]:
    """By id a name that no other code has, whatever its capitals: with the id behind it where need be."""
    taken: set[str] = set()
    names = {}
    for code in codes:
        name = borne(code.name)
        while name.casefold() in taken:
            name = f"{name} ({code.id})"
        taken.add(name.casefold())
        names[code.id] = name
    return names
