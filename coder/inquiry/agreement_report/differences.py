"""Where and when coders differ: over time, before and after adjudication, by code, and each paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from coder.document.content import Block, Heading, Table, Text
from coder.document.wording import many
from coder.inquiry.agreement_report.facts import Difference, Facts
from coder.inquiry.agreement_report.figures import intervals
from coder.inquiry.agreement_report.words import figure, interval, told

STATES = {
    "open": "open",
    "discussing": "in discussion",
    "resolved": "resolved",
    "divergent": "left divergent",
}
NO_CODE = "(no code)"


def over_time(facts: Facts) -> Iterator[Block]:
    batches = facts.report.drift
    names = [f"{one.first:,} to {one.last:,}" for one in batches]
    yield Heading(1, "Over time", "drift")
    yield Text(
        "Paragraphs that two have read, in the order in which the second coder came to each, in batches.",
        "note",
    )
    if len(batches) > 1:
        pooled = [one.overall.alpha for one in batches]
        yield intervals("Pooled alpha of each batch of reading order", names, pooled)
    rows = tuple(
        (name, figure(one.overall.alpha), interval(one.overall.alpha), figure(one.overall.percent),
         interval(one.overall.percent))
        for name, one in zip(names, batches, strict=True)
    )  # fmt: skip
    yield Table(
        "Agreement over all codes by batch of reading order",
        ("Paragraphs", "Pooled alpha", "95% interval", "Agree", "95% interval"), rows, (0.2,) * 5,
    )  # fmt: skip


def adjudicated(facts: Facts) -> Iterator[Block]:
    """Reliability from before, and what the decisions make of it."""
    yield Heading(1, "Before and after adjudication", "adjudication")
    after, before = facts.report.after, facts.report.agreement
    differ = facts.differences
    decided = sum(bool(one.decision) for one in differ)
    left = sum(one.state == "divergent" for one in differ)
    yield Text(
        f"Coders differ on a paragraph and code in {many(len(differ), 'case')}; {decided:,} of them are "
        f"decided and {left:,} left divergent. Reliability is the figure from before adjudication."
    )
    if after is None:
        return
    now = after.agreement
    yield Text(
        f"Before adjudication (reliability), pooled binary alpha is {told(before.overall.alpha)}. After "
        f"adjudication, with every decision followed, it would be {told(now.overall.alpha)}, which is no "
        "measure of reliability."
    )
    names = ("All codes, pooled", *facts.codes)
    alphas = [[one.overall.alpha, *(code.alpha for code in one.codes)] for one in (before, now)]
    rows = tuple(
        (name, figure(one), interval(one), figure(other))
        for name, one, other in zip(names, *alphas, strict=True)
    )
    yield Table(
        "Krippendorff's alpha before adjudication (reliability) and after it (no measure of reliability)",
        ("Code", "Before", "95% interval", "After"), rows, (0.4, 0.2, 0.2, 0.2),
    )  # fmt: skip


def once_more(facts: Facts) -> Iterator[Block]:
    """How far coders agree with themselves, where they coded a part twice."""
    if not facts.again:
        return
    yield Heading(1, "Coders with themselves", "again")
    rows = tuple(
        (coder, one.agreement.overall.units, figure(one.agreement.overall.alpha),
         interval(one.agreement.overall.alpha), figure(one.agreement.overall.percent))
        for coder, one in facts.again.items()
    )  # fmt: skip
    yield Table(
        "Agreement of a second, blind coding with the first, over all codes",
        ("Second coding", "Units", "Pooled alpha", "95% interval", "Agree"), rows,
        (0.3, 0.15, 0.2, 0.2, 0.15),
    )  # fmt: skip


def quoted(facts: Facts) -> Iterator[Block]:
    """Overlap of passages, where coders quoted any."""
    rows = tuple(
        (facts.pair(pair), one.units, figure(one.overlap), interval(one.overlap), figure(one.alpha))
        for pair, one in facts.report.overlaps.items() if one.units
    )  # fmt: skip
    if rows:
        yield Heading(1, "Quoted passages", "quotes")
        yield Table(
            "Overlap of passages quoted for the same code on the same paragraph, in characters",
            ("Coders", "Places", "Overlap", "95% interval", "Alpha"), rows, (0.3, 0.15, 0.2, 0.2, 0.15),
        )  # fmt: skip


def confused(facts: Facts, most: int | None = None) -> Iterator[Block]:
    """Which code one put where another put which; the `most` frequent of them."""
    names = [*facts.codes, NO_CODE]
    found = list[tuple[int, int, int, int, int]]()
    for pair in facts.pairs:
        counts = facts.report.confusion(pair)
        cells = zip(*counts.nonzero(), strict=True)
        found += [
            (int(counts[one, other]), *pair, int(one), int(other)) for one, other in cells if one != other
        ]
    found.sort(key=lambda one: -one[0])
    rows = tuple(
        (facts.coders[first], names[one], facts.coders[second], names[other], paragraphs)
        for paragraphs, first, second, one, other in found[:most]
    )
    yield Heading(1, "Code against code", "confusion")
    yield Text(
        "On how many paragraphs the first coder put one code and the second another instead, or none; "
        "codes that both put are left out.",
        "note",
    )
    yield Table(
        "Confusion of codes, the most frequent first",
        ("Coder", "put", "Coder", "put", "Paragraphs"), rows,
        (0.1, 0.35, 0.1, 0.3, 0.15),
    )  # fmt: skip


def disagreements(facts: Facts, most: int | None = None) -> Iterator[Block]:
    """Each paragraph and code on which coders differ, with text and citation; the first `most` of them."""
    names = {code.id: name for code, name in zip(facts.report.ratings.codes, facts.codes, strict=True)}
    steps = {code.id: code.values for code in facts.report.ratings.codes}
    found = facts.differences[:most]
    rows = tuple(
        (one.citation, names.get(one.code, one.code), _put(one, steps.get(one.code, ())),
         ", ".join(one.not_put), _state(one), one.text)
        for one in found
    )  # fmt: skip
    yield Heading(1, "Disagreements", "disagreements")
    if len(found) < len(facts.differences):
        yield Text(f"The first {len(found):,} of {len(facts.differences):,}; all of them: -o FILE.", "note")
    yield Table(
        "Paragraphs and codes on which coders differ, in the order of the evidence",
        ("Citation", "Code", "Put by", "Not by", "State", "Paragraph"), rows,
        (0.15, 0.14, 0.1, 0.09, 0.12, 0.4),
    )  # fmt: skip


def _put(one: Difference, steps: tuple[str, ...]) -> str:
    def with_step(coder: str, step: int | None) -> str:
        return coder if not step else f"{coder} ({steps[step - 1] if step <= len(steps) else step})"

    return ", ".join(with_step(coder, step) for coder, step in one.put.items())


def _state(one: Difference) -> str:
    return f"{one.decision}: {one.reason}" if one.decision else STATES.get(one.state, one.state)
