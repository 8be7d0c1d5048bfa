"""Finding names in a text and putting labels in their place.

A name is replaced in whatever form it stands: in full, with initials, with a title, in another order, with a
possessive, as a surname alone. In doubt it is replaced and listed; only a word of the language and a word of
a body's name, standing alone, are left, and listed too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coder.evidence.appearances import HONOURS, TITLES
from coder.evidence.people import ADVERB, VERBS
from coder.redaction.names import Form, Known, Word, atoms, form_of, is_literal, stands_alone, words

SAYS = re.compile(rf"\s+(?:{ADVERB}\s+)?(?:{VERBS})\b")
JOINED = re.compile(r"[\s\u00a0]*[-‐‑]?\s*|[._-]")
"""What may stand between the words of one name."""
PARTS = re.compile(r"[^\w]{1,3}")
"""And between those of a body's name."""
STARTS = re.compile(r"(?:\A|[.!?:;\n“\"(\[])[\s“\"‘'(\[]*\Z")
"""What stands before the first word of a sentence."""
SLUG = re.compile(r"[a-z]+(?:[-._][a-z]+)+")
"""A name as part of a session's short name, or of an address."""
AROUND = 40
LOWER = re.compile(r"(?<![^\s“(‘'\"])[^\W\d_]+(?=[\s,.;:!?)”’]|\Z)")

FIRST_NAME = "a first name alone"
ORDINARY = "also an ordinary word"
BODYS = "also a word of a body's name"
SHARED = "a name of more than one person"
OTHER_TITLE = "under another title"
OTHER_NAME = "after another name"


class Doubt(NamedTuple):
    """A place to look at: what stands there and around it, whether it was replaced and by what, and why."""

    word: str
    around: str
    label: str
    why: str
    start: int


class Found(NamedTuple):
    """From and up to; the label that takes the place, None where the name stays; why it is in doubt."""

    start: int
    end: int
    label: str | None
    why: str = ""


@dataclass(frozen=True)
class Redacted:
    """A text with its names replaced, and the places to look at."""

    text: str
    doubts: tuple[Doubt, ...] = ()
    changes: tuple[tuple[int, int, int, int], ...] = ()
    """From and up to in the text as it was, and as it is."""

    def passage(self, start: int, end: int) -> tuple[int, int]:
        """Where a passage of the text as it was now stands; a label it touches is in it whole."""
        return self._place(start, 2), self._place(end, 3)

    def _place(self, offset: int, side: int) -> int:
        at = bisect_right(self.changes, (offset, 1 << 60, 0, 0)) - 1
        if at < 0:
            return offset
        change = self.changes[at]
        if offset >= change[1]:
            return offset + change[3] - change[1]
        return change[2] if offset == change[0] else change[side]


class Redactor:
    """Replaces the names of those it knows; `texts` tell which of these are words of the language too."""

    def __init__(self, known: Iterable[Known], texts: Iterable[str] = ()) -> None:
        self.by_last: dict[str, list[Form]] = {}
        self.by_fore: dict[str, list[Form]] = {}
        self.bodies: dict[str, list[tuple[tuple[str, ...], str | None]]] = {}
        literals: dict[str, str | None] = {}
        for one in known:
            for printed in dict.fromkeys(one.names):
                form = form_of(one, printed)
                if is_literal(printed):
                    literals[printed.strip()] = one.label
                elif form is None:
                    self._add_body(one, printed)
                if form is not None:
                    self.by_last.setdefault(form.last[-1], []).append(form)
                    for name in filter(stands_alone, form.fore):
                        self.by_fore.setdefault(name, []).append(form)
        for listed in self.bodies.values():
            listed.sort(key=lambda body: -len(body[0]))
        self.literals = literals
        ways = sorted(filter(None, literals), key=len, reverse=True)
        self.literal = re.compile("|".join(map(re.escape, ways))) if ways else None
        self.of_bodies = {atom for listed in self.bodies.values() for body, _ in listed for atom in body}
        names = self.by_last.keys() | self.by_fore.keys()
        self.ordinary: set[str] = set()
        for text in texts:
            self.ordinary |= names & set(LOWER.findall(text))
        self._sought = names | self.bodies.keys()

    def _add_body(self, one: Known, printed: str) -> None:
        body = atoms(printed)
        if body and (len(body) > 1 or len(body[0]) > 2):
            self.bodies.setdefault(body[0], []).append((body, one.label))

    def redact(self, text: str, session: str = "") -> Redacted:
        """The text with labels for names; of several that one can mean, those heard in the session."""
        listed = words(text)
        if not self.literal and self._sought.isdisjoint(word.atom for word in listed):
            return Redacted(text)
        search = _Search(self, text, listed, session)
        return _replaced(text, sorted(search.all()))


