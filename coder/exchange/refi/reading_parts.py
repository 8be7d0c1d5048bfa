"""The elements of the exchange format that are open as a file is read, and what each says as it ends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime

from coder.errors import CoderError
from coder.exchange.refi.saying import Case, Coding, Link, RawCode, Said, Selection, Text

GUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
PLAIN = 36
"""Signs of a GUID without braces."""
NOBODY: tuple[str, ...] = ()
MOST_CODES = 10_000
MEDIA = {"PictureSource": "pictures", "AudioSource": "sound recordings", "VideoSource": "videos"}
VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
READ: dict[str, tuple[str, ...]] = {
    "node": (
        "User", "Code", "Variable", "Case", "VariableValue", "TextSource", "PlainTextSelection", "Coding",
        "PDFSource", "PDFSelection", "Representation", "TextDescription", "Note", "Set", "Link", "Graph",
        "PictureSelection", "AudioSelection", "VideoSelection", "Transcript", "TranscriptSelection", *MEDIA,
    ),
    "ref": ("CodeRef", "NoteRef", "SourceRef", "SelectionRef", "VariableRef", "MemberNote"),
    "text": ("Description", "PlainTextContent", *VALUES),
}  # fmt: skip
"""The elements that are read: those that others stand in, references, and those with text alone."""


class FaultError(CoderError):
    """A rule broken by one element, the nth of the file."""

    nth = 0


class Node:
    """An open element, the nth of the file: its attributes, and what has been said in it so far."""

    refs: list[tuple[str, str]] = []  # noqa: RUF012 - what stands here is never changed, only replaced
    codings: list[Coding] = []  # noqa: RUF012
    texts: dict[str, str] = {}  # noqa: RUF012
    values: dict[str, str] = {}  # noqa: RUF012
    selections: list[Selection] | None = None
    lost = 0
    """How many codings in it have no place."""

    def __init__(self, kind: str, given: dict[str, str], nth: int) -> None:
        self.kind, self.given, self.nth = kind, given, nth


class Nodes:
    """The open elements, the outermost first; those that end go into what the file says."""

    def __init__(self, said: Said, name: str) -> None:
        self.said, self._name = said, name
        self.open: list[Node] = []
        self._guid = Guids()
        self._time = Times(said)
        self._seen: defaultdict[str, set[str]] = defaultdict(set)
        self._pdf_text: Text | None = None
        self.close: dict[str, Callable[[Node], None]] = {
            "PlainTextSelection": self._selection, "Coding": self._coding, "User": self._user,
            "Code": self._code, "Variable": self._variable, "Case": self._case, "Graph": self._graph,
            "VariableValue": self._value, "TextSource": self._source, "PDFSource": self._pdf,
            "PDFSelection": self._region, "Representation": self._representation, "Note": self._note,
            "Set": self._set, "Transcript": self._transcript, "Link": self._link,
            **dict.fromkeys(MEDIA, self._media),
        }  # fmt: skip
        """What is done with an element that has ended, and is open no more; of others, `lose`."""

    def finish(self) -> None:
        """Look at the root, which is still open. Raises CoderError where it is a codebook without a code."""
        root, said = self.open[0], self.said
        said.name, said.origin = root.given.get("name", ""), root.given.get("origin", "")
        said.project_notes = self._refs(root, "NoteRef")
        if said.kind == "CodeBook" and not said.codes:
            raise CoderError(f"{self._name}: there is no code in it, which a codebook must have.")

    # Passages: most of a file, so not a step too many is taken

    def _selection(self, node: Node) -> None:
        given, parent = node.given, self.open[-1]
        get = given.get
        try:
            first, last = int(given["startPosition"]), int(given["endPosition"])
        except (KeyError, ValueError):
            raise FaultError("a selection does not say in numbers from where to where") from None
        guid, seen = get("guid", ""), self._seen["selection"]
        if len(guid) != PLAIN:  # of so many, only the odd ones are looked at more closely
            guid = normal(guid)
        if guid in seen:
            raise FaultError(f"two selections have the GUID {guid}")
        seen.add(guid)
        made = Selection(
            guid, first, last, get("name", ""),
            self._guid[get("creatingUser", "")], self._time[get("creationDateTime", "")],
            node.texts.get("Description", ""), node.codings,
            self._refs(node, "NoteRef") if node.refs else (),
        )  # fmt: skip
        if parent.selections is None:
            parent.selections = [made]
        else:
            parent.selections.append(made)

    def _coding(self, node: Node) -> None:
        get, refs = node.given.get, node.refs
        code, notes = self._guid[refs[0][1]] if refs else "", NOBODY
        if len(refs) > 1:
            code, notes = "".join(self._refs(node, "CodeRef")[:1]), self._refs(node, "NoteRef")
        user, at = self._guid[get("creatingUser", "")], self._time[get("creationDateTime", "")]
        made, parent = Coding(code, user, at, notes), self.open[-1]
        if parent.codings:
            parent.codings.append(made)
        else:
            parent.codings = [made]

    # Users, codes, variables, cases

    def _user(self, node: Node) -> None:
        guid = self._own(node, "user")
        self.said.users[guid] = (node.given.get("name", "").strip(), node.given.get("id", "").strip())

    def _code(self, node: Node) -> None:
        parent, given = self.open[-1], node.given
        guid, name = self._own(node, "code"), " ".join(given.get("name", "").split())
        above = self._guid[parent.given.get("guid", "")] if parent.kind == "Code" else None
        if not name:
            raise FaultError(f"the code {guid} has no name")
        codable = given.get("isCodable", "true").strip().lower() not in ("false", "0")
        description = node.texts.get("Description", "").strip()
        self.said.codes.append(RawCode(
            guid, above, name, description, given.get("color", "").strip(), codable,
            self._refs(node, "NoteRef"),
        ))  # fmt: skip
        if len(self.said.codes) > MOST_CODES:
            raise CoderError(f"{self._name}: has over {MOST_CODES:,} codes, which is no codebook.")

    def _variable(self, node: Node) -> None:
        self.said.variables[self._own(node, "variable")] = node.given.get("name", "")

    def _value(self, node: Node) -> None:
        variable = next(iter(self._refs(node, "VariableRef")), "")
        said = next(filter(None, (node.texts.get(one, "").strip() for one in VALUES)), "")
        if variable and said:
            parent = self.open[-1]
            parent.values = parent.values | {variable: said}

    def _case(self, node: Node) -> None:
        self.said.left_out["codes put on cases"] += len(self._refs(node, "CodeRef"))
        self.said.cases.append(Case(
            self._own(node, "case"), node.given.get("name", "").strip(),
            node.texts.get("Description", ""), node.values,
            self._refs(node, "SourceRef"), tuple([to for of, to in node.refs if of == "SelectionRef"]),
        ))  # fmt: skip

    # Texts

    def _source(self, node: Node) -> None:
        self.said.sources.append(self._as_text(node, "source"))

    def _note(self, node: Node) -> None:
        note = self._as_text(node, "note")
        self.said.left_out["codings of notes"] += self._coded(node)
        self.said.notes[note.guid] = note

    def _representation(self, node: Node) -> None:
        """The text of a PDF file is a source like others; that of a region of its page has no place."""
        if self.open[-1].kind == "PDFSource":
            self._pdf_text = self._as_text(node, "source")
        else:
            self.lose(node)

    def _pdf(self, node: Node) -> None:
        guid, text, self._pdf_text = self._own(node, "PDF file"), self._pdf_text, None
        left = self.said.left_out
        left["codings of regions of PDF pages"] += node.lost
        if text is None:
            left["PDF files without their text"] += 1
            left["codings of PDF files without their text"] += len(node.codings)
            return
        text.guid, text.name = guid, node.given.get("name", "") or text.name
        text.codings = [*text.codings, *node.codings]
        text.notes += self._refs(node, "NoteRef")
        self.said.sources.append(text)

    def _as_text(self, node: Node, what: str) -> Text:
        get, texts = node.given.get, node.texts
        user, at = self._guid[get("creatingUser", "")], self._time[get("creationDateTime", "")]
        return Text(
            self._own(node, what), get("name", "").strip(), user, at, get("plainTextPath", ""),
            get("richTextPath", ""), texts.get("PlainTextContent", ""), texts.get("Description", ""),
            node.selections or [], node.codings, self._refs(node, "NoteRef"), node.values,
        )  # fmt: skip

    # What has no place, or nearly none

    def _region(self, node: Node) -> None:
        self.said.left_out["regions of PDF pages"] += 1
        self.lose(node)

    def _media(self, node: Node) -> None:
        what = MEDIA[node.kind]
        self.said.left_out[what] += 1
        self.said.left_out[f"codings of {what}"] += self._coded(node)

    def _transcript(self, node: Node) -> None:
        self.said.left_out["transcripts of recordings"] += 1
        self.lose(node)

    def lose(self, node: Node) -> None:
        self.open[-1].lost += self._coded(node)

    def _coded(self, node: Node) -> int:
        return node.lost + len(node.codings) + sum(len(one.codings) for one in node.selections or ())

    def _graph(self, node: Node) -> None:
        self.said.left_out["graphs"] += 1

    def _link(self, node: Node) -> None:
        origin, target = (self._guid[node.given.get(one, "")] for one in ("originGUID", "targetGUID"))
        self.said.links.append(Link(node.given.get("name", ""), origin, target))

    def _set(self, node: Node) -> None:
        name = node.given.get("name", "")
        if (unknown := sorted(set(node.given) - {"guid", "name"})) and not self.said.remarks:
            self.said.remarks.append(
                f"{self._name}: the set {name} has the attribute {unknown[0]}, which the format does not "
                "know; it is not taken in."
            )
        self.said.sets.append((name, self._refs(node, "MemberNote")))

    # GUIDs and times

    def _refs(self, node: Node, kind: str) -> tuple[str, ...]:
        """Whom an element refers to by references of a kind."""
        return tuple([self._guid[target] for of, target in node.refs if of == kind]) if node.refs else ()

    def _own(self, node: Node, what: str) -> str:
        """An element's GUID, which no other of its kind may have. Raises FaultError."""
        guid, seen = normal(node.given.get("guid", "")), self._seen[what]
        if guid in seen:
            raise FaultError(f"two {what}s have the GUID {guid}")
        seen.add(guid)
        return guid


