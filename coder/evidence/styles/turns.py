"""Transcripts: blocks -> turns -> Session, as a description tells what a question, a turn, an item look like.

One engine serves every style that prints who speaks, or numbers its paragraphs; `description.py` says how
a style is described. A turn's first paragraph carries the label as printed; those after it have the same
speaker and no label. What goes on below a question belongs to the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from coder.evidence.anchors import slug_of
from coder.evidence.blocks import LIST_POINT, Block, Document, tidy, tidy_line
from coder.evidence.citations import cited
from coder.evidence.model import Dropped, Note, Role, Session, Witness
from coder.evidence.styles.cast import Cast, Who
from coder.evidence.styles.description import Description, Rule
from coder.evidence.styles.finish import LONG
from coder.evidence.styles.flow import printed
from coder.evidence.styles.front import Front, is_title, lists_people, read_front
from coder.evidence.styles.labels import Labels, parted
from coder.evidence.styles.settle import settle
from coder.evidence.styles.sift import sifted
from coder.evidence.styles.witnesses import bare_names, persons_of

BULLETS = "-*+•·▪‣–"
GAP = 5
"""How far a number may be from the one before and still follow it."""


@dataclass(slots=True)
class Said:
    """One paragraph as it grows. `role` is None where it follows from who speaks."""

    text: str
    line: int
    role: Role | None = None
    number: str | None = None
    label: str | None = None
    who: Who | None = None

    @property
    def speaker(self) -> str | None:
        """The name of the person who speaks, where that is known."""
        return self.who.person.name if self.who and self.who.person else None


@dataclass(slots=True)
class Part:
    """An item or panel as it grows."""

    heading: str
    line: int
    number: str | None = None
    named: list[Witness] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


def build(document: Document, name: str, description: Description, slug: str | None = None) -> Session:
    """The session in a document of the form described; `name` is its file name."""
    return _Builder(document, description).session(name, slug)


class _Builder:
    """Walks the blocks once; items and what was said in them grow as it goes."""

    def __init__(self, document: Document, description: Description) -> None:
        self.description = description
        self.notes = list(document.notes)
        self.speaking = (*description.question, *description.turn)
        self.blocks, dropped = sifted(document.blocks, description)
        self.dropped = document.dropped + dropped
        self.labels = Labels(self.speaking, self.blocks, description.inline)
        self.parts: list[Part] = []
        self.last = 0
        self.numbers: list[str] = []
        self.who: Who | None = None
        self.role: Role | None = None
        self.asker: Who | None = None

    def session(self, name: str, slug: str | None) -> Session:
        start = self._start()
        front = read_front(self.blocks[:start], self.description)
        self.cast = Cast(front)
        self._front(front)
        for block in self.blocks[start:]:
            for piece in self._turns_in(block):
                self._block(piece)
        self._named(front)
        submission = self.description.kind == "submission"
        slug = slug or slug_of(front.committee or front.title, front.body, name, front.date)
        items, notes = settle(self.parts, slug, self.cast)
        numbers = [Dropped("label", " ".join(self.numbers))] if self.numbers else []
        style, preset = self.description.name, self.description.citations
        session = cited(Session(
            slug=slug, title=(front.title if submission else "") or front.called(name),
            kind="submission" if submission else "sitting",
            body=front.body, committee=front.committee, reference=front.reference, date=front.date,
            place=front.place, style=style, citations="" if preset == style else preset,
            present=tuple(front.present),
            in_attendance=tuple(front.in_attendance), items=tuple(items),
            dropped=tuple(sorted(self.dropped + front.dropped, key=_line)) + tuple(numbers),
            meta=front.meta,
        ))  # fmt: skip
        look = [*self.notes, *self.cast.notes, *notes, *_long(session)]
        return replace(session, notes=tuple(sorted(look, key=_line)))

    def _start(self) -> int:
        """The block at which the title page ends: the first words spoken, or the item they stand in."""
        spoken = next((at for at, block in enumerate(self.blocks) if self._begins(block)), len(self.blocks))
        start = spoken
        for at in range(spoken - 1, -1, -1) if self.speaking else ():
            block = self.blocks[at]
            text = printed(block)
            if any(self._heading(rule, block, text) for rule in self.description.item):
                start = at
            elif (found := lists_people(text)) and found["witnesses"] is None:
                break
        return start

    def _begins(self, block: Block) -> bool:
        """The first words spoken, or the first numbered paragraph; items where nobody is said to speak."""
        text = printed(block)
        if self.speaking:
            if lists_people(text):
                return False
            inline = self.description.inline and sum(1 for _ in parted(block, self.labels)) > 1
            return inline or self._turn(block, text) is not None
        if any(rule.match(block, text) for rule in self.description.paragraph):
            return True
        if block is self.blocks[0] or is_title(block, text, self.description):
            return False
        return any(rule.match(block, text) for rule in self.description.item)

    def _front(self, front: Front) -> None:
        """What of the title page is in no field is a record of formalities."""
        self.parts.append(Part(front.title, self.blocks[0].line if self.blocks else 1))
        role = self.description.text
        if self.description.kind == "submission" and front.witnesses:
            self.who = self.cast.sole_witness()
        for block in front.left:
            self.parts[-1].said.append(Said(tidy(printed(block)), block.line, role, None, None, self.who))

    def _named(self, front: Front) -> None:
        """Witnesses stand with the item they speak in; who is named and says nothing, with the first."""
        spoke: set[str] = set()
        for part in self.parts:
            for said in part.said:
                witness = self.cast.witness(said.who.person) if said.who else None
                if witness is not None and witness not in part.named:
                    part.named.append(witness)
            spoke.update(witness.name for witness in part.named)
        if not any(part.said for part in self.parts) and self.parts[0].heading:
            self.parts[0].said.append(Said(self.parts[0].heading, self.parts[0].line, "note"))
        silent = [witness for witness in front.witnesses if witness.name not in spoke]
        self.parts[0].named += silent
        if len(self.parts) > 1 and not self.parts[0].said and not self.parts[0].named:
            heading = self.parts.pop(0).heading
            if heading and self.description.kind != "submission":  # which it is the title of
                self.dropped.append(Dropped("head", heading))

    # Block by block

    def _turns_in(self, block: Block) -> Iterator[Block]:
        """A block, parted where another speaker begins in the middle of it."""
        several = self.description.inline and ": " in block.text
        return parted(block, self.labels) if several else iter((block,))

    def _turn(self, block: Block, text: str) -> tuple[Rule, re.Match[str]] | None:
        """The rule of a question or turn that takes the block, where its label counts."""
        for rule in self.speaking:
            found = rule.match(block, text)
            if found is None:
                continue
            parts = found.re.groupindex
            if rule.follows and not self._follows(found["number"]):
                continue
            label = (found["label"] or "").strip() if "label" in parts else ""
            numbered = "number" in parts and found["number"]
            if not label or numbered or self.labels.known(label, rule.sure):
                return rule, found
        return None

    def _follows(self, number: str) -> bool:
        value = int(re.sub(r"\D", "", number) or 0)
        return self.last < value <= self.last + GAP if self.last else value <= GAP or self.last == 0

    def _heading(self, rule: Rule, block: Block, text: str) -> re.Match[str] | None:
        found = rule.match(block, text)
        if found is None or (rule.follows and not self._follows(found["number"] or "")):
            return None
        return found

    def _block(self, block: Block) -> None:
        text = printed(block)
        if (turn := self._turn(block, text)) is not None:
            self._speak(*turn, block, text)
            return
        for rule in self.description.item:
            if (found := self._heading(rule, block, text)) is not None:
                self._open(found, block, text)
                return
        if self._more_heading(block, text):
            return
        for rule in self.description.statement:
            if found := rule.match(block, text):
                self._statement(found, block, text)
                return
        for rule in self.description.stage:
            if rule.match(block, text):
                self.parts[-1].said.append(Said(tidy(text), block.line, rule.role or "procedural"))
                return
        for rule in self.description.paragraph:
            if found := rule.match(block, text):
                self._numbered(found, block, text)
                return
        self._more(block, text)

    def _open(self, found: re.Match[str], block: Block, text: str) -> None:
        """A new item."""
        groups = found.groupdict()
        heading = tidy_line(groups.get("heading") or "") if "heading" in groups else tidy_line(text)
        self._count(groups.get("number"))
        if "heading" not in groups and groups.get("number"):
            heading = tidy_line(text[found.end() :])
        above = self.parts[-1]
        if len(self.parts) > 1 and not above.said and not above.number and self.speaking:
            above.heading, above.number = f"{above.heading} – {heading}", groups.get("number")
        else:
            self.parts.append(Part(heading, block.line, groups.get("number")))
        if self.description.text == "statement" and self.description.kind != "submission":
            self.who = None
        self.role = None
        self._witnesses_in(heading, heading=True)

    def _more_heading(self, block: Block, text: str) -> bool:
        """What stands between an item's heading and the first words spoken under it."""
        part = self.parts[-1]
        if part.said or len(self.parts) == 1:
            return False
        if self._witnesses_in(text):
            part.heading = f"{part.heading} – {tidy_line(text)}".strip(" –")
            return True
        if block.strong and len(text) < 200:
            part.heading = f"{part.heading} {tidy_line(text)}".strip()
            return True
        return False

    def _witnesses_in(self, text: str, heading: bool = False) -> bool:
        """Take the witnesses that a heading, or the line below it, names."""
        for rule in self.description.witness:
            found = rule.pattern.match(text)
            if found is None:
                continue
            people = persons_of(found["name"])
            for witness in people:
                self.cast.add_witness(witness)
                self.parts[-1].named.append(witness)
            if people:
                return True
        for name in bare_names(text) if not heading else ():
            self.cast.add_witness(Witness(name))
            known = self.cast.witness_named(name)
            if known not in self.parts[-1].named:
                self.parts[-1].named.append(known)
        return bool(not heading and bare_names(text))

    def _count(self, number: str | None) -> None:
        digits = re.match(r"\d+", number or "")
        if digits:
            self.last = int(digits[0])

    def _speak(self, rule: Rule, found: re.Match[str], block: Block, text: str) -> None:
        """A question or a turn begins; a label that stands alone waits for its words."""
        groups = found.groupdict()
        number, label = groups.get("number"), (groups.get("label") or "").strip() or None
        rest = tidy(text[found.end() :])
        asks = rule in self.description.question
        if asks and number:
            self._gap(number, block)
            self._count(number)
            mark = text[: found.start("number")].strip("*([ ")
            if mark:
                self.numbers.append(f"{mark}{number}")
        kind = rule.kind or ("member" if asks else "")
        note = groups.get("note")
        full = groups.get("asker") or (f"{label} ({note})" if label and note else label)
        self.role = rule.role or ("question" if asks else None)
        if full is None and asks and (self._asker_above() or self.asker):
            self.who = self.asker
        else:
            self.who = self.cast.who(full, kind, block.line) if full else Who(None, kind)
        said = Said(rest, block.line, self.role, number, _shown(label, found), self.who)
        self.parts[-1].said.append(said)

    def _asker_above(self) -> bool:
        """A name that stands alone above a question: it holds for those below until another stands there."""
        above = self.parts[-1].said[-1] if self.parts[-1].said else None
        if above is None or above.text or not above.label:
            return False
        self.asker = self.cast.who(above.label, "member", above.line)
        above.text, above.label, above.role = above.label, None, "procedural"
        return True

    def _statement(self, found: re.Match[str], block: Block, text: str) -> None:
        """A statement in writing is put into the record here: what follows is its author's."""
        name = (found.groupdict().get("name") or "").strip()
        self.parts[-1].said.append(Said(tidy(text), block.line, "procedural"))
        self.who = self.cast.who(name, "", block.line) if name else Who(None)
        self.role = "statement"

    def _gap(self, number: str, block: Block) -> None:
        value = re.match(r"\d+", number)
        counted = self.description.citations in ("commons", "lords") and self.last > 0
        if value and counted and int(value[0]) != self.last + 1:
            self.notes.append(Note(f"Question {number} follows question {self.last}", block.line))

    def _numbered(self, found: re.Match[str], block: Block, text: str) -> None:
        rest = tidy(text[found.end() :])
        role: Role | None = self.role if self.role != "question" else None
        if not self.speaking:
            role = self.description.text
        self._count(found["number"])
        self.parts[-1].said.append(Said(rest, block.line, role, found["number"], None, self.who))

    def _more(self, block: Block, text: str) -> None:
        """What has no mark goes on with what stands above it."""
        part = self.parts[-1]
        above = part.said[-1] if part.said else None
        if above is not None and not above.text and above.role != "procedural":
            above.text = tidy(text)
        elif above is not None and above.role != "procedural" and is_point(block, above.text):
            marker = "-" if block.marker in BULLETS else block.marker
            above.text = f"{above.text}\n{' ' * min(block.indent, 8)}{marker} {tidy_line(block.text)}"
        elif above is not None and above.role == "question" and self._asked_on():
            above.text = f"{above.text}\n{tidy(text)}"
        elif self.description.unlabelled and above is not None and above.label is None and above.role is None:
            part.said.append(Said(tidy(text), block.line, None, None, None, self.who))
        elif self.description.unlabelled and part.said:
            self.who = self.cast.sole_witness()
            part.said.append(Said(tidy(text), block.line, None, None, None, self.who))
        elif self.who is None and self.speaking:
            part.said.append(Said(tidy(text), block.line, self.description.text))
        else:
            role: Role | None = self.role if self.role != "question" else None
            if not self.speaking:
                role = role or self.description.text
            part.said.append(Said(tidy(text), block.line, role, None, None, self.who or Who(None)))

    def _asked_on(self) -> bool:
        """A question goes on below where answers have labels; where they have none, it is the answer."""
        return not self.description.unlabelled


def is_point(block: Block, above: str) -> bool:
    """A point of the list that the paragraph above introduces, or holds already."""
    if not block.marker or above.endswith(":"):
        return bool(block.marker)
    return "\n" in above and LIST_POINT.match(above.rpartition("\n")[2].lstrip()) is not None


def _shown(label: str | None, found: re.Match[str]) -> str | None:
    """The label as printed, in the brackets it stands in."""
    if label is None or not found.groupdict().get("label"):
        return label
    start, end = found.span("label")
    text = found.string
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return f"({label})"
    return label


def _long(session: Session) -> Iterator[Note]:
    for one in session.paragraphs():
        if len(one.text) > 5 * LONG and (count := len(one.text.split())) > LONG:
            yield Note(f"{one.citation}: {count} words in one paragraph", one.line)


def _line(piece: Dropped | Note) -> int:
    return piece.line or 0
