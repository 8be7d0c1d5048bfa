"""Charts across themes or codes: by kind of witness, over time, and which stand on the same paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from coder.codebook import Code
from coder.document.content import Bars, Block, Grid
from coder.document.wording import figures
from coder.evidence.dates import in_words
from coder.summary.facts import Facts

MOST_SERIES = 6
"""Kinds of witness that a chart tells apart; with more, the smallest are taken together."""
MOST_COLUMNS = 12
"""Of a map; with more dates they are taken together by month, then by year."""
MOST_TOGETHER = 12
"""Codes on a map of what stands together."""

Places = Mapping[str, Sequence[int]]


def by_kind(facts: Facts, about: str, rows: Sequence[Code], places: Places) -> Iterator[Block]:
    """A bar for each theme or code that is used, stacked by kind of witness where there is one."""
    used = [code for code in rows if places.get(code.id)]
    if not used:
        return
    kinds = facts.kinds
    counts = [Counter(map(facts.kind, places[code.id])) for code in used]
    shown = kinds if len(kinds) <= MOST_SERIES else kinds[: MOST_SERIES - 1]
    values = [[count[kind] for kind in shown] for count in counts]
    series = list(shown)
    if len(kinds) > len(shown):
        series.append(f"{len(kinds) - len(shown)} others")
        values = [[*row, count.total() - sum(row)] for row, count in zip(values, counts, strict=True)]
    told = figures((code.name, count.total()) for code, count in zip(used, counts, strict=True))
    group = f" by {facts.told.group}" if len(kinds) > 1 else ""
    yield Bars(
        f"{about}: paragraphs{group}", f"Bar chart of paragraphs{group}: {told}.",
        tuple(code.name for code in used), tuple(map(tuple, values)), tuple(series) if group else (),
    )  # fmt: skip


def over_time(facts: Facts, about: str, rows: Sequence[Code], places: Places) -> Iterator[Block]:
    """A map of themes or codes by the date of the session; none where all was said on one day."""
    heard = {row.session: (row.date or "", row.session_title) for row in facts.evidence}
    sessions = sorted(heard, key=heard.__getitem__)
    columns: list[str] = []
    for name, period in PERIODS.items():  # noqa: B007  (the last one tried is the one used)
        columns = list(dict.fromkeys(period(*heard[session]) for session in sessions))
        if len(columns) <= MOST_COLUMNS:
            break
    used = [code for code in rows if places.get(code.id)]
    if len(columns) < 2 or not used:
        return
    counts = [
        Counter(period(*heard[facts.evidence[place].session]) for place in places[code.id]) for code in used
    ]
    together = sum(counts, Counter[str]())
    yield Grid(
        f"{about}: paragraphs by {name}",
        f"Map of paragraphs by {name}: {figures((column, together[column]) for column in columns)}, "
        "a paragraph counted under each row it is in.",
        "", tuple(code.name for code in used), tuple(columns),
        tuple(tuple(count[column] for column in columns) for count in counts),
    )  # fmt: skip


PERIODS: dict[str, Callable[[str, str], str]] = {
    "date of the session": lambda date, title: in_words(date) if date else title,
    "month of the session": lambda date, _: in_words(date).partition(" ")[2] if date else "no date",
    "year of the session": lambda date, _: date[:4] or "no date",
}
"""How dates are taken together: what it is called, and a session's period from its date and title."""


def together(facts: Facts, about: str, rows: Sequence[Code]) -> Iterator[Block]:
    """A map of how many paragraphs two codes share, of the codes used most; none where none share any."""
    used = sorted(
        (code for code in rows if code.id in facts.codes), key=lambda code: -len(facts.codes[code.id])
    )
    kept = set(used[:MOST_TOGETHER])
    chosen = [code for code in rows if code in kept]
    sets = [set(facts.codes[code.id]) for code in chosen]
    pairs = sorted(
        ((len(sets[one] & sets[other]), one, other) for one, other in combinations(range(len(sets)), 2)),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    if not pairs or not pairs[0][0]:
        return
    most = f", of the {MOST_TOGETHER} used most" if len(used) > len(chosen) else ""
    told = ((f"{chosen[one].name} with {chosen[other].name}", both) for both, one, other in pairs if both)
    yield Grid(
        f"{about}: paragraphs that two codes share{most}; of one with itself, all it has",
        f"Map of the paragraphs that two codes share: {figures(told)}.",
        "", tuple(f"{at}. {code.name}" for at, code in enumerate(chosen, 1)),
        tuple(f"{at}." for at in range(1, len(chosen) + 1)),
        tuple(tuple(len(one & other) for other in sets) for one in sets),
    )  # fmt: skip
