"""Codings, memos and marks of another program's project as what the journal is to hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coder.codebook import Code
from coder.coding import Change, Key, Value, codebook_subject
from coder.evidence.spans import Stored
from coder.exchange.placing import Inked, Part
from coder.exchange.project import ForeignCoding, ForeignMark, ForeignMemo, Project
from coder.inquiry.taking_sources import Taken


@dataclass(slots=True)
class Wish:
    """What is to stand: passages of a paragraph, texts of a memo, a step; `at` is when it last was."""

    at: str = ""
    passages: list[tuple[int, int]] | None = None
    texts: dict[str, None] | None = None
    step: int | None = None
    meaning: int | None = None

    def quote(self, start: int, end: int) -> None:
        if self.passages is None:
            self.passages = []
        self.passages.append((start, end))

    def write(self, text: str) -> None:
        if self.texts is None:
            self.texts = {}
        self.texts[text] = None


class Wishes:
    """Everything a project wants to stand, by the key of the journal; and what found no place."""

    def __init__(
        self, project: Project, sources: Mapping[str, Taken], codes: Mapping[str, Code],
        coders: Mapping[str, str], codebook: str,
    ) -> None:  # fmt: skip
        self._sources, self._codes, self._coders = sources, codes, coders
        self._book = codebook_subject(codebook)
        self.left_out: Counter[str] = Counter()
        self.all: dict[Key, Wish] = {}
        self.placed = 0
        """How many codings found a paragraph."""
        self._last: tuple[int, int, str, list[Part]] = (0, 0, "", [])
        self._put(project.codings)
        for memo in project.memos:
            self._memo(memo)
        for mark in project.marks:
            self._mark(mark)

    def _parts(self, source: str, start: int, end: int) -> list[Part]:
        """The paragraphs of a passage; several codings in turn may have the same."""
        last = self._last
        if last[0] == start and last[1] == end and last[2] == source:
            return last[3]
        taken = self._sources.get(source)
        parts = list(taken.placement.parts(start, end)) if taken else []
        self._last = (start, end, source, parts)
        return parts

    def _wish(self, key: Key, at: str) -> Wish:
        wish = self.all.get(key)
        if wish is None:
            wish = self.all[key] = Wish()
        if at > wish.at:  # noqa: PLR1730 - twice as quick
            wish.at = at
        return wish

    def _put(self, codings: Iterable[ForeignCoding]) -> None:
        """Each coding as a tag: most of a project, so not a step too many is taken."""
        coders, codes, wish_of = self._coders, self._codes, self._wish
        for source, first, last, of, user, at, step, meaning, quoted in codings:
            parts = self._parts(source, first, last)
            if not parts:
                self.left_out["codings of text that is in no paragraph here"] += 1
                continue
            self.placed += 1
            code = codes[of]
            for paragraph, start, end, whole in parts:
                wish = wish_of(("tag", coders[user], paragraph, code.id), at)
                if quoted or not whole:
                    wish.quote(start, end)
                if step and step <= len(code.values):
                    wish.step = step
                if meaning is not None:
                    wish.meaning = meaning

    def _memo(self, memo: ForeignMemo) -> None:
        code = self._codes[memo.code].id if memo.code in self._codes else ""
        if memo.person:
            subject = memo.person
        elif memo.source and memo.end:
            parts = self._parts(memo.source, memo.start, memo.end)
            subject = parts[0].paragraph if parts else ""
        elif memo.source:
            subject = self._sources[memo.source].slug if memo.source in self._sources else ""
        else:
            subject = self._book if code else ""
        if not subject:
            self.left_out["memos on what has no place here"] += 1
            return
        wish = self._wish(("memo", self._coders[memo.coder], subject, code), memo.at)
        wish.write(memo.text.strip())

    def _mark(self, mark: ForeignMark) -> None:
        parts = self._parts(mark.source, mark.start, mark.end)
        if not parts:
            self.left_out["marks on text that is in no paragraph here"] += 1
        for paragraph, start, end, _ in parts:
            kind: Any = "star" if mark.kind == "starred" else mark.kind
            wish = self._wish((kind, self._coders[mark.coder], paragraph, mark.code), mark.at)
            if mark.kind == "starred":
                wish.quote(start, end)

    # What the journal is to be told

    def changes(self, texts: Mapping[str, str], standing: Mapping[Key, Value]) -> Iterator[Change]:
        """The changes, those of long ago first. What stands keeps its value, and gains what is new.

        `texts` are those of paragraphs by id, `standing` what there is by now of the keys wished for.
        """
        meanings = {code.id: code.meaning for code in self._codes.values()}
        for key, wish in sorted(self.all.items(), key=lambda one: one[1].at or "~"):
            kind, coder, subject, code = key
            there = dict(standing.get(key) or {})
            if kind == "memo":
                after: dict[str, Any] = {"text": _joined(there.get("text") or "", wish.texts or ())}
            else:
                after = _quoting(there, wish.passages or (), texts.get(subject, ""))
            if kind == "tag":
                stands = there.get("meaning")
                after["meaning"] = stands if stands is not None else wish.meaning or meanings[code]
                if wish.step is not None and "value" not in there:
                    after["value"] = wish.step
            yield Change(kind, coder, subject, code, after, wish.at)  # type: ignore[arg-type]


def _joined(there: str, texts: Iterable[str]) -> str:
    """A memo with those texts below it that it has not yet, whatever became of white space on the way."""
    ink = Inked(there).ink
    return "\n".join(filter(None, [there, *(text for text in texts if Inked(text).ink not in ink)]))


def _quoting(there: dict[str, Any], passages: Iterable[tuple[int, int]], text: str) -> dict[str, Any]:
    """A mark's value with passages beside those that stand; of one code they do not overlap, so those that
    would are one."""
    stored: list[Stored] = list(there.get("spans") or ())
    known = {(one["start"], one["end"]) for one in stored}
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(passages) | known if set(passages) - known else ()):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    if joined:
        old = {(one["start"], one["end"]): one for one in stored}
        there["spans"] = [
            old.get((start, end)) or {"start": start, "end": end, "text": text[start:end]}
            for start, end in joined
        ]
    return there
