"""The coefficients of one nominal variable."""

from __future__ import annotations

import numpy.typing as npt

from coder.agreement.arrays import Ints
from coder.agreement.checks import check_pair, check_ratings, cluster_numbers
from coder.agreement.estimate import Estimate
from coder.agreement.formulas import AC1, ALPHA, KAPPA, PERCENT, Coefficient
from coder.agreement.jackknife import estimates
from coder.agreement.units import nominal_units, pair_units


def percent_agreement(ratings: Ints, categories: int, clusters: npt.ArrayLike | None = None) -> Estimate:
    """Observed agreement p_a: the share of agreeing pairs of ratings, averaged over pairable units.

    `ratings`: integers of shape (units, coders), category index 0..categories-1, -1 for missing.
    `clusters`: one label a unit; then clusters are left out one at a time. Raises ValueError for
    ratings or clusters of another form. Fleiss 1971; Gwet 2014.
    """
    return _nominal(PERCENT, ratings, categories, clusters)


def krippendorff_alpha(ratings: Ints, categories: int, clusters: npt.ArrayLike | None = None) -> Estimate:
    """Nominal alpha, 1 - D_o/D_e over the pairable units. Arguments as for `percent_agreement`.

    Krippendorff 2004, 2011.
    """
    return _nominal(ALPHA, ratings, categories, clusters)


def gwet_ac1(ratings: Ints, categories: int, clusters: npt.ArrayLike | None = None) -> Estimate:
    """AC1, its margins taken over all units with a rating. Arguments as for `percent_agreement`.

    `categories` counts those of the codebook, used or not. Gwet 2008, 2014.
    """
    return _nominal(AC1, ratings, categories, clusters)


def _nominal(
    coefficient: Coefficient, ratings: Ints, categories: int, clusters: npt.ArrayLike | None
) -> Estimate:
    check_ratings(ratings, categories)
    numbers = cluster_numbers(clusters, len(ratings))
    return estimates(coefficient, nominal_units(ratings, categories, numbers))[0]


def cohen_kappa(ratings: Ints, categories: int, clusters: npt.ArrayLike | None = None) -> Estimate:
    """Kappa of two coders over the units both rated: `ratings` of shape (units, 2), else as for
    `percent_agreement`. Cohen 1960."""
    check_pair(ratings, categories)
    return estimates(KAPPA, pair_units(ratings, categories, cluster_numbers(clusters, len(ratings))))[0]
