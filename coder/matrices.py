"""From tags to counts: theme and code by witness, question or session, and the quotes behind each count.

A count is a number of distinct paragraphs, and so is every total: a paragraph with three codes of a
theme is one paragraph of that theme, of its witness and of the whole. `gather` makes the frames once,
`based_on` keeps the tags that count, `matrix` counts them, `quotes` lists what was counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

import pandas as pd

from coder.codebook import Code, Codebook
from coder.errors import CoderError
from coder.evidence.model import Role

Level: TypeAlias = Literal["theme", "code"]
Axis: TypeAlias = Literal["witness", "question", "session"]

NO_SPEAKER = "(no speaker)"
NO_QUESTION = "(no question)"
NOT_IN_CODEBOOK = "(not in the codebook)"
BASES = ("any", "majority", "all", "agreed")
EVIDENCE_ROLES: frozenset[Role] = frozenset({"answer", "opening", "statement", "closing"})
"""A witness who speaks in one of these roles has a column even with no tag; a member has none."""


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """A paragraph with what surrounds it. `date` is ISO, `position` its place in the whole inquiry.

    `speaker` names a person of the inquiry, the same in each session and no other; `attributes` are those
    that users gave the person; `full_citation` is the form for quoting.
    """

    paragraph: str
    session: str
    session_title: str
    date: str | None
    item: str
    item_heading: str
    question: str | None
    question_number: str | None
    question_text: str | None
    role: Role
    speaker: str | None
    organisation: str | None
    citation: str
    text: str
    position: int
    from_witness: bool = True
    """False where the speaker is known and is no witness, as the chair is."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    full_citation: str = ""


@dataclass(frozen=True, slots=True)
class TagRow:
    """A code put on a paragraph by a coder; `value` is a step of the code's scale, from 1.

    `quoted` are the passages it stands on, each with where it begins in the paragraph.
    """

    paragraph: str
    code: str
    coder: str
    value: int | None = None
    quoted: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Coding:
    """Paragraphs, tags and readings of an inquiry, in the order of the evidence.

    Each frame says `paragraph` as a place in `evidence`. `tags` has the columns `paragraph`, `value`,
    `quoted` and the categoricals `code`, `theme`, `coder`, `witness`, `question`, `session`, whose categories
    stand in the order in which a matrix shows them; `paragraphs` (one row each) has the last three;
    `readings` has `paragraph` and `coder`, and a tagged paragraph counts as read.
    """

    codebook: Codebook
    """With the codes of tags that it does not hold added under the theme `(not in the codebook)`."""
    evidence: tuple[ParagraphRow, ...]
    paragraphs: pd.DataFrame
    tags: pd.DataFrame
    readings: pd.DataFrame
    elsewhere: int
    """Tags on paragraphs that were not given, and so are counted nowhere."""


@dataclass(frozen=True)
class Matrix:
    """Counts of distinct paragraphs (rows x columns), with totals that count a paragraph once."""

    counts: pd.DataFrame
    row_totals: pd.Series[int]
    column_totals: pd.Series[int]
    total: int


class Quote(NamedTuple):
    """A paragraph under a theme or code; `tags` are the (code, value, coder) that put it there.

    `quoted` are the passages that any of them quotes, each once, in the order of the text.
    """

    row: str
    column: str
    paragraph: int
    tags: tuple[tuple[str, int | None, str], ...]
    quoted: tuple[str, ...] = ()


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
        whole, evidence, frame, _tag_frame(placed, at, frame, whole), readings_frame, len(given) - len(placed)
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
    shown = [(row, row.role in EVIDENCE_ROLES or number in tagged) for number, row in enumerate(evidence)]
    witness = [
        (row.speaker or NO_SPEAKER) if show and (row.from_witness or number in tagged) else None
        for number, (row, show) in enumerate(shown)
    ]
    # One "(no question)" an item, so that questions nest in sessions and one order of quotes serves both.
    question = [row.question or (f"{row.item}/{NO_QUESTION}" if show else None) for row, show in shown]
    session = [row.session for row in evidence]
    witnesses = sorted(dict.fromkeys(filter(None, witness)), key=NO_SPEAKER.__eq__)
    return pd.DataFrame(
        {
            "witness": pd.Categorical(witness, witnesses),
            "question": pd.Categorical(question, list(dict.fromkeys(filter(None, question)))),
            "session": pd.Categorical(session, list(dict.fromkeys(session))),
        }
    )


