"""From a coding to the document of some themes: each sentence a count, a quote, a definition or a memo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coder.codebook import Code
from coder.document.content import Block, Document, Heading, Text
from coder.document.wording import listed, many, short
from coder.evidence.dates import in_words
from coder.matrices import Coding
from coder.summary.facts import Facts, Told
from coder.summary.overview import by_kind, over_time, together
from coder.summary.theme import Theme

RULE = (
    "Under a code stand at most {most}: first what a coder starred (★); then what each kind of witness said, "
    "in turn, and of a kind what each speaker said, in turn, in the order heard. A quote is the passage that "
    "coders marked, else the paragraph up to the end of a sentence; […] stands for what is left out. The "
    "appendix has every paragraph whole."
)
BASES = {
    "any": "A tag of any coder counts",
    "majority": "A tag counts where most of those who read the paragraph put it",
    "all": "A tag counts where all who read the paragraph put it",
    "agreed": "The agreed tags count",
}


def compose(coding: Coding, themes: Sequence[Code], told: Told) -> Document:
    """The summaries of themes, each with its counts and quotes, and an appendix of all quotes."""
    facts = Facts(coding, told)
    parts = [Theme(facts, theme) for theme in themes]
    blocks: list[Block] = [Text(_opening(coding, told), "note")]
    blocks.append(Text(RULE.format(most=many(told.quotes, "quote")), "note"))
    if len(themes) > 1:
        blocks += _across(facts, themes)
    for part in parts:
        blocks += part.blocks()
    blocks.append(Heading(1, "Appendix: all quotes", "all-quotes"))
    for part in parts:
        blocks += part.appendix()
    what = listed([theme.name for theme in themes]) if len(themes) < 4 else f"{len(themes)} themes"
    return Document(
        f"{told.inquiry}: {what}", "Draft summary of coded evidence, to be edited", told.made,
        f"{told.inquiry}, {_made(told)}", tuple(blocks),
    )  # fmt: skip


def _opening(coding: Coding, told: Told) -> str:
    sessions = len({row.session for row in coding.evidence})
    basis = BASES.get(told.basis, f"The tags of {told.basis} count")
    basis += f" ({told.said})" if told.said != told.basis else ""
    return (
        f"{many(len(coding.evidence), 'paragraph')} of {many(sessions, 'session')}, coded by "
        f"{listed(told.coders)}. {basis}. A count is a number of paragraphs, each counted once. "
        f"Made on {_made(told)} by the command: {short(told.command, 300)}"
    )


def _made(told: Told) -> str:
    return in_words(told.made.date().isoformat())


def _across(facts: Facts, themes: Sequence[Code]) -> Iterator[Block]:
    """The themes beside each other."""
    yield Heading(1, "Across the themes", "across")
    yield from by_kind(facts, "Themes", themes, facts.themes)
    yield from over_time(facts, "Themes", themes, facts.themes)
    wanted = {theme.id for theme in themes}
    book = facts.coding.codebook
    yield from together(facts, "Codes", [code for code in book.codes if book.theme_of(code.id).id in wanted])
