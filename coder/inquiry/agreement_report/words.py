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
        return f"{_signed(estimate.shown[0])} to {_signed(estimate.shown[1])}"
    if estimate.value is None:
        return ""
    return estimate.flag or estimate.interval_reason


def told(estimate: Estimate) -> str:
    """Both in a sentence: `0.81 (95% interval 0.71 to 0.92)`."""
    if estimate.value is None:
        return f"not defined ({estimate.reason})"
    what = "95% interval" if estimate.shown is not None else "no interval:"
    return f"{_signed(estimate.value)} ({what} {interval(estimate)})"


def _signed(value: float) -> str:
    """With a minus sign, as in print; a small negative number is no `-0.00`."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\N{MINUS SIGN}")
