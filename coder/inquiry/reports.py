"""What leaves an inquiry: the workbook of theme matrices, or its sheets as plain tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from coder import __version__
from coder.coding import Tag, again_of
from coder.errors import CoderError
from coder.inquiry.adjudicating import AGREED, agreed_tags
from coder.inquiry.folder import Inquiry, write_beside
from coder.inquiry.framework import summaries_of
from coder.inquiry.mask import OPEN, Mask
from coder.inquiry.progress import progress
from coder.inquiry.selecting import EVERYTHING, Wanted, selection, stale_tags

if TYPE_CHECKING:
    from coder.agreement import Estimate
    from coder.matrices import Coding, ParagraphRow, TagRow
    from coder.workbook import AgreementLine, CellSummary, Provenance, Report


def readings(inquiry: Inquiry) -> set[tuple[str, str]]:
    """(paragraph, coder) for each paragraph a coder has finished with that may be shown; a tagged one counts
    as read."""
    state = inquiry.store.journal.state()
    return {(subject, coder) for (kind, coder, subject, _), _ in state if kind in ("read", "tag")}


class Written(NamedTuple):
    """A workbook: how many tags are in it, and on what basis, in words."""

    tags: int
    basis: str


def write_matrix(
    inquiry: Inquiry, path: Path, basis: str, command: str, mask: Mask = OPEN, *, wanted: Wanted = EVERYTHING
) -> Written:
    """Write the workbook of theme matrices.

    `basis` is a coder's initials, `any`, `majority`, `all` or `agreed`. Raises CoderError where nothing has
    been coded, the basis is nobody's, what is wanted is not there, or the file cannot be written.
    """
    from coder.workbook import check_place, write_workbook

    check_place(path)
    report = report_of(inquiry, basis, command, mask, wanted=wanted)
    write_workbook(path, report)
    return Written(len(report.coding.tags), report.provenance.whose)


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


def report_of(
    inquiry: Inquiry, basis: str, command: str, mask: Mask = OPEN, *, wanted: Wanted = EVERYTHING
) -> Report:
    """All that a workbook holds. Raises CoderError as `write_matrix` does."""
    from coder.workbook import Chosen, Report

    coding, whose = open_coding(inquiry, basis, "matrix", mask, wanted)
    chosen = None
    if wanted.own_matrix:
        chosen = Chosen(wanted.rows or "theme", wanted.columns or "witness", wanted.measure)
    told = _provenance(inquiry, coding, command, mask, wanted)
    lines, why_not = _agreement_lines(inquiry, mask)
    told = replace(told, basis=basis, whose=whose)
    return Report(coding, told, chosen, _summaries(inquiry, mask), lines, why_not)


def tags_of(inquiry: Inquiry, basis: str) -> tuple[list[Tag], str]:
    """The tags that a basis counts or chooses from, and the basis in words: whose they are."""
    if basis == AGREED:
        layer, undecided = agreed_tags(inquiry)
        return layer, f"{basis}; {undecided} differences are not decided"
    counts = _counted(inquiry, basis)
    tags = [tag for tag in inquiry.store.journal.tags() if counts(tag.coder)]
    own = inquiry.store.journal.sight.coders
    return tags, basis if own is None else f"{basis}, of {', '.join(own)} alone, who is coding blind"


def _counted(inquiry: Inquiry, basis: str) -> Callable[[str], bool]:
    """Whose tags may count: a coder's second coding does not beside the first, unless it is asked for."""
    asked = (inquiry.store.journal.sight.coders or frozenset()) | {basis}
    return lambda coder: not again_of(coder) or coder in asked


def open_coding(
    inquiry: Inquiry, basis: str, what: str, mask: Mask = OPEN, wanted: Wanted = EVERYTHING
) -> tuple[Coding, str]:
    """The evidence that is wanted with the tags that count, behind a mask where names are to go; the basis in
    words.

    Raises CoderError where nothing is tagged, so that there is no `what`, or the basis is nobody's.
    """
    from coder.matrices import based_on

    coding, said = gathered(inquiry, basis, what, mask, wanted)
    return based_on(coding, basis), said


def gathered(
    inquiry: Inquiry, basis: str, what: str, mask: Mask = OPEN, wanted: Wanted = EVERYTHING
) -> tuple[Coding, str]:
    """The same with all the tags that the basis chooses from, so that another may be chosen."""
    from coder.matrices import TagRow, gather

    chosen_from, said = tags_of(inquiry, basis)
    if not chosen_from:
        raise CoderError(
            f"{inquiry.name}: nothing is tagged yet, so there is no {what}; code some paragraphs first."
        )
    filters = selection(inquiry, wanted)
    texts, stale = inquiry.store.index.text, stale_tags(inquiry, inquiry.store.journal.state())
    tags = [
        TagRow(tag.paragraph, tag.code, tag.coder, tag.value, words_quoted(tag, texts) if tag.spans else (),
               (tag.coder, tag.paragraph, tag.code) in stale)
        for tag in chosen_from
    ]  # fmt: skip
    counts = _counted(inquiry, basis)
    read = [(paragraph, coder) for paragraph, coder in readings(inquiry) if counts(coder)]
    book = inquiry.codebook.without_idle({tag.code for tag in tags})
    rows, kept = mask.rows(filters.paragraphs(paragraph_rows(inquiry)), filters.tags(tags, book))
    if not mask.is_open:
        rows, kept, read = _without_names(mask, rows, kept, read)
    return gather(rows, kept, read, mask.codebook(filters.codebook(book))), said


