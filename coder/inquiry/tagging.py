"""Tag, untag, read, memo, undo: what a coder does to a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from coder.codebook import Code, known_codes
from coder.coding import Change, Entry, Value, again_of, verb
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.evidence.spans import spans_of, with_span, without_spans
from coder.inquiry.blindness import check_again, end_where_read
from coder.inquiry.folder import Inquiry
from coder.inquiry.withdrawing import withdrawn_sentence

Passage: TypeAlias = tuple[int, int]
"""From a codepoint of a paragraph's text up to, but without, another."""


class Hand:
    """A coder's hand in an inquiry. Each action is one journal batch, durable when it returns."""

    def __init__(self, inquiry: Inquiry, coder: str) -> None:
        self.inquiry = inquiry
        self.coder = coder
        self._journal = inquiry.store.journal

    def toggle(self, paragraph: str, code: Code) -> list[Entry]:
        """Put a code on a paragraph, or take it off; siblings it excludes come off in the same action."""
        if ("tag", code.id) in self._journal.marks(paragraph, self.coder):
            return self.untag(paragraph, [code])
        return self.tag(paragraph, [(code, None)])

    def tag(
        self, paragraph: str, codes: Iterable[tuple[Code, int | None]], passage: Passage | None = None
    ) -> list[Entry]:
        """Put codes on a paragraph, each with a step of its scale, from 1, or None; or on a passage of it.

        A tag that is there already keeps its value where none is given, and takes on the code's present
        meaning; a passage stands beside those it quotes, and in the place of those it overlaps. Raises
        CoderError where two of the codes exclude each other, one is out of use, or the passage is empty.
        """
        codes = list(codes)
        text = self._quotable(paragraph, passage)
        named = {code.id for code, _ in codes}
        there = self._journal.marks(paragraph, self.coder)
        changes = []
        for code, value in codes:
            if not code.in_use and ("tag", code.id) not in there:
                raise CoderError(f"{code.name} is out of use ({out_of_use(code)}); put another code on.")
            for other in self.inquiry.codebook.excluded_by(code.id):
                if other.id in named:
                    raise CoderError(f"{code.id} and {other.id} exclude each other; name one of them.")
                if ("tag", other.id) in there:
                    changes.append(self._change("tag", paragraph, other.id, None))
            after = there.get(("tag", code.id), {}) | {"meaning": code.meaning}
            if value is not None and code.values:
                after = after | {"value": value}
            if passage:
                after = with_span(after, *passage, text)
            changes.append(self._change("tag", paragraph, code.id, after))
        return self._act(changes)

    def untag(self, paragraph: str, codes: Iterable[Code]) -> list[Entry]:
        return self._act([self._change("tag", paragraph, code.id, None) for code in codes])

    def star_passage(self, paragraph: str, passage: Passage) -> list[Entry]:
        """Say that a passage of a paragraph is quotable. Raises CoderError where it is empty."""
        text = self._quotable(paragraph, passage)
        there = self._journal.marks(paragraph, self.coder).get(("star", ""), {})
        return self.star(paragraph, with_span(there, *passage, text)["spans"])

    def unquote(
        self, paragraph: str, passage: Passage, only: Iterable[tuple[str, str]] | None = None
    ) -> list[Entry]:
        """Take off the quotes that overlap a passage: those of all marks, or only of some (kind, code).

        The tags stay; a star goes with its last passage.
        """
        text, wanted = self.inquiry.store.index.text(paragraph), None if only is None else set(only)
        changes = []
        for mark, value in self._journal.marks(paragraph, self.coder).items():
            if spans_of(value) and (wanted is None or mark in wanted):
                after: dict[str, object] | None = without_spans(value, *passage, text)
                if mark[0] == "star" and not spans_of(after):
                    after = None
                changes.append(self._change(mark[0], paragraph, mark[1], after))
        return self._act(changes)

    def _quotable(self, paragraph: str, passage: Passage | None) -> str:
        """The text of the paragraph a passage is of. Raises CoderError where there is nothing to quote."""
        if passage is None:
            return ""
        text, (start, end) = self.inquiry.store.index.text(paragraph), passage
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            raise CoderError(f"{paragraph}: there is no text from {start} to {end} to quote.")
        return text

    def read(self, paragraphs: Iterable[str]) -> list[Entry]:
        """Say that the coder has finished with paragraphs, whether or not a code was found for them."""
        return self._act([self._change("read", paragraph, "", {}) for paragraph in paragraphs])

    def unread(self, paragraphs: Iterable[str]) -> list[Entry]:
        return self._act([self._change("read", paragraph, "", None) for paragraph in paragraphs])

    def star(self, paragraph: str, spans: Iterable[dict[str, object]] | None = None) -> list[Entry]:
        """Mark a passage as quotable, or take the mark off; with `spans`, mark these within it."""
        there = ("star", "") in self._journal.marks(paragraph, self.coder)
        after: dict[str, object] | None = {"spans": list(spans)} if spans else None if there else {}
        return self._act([self._change("star", paragraph, "", after)])

    def flag(self, paragraph: str) -> list[Entry]:
        """Mark a paragraph to come back to, or take the mark off."""
        there = ("flag", "") in self._journal.marks(paragraph, self.coder)
        return self._act([self._change("flag", paragraph, "", None if there else {})])

    def memo(self, subject: str, text: str, code: str = "") -> list[Entry]:
        """Write the coder's memo on a subject of the journal; an empty text removes it.

        With a code, on the tag that a paragraph has, or on the code of a codebook.
        """
        after: dict[str, object] | None = {"text": text.strip()} if text.strip() else None
        placed = self.inquiry.store.index.paragraph(subject)
        stands = placed is not None and placed.paragraph.role != "question"
        return self._act([self._change("memo", subject, code, after)], place=stands)

    def bulk(self, changes: Iterable[Change]) -> list[Entry]:
        """Make many changes, as `bulk.effects` found them, as one action; one stays where one is."""
        return self._act(list(changes), place=False)

    def undo(self) -> list[Entry]:
        """Take back the latest action; empty where there is none left."""
        return self._retrace(self._journal.undo)

    def redo(self) -> list[Entry]:
        """Do again what was taken back last; empty where there is nothing, or something was done since."""
        return self._retrace(self._journal.redo)

    def _retrace(self, step: Callable[[str, str], list[Entry]]) -> list[Entry]:
        """Undo or redo; the transcripts follow where a reimport was, and the file where a revision was."""
        from coder.inquiry.codebooks import follow, together

        with together(self.inquiry) as files:
            entries = step(self.coder, self.inquiry.codebook.revision)
            if any(entry.kind == "code" for entry in entries):
                follow(self.inquiry, files)
            if any(entry.kind == "reimport" for entry in entries):
                from coder.inquiry.reimporting import put_back

                put_back(self.inquiry, entries)
        return entries

    def _change(self, kind: str, paragraph: str, code: str, after: dict[str, object] | None) -> Change:
        return Change(kind, self.coder, paragraph, code, after)  # type: ignore[arg-type]

    def _act(self, changes: list[Change], place: bool = True) -> list[Entry]:
        if again_of(self.coder):
            check_again(self.inquiry, self.coder, {change.subject for change in changes})
        revision = self.inquiry.codebook.revision
        with self.inquiry.store.transaction():
            entries = self._journal.act(self.coder, changes, revision, place)
            if any(entry.kind in ("read", "tag") and entry.after is not None for entry in entries):
                end_where_read(self.inquiry, self.coder)
        return entries


