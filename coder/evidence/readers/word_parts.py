"""The parts of a Word document (.docx) and how they hang together: relationships, notes, comments."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from coder.evidence.readers.archives import Archive
from coder.evidence.readers.word_names import ID, REL, SECTION, VAL, W

STRICT: Mapping[str, str] = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships":
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}  # fmt: skip
"""Namespaces of strict Office Open XML, and the transitional ones that say the same."""
NOTE_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}


class Parts:
    """The parts of one document, read when they are asked for.

    Raises CoderError where the main part is missing or damaged, or one that is asked for is damaged.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = self._main_part()
        root = self._xml(self._main)
        body = None if root is None else root.find(W + "body")
        if root is None or body is None:
            raise archive.damaged()
        self.body = body
        self.rendered = next(body.iter(W + "lastRenderedPageBreak"), None) is not None
        """Whether Word has left in the file where it broke pages when it was last saved."""
        self._related = self._relationships(self._main)
        self._entries: dict[str, dict[str, etree._Element]] = {}

    def named(self, kind: str) -> etree._Element | None:
        """The one part of a kind ("styles", "numbering", "footnotes"), None where there is none."""
        target = next((target for type_, target, _ in self._related.values() if type_ == kind), None)
        return None if target is None else self._xml(target)

    def furniture(self) -> Iterator[etree._Element]:
        """The headers and footers of all sections, each part once."""
        given = set()
        for reference in self.body.iter(W + "headerReference", W + "footerReference"):
            _, target, outside = self._related.get(reference.get(REL + "id", ""), ("", "", True))
            if outside or target in given:
                continue
            given.add(target)
            if (part := self._xml(target)) is not None:
                yield part

    def link(self, key: str) -> str:
        """The address outside the document that a relationship points to, else empty. It is never fetched."""
        _, target, outside = self._related.get(key, ("", "", False))
        return target if outside else ""

    def entry(self, kind: str, key: str) -> etree._Element | None:
        """A footnote, endnote or comment by its id."""
        if kind not in self._entries:
            root = self.named(f"{kind}s")
            found = () if root is None else root.iterfind(W + kind)
            self._entries[kind] = {entry.get(ID, ""): entry for entry in found}
        return self._entries[kind].get(key)

    def note_form(self, kind: str) -> str:
        """The number form of footnotes or endnotes."""
        for section in self.body.iter(SECTION):
            if (form := section.find(f"{W}{kind}Pr/{W}numFmt")) is not None:
                return form.get(VAL, "decimal")
        return NOTE_FORMS[kind]

    def _main_part(self) -> str:
        for type_, target, outside in self._relationships("").values():
            if type_ == "officeDocument" and not outside:
                return target
        return "word/document.xml"

    def _relationships(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """By id: the type's last word, the member's name or the outer address, and whether it is outside."""
        folder, name = posixpath.split(part)
        root = self._archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for entry in [] if root is None else root:
            target, outside = entry.get("Target", ""), entry.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[entry.get("Id", "")] = (entry.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def _xml(self, member: str) -> etree._Element | None:
        """A member's root, in the transitional namespaces."""
        root = self._archive.xml(member)
        if root is not None and root.getroottree().docinfo.internalDTD is not None:
            raise self._archive.damaged()  # the format has none: what one declares would be lost, or do harm
        if root is None or STRICT.keys().isdisjoint(root.nsmap.values()):
            return root
        data = etree.tostring(root)
        for strict, usual in STRICT.items():
            data = data.replace(f'"{strict}"'.encode(), f'"{usual}"'.encode())
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
