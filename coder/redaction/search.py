"""The names in one text: where they stand, whose they are, and whether that is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from coder.evidence.appearances import HONOURS, TITLES
from coder.evidence.people import ADVERB, VERBS
from coder.redaction.names import Form, Word, stands_alone

SAYS = re.compile(rf"\s+(?:{ADVERB}\s+)?(?:{VERBS})\b")
JOINED = re.compile(r"[\s\u00a0]*[-‐‑]?\s*|[._-]")
"""What may stand between the words of one name."""
PARTS = re.compile(r"[^\w]{1,3}")
"""And between those of a body's name."""
STARTS = re.compile(r"(?:\A|[.!?:;\n“\"(\[])[\s“\"‘'(\[]*\Z")
"""What stands before the first word of a sentence."""
KNIGHTS = ("sir", "dame")
"""Titles that go with a first name."""

FIRST_NAME = "a first name alone"
ORDINARY = "also an ordinary word"
BODYS = "also a word of a body's name"
SHARED = "a name of more than one person"
OTHER_TITLE = "under another title"
OTHER_NAME = "after another name"


class Found(NamedTuple):
    """From and up to; the label that takes the place, None where the name stays; why it is in doubt."""

    start: int
    end: int
    label: str | None
    why: str = ""


Body: TypeAlias = tuple[tuple[str, ...], str | None]
"""The words of a body's name, and its label; None where it stays."""


@dataclass(frozen=True)
class Sought:
    """What is sought: forms by the last word of the surname and by each forename, bodies by their first word.

    `literals` are names sought sign by sign, with their labels; `ordinary` names that are words of the
    language too.
    """

    by_last: Mapping[str, list[Form]]
    by_fore: Mapping[str, list[Form]]
    bodies: Mapping[str, list[Body]]
    literals: Mapping[str, str | None]
    ordinary: frozenset[str]

    @cached_property
    def literal(self) -> re.Pattern[str] | None:
        ways = sorted(filter(None, self.literals), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, ways))) if ways else None

    @cached_property
    def of_bodies(self) -> frozenset[str]:
        return frozenset(atom for listed in self.bodies.values() for body, _ in listed for atom in body)


class Search:
    """The names in one text."""

    def __init__(self, sought: Sought, text: str, listed: Sequence[Word], session: str) -> None:
        self.sought, self.text, self.words, self.session = sought, text, listed, session
        self.taken: set[int] = set()
        """Places in `words` that a name has."""

    def all(self) -> Iterator[Found]:
        yield from self._literals()
        yield from self._bodies()
        for at, word in enumerate(self.words):
            if at not in self.taken and word.atom in self.sought.by_last:
                found = self._surname(at)
                if found:
                    yield found
        for at, word in enumerate(self.words):
            if at not in self.taken and word.atom in self.sought.by_fore:
                found = self._first_name(at)
                if found:
                    yield found

    def _literals(self) -> Iterator[Found]:
        for found in self.sought.literal.finditer(self.text) if self.sought.literal else ():
            inside = [
                at
                for at, word in enumerate(self.words)
                if word.start < found.end() and word.end > found.start()
            ]
            self.taken.update(inside)
            yield Found(found.start(), found.end(), self.sought.literals[found[0]])

    def _bodies(self) -> Iterator[Found]:
        for at, word in enumerate(self.words):
            for body, label in self.sought.bodies.get(word.atom, ()):
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
            for form in self.sought.by_last[self.words[at].atom]
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
        word, sought = self.words[at], self.sought
        addressed = self.text[word.end : word.end + 1] == "@"
        if not stands_alone(word.atom) or not (word.capital or addressed):
            return "", None
        if SAYS.match(self.text, word.end):
            return "", False
        if word.atom in sought.of_bodies:
            return BODYS, True
        if word.atom in sought.ordinary:
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
        forms = self._here(self.sought.by_fore[word.atom])
        label, shared = _label(forms)
        if leave is None or (label is None and not shared):
            return None
        before = self.words[at - 1] if at and self._joins(at - 1) else None
        titled = before is not None and before.atom in TITLES and before.capital
        knighted = before is not None and before.atom in KNIGHTS
        heard = any(self.session in form.known.sessions for form in forms)
        sure = heard and (knighted or SAYS.match(self.text, word.end) is not None)
        after = self.words[at + 1] if at + 1 < len(self.words) else None
        if after and after.capital and self._near(at) and not sure:
            leave, why = True, OTHER_NAME  # Ruth Jones is not Ruth Adeyemi
        why = why or (SHARED if shared else "" if sure else FIRST_NAME)
        start = before.start if before and titled and not leave else word.start
        return Found(start, word.end, None if leave else label, why)


def _label(forms: Iterable[Form]) -> tuple[str | None, bool]:
    """What stands for whomever the forms mean, and whether they are several; None for who stays named."""
    labels = list(dict.fromkeys(form.known.label for form in forms))
    if len(labels) == 1:
        return labels[0], False
    told = [label for label in labels if label]
    return " or ".join([*told, *(["another person"] if len(told) < len(labels) else [])]), True