def find_paragraph(inquiry: Inquiry, named: str) -> str:
    """A paragraph's id, from the id itself or, where only one session has it, its citation.

    Raises CoderError where there is none, or more than one.
    """
    if inquiry.store.index.paragraph(named):
        return named
    if withdrawal := inquiry.store.journal.withdrawn().get(session_of(named)):
        raise CoderError(f"{named}: {withdrawn_sentence(withdrawal)}")
    ids = inquiry.store.index.with_citation(named)
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise CoderError(f"{named}: more than one paragraph has this citation; say which: {', '.join(ids)}.")
    raise CoderError(f"{named}: there is no such paragraph; `coder show SESSION` lists them.")


def find_passage(inquiry: Inquiry, paragraph: str, quoted: str) -> Passage:
    """Where words stand in a paragraph, its white space folded. Raises CoderError where not, or twice."""
    text = inquiry.store.index.text(paragraph)
    wanted = r"\s+".join(map(re.escape, quoted.split()))
    places = [found.span(1) for found in re.finditer(f"(?=({wanted}))", text)] if wanted else []
    if len(places) == 1:
        return places[0]
    if places:
        raise CoderError(f"{paragraph}: {quoted!r} stands in it {len(places)} times; quote more of the text.")
    raise CoderError(f"{paragraph}: {quoted!r} is not in its text; quote it as `coder show` prints it.")


def out_of_use(code: Code) -> str:
    """Why a code is not put on anything any more."""
    return code.retired or f"split into {', '.join(code.split)}"


def with_values(inquiry: Inquiry, named: Iterable[str]) -> list[tuple[Code, int | None]]:
    """Codes as written on the command line: `trust`, or `risk=2` for the second step of its scale."""
    found = []
    for text in named:
        code_id, equals, step = text.partition("=")
        code = known_codes(inquiry.codebook, [code_id])[0]
        if equals and step not in map(str, range(1, len(code.values) + 1)):
            scale = ", ".join(f"{place} {name}" for place, name in enumerate(code.values, 1)) or "none"
            raise CoderError(f"{text}: {step!r} is no value of {code.id}; its values are: {scale}.")
        found.append((code, int(step) if equals else None))
    return found


