"""Ids that survive corrections, and finding a paragraph again when its transcript has changed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

How = Literal["kept", "moved", "changed", "joined", "unplaced"]

PLAIN = re.compile(r"(?![qu]\d)[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*")
"""A printed number that can stand in an id as it is; `q3` and `u2` are kept for questions and points."""


def item_id(slug: str, number: str | None, place: int) -> str:
    """`slug/7`, or `slug/i2` for the second item where it has no number that can stand in an id."""
    return (
        f"{slug}/{number}" if number and PLAIN.fullmatch(number) and "." not in number else f"{slug}/i{place}"
    )


def question_id(item: str, number: str) -> str | None:
    """`slug/7.q3`, or None where the number cannot stand in an id."""
    return f"{item}.q{number}" if PLAIN.fullmatch(number) else None


def paragraph_id(item: str, number: str | None) -> str | None:
    """`slug/7.4`, or None where no printed number makes it."""
    return f"{item}.{number}" if number and PLAIN.fullmatch(number) else None


SMALL = re.compile(
    r"(?:(?:sub)?committees?|select|sub|minutes|meetings?|oral|evidence|panel|the|a|an|of|on|for|and|in|to)$"
)


def slug_of(committee: str, body: str, name: str, date: str | None) -> str:
    """`home-support-2025-03-11` from SELECT COMMITTEE - HOME SUPPORT and the date.

    Where the committee has no word of its own, the body's name serves, then the file's.
    """
    for source in (committee, body, name.rpartition(".")[0] or name):
        words = _ascii_words(source)
        own = [word for word in words if not SMALL.match(word)]
        if own:
            text = "-".join(own)[:60].strip("-")
            return f"{text}-{date}" if date and date not in text else text
    return f"session-{date}" if date else "session"


def _ascii_words(text: str) -> list[str]:
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", flat.replace("'", ""))


@dataclass(frozen=True, slots=True)
class Carry:
    """Where the tags of an old paragraph go: to `new`, or nowhere where it is None (`unplaced`)."""

    old: str
    new: str | None
    how: How


SAME_PLACE = 0.5
"""Share of words in common above which a paragraph with the same id is the same, corrected."""
ELSEWHERE = 0.75
"""The same for a paragraph with another id: more is asked, since the id does not vouch for it."""
CONTAINED = 0.85
"""Share of the old text's five-word runs found in a new paragraph that has swallowed it."""
RUN = 5


def carry(old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]) -> list[Carry]:
    """For every paragraph (id, text) of the old revision, where it is in the new one. In the old order.

    Same id and text: kept. The same text elsewhere: moved, so that renumbering attaches no tag to the
    wrong paragraph. The same id, or another, with similar text: changed. Text found within a longer
    paragraph: joined. Else unplaced. Only what is not kept costs more than a comparison.
    """
    before, after = list(old), dict(new)
    found: dict[str, Carry] = {}
    left: list[tuple[str, str]] = []
    for key, text in before:
        if after.get(key) == text:
            found[key] = Carry(key, key, "kept")
        else:
            left.append((key, text))
    if left:
        free = {key: text for key, text in after.items() if key not in found}
        left = _moved(left, free, found)
        _changed(left, free, found)
    return [found[key] for key, _ in before]


def _moved(
    left: Sequence[tuple[str, str]], free: dict[str, str], found: dict[str, Carry]
) -> list[tuple[str, str]]:
    """Settle those whose text stands elsewhere, in order where a text stands more than once."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for key, text in reversed(free.items()):
        places[_flat(text)].append(key)
    still = []
    for key, text in left:
        if spots := places.get(_flat(text)):
            spot = key if key in spots else spots[-1]
            spots.remove(spot)
            del free[spot]
            found[key] = Carry(key, spot, "changed" if spot == key else "moved")
        else:
            still.append((key, text))
    return still


def _changed(left: Sequence[tuple[str, str]], free: dict[str, str], found: dict[str, Carry]) -> None:
    """Settle the rest by likeness: swallowed by a longer paragraph, corrected in place, or elsewhere."""
    words = {key: _flat(text).split() for key, text in free.items()}
    runs = _Runs(words)
    swallowed: dict[str, tuple[str, float]] = {}
    for key, text in left:
        mine = _flat(text).split()
        into, share = runs.holder(mine)
        swallowed[key] = (into, share)
        if key in words and (into == key or not into) and _alike(mine, words[key]) >= SAME_PLACE:
            how: How = "changed"
            if (
                share >= CONTAINED
                and len(words[key]) > len(mine) * 1.15
                and _others(left, key, runs, words[key])
            ):
                how = "joined"
            found[key] = Carry(key, key, how)
        elif into and share >= CONTAINED:
            similar = _alike(mine, words[into]) >= ELSEWHERE
            found[key] = Carry(key, into, "changed" if similar or into == key else "joined")
        elif key in words and (_alike(mine, words[key]) >= SAME_PLACE or _within(words[key], mine)):
            found[key] = Carry(key, key, "changed")
        else:
            near = runs.nearest(mine)
            good = near is not None and _alike(mine, words[near]) >= ELSEWHERE
            found[key] = Carry(key, near, "changed") if good else Carry(key, None, "unplaced")


def _others(left: Sequence[tuple[str, str]], key: str, runs: _Runs, into: list[str]) -> bool:
    """Another old paragraph lies in the same new one too."""
    return any(other != key and _within(_flat(text).split(), into) for other, text in left)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _within(small: list[str], large: list[str]) -> bool:
    return bool(small) and f" {' '.join(small)} " in f" {' '.join(large)} "


def _alike(one: list[str], other: list[str]) -> float:
    """Dice's coefficient of the two bags of words: 1 for the same words, 0 for none in common."""
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / max(1, len(one) + len(other))


class _Runs:
    """Which new paragraphs hold a run of five words (fewer in a short text)."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        self.words = words
        self.where: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for key, text in words.items():
            for run in set(_runs_of(text)):
                self.where[run].append(key)

    def nearest(self, text: list[str]) -> str | None:
        """The paragraph with most runs in common."""
        votes = self._votes(text)
        return votes.most_common(1)[0][0] if votes else None

    def holder(self, text: list[str]) -> tuple[str, float]:
        """The paragraph that holds most of the text, and the share it holds; ("", 0) where none does."""
        if len(text) < RUN:
            holders = [key for key, other in self.words.items() if _within(text, other)]
            return (holders[0], 1.0) if len(holders) == 1 else ("", 0.0)
        votes = self._votes(text)
        if not votes:
            return "", 0.0
        key, count = votes.most_common(1)[0]
        return key, count / len(set(_runs_of(text)))

    def _votes(self, text: list[str]) -> Counter[str]:
        votes: Counter[str] = Counter()
        for run in set(_runs_of(text)):
            votes.update(self.where.get(run, ())[:50])
        return votes


def _runs_of(text: list[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(text[at:] for at in range(min(RUN, max(1, len(text))))), strict=False)
