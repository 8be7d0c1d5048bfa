"""What the margins of two coders leave open to a coefficient, and that in a sentence.

How often each applied the code bounds how often they can agree: at most 1 - |bias index|, where the one
who applied it less does so only where the other did; at least |prevalence index|, where they meet as
little as they can. Between the two every coefficient grows with agreement. Cohen 1960 (largest kappa);
Feinstein & Cicchetti 1990; Byrt, Bishop & Carlin 1993.
"""

from __future__ import annotations

Table = tuple[int, int, int, int]
"""Units that both gave the code, the first alone, the second alone, neither (`PairAgreement.table`)."""


def limits(table: Table) -> dict[str, tuple[float, float]]:
    """Lowest and highest value of each coefficient with the same margins, by its name in
    `PairAgreement` and `CodeAgreement`; those that the margins leave undefined are not in it."""
    a, b, c, d = table
    n = sum(table)
    if not n:
        return {}
    prevalence, bias = (a - d) / n, (b - c) / n
    low, high = (_coefficients(p_o, prevalence, bias, n) for p_o in (abs(prevalence), 1 - abs(bias)))
    return {name: (low[name], high[name]) for name in low}


def _coefficients(p_o: float, prevalence: float, bias: float, n: int) -> dict[str, float]:
    """From the agreement and the margins, first + second = 1 + prevalence and first - second = bias."""
    both = (1 + prevalence) / 2
    chance = (1 + prevalence**2 - bias**2) / 2
    found = {"percent": p_o, "pabak": 2 * p_o - 1}
    if chance < 1:
        found["kappa"] = (p_o - chance) / (1 - chance)
    if 0 < both < 1:
        expected = 2 * both * (1 - both) * 2 * n / (2 * n - 1)
        found["alpha"] = 1 - (1 - p_o) / expected
    by_chance = 2 * both * (1 - both)
    found["ac1"] = (p_o - by_chance) / (1 - by_chance)
    if both > 0:
        found["positive"] = (p_o + prevalence) / (1 + prevalence)
    if both < 1:
        found["negative"] = (p_o - prevalence) / (1 - prevalence)
    return found


def explanation(table: Table) -> str:
    """Why kappa is what it is at this agreement, in a sentence or two; empty where it is undefined."""
    a, b, c, d = table
    n = sum(table)
    bounds = limits(table)
    if "kappa" not in bounds:
        return ""
    agreement, first, second = (a + d) / n, (a + b) / n, (a + c) / n
    chance = first * second + (1 - first) * (1 - second)
    kappa = (agreement - chance) / (1 - chance)
    low, high = bounds["kappa"]
    return (
        f"The coders agree on {_share(agreement)} of {n} paragraphs; applying the code to {_share(first)} "
        f"and {_share(second)} of them, they would agree on {_share(chance)} by chance, which makes kappa "
        f"{kappa:z.2f}. With these margins kappa lies between {low:z.2f} and {high:z.2f}."
    )


def _share(part: float) -> str:
    """With a decimal where it has one, since a rare code is on 0.3% and not on 0%."""
    return f"{part:.1%}".replace(".0%", "%")