class _Search:
    """The names in one text."""

    def __init__(self, redactor: Redactor, text: str, listed: Sequence[Word], session: str) -> None:
        self.redactor, self.text, self.words, self.session = redactor, text, listed, session
        self.taken: set[int] = set()
        """Places in `words` that a name has."""

    def all(self) -> Iterator[Found]:
        yield from self._literals()
        yield from self._bodies()
        for at, word in enumerate(self.words):
            if at not in self.taken and word.atom in self.redactor.by_last:
                found = self._surname(at)
                if found:
                    yield found
        for at, word in enumerate(self.words):
            if at not in self.taken and word.atom in self.redactor.by_fore:
                found = self._first_name(at)
                if found:
                    yield found

    def _literals(self) -> Iterator[Found]:
        for found in self.redactor.literal.finditer(self.text) if self.redactor.literal else ():
            inside = [
                at
                for at, word in enumerate(self.words)
                if word.start < found.end() and word.end > found.start()
            ]
            self.taken.update(inside)
            yield Found(found.start(), found.end(), self.redactor.literals[found[0]])

    def _bodies(self) -> Iterator[Found]:
        for at, word in enumerate(self.words):
            for body, label in self.redactor.bodies.get(word.atom, ()):
                span = range(at, at + len(body))
                if self._stands(span, body) and self.taken.isdisjoint(span):
                    self.taken.update(span)
                    yield Found(word.start, self.words[span[-1]].end, label)
                    break

    def _stands(self, span: range, body: Sequence[str]) -> bool:
        if span[-1] >= len(self.words) or any(
            self.words[at].atom != atom for at, atom in zip(span, body, strict=True)
        ):
            return False
        return all(PARTS.fullmatch(self._gap(at)) for at in span[1:])

    def _gap(self, at: int) -> str:
        """What stands before a word, up to the one before it."""
        return self.text[self.words[at - 1].end : self.words[at].start]

    def _joins(self, at: int) -> bool:
        """Whether a word and the one after it can be of one name."""
        word, gap = self.words[at], self._gap(at + 1)
        if JOINED.fullmatch(gap):
            return True
        return gap.startswith(".") and not gap[1:].strip() and (len(word.atom) < 4 or word.atom in TITLES)

    # A surname

    def _surname(self, at: int) -> Found | None:
        """The name that ends with a surname, or a surname before its first name."""
        readings = [
            (given, first, title, form)
            for form in self.redactor.by_last[self.words[at].atom]
            if (start := self._begins(at, form)) is not None
            for given, first, title in [self._before(start, form)]
        ]
        if not readings:
            return None
        most = max(given for given, *_ in readings)
        best = [reading for reading in readings if reading[0] == most]
        if most:
            return self._found(best, at)
        title = best[0][2]
        if not title and (turned := self._turned(at, [form for *_, form in readings])):
            return turned
        if title:
            fit = [reading for reading in best if reading[3].fits(title)]
            return self._found(fit or best, at, "" if fit else OTHER_TITLE)
        why, leave = self._alone(at)
        if leave is None:
            return None
        first = min(first for _, first, _, _ in best)
        if (
            not why
            and first
            and self.words[first - 1].capital
            and self._near(first - 1)
            and not self._begins_sentence(first - 1)
        ):
            why = OTHER_NAME
        return self._found(best, at, why, leave)

    def _begins(self, at: int, form: Form) -> int | None:
        """Where the surname that ends at a word begins; None where it is not this form's."""
        start = at - len(form.last) + 1
        if start < 0 or any(place in self.taken for place in range(start, at + 1)):
            return None
        if any(word.atom != atom for word, atom in zip(self.words[start : at + 1], form.last, strict=True)):
            return None
        return start if all(self._joins(place) for place in range(start, at)) else None

    def _before(self, start: int, form: Form) -> tuple[int, int, str]:
        """How much of the forenames stands before a surname, where they or a title begin, and the title."""
        given, title = 0, ""
        while start and start - 1 not in self.taken and self._joins(start - 1):
            word = self.words[start - 1]
            takes = 0 if title else form.takes(word)
            if takes:
                given += takes
            elif word.atom in TITLES and word.capital:
                title = word.atom
            elif word.atom in ("de", "la", "van", "von", "der") and word.atom in form.fore:
                pass
            else:
                break
            start -= 1
        return given, start, title

    def _turned(self, at: int, forms: Iterable[Form]) -> Found | None:
        """A surname, a comma and the first name, as lists have them."""
        if at + 1 < len(self.words) and re.fullmatch(r",\s*", self._gap(at + 1)):
            after = self.words[at + 1]
            whole = at + 2 < len(self.words) and self.words[at + 2].atom == self.words[at].atom
            for form in forms:
                if form.takes(after) and after.capital and not whole:
                    start = at - len(form.last) + 1
                    self.taken.update(range(start, at + 2))
                    return Found(self.words[start].start, after.end, form.known.label)
        return None

    def _near(self, at: int) -> bool:
        return self._gap(at + 1) in (" ", "\u00a0")

    def _alone(self, at: int) -> tuple[str, bool | None]:
        """Why a name standing alone is in doubt, and whether it is left; None for what is no name at all."""
        word, redactor = self.words[at], self.redactor
        addressed = self.text[word.end : word.end + 1] == "@"
        if not stands_alone(word.atom) or not (word.capital or addressed):
            return "", None
        if SAYS.match(self.text, word.end):
            return "", False
        if word.atom in redactor.of_bodies:
            return BODYS, True
        if word.atom in redactor.ordinary:
            return ORDINARY, self._begins_sentence(at)
        return "", False

    def _begins_sentence(self, at: int) -> bool:
        start = self.words[at].start
        return bool(STARTS.search(self.text, max(0, start - 8), start)) or start == 0

    def _found(
        self, readings: Sequence[tuple[int, int, str, Form]], at: int, why: str = "", leave: bool = False
    ) -> Found | None:
        forms = self._here([form for *_, form in readings])
        first = min(first for _, first, _, form in readings if form in forms)
        self.taken.update(range(first, at + 1))
        label, shared = _label(forms)
        if label is None and not shared:
            return Found(self.words[first].start, self.words[at].end, None)
        end = self._honours(at)
        return Found(
            self.words[first].start, end, None if leave else label, why or (SHARED if shared else "")
        )

    def _here(self, forms: list[Form]) -> list[Form]:
        return [form for form in forms if self.session in form.known.sessions] or forms

    def _honours(self, at: int) -> int:
        """Where a name ends with the letters that follow it."""
        last = at
        while last + 1 < len(self.words) and re.fullmatch(r",?\s", self._gap(last + 1)):
            word = self.words[last + 1]
            if not (word.raw.isupper() and word.atom in HONOURS and last + 1 not in self.taken):
                break
            last += 1
        self.taken.update(range(at, last + 1))
        return self.words[last].end

    # A first name

    def _first_name(self, at: int) -> Found | None:
        word = self.words[at]
        why, leave = self._alone(at)
        forms = self._here(self.redactor.by_fore[word.atom])
        label, shared = _label(forms)
        if leave is None or (label is None and not shared):
            return None
        says = SAYS.match(self.text, word.end) and any(self.session in form.known.sessions for form in forms)
        after = self.words[at + 1] if at + 1 < len(self.words) else None
        if after and after.capital and self._near(at) and not says:
            leave, why = True, OTHER_NAME  # Ruth Jones is not Ruth Adeyemi
        why = why or (SHARED if shared else "" if says else FIRST_NAME)
        titled = (
            at and self.words[at - 1].atom in TITLES and self.words[at - 1].capital and self._joins(at - 1)
        )
        start = self.words[at - 1].start if titled and not leave else word.start
        return Found(start, word.end, None if leave else label, why)


def _label(forms: Iterable[Form]) -> tuple[str | None, bool]:
    """What stands for whomever the forms mean, and whether they are several; None for who stays named."""
    labels = list(dict.fromkeys(form.known.label for form in forms))
    if len(labels) == 1:
        return labels[0], False
    told = [label for label in labels if label]
    return " or ".join([*told, *(["another person"] if len(told) < len(labels) else [])]), True


def as_slug(label: str) -> str:
    """A label as part of a short name."""
    return label.lower().replace(" ", "-")


def _replaced(text: str, found: Sequence[Found]) -> Redacted:
    pieces: list[str] = []
    doubts, changes, done, length = [], [], 0, 0
    for start, end, label, why in found:
        if start < done:
            continue
        was = text[start:end]
        new = was if label is None else as_slug(label) if SLUG.fullmatch(was) else label
        pieces += [text[done:start], new]
        length += start - done
        if label is not None:
            changes.append((start, end, length, length + len(new)))
        if why:
            around = " ".join(text[max(0, start - AROUND) : end + AROUND].split())
            doubts.append(Doubt(was, around, label or "", why, start))
        length += len(new)
        done = end
    pieces.append(text[done:])
    return Redacted("".join(pieces), tuple(doubts), tuple(changes))
