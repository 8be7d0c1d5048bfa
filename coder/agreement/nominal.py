"""The coefficients of one nominal variable.

All take `ratings`, integers of shape (units, coders), category index 0..categories-1, -1 for missing;
`categories`, the number of those in the codebook, used or not; `clusters`, one label a unit, by which
clusters are left out (and drawn) instead of units; and `bootstrap`, where an interval by resampling is
wanted beside the jackknife's. All raise ValueError for ratings or clusters of another form.
"""

from __future__ import annotations

from dataclasses import replace

import numpy.typing as npt

from coder.agreement import formulas
from coder.agreement.arrays import Ints
from coder.agreement.checks import check_pair, check_ratings, cluster_numbers
from coder.agreement.estimate import Bootstrap, Estimate
from coder.agreement.estimating import estimates
from coder.agreement.formulas import Coefficient
from coder.agreement.units import category_units, coder_units

CODER_UNREAD = "a coder has no rating"

Labels = npt.ArrayLike | None


def percent_agreement(
    ratings: Ints, categories: int, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """Observed agreement p_a: the share of agreeing pairs of ratings, averaged over pairable units.
    Fleiss 1971; Gwet 2014."""
    return _of_counts(formulas.PERCENT, ratings, categories, clusters, bootstrap)


def krippendorff_alpha(
    ratings: Ints, categories: int, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """Nominal alpha, 1 - D_o/D_e over the pairable units. Krippendorff 2004, 2011."""
    return _of_counts(formulas.ALPHA, ratings, categories, clusters, bootstrap)


def fleiss_kappa(
    ratings: Ints, categories: int, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """(p_a - p_e)/(1 - p_e), p_e = sum_k s_k^2 with s_k the mean over all units with a rating of
    n_ik/m_i. Complete data: Fleiss 1971; missing data: Gwet's generalisation, Gwet 2014 ch. 4-5."""
    return _of_counts(formulas.FLEISS, ratings, categories, clusters, bootstrap)


def gwet_ac1(
    ratings: Ints, categories: int, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """As `fleiss_kappa` with p_e = sum_k s_k(1 - s_k)/(q - 1). Gwet 2008, 2014."""
    return _of_counts(formulas.AC1, ratings, categories, clusters, bootstrap)


def brennan_prediger(
    ratings: Ints, categories: int, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """(p_a - 1/q)/(1 - 1/q). Brennan & Prediger 1981; also Bennett's S and Randolph's kappa."""
    return _of_counts(formulas.BRENNAN_PREDIGER, ratings, categories, clusters, bootstrap)


def conger_kappa(
    ratings: Ints, categories: int, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """As `fleiss_kappa` with p_e the mean over pairs of coders of sum_k p_kg p_kh, p_kg the share of k
    among all ratings of coder g. A coder with no rating: undefined. Conger 1980; Gwet 2014."""
    check_ratings(ratings, categories)
    units = coder_units(ratings, categories, cluster_numbers(clusters, len(ratings)))
    found = estimates([formulas.conger(ratings.shape[1])], units, bootstrap, code=categories == 2)[0][0]
    if found.reason == "no variation" and (ratings < 0).all(axis=0).any():
        return replace(found, reason=CODER_UNREAD, interval_reason=CODER_UNREAD)
    return found


def _of_counts(
    coefficient: Coefficient, ratings: Ints, categories: int, clusters: Labels, bootstrap: Bootstrap | None
) -> Estimate:
    check_ratings(ratings, categories)
    units = category_units(ratings, categories, cluster_numbers(clusters, len(ratings)))
    return estimates([coefficient], units, bootstrap, code=categories == 2)[0][0]


# ---- of two coders, over the units that both rated


def cohen_kappa(
    ratings: Ints, categories: int, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """(p_o - p_e)/(1 - p_e), p_e = sum_k p_k1 p_k2. Cohen 1960; its large-sample standard error is
    `published.fleiss_cohen_everitt_se`."""
    return _of_two(formulas.KAPPA, ratings, categories, clusters, bootstrap)


def scott_pi(
    ratings: Ints, categories: int, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """As `cohen_kappa` with p_e = sum_k ((p_k1 + p_k2)/2)^2. Scott 1955."""
    return _of_two(formulas.SCOTT, ratings, categories, clusters, bootstrap)


def _of_two(
    coefficient: Coefficient, ratings: Ints, categories: int, clusters: Labels, bootstrap: Bootstrap | None
) -> Estimate:
    check_pair(ratings, categories)
    both = ratings.copy()
    both[(ratings < 0).any(axis=1)] = -1
    units = coder_units(both, categories, cluster_numbers(clusters, len(ratings)))
    return estimates([coefficient], units, bootstrap, code=categories == 2)[0][0]


# ---- of a code applied (1) or not (0)


def positive_agreement(
    ratings: Ints, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """Where one coder applied the code, the share of the others that did: two coders, 2a/(2a + b + c),
    Cicchetti & Feinstein 1990; more, sum_i n_i1(n_i1 - 1) / sum_i n_i1(m_i - 1), Uebersax 1982."""
    return _of_counts(formulas.POSITIVE, ratings, 2, clusters, bootstrap)


def negative_agreement(
    ratings: Ints, clusters: Labels = None, bootstrap: Bootstrap | None = None
) -> Estimate:
    """As `positive_agreement`, of not applying it."""
    return _of_counts(formulas.NEGATIVE, ratings, 2, clusters, bootstrap)


def prevalence_index(ratings: Ints, clusters: Labels = None, bootstrap: Bootstrap | None = None) -> Estimate:
    """(a - d)/N, Byrt, Bishop & Carlin 1993; of more than two coders, the share of their ratings that
    apply the code less the share that do not."""
    return _of_counts(formulas.PREVALENCE, ratings, 2, clusters, bootstrap)


def bias_index(ratings: Ints, clusters: Labels = None, bootstrap: Bootstrap | None = None) -> Estimate:
    """(b - c)/N of two coders: how much more of the paragraphs the first gave the code than the second.
    Byrt, Bishop & Carlin 1993."""
    return _of_two(formulas.BIAS, ratings, 2, clusters, bootstrap)


def pabak(ratings: Ints, clusters: Labels = None, bootstrap: Bootstrap | None = None) -> Estimate:
    """2 p_a - 1, which is `brennan_prediger` of two categories. Byrt, Bishop & Carlin 1993."""
    return _of_counts(formulas.BRENNAN_PREDIGER, ratings, 2, clusters, bootstrap)
