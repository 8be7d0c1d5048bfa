"""Projects in REFI-QDA made up for tests, in the ways of several programs; and what became of them here."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from coder.exchange.project import Project
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import TRANSCRIPT, Ran, run

SPACE = "urn:QDA-XML:project:1.0"
AT = "2024-03-04T05:06:07Z"
TEXT = (
    "The vans are fast.\nNobody can see, “ever”, round the bend.\n\nThe 🚜 is slow 🌳 today.\n"
    "Four farmers help."
)


def guid(name: object) -> str:
    """The same for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, str(name)))


def element(tag: str, *inside: str, **given: object) -> str:
    attributes = "".join(f" {name}={quoteattr(str(value))}" for name, value in given.items() if value != "")
    return f"<{tag}{attributes}>{''.join(inside)}</{tag}>"


def ref(kind: str, name: object) -> str:
    return element(f"{kind}Ref", targetGUID=guid(name))


def code(name: str, *below: str, description: str = "", **given: object) -> str:
    """A code, its GUID made of its name."""
    said = element("Description", escape(description)) if description else ""
    return element("Code", said, *below, **{"guid": guid(name), "name": name, "isCodable": "true"} | given)


def coding(code: str, user: str = "Ann Lee", at: str = AT, *notes: str) -> str:
    given = {"guid": uuid.uuid4(), "creatingUser": guid(user) if user else "", "creationDateTime": at}
    return element("Coding", ref("Code", code), *(ref("Note", one) for one in notes), **given)


def selection(start: int, end: int, *inside: str, name: str = "", of: str = "") -> str:
    given = {"guid": guid(of) if of else uuid.uuid4(), "name": name, "startPosition": start,
             "endPosition": end}  # fmt: skip
    return element("PlainTextSelection", *inside, **given)


def note(name: str, text: str, user: str = "Ann Lee", at: str = AT) -> str:
    said = element("PlainTextContent", escape(text))
    return element("Note", said, guid=guid(name), creatingUser=guid(user), creationDateTime=at)


def source(name: str, *inside: str, path: str = "", **given: object) -> str:
    """A source whose text is the member named after it."""
    path = path or f"internal://{name}.txt"
    return element("TextSource", *inside, guid=guid(name), name=name, plainTextPath=path, **given)


def user(name: str, short: str = "") -> str:
    return element("User", guid=guid(name), name=name, id=short)


@dataclass
class Made:
    """A project to be written. `files` are members below `sources/`, by name."""

    codes: tuple[str, ...] = (code("Roads", code("Vans"), code("Bends")),)
    sources: Iterable[str] = ()
    users: Iterable[str] = (user("Ann Lee"),)
    variables: Iterable[str] = ()
    cases: Iterable[str] = ()
    notes: Iterable[str] = ()
    rest: Iterable[str] = ()
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    root: str = "project.qde"
    origin: str = "Other 1.0"

    @property
    def xml(self) -> str:
        parts = [
            self._list("Users", self.users), element("CodeBook", element("Codes", *self.codes)),
            self._list("Variables", self.variables), self._list("Cases", self.cases),
            self._list("Sources", self.sources), self._list("Notes", self.notes), *self.rest,
        ]  # fmt: skip
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + element(
            "Project", *parts, xmlns=SPACE, name="Lanes elsewhere", origin=self.origin
        )

    def _list(self, tag: str, inside: Iterable[str]) -> str:
        return element(tag, *inside) if (inside := list(inside)) else ""

    def write(self, path: Path, xml: str | bytes | None = None) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(self.root, self.xml if xml is None else xml)
            for name, data in self.files.items():
                archive.writestr(f"sources/{name}", data)
        return path


def of_text(text: str | bytes, *selections: str, **more: object) -> Made:
    """A project of one source, called `talk`."""
    return Made(sources=[source("talk", *selections)], files={"talk.txt": text}, **more)  # type: ignore[arg-type]


def coded(**more: object) -> Made:
    return of_text(TEXT, selection(4, 17, coding("Vans")), **more)


def quoted(project: Project) -> list[tuple[str, str]]:
    """(words, code's name) of every coding."""
    texts = {one.id: one.text for one in project.sources}
    names = {one.id: one.name for one in project.codes}
    return [(texts[one.source][one.start : one.end], names[one.code]) for one in project.codings]


# Taking them in

TALK = "The vans are fast.\n\nNobody can see round the bend.\n\nFour farmers help.\n"
ADD = ("--add-codes", "--add-sessions")


def take(folder: Path, made: Made, *options: str, name: str = "x.qdpx") -> Ran:
    return run(folder, "merge", str(made.write(folder.parent / name)), "--as", "ME", *options)


def marks(folder: Path, kind: str = "tag") -> dict[tuple[str, str, str], Any]:
    """(coder, subject, code) to value of what stands."""
    with open_inquiry(folder) as inquiry:
        return {key[1:]: value for key, value in inquiry.store.journal.state(kind)}  # type: ignore[arg-type]


def quotes(folder: Path) -> dict[tuple[str, str, str], list[str]]:
    return {key: [one["text"] for one in value.get("spans", ())] for key, value in marks(folder).items()}


def ids(folder: Path) -> list[str]:
    return [one["id"] for one in run(folder, "codebook", "--json").json()["codes"]]


def minutes() -> str:
    """The session here as another program has it: without heads, wrapped, with numbers and labels."""
    lines = [
        line for line in TRANSCRIPT.split("---\n")[2].splitlines() if line and not line.startswith(("#", "-"))
    ]
    return "\r\n".join(
        f"({number}) {line.replace(' the ', '  the ')}" for number, line in enumerate(lines, 1)
    )


def place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)
