"""Tags made under a former meaning of their code: a coder goes through their own and settles each."""

from __future__ import annotations

from dataclasses import dataclass

from coder.codebook import Code, Codebook
from coder.coding import Change, Entry
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.recoding import recoded
from coder.inquiry.tagging import Hand, out_of_use
from coder.store.coded import Outdated
from coder.store.index import Placed, SessionHead

MOST = 1000
"""Counts end here: what is above is as good as many."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A stale tag with all that is needed to settle it. `former` is its code as it was, if that is known."""

    tag: Outdated
    session: SessionHead
    placed: Placed
    question: Placed | None
    code: Code
    former: Code | None
    into: tuple[Code, ...]
    """The codes that its code was split into."""


@dataclass(frozen=True, slots=True)
class Count:
    """A coder's own tags with a code, and how many of them are stale; each up to MOST."""

    tags: int
    stale: int


def counts(inquiry: Inquiry, coder: str) -> dict[str, Count]:
    """Of each code in the codebook."""
    coded = inquiry.store.coded
    return {
        code.id: Count(
            coded.count(code.id, coder, MOST), coded.outdated_count(code.id, coder, code.meaning, MOST)
        )
        for code in inquiry.codebook.codes
    }


def stale_count(inquiry: Inquiry, coder: str) -> int:
    """How many tags of a coder are stale, up to MOST."""
    found = 0
    for code in inquiry.codebook.codes:
        found += inquiry.store.coded.outdated_count(code.id, coder, code.meaning, MOST - found)
        if found >= MOST:
            break
    return found


class Review:
    """A coder's way through their own stale tags, by session date, position and code."""

    def __init__(self, inquiry: Inquiry, coder: str) -> None:
        self.inquiry, self.coder = inquiry, coder
        self.hand = Hand(inquiry, coder)
        self.here: Stale | None = None
        self._after: tuple[str, int, str] | None = None
        self._former: dict[tuple[str, int], Code | None] = {}
        self.next()

    @property
    def left(self) -> int:
        return stale_count(self.inquiry, self.coder)

    def next(self) -> bool:
        """To the next stale tag, from the end on to the start; False where none is left."""
        meanings = {code.id: code.meaning for code in self.inquiry.codebook.codes}
        coded = self.inquiry.store.coded
        found = coded.next_outdated(self.coder, meanings, self._after)
        if found is None and self._after:
            found = coded.next_outdated(self.coder, meanings, None)
        self._after = found.place if found else None
        self.here = self._stale(found) if found else None
        return found is not None

    def look_again(self) -> None:
        """Read the tag one is at anew; where it is stale no more, on to the next one."""
        self._former.clear()
        tag = self.here.tag if self.here else None
        code = self.inquiry.codebook.by_id.get(tag.code) if tag else None
        marks = self.inquiry.store.journal.marks(tag.paragraph, self.coder) if tag else {}
        stands = marks.get(("tag", tag.code), {}).get("meaning", 0) if tag else None
        if tag and code and stands == tag.meaning != code.meaning and ("tag", tag.code) in marks:
            self.here = self._stale(tag)
        else:
            self.next()

    def go_to(self, paragraph: str) -> None:
        """To the first stale tag on a paragraph or behind it."""
        if placed := self.inquiry.store.index.paragraph(paragraph):
            self._after = (placed.session, placed.position, "")
        self.next()

    # Settling: each is one action

    def confirm(self) -> list[Entry]:
        """The tag stands under the present meaning too. Raises CoderError where its code was split."""
        stale = self._one()
        if stale.into:
            raise CoderError(
                f"{stale.code.name} was split; put the tag on one of the codes it was split into."
            )
        return self.hand.tag(stale.tag.paragraph, [(stale.code, None)])

    def place(self, code: Code) -> list[Entry]:
        """Put another code in the place of this one, with the tag's value, spans and memo."""
        stale = self._one()
        if code.id == stale.code.id:
            return self.confirm()
        if not code.in_use:
            raise CoderError(f"{code.name} is out of use ({out_of_use(code)}); put another code on.")
        at, journal = stale.tag.paragraph, self.inquiry.store.journal
        there = journal.marks(at, self.coder)
        if ("tag", stale.code.id) not in there:
            raise CoderError(
                f"{stale.code.name} was taken off this paragraph meanwhile; nothing was changed."
            )
        changes = [
            Change("tag", self.coder, at, other.id, None)
            for other in self.inquiry.codebook.excluded_by(code.id) if ("tag", other.id) in there
        ]  # fmt: skip
        changes += recoded(
            self.inquiry, self.coder, at, stale.code, code, value=stale.tag.value, settled=True
        )
        return journal.act(self.coder, changes, self.inquiry.codebook.revision)

    def take_off(self) -> list[Entry]:
        """The tag does not stand any more."""
        stale = self._one()
        return self.hand.untag(stale.tag.paragraph, [stale.code])

    def _one(self) -> Stale:
        if self.here is None:
            raise CoderError("Nothing stale is left.")
        return self.here

    def _stale(self, tag: Outdated) -> Stale:
        index, book = self.inquiry.store.index, self.inquiry.codebook
        placed, session = index.paragraph(tag.paragraph), index.session(tag.session)
        if placed is None or session is None:
            raise CoderError(f"{tag.session}: its transcript was changed meanwhile; go home and begin again.")
        question = placed.paragraph.question
        code = book.by_id[tag.code]
        return Stale(
            tag, session, placed,
            index.paragraph(question) if question and question != tag.paragraph else None,
            code, self._code_as_it_was(tag), tuple(book.by_id[one] for one in code.split),
        )  # fmt: skip

    def _code_as_it_was(self, tag: Outdated) -> Code | None:
        """The code with the meaning the tag was made under, from the codebook's kept revisions."""
        key = (tag.code, tag.meaning)
        if key not in self._former:
            self._former[key] = self._found_in_revisions(tag)
        return self._former[key]

    def _found_in_revisions(self, tag: Outdated) -> Code | None:
        index, name = self.inquiry.store.index, self.inquiry.codebook.name
        text = index.revision("codebook", name, tag.revision)
        texts = [text] if text else []
        for one in (*texts, *reversed(index.revisions("codebook", name).values())):
            codes = Codebook.from_json(one).codes
            found = [code for code in codes if code.meaning == tag.meaning]
            if found:
                return next((code for code in found if code.id == tag.code), found[0])
        return None
