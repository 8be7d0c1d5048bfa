"""Reading a transcript, as a person may have corrected it; `coder.evidence.transcript` says the form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from coder.errors import CoderError
from coder.evidence.anchors import item_id, paragraph_id, question_id
from coder.evidence.blocks import LIST_POINT, tidy, tidy_line
from coder.evidence.citations import STYLES_OWN, Citing, cited
from coder.evidence.model import ROLES, Dropped, Item, Note, Paragraph, Question, Role, Session, Why, Witness
from coder.evidence.transcript_front import read_front

NUMBERLESS = "unnumbered"
HEAD = re.compile(r"(#{1,6})\s+(.*)$")
PIPE = re.compile(r"(\\.|\|)", re.DOTALL)
ESCAPE = re.compile(r"\\(.)")
FIELD = re.compile(r"(asker|speaker|label|question|id)\s*:\s*(.*)$", re.DOTALL)
ITEM_FIELD = re.compile(r"-\s+(agenda item|time|witness|id)\s*:\s*(.*)$")
POINT = re.compile(r"-\s+(?:line\s+(\d+)|-)\s*\|\s*(.*)$")
ID = re.compile(r"[^\s/|\\]+")
UNASKED = frozenset({"opening", "closing"})


@dataclass(slots=True)
class _Paragraph:
    line: int
    cells: list[str]
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Item:
    line: int
    number: str | None
    heading: str
    fields: list[tuple[int, str, str]] = field(default_factory=list)
    paragraphs: list[_Paragraph] = field(default_factory=list)


def parse(text: str, path: Path, citing: Citing = STYLES_OWN) -> Session:
    """The session a transcript holds, cited as the inquiry wants it; its slug is the name of the file.

    Raises CoderError, with file and line, for broken front matter or heads, an unknown role or
    question, an id that stands twice, and a paragraph without text.
    """
    return cited(_Reader(path).read(text), citing)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.slug = path.stem
        self.items: list[_Item] = []
        self.dropped: list[Dropped] = []
        self.notes: list[Note] = []
        self.ids: dict[str, int] = {}
        self.written: set[str] = set()
        self.references: list[tuple[int, str]] = []

    def fault(self, line: int, what: str) -> CoderError:
        return CoderError(f"{self.path}, line {line}: {what}")

    def read(self, text: str) -> Session:
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        fields, start = read_front(lines, self.path)
        self._body(lines, start)
        items = [self._item(item, place) for place, item in enumerate(self.items, 1)]
        asked = {question.id for item in items for question in item.questions}
        for line, reference in self.references:
            if reference not in asked:
                name = reference.removeprefix(f"{self.slug}/")
                raise self.fault(
                    line, f"there is no question {name}; name one of this item by its number, or none."
                )
        return Session(
            slug=self.slug, items=tuple(items), dropped=tuple(self.dropped), notes=tuple(self.notes), **fields
        )

    # The body: heads, and the text under each

    def _body(self, lines: list[str], start: int) -> None:
        section, comment = "", False
        for at in range(start, len(lines)):
            line = lines[at].rstrip() if not lines[at].endswith("\\") else lines[at]
            if not section and not self.items and (comment or line.startswith("<!--")):
                comment = "-->" not in line
                continue
            head = HEAD.match(line) if line.startswith("#") else None
            if head is not None:
                section = self._head(at + 1, head[1], head[2].strip(), section)
            elif not line.strip():
                continue
            elif section in ("left", "look"):
                self._point(at + 1, line, section)
            elif section == "item":
                self._item_field(at + 1, line)
            elif section == "paragraph":
                self.items[-1].paragraphs[-1].lines.append(line)
            else:
                raise self.fault(
                    at + 1, "text before the first item; put a line such as `## Item 1 | Heading` above it."
                )

    def _head(self, line: int, marks: str, content: str, section: str) -> str:
        if marks == "##":
            if content in ("Left out", "To look at"):
                return "left" if content == "Left out" else "look"
            first, *rest = _cells(content)
            if first != "Item" and not first.startswith("Item "):
                raise self.fault(
                    line,
                    f"`## {content[:40]}` is not `## Item 7 | Heading`; put a \\ before the # if it is text.",
                )
            number = _plain(first[4:]) or None
            self.items.append(_Item(line, number, tidy_line(" | ".join(map(_plain, rest)))))
            return "item"
        if marks != "###":
            raise self.fault(line, f"`{marks}` means nothing here; put a \\ before it if it is text.")
        if section not in ("item", "paragraph"):
            raise self.fault(
                line, "a paragraph stands below an item; put a line such as `## Item 1 | Heading` above it."
            )
        cells = _cells(content)
        self.written.update(f"{self.slug}/{cell[3:].strip()}" for cell in cells[1:] if cell.startswith("id:"))
        self.items[-1].paragraphs.append(_Paragraph(line, cells))
        return "paragraph"

    def _item_field(self, line: int, text: str) -> None:
        found = ITEM_FIELD.match(text)
        if found is None:
            raise self.fault(
                line, "below an item's head stand `- agenda item:`, `- time:` and `- witness: A B | role`;"
                " text needs a line such as `### 1 | opening` above it.",
            )  # fmt: skip
        self.items[-1].fields.append((line, found[1], found[2].strip()))

    def _point(self, line: int, text: str, section: str) -> None:
        found = POINT.match(text)
        if found is None:
            raise self.fault(line, "a line here is `- line 12 | ...`; delete what is not needed.")
        where = int(found[1]) if found[1] else None
        cells = [tidy_line(_plain(cell)) for cell in _cells(found[2])]
        if section == "look":
            self.notes.append(Note(" | ".join(cells), where))
        elif len(cells) < 2 or cells[0] not in get_args(Why):
            raise self.fault(
                line,
                f"what was left out is `- line 12 | reason | text`; reasons are {', '.join(get_args(Why))}.",
            )
        else:
            self.dropped.append(Dropped(cast(Why, cells[0]), " | ".join(cells[1:]), where))

    # Items and paragraphs

    def _item(self, raw: _Item, place: int) -> Item:
        values: dict[str, Any] = {}
        witnesses: list[Witness] = []
        key = item_id(self.slug, raw.number, place)
        for line, name, value in raw.fields:
            if name == "witness":
                witnesses.append(self._witness(line, value))
            elif name == "time":
                if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", value):
                    raise self.fault(line, f"{value or 'nothing'} is no time; write it as 10:00.")
                values["time"] = value
            elif name == "id":
                key = self._written_id(line, value)
            elif value:
                values["agenda_item"] = tidy_line(_plain(value))
        self._claim(key, raw.line)
        questions: list[Question] = []
        paragraphs: list[Paragraph] = []
        for piece in raw.paragraphs:
            paragraphs.append(self._paragraph(piece, key, questions))
            self._claim(paragraphs[-1].id, piece.line)
        return Item(
            id=key, heading=raw.heading, number=raw.number, witnesses=tuple(witnesses),
            questions=tuple(questions), paragraphs=tuple(paragraphs), **values,
        )  # fmt: skip

    def _witness(self, line: int, value: str) -> Witness:
        cells = [tidy_line(_plain(cell)) for cell in _cells(value)]
        if not cells[0] or len(cells) > 3:
            raise self.fault(
                line,
                "a witness is `- witness: Name | role | organisation`; a | in a name needs a \\ before it.",
            )
        name, role, organisation = (*cells, "", "")[:3]
        return Witness(name, role, organisation or None)

    def _written_id(self, line: int, value: str) -> str:
        if not ID.fullmatch(value):
            raise self.fault(line, f"the id {value!r} has a space or a sign that an id cannot have.")
        return f"{self.slug}/{value}"

    def _claim(self, key: str, line: int) -> None:
        if key in self.ids:
            name = key.removeprefix(f"{self.slug}/")
            raise self.fault(
                line,
                f"{name} stands in line {self.ids[key]} already; number this otherwise, or `| id: {name}-2`.",
            )
        self.ids[key] = line

    def _paragraph(self, raw: _Paragraph, item: str, questions: list[Question]) -> Paragraph:
        asked = re.fullmatch(r"Question\s+(.+)", raw.cells[0], re.DOTALL)
        role = self._role(raw, asked is not None)
        fields = self._fields(raw, asked is not None)
        text = _joined(raw.lines)
        if not text:
            raise self.fault(raw.line, "this paragraph has no text; delete its ### line too.")
        if asked:
            number: str | None = tidy_line(_plain(asked[1]))
            natural = question_id(item, str(number))
            if natural is None and "id" not in fields:
                raise self.fault(
                    raw.line, f"the number {number} cannot make an id; add one, such as `| id: 7.q1`."
                )
        else:
            number = None if raw.cells[0] == NUMBERLESS else tidy_line(_plain(raw.cells[0]))
            natural = paragraph_id(item, number)
        written = fields.get("id")
        key = self._written_id(raw.line, written) if written else natural or self._next_free(item)
        above = questions[-1].id if questions else None
        if asked:
            questions.append(Question(key, str(number), text, fields.get("asker")))
        implied = key if asked else None if role in UNASKED else above
        return Paragraph(
            id=key, role=role, text=text, number=number, label=fields.get("label"),
            question=self._reference(raw.line, fields["question"], item) if "question" in fields else implied,
            speaker=fields.get("asker" if asked else "speaker"), line=raw.line,
        )  # fmt: skip

    def _role(self, raw: _Paragraph, asked: bool) -> Role:
        if asked:
            return "question"
        if len(raw.cells) < 2 or not raw.cells[0]:
            raise self.fault(
                raw.line,
                "a paragraph's head is `### 4 | answer`, `### Question 3` or `### unnumbered | statement`.",
            )
        role = raw.cells[1].casefold()
        if role not in ROLES:
            raise self.fault(raw.line, f"{raw.cells[1]!r} is no role; the roles are {', '.join(ROLES)}.")
        return role

    def _fields(self, raw: _Paragraph, asked: bool) -> dict[str, str]:
        fields: dict[str, str] = {}
        for cell in raw.cells[1 if asked else 2 :]:
            found = FIELD.match(cell)
            if found is None or found[1] in fields or found[1] == ("speaker" if asked else "asker"):
                names = "asker" if asked else "speaker"
                raise self.fault(
                    raw.line,
                    f"{cell!r} is not one of `{names}: ...`, `label: ...`, `question: ...`, `id: ...`.",
                )
            fields[found[1]] = tidy_line(_plain(found[2]))
        return {name: value for name, value in fields.items() if value}

    def _reference(self, line: int, value: str, item: str) -> str | None:
        if value == "none":
            return None
        reference = f"{self.slug}/{value}" if "." in value or "/" in value else f"{item}.q{value}"
        self.references.append((line, reference))
        return reference

    def _next_free(self, item: str) -> str:
        """An id for an unnumbered paragraph whose head has none: the next that stands nowhere in the file."""
        place = 1
        while f"{item}.u{place}" in self.ids or f"{item}.u{place}" in self.written:
            place += 1
        return f"{item}.u{place}"


def _cells(content: str) -> list[str]:
    """The cells between pipes, still escaped."""
    cells = [""]
    for piece in PIPE.split(content):
        if piece == "|":
            cells.append("")
        else:
            cells[-1] += piece
    return [cell.strip() for cell in cells]


def _plain(cell: str) -> str:
    return ESCAPE.sub(r"\1", cell).strip()


def _joined(lines: list[str]) -> str:
    out: list[str] = []
    own = True
    for line in lines:
        stripped = line.strip()
        breaks = (len(stripped) - len(stripped.rstrip("\\"))) % 2 == 1
        if breaks:
            stripped = stripped[:-1].rstrip()
        point = LIST_POINT.match(stripped + " ") is not None
        indent = " " * (len(line) - len(line.lstrip(" "))) if point else ""
        content = indent + ESCAPE.sub(r"\1", stripped)
        if own or point:
            out.append(content)
        else:
            out[-1] += " " + content
        own = breaks
    return tidy("\n".join(out))