class Guids(dict[str, str]):
    """GUIDs that many refer to, by how they are written; none where nothing is. Raises FaultError."""

    def __missing__(self, raw: str) -> str:
        self[raw] = normal(raw) if raw else ""
        return self[raw]


class Times(dict[str, str]):
    """UTC to the millisecond, by how a time is written; those that cannot be read are counted."""

    def __init__(self, said: Said) -> None:
        super().__init__({"": ""})
        self._said = said

    def __missing__(self, raw: str) -> str:
        self[raw] = as_utc(raw)
        self._said.left_out["times that cannot be read"] += not self[raw]
        return self[raw]


def normal(raw: str) -> str:
    """Small letters without the braces that some write. Raises FaultError for what is no GUID."""
    if GUID.fullmatch(raw):
        return raw.lower()
    bare = raw.strip()
    bare = bare[1:-1] if bare[:1] + bare[-1:] == "{}" else bare
    if not GUID.fullmatch(bare):
        raise FaultError(f"{raw[:60]!r} is no GUID (32 hexadecimal digits with four hyphens)")
    return bare.lower()


def as_utc(raw: str) -> str:
    """An XML time as the journal has times; empty where it is none. Where no zone is named, UTC is meant."""
    try:
        time = datetime.fromisoformat(raw.strip())
        if raw[19:20] + raw[23:] == ".Z":  # as we write it
            return raw
        time = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
