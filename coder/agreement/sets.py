"""Alpha of sets of codes, with Jaccard or MASI distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from coder.agreement.arrays import Array, Ints
from coder.agreement.checks import check_applied, cluster_numbers
from coder.agreement.distances import Distance, alpha_of
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.pairing import Paired, paired

SetMetric = Literal["jaccard", "masi"]


@dataclass(frozen=True)
class Sets:
    """The distinct sets, as bits (S, words), their `sizes` (S,), and who gave which."""

    bits: npt.NDArray[np.uint64]
    sizes: Ints
    data: Paired

    def common(self, a: Ints, b: Ints) -> Ints:
        """How many codes two sets have in common, given as numbers that broadcast."""
        shared: Ints = np.bitwise_count(self.bits[a, 0] & self.bits[b, 0])
        for word in range(1, self.bits.shape[1]):
            shared = shared + np.bitwise_count(self.bits[a, word] & self.bits[b, word]).astype(np.int16)
        return shared

    def members(self, codes: int) -> npt.NDArray[np.bool_]:
        """(S, codes)."""
        whole = np.ascontiguousarray(self.bits).view(np.uint8)
        return np.unpackbits(whole, axis=1, count=codes, bitorder="little").astype(bool)


def set_alpha(
    applied: npt.NDArray[np.int8],
    metric: SetMetric,
    clusters: npt.ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> Estimate:
    """Alpha of the sets of codes that coders gave a paragraph, Krippendorff 2004 with set distances.

    `applied`: int8 (coders, paragraphs, codes) as for `code_agreement`; a coder who has read a
    paragraph has read it for all codes, so that -1 in any is missing. `jaccard`: 1 - |A and B| / |A or
    B|. `masi`: 1 - M times that share, M = 1 if equal, 2/3 if one contains the other, 1/3 if they
    overlap otherwise (Passonneau 2006). {} against {} is 0, against anything else 1.
    Raises ValueError for an array of another form. The cost grows with the square of the number of
    different sets.
    """
    check_applied(applied)
    sets = sets_of(applied, cluster_numbers(clusters, applied.shape[1]))
    return alpha_of(sets.data, distance_of(sets, metric), bootstrap)


def sets_of(applied: npt.NDArray[np.int8], clusters: Ints | None) -> Sets:
    """The sets of the paragraphs that two or more have read."""
    coders, paragraphs, codes = applied.shape
    read = (applied >= 0).all(axis=2) if codes else np.zeros((coders, paragraphs), bool)
    chosen = read & (read.sum(axis=0) >= 2)
    bits = _packed(applied, chosen)
    distinct, number = _distinct(bits)
    values = np.full((paragraphs, coders), -1)
    values.T[chosen] = number
    sizes = np.bitwise_count(distinct).sum(axis=1, dtype=np.int64)
    return Sets(distinct, sizes, paired(values, len(distinct), clusters))


def _packed(applied: npt.NDArray[np.int8], chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint64]:
    """The sets of the `chosen` (coders, paragraphs) as bits, code 0 the lowest: (ratings, words)."""
    words = max(1, -(-applied.shape[2] // 64))
    packed = np.zeros((int(chosen.sum()), 8 * words), np.uint8)
    begin = 0
    for of_coder, there in zip(applied, chosen, strict=True):
        bits = np.packbits(of_coder[there] > 0, axis=1, bitorder="little")
        packed[begin : begin + len(bits), : bits.shape[1]] = bits
        begin += len(bits)
    return packed.view("<u8").astype(np.uint64)


def _distinct(bits: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], Ints]:
    if bits.shape[1] == 1:
        alone, number = np.unique(bits[:, 0], return_inverse=True)
        return alone[:, None], number
    several, number = np.unique(bits, axis=0, return_inverse=True)
    return several, number.ravel()


def distance_of(sets: Sets, metric: SetMetric) -> Distance:
    """Looked up by the two sizes and what is common, since there are few sizes and many pairs of sets."""
    kinds, kind = np.unique(sets.sizes, return_inverse=True)
    most = int(kinds.max(initial=0)) + 1
    a, b, common = kinds[:, None, None], kinds[:, None], np.arange(most)
    share = common / np.maximum(a + b - common, 1)
    if metric == "masi":
        share *= _MASI[(common == a).astype(np.int8) + (common == b)]
    share[(a == 0) & (b == 0) & (common == 0)] = 1
    table = (1 - share).ravel()
    first, second = kind * (len(kinds) * most), kind * most

    def distance(a: Ints, b: Ints) -> Array:
        found: Array = table[first[a] + second[b] + sets.common(a, b)]
        return found

    return distance


_MASI = np.array([1 / 3, 2 / 3, 1])
"""By how many of the two sets are contained in the other; disjoint sets share nothing anyway."""
