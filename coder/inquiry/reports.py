"""What leaves an inquiry: the workbook of theme matrices, and the agreement figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coder import __version__
from coder.codebook import Code
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry, write_beside
from coder.inquiry.framework import summaries_of
from coder.inquiry.progress import progress
from coder.inquiry.selecting import EVERYTHING, Wanted, selection, stale_tags

if TYPE_CHECKING:
    from coder.agreement import Agreement, Estimate
    from coder.coding import Tag
    from coder.matrices import Coding, ParagraphRow
    from coder.workbook import AgreementLine, Provenance, Report

RELIABLE, TENTATIVE = 0.800, 0.667
"""Krippendorff 2004; held against the lower bound of alpha's interval, not against alpha."""


def readings(inquiry: Inquiry) -> set[tuple[str, str]]:
    """(paragraph, coder) for each paragraph a coder has finished with; a tagged one counts as read."""
    state = inquiry.store.journal.state()
    return {(subject, coder) for (kind, coder, subject, _), _ in state if kind in ("read", "tag")}


# ---- the workbook


def write_matrix(inquiry: Inquiry, path: Path, basis: str, command: str, wanted: Wanted = EVERYTHING) -> int:
    """Write the workbook of theme matrices; the number of tags in it.

    `basis` is a coder's initials, `any`, `majority` or `all`. Raises CoderError where nothing has been
    coded, the basis is nobody's, what is wanted is not there, or the file cannot be written.
    """
    from coder.workbook import check_place, write_workbook

    check_place(path)
    report = report_of(inquiry, basis, command, wanted)
    write_workbook(path, report)
    return len(report.coding.tags)


def write_tables(report: Report, folder: Path, form: Literal["csv", "parquet"]) -> int:
    """Write what each sheet of a workbook holds as a file of its own; how many these are.

    The folder is made where it is not there. Raises CoderError where it cannot be written, or Parquet is
    asked for and its library is not installed.
    """
    from coder.workbook.tables import as_bytes, tables

    made = {name: as_bytes(table, form) for name, table in tables(report).items()}
    try:
        folder.mkdir(exist_ok=True)
        for name, data in made.items():
            write_beside(folder / f"{name}.{form}", data)
    except OSError as error:
        raise CoderError(f"{error.filename or folder}: cannot be written ({error.strerror}).") from None
    return len(made)


def report_of(inquiry: Inquiry, basis: str, command: str, wanted: Wanted = EVERYTHING) -> Report:
    """All that a workbook holds. Raises CoderError as `write_matrix` does."""
    from coder.workbook import Chosen, Report

    coding = open_coding(inquiry, basis, "matrix", wanted)
    chosen = None
    if wanted.own_matrix:
        chosen = Chosen(wanted.rows or "theme", wanted.columns or "witness", wanted.measure)
    lines, why_not = _agreement_lines(inquiry)
    return Report(coding, _provenance(inquiry, coding, basis, command, wanted), chosen,
                  summaries_of(inquiry), lines, why_not)  # fmt: skip


def open_coding(inquiry: Inquiry, basis: str, what: str, wanted: Wanted = EVERYTHING) -> Coding:
    """The evidence that is wanted with the tags that count.

    Raises CoderError where nothing is tagged, so that there is no `what`, or the basis is nobody's.
    """
    from coder.matrices import based_on

    return based_on(gathered(inquiry, basis, what, wanted), basis)


def gathered(inquiry: Inquiry, basis: str, what: str, wanted: Wanted = EVERYTHING) -> Coding:
    """The same with all the tags that a basis chooses from, so that others may be chosen."""
    from coder.matrices import TagRow, gather

    tags = tags_of(inquiry, basis)
    if not tags:
        raise CoderError(
            f"{inquiry.name}: nothing is tagged yet, so there is no {what}; code some paragraphs first."
        )
    chosen = selection(inquiry, wanted)
    texts, stale = inquiry.store.index.text, stale_tags(inquiry, inquiry.store.journal.state())
    rows = [
        TagRow(tag.paragraph, tag.code, tag.coder, tag.value, _quoted(tag, texts) if tag.spans else (),
               (tag.coder, tag.paragraph, tag.code) in stale)
        for tag in tags
    ]  # fmt: skip
    book = inquiry.codebook
    paragraphs = chosen.paragraphs(paragraph_rows(inquiry))
    return gather(paragraphs, chosen.tags(rows, book), readings(inquiry), chosen.codebook(book))


def tags_of(inquiry: Inquiry, basis: str) -> list[Tag]:
    """The tags that a basis counts or chooses from."""
    return list(inquiry.store.journal.tags())


def _provenance(inquiry: Inquiry, coding: Coding, basis: str, command: str, wanted: Wanted) -> Provenance:
    from coder.workbook import CoderLine, Provenance, SessionLine

    sessions = progress(inquiry)
    looked_at = {row.session for row in coding.evidence}
    totals: dict[str, list[int]] = {}
    for session in sessions:
        for coder in session.coders:
            sums = totals.setdefault(coder.coder, [0, 0])
            sums[0] += coder.read
            sums[1] += coder.tags
    stale = stale_tags(inquiry, inquiry.store.journal.state())
    ids = [row.paragraph for row in coding.evidence]
    counted = zip(coding.tags["coder"], coding.tags["paragraph"], coding.tags["code"], strict=True)
    return Provenance(
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
            if one.session.slug in looked_at
        ),
        codebook=inquiry.codebook.title,
        codebook_revision=inquiry.codebook.revision,
        command=command,
        version=__version__,
        roles=inquiry.settings.roles,
        filters=selection(inquiry, wanted).in_words(),
        stale=sum((coder, ids[place], code) in stale for coder, place, code in counted) if stale else 0,
    )


def _agreement_lines(inquiry: Inquiry) -> tuple[tuple[AgreementLine, ...], str]:
    """Agreement on each code and on all, or why there is none to show."""
    from coder.workbook import AgreementLine

    try:
        report = agreement(inquiry)
    except CoderError as error:
        return (), str(error)

    def line(name: str, theme: str, units: int, alpha: Estimate, *, percent: Estimate, ac1: Estimate | None,
             said: str) -> AgreementLine:  # fmt: skip
        low, high = alpha.shown or (None, None)
        return AgreementLine(
            name, theme, units, percent.value, alpha.value, low, high, ac1.value if ac1 else None, said
        )

    lines = [
        line(code.name, theme, one.units, one.alpha, percent=one.percent, ac1=one.ac1,
             said="; ".join(dict.fromkeys(filter(None, (one.alpha.reason, one.alpha.flag, one.ac1.flag))))
             or verdict(one.alpha))
        for code, theme, one in zip(report.codes, report.themes, report.agreement.codes, strict=True)
    ]  # fmt: skip
    overall = report.agreement.overall
    lines.append(line("all codes", "", overall.units, overall.alpha, percent=overall.percent, ac1=None,
                      said="binary alpha pooled over codes"))  # fmt: skip
    return tuple(lines), ""


def _quoted(tag: Tag, text_of: Callable[[str], str]) -> tuple[tuple[int, str], ...]:
    """What a tag quotes, in the words of the text as it is now; what is not in it any more, as it was."""
    text = text_of(tag.paragraph)
    found = ((span.now(text), span) for span in tag.spans)
    quoted = ((place[0], text[slice(*place)]) if place else (span.start, span.text) for place, span in found)
    return tuple((start, words) for start, words in quoted if words)


def paragraph_rows(inquiry: Inquiry) -> Iterator[ParagraphRow]:
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
            kind=person.kind(head.slug) if person else "",
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
