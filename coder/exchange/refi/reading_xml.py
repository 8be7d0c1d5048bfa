"""The XML of the exchange format as plain records, read as a stream, before any of it is placed.

Nothing outside is fetched, no entity is resolved, and what has been read is let go of at once.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from coder.errors import CoderError
from coder.exchange.refi.saying import Case, Coding, Link, RawCode, Said, Selection, Text

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

GUID = re.compile(
    r"\s*(?:(\{)?)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?(1)\})\s*", re.IGNORECASE
)
"""As the schemas have it, with braces or without."""
MOST_CODES = 10_000
MEDIA = {"PictureSource": "pictures", "AudioSource": "sound recordings", "VideoSource": "videos"}
READ = (
    "User", "Code", "Variable", "Case", "PlainTextSelection", "TextSource", "Representation",
    "TextDescription", "PDFSource", "Note", "Set", "Link", "Graph", *MEDIA,
)  # fmt: skip
VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


def read_xml(stream: IO[bytes], name: str) -> Said:
    """Read a project or codebook. Raises CoderError, with the line, where it breaks a rule."""
    from lxml import etree

    reader = _Reader(name)
    try:
        context = etree.iterparse(
            stream, events=("end",), tag=[f"{{*}}{tag}" for tag in READ], resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        fault: _FaultError | None = None
        for _, element in context:
            try:
                if fault is None:
                    reader.take(element)
            except _FaultError as error:  # whether the file is whole is told first
                fault = error
            reader.let_go(element)
        if fault:
            raise CoderError(str(fault))
        reader.finish(context.root)
    except etree.XMLSyntaxError as error:
        why = re.sub(r",? ?\(?(?:[^ ]*, )?line \d+.*$", "", str(error.msg or "it is empty")).strip()
        where = f", line {error.lineno}" if error.lineno else ""
        raise CoderError(
            f"{name}{where}: is damaged, cut short, or no XML ({why}); ask for it again, or export it anew."
        ) from None
    return reader.said


class _FaultError(CoderError):
    """A rule broken by one element."""


class _Reader:
    """Takes each element as it ends."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said = Said()
        self._space = ""
        self._guids: dict[str, str] = {"": ""}
        self._times: dict[str, str] = {"": ""}
        self._seen: dict[str, set[str]] = {}
        self._open: list[Selection] = []
        """Of the text whose end is still to come."""
        self._pdf_text: Text | None = None
        self._doubled = 0

    def take(self, element: Element) -> None:
        if not self.said.kind:
            self._begin(element.getroottree().getroot())
        tag = element.tag[len(self._space) :]
        if tag == "PlainTextSelection":
            self._selection(element)
        elif tag in MEDIA:
            self._media(element, MEDIA[tag])
        else:
            getattr(self, f"_{tag.lower()}")(element)

    def let_go(self, element: Element) -> None:
        """Drop what has been read, and the like before it: what lies between its parent may still read."""
        element.clear()
        before, parent = element.getprevious(), element.getparent()
        if before is not None and parent is not None and before.tag == element.tag:
            parent.remove(before)

    def _begin(self, root: Element) -> None:
        """Look at the root, of which the attributes are known by now."""
        space, _, kind = str(root.tag).rpartition("}")
        self._space = f"{space}}}" if space else ""
        if root.getroottree().docinfo.internalDTD is not None:
            raise CoderError(f"{self.name}: declares a document type, which no project has; it is not read.")
        if kind not in ("Project", "CodeBook"):
            raise CoderError(
                f"{self.name}: is XML, but no project or codebook of REFI-QDA (its root is {kind[:40]})."
            )
        self.said.kind = kind
        self.said.name, self.said.origin = root.get("name", ""), root.get("origin", "")
        self.said.user = self._ref(root, "creatingUserGUID")

    def finish(self, root: Element) -> None:
        if not self.said.kind:
            self._begin(root)
        if self.said.kind == "CodeBook" and not self.said.codes:
            raise CoderError(f"{self.name}: there is no code in it, which a codebook must have.")
        self.said.project_notes = self._notes(root)
        if self._doubled:
            self.said.remarks.append(f"{self._doubled} codings have the GUID of another; all are taken.")

    # What is taken

    def _user(self, element: Element) -> None:
        guid = self._own(element, "user")
        self.said.users[guid] = (element.get("name", "").strip(), element.get("id", "").strip())

    def _code(self, element: Element) -> None:
        parent = element.getparent()
        above = self._guid(parent, "guid") if parent is not None and self._is(parent, "Code") else None
        name = " ".join(element.get("name", "").split())
        guid = self._own(element, "code")
        if not name:
            raise self._fault(element, f"the code {guid} has no name")
        colour, codable = element.get("color", ""), element.get("isCodable", "true").strip().lower()
        self.said.codes.append(
            RawCode(guid, above, name, self._text(element, "Description").strip(), colour.strip(),
                    codable not in ("false", "0"), self._notes(element))
        )  # fmt: skip
        if len(self.said.codes) > MOST_CODES:
            raise CoderError(f"{self.name}: has over {MOST_CODES:,} codes, which is no codebook.")

    def _variable(self, element: Element) -> None:
        self.said.variables[self._own(element, "variable")] = element.get("name", "")

    def _case(self, element: Element) -> None:
        if codes := len(self._targets(element, "CodeRef")):
            self.said.left_out["codes put on cases"] += codes
        sources, selections = (self._targets(element, f"{one}Ref") for one in ("Source", "Selection"))
        guid, name = self._own(element, "case"), element.get("name", "").strip()
        description = self._text(element, "Description")
        self.said.cases.append(Case(guid, name, description, self._values(element), sources, selections))

    def _selection(self, element: Element) -> None:
        """The most of a file, so its children are looked at once."""
        get, space = element.get, self._space
        codings: list[Coding] = []
        notes: list[str] = []
        description = ""
        for child in element:
            tag = child.tag
            if tag == f"{space}Coding":
                codings.append(self._coding(child))
            elif tag == f"{space}NoteRef":
                notes.append(self._ref(child, "targetGUID"))
            elif tag == f"{space}Description":
                description = child.text or ""
        try:
            first, last = int(get("startPosition", "")), int(get("endPosition", ""))
        except ValueError:
            raise self._fault(element, "a selection does not say in numbers from where to where") from None
        self._open.append(Selection(
            self._own(element, "selection"), first, last, get("name", ""),
            self._ref(element, "creatingUser"), self._time(get("creationDateTime", "")),
            description, codings, tuple(notes),
        ))  # fmt: skip

    def _coding(self, element: Element) -> Coding:
        guid, seen = self._guid(element, "guid"), self._seen.setdefault("coding", set())
        self._doubled += guid in seen
        seen.add(guid)
        code, notes = "", []
        for child in element:
            if child.tag == f"{self._space}CodeRef":
                code = self._ref(child, "targetGUID")
            elif child.tag == f"{self._space}NoteRef":
                notes.append(self._ref(child, "targetGUID"))
        get = element.get
        user = self._ref(element, "creatingUser")
        return Coding(code, user, self._time(get("creationDateTime", "")), tuple(notes))

    def _textsource(self, element: Element) -> None:
        self.said.sources.append(self._as_text(element, "source"))

    def _representation(self, element: Element) -> None:
        text = self._as_text(element, "source")
        if self._is(element.getparent(), "PDFSource"):
            self._pdf_text = text

    def _pdfsource(self, element: Element) -> None:
        """Its text is a source like others; what was marked on its pages has no place."""
        guid, text, self._pdf_text = self._own(element, "PDF file"), self._pdf_text, None
        tag = f"{self._space}PDFSelection"
        regions = [one for one in element if one.tag == tag]
        left = self.said.left_out
        left["regions of PDF pages"] += len(regions)
        left["codings of regions of PDF pages"] += sum(self._count(one) for one in regions)
        codings = [self._coding(one) for one in element if one.tag == f"{self._space}Coding"]
        if text is None:
            left["PDF files without their text"] += 1
            left["codings of PDF files without their text"] += len(codings)
            return
        text.guid, text.name = guid, element.get("name", "") or text.name
        text.codings += codings
        text.notes += self._notes(element)
        self.said.sources.append(text)

    def _note(self, element: Element) -> None:
        note = self._as_text(element, "note")
        self.said.left_out["codings of notes"] += sum(len(one.codings) for one in note.selections)
        self.said.notes[note.guid] = note

    def _textdescription(self, element: Element) -> None:
        coded, self._open = sum(len(one.codings) for one in self._open), []
        self.said.left_out["codings of pictures"] += coded

    def _as_text(self, element: Element, what: str) -> Text:
        get = element.get
        selections, self._open = self._open, []
        return Text(
            self._own(element, what), get("name", "").strip(), self._ref(element, "creatingUser"),
            self._time(get("creationDateTime", "")), get("plainTextPath", ""), get("richTextPath", ""),
            self._text(element, "PlainTextContent"), self._text(element, "Description"), selections,
            [self._coding(one) for one in element.iterfind(f"{self._space}Coding")], self._notes(element),
            self._values(element),
        )  # fmt: skip

    def _set(self, element: Element) -> None:
        if unknown := sorted(set(map(str, element.keys())) - {"guid", "name"}):
            self.said.remarks.append(
                f"{self.name}, line {element.sourceline}: a set has the attribute {unknown[0]}, which the "
                "format does not know; it is not taken in."
            )
        self.said.sets.append((element.get("name", ""), self._targets(element, "MemberNote")))

    def _link(self, element: Element) -> None:
        origin, target = self._ref(element, "originGUID"), self._ref(element, "targetGUID")
        self.said.links.append(Link(element.get("name", ""), origin, target))

    def _graph(self, element: Element) -> None:
        self.said.left_out["graphs"] += 1

    # What has no place

    def _media(self, element: Element, what: str) -> None:
        self.said.left_out[what] += 1
        self.said.left_out[f"codings of {what}"] += self._count(element)
        if transcripts := sum(1 for _ in element.iterfind(f"{self._space}Transcript")):
            self.said.left_out[f"transcripts of {what}"] += transcripts

    def _count(self, element: Element) -> int:
        return sum(1 for _ in element.iter(f"{self._space}Coding"))

    # The parts of an element

    def _is(self, element: Element | None, tag: str) -> bool:
        return element is not None and element.tag == f"{self._space}{tag}"

    def _text(self, element: Element, tag: str) -> str:
        return element.findtext(f"{self._space}{tag}") or ""

    def _values(self, element: Element) -> dict[str, str]:
        values = {}
        for value in element.iterfind(f"{self._space}VariableValue"):
            variable = next(iter(self._targets(value, "VariableRef")), "")
            said = next(filter(None, (self._text(value, one).strip() for one in VALUES)), "")
            if variable and said:
                values[variable] = said
        return values

    def _notes(self, element: Element) -> tuple[str, ...]:
        return self._targets(element, "NoteRef")

    def _targets(self, element: Element, tag: str) -> tuple[str, ...]:
        return tuple(self._ref(one, "targetGUID") for one in element.iterfind(f"{self._space}{tag}"))

    def _own(self, element: Element, what: str) -> str:
        """An element's GUID, which no other of its kind may have."""
        guid, seen = self._guid(element, "guid"), self._seen.setdefault(what, set())
        if guid in seen:
            raise self._fault(element, f"two {what}s have the GUID {guid}")
        seen.add(guid)
        return guid

    def _guid(self, element: Element, attribute: str) -> str:
        """One that must be there."""
        if not (raw := element.get(attribute)):
            tag = element.tag[len(self._space) :]
            raise self._fault(element, f"a {tag} has no {attribute}, by which others would name it")
        return self._normal(element, raw)

    def _ref(self, element: Element, attribute: str) -> str:
        """One that need not be there; a small number that many name."""
        raw = element.get(attribute, "")
        known = self._guids.get(raw)
        if known is None:
            known = self._guids[raw] = self._normal(element, raw)
        return known

    def _normal(self, element: Element, raw: str) -> str:
        found = GUID.fullmatch(raw)
        if not found:
            raise self._fault(element, f"{raw[:60]!r} is no GUID (32 hexadecimal digits with four hyphens)")
        return found[2].lower()

    def _time(self, raw: str) -> str:
        """UTC to the millisecond; where no zone is named, UTC is meant."""
        known = self._times.get(raw)
        if known is None:
            known = self._times[raw] = as_utc(raw)
            self.said.left_out["times that cannot be read"] += not known
        return known

    def _fault(self, element: Element, what: str) -> _FaultError:
        return _FaultError(
            f"{self.name}, line {element.sourceline}: {what}; export it anew, or mend it there."
        )


def as_utc(raw: str) -> str:
    """An XML time as the journal has times; empty where it is none."""
    try:
        time = datetime.fromisoformat(raw.strip())
        time = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
