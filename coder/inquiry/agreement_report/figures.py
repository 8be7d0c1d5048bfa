"""The coefficients: over all codes, of each code, theme and pair of coders, and what the margins allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coder.document.content import Block, Heading, Intervals, Table, Text
from coder.document.wording import listed
from coder.inquiry.agreeing import RELIABLE, TENTATIVE, verdict
from coder.inquiry.agreement_report.design import summary
from coder.inquiry.agreement_report.facts import Facts
from coder.inquiry.agreement_report.words import between, figure, interval, told

if TYPE_CHECKING:
    from coder.agreement import Agreement, Estimate

Row = tuple[str | int | float, ...]
MOST_LINES = 25
"""Of one chart, so that it fits on a page."""
HIGH = 0.8
"""Percent agreement from which a low kappa wants explaining."""


def results(facts: Facts) -> Iterator[Block]:
    yield Heading(1, "Results", "results")
    yield Text(summary(facts))
    yield from _overall(facts)
    yield Heading(2, "Each code", "codes")
    yield from _charts("Krippendorff's alpha of each code", facts.codes, facts.report.agreement)
    yield from _level("code", facts.codes, facts.report.agreement)
    yield from _scales(facts)
    yield from below(facts)
    yield from _explained(facts)
    yield Heading(2, "Each theme", "themes")
    yield Text("A theme is given where any of its codes is.", "note")
    yield from _charts("Krippendorff's alpha of each theme", facts.themes, facts.report.by_theme)
    yield from _level("theme", facts.themes, facts.report.by_theme)
    yield from _choices(facts)
    yield from _pairs(facts)


def _overall(facts: Facts) -> Iterator[Block]:
    one = facts.report.agreement.overall
    named = {
        "Percent agreement, code by code": one.percent, "Binary alpha, pooled over the codes": one.alpha,
        "Alpha of sets of codes, MASI distance": one.masi,
        "Alpha of sets of codes, Jaccard distance": one.jaccard,
        "Multi-valued alpha (Krippendorff & Craggs 2016)": one.mv_alpha,
    }  # fmt: skip
    rows = tuple((name, figure(found), interval(found)) for name, found in named.items())
    yield Heading(2, "All codes", "overall")
    yield Table("Agreement over all codes", ("Coefficient", "Value", "95% interval"), rows, (0.5, 0.2, 0.3))


def _charts(caption: str, names: Sequence[str], found: Agreement) -> Iterator[Block]:
    alphas = [one.alpha for one in found.codes]
    for begin in range(0, len(names), MOST_LINES):
        some = slice(begin, begin + MOST_LINES)
        part = f", part {begin // MOST_LINES + 1}" if len(names) > MOST_LINES else ""
        yield intervals(f"{caption}{part}", names[some], alphas[some])


def intervals(caption: str, names: Sequence[str], found: Sequence[Estimate]) -> Intervals:
    """A chart of estimates with their intervals, held against the marks."""
    said = "; ".join(f"{name} {told(one)}" for name, one in zip(names, found, strict=True))
    return Intervals(
        f"{caption}, with its 95% interval; the dashed lines are {TENTATIVE} and {RELIABLE}",
        f"Chart of intervals: {said}.", tuple(names), tuple(one.value for one in found),
        tuple(one.shown for one in found), tuple(_note(one) for one in found), (TENTATIVE, RELIABLE),
    )  # fmt: skip


def _note(estimate: Estimate) -> str:
    return f"n/a ({estimate.reason})" if estimate.value is None else interval(estimate)


def _level(what: str, names: Sequence[str], found: Agreement) -> Iterator[Block]:
    """The coefficients of codes or themes: those to judge by, those of agreement itself, and the others."""
    named = list(zip(names, found.codes, strict=True))
    first = what.capitalize()
    yield Table(
        f"Krippendorff's alpha and Gwet's AC1 of each {what}",
        (first, "Units", "Alpha", "95% interval", "AC1", "95% interval", "Conclusion"),
        tuple((
            name, one.units, figure(one.alpha), interval(one.alpha), figure(one.ac1), interval(one.ac1),
            verdict(one.alpha) or one.alpha.reason or one.alpha.flag or one.alpha.interval_reason,
        ) for name, one in named),
        (0.22, 0.09, 0.11, 0.17, 0.09, 0.17, 0.15),
    )  # fmt: skip
    yield Table(
        f"Agreement, share of readings with it, and prevalence index of each {what}",
        (first, "Agree", "95% interval", "Positive", "95% interval", "Negative", "Given", "Index"),
        tuple((
            name, figure(one.percent), interval(one.percent), figure(one.positive), interval(one.positive),
            figure(one.negative), _given(one.prevalence), figure(one.prevalence),
        ) for name, one in named),
        (0.2, 0.09, 0.16, 0.1, 0.16, 0.12, 0.09, 0.08),
    )  # fmt: skip
    yield Table(
        f"Other coefficients of each {what}",
        (first, "PABAK", "95% interval", "Fleiss' kappa", "95% interval", "Conger's kappa", "95% interval"),
        tuple((
            name, *(cell for e in (one.pabak, one.fleiss, one.conger) for cell in (figure(e), interval(e))),
        ) for name, one in named),
        (0.19, 0.11, 0.16, 0.11, 0.16, 0.11, 0.16),
    )  # fmt: skip


def _given(prevalence: Estimate) -> str:
    """The share of readings with the code, from the index."""
    return "" if prevalence.value is None else f"{(1 + prevalence.value) / 2:.1%}"


def _scales(facts: Facts) -> Iterator[Block]:
    """Alpha of the steps, where codes have a scale."""
    names = {code.id: name for code, name in zip(facts.report.ratings.codes, facts.codes, strict=True)}
    rows = [
        (names[code], scale, figure(one), interval(one))
        for code, scales in facts.report.scales.items() for scale, one in scales.items()
    ]  # fmt: skip
    if rows:
        yield Table(
            "Alpha of the steps of codes with a scale, where coders gave one",
            ("Code", "Taken as", "Alpha", "95% interval"), tuple(rows), (0.4, 0.2, 0.15, 0.25),
        )  # fmt: skip


def _choices(facts: Facts) -> Iterator[Block]:
    """Alpha of the choice, for themes whose codes exclude each other."""
    named = dict(zip(facts.report.themes, facts.themes, strict=True))
    rows = tuple((named[theme], figure(one), interval(one)) for theme, one in facts.report.choices.items())
    if rows:
        yield Table(
            "Alpha of which code was chosen, none being a choice, for themes whose codes exclude each other",
            ("Theme", "Alpha", "95% interval"), rows, (0.5, 0.2, 0.3),
        )  # fmt: skip


def below(facts: Facts) -> Iterator[Block]:
    """Which codes may not be called reliable yet."""
    yield Heading(2, "Codes below the mark", "below")
    grades = {
        "reliable": f"Reliable ({RELIABLE:.3f} or more). ",
        "tentative": f"Tentative ({TENTATIVE:.3f} or more). ",
        f"below {TENTATIVE:.3f}": f"Below {TENTATIVE:.3f}. ", "": "No interval, so nothing can be said. ",
    }  # fmt: skip
    yield Text("By the lower bound of alpha's 95% interval, not by alpha.", "note")
    for grade, lead in grades.items():
        places = facts.graded[grade]
        if grade:
            said = listed([facts.codes[place] for place in places])
        else:
            alphas = facts.report.agreement.codes
            said = listed([f"{facts.codes[at]} ({_note(alphas[at].alpha)})" for at in places])
        yield Text(f"{said or 'None'}.", lead=lead)


def _explained(facts: Facts) -> Iterator[Block]:
    """Low kappas at high agreement, with what their margins allow."""
    from coder.agreement import explanation

    said = [
        Text(explanation(one.table), lead=f"{name}, {facts.pair(pair)}. ")
        for pair, found in facts.report.agreement.pairs.items()
        for name, one in zip(facts.codes, found, strict=True)
        if one.kappa.value is not None and one.kappa.value < TENTATIVE and (one.percent.value or 0) >= HIGH
    ]
    if said:
        yield Heading(2, "Low kappa at high agreement", "explained")
        yield from said


def _pairs(facts: Facts) -> Iterator[Block]:
    from coder.agreement import limits

    yield Heading(2, "Each pair of coders", "pairs")
    rows: list[Row] = []
    for pair, found in facts.report.agreement.pairs.items():
        for name, one in zip(facts.codes, found, strict=True):
            low, high = limits(one.table).get("kappa", (None, None))
            rows.append((
                facts.pair(pair), name, one.units, figure(one.kappa), interval(one.kappa),
                "" if low is None or high is None else between(low, high),
                figure(one.percent), figure(one.bias),
            ))  # fmt: skip
    yield Table(
        "Cohen's kappa of each pair, with the range that the margins allow, percent agreement and bias index",
        ("Coders", "Code", "Units", "Kappa", "95% interval", "Can be", "Agree", "Bias"), tuple(rows),
        (0.14, 0.17, 0.08, 0.12, 0.16, 0.16, 0.09, 0.08),
    )  # fmt: skip
