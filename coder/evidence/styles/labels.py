"""Which printed words are a speaker's label: tried by a style's patterns, weighed over the whole document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from coder.evidence.blocks import Block
from coder.evidence.names import name_in
from coder.evidence.styles.description import Rule
from coder.evidence.styles.flow import printed
from coder.evidence.styles.patterns import WORDS

TITLED = re.compile(rf"(?:The )?{WORDS['title']}\s+(?=[A-ZÀ-ÖØ-Þ])")
ROLE = re.compile(
    rf"(?:{WORDS['chair']}|(?i:(?:the )?(?:witness|clerk|counsel|interpreter|moderator|interviewer|members?"
    r"|an? (?:hon\.? )?member|speaker|commissioner|president|mayor|judge|secretary))\b.*)$"
)
SENTENCE_END = r"(?<=[.?!…—\"”’)\]-])(?<!\b[A-ZÀ-Þ]\.)(?<!\bM[rs]\.|\bDr\.|\bSt\.)(?<!\bMrs\.|\bHon\.)"
INLINE = re.compile(rf"{SENTENCE_END} +(?P<label>\*{{3,}}|{WORDS['name']}(?:, {WORDS['name']}){{0,3}}+)\s?$")
"""What stands before a colon where a new turn begins within a block: a sentence's end and a name."""
WINDOW = 120
"""Characters before a colon in which such a name must begin."""
NO_LABEL = frozenset(
    """
    note notes source sources figure table box question questions answer answers reply replies response
    resolved agreed carried ordered motion moved seconded proposed present absent apologies regrets date time
    place venue subject re item items agenda appendix annex section chapter part step example examples first
    second third finally also yes no however therefore conclusion conclusions recommendation
    recommendations summary background introduction key total tel telephone fax email e-mail website http
    https internet phone mail ref reference contents page pages volume witnesses speakers staff members
    disposition title in on at by to for with officers officials councillors staff minutes closing opening
    decision action actions outcome result motions vote yeas nays ayes noes type status report by-law
    """.split()  # noqa: SIM905
)
"""Words with a colon behind them that name nobody, by themselves or at the start."""
NUMBER = re.compile(r"\d")
LONGEST = 160


class Labels:
    """The labels of one document, with how often each stands."""

    def __init__(self, rules: Sequence[Rule], blocks: Iterable[Block], inline: bool = False) -> None:
        self.rules = rules
        self.count: Counter[str] = Counter()
        for block in blocks:
            if inline:
                self.count.update(label for _, _, label in _inline(block.text))
            text = printed(block)
            for rule in rules:
                if (found := rule.match(block, text)) is not None:
                    if label := _label(found):
                        self.count[label] += 1
                    break
        names = [_name(label) for label in self.count if self._person(label)]
        self.surnames = {name.rpartition(" ")[2] for name in names if " " in name}

    def known(self, label: str, sure: bool) -> bool:
        """Whether a label counts: surely one, or a person's or role's name, or standing again and again."""
        if sure:
            return True
        first = label.partition(" ")[0].strip("().,").casefold()
        if len(label) > LONGEST or first in NO_LABEL:
            return False
        if NUMBER.search(label) and not ROLE.match(label):
            return False
        bare = label.rstrip("? ")
        if ROLE.match(label) or self.count[bare] > 1 or bare in self.surnames:
            return True
        return self._person(label)

    @staticmethod
    def _person(label: str) -> bool:
        """A title and a name, or a name of two words or more."""
        name = _name(label)
        return TITLED.match(label) is not None or (" " in name and name_in(name) == name)


def _name(label: str) -> str:
    """A label without the post printed behind the name."""
    return label.partition(" (")[0].partition(",")[0]


def _label(found: re.Match[str]) -> str:
    return found["label"].strip() if "label" in found.re.groupindex and found["label"] else ""


def _inline(text: str) -> Iterator[tuple[int, int, str]]:
    """Where sentences end before a name and a colon, where the name begins, and the name."""
    colon = text.find(": ")
    while colon >= 0:
        start = max(0, colon - WINDOW)
        if (found := INLINE.search(text[start:colon])) is not None:
            yield start + found.start(), start + found.start("label"), found["label"]
        colon = text.find(": ", colon + 2)


def parted(block: Block, labels: Labels) -> Iterator[Block]:
    """A block, parted where another speaker's label stands in the middle of it."""
    begin = 0
    for end, start, label in _inline(block.text):
        if labels.known(label, sure=False):
            text = block.text[begin:end]
            yield block._replace(text=text, bold=0, marker="") if begin else block._replace(text=text)
            begin = start
    yield block._replace(text=block.text[begin:], bold=0, marker="") if begin else block
