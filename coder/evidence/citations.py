"""How a paragraph is cited: by templates, from its place in the session.

A house style has a preset, an inquiry may choose another or give templates of its own. There are two
forms: the short citation, unique within its session, and the full one for quoting in a report. Of a
template's brackets and comma parts those go in which every field is empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol

from coder.errors import CoderError
from coder.evidence.model import Role, Session


@dataclass(frozen=True, slots=True)
class Templates:
    """How the paragraphs of a session are cited.

    `question` and `paragraph` are for those with a printed number; `further` for one without, below a
    question of its item (where it is empty, or above the first question, `unnumbered`); `full` for
    quoting any of them.
    """

    question: str
    paragraph: str
    further: str
    unnumbered: str
    full: str


POINT = "{item} (point {point})"
_SAID = "{citation} [{speaker}], {committee}, {reference}, {date}"
_HOUSES = Templates("Q{number}", "{item}({number})", "Q{question} ({place})", POINT, _SAID)
PRESETS = {
    "minutes": Templates("{item} Q{number}", "{item}({number})", "", POINT, _SAID),
    "commons": _HOUSES,
    "lords": _HOUSES,
    "submission": Templates(
        "Q{number}", "para {number}", "", POINT, "{reference}, {citation} [{speaker}], {date}"
    ),
}
"""Council minutes: `7(4)`, `7 Q3`, `10 (point 3)`. Commons and Lords: `Q14`, the second paragraph below it
`Q14 (2)`, in full `Q14 [Jon Thompson], Public Accounts Committee, HC 880, 14 March 2018`. Submissions:
`para 3.2`, in full `CAR0012, para 3.2 [Harbour Trust], 3 February 2014`."""

ABOUT = {"speaker", "reference", "session", "title", "body", "committee", "date"}
PLACE = {"item", "number", "question", "place", "point"}
FIELDS = {name: ABOUT | (PLACE if name != "full" else {"citation"}) for name in Templates.__slots__}
"""What may stand in braces in each template."""
NEEDED = {
    "question": {"number"}, "paragraph": {"number"}, "further": {"place", "point"}, "unnumbered": {"point"},
    "full": {"citation"},
}  # fmt: skip
"""One of these must stand in it, or it would tell no two paragraphs apart."""

BRACES = re.compile(r"\{([^{}]*)\}")
BREAKS = re.compile(r"(\s*\[[^\[\]]*\]|\s*\([^()]*\))|(?=[,;])")


class Source(Protocol):
    """What a citation says of a session: a Session, or its head in the index."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def committee(self) -> str: ...
    @property
    def reference(self) -> str | None: ...
    @property
    def date(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Citing:
    """What an inquiry says of citations: a preset for every session, templates of its own, or neither."""

    preset: str = ""
    own: tuple[tuple[str, str], ...] = ()

    def templates(self, preset: str) -> Templates:
        """The templates of a session whose style has this preset."""
        return replace(PRESETS[self.preset or preset], **dict(self.own))


STYLES_OWN = Citing()


def read_citing(data: Any, where: str) -> Citing:
    """The table `[citations]` of `inquiry.toml`. Raises CoderError with the key that is wrong."""
    if not isinstance(data, dict):
        raise CoderError(f"{where}: [citations] is a table of keys such as preset and paragraph.")
    own = {}
    for key, value in data.items():
        if key != "preset" and key not in FIELDS:
            known = ", ".join(["preset", *FIELDS])
            raise CoderError(f"{where}: [citations] has the key {key}, which there is not; keys are {known}.")
        if not isinstance(value, str):
            raise CoderError(f"{where}: [citations] {key} is a text in quotes.")
        if key != "preset":
            _check(key, value, f"{where}: [citations] {key}")
            own[key] = value
    preset = data.get("preset", "")
    if preset and preset not in PRESETS:
        raise CoderError(f"{where}: [citations] preset is one of {', '.join(PRESETS)}, not {preset!r}.")
    return Citing(preset, tuple(own.items()))


def _check(name: str, template: str, where: str) -> None:
    if re.search(r"[{}]", BRACES.sub("", template)):
        raise CoderError(f"{where}: a brace has no partner; a field is written {{item}}.")
    used = set(BRACES.findall(template))
    if unknown := sorted(used - FIELDS[name]):
        known = ", ".join(sorted(FIELDS[name]))
        raise CoderError(f"{where}: there is no field {{{unknown[0]}}}; fields are {known}.")
    if (name, template) != ("further", "") and not used & NEEDED[name]:
        needed = " or ".join(f"{{{field}}}" for field in sorted(NEEDED[name]))
        raise CoderError(f"{where}: it needs {needed}, or it would not tell paragraphs apart.")


def preset_of(session: Session) -> str:
    """The preset of a session's house style."""
    return session.citations or (session.style if session.style in PRESETS else "minutes")


def cited(session: Session, citing: Citing = STYLES_OWN) -> Session:
    """The session with the citations of its paragraphs as the inquiry wants them."""
    citations = Citations(citing.templates(preset_of(session)), session)
    items = []
    for place, item in enumerate(session.items, 1):
        citations.item(item.number, place)
        paragraphs = tuple(
            replace(one, citation=citations.paragraph(one.number, one.role, one.speaker))
            for one in item.paragraphs
        )
        items.append(replace(item, paragraphs=paragraphs))
    return replace(session, items=tuple(items))


class Citations:
    """Gives the paragraphs of one session their short citations, in order."""

    def __init__(self, templates: Templates = PRESETS["minutes"], session: Source | None = None) -> None:
        self.templates = templates
        self.values: dict[str, Any] = _about(session) if session else dict.fromkeys(ABOUT, "")
        self.question = ""
        self.place = self.points = 0
        self.given: dict[str, int] = {}

    def item(self, number: str | None, place: int) -> None:
        """The paragraphs that follow belong to this item, the `place`th of the session from 1."""
        self.values["item"] = number or f"item {place}"
        self.question = ""
        self.points = 0

    def paragraph(self, number: str | None, role: Role, speaker: str | None = None) -> str:
        """The citation of the next paragraph, unique among those given so far."""
        templates = self.templates
        if role == "question" and number is not None:
            template, self.question, self.place = templates.question, number, 1
        elif number is not None:
            template, self.place = templates.paragraph, self.place + 1
        else:
            self.points, self.place = self.points + 1, self.place + 1
            template = (templates.further if self.question else "") or templates.unnumbered
        values = self.values
        values["number"], values["question"], values["place"] = number or "", self.question, self.place
        values["point"], values["speaker"] = self.points, speaker or ""
        return self._unique(_filled(template, values))

    def _unique(self, citation: str) -> str:
        """The citation, or with `(2)` where it has been given already.

        Below questions that is `[2]`, since round brackets count paragraphs there.
        """
        if citation not in self.given:
            self.given[citation] = 1
            return citation
        form = "{} [{}]" if self.templates.further else "{} ({})"
        times = self.given[citation] + 1
        unique = form.format(citation, times)
        while unique in self.given:
            times += 1
            unique = form.format(citation, times)
        self.given[citation] = times
        self.given.setdefault(unique, 1)
        return unique


def full_citation(templates: Templates, session: Source, citation: str, speaker: str | None = None) -> str:
    """A paragraph's citation for quoting it in a report, from its short one."""
    return _filled(templates.full, _about(session) | {"citation": citation, "speaker": speaker or ""})


def _about(session: Source) -> dict[str, Any]:
    from coder.evidence.dates import in_words

    return {
        "reference": session.reference or "", "session": session.slug, "title": session.title,
        "body": session.body, "committee": session.committee,
        "date": in_words(session.date) if session.date else "",
    }  # fmt: skip


def _filled(template: str, values: dict[str, Any]) -> str:
    whole, fields, parts = _parts(template)
    if all(map(values.__getitem__, fields)):
        return whole.format_map(values)
    kept = "".join(
        part.format_map(values) for part, named in parts if not named or any(map(values.__getitem__, named))
    )
    return kept.lstrip(" ,;").rstrip()


@cache
def _parts(template: str) -> tuple[str, tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """A template trimmed, all its fields, and its brackets and comma parts, each with its fields."""
    pieces = [piece for piece in BREAKS.split(template) if piece]
    parts = tuple((piece, tuple(BRACES.findall(piece))) for piece in pieces)
    return template.lstrip(" ,;").rstrip(), tuple(BRACES.findall(template)), parts
