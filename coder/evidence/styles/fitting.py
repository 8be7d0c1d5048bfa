"""How well a described style fits a document, by what its patterns find in a sample of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from coder.evidence.blocks import Block, Document
from coder.evidence.styles.description import Description, Rule
from coder.evidence.styles.flow import printed
from coder.evidence.styles.labels import TITLED, Labels, parted

HEAD, WINDOW, WINDOWS = 40, 40, 4
"""Blocks looked at for signs; and for questions and turns, so many in a row, at so many places."""
FAR = 3000
"""Blocks tried for marks that are surely a question, which may all stand in one part of the document."""


@dataclass(slots=True)
class Marks:
    """What a style's patterns find: questions, those that are sure, turns, labels, and by which rules."""

    asked: int = 0
    surely: int = 0
    spoken: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    rules: set[Rule] = field(default_factory=set)


def fit(document: Document, description: Description) -> tuple[float, str]:
    """How well the form fits, from 0 to 1, and why."""
    sample = _sample(document.blocks)
    if description.question or description.turn:
        score, reasons = _by_turns(sample, document.blocks, description)
    else:
        score = description.weight * min(1.0, 0.5 + _numbered(sample, description))
        reasons = [description.about]
    head = "\n".join(block.text[:400] for block in document.blocks[:HEAD])
    for sign in description.sign:
        if found := sign.pattern.search(head):
            score += sign.adds if score or sign.adds >= 0.4 else 0
            if sign.adds > 0 and len(found[0]) > 2:
                reasons.append(f"“{' '.join(found[0].split())[:60]}”")
    return max(0.0, min(1.0, score)), ", ".join(reasons) or description.about


def _by_turns(
    sample: Sequence[Block], blocks: Sequence[Block], description: Description
) -> tuple[float, list[str]]:
    marks = _marks(sample, description)
    if not marks.surely and len(blocks) > len(sample) and (far := _surely(blocks, description)) > 1:
        marks.asked += far
        marks.surely = far
    needed = [rule for rule in (*description.question, *description.turn) if rule.needed]
    share = min(1.0, 4 * (marks.asked + marks.spoken) / max(1, len(sample)))
    if any(rule not in marks.rules for rule in needed):
        score = 0.0
    elif description.question:
        enough = marks.surely or marks.asked > 2 or (needed and marks.asked)
        score = 0.75 + 0.25 * share if enough else 0.0
    else:
        again = len(sample) < 12 or any(count > 1 for count in marks.labels.values())
        bold = any(rule.bold for rule in marks.rules) and any(map(TITLED.match, marks.labels))
        score = 0.4 + 0.6 * share if (marks.spoken > 2 and again) or bold else 0.0
        if any(rule.style for rule in marks.rules):  # a paragraph style is named for what it is
            score = 0.75 + 0.25 * share
    told = [description.about]
    if marks.asked:
        told.append(f"{marks.asked} such questions in a sample")
    if marks.spoken:
        told.append(f"{marks.spoken} turns by {len(marks.labels)} labels")
    return description.weight * score, told if score else []


def _sample(blocks: Sequence[Block]) -> Sequence[Block]:
    """Blocks from the beginning and from further on, where title and contents pages are over."""
    if len(blocks) <= WINDOW * WINDOWS:
        return blocks
    starts = [place * (len(blocks) - WINDOW) // (WINDOWS - 1) for place in range(WINDOWS)]
    return [block for start in starts for block in blocks[start : start + WINDOW]]


def _surely(blocks: Sequence[Block], description: Description) -> int:
    """How many blocks of the whole document are surely a question."""
    rules = [rule for rule in description.question if rule.sure]
    step = 1 + len(blocks) // FAR
    return sum(any(rule.match(block, printed(block)) for rule in rules) for block in blocks[::step] if rules)


def _marks(sample: Sequence[Block], description: Description) -> Marks:
    rules = (*description.question, *description.turn)
    labels = Labels(rules, sample, description.inline)
    marks = Marks()
    for whole in sample:
        for block in parted(whole, labels) if description.inline else (whole,):
            text = printed(block)
            for rule in rules:
                found = rule.match(block, text)
                if found is None:
                    continue
                groups = found.groupdict()
                label = (groups.get("label") or "").strip()
                if label and not groups.get("number") and not labels.known(label, rule.sure):
                    continue
                _count(marks, rule, label, rule in description.question)
                break
    return marks


def _count(marks: Marks, rule: Rule, label: str, asks: bool) -> None:
    marks.asked += asks
    marks.surely += asks and rule.sure
    marks.spoken += not asks
    marks.rules.add(rule)
    if label:
        marks.labels[label] += 1


def _numbered(sample: Sequence[Block], description: Description) -> float:
    """The share of paragraphs with a number as the style prints it."""
    count = sum(any(rule.match(block, printed(block)) for rule in description.paragraph) for block in sample)
    return count / max(1, len(sample))
