"""How the coding and the comparison were done, in sentences for a methods section."""

from __future__ import annotations

from collections.abc import Iterator

from coder.document.content import Block, Heading, Table, Text
from coder.document.wording import listed, many
from coder.evidence.dates import in_words
from coder.inquiry.agreeing import RELIABLE, TENTATIVE
from coder.inquiry.agreement_report.facts import Facts, share
from coder.inquiry.agreement_report.words import told
from coder.inquiry.assigning import Assignment, Part


def methods(facts: Facts) -> Iterator[Block]:
    """The section to paste; what it says follows from the journal alone."""
    yield Heading(1, "Methods", "methods")
    yield Text(_material(facts))
    yield Heading(2, "Double-coding and independence", "double-coding")
    yield Text(_doubled(facts))
    for one in facts.assignments:
        yield Text(facts.mask.text(_assigned(one)), lead=f"Assignment {one.id}. ")
    yield from _coverage(facts)
    yield Heading(2, "Statistical analysis", "analysis")
    yield Text(_analysis(facts))


def _material(facts: Facts) -> str:
    ratings, book = facts.report.ratings, facts.report.ratings.inquiry.codebook
    tags = int((ratings.applied == 1).sum())
    return (
        f"The evidence is {many(len(ratings.paragraphs), 'paragraph')} "
        f"({listed(ratings.inquiry.settings.roles)}) of {many(len(facts.coverage), 'session')}. "
        f"{many(len(facts.coders), 'coder')} ({listed(facts.coders)}) put {many(tags, 'tag')} on it, by "
        f"the codebook {book.title} (revision {book.revision}; {many(len(ratings.codes), 'code')} in "
        f"{many(len(facts.themes), 'theme')} compared here). The unit of coding is the paragraph. A coder "
        "may put any number of codes on it; a paragraph read and given no code counts as judged, one not "
        "read as missing."
    )


def _doubled(facts: Facts) -> str:
    whole = len(facts.report.ratings.paragraphs)
    said = f"Two coders or more have read {share(facts.doubled, whole)}. "
    if facts.assignments:
        return said
    return said + (
        "No assignment is on record: which paragraphs were coded by more than one coder was not drawn at "
        "random, and coders could see each other's tags, so that independence rests on what they were "
        "told."
    )


def _assigned(one: Assignment) -> str:
    coders = listed([part.coder for part in one.parts])
    said = f"{listed(one.names)} went to {coders} on {in_words(one.at[:10])}, by {one.by}. "
    if one.share >= 1:
        said += f"All {many(one.doubled, 'paragraph')} were to be coded by every one of them. "
    else:
        said += (
            f"Of it {one.share:.0%}, {many(one.doubled, 'paragraph')}, was drawn at random to be coded by "
            "every one of them, each session and witness in proportion to their paragraphs (seed "
            f"{one.seed}). "
        )
    if not one.blind:
        return said + "It was open: coders could see each other's tags."
    return said + (
        "It was blind: until a coder had read all of their part, no screen, command or export showed them "
        f"another's tags, or how many there were. {' '.join(map(_ended, one.parts))}"
    )


def _ended(part: Part) -> str:
    if part.ended == "lifted":
        return f"For {part.coder} this was lifted before the end ({part.reason})."
    if part.ended:
        return f"{part.coder} has read all {many(part.paragraphs, 'paragraph')}."
    return f"{part.coder} has read {share(part.read or 0, part.paragraphs)}."


def _coverage(facts: Facts) -> Iterator[Block]:
    """Who double-coded how much of what."""
    width = 0.4 / max(1, len(facts.coders))
    rows: list[tuple[str | int | float, ...]] = [
        (one.title, one.date or "", one.paragraphs, one.doubled, *(one.read[coder] for coder in facts.coders))
        for one in facts.coverage
    ]
    if len(rows) > 1:
        sums = zip(*(row[2:] for row in rows), strict=True)
        rows.append(("All", "", *(sum(map(int, column)) for column in sums)))
    yield Table(
        "Coverage: paragraphs of each session, read by two coders or more, and read by each coder",
        ("Session", "Date", "Paragraphs", "By two", *facts.coders), tuple(rows),
        (0.22, 0.14, 0.14, 0.1, *[width] * len(facts.coders)),
    )  # fmt: skip
    if len(facts.coders) > 2:
        both = tuple((facts.pair(pair), number) for pair, number in facts.both_read.items())
        yield Table("Paragraphs both of a pair have read", ("Coders", "Paragraphs"), both, (0.5, 0.2))


def _analysis(facts: Facts) -> str:
    design = facts.report.design
    left_out = {
        None: "paragraph",
        "question": "question with all its answers",
        "witness": "witness with all they say",
    }
    drawn = (
        f" Beside them stand percentile intervals of {many(design.draws, 'bootstrap sample')} (seed "
        f"{design.seed})."
        if design.draws
        else ""
    )
    return (
        "Agreement on each code is Krippendorff's alpha (nominal, code given or not; Krippendorff 2004), "
        "with Gwet's AC1 (2008), percent, positive and negative agreement (Cicchetti & Feinstein 1990) "
        "and, for each pair of coders, Cohen's kappa beside it; over all codes it is the binary alpha "
        "pooled over the codes, and the alpha of whole sets of codes with Jaccard and with MASI distance "
        "(Passonneau 2006). 95% intervals are score intervals from a jackknife that leaves out one "
        f"{left_out[design.cluster]} at a time, with a t quantile.{drawn} No interval is shown where a "
        "code was given, or left out, fewer than 10 times by a coder on average, or fewer than 60 "
        "paragraphs were compared, as it would not cover 95% there. The lower bound of alpha's interval "
        f"is held against {RELIABLE:.3f} (reliable) and {TENTATIVE:.3f} (tentative; Krippendorff 2004). "
        "All figures are from before adjudication, unless they are named otherwise."
    )


def summary(facts: Facts) -> str:
    """The result in some sentences."""
    overall, graded = facts.report.agreement.overall, facts.graded
    below = next(grade for grade in graded if grade.startswith("below"))
    return (
        f"Over all codes, on {many(overall.units, 'paragraph')} that two coders or more have read, pooled "
        f"binary alpha is {told(overall.alpha)}, and alpha of whole sets of codes {told(overall.masi)} "
        f"with MASI and {told(overall.jaccard)} with Jaccard distance. Of "
        f"{many(len(facts.codes), 'code')}, {len(graded['reliable'])} can be called reliable (the lower "
        f"bound of alpha's interval is {RELIABLE:.3f} or more), {len(graded['tentative'])} tentative, and "
        f"{len(graded[below])} neither; of {len(graded[''])} there is too little to tell."
    )
