"""The arrays that figures are made of, and their ratio."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.integer[Any]]


def over(numerator: Array, denominator: Array, empty: float = math.nan) -> Array:
    """The ratio, `empty` where the denominator is 0."""
    shape = np.broadcast_shapes(np.shape(numerator), np.shape(denominator))
    out = np.full(shape, empty, dtype=np.float64)
    np.divide(numerator, denominator, out=out, where=np.asarray(denominator != 0))
    return out
