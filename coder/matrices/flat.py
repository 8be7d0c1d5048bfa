"""Paragraph by code, 0 and 1: for R, SPSS and the like."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coder.matrices.counting import categories
from coder.matrices.gathering import Coding

NOT_READ = -1


def paragraph_by_code(coding: Coding, coder: str | None = None) -> npt.NDArray[np.int8]:
    """Paragraphs x codes: 1 where a tag counts, 0 where not, -1 where nobody has read the paragraph.

    With a coder, -1 where that one has not.
    """
    codes = categories(coding, "code")
    found = np.full((len(coding.evidence), len(codes)), NOT_READ, np.int8)
    readings = coding.readings if coder is None else coding.readings[coding.readings["coder"] == coder]
    found[readings["paragraph"].to_numpy()] = 0
    found[coding.tags["paragraph"].to_numpy(), coding.tags["code"].cat.codes.to_numpy()] = 1
    return found
