"""What leaves an inquiry: the workbook of theme matrices, and the agreement figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder import __version__
from coder.codebook import Code
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry
from coder.inquiry.progress import progress

if TYPE_CHECKING:
    from coder.agreement import Agreement, Estimate
    from coder.matrices import ParagraphRow

RELIABLE, TENTATIVE = 0.800, 0.667
"""Krippendorff 2004; held against the lower bound of alpha's interval, not against alpha."""


def readings(inquiry: Inquiry) -> set[tuple[str, str]]:
    """(paragraph, coder) for each paragraph a coder has finished with; a tagged one counts as read."""
    state = inquiry.store.journal.state()
    return {(subject, coder) for (kind, coder, subject, _), _ in state if kind in ("read", "tag")}


# ---- the workbook


def write_matrix(inquiry: Inquiry, path: Path, basis: str, command: str) -> int:
    """Write the workbook of theme matrices; the number of tags in it.

    `basis` is a coder's initials, `any`, `majority` or `all`. Raises CoderError where nothing has been
    coded, the basis is nobody's, or the file cannot be written.
    """
    from coder.matrices import TagRow, based_on, gather
    from coder.workbook import CoderLine, Provenance, SessionLine, write_workbook

    tags = [TagRow(tag.paragraph, tag.code, tag.coder, tag.value) for tag in inquiry.store.journal.tags()]
    if not tags:
        raise CoderError(
            f"{inquiry.name}: nothing is tagged yet, so there is no matrix; code some paragraphs first."
        )
    coding = gather(_paragraph_rows(inquiry), tags, readings(inquiry), inquiry.codebook)
    sessions = progress(inquiry)
    totals: dict[str, list[int]] = {}
    for session in sessions:
        for coder in session.coders:
            sums = totals.setdefault(coder.coder, [0, 0])
            sums[0] += coder.read
            sums[1] += coder.tags
    provenance = Provenance(
        inquiry=inquiry.name,
        made=datetime.now().astimezone(),
        basis=basis,
        coders=tuple(
            CoderLine(coder, read, sum(session.total for session in sessions), tagged)
            for coder, (read, tagged) in sorted(totals.items())
        ),
        sessions=tuple(
            SessionLine(one.session.slug, one.session.title, one.session.date, one.session.revision)
            for one in sessions
        ),
        codebook=inquiry.codebook.title,
        codebook_revision=inquiry.codebook.revision,
        command=command,
        version=__version__,
    )
    chosen = based_on(coding, basis)
    write_workbook(path, chosen, provenance)
    return len(chosen.tags)


def _paragraph_rows(inquiry: Inquiry) -> Iterator[ParagraphRow]:
    from coder.evidence.citations import full_citation
    from coder.inquiry.people import people
    from coder.matrices import ParagraphRow

    heads = {head.slug: head for head in inquiry.store.index.sessions()}
    items = {item.id: item for slug in heads for item in inquiry.store.index.items(slug)}
    templates = {slug: inquiry.settings.citing.templates(head.citations) for slug, head in heads.items()}
    known = people(inquiry)
    questions: dict[str, tuple[str, str]] = {}
    for position, placed in enumerate(inquiry.store.index.everything()):
        paragraph, head, item = placed.paragraph, heads[placed.session], items[placed.item]
        if paragraph.role == "question":
            questions[paragraph.id] = (paragraph.citation, paragraph.text)
        number, text = questions.get(paragraph.question or "", (None, None))
        person = known.of(head.slug, paragraph.speaker)
        speaker = person.name if person else paragraph.speaker
        yield ParagraphRow(
            paragraph=paragraph.id, session=head.slug, session_title=head.title, date=head.date,
            item=item.id, item_heading=item.heading,
            question=paragraph.question, question_number=number, question_text=text,
            role=paragraph.role, speaker=speaker,
            organisation=person.organisation(head.slug) if person else None,
            citation=paragraph.citation, text=paragraph.text, position=position,
            from_witness=person is None or person.kind(head.slug) == "witness",
            attributes=person.attributes if person else {},
            full_citation=full_citation(templates[head.slug], head, paragraph.citation, speaker),
        )  # fmt: skip


# ---- agreement


@dataclass(frozen=True)
class AgreementReport:
    """Agreement over the paragraphs of the given roles; `codes` and the agreement's codes run parallel."""

    coders: tuple[str, ...]
    roles: tuple[str, ...]
    codes: tuple[Code, ...]
    themes: tuple[str, ...]
    agreement: Agreement
    codebook_revision: str

    def to_json(self) -> dict[str, Any]:
        """The object that `coder agreement --json` prints; an undefined figure is null with its reason."""
        overall = self.agreement.overall
        return {
            "coders": list(self.coders),
            "roles": list(self.roles),
            "codebook_revision": self.codebook_revision,
            "interval": "delete-one jackknife over paragraphs, Fisher's z, 95%",
            "codes": [
                self._code_json(*row)
                for row in zip(range(len(self.codes)), self.codes, self.themes, strict=True)
            ],
            "overall": {
                "units": overall.units,
                "percent_agreement": asdict(overall.percent),
                "pooled_binary_alpha": asdict(overall.alpha),
            },
        }

    def _code_json(self, number: int, code: Code, theme: str) -> dict[str, Any]:
        found = self.agreement.codes[number]
        return {
            "code": code.id, "name": code.name, "theme": theme, "units": found.units,
            "percent_agreement": asdict(found.percent),
            "krippendorff_alpha": asdict(found.alpha),
            "gwet_ac1": asdict(found.ac1),
            "cohen_kappa": [
                {"coders": [self.coders[one], self.coders[other]], **asdict(of_codes[number].kappa)}
                for (one, other), of_codes in self.agreement.pairs.items()
            ],
            "verdict": verdict(found.alpha),
        }  # fmt: skip


