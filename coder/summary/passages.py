"""Which words of a paragraph are quoted: the passages that coders marked, else its first sentences."""

from __future__ import annotations

from collections.abc import Iterable

from coder.evidence.sentences import sentences

CUT = "[…]"
"""Stands for what a quote leaves out."""
LONGEST = 420
"""Characters from which a quote is cut at the end of a sentence."""


def passage(text: str, spans: Iterable[tuple[int, int]] = (), longest: int = LONGEST) -> str:
    """The words to quote, as they stand, with `[…]` for what is left out before, between and after them.

    `spans` are places in `text` (codepoints, the end not included) that coders marked. Without any, the
    paragraph is quoted from its beginning to the end of the last sentence that leaves the quote no longer
    than `longest`, and for one sentence at least.
    """
    marked = _joined(spans, text) or [(0, _end(text, longest))]
    said = f" {CUT} ".join(text[start:end].strip() for start, end in marked)
    before = f"{CUT} " if text[: marked[0][0]].strip() else ""
    after = f" {CUT}" if text[marked[-1][1] :].strip() else ""
    return f"{before}{said}{after}"


def _joined(spans: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The spans in order, those that overlap, or that only space parts, made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(end, len(text))) for start, end in spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def _end(text: str, longest: int) -> int:
    """Where a quote from the beginning of a text ends."""
    if len(text) <= longest:
        return len(text)
    ends = [end for _, end in sentences(text)]
    return max([end for end in ends if end <= longest] or ends[:1] or [len(text)])
