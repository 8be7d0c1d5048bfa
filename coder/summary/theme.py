"""One theme: how often, by whom, in answer to what, the range of views, dissent and silence, all quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from coder.codebook import Code
from coder.document.content import Block, Heading, Quote, Table, Text
from coder.document.wording import listed, many, sentence, short
from coder.evidence.dates import in_words
from coder.matrices import NO_QUESTION
from coder.summary.facts import Facts
from coder.summary.overview import by_kind, over_time, together
from coder.summary.passages import passage

MOST_ROWS = 15
"""Of a table; what is beyond them is taken together in a last row."""
UNUSED = "No paragraph carries a tag of this theme."


class Theme:
    """One theme's part of the document."""

    def __init__(self, facts: Facts, theme: Code) -> None:
        self.facts, self.theme, self.evidence = facts, theme, facts.evidence
        self.places = facts.themes.get(theme.id, [])
        under = facts.coding.codebook.under(theme.id)
        self.codes = [code for code in under if code.id in facts.codes or (code is not theme and code.in_use)]
        """The theme itself where it is tagged, then its codes in the order of the codebook."""

    def blocks(self) -> Iterator[Block]:
        theme = self.theme
        yield Heading(1, theme.name, theme.id)
        if theme.definition:
            yield Text(sentence(theme.definition), lead="Definition. ")
        if theme.id not in self.facts.codes:
            yield from self._memos("", theme.id, "on the theme")
        if not self.places:
            yield Text(UNUSED)
            return
        yield from self._how_often()
        yield from self._by_whom()
        yield from self._in_answer_to()
        yield from self._views()
        yield Heading(2, "Dissent and silence", f"{theme.id}-silent")
        yield from self._dissent()
        yield from self._silent()

    # How often, by whom, in answer to what

    def _how_often(self) -> Iterator[Block]:
        facts, theme = self.facts, self.theme
        yield Heading(2, "How often", f"{theme.id}-often")
        sessions = len({self.evidence[place].session for place in self.places})
        speakers = len(facts.speakers(self.places))
        carry = "carries" if len(self.places) == 1 else "carry"
        yield Text(
            f"{many(len(self.places), 'paragraph')} of {many(sessions, 'session')} {carry} this theme, from "
            f"{many(speakers, 'speaker')}."
        )
        yield from by_kind(facts, theme.name, self.codes, facts.codes)
        yield from over_time(facts, theme.name, self.codes, facts.codes)
        yield from together(facts, theme.name, self.codes)

    def _by_whom(self) -> Iterator[Block]:
        facts = self.facts
        yield Heading(2, "By whom", f"{self.theme.id}-whom")
        counts = Counter(map(facts.speaker, self.places))
        order = sorted(counts, key=lambda name: -counts[name])  # of the same count, as heard
        rows: list[tuple[str | int, ...]] = [
            (name, facts.organisation(name), counts[name], self._share(name, counts[name]))
            for name in order[:MOST_ROWS]
        ]
        if rest := order[MOST_ROWS:]:
            rows.append((f"{len(rest)} more", "", sum(counts[name] for name in rest), ""))
        yield Table(
            f"{self.theme.name}: paragraphs by speaker, and their share of the paragraphs the speaker gave",
            ("Speaker", "Organisation", "Paragraphs", "Share"), tuple(rows), (0.34, 0.36, 0.17, 0.13),
        )  # fmt: skip

    def _share(self, speaker: str, count: int) -> str:
        return f"{count / max(self.facts.spoken[speaker], count):.0%}"

    def _in_answer_to(self) -> Iterator[Block]:
        yield Heading(2, "In answer to what", f"{self.theme.id}-asked")
        counts = Counter(self.evidence[place].question for place in self.places)
        first = {self.evidence[place].question: self.evidence[place] for place in reversed(self.places)}
        most = {question for question, _ in counts.most_common(MOST_ROWS)}
        rows: list[tuple[str | int, ...]] = []
        for question, row in sorted(first.items(), key=lambda one: one[1].position):
            if question and question in most:
                day = in_words(row.date) if row.date else row.session_title
                asked = short(row.question_text or "", 160)
                rows.append((row.question_number or "", day, asked, counts[question]))
        if rest := [question for question in counts if question and question not in most]:
            rows.append(("", "", f"{len(rest)} more", sum(counts[question] for question in rest)))
        if counts[None]:
            rows.append(("", "", NO_QUESTION, counts[None]))
        yield Table(
            f"{self.theme.name}: paragraphs by the question they answer",
            ("No.", "Session", "Question", "Paragraphs"), tuple(rows), (0.11, 0.18, 0.54, 0.17),
        )  # fmt: skip

    # The range of views

    def _views(self) -> Iterator[Block]:
        yield Heading(2, "The range of views", f"{self.theme.id}-views")
        for code in self.codes:
            places = self.facts.codes.get(code.id, [])
            yield Heading(3, code.name, f"{self.theme.id}-{code.id}-view")
            if code is not self.theme and code.definition:
                yield Text(sentence(code.definition), "note")
            yield from self._memos("", code.id, "on the code")
            if not places:
                yield Text("No paragraph carries this code.")
                continue
            yield Text(f"{self._spread(places)}{self._steps(code)}")
            yield from self._quotes(code, places)

    def _quotes(self, code: Code, places: Sequence[int]) -> Iterator[Block]:
        """Those chosen, those of a kind of witness together."""
        facts, chosen = self.facts, self._chosen(places)
        for kind in facts.kinds:
            of_kind = [place for place in chosen if facts.kind(place) == kind]
            if of_kind and len(facts.kinds) > 1:
                said = [place for place in places if facts.kind(place) == kind]
                yield Text(self._spread(said), lead=f"{kind[:1].upper()}{kind[1:]}. ")
            for place in of_kind:
                yield self._quote(place, code.id)
                yield from self._memos(self.evidence[place].paragraph, code.id)

    def _spread(self, places: Sequence[int]) -> str:
        names = self.facts.speakers(places)
        return f"{many(len(places), 'paragraph')} from {listed(names)}."

    def _steps(self, code: Code) -> str:
        steps = self.facts.values.get(code.id)
        if not steps or not code.values:
            return ""
        told = ", ".join(f"{name} {len(steps.get(step, ()))}" for step, name in enumerate(code.values, 1))
        return f" Tags by value: {told}."

    def _chosen(self, places: Sequence[int]) -> list[int]:
        """As `compose.RULE` says, in the order of the evidence."""
        facts = self.facts
        starred = [place for place in places if self._starred(place)]
        turns: dict[str, dict[str, list[int]]] = {}
        for place in places:
            if place not in starred:
                turns.setdefault(facts.kind(place), {}).setdefault(facts.speaker(place), []).append(place)
        by_kind = [in_turn(list(turns[kind].values())) for kind in facts.kinds if kind in turns]
        return sorted([*starred, *in_turn(by_kind)][: facts.told.quotes])

    def _quote(self, place: int, code: str) -> Quote:
        row = self.evidence[place]
        spans = self.facts.told.stars.get(row.paragraph, ()) or self.facts.quoted.get((code, place), ())
        return Quote(passage(row.text, spans), self.facts.source(place), row.paragraph, self._starred(place))

    def _starred(self, place: int) -> bool:
        return self.evidence[place].paragraph in self.facts.told.stars

    def _memos(self, paragraph: str, code: str, on: str = "") -> Iterator[Text]:
        """Those on a code (no paragraph), or on a paragraph: on it, and on its tag of the code."""
        for memo in self.facts.told.memos:
            if memo.paragraph == paragraph and (memo.code == code or (paragraph and not memo.code)):
                yield Text(memo.text, "memo", f"{' '.join(filter(None, ('Memo of', memo.coder, on)))}. ")

    # Dissent and silence

    def _dissent(self) -> Iterator[Block]:
        """Who differs, where codes exclude each other or have a scale."""
        facts = self.facts
        if self.theme.choose == "one":
            sides = {code.name: facts.codes[code.id] for code in self.codes if code.id in facts.codes}
            yield from self._sides(sides, f"of the codes of {self.theme.name}")
        for code in self.codes:
            if code.values and code.id in facts.values:
                steps = facts.values[code.id]
                names = {name: steps.get(step, []) for step, name in enumerate(code.values, 1)}
                yield from self._sides(
                    {f"{code.name}, {name}": sorted(set(places)) for name, places in names.items() if places},
                    f"of the values of {code.name}",
                )

    def _sides(self, sides: dict[str, list[int]], among: str) -> Iterator[Block]:
        for name, places in sides.items():
            yield Text(self._spread(places), lead=f"{name}: ")
        taken = Counter(chain.from_iterable(map(self.facts.speakers, sides.values())))
        if torn := [name for name, number in taken.items() if number > 1]:
            yield Text(f"{listed(torn)}.", lead=f"On more than one {among}: ")

    def _silent(self) -> Iterator[Block]:
        facts = self.facts
        heard = set(facts.speakers(self.places))
        missing = [
            f"{name} ({body})" if (body := facts.organisation(name)) else name
            for name in facts.witnesses if name not in heard
        ]  # fmt: skip
        if missing:
            yield Text(f"{listed(missing)}.", lead="No tag from ")
        else:
            yield Text("Every witness has a paragraph with a tag of this theme.")

    # The appendix

    def appendix(self) -> Iterator[Block]:
        """Every paragraph with a tag of the theme, whole, with its codes and memos."""
        yield Heading(2, self.theme.name, f"{self.theme.id}-all")
        if not self.places:
            yield Text(UNUSED)
        on: dict[int, list[Code]] = {}
        for code in self.codes:
            for place in self.facts.codes.get(code.id, ()):
                on.setdefault(place, []).append(code)
        for place in self.places:
            row = self.evidence[place]
            names = "; ".join(code.name for code in on[place])
            yield Quote(
                row.text.strip(), f"{self.facts.source(place)}. {names}", row.paragraph, self._starred(place)
            )
            yield from dict.fromkeys(
                memo for code in on[place] for memo in self._memos(row.paragraph, code.id)
            )


def in_turn(groups: Sequence[Sequence[int]]) -> list[int]:
    """The first of each group, then the second of each, and so on."""
    return [one for turn in zip_longest(*groups) for one in turn if one is not None]
