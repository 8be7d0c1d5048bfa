"""Who is who across sessions: appearances taken together as people, and whom it cannot tell apart.

Two appearances are one person where the names are the same, but for title, honours and case, and the
roles do not contradict each other; where initials stand for forenames, the roles must agree. What could
belong to either of two people belongs to neither and is listed, and what a user has said stands: never
does a guess. Two names that one session prints are two people.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, NamedTuple, TypeAlias

from coder.evidence.appearances import Appearance, Name, name_of
from coder.evidence.names import OFFICES

Agreement: TypeAlias = Literal["agree", "silent", "contradict"]
SMALL = frozenset(
    {"the", "of", "and", "for", "in", "at", "to", "a", "an", "ltd", "limited", "plc", "llp", "cic"}
)


class Face(NamedTuple):
    """What tells one person from another: name, kind, and the words of role and organisation."""

    name: Name
    kind: str
    role: frozenset[str]
    body: str


def face_of(appearance: Appearance) -> Face:
    return Face(
        name_of(appearance.name), appearance.kind, _words(appearance.role),
        " ".join((appearance.organisation or "").casefold().split()),
    )  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w'’]+", text.casefold())) - SMALL


def roles_of(one: Face, other: Face) -> Agreement:
    """Whether two roles can be one person's, and whether they speak for it."""
    kinds = {one.kind, other.kind}
    if "member" in kinds:
        return "agree" if len(kinds) == 1 else "silent" if "other" in kinds else "contradict"
    if one.body and other.body:
        post = one.role == other.role and one.role - OFFICES  # Chief of Defence Procurement, not Director
        return "agree" if post or same_body(one.body, other.body) else "contradict"
    mine, others = one.role | _words(one.body), other.role | _words(other.body)
    if not mine or not others:
        return "silent"
    roles = one.role and other.role and (one.role <= other.role or other.role <= one.role)
    return "agree" if roles or mine <= others or others <= mine else "contradict"


def same_body(one: str, other: str) -> bool:
    """The same organisation: one name holds the other's words, or is its initials."""
    words, others = _words(one), _words(other)
    return words <= others or others <= words or one in _initials(other) or other in _initials(one)


def _initials(text: str) -> set[str]:
    words = re.findall(r"\w+", text)
    return {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL)}


@dataclass(slots=True)
class _Node:
    """Appearances that look alike, or that a user has put together under a label."""

    label: str | None
    units: list[str] = field(default_factory=list)
    faces: set[Face] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    same: set[int] = field(default_factory=set)
    maybe: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Identities:
    """The people as lists of appearance ids, and pairs of them that may be one, by place in the list."""

    people: tuple[tuple[str, ...], ...]
    unsure: tuple[tuple[int, int], ...]


def identify(appearances: Iterable[Appearance], labels: Mapping[str, str]) -> Identities:
    """Take appearances together as people; `labels` are the user's word, by appearance id.

    Those with the same label are one person, those with different labels are not.
    """
    nodes = _nodes(appearances, labels)
    _relate(nodes)
    leader = _leaders(nodes)
    people: dict[int, list[str]] = defaultdict(list)
    for at, node in enumerate(nodes):
        people[leader[at]] += node.units
    place = {first: number for number, first in enumerate(people)}
    pairs = {
        tuple(sorted((place[leader[at]], place[leader[other]])))
        for at, node in enumerate(nodes)
        for other in (node.same | node.maybe)
        if leader[at] != leader[other] and not _settled(node, nodes[other], other in node.same)
    }
    return Identities(tuple(map(tuple, people.values())), tuple(sorted((one, other) for one, other in pairs)))


def _settled(one: _Node, other: _Node, same: bool) -> bool:
    """A user has said of both who they are; or of one, whose role contradicts the other's anyway."""
    said = (one.label is not None) + (other.label is not None)
    return said == 2 or (said == 1 and not same)


def _nodes(appearances: Iterable[Appearance], labels: Mapping[str, str]) -> list[_Node]:
    nodes: dict[object, _Node] = {}
    by_unit: dict[str, _Node] = {}
    for appearance in appearances:
        unit, face = appearance.id, face_of(appearance)
        if unit in by_unit:
            by_unit[unit].faces.add(face)
            continue
        label = labels.get(unit)
        looks: object = label or (face if face.name.is_persons else unit)
        node = by_unit[unit] = nodes.setdefault(looks, _Node(label))
        node.units.append(unit)
        node.faces.add(face)
        node.sessions.add(appearance.session)
    return list(nodes.values())


def _relate(nodes: list[_Node]) -> None:
    """Find for each node those that are the same person, and those that may be."""
    by_surname: dict[str, set[int]] = defaultdict(set)
    for at, node in enumerate(nodes):
        for face in node.faces:
            if face.name.is_persons:
                by_surname[face.name.surname].add(at)
    for at, other in {pair for group in by_surname.values() for pair in combinations(sorted(group), 2)}:
        one, two = nodes[at], nodes[other]
        if one.sessions & two.sessions or (one.label and two.label):
            continue
        found = {_relation(mine, its) for mine in one.faces for its in two.faces}
        if "same" in found:
            one.same.add(other)
            two.same.add(at)
        elif "maybe" in found:
            one.maybe.add(other)
            two.maybe.add(at)


def _relation(one: Face, other: Face) -> Literal["same", "maybe", "no"]:
    if not (one.name.is_persons and other.name.is_persons):
        return "no"
    roles = roles_of(one, other)
    if one.name.same(other.name) and roles != "contradict":
        return "same"
    if one.name.abbreviates(other.name) and roles == "agree":
        return "same"
    return "maybe" if one.name.same(other.name) or one.name.may_be(other.name) else "no"


def _leaders(nodes: list[_Node]) -> list[int]:
    """For each node the first of its person.

    A node joins the one labelled person it can be, where all that look like it can be that one alone and
    none that is another person can. Else two are one where each is the same as the other, and both are
    the same as all the others.
    """
    labelled = [{other for other in node.same if nodes[other].label} for node in nodes]
    leader = list(range(len(nodes)))
    for at, node in enumerate(nodes):
        if node.label:
            continue
        others = node.same - labelled[at]
        if len(labelled[at]) == 1:
            (person,) = labelled[at]
            rivals = nodes[person].same - {at}
            if all(labelled[other] == {person} for other in others) and not any(
                nodes[rival].sessions & node.sessions for rival in rivals
            ):
                leader[at] = person
        elif not labelled[at]:
            twins = [other for other in others if nodes[other].same | {other} == node.same | {at}]
            leader[at] = min([at, *twins])
    return leader
