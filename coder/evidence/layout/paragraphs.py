"""Lines -> paragraphs.

A paragraph begins after a gap wider than the usual step, at a first-line indent, at a number, bullet or
bold label after a finished line, and where the size changes. A line that ends although the next word
would have fitted was broken on purpose: a soft break where the document sets its paragraphs apart by gap
or indent, else the end of a paragraph. Where they are set apart by nothing but the labels of speakers, a
label that begins other paragraphs too begins one after any line that ends a sentence or breaks off.

Over the end of a page or column a paragraph goes on where its last line is full, it does not end a
sentence, and what follows does not begin a numbered, bold or labelled paragraph. After the end of a
sentence it goes on only where the document tells otherwise: its paragraphs are indented and this line is
not, or nearly all of them are labelled and this one is not. Footnotes at the end of a page are passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from coder.evidence.layout.lines import Line
from coder.evidence.layout.marks import BULLET, DAY, ENDED, LABEL, LISTED, MARKER, NUMBER
from coder.evidence.layout.setting import Frame, Setting

WIDER = 1.2
"""Of the usual step from line to line: a wider one parts paragraphs."""
INDENT = 0.8
"""Ems."""
SAME = 0.1
"""How much the sizes within a paragraph may differ."""
BROAD, NARROW = re.compile(r"[mwA-HJ-Z—%&@]"), re.compile(r"[fijlrtI.,:;'’!|() -]")
BROKEN_OFF = ("—", "–")
"""What ends a turn that another speaker cut short."""
SMALLER = 0.93
"""Of the size of the text: what footnotes are set in, at most."""


@dataclass(slots=True)
class Paragraph:
    """Lines, and what stands between them: a blank or a soft break. `number` counts lines of the document."""

    frame: Frame
    number: int
    lines: list[Line]
    breaks: list[str] = field(default_factory=list)
    ends: Frame | None = None
    """Where it ends, if over the page."""

    @property
    def size(self) -> float:
        return max(self.lines, key=lambda line: len(line.text)).size

    def add(self, line: Line, mark: str) -> None:
        self.lines.append(line)
        self.breaks.append(mark)


def paragraphs(frames: Sequence[Frame], setting: Setting) -> list[Paragraph]:
    """The paragraphs of a document in reading order; those over the end of a page or column in one."""
    found = _within_frames(frames, setting)
    several = [one.lines for one in found if len(one.lines) > 2]
    indents = sum(lines[0].left > lines[1].left + INDENT * lines[0].size for lines in several)
    setting.indented = indents > 0.6 * len(several)
    broken = sum(
        mark == "\n" and ENDED.search(line.text) is not None
        for one in found
        for line, mark in zip(one.lines, one.breaks, strict=False)
    )
    setting.parted = setting.indented or broken <= sum(_wide(one, after) for one, after in pairwise(found))
    if setting.indented or not setting.parted:
        found = _within_frames(frames, setting)
    inner = [one.lines[0] for at, one in enumerate(found) if at and one.frame is found[at - 1].frame]
    setting.labelled = sum(map(_opens, inner)) > 0.8 * len(inner)
    if setting.labelled and not setting.parted:
        labels = Counter(_label(one.lines[0]) for one in found)
        setting.labels = {label for label, times in labels.items() if label and times > 1}
        found = _within_frames(frames, setting)
    return _over_pages(found, setting)


def _wide(one: Paragraph, after: Paragraph) -> bool:
    """A wide gap parts two paragraphs of one size."""
    above, line = one.lines[-1], after.lines[0]
    if after.frame is not one.frame or abs(above.size - line.size) > SAME * line.size:
        return False
    return above.base - line.base > WIDER * one.frame.step * line.size


def _within_frames(frames: Sequence[Frame], setting: Setting) -> list[Paragraph]:
    found: list[Paragraph] = []
    number = 0
    for frame in frames:
        held: Paragraph | None = None
        for line in frame.lines:
            number += 1
            mark = _between(held, line, setting) if held else None
            if held is None or mark is None:
                held = Paragraph(frame, number, [line])
                found.append(held)
            else:
                held.add(line, mark)
    return found


def _between(held: Paragraph, line: Line, setting: Setting) -> str | None:
    """What stands between a paragraph and the line under it; None where the line begins a new one."""
    above, frame = held.lines[-1], held.frame
    em = max(above.size, line.size)
    near = 0 < above.base - line.base < WIDER * frame.step * em
    if above.alone or not near or abs(above.size - line.size) > SAME * em:
        return None
    short = _short(above, line, frame)
    if _parts(held, line, short, setting):
        return None
    if not short:
        return " "
    return "\n" if setting.parted else None


def _parts(held: Paragraph, line: Line, short: bool, setting: Setting) -> bool:
    """A line one step down begins a new paragraph: by its number, its bold, or its left edge."""
    above, frame, only = held.lines[-1], held.frame, len(held.lines) == 1
    ended = ENDED.search(above.text) is not None
    if (line.alone or _begins(line)) and (short or ended or _hangs(held, line)):
        return True
    if _turns(line, setting) and (ended or above.text.endswith(BROKEN_OFF)):
        return True
    if ended and _bold_turns(above, line):
        return True
    if setting.labels and (DAY.fullmatch(line.text) or DAY.fullmatch(above.text)):
        return True
    em = max(above.size, line.size)
    indented = setting.indented and line.left > frame.left + INDENT * em
    if indented and (short or (only and (ended or LABEL.match(line.text + " ")))):
        return True
    shifted = abs(line.left - above.left) > INDENT * em and not _centred(above, line, frame)
    return shifted and (short or not only)


def _short(above: Line, line: Line, frame: Frame) -> bool:
    """The line ends although the first word of the next would have fitted, by a fair margin."""
    if above.right + above.size > frame.right or above.text.endswith("-"):
        return False
    first = line.text.split(maxsplit=1)[0]
    word = _width(first) / _width(line.text) * (line.right - line.left)
    return above.right + 0.5 * above.size + 1.2 * word < frame.right


def _width(text: str) -> float:
    """About how wide a text is, in widths of most letters."""
    return len(text) + 0.6 * len(BROAD.findall(text)) - 0.45 * len(NARROW.findall(text))


def _begins(line: Line) -> bool:
    """A number, a bullet or a bold label begins the line."""
    text = line.text
    if MARKER.match(text) or BULLET.match(text) or NUMBER.match(text):
        return True
    return line.parts[0][1] and LABEL.match(text + " ") is not None


def _turns(line: Line, setting: Setting) -> bool:
    """Another speaker's turn, in a document that sets turns apart by their labels alone."""
    labelled = LISTED.match(line.text) is not None or _label(line) in setting.labels
    return bool(setting.labels) and (labelled or _begins(line))


