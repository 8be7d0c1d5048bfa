"""Agreement as a JSON object, and as a table of text."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from coder.inquiry.agreeing import RELIABLE, TENTATIVE, AgreementReport, Level, verdict

if TYPE_CHECKING:
    from coder.agreement import Agreement, Estimate, OverallAgreement

NAMES = {
    "percent": "percent_agreement", "positive": "positive_agreement", "negative": "negative_agreement",
    "prevalence": "prevalence_index", "bias": "bias_index", "alpha": "krippendorff_alpha", "ac1": "gwet_ac1",
    "pabak": "pabak", "scott": "scott_pi", "kappa": "cohen_kappa",
    "fleiss": "fleiss_kappa", "conger": "conger_kappa",
}  # fmt: skip
"""What the figures of a code and of a pair are called in JSON."""
OVERALL = {
    "percent": "percent_agreement", "alpha": "pooled_binary_alpha", "jaccard": "set_alpha_jaccard",
    "masi": "set_alpha_masi", "mv_alpha": "multi_valued_alpha",
}  # fmt: skip
PAIRS_SHOWN = 3


# ---- JSON


def as_json(report: AgreementReport, again: dict[str, AgreementReport]) -> dict[str, Any]:
    """The object that `coder agreement --json` prints; an undefined figure is null with its reason.

    `again` are the reports of coders who coded a part twice.
    """
    ratings, design = report.ratings, report.design
    return {
        "coders": list(ratings.coders),
        "roles": list(ratings.inquiry.settings.roles),
        "sessions": list(dict.fromkeys(placed.session for placed in ratings.paragraphs)),
        "paragraphs": len(ratings.paragraphs),
        "codebook_revision": ratings.inquiry.codebook.revision,
        "interval": "95%, from a delete-one jackknife: low and high by Fisher's z; score, which is shown "
        "unless there is a flag, by score",
        "clustered_by": design.cluster,
        "bootstrap": {"draws": design.draws, "seed": design.seed} if design.draws else None,
        "read": _read(report),
        "codes": _codes(report, report.agreement),
        "overall": _overall(report.agreement.overall),
        "themes": _themes(report),
        "questions": _level(report, report.by_question),
        "sessions_as_units": _level(report, report.by_session),
        "within_sessions": {slug: _overall(found) for slug, found in report.within_sessions.items()},
        "drift": [
            {"first": batch.first, "last": batch.last, **_overall(batch.overall)} for batch in report.drift
        ],
        "overlap_of_quotes": [
            {"coders": _pair(report, pair), **asdict(found)} for pair, found in report.overlaps.items()
        ],
        "confusion": [
            {"coders": _pair(report, pair), "counts": _confusion(report, pair)} for pair in report.overlaps
        ],
        "after_adjudication": _level(report.after, report.after.agreement) if report.after else None,
        "again": {coder: _level(one, one.agreement) for coder, one in again.items()},
    }  # fmt: skip


def _read(report: AgreementReport) -> dict[str, int]:
    """How many paragraphs each coder has read."""
    read = (report.ratings.applied >= 0).any(axis=2).sum(axis=1)
    return dict(zip(report.coders, read.tolist(), strict=True))


def _level(report: AgreementReport, found: Agreement) -> dict[str, Any]:
    return {"codes": _codes(report, found), "overall": _overall(found.overall)}


def _codes(report: AgreementReport, found: Agreement) -> list[dict[str, Any]]:
    """Each code with its figures; those of steps where it has a scale and the units are paragraphs."""
    rows = []
    for place, code in enumerate(report.ratings.codes):
        row: dict[str, Any] = {"code": code.id, "name": code.name, "theme": report.theme_of(code.id)}
        row |= _figures(report, found, place)
        if found is report.agreement:
            row["tags"] = int((report.ratings.applied[:, :, place] == 1).sum())
            if code.values:
                row["scale"] = {scale: asdict(one) for scale, one in report.scales[code.id].items()}
        rows.append(row)
    return rows


def _themes(report: AgreementReport) -> list[dict[str, Any]]:
    rows = []
    for place, theme in enumerate(report.themes):
        row = {"theme": theme} | _figures(report, report.by_theme, place)
        if theme in report.choices:
            row["choice"] = asdict(report.choices[theme])
        rows.append(row)
    return rows


def _figures(report: AgreementReport, found: Agreement, place: int) -> dict[str, Any]:
    """The figures of one code or theme: of all coders, and of each pair."""
    from coder.agreement import explanation, limits

    one = found.codes[place]
    pairs = [(pair, of_codes[place]) for pair, of_codes in found.pairs.items()]
    return {
        "units": one.units,
        **{NAMES[name]: asdict(getattr(one, name)) for name in one.__slots__ if name in NAMES},
        "cohen_kappa": [{"coders": _pair(report, pair), **asdict(said.kappa)} for pair, said in pairs],
        "pairs": [
            {"coders": _pair(report, pair), "units": said.units, "table": list(said.table)}
            | {"large_sample_se": said.large_sample_se, "limits": limits(said.table)}
            | {"explanation": explanation(said.table)}
            | {NAMES[name]: asdict(getattr(said, name)) for name in said.__slots__ if name in NAMES}
            for pair, said in pairs
        ],
        "verdict": verdict(one.alpha),
    }


def _confusion(report: AgreementReport, pair: tuple[int, int]) -> list[list[Any]]:
    """[code of the first, code of the second, paragraphs], null for no code; what both put is left out."""
    names = [*(code.id for code in report.ratings.codes), None]
    counts = report.confusion(pair)
    return [
        [names[one], names[other], int(counts[one, other])]
        for one, other in zip(*counts.nonzero(), strict=True) if one != other
    ]  # fmt: skip


def _pair(report: AgreementReport, pair: tuple[int, int]) -> list[str]:
    return [report.coders[place] for place in pair]


def _overall(found: OverallAgreement) -> dict[str, Any]:
    return {"units": found.units} | {name: asdict(getattr(found, key)) for key, name in OVERALL.items()}


# ---- text


def table(report: AgreementReport, level: Level = "code") -> list[str]:
    """The figures as lines of text, at most 100 columns for two or three coders."""
    found = {
        "code": lambda: report.agreement, "theme": lambda: report.by_theme,
        "question": lambda: report.by_question, "session": lambda: report.by_session,
    }[level]()  # fmt: skip
    names = report.themes if level == "theme" else [code.id for code in report.ratings.codes]
    pairs = list(found.pairs) if found.codes else []
    shown = {pair: f"{'-'.join(_pair(report, pair)):>7}" for pair in pairs[:PAIRS_SHOWN]}
    width = max(map(len, ["all codes", *names]))
    roles = ", ".join(report.ratings.inquiry.settings.roles)
    lines = [f"{len(report.coders)} coders ({', '.join(report.coders)}); roles {roles}", ""]
    lines += _head("theme" if level == "theme" else "code", shown, width)
    lines += [_line(found, place, name or "(no theme)", shown, width) for place, name in enumerate(names)]
    lines.append(
        f"{'all codes':{width}}  {found.overall.units:>5}  {_percent(found.overall.percent):>6}  "
        f"{_with_interval(found.overall.alpha):<24}  (binary alpha pooled over codes)"
    )
    if len(pairs) > len(shown):
        lines.append(f"Cohen's kappa of the other {len(pairs) - len(shown)} pairs: `coder agreement --json`.")
    units = {"question": "questions, all answers of which", "session": "sessions, all of which"}
    return [
        *lines,
        "",
        f"Units are {units.get(level, 'paragraphs')} two or more coders have read. The word at the end",
        f"holds the lower bound of alpha's interval against {RELIABLE:.3f} (reliable) and {TENTATIVE:.3f}",
        "(tentative), Krippendorff 2004.",
    ]


Shown = dict[tuple[int, int], str]
"""The pairs whose kappa is shown, with the head of its column."""


def _head(first: str, shown: Shown, width: int) -> list[str]:
    return [
        f"{'':{width}}  {'':>5}  {'':>6}  {'Krippendorff alpha':<24}  {'':>5}  "
        f"{'Cohen kappa' if shown else ''}".rstrip(),
        f"{first:{width}}  {'units':>5}  {'agree':>6}  {'[95% interval]':<24}  {'AC1':>5}  "
        f"{'  '.join(shown.values())}".rstrip(),
    ]


def _line(found: Agreement, place: int, name: str, shown: Shown, width: int) -> str:
    one = found.codes[place]
    kappas = "  ".join(
        f"{_figure(found.pairs[pair][place].kappa):>{len(head)}}" for pair, head in shown.items()
    )
    flag = one.alpha.flag or one.ac1.flag
    said = [one.alpha.reason, flag if flag == "code not used" or not one.alpha.reason else ""]
    return (
        f"{name:{width}}  {one.units:>5}  {_percent(one.percent):>6}  {_with_interval(one.alpha):<24}  "
        f"{_figure(one.ac1):>5}  {kappas}  {'; '.join(filter(None, said)) or verdict(one.alpha)}".rstrip()
    )


def _figure(estimate: Estimate) -> str:
    return "n/a" if estimate.value is None else f"{estimate.value:.2f}"


def _percent(estimate: Estimate) -> str:
    return "n/a" if estimate.value is None else f"{estimate.value:.1%}"


def _with_interval(estimate: Estimate) -> str:
    if estimate.shown is None:
        return _figure(estimate)
    low, high = estimate.shown
    return f"{_figure(estimate)} [{low:.2f}, {high:.2f}]"
