"""From a coding to the document of some themes. Every sentence is a count, a quote, a definition or a memo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from coder.codebook import Code
from coder.evidence.dates import in_words
from coder.matrices import EVIDENCE_ROLES, Coding, ParagraphRow
from coder.summary.content import Block, Chart, Document, Heading, Quote, Table, Text
from coder.summary.passages import in_turn, passage

RULE = (
    "Quotes are chosen in this order: passages that a coder starred; then one of each witness in the order "
    "heard, then a second of each. What a quote leaves out is marked […]."
)
NOBODY = "(no speaker)"


@dataclass(frozen=True)
class Told:
    """What is said of the coding as a whole, and what coders wrote and marked beside their tags.

    `memos` are (subject, code, coder, text): on a paragraph, on a tag of it, or on a code, whose subject is
    then empty. `stars` are the starred paragraphs with their passages, where only some of their words are.
    `group` names the attribute by which witnesses are grouped; empty where there is none.
    """

    inquiry: str
    made: datetime
    basis: str
    coders: tuple[str, ...]
    command: str
    memos: Sequence[tuple[str, str, str, str]] = ()
    stars: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    group: str = ""
    quotes: int = 3
    """The most quotes under one code."""


def compose(coding: Coding, themes: Sequence[Code], told: Told) -> Document:
    """The summaries of themes, each with its counts, its quotes and an appendix of all of them."""
    parts = [_Theme(coding, theme, told) for theme in themes]
    blocks: list[Block] = [Text(_opening(coding, told), "note"), Text(RULE, "note")]
    for part in parts:
        blocks += part.blocks()
    blocks.append(Heading(1, "Appendix: all quotes", "all-quotes"))
    for part in parts:
        blocks += part.appendix()
    names = ", ".join(theme.name for theme in themes)
    title = f"{told.inquiry}: {names if len(themes) < 4 else f'{len(themes)} themes'}"
    made = f"{told.made.day} {told.made:%B %Y}"
    return Document(
        title,
        "Draft summary of coded evidence, to be edited.",
        told.made,
        f"{told.inquiry}, {made}",
        tuple(blocks),
    )


def _opening(coding: Coding, told: Told) -> str:
    sessions = len({row.session for row in coding.evidence})
    whose = {
        "any": "A tag of any coder counts", "majority": "A tag counts where most who read the paragraph put it",
        "all": "A tag counts where all who read the paragraph put it", "agreed": "The agreed tags count",
    }.get(told.basis, f"The tags of {told.basis} count")  # fmt: skip
    return (
        f"{many(len(coding.evidence), 'paragraph')} of {many(sessions, 'session')}, coded by "
        f"{_listed(told.coders) or 'nobody yet'}. {whose}. A count is a number of paragraphs, each counted once. "
        f"Made by `{told.command}`."
    )


class _Theme:
    """One theme's part of the document."""

    def __init__(self, coding: Coding, theme: Code, told: Told) -> None:
        self.coding, self.theme, self.told = coding, theme, told
        self.evidence = coding.evidence
        tags = coding.tags[coding.tags["theme"] == theme.id]
        self.codes: dict[str, list[int]] = {}
        self.spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
        self.values: dict[str, Counter[int]] = {}
        columns = (tags["code"], tags["paragraph"], tags["value"], tags["quoted"])
        for code, place, value, quoted in zip(*(column.tolist() for column in columns), strict=True):
            self.codes.setdefault(code, []).append(place)
            if isinstance(value, int):
                self.values.setdefault(code, Counter())[value] += 1
            for start, words in quoted:
                if self.evidence[place].text.startswith(words, start):
                    self.spans.setdefault((code, place), []).append((start, start + len(words)))
        self.codes = {code: sorted(set(places)) for code, places in self.codes.items()}
        self.places = sorted({place for places in self.codes.values() for place in places})

    # The parts, in the order they stand

    def blocks(self) -> Iterator[Block]:
        theme = self.theme
        yield Heading(1, theme.name, theme.id)
        if theme.definition:
            yield Text(_sentence(theme.definition), lead="Definition. ")
        if not self.places:
            yield Text("No paragraph carries a tag of this theme.")
            return
        yield from self._how_often()
        yield from self._by_whom()
        yield from self._in_answer_to()
        yield from self._views()
        yield from self._silent()

    def _how_often(self) -> Iterator[Block]:
        yield Heading(2, "How often", f"{self.theme.id}-often")
        heard = {self._witness(place) for place in self.places}
        sessions = {self.evidence[place].session for place in self.places}
        yield Text(
            f"{many(len(self.places), 'paragraph')} of {many(len(sessions), 'session')} carry this theme, from "
            f"{many(len(heard), 'speaker')} in all."
        )
        used = [code for code in self._order() if code.id in self.codes]
        groups = self._groups()
        counts = [
            tuple(sum(self._group(place) == group for place in self.codes[code.id]) for group in groups)
            for code in used
        ]
        told = "; ".join(f"{code.name} {sum(row)}" for code, row in zip(used, counts, strict=True))
        by = f" by {self.told.group}" if len(groups) > 1 else ""
        yield Chart(
            f"{self.theme.name}: paragraphs of each code{by}",
            f"Bar chart of the paragraphs of each code of {self.theme.name}: {told}.",
            tuple(code.name for code in used), tuple(counts), groups if len(groups) > 1 else (),
        )  # fmt: skip

    def _by_whom(self) -> Iterator[Block]:
        yield Heading(2, "By whom", f"{self.theme.id}-whom")
        counts = Counter(self._witness(place) for place in self.places)
        spoken = Counter(self._witness(place) for place, row in enumerate(self.evidence) if _is_evidence(row))
        rows = [
            (name, organisation, count, f"{count / max(spoken[name, organisation], count):.0%}")
            for (name, organisation), count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        ]
        yield Table(
            f"{self.theme.name}: paragraphs by witness, and their share of what the witness said",
            ("Witness", "Organisation", "Paragraphs", "Share"), tuple(rows), (0.34, 0.38, 0.15, 0.13),
        )  # fmt: skip

    def _in_answer_to(self) -> Iterator[Block]:
        yield Heading(2, "In answer to what", f"{self.theme.id}-asked")
        counts = Counter(self.evidence[place].question for place in self.places)
        first = {self.evidence[place].question: self.evidence[place] for place in reversed(self.places)}
        asked = sorted((question for question in counts if question), key=lambda one: first[one].position)
        rows = [
            (
                first[question].question_number or "",
                _short(first[question].question_text or ""),
                counts[question],
            )
            for question in asked
        ]
        if counts[None]:
            rows.append(("", "without a question", counts[None]))
        yield Table(
            f"{self.theme.name}: paragraphs by question",
            ("No.", "Question", "Paragraphs"), tuple(rows), (0.12, 0.73, 0.15),
        )  # fmt: skip

    def _views(self) -> Iterator[Block]:
        yield Heading(2, "The range of views", f"{self.theme.id}-views")
        for code in self._order():
            places = self.codes.get(code.id, [])
            yield Heading(3, code.name, f"{self.theme.id}-{code.id}")
            if code is not self.theme and code.definition:
                yield Text(_sentence(code.definition), "note")
            for coder, text in self._memos("", code.id):
                yield Text(text, "memo", f"Memo of {coder} on the code. ")
            if not places:
                yield Text("No paragraph carries this code.")
                continue
            yield Text(f"{self._spread(places)}{self._scale(code)}")
            for place in self._chosen(places):
                yield self._quote(place, (code.id,))
                for coder, text in self._memos(self.evidence[place].paragraph, code.id):
                    yield Text(text, "memo", f"Memo of {coder}. ")

    def _silent(self) -> Iterator[Block]:
        """Who differs within a theme whose codes exclude each other, and who has no tag of it."""
        yield Heading(2, "Dissent and silence", f"{self.theme.id}-silent")
        if self.theme.choose == "one":
            for code in self._order():
                if places := self.codes.get(code.id):
                    yield Text(f"{_listed(self._names(places))}.", lead=f"{code.name}: ")
            sides = Counter(
                name for places in self.codes.values() for name in dict.fromkeys(self._names(places))
            )
            torn = [name for name, number in sides.items() if number > 1]
            if torn:
                yield Text(f"On more than one side: {_listed(torn)}.")
        heard = {self._witness(place) for place in self.places}
        rest = dict.fromkeys(
            self._witness(place) for place, row in enumerate(self.evidence)
            if _is_evidence(row) and row.from_witness and row.speaker
        )  # fmt: skip
        missing = [_named(*one) for one in rest if one not in heard]
        if missing:
            yield Text(f"{_listed(missing)}.", lead="No tag from ")
        else:
            yield Text("Every witness has a paragraph with a tag of this theme.")

    def appendix(self) -> Iterator[Block]:
        yield Heading(2, self.theme.name, f"{self.theme.id}-all")
        if not self.places:
            yield Text("No paragraph carries a tag of this theme.")
        names = {code.id: code.name for code in self.coding.codebook.codes}
        for place in self.places:
            row = self.evidence[place]
            codes = "; ".join(names[code] for code in self._order_ids() if place in self.codes.get(code, ()))
            yield Quote(
                " ".join(row.text.split()), f"{self._source(row)}. {codes}", row.paragraph,
                row.paragraph in self.told.stars,
            )  # fmt: skip

    # What they are made of

    def _order(self) -> list[Code]:
        """The theme itself where it is tagged, then its codes in the order of the codebook."""
        under = self.coding.codebook.under(self.theme.id)
        return [code for code in under if code.id in self.codes or (code is not self.theme and code.in_use)]

    def _order_ids(self) -> list[str]:
        return [code.id for code in self._order()]

    def _witness(self, place: int) -> tuple[str, str]:
        row = self.evidence[place]
        return row.speaker or NOBODY, row.organisation or ""

    def _names(self, places: Sequence[int]) -> list[str]:
        return list(dict.fromkeys(self._witness(place)[0] for place in places))

    def _group(self, place: int) -> str:
        row = self.evidence[place]
        return row.attributes.get(self.told.group) or "not said"

    def _groups(self) -> tuple[str, ...]:
        if not self.told.group:
            return ("not said",)
        counts = Counter(self._group(place) for place in self.places)
        return tuple(sorted(counts, key=lambda one: (one == "not said", -counts[one], one)))

    def _spread(self, places: Sequence[int]) -> str:
        heard = self._names(places)
        said = f"{many(len(places), 'paragraph')} from {many(len(heard), 'speaker')}: {_listed(heard)}."
        counts = Counter(self._group(place) for place in places)
        if not self.told.group or set(counts) == {"not said"}:
            return said
        return f"{said} By {self.told.group}: " + ", ".join(
            f"{group} {counts[group]}" for group in self._groups() if counts[group]
        ) + "."  # fmt: skip

    def _scale(self, code: Code) -> str:
        counts = self.values.get(code.id)
        if not counts or not code.values:
            return ""
        steps = ", ".join(f"{name} {counts[step]}" for step, name in enumerate(code.values, 1))
        return f" Tags by value: {steps}."

    def _chosen(self, places: Sequence[int]) -> list[int]:
        starred = [place for place in places if self.evidence[place].paragraph in self.told.stars]
        rest: dict[str, list[int]] = {}
        for place in places:
            if place not in starred:
                rest.setdefault(self._witness(place)[0], []).append(place)
        return [*starred, *in_turn(list(rest.values()))][: max(self.told.quotes, len(starred))]

    def _quote(self, place: int, codes: Sequence[str]) -> Quote:
        row = self.evidence[place]
        spans = list(self.told.stars.get(row.paragraph, ()))
        spans = spans or [span for code in codes for span in self.spans.get((code, place), ())]
        text = passage(row.text, spans)
        return Quote(text, self._source(row), row.paragraph, row.paragraph in self.told.stars)

    def _source(self, row: ParagraphRow) -> str:
        """Who says it, for whom, and where it is written."""
        who = ", ".join(filter(None, (row.speaker, row.organisation)))
        of = f"session of {in_words(row.date)}" if row.date else row.session_title
        return f"{who} ({row.citation}, {of})".lstrip()

    def _memos(self, subject: str, code: str) -> Iterator[tuple[str, str]]:
        """Those on a code (no subject), or on a paragraph: on it, and on its tag."""
        for on, of, coder, text in self.told.memos:
            if on == subject and (of == code or (on and not of)):
                yield coder, text


def many(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _is_evidence(row: ParagraphRow) -> bool:
    return row.role in EVIDENCE_ROLES


def _named(name: str, organisation: str) -> str:
    return f"{name} ({organisation})" if organisation else name


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _short(text: str, most: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"
