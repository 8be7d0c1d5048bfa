"""`python -m benchmarks.coverage [--draws N] [--figure FILE]`: how often the 95% interval of agreement on a
code holds the true value, over number of units, coders, prevalence and true alpha.

Coders are exchangeable: a unit's chance of the code is beta distributed, so that alpha is the
intraclass correlation and can be set (beta-binomial; Skellam 1948). With `missing`, one reading in five
is missing at random. Coverage is counted where the tool prints an interval, by its own flags; what is
printed how often is shown beside it, and the coverage of the interval by Fisher's z. The figure needs
matplotlib, which the project does not.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import comb
from pathlib import Path

import numpy as np
import numpy.typing as npt

from coder.agreement.estimate import Estimate
from coder.agreement.estimating import estimates
from coder.agreement.flags import flagged, flags
from coder.agreement.formulas import AC1, ALPHA, FLEISS, PERCENT, POSITIVE, Coefficient
from coder.agreement.score import beta_binomial
from coder.agreement.units import Units

Floats = npt.NDArray[np.float64]

COEFFICIENTS = {"alpha": ALPHA, "fleiss": FLEISS, "ac1": AC1, "percent": PERCENT, "positive": POSITIVE}
UNITS = (50, 100, 200, 500, 2000)
CODERS = (2, 3, 5)
POSITIVES = (5, 8, 10, 12, 15, 20, 30, 50)
"""Expected for each coder: prevalence times units."""
ALPHAS = (0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class Cell:
    """One set of conditions."""

    units: int
    coders: int
    positives: int
    alpha: float
    missing: bool


@dataclass(frozen=True)
class Covered:
    """Of one coefficient in one cell: how often the sample has no flag, how often then an interval is shown,
    how often that holds the true value, and how often the one by Fisher's z does where it is defined."""

    unflagged: float
    printed: float
    shown: float
    fisher: float


def cells() -> Iterator[Cell]:
    for alpha, units, positives, coders, missing in product(ALPHAS, UNITS, POSITIVES, CODERS, (False, True)):
        if 2 * positives <= units and (coders > 2 or not missing):
            yield Cell(units, coders, positives, alpha, missing)


def chances(cell: Cell) -> tuple[Floats, Floats]:
    """Kinds of unit as n_ik of `not applied` and `applied`, (G, 2), and how probable each is."""
    read = 0.8 if cell.missing else 1.0
    kinds, chance = [], []
    for m in range(cell.coders + 1):
        of_m = comb(cell.coders, m) * read**m * (1 - read) ** (cell.coders - m)
        for k, of_k in enumerate(beta_binomial(cell.positives / cell.units, cell.alpha, m)):
            kinds.append((m - k, k))
            chance.append(of_m * of_k)
    return np.array(kinds, dtype=float), np.array(chance) / sum(chance)


def coverage(cell: Cell, draws: int, rng: np.random.Generator) -> dict[str, Covered]:
    """Of each coefficient, over so many samples."""
    kinds, chance = chances(cell)
    counts = rng.multinomial(cell.units, chance, size=draws)
    units = Units(kinds, kinds.sum(axis=1).astype(int), counts, lambda _: np.array([], int))
    names = flags(units)
    return {
        name: _covered(coefficient, kinds, chance, flagged(found, names))
        for (name, coefficient), found in zip(
            COEFFICIENTS.items(), estimates(list(COEFFICIENTS.values()), units, code=True), strict=True
        )
    }


def _covered(coefficient: Coefficient, kinds: Floats, chance: Floats, found: list[Estimate]) -> Covered:
    # So many units that the sample's size no longer enters alpha.
    true = float(coefficient.value(1e12 * chance @ coefficient.parts(kinds)))
    unflagged = [one for one in found if not one.flag and one.value is not None]
    shown = [low <= true <= high for low, high in filter(None, (one.shown for one in unflagged))]
    fisher = [
        one.low <= true <= one.high for one in unflagged if one.low is not None and one.high is not None
    ]
    return Covered(
        len(unflagged) / len(found),
        len(shown) / max(len(unflagged), 1),
        float(np.mean(shown)) if shown else np.nan,
        float(np.mean(fisher)) if fisher else np.nan,
    )


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    options.add_argument("--draws", type=int, default=4000, help="samples for each cell (4000)")
    options.add_argument("--figure", type=Path, help="draw the coverage of alpha into this file")
    chosen = options.parse_args()
    rng = np.random.default_rng(2014)
    results = {cell: coverage(cell, chosen.draws, rng) for cell in cells()}
    for name in COEFFICIENTS:
        print(f"\n{name}: coverage over the cells, by true alpha and expected positives for each coder")
        for alpha, positives in product(ALPHAS, POSITIVES):
            print(summary(name, alpha, positives, results))
    if chosen.figure:
        draw(results, chosen.figure)


def summary(name: str, alpha: float, positives: int, results: dict[Cell, dict[str, Covered]]) -> str:
    """One line: over the cells of 100 units and more, from the lowest to the highest."""
    some = [
        found[name]
        for cell, found in results.items()
        if (cell.alpha, cell.positives) == (alpha, positives) and cell.units >= 100
    ]
    often = [found for found in some if found.unflagged >= 0.05]
    line = f"  {alpha:4.2f} {positives:3d}   unflagged {np.mean([f.unflagged for f in some]):5.1%}"
    if not often:
        return line + "   next to never printed"
    shown, fisher = (np.array([getattr(f, kind) for f in often]) for kind in ("shown", "fisher"))
    printed = np.array([f.printed for f in often])
    return (
        f"{line}   printed then {printed.min():5.1%}+   shown {shown.min():.3f}-{shown.max():.3f}"
        f"   outside 93-97: {((shown < 0.93) | (shown > 0.97)).sum()} of {len(shown)} cells"
        f"   Fisher's z {fisher.min():.3f}-{fisher.max():.3f}"
    )


def draw(results: dict[Cell, dict[str, Covered]], path: Path) -> None:
    """Coverage of alpha against expected positives: one panel a true alpha, one line a number of coders
    and units; grey where the tool prints it in fewer than half of the samples."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "coverage"
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, len(ALPHAS), figsize=(15, 3.8), sharey=True, layout="constrained")
    colours = dict(zip(CODERS, ("#1b6ca8", "#c8553d", "#3c8d40"), strict=True))
    for panel, alpha in zip(panels, ALPHAS, strict=True):
        panel.axhspan(0.93, 0.97, color="#eeeeee")
        panel.axhline(0.95, color="#999999", linewidth=0.8)
        for coders, units in product(CODERS, UNITS[1:]):
            line = [
                (cell.positives, found["alpha"])
                for cell, found in results.items()
                if (cell.alpha, cell.coders, cell.units, cell.missing) == (alpha, coders, units, False)
            ]
            x = [positives for positives, found in line if found.unflagged >= 0.5]
            y = [found.shown for _, found in line if found.unflagged >= 0.5]
            label = f"{coders} coders" if units == UNITS[1] else None
            panel.plot(x, y, color=colours[coders], linewidth=1, marker="o", markersize=3, label=label)
        panel.set(title=f"true alpha {alpha}", xlabel="expected positives per coder", ylim=(0.88, 1.0))
    panels[0].set_ylabel("coverage of the 95% interval")
    panels[0].legend(frameon=False, loc="lower right")
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else {})


if __name__ == "__main__":
    main()
