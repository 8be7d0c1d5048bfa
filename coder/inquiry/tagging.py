"""Tag, untag, read, memo, undo: what a coder does to a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coder.codebook import Code, known_codes
from coder.coding import Change, Entry, again_of, verb
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.inquiry.blindness import check_again, end_where_read
from coder.inquiry.folder import Inquiry
from coder.inquiry.withdrawing import withdrawn_sentence


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

    def tag(self, paragraph: str, codes: Iterable[tuple[Code, int | None]]) -> list[Entry]:
        """Put codes on a paragraph, each with a step of its scale, from 1, or None.

        A tag that is there already keeps its value where none is given, and takes on the code's present
        meaning. Raises CoderError where two of the codes exclude each other, or one is out of use.
        """
        codes = list(codes)
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
            changes.append(self._change("tag", paragraph, code.id, after))
        return self._act(changes)

    def untag(self, paragraph: str, codes: Iterable[Code]) -> list[Entry]:
        return self._act([self._change("tag", paragraph, code.id, None) for code in codes])

    def read(self, paragraphs: Iterable[str]) -> list[Entry]:
        """Say that the coder has finished with paragraphs, whether or not a code was found for them."""
        return self._act([self._change("read", paragraph, "", {}) for paragraph in paragraphs])

    def unread(self, paragraphs: Iterable[str]) -> list[Entry]:
        return self._act([self._change("read", paragraph, "", None) for paragraph in paragraphs])

    def memo(self, paragraph: str, text: str) -> list[Entry]:
        """Write the coder's memo on a paragraph; an empty text removes it."""
        after: dict[str, object] | None = {"text": text.strip()} if text.strip() else None
        return self._act([self._change("memo", paragraph, "", after)])

    def undo(self) -> list[Entry]:
        """Take back the latest action; empty where there is none left."""
        return self._retrace(self._journal.undo)

    def redo(self) -> list[Entry]:
        """Do again what was taken back last; empty where there is nothing, or something was done since."""
        return self._retrace(self._journal.redo)

    def _retrace(self, step: Callable[[str, str], list[Entry]]) -> list[Entry]:
        """Undo or redo; the transcripts follow where a reimport was."""
        with self.inquiry.store.transaction():
            entries = step(self.coder, self.inquiry.codebook.revision)
            if any(entry.kind == "reimport" for entry in entries):
                from coder.inquiry.reimporting import put_back

                put_back(self.inquiry, entries)
        return entries

    def _change(self, kind: str, paragraph: str, code: str, after: dict[str, object] | None) -> Change:
        return Change(kind, self.coder, paragraph, code, after)  # type: ignore[arg-type]

    def _act(self, changes: list[Change]) -> list[Entry]:
        if again_of(self.coder):
            check_again(self.inquiry, self.coder, {change.subject for change in changes})
        entries = self._journal.act(self.coder, changes, self.inquiry.codebook.revision, place=True)
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


def in_words(inquiry: Inquiry, entries: Iterable[Entry]) -> str:
    """What was done, as a person would say it: "tag Trust on 7(4)"; of an undo, what it took back."""
    codes, said = inquiry.codebook.by_id, []
    for entry in entries:
        gone = (entry.before if entry.action == "undo" else entry.after) is None
        if entry.kind == "person":
            said.append(_of_person(inquiry, entry, gone))
            continue
        if entry.subject == session_of(entry.subject):
            said.append(f"{verb(entry.kind, not gone)} {entry.subject}")
            continue
        placed = inquiry.store.index.paragraph(entry.subject)
        where = (placed.paragraph.citation if placed else "") or entry.subject
        what = codes[entry.code].name if entry.code in codes else entry.code
        said.append(" ".join(filter(None, (verb(entry.kind, not gone), what, "on", where))))
    return ", ".join(dict.fromkeys(said))


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
