"""Council minutes: numbered items with their witnesses, questions set apart, numbered paragraphs below.

**7. 10.00am - Ruth Lane, Manager (Beacon House)**
*(Item. 3)*

(1) The Chairman welcomed ...

**QUESTION - How does ...?**

(4) Ruth responded that ...
"""

from __future__ import annotations

import re

from coder.evidence.anchors import slug_of
from coder.evidence.blocks import Block, Document, tidy, tidy_line
from coder.evidence.model import Dropped, Note, Role, Session
from coder.evidence.names import witnesses_of
from coder.evidence.people import chair_of, person_of
from coder.evidence.styles.finish import PROCEDURAL, Piece, finish
from coder.evidence.styles.growing import NO_HEAD, Growing
from coder.evidence.styles.header import LABELLED, MEETING, Header, read_header
from coder.evidence.styles.marks import ANSWER, DIGITS, Head, head_in, question_in
from coder.evidence.styles.numbers import Numbers, number_of, shape_of
from coder.evidence.styles.pages import Pages

NAME = "minutes"
PRELIMINARIES = "Preliminaries"
SAMPLE = 5_000
"""Blocks in which marked questions are counted."""
ENDED = tuple(".?!:;\"'”’)]…")
DANGLING = re.compile(
    r"(?:[,–—-]|\b(?:the|of|and|a|an|to|in|for|with|that|by|on|or|their|its|which|who|was|were|is|are))$"
)
BULLETS = "-*+•·▪‣–"


def fit(document: Document) -> tuple[float, str]:
    """How well the form fits: marked questions, weighed against all blocks, or many of them."""
    sample = document.blocks[:SAMPLE]
    count = sum(1 for block in sample if question_in(block) is not None)
    among = f" among its first {SAMPLE} paragraphs" if len(document.blocks) > SAMPLE else ""
    why = f"{count} questions marked QUESTION, Question or Q{among}"
    return min(1.0, 8 * count / max(1, len(sample))), why


def build(document: Document, name: str, slug: str | None = None) -> Session:
    """The session in a document of this form."""
    return _Builder(document).session(name, slug)


