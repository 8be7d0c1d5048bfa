"""How many paragraphs must be double-coded: before the work, and after a part of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from coder.errors import CoderError
from coder.inquiry.agreeing import AgreementReport

if TYPE_CHECKING:
    from coder.agreement import Plan

USUAL = (0.05, 0.1, 0.2, 0.3, 0.5)
"""Prevalences planned for where none is named."""
BOUND = {
    "width": "for the width", "positives": "for enough paragraphs with the code",
    "units": "since fewer give no interval",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """Of one code: the paragraphs two have read, and what is planned; None where they tell too little."""

    code: str
    units: int
    plan: Plan | None

    @property
    def more(self) -> int | None:
        return None if self.plan is None else max(0, self.plan.units - self.units)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"more": self.more}


def before(
    prevalence: float | None, alpha: float, half_width: float, coders: int
) -> list[tuple[float, Plan]]:
    """What is needed at a prevalence, or at the usual ones. Raises CoderError where a number cannot be."""
    from coder.agreement import plan

    try:
        return [
            (one, plan(one, alpha, half_width, coders)) for one in ([prevalence] if prevalence else USUAL)
        ]
    except ValueError as error:
        raise CoderError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None


def after(report: AgreementReport, half_width: float) -> list[Need]:
    """What each code needs by what was found of it so far."""
    from coder.agreement import plan_after_pilot

    found = zip(report.ratings.codes, report.agreement.codes, strict=True)
    coders = max(2, len(report.ratings.coders))
    return [Need(code.id, one.units, plan_after_pilot(one, half_width, coders)) for code, one in found]


def before_lines(plans: list[tuple[float, Plan]], alpha: float, half_width: float, coders: int) -> list[str]:
    lines = [
        f"To be read by each of {coders} coders, for alpha's 95% interval to reach {half_width:.2f} to both",
        f"sides where alpha is {alpha:.2f}:",
        "",
        "the code on  paragraphs  with the code  half-width",
    ]
    lines += [
        f"{prevalence:>11.0%}  {one.units:>10}  {one.positives:>13.0f}  {one.half_width:>10.2f}  "
        f"{BOUND[one.bound_by]}"
        for prevalence, one in plans
    ]
    return lines


def after_lines(needs: list[Need], half_width: float) -> list[str]:
    width = max([len("code"), *(len(one.code) for one in needs)])
    lines = [
        f"For alpha's 95% interval to reach {half_width:.2f} to both sides, by what was found so far:",
        "",
        f"{'code':{width}}  read by two  needed  more",
    ]
    for one in needs:
        told = f"{one.plan.units:>6}  {one.more:>4}" if one.plan else "too little is known; use --prevalence"
        lines.append(f"{one.code:{width}}  {one.units:>11}  {told}")
    return lines
