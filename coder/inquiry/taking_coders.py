"""Under which initials the users of another program's project are coders here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.inquiry.who import FORM, initials

if TYPE_CHECKING:
    from coder.exchange.project import Project

BASES = ("any", "all", "majority", "agreed")
"""What a basis is called, so that no coder can be."""
UNNAMED = "unnamed"
"""Who coded where a project does not say."""


def match_coders(project: Project, known: Iterable[str], meant: Mapping[str, str]) -> dict[str, str]:
    """Initials by user id, for all whose work is in the project; the empty id is who was not named.

    As the user says; else the project's own initials, the name where it is a word like them, or the first
    letters of its words, with a number where two users would have the same. Those that differ from a known
    coder's in capitals only are that coder's. Raises CoderError where the user names nobody of the project,
    or the initials given have no form.
    """
    there = {name.casefold(): name for name in known}
    given = _given(project, meant)
    found: dict[str, str] = {}
    for user in _at_work(project):
        wanted = given.get(user) or _derived(project, user)
        wanted = there.get(wanted.casefold(), wanted)
        if user not in given:
            wanted = _free(wanted, [*BASES, *given.values(), *found.values()])
        found[user] = wanted
    return found


def _at_work(project: Project) -> list[str]:
    found = dict.fromkeys(one.coder for one in project.codings)
    found |= dict.fromkeys(one.coder for one in project.memos)
    found |= dict.fromkeys(one.coder for one in project.marks)
    return list(found)


def _given(project: Project, meant: Mapping[str, str]) -> dict[str, str]:
    """What the user says, by user id: a user is named by name, initials or id, nobody as `unnamed`."""
    found: dict[str, str] = {}
    for theirs, ours in meant.items():
        wanted = theirs.casefold().strip()
        ids = [
            user for user, name in project.users.items()
            if wanted in (name.casefold(), project.short_names.get(user, "").casefold(), user)
        ]  # fmt: skip
        if not ids and wanted == UNNAMED:
            ids = [user for user in _at_work(project) if user not in project.users]
        if not ids:
            named = ", ".join(filter(None, project.users.values())) or UNNAMED
            raise CoderError(f"--coder {theirs}={ours}: nobody in {project.name} is called that ({named}).")
        found |= dict.fromkeys(ids, initials(ours))
    return found


def _derived(project: Project, user: str) -> str:
    name, short = project.users.get(user, ""), project.short_names.get(user, "")
    layer = re.fullmatch(rf"{FORM.pattern}#\d{{1,3}}", short)  # a second coding, of our own export
    for given in (short, name):
        if layer or FORM.fullmatch(given):
            return given
    letters = "".join(word[0] for word in re.findall(r"[^\W_]+", name)).upper()
    return letters[:16] or UNNAMED


def _free(wanted: str, taken: Collection[str]) -> str:
    """Itself, or with the first number behind it that nobody of the project has."""
    folded = {one.casefold() for one in taken}
    stem, number, found = wanted[:14], 2, wanted
    while found.casefold() in folded:
        found, number = f"{stem}{number}", number + 1
    return found
