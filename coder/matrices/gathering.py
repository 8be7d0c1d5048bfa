"""The frames that are counted, from plain records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from coder.codebook import Code, Codebook
from coder.evidence.model import ROLES, Role
from coder.matrices.records import ParagraphRow, TagRow

NO_SPEAKER = "(no speaker)"
NO_QUESTION = "(no question)"
NO_ORGANISATION = "(no organisation)"
NO_DATE = "(no date)"
NOT_SET = "(not set)"
NOT_IN_CODEBOOK = "(not in the codebook)"
ATTRIBUTE = "attribute:"
"""Stands before an attribute's name in the columns of `Coding.paragraphs`."""
KINDS = ("witness", "member", "official", "other")
EVIDENCE_ROLES: frozenset[Role] = frozenset({"answer", "opening", "statement", "closing"})
"""A witness who speaks in one of these roles has a column even with no tag; a member has none."""


@dataclass(frozen=True)
class Coding:
    """Paragraphs, tags and readings of an inquiry, in the order of the evidence.

    Each frame says `paragraph` as a place in `evidence`. `tags` has the columns `paragraph`, `value`,
    `quoted` and the categoricals `code`, `theme`, `coder`. `paragraphs`, one row each, has `words` and the
    categoricals `witness`, `organisation`, `kind`, `role`, `question`, `item`, `session`, `date` and, by
    ATTRIBUTE and its name, each attribute of a witness; nothing stands where a paragraph is in no matrix
    unless it is tagged. Categories stand in the order in which a matrix shows them. `readings` has
    `paragraph` and `coder`, and a tagged paragraph counts as read.
    """

    codebook: Codebook
    """With the codes of tags that it does not hold added under the theme `(not in the codebook)`."""
    evidence: tuple[ParagraphRow, ...]
    paragraphs: pd.DataFrame
    tags: pd.DataFrame
    readings: pd.DataFrame
    elsewhere: int
    """Tags on paragraphs that were not given, and so are counted nowhere."""


def gather(
    paragraphs: Iterable[ParagraphRow],
    tags: Iterable[TagRow],
    readings: Iterable[tuple[str, str]],
    codebook: Codebook,
) -> Coding:
    """The frames, from plain records. `readings` are (paragraph id, coder).

    Evidence is left out by leaving out its paragraphs: tags on it are then counted in `elsewhere`.
    """
    evidence = _in_order(paragraphs)
    place = {row.paragraph: number for number, row in enumerate(evidence)}
    given = {(tag.paragraph, tag.code, tag.coder): tag for tag in tags}.values()
    placed = sorted((tag for tag in given if tag.paragraph in place), key=lambda tag: place[tag.paragraph])
    at = [place[tag.paragraph] for tag in placed]
    read = {(place[paragraph], coder) for paragraph, coder in readings if paragraph in place}
    read |= {(number, tag.coder) for number, tag in zip(at, placed, strict=True)}
    whole = _with_strays(codebook, placed)
    frame = _paragraph_frame(evidence, set(at))
    readings_frame = pd.DataFrame(
        {
            "paragraph": pd.Series([number for number, _ in sorted(read)], dtype="int32"),
            "coder": pd.Series([coder for _, coder in sorted(read)], dtype="str"),
        }
    )
    return Coding(
        whole, evidence, frame, _tag_frame(placed, at, whole), readings_frame, len(given) - len(placed)
    )


def _in_order(paragraphs: Iterable[ParagraphRow]) -> tuple[ParagraphRow, ...]:
    """By position, each session in one piece."""
    rows = sorted(paragraphs, key=lambda row: row.position)
    rank = {session: number for number, session in enumerate(dict.fromkeys(row.session for row in rows))}
    return tuple(sorted(rows, key=lambda row: rank[row.session]))


def _with_strays(codebook: Codebook, tags: Sequence[TagRow]) -> Codebook:
    """The codebook, and a last theme for codes that were taken out of its file while tags remain."""
    strays = sorted({tag.code for tag in tags if tag.code not in codebook.by_id})
    if not strays:
        return codebook
    theme = Code(NOT_IN_CODEBOOK, NOT_IN_CODEBOOK)
    added = [Code(code, code, parent=theme.id) for code in strays]
    return replace(codebook, codes=(*codebook.codes, theme, *added))


