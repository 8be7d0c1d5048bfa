"""The quotes behind the counts, and what stands at the head of a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, SupportsIndex, overload

import numpy as np
import pandas as pd

from coder.matrices.counting import OF_TAGS, categories, find_axis
from coder.matrices.gathering import Coding
from coder.matrices.records import ParagraphRow


class Quote(NamedTuple):
    """A paragraph under a row of a matrix; `tags` are the (code, value, coder) that put it there.

    `quoted` are the passages that any of them quotes, each once, in the order of the text.
    """

    row: str
    column: str
    paragraph: int
    tags: tuple[tuple[str, int | None, str], ...]
    quoted: tuple[str, ...] = ()


class Quotes(Sequence[Quote]):
    """Quotes in order, each made when it is asked for: a long list takes little room."""

    def __init__(self, coding: Coding, rows: str, by: str) -> None:
        down, across, tags = find_axis(coding, rows), find_axis(coding, by), coding.tags
        self.row_ids, self.column_ids = categories(coding, down), categories(coding, across)
        paragraph = tags["paragraph"].to_numpy()
        row, column = (
            (tags[axis] if axis in OF_TAGS else coding.paragraphs[axis].iloc[paragraph]).cat.codes.to_numpy()
            for axis in (down, across)
        )
        code, coder = (tags[name].cat.codes.to_numpy() for name in ("code", "coder"))
        order = np.lexsort((coder, code, paragraph, column, row))
        self.row, self.column, self.paragraph = row[order], column[order], paragraph[order]
        parts = (self.row, self.column, self.paragraph)
        begins = (
            np.logical_or.reduce([np.diff(part, prepend=-2) != 0 for part in parts]) if len(order) else []
        )
        self._starts = np.append(np.flatnonzero(begins), len(order))
        self.row, self.column, self.paragraph = (part[self._starts[:-1]] for part in parts)
        put = tags.iloc[order]
        self._code, self._coder = put["code"].cat.codes.to_numpy(), put["coder"].cat.codes.to_numpy()
        self._value, self._quoted = put["value"].to_numpy(dtype=np.int8, na_value=0), put["quoted"].to_numpy()
        self._codes, self._coders = categories(coding, "code"), categories(coding, "coder")

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: SupportsIndex) -> Quote: ...
    @overload
    def __getitem__(self, at: slice) -> list[Quote]: ...
    def __getitem__(self, at: SupportsIndex | slice) -> Quote | list[Quote]:
        if isinstance(at, slice):
            return [self._quote(place) for place in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        return self._quote(place)

    def __iter__(self) -> Iterator[Quote]:
        return map(self._quote, range(len(self)))

    def _quote(self, place: int) -> Quote:
        tags = range(self._starts[place], self._starts[place + 1])
        passages = {passage for tag in tags for passage in self._quoted[tag]}
        return Quote(
            self.row_ids[self.row[place]],
            self.column_ids[self.column[place]],
            int(self.paragraph[place]),
            tuple(
                (self._codes[self._code[tag]], int(self._value[tag]) or None, self._coders[self._coder[tag]])
                for tag in tags
            ),
            tuple(text for _, text in sorted(passages)),
        )


def quotes(coding: Coding, rows: str, by: str) -> Quotes:
    """A quote for each row, column and paragraph that a tag brings together, in the order of the three.

    So the quotes of a count stand together and are as many as it says; as do those of a row's total, where a
    paragraph has one column; and as questions nest in sessions, those of a session stand together in the
    order by question too. Raises CoderError where there is no such axis.
    """
    return Quotes(coding, rows, by)


def column_heads(coding: Coding, by: str) -> dict[str, ParagraphRow]:
    """Each value of an axis of paragraphs, in order, with the first paragraph that has it."""
    firsts = pd.Series(coding.paragraphs[by].cat.codes).drop_duplicates()
    at = {code: place for place, code in zip(firsts.index, firsts.tolist(), strict=True)}
    return {key: coding.evidence[at[code]] for code, key in enumerate(categories(coding, by))}
