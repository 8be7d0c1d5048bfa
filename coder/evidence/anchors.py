"""Ids that survive corrections, and finding a paragraph again when its transcript has changed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from coder.files import DEVICE

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
    if not number:
        return None
    plain = (number.isascii() and number.isdigit()) or PLAIN.fullmatch(number)
    return f"{item}.{number}" if plain else None


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
            text = f"{text}-{date}" if date and date not in text else text
            return f"{text}-session" if DEVICE.match(text) else text
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
PLAINLY = 0.9
"""Above this the paragraph with the same id is looked at no further."""
SWALLOWED = 0.85
"""Share of the old words found in a longer paragraph that has taken it in, some corrected on the way."""
RUN = 3
SHORT = 12
"""Words. A shorter text is taken in only where it stands there whole."""


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


def sources(former: Iterable[tuple[str, str]], present: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """For a present paragraph the former ones that `carry` brings to it, the one it is first of all."""
    found: dict[str, list[str]] = {}
    for one in carry(former, present):
        if one.new is not None:
            into = found.setdefault(one.new, [])
            into.insert(0 if one.old == one.new else len(into), one.old)
    return found


def carry_back(present: Iterable[tuple[str, str]], former: Iterable[tuple[str, str]]) -> list[Carry]:
    """Where the paragraphs of the present revision go when a former one is put back: whence they came.

    What came from nowhere is looked for among those former paragraphs from which nothing came.
    """
    before, after = list(present), dict(former)
    came = sources(after.items(), before)
    texts = dict(before)
    found: dict[str, Carry] = {}
    for key, (first, *_) in came.items():
        same = texts[key] == after[first]
        found[key] = Carry(key, first, "changed" if not same else "kept" if key == first else "moved")
    used = {old for olds in came.values() for old in olds}
    rest = [(key, text) for key, text in before if key not in found]
    free = [(key, text) for key, text in after.items() if key not in used]
    found |= {one.old: one for one in carry(rest, free)}
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
    """Settle the rest by likeness: taken in by a longer paragraph, corrected in place, or elsewhere."""
    words = {key: _flat(text).split() for key, text in free.items()}
    runs = _Runs(words)
    takers: Counter[str] = Counter()
    for key, text in left:
        mine = _flat(text).split()
        if key in words and _alike(mine, words[key]) >= PLAINLY:
            found[key] = Carry(key, key, "changed")
            continue
        into = runs.holder(mine)
        if into is not None and (into == key or _alike(mine, words[into]) < ELSEWHERE):
            found[key] = Carry(key, into, "joined")
            takers[into] += 1
        elif into is not None:
            found[key] = Carry(key, into, "changed")
        elif key in words and (_alike(mine, words[key]) >= SAME_PLACE or _within(words[key], mine)):
            found[key] = Carry(key, key, "changed")
        else:
            near = runs.nearest(mine)
            good = near is not None and _alike(mine, words[near]) >= ELSEWHERE
            found[key] = Carry(key, near, "changed") if good else Carry(key, None, "unplaced")
    for key, _ in left:  # what grew in its own place, and took in nothing else, was corrected
        if found[key] == Carry(key, key, "joined") and takers[key] == 1:
            found[key] = Carry(key, key, "changed")
    _settle(left, words, found)


def _settle(left: Sequence[tuple[str, str]], words: dict[str, list[str]], found: dict[str, Carry]) -> None:
    """A new paragraph is one old one changed: the one with its id, else the likest. The rest have none."""
    claims: defaultdict[str, list[tuple[bool, float, str]]] = defaultdict(list)
    for key, text in left:
        carried = found[key]
        if carried.how == "changed" and carried.new is not None:
            claims[carried.new].append((carried.new == key, _alike(text.split(), words[carried.new]), key))
    for rivals in claims.values():
        for _, _, key in sorted(rivals)[:-1]:
            found[key] = Carry(key, None, "unplaced")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _within(small: list[str], large: list[str]) -> bool:
    return bool(small) and f" {' '.join(small)} " in f" {' '.join(large)} "


def _alike(one: list[str], other: list[str]) -> float:
    """Dice's coefficient of the two bags of words: 1 for the same words, 0 for none in common."""
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / max(1, len(one) + len(other))


class _Runs:
    """Which new paragraphs hold which runs of three words."""

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

    def holder(self, text: list[str]) -> str | None:
        """The one paragraph that holds the text, whole or (a longer text) nearly so."""
        if len(text) < SHORT:
            whole = [key for key in (self._votes(text) or self.words) if _within(text, self.words[key])]
            return whole[0] if len(whole) == 1 else None
        near = self.nearest(text)
        if near is None:
            return None
        common = sum((Counter(text) & Counter(self.words[near])).values())
        return near if common >= SWALLOWED * len(text) else None

    def _votes(self, text: list[str]) -> Counter[str]:
        votes: Counter[str] = Counter()
        for run in set(_runs_of(text)):
            votes.update(self.where.get(run, ())[:50])
        return votes


def _runs_of(text: list[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(text[at:] for at in range(min(RUN, max(1, len(text))))), strict=False)
