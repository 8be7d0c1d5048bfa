"""What occurs together: codes on the same paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coder.matrices.counting import Level, categories
from coder.matrices.gathering import Coding


@dataclass(frozen=True)
class Together:
    """Of each two codes (or themes) the paragraphs that have both; on the diagonal those that have the one.

    `jaccard` is these over the paragraphs that have either of the two, 0 where there are none.
    """

    counts: pd.DataFrame
    jaccard: pd.DataFrame


def together(coding: Coding, level: Level = "code") -> Together:
    """Both frames are square, their rows and columns every code (or theme) that any tag that counts has."""
    tags = coding.tags.drop_duplicates([level, "paragraph"])
    used, places = np.unique(tags[level].cat.codes.to_numpy(), return_inverse=True)
    names = pd.Index([categories(coding, level)[place] for place in used])
    both = np.zeros((len(used), len(used)), np.int64)
    by_paragraph = places[np.argsort(tags["paragraph"].to_numpy(), kind="stable")]
    ends = np.flatnonzero(np.diff(np.sort(tags["paragraph"].to_numpy()), append=-1)) + 1
    for codes in np.split(by_paragraph, ends[:-1]) if len(tags) else ():
        both[np.ix_(codes, codes)] += 1
    alone = np.diagonal(both)
    either = alone[:, None] + alone - both
    jaccard = np.divide(both, either, out=np.zeros(both.shape), where=either != 0)
    return Together(pd.DataFrame(both, names, names), pd.DataFrame(jaccard, names, names))