def _without_names(
    mask: Mask, rows: Iterable[ParagraphRow], tags: Iterable[TagRow], read: Iterable[tuple[str, str]]
) -> tuple[list[ParagraphRow], list[TagRow], list[tuple[str, str]]]:
    """The same under ids in which no name stands: a submission's is made from its author's."""
    return (
        [replace(row, paragraph=mask.subject(row.paragraph), session=mask.subject(row.session),
                 item=mask.subject(row.item), question=row.question and mask.subject(row.question))
         for row in rows],
        [replace(tag, paragraph=mask.subject(tag.paragraph)) for tag in tags],
        [(mask.subject(paragraph), coder) for paragraph, coder in read],
    )  # fmt: skip


def _provenance(inquiry: Inquiry, coding: Coding, command: str, mask: Mask, wanted: Wanted) -> Provenance:
    from coder.workbook import CoderLine, Provenance, SessionLine

    sessions = progress(inquiry)
    looked_at = {row.session for row in coding.evidence}
    totals: dict[str, list[int]] = {}
    for session in sessions:
        for coder in session.coders:
            sums = totals.setdefault(coder.coder, [0, 0])
            sums[0] += coder.read
            sums[1] += coder.tags
    stale = {
        (coder, mask.subject(paragraph), code)
        for coder, paragraph, code in stale_tags(inquiry, inquiry.store.journal.state())
    }
    ids = [row.paragraph for row in coding.evidence]
    counted = zip(coding.tags["coder"], coding.tags["paragraph"], coding.tags["code"], strict=True)
    return Provenance(
        inquiry=mask.text(inquiry.name),
        made=datetime.now().astimezone(),
        basis="",
        coders=tuple(
            CoderLine(coder, read, sum(session.total for session in sessions), tagged)
            for coder, (read, tagged) in sorted(totals.items())
        ),
        sessions=tuple(
            SessionLine(
                mask.text(one.session.slug),
                mask.text(one.session.title),
                one.session.date,
                one.session.revision,
            )
            for one in sessions
            if mask.subject(one.session.slug) in looked_at
        ),
        codebook=coding.codebook.title,
        codebook_revision=inquiry.codebook.revision,
        command=mask.text(command),
        version=__version__,
        roles=inquiry.settings.roles,
        filters=tuple(map(mask.text, selection(inquiry, wanted).in_words())),
        stale=sum((coder, ids[place], code) in stale for coder, place, code in counted) if stale else 0,
    )


def _summaries(inquiry: Inquiry, mask: Mask) -> dict[tuple[str, str], tuple[CellSummary, ...]]:
    found = summaries_of(inquiry)
    if mask.is_open:
        return found
    return {
        (mask.person(witness), theme): tuple(replace(one, text=mask.text(one.text)) for one in each)
        for (witness, theme), each in found.items()
    }


def _agreement_lines(inquiry: Inquiry, mask: Mask) -> tuple[tuple[AgreementLine, ...], str]:
    """Agreement on each code and on all, or why there is none to show."""
    from coder.inquiry.agreeing import agreement, verdict
    from coder.inquiry.blindness import refuse_if_blind
    from coder.workbook import AgreementLine

    try:
        refuse_if_blind(inquiry, "Agreement")
        report = agreement(inquiry)
    except CoderError as error:
        return (), mask.text(str(error))

    def line(name: str, theme: str, units: int, alpha: Estimate, *, percent: Estimate, ac1: Estimate | None,
             said: str) -> AgreementLine:  # fmt: skip
        low, high = alpha.shown or (None, None)
        return AgreementLine(
            mask.text(name), mask.text(theme), units, percent.value, alpha.value, low, high,
            ac1.value if ac1 else None, said,
        )  # fmt: skip

    names = {code.id: code.name for code in inquiry.codebook.codes}
    lines = [
        line(code.name, names.get(report.theme_of(code.id), ""), one.units, one.alpha, percent=one.percent,
             ac1=one.ac1, said="; ".join(dict.fromkeys(
                 filter(None, (one.alpha.reason, one.alpha.flag, one.ac1.flag)))) or verdict(one.alpha))
        for code, one in zip(report.ratings.codes, report.agreement.codes, strict=True)
    ]  # fmt: skip
    overall = report.agreement.overall
    lines.append(line("all codes", "", overall.units, overall.alpha, percent=overall.percent, ac1=None,
                      said="binary alpha pooled over codes"))  # fmt: skip
    return tuple(lines), ""


def words_quoted(tag: Tag, text_of: Callable[[str], str]) -> tuple[tuple[int, str], ...]:
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
