"""Where the words and the sentences of a text begin and end."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

Stretch: TypeAlias = tuple[int, int]
"""From a codepoint up to, but without, another."""

OPENING, CLOSING = "\"'“‘«([{", "\"'”’»)]}"
END = re.compile(rf"(?P<stop>\.{{3,}}|[.!?…]+)(?:\[\d+\])?[{re.escape(CLOSING)}]*(?=\s)")
"""What may end a sentence: stops, a footnote's number, closing marks, and a space after them."""
STARTS = "£$€•*–—-"
"""What a sentence may begin with besides a capital and a figure."""

NEVER = re.compile(
    r"mr|mrs|ms|messrs|mx|dr|prof|revd?|fr|sr|cllrs?|clr|hon|rt|gen|col|capt|maj|sgt|lt|cmdr|insp|supt|det"
    r"|pc|st|mt|ft|e\.?g|i\.?e|viz|cf|vs?|approx|ca|incl|esp|dept|hm",
    re.IGNORECASE,
)
"""What a stop shortens, with a word to follow."""
BEFORE_FIGURES = re.compile(
    r"nos?|pp?|paras?|arts?|secs?|ss?|figs?|vols?|chs?|cl|regs?|sch|qq?|cm|c|cmnd|n"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
"""What a stop shortens before a figure; elsewhere `No.` is an answer."""
POINT = re.compile(r"\s*[([]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)\]]+\Z")
"""The mark of a numbered point, which is no sentence of its own."""


@lru_cache(256)
def sentences(text: str) -> tuple[Stretch, ...]:
    """The sentences in order, without the space around them; a line end ends a sentence too.

    A stop ends a sentence where a capital, a figure or an opening quote follows; not after a title, an
    initial, or what is shortened before a figure ("No. 4").
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in END.finditer(text, line.start(), line.end()):
            if _ends(text, start, end):
                found.append((start, end.end()))
                start = end.end()
        found.append((start, line.end()))
    stripped = (_stripped(text, start, end) for start, end in found)
    return tuple((start, end) for start, end in stripped if start < end)


def _ends(text: str, start: int, end: re.Match[str]) -> bool:
    after = text[end.end() : end.end() + 40].lstrip().lstrip(OPENING)
    if after and not (after[0] in STARTS or (after[0].isalnum() and not after[0].islower())):
        return False
    if POINT.match(text[start : end.end()]):
        return False
    if end["stop"] != "." or end.end() > end.end("stop"):
        return True
    word = re.split(rf"[\s{re.escape(OPENING)}/]", text[start : end.start()])[-1]
    if NEVER.fullmatch(word) or _is_initials(word):
        return False
    return not (after[:1].isdigit() and BEFORE_FIGURES.fullmatch(word))


def _is_initials(word: str) -> bool:
    """`J` of J. Smith, `J.R` of J.R. Hartley; not the `I` that ends "as do I."."""
    letters = word.split(".")
    return word != "I" and all(len(letter) == 1 and letter.isupper() for letter in letters)


def _stripped(text: str, start: int, end: int) -> Stretch:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


@lru_cache(256)
def words(text: str) -> tuple[Stretch, ...]:
    """The words in order, without the marks around them; the point of "e.g." is its own, a currency too."""
    found = []
    for run in re.finditer(r"\S+", text):
        start, end = run.span()
        while start < end and not _belongs(text[start]):
            start += 1
        while start < end and not _belongs(text[end - 1]):
            end -= 1
        if start == end:
            continue
        if end < run.end() and text[end] == "." and _keeps_its_stop(text[start:end]):
            end += 1
        found.append((start, end))
    return tuple(found)


def _belongs(sign: str) -> bool:
    return sign.isalnum() or sign in "£$€%"


def _keeps_its_stop(word: str) -> bool:
    return NEVER.fullmatch(word) is not None or ("." in word.strip(".") and not any(map(str.isdigit, word)))
