"""An inquiry in which everything is that a REFI-QDA project can hold, and a project read by plain means."""

from __future__ import annotations

import xml.etree.ElementTree as Tree
import zipfile
from dataclasses import dataclass
from pathlib import Path

from coder.coding import Change, Entry, codebook_subject
from coder.inquiry.folder import Inquiry, open_inquiry
from tests.inquiry_support import BOOK, CODED, SLUG, TRANSCRIPT, make_folder, run

PROJECT = "{urn:QDA-XML:project:1.0}"
P1, P2, P3, P4, P5, P6, P7 = CODED
HARD = "She wrote 🚜🚜 “quickly”, عن الطريق, cafe\u0301 — and 𝔤𝔬𝔱𝔥𝔦𝔠 too. " + "Verge. " * 5999 + "Verge."
BOOK_HARD = BOOK.replace("    definition: Harm on the lanes.", """\
    definition: Harm on the lanes, <b>&</b> "fear" of it.
    include: "near misses\\n\\nExample: of a sort"
    exclude: harm elsewhere
    example: "It went past me \\u2014 \\U0001F69C."
    colour: "#A1b2C3\"""") + """\
  - id: gone
    name: Money
    retired: nobody used it
"""  # fmt: skip
TEXT = TRANSCRIPT.replace(
    "The parish could see further round the bend by the mill once the blackthorn had been taken out.", HARD
)
SECOND = (
    TEXT.replace(SLUG, "later-2025-06-07")
    .replace("2025-05-06", "2025-06-07")
    .replace("Tomasz Wren", "Ann Lee")
)
AT = "2025-05-07T08:09:{:02}.123Z"


def filled(folder: Path) -> Path:
    """Two sessions of one title, two coders and a second coding, every kind of mark on every thing."""
    make_folder(folder, TEXT, BOOK_HARD)
    (folder / "sessions" / "later-2025-06-07.md").write_text(SECOND, encoding="utf-8")
    with open_inquiry(folder) as inquiry:
        act(inquiry, "AB", *first(inquiry))
        act(inquiry, "CD", *second(inquiry))
        act(inquiry, "AB#2", Change("tag", "AB#2", P1, "speed", meant(inquiry, "speed"), AT.format(40)))
    for attribute, value in (("sector", "public"), ("kind", "official")):
        assert run(folder, "--as", "AB", "witnesses", "set", "Adeyemi", attribute, value).status == 0
    return folder


def act(inquiry: Inquiry, actor: str, *changes: Change) -> list[Entry]:
    return inquiry.store.journal.act(actor, changes, inquiry.codebook.revision)


def meant(inquiry: Inquiry, code: str, **more: object) -> dict[str, object]:
    return {"meaning": inquiry.codebook.by_id[code].meaning, **more}


def span(text: str, words: str) -> dict[str, object]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def first(inquiry: Inquiry) -> list[Change]:
    """What AB did."""
    text = inquiry.store.index.text
    quotes = [span(text(P5), "🚜🚜 “quickly”"), span(text(P5), "𝔤𝔬𝔱𝔥𝔦𝔠")]
    whole = [{"start": 0, "end": len(text(P3)), "text": text(P3)}]
    changes = [
        ("tag", P1, "speed", meant(inquiry, "speed")),
        ("tag", P2, "sight", meant(inquiry, "sight", value=2)),
        ("tag", P2, "dearer", {"meaning": 4711}),
        ("tag", P3, "speed", meant(inquiry, "speed", spans=whole)),
        ("tag", P5, "speed", meant(inquiry, "speed", spans=quotes)),
        ("tag", P6, "no-such", {"meaning": 7}),
        ("memo", P2, "sight", {"text": "on the tag\nin two lines"}),
        ("memo", P5, "speed", {"text": "on a tag with passages"}),
        ("memo", P4, "", {"text": "on the paragraph <&> \x0b 🚜"}),
        ("memo", f"{SLUG}/3.q1", "", {"text": "on the question"}),
        ("memo", SLUG, "", {"text": "on the session"}),
        ("memo", f"{SLUG}/@ruth-adeyemi", "", {"text": "on the person"}),
        ("memo", codebook_subject("lanes"), "sight", {"text": "on the code"}),
        ("read", P2, "", {}), ("read", P7, "", {}), ("flag", P7, "", {}), ("star", P6, "", {}),
        ("star", P5, "", {"spans": [span(text(P5), "عن الطريق")]}), ("unjudged", P7, "dearer", {}),
    ]  # fmt: skip
    return [
        Change(kind, "AB", subject, code, value, AT.format(at))  # type: ignore[arg-type]
        for at, (kind, subject, code, value) in enumerate(changes)
    ]


