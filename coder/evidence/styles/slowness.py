"""Which regular expressions could take time beyond all measure on one line of a document.

Python's `re` backtracks: a repeat within a repeat whose rounds can be parted in more than one way takes
exponential time, and
three repeats that can take the same characters take the third power of the length. Both are told from
the parsed pattern, on the safe side: some that would do no harm are refused too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

BOUND = 100
"""A repeat that may take more counts as one without a bound."""
SHORT_RUNS = " \n\t0123456789"
"""Text is tidy: of these few stand in a row, so repeats of them do no harm."""
SAMPLES = [chr(code) for code in range(32, 127)] + list("é’–—«\n\t")
ROUNDS = (
    "it repeats what itself repeats, with nothing firm between, which can take hours on one line; "
    "make the inner repeat possessive (`++`, `*+`), or put something firm behind it"
)
THRICE = (
    "three of its repeats can take the same characters, which is slow on long lines; "
    "bound them (`.{0,80}`) or make them possessive (`\\w++`)"
)


def slowness(source: str) -> str:
    """Why a pattern could be slow, as the end of a sentence; "" where it could not."""
    tree = import_module("re._parser").parse(source)
    shape = _Shape(fold="(?i" in source)
    if any(shape.ambiguous(body) for body in shape.bodies(tree)):
        return ROUNDS
    taken = list(shape.open_repeats(tree))
    if any(sum(sample in one for one in taken) > 2 for sample in SAMPLES if sample not in SHORT_RUNS):
        return THRICE
    return ""


class _Shape:
    """Looks at parsed patterns by what sample characters their parts can begin with."""

    def __init__(self, fold: bool) -> None:
        self.fold = fold

    def open_repeats(self, tree: Sequence[Any], times: int = 1) -> Iterator[set[str]]:
        """What each repeat without a bound can take, as often as a bounded repeat around it repeats it."""
        for operation, argument in tree:
            within = times
            if _repeats(operation) and int(argument[1]) > BOUND:
                yield from [self.firsts(argument[2])] * times
            elif _repeats(operation):
                within = times * min(int(argument[1]), 3)
            if str(operation) != "POSSESSIVE_REPEAT":
                for part in _parts(operation, argument):
                    yield from self.open_repeats(part, within)

    def bodies(self, tree: Sequence[Any]) -> Iterator[Sequence[Any]]:
        """The bodies of all repeats that give back, outermost first."""
        for operation, argument in tree:
            if _repeats(operation) and argument[1] > 1:
                yield argument[2]
            if str(operation) != "POSSESSIVE_REPEAT":
                for part in _parts(operation, argument):
                    yield from self.bodies(part)

    def ambiguous(self, body: Sequence[Any]) -> bool:
        """The body of a repeat can be parted into rounds in more than one way.

        That is where a part of varying length may take what the next round begins with, and nothing firm
        stands behind it, where two such parts may take the same, or where two alternatives begin alike.
        """
        while len(body) == 1 and str(body[0][0]) == "SUBPATTERN":
            body = body[0][1][3]
        if self.shared(body):
            return True
        first = self.firsts(body)
        for at, (operation, argument) in enumerate(body):
            if self.overlap(operation, argument):
                return True
            for inner in _varying([(operation, argument)]):
                taken = self.firsts(inner)
                if first & taken and not self.firm(body[at + 1 :], taken):
                    return True
        return False

    def firm(self, parts: Sequence[Any], taken: set[str]) -> bool:
        """One of the parts must be there and takes none of these characters."""
        return any(not _empty([part]) and not self.firsts([part]) & taken for part in parts)

    def shared(self, body: Sequence[Any]) -> bool:
        """Two parts of varying length may take the same, with nothing firm between."""
        earlier: list[tuple[int, set[str]]] = []
        for at, (operation, argument) in enumerate(body):
            taken = set().union(*map(self.firsts, _varying([(operation, argument)])))
            for place, other in earlier:
                if taken & other and not self.firm(body[place + 1 : at], other):
                    return True
            if taken:
                earlier.append((at, taken))
        return any(self.shared(part) for node in body for part in _parts(*node))

    def overlap(self, operation: Any, argument: Any) -> bool:
        """Alternatives, here or further in, of which two begin alike or two can be nothing."""
        if str(operation) == "BRANCH":
            seen: set[str] = set()
            for part in argument[1]:
                firsts = self.firsts(part)
                if firsts & seen:
                    return True
                seen |= firsts
            if sum(map(_empty, argument[1])) > 1:
                return True
        return any(self.overlap(*node) for part in _parts(operation, argument) for node in part)

    def firsts(self, tree: Sequence[Any]) -> set[str]:
        """Of the sample characters, those a match of the pattern can begin with."""
        found: set[str] = set()
        for operation, argument in tree:
            name = str(operation)
            if name in ("AT", "ASSERT", "ASSERT_NOT"):
                continue
            parts = _parts(operation, argument)
            if not parts:
                return found | {sample for sample in SAMPLES if self.takes(operation, argument, sample)}
            for part in parts:
                found |= self.firsts(part)
            if not _empty([(operation, argument)]):
                return found
        return found

    def takes(self, operation: Any, argument: Any, sample: str) -> bool:
        """Whether a single-character operation takes a character; one that is not known may take any."""
        if self.fold and sample.swapcase() != sample:
            return _takes(operation, argument, sample) or _takes(operation, argument, sample.swapcase())
        return _takes(operation, argument, sample)


def _repeats(operation: Any) -> bool:
    return str(operation) in ("MAX_REPEAT", "MIN_REPEAT")


def _parts(operation: Any, argument: Any) -> list[Sequence[Any]]:
    """The patterns within one operation of a parsed pattern."""
    name = str(operation)
    if name == "SUBPATTERN":
        return [argument[3]]
    if name == "BRANCH":
        return list(argument[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    if name.endswith("REPEAT"):
        return [argument[2]]
    return [argument] if name == "ATOMIC_GROUP" else []


def _varying(tree: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The parts that may take more or less."""
    for operation, argument in tree:
        name = str(operation)
        if _repeats(operation) and argument[0] != argument[1]:
            yield argument[2]
        elif name == "BRANCH" and any(map(_empty, argument[1])):  # (a|aa) is parsed as a(|a)
            yield from (part for part in argument[1] if not _empty(part))
        if name not in ("POSSESSIVE_REPEAT", "ATOMIC_GROUP"):
            for part in _parts(operation, argument):
                yield from _varying(part)


def _empty(tree: Sequence[Any]) -> bool:
    """Whether a pattern can match nothing."""
    return all(
        str(operation) in ("AT", "ASSERT", "ASSERT_NOT")
        or (str(operation).endswith("REPEAT") and (argument[0] == 0 or _empty(argument[2])))
        or (str(operation) in ("SUBPATTERN", "BRANCH") and any(map(_empty, _parts(operation, argument))))
        for operation, argument in tree
    )


def _takes(operation: Any, argument: Any, sample: str) -> bool:
    name = str(operation)
    if name == "LITERAL":
        return chr(argument) == sample
    if name == "NOT_LITERAL":
        return chr(argument) != sample
    if name == "RANGE":
        return bool(argument[0] <= ord(sample) <= argument[1])
    if name == "CATEGORY":
        word, space, digit = sample.isalnum() or sample == "_", sample.isspace(), sample.isdigit()
        kind = str(argument)
        taken = word if kind.endswith("WORD") else space if kind.endswith("SPACE") else digit
        return taken != ("_NOT_" in kind)
    if name == "IN":
        parts = [part for part in argument if str(part[0]) != "NEGATE"]
        return any(_takes(part[0], part[1], sample) for part in parts) == (len(parts) == len(argument))
    return True
