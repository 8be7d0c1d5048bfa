"""Which code one coder put where another put which."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Ints


def confusion(first: npt.NDArray[np.int8], second: npt.NDArray[np.int8]) -> Ints:
    """On how many paragraphs the first put x and not y, and the second y and not x: (codes + 1, codes + 1).

    `first` and `second`: int8 (paragraphs, codes) of 1, 0 and -1; only what both judged counts. The last row
    and column stand for nothing: what one put where the other put no code that the first had not. What both
    put is on the diagonal.
    """
    judged = (first >= 0) & (second >= 0)
    one, other = judged & (first > 0), judged & (second > 0)
    only, only_other = one & ~other, other & ~one
    found = np.zeros((first.shape[1] + 1,) * 2, dtype=np.int64)
    found[:-1, :-1] = only.T.astype(np.int64) @ only_other
    found[:-1, -1] = only[~only_other.any(axis=1)].sum(axis=0)
    found[-1, :-1] = only_other[~only.any(axis=1)].sum(axis=0)
    np.fill_diagonal(found[:-1, :-1], (one & other).sum(axis=0))
    return found
