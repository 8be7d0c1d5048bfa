"""Coverage: how much of each session each coder has read, and how much two have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from coder.matrices.gathering import Coding


@dataclass(frozen=True, slots=True)
class Covered:
    """Of a session's paragraphs that one codes (`total`): how many each coder has read, and has a tag on that
    counts; and how many were read by nobody, by one coder and by more."""

    session: str
    total: int
    read: Mapping[str, int]
    tagged: Mapping[str, int]
    by_none: int
    by_one: int
    by_more: int


def coverage(coding: Coding, roles: Collection[str]) -> list[Covered]:
    """A line for each session, in the order of the evidence; `roles` are those of the paragraphs one
    codes."""
    units = [number for number, row in enumerate(coding.evidence) if row.role in roles]
    session = [row.session for row in coding.evidence]
    wanted = set(units)
    readers: Counter[int] = Counter()
    read: Counter[tuple[str, str]] = Counter()
    pairs = zip(coding.readings["paragraph"].tolist(), coding.readings["coder"].tolist(), strict=True)
    for paragraph, coder in pairs:
        if paragraph in wanted:
            readers[paragraph] += 1
            read[session[paragraph], coder] += 1
    tags = coding.tags[["paragraph", "coder"]].drop_duplicates()
    tagged: Counter[tuple[str, str]] = Counter(
        (session[paragraph], coder)
        for paragraph, coder in zip(tags["paragraph"].tolist(), tags["coder"].tolist(), strict=True)
        if paragraph in wanted
    )
    coders = sorted({coder for _, coder in (*read, *tagged)})
    times = Counter((session[place], min(readers[place], 2)) for place in units)
    totals = Counter(session[place] for place in units)
    return [
        Covered(
            one, totals[one], {coder: read[one, coder] for coder in coders},
            {coder: tagged[one, coder] for coder in coders}, times[one, 0], times[one, 1], times[one, 2],
        )
        for one in dict.fromkeys(session)
    ]  # fmt: skip