def _label(line: Line) -> str:
    """The label a line begins with, empty where it has none."""
    found = LABEL.match(line.text + " ")
    return found[0] if found else ""


def _opens(line: Line) -> bool:
    """A number, a bullet, a label or bold begins the line."""
    return line.parts[0][1] or _begins(line) or LABEL.match(line.text + " ") is not None


def _bold_turns(above: Line, line: Line) -> bool:
    """From a line in bold throughout to one without, or the other way."""
    return above.bold != line.bold and not (above.parts[0][1] and line.parts[0][1])


def _hangs(held: Paragraph, line: Line) -> bool:
    """The line stands under the number of a paragraph whose text stands further in."""
    first, above = held.lines[0], held.lines[-1]
    flush = abs(line.left - first.left) < 0.3 * line.size
    return flush and above.left > first.left + 0.5 * line.size and _begins(first)


def _centred(above: Line, line: Line, frame: Frame) -> bool:
    middle = (frame.left + frame.right) / 2
    both = (above, line)
    return all(abs((one.left + one.right) / 2 - middle) < one.size and one.left > frame.left for one in both)


def _over_pages(found: Sequence[Paragraph], setting: Setting) -> list[Paragraph]:
    kept: list[Paragraph] = []
    for at, one in enumerate(found):
        if at and one.frame is not found[at - 1].frame:
            before = _last_text(kept, found[at - 1].frame, setting)
            if before is not None and _goes_on(before, one, setting):
                before.add(one.lines[0], " ")
                before.lines += one.lines[1:]
                before.breaks += one.breaks
                before.ends = one.frame
                continue
        kept.append(one)
    return kept


def _last_text(kept: Sequence[Paragraph], frame: Frame, setting: Setting) -> Paragraph | None:
    """The last paragraph of a frame that is no footnote."""
    for one in reversed(kept):
        if (one.ends or one.frame) is not frame:
            return None
        if one.size > SMALLER * setting.size:
            return one
    return None


def _goes_on(before: Paragraph, one: Paragraph, setting: Setting) -> bool:
    above, line = before.lines[-1], one.lines[0]
    if above.alone or line.alone or abs(above.size - line.size) > SAME * line.size:
        return False
    frame = before.ends or before.frame
    below = one.frame.page == frame.page and line.base < above.base
    if _short(above, line, frame) or (below and above.base - line.base > WIDER * frame.step * line.size):
        return False
    if _opens(line) and not (line.parts[0][1] and above.bold and not _begins(line)):
        return False
    indented = line.left > one.frame.left + INDENT * line.size
    if ENDED.search(above.text):
        return setting.labelled or (setting.indented and not indented)
    return not (setting.indented and indented)
