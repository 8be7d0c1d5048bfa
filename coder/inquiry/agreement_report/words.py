"""Figures in cells and in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coder.agreement import Estimate


def figure(estimate: Estimate) -> float | str:
    """The value; where it is undefined, why, as `n/a (no variation)`."""
    return f"n/a ({estimate.reason})" if estimate.value is None else estimate.value


def interval(estimate: Estimate) -> str:
    """The interval shown, `0.71 to 0.92`; else the flag, or why there is none."""
    if estimate.shown is not None:
        return between(*estimate.shown)
    if estimate.value is None:
        return ""
    return estimate.flag or estimate.interval_reason


def between(low: float, high: float) -> str:
    return f"{_signed(low)} to {_signed(high)}"


def told(estimate: Estimate) -> str:
    """Both in a sentence: `0.81 (95% interval 0.71 to 0.92)`."""
    if estimate.value is None:
        return f"not defined ({estimate.reason})"
    what = "95% interval" if estimate.shown is not None else "no interval:"
    return f"{_signed(estimate.value)} ({what} {interval(estimate)})"


def _signed(value: float) -> str:
    """With a minus sign, as in print."""
    return f"{value:z.2f}".replace("-", "\N{MINUS SIGN}")
