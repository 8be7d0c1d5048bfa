"""An item as it grows from block to block, its heading included."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coder.evidence.blocks import Block
from coder.evidence.model import Witness
from coder.evidence.names import witnesses_of
from coder.evidence.styles.finish import Draft, Piece
from coder.evidence.styles.marks import SECTION, Head, agenda_in, time_in

WITNESSES = re.compile(r"Witness(?:es)?\s*[:–—-]\s*", re.IGNORECASE)
GOES_ON = (",", " with", " and", "&", "-", "–")
NO_HEAD = Head(None, None, None, "", "")


@dataclass(slots=True)
class Growing:
    """`named` is its line of witnesses, where it has one apart from the heading."""

    head: Head
    line: int
    pieces: list[Piece] = field(default_factory=list)
    named: str = ""

    def heading_part(self, block: Block) -> str | None:
        """Take in what stands between the heading and the first paragraph; what of it is in no field.

        None where the block is not part of the heading.
        """
        if self.pieces or block.marker:
            return None
        text, head = block.text, self.head
        if head.agenda is None and (agenda := agenda_in(block)):
            self.head = head._replace(agenda=agenda)
        elif head.time is None and (time := time_in(block)):
            self.head = head._replace(time=time)
        elif found := WITNESSES.match(text):
            self.named = text[found.end() :]
            self.head = head._replace(heading=f"{head.heading}\n{self.named}".strip())
            text = found[0].strip()
        elif block.strong and SECTION.match(text) is None and self._runs_on(text):
            mark = "\n" if witnesses_of(text) and not head.heading.endswith(",") else " "
            self.head = head._replace(heading=f"{head.heading}{mark}{text}".strip())
            text = ""
        elif not (block.strong and SECTION.match(text)):
            return None
        return text

    def _runs_on(self, text: str) -> bool:
        return self.head.heading.endswith(GOES_ON) or text[:1].islower() or bool(witnesses_of(text))

    def draft(self) -> Draft:
        """The item as its blocks leave it. A marker without text stands as text."""
        for piece in self.pieces:
            if not piece.text:
                piece.text, piece.label = piece.label or "", None
        head = self.head
        pieces = [piece for piece in self.pieces if piece.text]
        return Draft(head.heading, head.number, head.agenda, head.time, self._witnesses(), pieces, self.line)

    def _witnesses(self) -> tuple[Witness, ...]:
        """The people the heading names. Bare names count only where the item speaks of them."""
        if self.named:
            return witnesses_of(self.named)
        found = witnesses_of(self.head.heading)
        if all(witness.role or witness.organisation for witness in found) or self.head.time:
            return found
        text = "\n".join(piece.text for piece in self.pieces).casefold()
        names = [re.findall(r"[\w’'-]+", witness.name.casefold()) for witness in found]
        spoken = all(
            re.search(rf"\b(?:{re.escape(name[0])}|{re.escape(name[-1])})\b", text) for name in names
        )
        return found if spoken and any(piece.role == "question" for piece in self.pieces) else ()
