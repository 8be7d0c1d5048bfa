"""What leaves an inquiry: the workbook of theme matrices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coder import __version__
from coder.coding import Tag, again_of
from coder.errors import CoderError
from coder.inquiry.adjudicating import AGREED, agreed_tags
from coder.inquiry.folder import Inquiry
from coder.inquiry.mask import OPEN, Mask
from coder.inquiry.progress import progress

if TYPE_CHECKING:
    from coder.matrices import Coding, ParagraphRow


def readings(inquiry: Inquiry) -> set[tuple[str, str]]:
    """(paragraph, coder) for each paragraph a coder has finished with that may be shown; a tagged one counts
    as read."""
    state = inquiry.store.journal.state()
    return {(subject, coder) for (kind, coder, subject, _), _ in state if kind in ("read", "tag")}


class Written(NamedTuple):
    """A workbook: how many tags are in it, and on what basis, in words."""

    tags: int
    basis: str


def write_matrix(inquiry: Inquiry, path: Path, basis: str, command: str, mask: Mask = OPEN) -> Written:
    """Write the workbook of theme matrices.

    `basis` is a coder's initials, `any`, `majority`, `all` or `agreed`. Raises CoderError where nothing has
    been coded, the basis is nobody's, or the file cannot be written.
    """
    from coder.workbook import CoderLine, Provenance, SessionLine, write_workbook

    chosen, said = open_coding(inquiry, basis, "matrix", mask)
    sessions = progress(inquiry)
    totals: dict[str, list[int]] = {}
    for session in sessions:
        for coder in session.coders:
            sums = totals.setdefault(coder.coder, [0, 0])
            sums[0] += coder.read
            sums[1] += coder.tags
    provenance = Provenance(
        inquiry=mask.text(inquiry.name),
        made=datetime.now().astimezone(),
        basis=said,
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
        ),
        codebook=chosen.codebook.title,
        codebook_revision=inquiry.codebook.revision,
        command=mask.text(command),
        version=__version__,
    )
    write_workbook(path, chosen, provenance)
    return Written(len(chosen.tags), said)


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


def open_coding(inquiry: Inquiry, basis: str, what: str, mask: Mask = OPEN) -> tuple[Coding, str]:
    """The evidence with the tags that count, behind a mask where names are to go; the basis in words.

    Raises CoderError where nothing is tagged, so that there is no `what`, or the basis is nobody's.
    """
    from coder.matrices import TagRow, based_on, gather

    chosen_from, said = tags_of(inquiry, basis)
    texts = inquiry.store.index.text
    tags = [
        TagRow(tag.paragraph, tag.code, tag.coder, tag.value, _quoted(tag, texts) if tag.spans else ())
        for tag in chosen_from
    ]
    if not tags:
        raise CoderError(
            f"{inquiry.name}: nothing is tagged yet, so there is no {what}; code some paragraphs first."
        )
    counts = _counted(inquiry, basis)
    read = [(paragraph, coder) for paragraph, coder in readings(inquiry) if counts(coder)]
    book = mask.codebook(inquiry.codebook.without_idle({tag.code for tag in tags}))
    rows, tags = mask.rows(_paragraph_rows(inquiry), tags)
    return based_on(gather(rows, tags, read, book), basis), said


def _quoted(tag: Tag, text_of: Callable[[str], str]) -> tuple[tuple[int, str], ...]:
    """What a tag quotes, in the words of the text as it is now; what is not in it any more, as it was."""
    text = text_of(tag.paragraph)
    found = ((span.now(text), span) for span in tag.spans)
    quoted = ((place[0], text[slice(*place)]) if place else (span.start, span.text) for place, span in found)
    return tuple((start, words) for start, words in quoted if words)


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
