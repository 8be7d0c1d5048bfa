"""Full text: a query as one types it, and what it finds in all sessions, in the order of the documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from coder.codebook import Codebook
from coder.errors import CoderError
from coder.evidence.model import plain
from coder.inquiry.folder import Inquiry
from coder.inquiry.stepping import Marks
from coder.store.fulltext import Marked, Query, Term
from coder.store.index import Placed, SessionHead

COUNTED = 1_000
"""Hits up to which their number is told exactly."""
MOST_WORDS = 50

PART = re.compile(
    r'(?P<minus>-?)(?:(?P<field>speaker|code|session|is):)?'
    r'(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+))', re.IGNORECASE
)  # fmt: skip
QUOTES = str.maketrans("“”„«»", '"""""')
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
"""What the index takes for a word."""

STATES: dict[str, tuple[tuple[str, ...], bool]] = {
    "read": (("read", "tag"), True), "unread": (("read", "tag"), False),
    "tagged": (("tag",), True), "untagged": (("tag",), False),
    "starred": (("star",), True), "flagged": (("flag",), True), "noted": (("memo",), True),
}  # fmt: skip
"""What `is:` may say of a paragraph: the kinds of marks meant, and whether there is to be one."""

SYNTAX = (
    "words: all must be there", '"some words": next to each other', "word*: how a word begins",
    "-word: must not be there", "speaker:name", "code:name, -code:name: your own tags",
    "session:name", f"is:{', is:'.join(STATES)}",
)  # fmt: skip
"""The language of queries, for help."""


# ---- a query as one types it


def read_query(inquiry: Inquiry, coder: str, text: str, typing: bool = False) -> Query:
    """A query from what was typed; while one is `typing`, the last word may be but a beginning.

    Raises CoderError, in a sentence, where it cannot be answered: a code, session or state that is not
    there, or nothing but words that must not be there.
    """
    text = plain(text).translate(QUOTES).encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    parts = list(PART.finditer(text))
    if len(parts) > MOST_WORDS:
        raise CoderError(f"A search may have up to {MOST_WORDS} words, and this has {len(parts)}.")
    terms, marks, session = list[Term](), list[Marked](), None
    for part in parts:
        wanted, field = not part["minus"], (part["field"] or "").lower()
        said = part["phrase"] if part["word"] is None else part["word"]
        if not WORD.search(said):
            continue
        if field == "code":
            marks.append(Marked(coder, ("tag",), _codes(inquiry.codebook, said), wanted))
        elif field == "is":
            kinds, there = _state(said)
            marks.append(Marked(coder, kinds, (), wanted is there))
        elif field == "session":
            session = _session(inquiry, said)
        else:
            open_ended = typing and part.end() == len(text) and not part["closed"]
            begins = open_ended or (part["word"] is not None and said.endswith("*"))
            terms.append(Term(said, begins, "speaker" if field else "text", wanted))
    if terms and not (marks or session or any(term.wanted for term in terms)):
        raise CoderError("A word with - is one that must not be there; type one that must be there as well.")
    return Query(tuple(terms), tuple(marks), session)


def _codes(codebook: Codebook, said: str) -> tuple[str, ...]:
    """The code of an id, else those whose id or name begins so; with all below them."""
    wanted = said.casefold()
    found = [code.id for code in codebook.codes if code.id.casefold() == wanted] or [
        code.id for code in codebook.codes
        if code.id.casefold().startswith(wanted) or code.name.casefold().startswith(wanted)
    ]  # fmt: skip
    if not found:
        raise CoderError(f"code:{said}: no code has an id or a name that begins so.")
    meant = set(found)
    for code in codebook.codes:
        above = code
        while above.parent and above.parent in codebook.by_id and above.id not in meant:
            above = codebook.by_id[above.parent]
        if above.id in meant:
            meant.add(code.id)
    return tuple(sorted(meant))


def _state(said: str) -> tuple[tuple[str, ...], bool]:
    meant = [name for name in STATES if name.startswith(said.casefold())]
    if said.casefold() not in STATES and len(meant) != 1:
        raise CoderError(f"is:{said}: a paragraph is one of {', '.join(STATES)}.")
    return STATES[meant[0]]


def _session(inquiry: Inquiry, said: str) -> str:
    if inquiry.store.index.session(said):
        return said
    meant = inquiry.store.index.sessions_beginning(said, 2)
    if len(meant) != 1:
        many = "more than one session has" if meant else "no session has"
        raise CoderError(f"session:{said}: {many} a short name that begins so.")
    return meant[0]


# ---- what it finds


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph found. `marks` are the coder's own; `matched` are where in the text the words stand."""

    session: SessionHead
    placed: Placed
    marks: Marks
    matched: tuple[tuple[int, int], ...]