def agreement(inquiry: Inquiry) -> AgreementReport:
    """Per code and overall, over the paragraphs of the inquiry's roles.

    Codes that only head a group and that nobody used are left out. Raises CoderError where no
    paragraph has been read by two coders.
    """
    import numpy as np

    from coder.agreement import code_agreement

    roles = inquiry.settings.roles
    units = {p.paragraph.id for p in inquiry.store.index.everything() if p.paragraph.role in roles}
    read = {(paragraph, coder) for paragraph, coder in readings(inquiry) if paragraph in units}
    coders = tuple(sorted({coder for _, coder in read}))
    counts: dict[str, int] = {}
    for paragraph, _ in read:
        counts[paragraph] = counts.get(paragraph, 0) + 1
    if not any(count > 1 for count in counts.values()):
        raise CoderError(
            f"{inquiry.name}: no paragraph of the roles {', '.join(roles)} has been read by two coders, "
            "so there is no agreement to show."
        )
    tags = [tag for tag in inquiry.store.journal.tags() if tag.paragraph in counts]
    codes = _codes_used(inquiry, {tag.code for tag in tags})
    place = {paragraph: row for row, paragraph in enumerate(sorted(counts))}
    column = {code.id: number for number, code in enumerate(codes)}
    row_of = {coder: number for number, coder in enumerate(coders)}
    applied = np.full((len(coders), len(place), len(codes)), -1, dtype=np.int8)
    for paragraph, coder in read:
        applied[row_of[coder], place[paragraph], :] = 0
    for tag in tags:
        applied[row_of[tag.coder], place[tag.paragraph], column[tag.code]] = 1
    themes = tuple(
        inquiry.codebook.theme_of(code.id).name if code.id in inquiry.codebook.by_id else "" for code in codes
    )
    return AgreementReport(coders, roles, codes, themes, code_agreement(applied), inquiry.codebook.revision)


def _codes_used(inquiry: Inquiry, used: set[str]) -> tuple[Code, ...]:
    """Every code that can be put on a paragraph or has been, those no longer in the codebook last."""
    book = inquiry.codebook
    parents = {code.parent for code in book.codes}
    known = tuple(code for code in book.codes if code.id not in parents or code.id in used)
    return known + tuple(Code(code, code) for code in sorted(used - set(book.by_id)))


def verdict(alpha: Estimate) -> str:
    """What the lower bound of alpha's interval allows one to say; empty where there is no interval."""
    if alpha.shown is None:
        return ""
    low, _ = alpha.shown
    if low >= RELIABLE:
        return "reliable"
    return "tentative" if low >= TENTATIVE else "below 0.667"


def agreement_table(report: AgreementReport) -> list[str]:
    """The figures as lines of text, at most 100 columns for two or three coders."""
    found = report.agreement
    pairs = list(found.pairs) if found.codes else []
    names = [f"{report.coders[one]}-{report.coders[other]}" for one, other in pairs]
    shown = list(zip(pairs, names, strict=True))[:3]
    width = max([len("code"), *(len(code.id) for code in report.codes)])
    lines = [
        f"{len(report.coders)} coders ({', '.join(report.coders)}); roles {', '.join(report.roles)}",
        "",
        f"{'':{width}}  {'':>5}  {'':>6}  {'Krippendorff alpha':<24}  {'':>5}  "
        f"{'Cohen kappa' if shown else ''}".rstrip(),
        f"{'code':{width}}  {'units':>5}  {'agree':>6}  {'[95% interval]':<24}  {'AC1':>5}  "
        + "  ".join(f"{name:>7}" for _, name in shown),
    ]
    for number, (code, one) in enumerate(zip(report.codes, found.codes, strict=True)):
        kappas = "  ".join(f"{_figure(found.pairs[pair][number].kappa):>7}" for pair, _ in shown)
        flags = "; ".join(
            dict.fromkeys(text for text in (one.alpha.reason, one.alpha.flag, one.ac1.flag) if text)
        )
        lines.append(
            f"{code.id:{width}}  {one.units:>5}  {_percent(one.percent):>6}  "
            f"{_with_interval(one.alpha):<24}  "
            f"{_figure(one.ac1):>5}  {kappas}  {flags or verdict(one.alpha)}".rstrip()
        )
    lines.append(
        f"{'all codes':{width}}  {found.overall.units:>5}  {_percent(found.overall.percent):>6}  "
        f"{_with_interval(found.overall.alpha):<24}  (binary alpha pooled over codes)"
    )
    if len(pairs) > len(shown):
        lines.append(f"Cohen's kappa of the other {len(pairs) - len(shown)} pairs: `coder agreement --json`.")
    lines += [
        "",
        "Units are paragraphs two or more coders have read. The word at the end holds the lower bound of",
        f"alpha's interval against {RELIABLE:.3f} (reliable) and {TENTATIVE:.3f} (tentative),",
        "Krippendorff 2004.",
    ]
    return lines


def _figure(estimate: Estimate) -> str:
    return "n/a" if estimate.value is None else f"{estimate.value:.2f}"


def _percent(estimate: Estimate) -> str:
    return "n/a" if estimate.value is None else f"{estimate.value:.1%}"


def _with_interval(estimate: Estimate) -> str:
    if estimate.shown is None:
        return _figure(estimate)
    low, high = estimate.shown
    return f"{_figure(estimate)} [{low:.2f}, {high:.2f}]"