def _paragraph_frame(evidence: Sequence[ParagraphRow], tagged: set[int]) -> pd.DataFrame:
    shown = [row.role in EVIDENCE_ROLES or number in tagged for number, row in enumerate(evidence)]
    heard = [
        show and (row.from_witness or number in tagged)
        for number, (row, show) in enumerate(zip(evidence, shown, strict=True))
    ]

    def of_speaker(value: Callable[[ParagraphRow], str]) -> list[str | None]:
        return [value(row) if hear else None for row, hear in zip(evidence, heard, strict=True)]

    # One "(no question)" an item, so that questions nest in sessions and one order of quotes serves both.
    question = [
        row.question or (f"{row.item}/{NO_QUESTION}" if show else None)
        for row, show in zip(evidence, shown, strict=True)
    ]
    role = [row.role if show else None for row, show in zip(evidence, shown, strict=True)]
    columns = {
        "witness": _as_met(of_speaker(lambda row: row.speaker or NO_SPEAKER), last=NO_SPEAKER),
        "organisation": _sorted(of_speaker(lambda row: row.organisation or NO_ORGANISATION), NO_ORGANISATION),
        "kind": pd.Categorical(
            kinds := of_speaker(_kind), [one for one in (*KINDS, NO_SPEAKER) if one in kinds]
        ),
        "role": pd.Categorical(role, [one for one in ROLES if one in role]),
        "question": _as_met(question),
        "item": _as_met([row.item for row in evidence]),
        "session": _as_met([row.session for row in evidence]),
        "date": _sorted([row.date or NO_DATE for row in evidence], NO_DATE),
    }
    for name in sorted({name for row in evidence for name in row.attributes}):
        values = of_speaker(lambda row, name=name: row.attributes.get(name) or NOT_SET)  # type: ignore[misc]
        columns[ATTRIBUTE + name] = _sorted(values, NOT_SET)
    words = pd.Series([len(row.text.split()) for row in evidence], dtype="int64")
    return pd.DataFrame({"words": words, **columns})


def _kind(row: ParagraphRow) -> str:
    return (row.kind or ("witness" if row.from_witness else "other")) if row.speaker else NO_SPEAKER


def _as_met(values: Sequence[Any], last: str = "") -> pd.Categorical:
    """With the categories in the order in which they are met, but for one that stands last."""
    return pd.Categorical(list(values), sorted(dict.fromkeys(filter(None, values)), key=last.__eq__))


def _sorted(values: Sequence[Any], last: str) -> pd.Categorical:
    found = sorted(set(filter(None, values)), key=lambda one: (one == last, one.casefold(), one))
    return pd.Categorical(list(values), found)


def _tag_frame(tags: Sequence[TagRow], at: list[int], codebook: Codebook) -> pd.DataFrame:
    theme = {code.id: codebook.theme_of(code.id).id for code in codebook.codes}
    return pd.DataFrame(
        {
            "paragraph": pd.Series(at, dtype="int32"),
            "code": pd.Categorical([tag.code for tag in tags], [code.id for code, _ in tree(codebook)]),
            "theme": pd.Categorical([theme[tag.code] for tag in tags], [code.id for code in codebook.themes]),
            "coder": pd.Categorical([tag.coder for tag in tags], sorted({tag.coder for tag in tags})),
            "value": pd.array([tag.value for tag in tags], dtype="Int8"),
            "quoted": pd.Series([tag.quoted for tag in tags], dtype="object"),
        }
    )


def tree(codebook: Codebook) -> list[tuple[Code, int]]:
    """The codes with their depth (a theme 0), each directly above the codes below it."""
    below: dict[str | None, list[Code]] = {}
    for code in codebook.codes:
        below.setdefault(code.parent, []).append(code)
    ordered: list[tuple[Code, int]] = []
    waiting = [(code, 0) for code in reversed(below.get(None, []))]
    while waiting:
        code, depth = waiting.pop()
        ordered.append((code, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(code.id, []))]
    return ordered
