"""The matrix: any axis by any other, by any measure, with totals that count what repeats once.

An axis is `theme`, `code` or `coder`, of which a paragraph may have several, or one of the paragraph's own:
`witness`, `organisation`, `kind` (of the speaker), `role`, `question`, `item`, `session`, `date`, or an
attribute of the witnesses. So what repeats is only a paragraph under the same themes, codes or coders.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from coder.errors import CoderError
from coder.matrices.gathering import ATTRIBUTE, Coding

Level: TypeAlias = Literal["theme", "code"]
Measure: TypeAlias = Literal["paragraphs", "row-share", "column-share", "words", "witnesses", "tags"]
Codes: TypeAlias = npt.NDArray[np.integer[Any]]

OF_TAGS = ("theme", "code", "coder")
OF_PARAGRAPHS = ("witness", "organisation", "kind", "role", "question", "item", "session", "date")
MEASURES: tuple[Measure, ...] = get_args(Measure)


@dataclass(frozen=True)
class Matrix:
    """Figures (rows x columns) of a measure, whole numbers or, as shares, between 0 and 1.

    The totals are measured like the cells, over all that falls in a row, a column or anywhere: they count a
    paragraph once. A share of nothing is 0.
    """

    rows: str
    columns: str
    measure: Measure
    counts: pd.DataFrame
    row_totals: pd.Series[Any]
    column_totals: pd.Series[Any]
    total: float


def axes(coding: Coding) -> list[str]:
    """What can be the rows or columns, by name; attributes of witnesses last."""
    own = [name.removeprefix(ATTRIBUTE) for name in map(str, coding.paragraphs) if name.startswith(ATTRIBUTE)]
    known = (*OF_TAGS, *OF_PARAGRAPHS)
    return [*known, *(f"{ATTRIBUTE}{name}" if name in known else name for name in own)]


def find_axis(coding: Coding, named: str) -> str:
    """The column of a frame that an axis names. Raises CoderError where there is none."""
    if named in (*OF_TAGS, *OF_PARAGRAPHS):
        return named
    column = named if named.startswith(ATTRIBUTE) else ATTRIBUTE + named
    if column not in coding.paragraphs:
        raise CoderError(f"There are no rows or columns by {named}; there are {', '.join(axes(coding))}.")
    return column


def categories(coding: Coding, axis: str) -> list[str]:
    """The values of an axis, in the order in which a matrix shows them."""
    frame = coding.tags if axis in OF_TAGS else coding.paragraphs
    return list(frame[axis].cat.categories)


def matrix(coding: Coding, rows: str, columns: str, measure: Measure = "paragraphs") -> Matrix:
    """A measure of the tags in a coding by two axes, every theme and code used or not.

    `paragraphs`, `words` (of the paragraphs, whole) and `witnesses` (people who give evidence, each once)
    are of the distinct paragraphs with a tag there; a code counts its own tags alone, a theme those of
    every code below it. `row-share` and `column-share` are paragraphs over those of the row or column.
    `tags` counts each coder's tag. Raises CoderError where there is no such axis.
    """
    if measure not in MEASURES:
        raise CoderError(f"There is no measure {measure}; there are {', '.join(MEASURES)}.")
    down, across = find_axis(coding, rows), find_axis(coding, columns)
    found: list[npt.NDArray[Any]] = [
        figures(coding, by, measure) for by in ((down, across), (down,), (across,), ())
    ]
    counts, of_rows, of_columns, total = found
    if measure == "row-share":
        counts, of_columns = _over(counts, of_rows[:, None]), _over(of_columns, total)
        of_rows, total = _over(of_rows, of_rows), _over(total, total)
    elif measure == "column-share":
        counts, of_rows = _over(counts, of_columns), _over(of_rows, total)
        of_columns, total = _over(of_columns, of_columns), _over(total, total)
    index = pd.Index(categories(coding, down), name=rows)
    heads = pd.Index(categories(coding, across), name=columns)
    return Matrix(
        rows, columns, measure,
        pd.DataFrame(counts, index, heads), pd.Series(of_rows, index), pd.Series(of_columns, heads),
        total.item(),
    )  # fmt: skip


def _over(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    share = np.zeros(np.shape(part))
    np.divide(part, whole, out=share, where=whole != 0)
    return share


def figures(coding: Coding, by: tuple[str, ...], measure: Measure) -> npt.NDArray[np.int64]:
    """A measure (shares as their paragraphs) of the tags by some axes; an array with a dimension for each."""
    shape = tuple(len(categories(coding, axis)) for axis in by)
    own = [axis for axis in by if axis in OF_TAGS]
    weights = None
    if measure == "tags":
        codes, paragraph = (
            [_of_tags(coding, axis) for axis in own],
            coding.tags["paragraph"].to_numpy(np.int64),
        )
    else:
        *codes, paragraph = _paragraphs_by(coding, own)
    met = dict(zip(own, codes, strict=True))
    places = [met[axis] if axis in OF_TAGS else _of(coding, axis)[paragraph] for axis in by]
    group = _numbered(places, shape, len(paragraph))
    if measure == "witnesses":
        group = _once_a_witness(coding, group, prod(shape), paragraph)
    elif measure == "words":
        weights = coding.paragraphs["words"].to_numpy()[paragraph]
    return np.bincount(group, weights, minlength=prod(shape)).astype(np.int64).reshape(shape)


def _paragraphs_by(coding: Coding, own: list[str]) -> list[Codes]:
    """The distinct combinations of values of some axes of tags and a paragraph: an array for each of
    these."""
    sizes = (*(max(1, len(categories(coding, axis))) for axis in own), max(1, len(coding.evidence)))
    parts = [*(_of_tags(coding, axis) for axis in own), coding.tags["paragraph"].to_numpy(np.int64)]
    return list(np.unravel_index(_distinct(_numbered(parts, sizes, len(coding.tags)), prod(sizes)), sizes))


def _once_a_witness(coding: Coding, group: Codes, groups: int, paragraph: Codes) -> Codes:
    """The groups once for each witness who speaks there; not for who is unknown or gives no evidence."""
    witness, names = _of(coding, "witness")[paragraph], categories(coding, "witness")
    heard = np.array([row.from_witness and bool(row.speaker) for row in coding.evidence], bool)[paragraph]
    keys = _numbered([group[heard], witness[heard]], (groups, len(names)), 0)
    return _distinct(keys, groups * len(names)) // max(1, len(names))


def _numbered(places: list[Codes], shape: tuple[int, ...], length: int) -> Codes:
    """One number for each combination of places, as in an array of a shape; zeros where there are none."""
    number: Codes = np.zeros(length if not places else len(places[0]), np.int64)
    for place, size in zip(places, shape, strict=True):
        number = number * size + place
    return number


def _distinct(keys: Codes, size: int) -> Codes:
    """Whole numbers below a size, each once, in order."""
    if size > 64 * max(len(keys), 1024):
        return np.unique(keys)
    met = np.zeros(size, bool)
    met[keys] = True
    return np.flatnonzero(met)


def _of_tags(coding: Coding, axis: str) -> Codes:
    return coding.tags[axis].cat.codes.to_numpy(np.int64)


def _of(coding: Coding, axis: str) -> Codes:
    return coding.paragraphs[axis].cat.codes.to_numpy(np.int64)