def second(inquiry: Inquiry) -> list[Change]:
    """What CD did: the same on one paragraph, otherwise on others, and in the second session."""
    later = P2.replace(SLUG, "later-2025-06-07")
    return [
        Change("tag", "CD", P1, "speed", meant(inquiry, "speed"), AT.format(30)),
        Change("tag", "CD", P1, "cheaper", meant(inquiry, "cheaper"), AT.format(31)),
        Change("tag", "CD", later, "safety", meant(inquiry, "safety"), AT.format(32)),
        Change("memo", "CD", P1, "speed", {"text": "from the other"}, AT.format(33)),
        Change("memo", "CD", codebook_subject("lanes"), "sight", {"text": "the other's"}, AT.format(34)),
        Change("read", "CD", later, "", {}, AT.format(35)),
        Change("memo", "CD", SLUG, "", {"text": "on the first"}, AT.format(37)),
        Change("memo", "CD", "later-2025-06-07", "", {"text": "on the second"}, AT.format(38)),
        Change(
            "decision", "", P1, "speed", {"decision": "accept", "reason": "so", "by": "RV"}, AT.format(36)
        ),
    ]


@dataclass(frozen=True)
class Coding:
    """A coding as the file has it, with the words it stands on."""

    coder: str
    code: str
    source: str
    words: str
    at: str
    name: str
    notes: tuple[str, ...]


class Opened:
    """A `.qdpx`, read without any code of the project."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.xml = self.files["project.qde"]
        self.root = Tree.fromstring(self.xml)
        self.users = {one.get("guid"): one.get("name") for one in self.all("User")}
        self.codes = {one.get("guid"): one for one in self.all("Code")}
        self.notes = {one.get("guid"): one for one in self.all("Note")}
        self.sources = {one.get("guid"): one for one in self.all("TextSource")}

    def all(self, name: str) -> list[Tree.Element]:
        return list(self.root.iter(PROJECT + name))

    def text(self, element: Tree.Element) -> str:
        """Of a source or a note."""
        inside = element.findtext(f"{PROJECT}PlainTextContent")
        if inside is not None:
            return inside
        path = element.attrib["plainTextPath"].removeprefix("internal://")
        return self.files[f"sources/{path}"].decode("utf-8", "strict")

    def told(self, element: Tree.Element) -> tuple[str, ...]:
        """The texts of the notes that an element refers to."""
        guids = [one.get("targetGUID") for one in element.findall(f"{PROJECT}NoteRef")]
        return tuple(self.text(self.notes[guid]) for guid in guids)

    def codings(self) -> list[Coding]:
        found = []
        for source in self.sources.values():
            text = self.text(source)
            for selection in source.findall(f"{PROJECT}PlainTextSelection"):
                words = text[int(selection.attrib["startPosition"]) : int(selection.attrib["endPosition"])]
                for coding in selection.findall(f"{PROJECT}Coding"):
                    reference = coding.find(f"{PROJECT}CodeRef")
                    assert reference is not None
                    found.append(Coding(
                        self.users[coding.get("creatingUser")] or "",
                        self.codes[reference.get("targetGUID")].get("name", ""), source.get("name", ""),
                        words, coding.get("creationDateTime", ""), selection.get("name", ""),
                        self.told(coding),
                    ))  # fmt: skip
        return found

    def set(self, name: str) -> list[Tree.Element]:
        """The notes of a set."""
        (found,) = [one for one in self.all("Set") if one.get("name") == name]
        return [self.notes[one.get("targetGUID")] for one in found.findall(f"{PROJECT}MemberNote")]