class Search:
    """The hits of a query: their keys, gathered step by step, each step a bounded amount of work."""

    def __init__(self, inquiry: Inquiry, coder: str, text: str, typing: bool = False) -> None:
        """Raises CoderError as `read_query` does."""
        self._inquiry, self._coder = inquiry, coder
        self.query = read_query(inquiry, coder, text, typing)
        self.keys: list[int] = []
        self._next: int | None = 0 if self.query != Query() else None
        self._heads: dict[str, SessionHead | None] = {}

    @property
    def is_whole(self) -> bool:
        """Whether every hit has been gathered."""
        return self._next is None

    def step(self, wanted: int = COUNTED + 1) -> bool:
        """Gather some more, up to so many in all; whether there is still something to do for that."""
        if self._next is None or len(self.keys) >= wanted:
            return False
        found, self._next = self._inquiry.store.fulltext.find(self.query, self._next, wanted - len(self.keys))
        self.keys += found
        return self._next is not None and len(self.keys) < wanted

    def gather(self, wanted: int) -> None:
        """Gather so many, however long it takes."""
        while self.step(wanted):
            pass

    @property
    def total(self) -> str:
        """How many hits there are, as far as is known."""
        if self.is_whole:
            return (
                "no hits" if not self.keys else "1 hit" if len(self.keys) == 1 else f"{len(self.keys):,} hits"
            )
        if len(self.keys) > COUNTED:
            return f"more than {COUNTED:,} hits"
        return f"{len(self.keys):,} hits so far"

    def hits(self, low: int, high: int) -> list[Hit | None]:
        """The hits from one place up to another; None for a paragraph that is there no more."""
        store, keys = self._inquiry.store, self.keys[low:high]
        found = store.index.at_keys(keys) if keys else {}
        return [self._hit(found[key]) if key in found else None for key in keys]

    def _hit(self, placed: Placed) -> Hit | None:
        if placed.session not in self._heads:
            self._heads[placed.session] = self._inquiry.store.index.session(placed.session)
        head = self._heads[placed.session]
        if head is None:
            return None
        marks = self._inquiry.store.journal.marks(placed.paragraph.id, self._coder)
        return Hit(head, placed, marks, matched(placed.paragraph.text, self.query.terms))

    def ids(self, most: int) -> list[str]:
        """The ids of all hits, for what is done to every one. Raises CoderError where there are more."""
        self.gather(most + 1)
        if len(self.keys) > most:
            raise CoderError(f"There are more than {most:,} hits; narrow the search before you tag them all.")
        found = self._inquiry.store.index.at_keys(self.keys) if self.keys else {}
        return [found[key].paragraph.id for key in self.keys if key in found]


# ---- where the words stand


def matched(text: str, terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """From where to where the words of a query stand in a text, in order and apart."""
    sought = [
        (tuple(fold(word) for word in WORD.findall(term.text)), term.begins)
        for term in terms if term.wanted and term.of == "text"
    ]  # fmt: skip
    if not sought:
        return ()
    words = [(fold(found.group()), found.start(), found.end()) for found in WORD.finditer(text)]
    spans = set[tuple[int, int]]()
    for said, begins in sought:
        for at in range(len(words) - len(said) + 1):
            here = [word for word, _, _ in words[at : at + len(said)]]
            if here == list(said) or (begins and _begin(here, said)):
                spans |= {(start, end) for _, start, end in words[at : at + len(said)]}
    return tuple(sorted(spans))


def _begin(here: list[str], said: tuple[str, ...]) -> bool:
    return here[:-1] == list(said[:-1]) and here[-1].startswith(said[-1])


@lru_cache(8192)
def fold(word: str) -> str:
    """A word as the index compares it: without capitals and diacritics."""
    if word.isascii():
        return word.lower()
    return "".join(
        one for one in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(one)
    )


# ---- at the command line


def to_json(search: Search, hits: Sequence[Hit]) -> dict[str, Any]:
    """The object that `coder search --json` prints. `more` says that there are further hits."""
    return {
        "hits": [
            {
                "paragraph": hit.placed.paragraph.id, "session": hit.session.slug, "date": hit.session.date,
                "citation": hit.placed.paragraph.citation, "role": hit.placed.paragraph.role,
                "speaker": hit.placed.paragraph.speaker, "text": hit.placed.paragraph.text,
                "matched": [list(span) for span in hit.matched],
                "codes": [code for kind, code in hit.marks if kind == "tag"],
            }
            for hit in hits
        ],
        "total": len(search.keys) if search.is_whole else None,
        "more": len(search.keys) > len(hits) or not search.is_whole,
    }  # fmt: skip


def lines(search: Search, hits: Sequence[Hit]) -> Iterator[str]:
    """The same for people: a head and the text for each hit, and how many there are."""
    for hit in hits:
        paragraph = hit.placed.paragraph
        codes = " ".join(f"[{code}]" for kind, code in hit.marks if kind == "tag")
        yield " · ".join(filter(None, (paragraph.id, paragraph.citation, paragraph.speaker, codes)))
        yield f"  {' '.join(paragraph.text.split())}"
    shown = f"; the first {len(hits):,} are shown" if len(hits) < len(search.keys) else ""
    yield f"{search.total}{shown}"