def _tag_frame(
    tags: Sequence[TagRow], at: list[int], paragraphs: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    theme = {code.id: codebook.theme_of(code.id).id for code in codebook.codes}
    around = paragraphs.iloc[at].reset_index(drop=True)
    return pd.DataFrame(
        {
            "paragraph": pd.Series(at, dtype="int32"),
            "code": pd.Categorical([tag.code for tag in tags], [code.id for code, _ in tree(codebook)]),
            "theme": pd.Categorical([theme[tag.code] for tag in tags], [code.id for code in codebook.themes]),
            "coder": pd.Categorical([tag.coder for tag in tags], sorted({tag.coder for tag in tags})),
            "value": pd.array([tag.value for tag in tags], dtype="Int8"),
            "quoted": pd.Series([tag.quoted for tag in tags], dtype="object"),
        }
    ).join(around)


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


def based_on(coding: Coding, basis: str) -> Coding:
    """The coding with only the tags that count.

    `any`: every tag. `majority`: a code on a paragraph where more than half of the coders who read the
    paragraph put it. `all`: where every coder who read it did. `agreed`: every tag, which are then those of
    the agreed layer. Otherwise the initials of one coder.
    Raises CoderError where no coder has these initials.
    """
    tags = coding.tags
    if basis in ("any", "agreed"):
        return coding
    if basis not in BASES:
        known = sorted(set(coding.readings["coder"]))
        if basis not in known:
            choice = ", ".join([*BASES, *known])
            raise CoderError(f"No coder {basis} has read or tagged this evidence; a basis is {choice}.")
        return replace(coding, tags=tags[tags["coder"] == basis].reset_index(drop=True))
    readers = tags["paragraph"].map(coding.readings["paragraph"].value_counts())
    agreeing = tags.groupby(["paragraph", "code"], observed=True)["coder"].transform("size")
    counted = agreeing == readers if basis == "all" else agreeing * 2 > readers
    return replace(coding, tags=tags[counted].reset_index(drop=True))


def matrix(coding: Coding, rows: Level, columns: Axis) -> Matrix:
    """Distinct paragraphs of each theme or code (every one, used or not) by witness, question or session.

    A code counts its own tags alone, a theme those of every code below it. Each paragraph has one witness,
    one question and one session, so a row's total is the sum of its counts; a column's is not.
    """
    tags = coding.tags
    row_ids, column_ids = list(tags[rows].cat.categories), list(tags[columns].cat.categories)
    distinct = tags.groupby([rows, columns], observed=False)["paragraph"].nunique()
    counts = distinct.unstack(columns).reindex(row_ids, columns=column_ids).astype("int64")
    each = tags.drop_duplicates("paragraph").groupby(columns, observed=False).size()
    return Matrix(counts, counts.sum(axis=1).astype("int64"), each.reindex(column_ids), int(each.sum()))


def quotes(coding: Coding, rows: Level, by: Axis) -> list[Quote]:
    """A quote for each pair of theme or code and paragraph, by row, then column, then place in the evidence.

    So the quotes of a count stand together and are as many as it says, as do those of a row's total; and as
    questions nest in sessions, those of a session stand together in the order by question too.
    """
    frame = coding.tags
    put: dict[tuple[int, int], list[tuple[str, int | None, str]]] = {}
    fields = (frame[rows].cat.codes, frame["paragraph"], frame["code"], frame["value"], frame["coder"])
    quoted: dict[tuple[int, int], set[tuple[int, str]]] = {}
    for row, paragraph, passages in zip(fields[0].tolist(), frame["paragraph"], frame["quoted"], strict=True):
        if passages:
            quoted.setdefault((row, paragraph), set()).update(passages)
    for row, paragraph, code, value, coder in zip(*(one.tolist() for one in fields), strict=True):
        put.setdefault((row, paragraph), []).append((code, None if value is pd.NA else value, coder))
    row_ids, column_ids = list(frame[rows].cat.categories), list(frame[by].cat.categories)
    rank = {code: number for number, code in enumerate(frame["code"].cat.categories)}
    column = coding.paragraphs[by].cat.codes.tolist()
    ordered = sorted(put, key=lambda pair: (pair[0], column[pair[1]], pair[1]))
    return [
        Quote(
            row_ids[row],
            column_ids[column[paragraph]],
            paragraph,
            tuple(sorted(put[row, paragraph], key=lambda tag: (rank[tag[0]], tag[2]))),
            tuple(text for _, text in sorted(quoted.get((row, paragraph), ()))),
        )
        for row, paragraph in ordered
    ]


def column_heads(coding: Coding, by: Axis) -> dict[str, ParagraphRow]:
    """Each column of a matrix, in order, with the first paragraph that falls in it."""
    heads: dict[str, ParagraphRow] = {}
    for key, row in zip(coding.paragraphs[by].tolist(), coding.evidence, strict=True):
        heads.setdefault(key, row)
    return {key: heads[key] for key in coding.paragraphs[by].cat.categories}