MANY = 3
"""Of more paragraphs than these is said how many they are."""


def in_words(inquiry: Inquiry, entries: Iterable[Entry]) -> str:
    """What was done, as a person would say it: "tag Trust on 7(4)"; of an undo, what it took back."""
    entries = list(entries)
    if any(entry.kind == "code" for entry in entries):
        from coder.inquiry.revising import in_words as revision_in_words

        return revision_in_words(entries, entries[0].actor)
    where: dict[str, list[str]] = {}
    for entry in entries:
        if done := _done(inquiry, entry):
            where.setdefault(done, []).append(entry.subject)
    said = []
    for what, subjects in where.items():
        if not what.endswith(" on"):
            said.append(what)
        elif len(subjects) > MANY:
            said.append(f"{what} {len(subjects):,} paragraphs")
        else:
            said += [f"{what} {cited(inquiry, subject)}" for subject in subjects]
    return ", ".join(dict.fromkeys(said))


def _done(inquiry: Inquiry, entry: Entry) -> str:
    """What an entry did; it ends in "on" where it is to be said which paragraph it was on. Empty for what
    goes without saying."""
    value = entry.before if entry.action == "undo" else entry.after
    there = value is not None
    does = reviewers_verb(entry.kind, value) if entry.kind in REVIEWERS else verb(entry.kind, there)
    if not does:
        return ""
    if entry.kind == "person":
        return _of_person(inquiry, entry, not there)
    if entry.kind in ("memo", "summary"):
        return f"{'' if there else 'remove '}{_of_text(inquiry, entry)}"
    if entry.subject == session_of(entry.subject):
        return f"{does} {entry.subject.removeprefix('assignment:')}"
    codes = inquiry.codebook.by_id
    what = codes[entry.code].name if entry.code in codes else entry.code
    if _only_quotes(entry):
        return f"change the quotes of {what or entry.kind} on"
    return " ".join(filter(None, (does, what, "on")))


def _of_text(inquiry: Inquiry, entry: Entry) -> str:
    """A memo or a summary by what it is on."""
    from coder.inquiry.memos import called

    if entry.kind == "memo":
        return f"memo on {called(inquiry, entry.subject, entry.code)}"
    theme = inquiry.codebook.by_id.get(entry.code)
    return f"summary of {called(inquiry, entry.subject)} on {theme.name if theme else entry.code}"


def _only_quotes(entry: Entry) -> bool:
    """Whether a mark stayed, and only what it quotes became another."""
    before, after = (
        {name: part for name, part in (value or {}).items() if name != "spans"}
        for value in (entry.before, entry.after)
    )
    return entry.before is not None and entry.after is not None and before == after


def cited(inquiry: Inquiry, paragraph: str) -> str:
    """How a paragraph is cited; its id, where it has no citation or no place."""
    placed = inquiry.store.index.paragraph(paragraph)
    return (placed.paragraph.citation if placed else "") or paragraph


REVIEWERS = ("decision", "proposal", "case", "assignment")


def reviewers_verb(kind: str, value: Value) -> str:
    """What a reviewer did; empty for what goes without saying beside a decision."""
    if kind == "assignment":
        return "assign" if value else "take back assignment"
    if kind != "case":
        decided = value.get("decision") if value else None
        return f"{'propose to ' if kind == 'proposal' else ''}{decided}" if decided else ""
    moves = {"discussing": "discuss", "divergent": "leave divergent", "open": "reopen"}
    said = value or {}
    return "call unclear" if said.get("unclear") else moves.get(str(said.get("state")), "")


def _of_person(inquiry: Inquiry, entry: Entry, gone: bool) -> str:
    """The same of a word about a person, who is named once however many sessions it was said in."""
    from coder.inquiry.people import IDENTITY, people

    named = [one.name for one in people(inquiry).all if entry.subject in one.ids]
    what = "who it is" if entry.code == IDENTITY else entry.code
    return f"{'unset' if gone else 'set'} {what} of {(named or [entry.subject])[0]}"


def unplaced(inquiry: Inquiry) -> list[str]:
    """A sentence for each mark on a paragraph that is in no transcript any more."""
    found = []
    for mark in inquiry.store.journal.unplaced():
        what = f"{mark['kind']} {mark['code']}".strip()
        found.append(
            f"{mark['subject']}: {what} of {mark['coder']} has lost its place; it was on: {mark['text']}"
        )
    return found
