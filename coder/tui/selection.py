"""A passage selected within a text: by sentences, by words, or between two points."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coder.evidence.sentences import sentences, words


@dataclass(frozen=True, slots=True)
class Selection:
    """From a codepoint up to, but without, another; `edge` is the end of it that was moved last.

    Every move answers the selection after it, the same where there is nothing further.
    """

    text: str
    start: int
    end: int
    edge: int

    @property
    def passage(self) -> tuple[int, int]:
        return self.start, self.end

    def sentence(self, step: int) -> Selection:
        """The next (1) or previous (-1) sentence, whole; at the end the last or first."""
        found = sentences(self.text)
        if step > 0:
            return self._whole(next((one for one in found if one[0] >= self.end), found[-1]))
        return self._whole(next((one for one in reversed(found) if one[1] <= self.start), found[0]))

    def by_sentence(self, step: int) -> Selection:
        """To the end of a further sentence, or back to the end of the one before."""
        return self._end_at([end for _, end in sentences(self.text)], step)

    def by_word(self, step: int) -> Selection:
        """The end a word on or back."""
        return self._end_at([end for _, end in words(self.text)], step)

    def start_by_word(self, step: int) -> Selection:
        """The start a word on or back."""
        starts = [start for start, _ in words(self.text)]
        if step > 0:
            start = next((one for one in starts if self.start < one < self.end), self.start)
        else:
            start = next((one for one in reversed(starts) if one < self.start), self.start)
        return replace(self, start=start, edge=start)

    def to_start(self) -> Selection:
        """From where the text begins."""
        start = sentences(self.text)[0][0]
        return replace(self, start=start, edge=start)

    def to_end(self) -> Selection:
        """To where the text ends."""
        end = sentences(self.text)[-1][1]
        return replace(self, end=end, edge=end - 1)

    def _end_at(self, ends: list[int], step: int) -> Selection:
        if step > 0:
            end = next((one for one in ends if one > self.end), self.end)
        else:
            end = next((one for one in reversed(ends) if self.start < one < self.end), self.end)
        return replace(self, end=end, edge=end - 1)

    def _whole(self, stretch: tuple[int, int]) -> Selection:
        return replace(self, start=stretch[0], end=stretch[1], edge=stretch[0])


def sentence_at(text: str, offset: int) -> Selection | None:
    """The sentence at a codepoint, else the next, else the last; None where the text is blank."""
    found = sentences(text)
    if not found:
        return None
    start, end = next((one for one in found if one[1] > offset), found[-1])
    return Selection(text, start, end, start)


def between(text: str, one: int, other: int) -> Selection | None:
    """The words from one codepoint to another, both included; None where there is none.

    Marks after the last word and before the first belong to it where they were reached.
    """
    low, high = min(one, other), max(one, other) + 1
    touched = [word for word in words(text) if word[0] < high and word[1] > low]
    if not touched:
        return None
    start, end = touched[0][0], touched[-1][1]
    before, after = text[low:start], text[end:high]
    if before and not before[-1].isspace():
        start -= len(before.split()[-1])
    if after and not after[0].isspace():
        end += len(after.split()[0])
    return Selection(text, start, end, start if other < one else end - 1)