class _Builder:
    """Walks the blocks once; items, questions and paragraphs grow as it goes."""

    def __init__(self, document: Document) -> None:
        self.blocks = document.blocks
        self.dropped = list(document.dropped)
        self.notes = list(document.notes)
        self.items: list[Growing] = []
        self.pages = Pages(document.blocks)
        self.numbers = Numbers(document.blocks)
        self.head_shape = ""

    def session(self, name: str, slug: str | None) -> Session:
        start = self._first()
        heads = {
            block.text: block for block in reversed(self.blocks[:start])
        }  # a running head's first is a title
        header = read_header(
            [block for block in self.blocks[:start] if heads[block.text] is block or not self._of_page(block)]
        )
        self.dropped += header.dropped
        self._preliminary(header)
        for at in range(start, len(self.blocks)):
            self._block(at)
        slug = slug or slug_of(header.committee, header.body, name, header.date)
        others = [person_of(person, "member") for person in header.present]
        others += [person_of(person, "official") for person in header.in_attendance]
        drafts = [item.draft() for item in self.items]
        items, notes = finish(drafts, slug, others, chair_of(header.present))
        return Session(
            slug=slug, title=header.title(name), body=header.body, committee=header.committee,
            reference=header.reference, date=header.date, place=header.place, style=NAME,
            present=header.present, in_attendance=header.in_attendance, items=tuple(items),
            dropped=tuple(sorted(self.dropped, key=_line)),
            notes=tuple(sorted(self.notes + notes, key=_line)), meta=header.meta,
        )  # fmt: skip

    # Where things begin

    def _first(self) -> int:
        """The block at which the header ends: the first item, question or paragraph number."""
        for at, block in enumerate(self.blocks):
            if question_in(block) is not None:
                return at
            if LABELLED.match(block.text) or MEETING.search(block.text):
                continue
            after = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
            head = head_in(block, after)
            if head is not None and (head.number or head.agenda or head.time or witnesses_of(head.heading)):
                return at
            if after is not None and head is None and number_of(block) == 1 and len(block.text) > 60:
                return at
        return len(self.blocks)

    def _of_page(self, block: Block) -> bool:
        """A page's number or running head is left out."""
        why = self.pages.why(block)
        if why is not None:
            self.dropped.append(Dropped(why, tidy_line(block.text), block.line))
        return why is not None

    def _preliminary(self, header: Header) -> None:
        """Prose above the first item becomes notes of an item without a number."""
        if header.prose:
            item = Growing(NO_HEAD._replace(heading=PRELIMINARIES), header.prose[0].line)
            item.pieces = [Piece("note", _printed(block), block.line) for block in header.prose]
            self.items.append(item)

    # Block by block

    def _block(self, at: int) -> None:
        block = self.blocks[at]
        after = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        found = question_in(block)
        if found is not None:
            self._question(block, found)
            return
        if self._of_page(block):
            return
        head = head_in(block, after) or self._next_item(block)
        if head is not None and not self._goes_on(block, head):
            self._open_item(head, block)
            return
        if not self.items:
            self._open_item(NO_HEAD, block)
        item = self.items[-1]
        rest = item.heading_part(block)
        if rest is not None:
            if rest:
                self.dropped.append(Dropped("label", tidy_line(rest), block.line))
            return
        if number := DIGITS.match(block.marker):
            self._numbered(at, item, int(number[1]))
        elif block.marker:
            self._point(item, block)
        else:
            self._plain(item, block)

    def _goes_on(self, block: Block, head: Head) -> bool:
        """A bold block without a number below a bold question is the rest of the question."""
        if head.number or head.agenda or head.time or not self.items or not self.items[-1].pieces:
            return False
        above = self.items[-1].pieces[-1]
        return (
            above.role == "question"
            and above.strong
            and (not above.text.endswith(("?", ".")) or block.text[:1].islower())
        )

    def _open_item(self, head: Head, block: Block) -> None:
        if head.rest:
            self.dropped.append(Dropped("label", head.rest, block.line))
        self.items.append(Growing(head, block.line))
        if block.strong or block.marker:
            self.head_shape = "" if block.strong else shape_of(block)
        self.numbers.restart()

    def _next_item(self, block: Block) -> Head | None:
        """In plain text: a short line with the number that follows the item's, printed as the item's is."""
        if not self.head_shape or shape_of(block) != self.head_shape or self.head_shape == self.numbers.shape:
            return None
        before = self.items[-1].head.number or ""
        number = block.marker.strip("().")
        follows = before.isdigit() and number.isdigit() and int(number) == int(before) + 1
        if not follows or len(block.text) > 160 or block.text.endswith((".", "?", "!", ":", ";", ",")):
            return None
        return Head(number, None, None, block.text, "")

    def _question(self, block: Block, found: re.Match[str]) -> None:
        if not self.items or self.items[-1].head.heading == PRELIMINARIES:
            self._open_item(NO_HEAD, block)
        item, text = self.items[-1], block.text
        label, end = found["label"].strip(), found.end()
        asker = (found["asker"] or found["by"] or "").strip() or None
        if block.marker:
            label = f"{block.marker} {label}"
            if DIGITS.match(block.marker):
                self.numbers.take_for_question(block)
        asked, rest = text[end:], ""
        if end + 3 < block.bold < len(text) - 1 and text[: block.bold].rstrip().endswith(("?", ".", ":")):
            asked, rest = text[end : block.bold], text[block.bold :]
        item.pieces.append(
            Piece(
                "question", tidy(asked), block.line, found["number"], label, asker, block.strong or bool(rest)
            )
        )
        self.numbers.interrupt()
        if rest.strip():
            self._paragraph(item, rest.strip(), block.line)

    def _numbered(self, at: int, item: Growing, number: int) -> None:
        block = self.blocks[at]
        above = item.pieces[-1] if item.pieces and item.pieces[-1].role != "question" else None
        if above is not None and self.numbers.is_point(at, above.text.endswith(":")):
            self._line(item, block)
            return
        odd = self.numbers.take(at)
        if odd and (number == 1 or any(piece.number for piece in item.pieces) or not item.pieces):
            self.notes.append(Note(f"Item {item.head.number or '-'}: {odd}", block.line))
        self._paragraph(item, block.text, block.line, str(number))

    def _point(self, item: Growing, block: Block) -> None:
        """A bullet or lettered point: inside the paragraph above, or a paragraph where there is none."""
        above = item.pieces[-1] if item.pieces else None
        if (
            above is not None
            and above.role != "question"
            and (above.number or "\n" in above.text or above.text.endswith(":"))
        ):
            self._line(item, block)
        else:
            self._paragraph(item, block.text if block.marker in BULLETS else _printed(block), block.line)

    def _line(self, item: Growing, block: Block) -> None:
        marker = "-" if block.marker in BULLETS else block.marker
        indent = " " * min(block.indent, 8) if block.marker else ""
        item.pieces[-1].text += f"\n{indent}{marker} {tidy_line(block.text)}"

    def _plain(self, item: Growing, block: Block) -> None:
        text, above = block.text, item.pieces[-1] if item.pieces else None
        if above is None:
            self._paragraph(item, text, block.line, role="note" if block.strong else "answer")
        elif above.role == "question" and not ANSWER.match(text) and self._same_question(above, block):
            above.text = f"{above.text} {tidy_line(text)}".strip()
        elif above.role != "question" and not block.strong and self._same_paragraph(above, block):
            above.text = _join(above.text, tidy(text), block.indent >= 2 or above.text.endswith(":"))
        else:
            heading = block.strong and not PROCEDURAL.match(text)
            self._paragraph(item, text, block.line, role="note" if heading else "answer")

    @staticmethod
    def _same_question(above: Piece, block: Block) -> bool:
        """A question that goes on below: all in bold, or broken off in the middle by the page."""
        if not above.text or (block.strong and above.strong):
            return True
        return block.text[:1].islower() or (not above.text.endswith(ENDED) and not above.strong)

    @staticmethod
    def _same_paragraph(above: Piece, block: Block) -> bool:
        """A paragraph broken off by the page, or the indented rest of a list point."""
        if block.text[:1].islower() or DANGLING.search(above.text[-12:]):
            return True
        if above.number is None:
            return False
        return not above.text.endswith(ENDED) or above.text.endswith(":") or block.indent >= 2

    def _paragraph(
        self, item: Growing, text: str, line: int, number: str | None = None, role: Role = "answer"
    ) -> None:
        label = None
        if text[:1] in "AR" and (found := ANSWER.match(text)):
            label, text = found["label"], text[found.end() :]
        item.pieces.append(Piece(role, tidy(text), line, number, label))


def _printed(block: Block) -> str:
    return f"{block.marker} {block.text}" if block.marker else block.text


def _join(above: str, below: str, own_line: bool) -> str:
    """Text that goes on: on a line of its own, after a hyphen at once, else after a space."""
    if own_line:
        return f"{above}\n{below}"
    return above + below if above[-1:] == "-" and above[-2:-1].isalpha() else f"{above} {below}"


def _line(piece: Dropped | Note) -> int:
    return piece.line or 0
