"""A house style as its user describes it, in TOML: what a question, a turn, an item look like in print.

    name = "select-committee"
    about = "oral evidence, questions numbered Q1"

    [[question]]
    pattern = 'Q(?P<number>\\d+) (?P<label>{name}): '

    [[turn]]
    pattern = '(?P<label>{name}): '

`docs/styles.md` explains every key. The built-in styles are written in the same way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn, cast

from coder.errors import CoderError
from coder.evidence.blocks import Block
from coder.evidence.citations import PRESETS
from coder.evidence.model import ROLES, Role, Why
from coder.evidence.styles.patterns import REACH, PatternError, compiled

WHYS: tuple[Why, ...] = ("page", "head", "navigation", "label", "markup", "link")
SECTIONS = ("item", "question", "turn", "paragraph", "stage", "statement", "witness", "drop", "cut")
FIELDS = ("body", "committee", "title", "reference", "date", "place", "author", "present", "in_attendance",
          "witnesses", "chair")  # fmt: skip
GROUPS = {
    "item": ("number", "heading"), "question": ("number", "label", "asker"), "turn": ("label", "note"),
    "paragraph": ("number",), "witness": ("name",), "statement": ("name",),
}  # fmt: skip
KEYS = {"name", "about", "kind", "like", "citations", "flow", "inline", "unlabelled", "text", "sign",
        "weight", "header", *SECTIONS}  # fmt: skip
NEEDED = {"turn": "label", "paragraph": "number", "header": "value", "witness": "name"}
"""The part that a section's patterns must name."""
RULE_KEYS = {"pattern", "style", "bold", "kind", "role", "why", "sure", "follows", "needed"}
DEFAULTS = {"item": "(?P<heading>.+)", "turn": "(?P<label>[^\\n]{1,160}?)[\\s:.]*$", "question": ""}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a block must be, to be taken for a question, a turn, an item and so on.

    `pattern` is tried at the start of the block as printed, `style` on the name of its paragraph style;
    `bold` asks that the label or number (`label`) or the whole block (`all`) is set bold. `kind` says who
    speaks (member, witness, official), `role` what the paragraph is. A label that is not `sure` counts
    where it stands again or is a person's name; a number that `follows` must be the next. A style is not
    considered where what is `needed` does not stand in the document.
    """

    pattern: re.Pattern[str]
    style: re.Pattern[str] | None = None
    bold: str = ""
    kind: str = ""
    role: Role | None = None
    why: Why = "markup"
    sure: bool = False
    follows: bool = False
    needed: bool = False

    def match(self, block: Block, text: str) -> re.Match[str] | None:
        """The match at the start of a block whose printed text is given, where the block is such a one."""
        if self.style is not None and self.style.fullmatch(block.style) is None:
            return None
        found = self.pattern.match(text, 0, REACH) if len(text) > REACH else self.pattern.match(text)
        if found is None or not self.bold:
            return found
        if self.bold == "all":
            return found if block.strong else None
        end = found.end("label") if "label" in found.re.groupindex else found.end()
        return found if block.bold + (len(text) - len(block.text)) >= end else None


@dataclass(frozen=True, slots=True)
class Sign:
    """Words at the head of a document that speak for a style, or against it, and how much."""

    pattern: re.Pattern[str]
    adds: float


@dataclass(frozen=True, slots=True)
class Description:
    """A house style. `about` tells it in a few words; `weight` is how much its marks count in the choice."""

    name: str
    about: str = ""
    kind: str = "sitting"
    citations: str = "commons"
    flow: str = "paragraphs"
    inline: bool = False
    unlabelled: bool = False
    text: Role = "procedural"
    weight: float = 0.8
    sign: tuple[Sign, ...] = ()
    header: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    item: tuple[Rule, ...] = ()
    question: tuple[Rule, ...] = ()
    turn: tuple[Rule, ...] = ()
    paragraph: tuple[Rule, ...] = ()
    stage: tuple[Rule, ...] = ()
    statement: tuple[Rule, ...] = ()
    witness: tuple[Rule, ...] = ()
    drop: tuple[Rule, ...] = ()
    cut: tuple[Rule, ...] = ()


@cache
def builtin() -> dict[str, Description]:
    """The styles that come with the program, by name."""
    folder = resources.files(__package__) / "builtin"
    found: dict[str, Description] = {}
    waiting = {
        entry.name: tomllib.loads(entry.read_text("utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
    while waiting:
        for name, data in list(waiting.items()):
            if data.get("like", "") in ("", *found):
                description = _Reader(Path(name), found, trusted=True).description(data)
                found[description.name] = description
                del waiting[name]
    return found


def read_description(path: Path) -> Description:
    """A user's style from its TOML file.

    Raises CoderError with file, key and reason where it breaks a rule.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise CoderError(f"{path} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise CoderError(f"{path} is not UTF-8 text; save it as that.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CoderError(f"{path}: not valid TOML: {error}.") from None
    return _Reader(path, builtin(), trusted=False).description(data)


def read_descriptions(folder: Path) -> tuple[Description, ...]:
    """All styles of a folder, by file name; none where it is not there. Raises CoderError as above."""
    styles: dict[str, Description] = {}
    for path in sorted(folder.glob("*.toml")):
        style = read_description(path)
        if style.name in styles or style.name in builtin() or style.name == "minutes":
            raise CoderError(f"{path}, key `name`: there is a style {style.name} already; take another.")
        styles[style.name] = style
    return tuple(styles.values())


class _Reader:
    """Checks one file's keys and values, and says which of them is wrong."""

    def __init__(self, path: Path, known: dict[str, Description], trusted: bool) -> None:
        self.path = path
        self.known = known
        self.trusted = trusted

    def fault(self, key: str, what: str) -> NoReturn:
        raise CoderError(f"{self.path}, key `{key}`: {what}.")

    def description(self, data: dict[str, Any]) -> Description:
        self._keys(data, KEYS, "")
        name = self._text(data, "name", "")
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
            self.fault("name", "a style needs a name of small letters, digits and hyphens")
        base = Description(name)
        if like := self._text(data, "like", ""):
            if like not in self.known:
                self.fault("like", f"there is no style {like}; there are {', '.join(self.known)}")
            base = replace(self.known[like], name=name)
        rules: dict[str, Any] = {name: self._rules(data, name) or getattr(base, name) for name in SECTIONS}
        found = replace(
            base,
            about=self._text(data, "about", base.about),
            kind=self._one(data, "kind", ("sitting", "submission"), base.kind),
            citations=self._one(data, "citations", tuple(PRESETS), base.citations),
            flow=self._one(data, "flow", ("paragraphs", "lines"), base.flow),
            inline=self._flag(data, "inline", "", base.inline),
            unlabelled=self._flag(data, "unlabelled", "", base.unlabelled),
            text=cast("Role", self._one(data, "text", ("statement", "procedural", "note"), base.text)),
            weight=self._share(data, "weight", base.weight),
            sign=self._signs(data) or base.sign,
            header={**base.header, **self._header(data)},
            **rules,
        )
        if not (found.question or found.turn or found.item or found.paragraph or self.trusted):
            self.fault("turn", "a style needs one of [[question]], [[turn]], [[item]], [[paragraph]]")
        return found

    def _header(self, data: dict[str, Any]) -> dict[str, tuple[Rule, ...]]:
        header = data.get("header", {})
        if not isinstance(header, dict):
            self.fault("header", "write it as [header], with one key a field")
        self._keys(header, set(FIELDS), "header.")
        return {name: tuple(self._field(name, value)) for name, value in header.items()}

    def _field(self, name: str, value: Any) -> Iterable[Rule]:
        for one in value if isinstance(value, list) else [value]:
            rule = {"pattern": one} if isinstance(one, str) else one
            if not isinstance(rule, dict):
                self.fault(f"header.{name}", "a field is a pattern, or a table with `pattern` or `style`")
            yield self._rule(rule, f"header.{name}", ("value",), "(?P<value>.+)")

    def _signs(self, data: dict[str, Any]) -> tuple[Sign, ...]:
        signs = []
        for at, sign in enumerate(self._tables(data, "sign"), 1):
            key = f"sign {at}"
            self._keys(sign, {"pattern", "adds"}, f"{key}, ")
            adds = sign.get("adds", 0.3)
            if not isinstance(adds, int | float) or isinstance(adds, bool) or not -1 <= adds <= 1:
                self.fault(f"{key}, adds", "it is a number from -1 to 1")
            signs.append(Sign(self._pattern(sign, key), float(adds)))
        return tuple(signs)

    def _rules(self, data: dict[str, Any], name: str) -> tuple[Rule, ...]:
        tables = self._tables(data, name)
        groups, default = GROUPS.get(name, ()), DEFAULTS.get(name, "")
        return tuple(self._rule(table, f"{name} {at}", groups, default) for at, table in enumerate(tables, 1))

    def _rule(self, table: dict[str, Any], key: str, groups: Iterable[str], default: str) -> Rule:
        self._keys(table, RULE_KEYS, f"{key}, ")
        if "pattern" not in table and "style" not in table and "bold" not in table:
            self.fault(key, "it needs a `pattern`, a `style` or `bold`")
        pattern = self._pattern(table, key) if "pattern" in table else re.compile(default)
        if unknown := set(pattern.groupindex) - set(groups):
            known = f"there are {', '.join(groups)}" if groups else "it takes none"
            self.fault(f"{key}, pattern", f"a part named {sorted(unknown)[0]!r} means nothing here; {known}")
        needed = NEEDED.get(re.split(r"[ .]", key)[0])
        if needed and needed not in pattern.groupindex:
            self.fault(f"{key}, pattern", f"it needs a part (?P<{needed}>...)")
        bold = table.get("bold", "")
        return Rule(
            pattern,
            style=self._compiled(table["style"], f"{key}, style") if "style" in table else None,
            bold=self._one({"bold": bold}, "bold", ("", "label", "all"), "", f"{key}, "),
            kind=self._one(table, "kind", ("", "member", "witness", "official"), "", f"{key}, "),
            role=cast("Role", self._one(table, "role", ("", *ROLES), "", f"{key}, ")) or None,
            why=cast("Why", self._one(table, "why", WHYS, "markup", f"{key}, ")),
            sure=self._flag(table, "sure", f"{key}, ", False),
            follows=self._flag(table, "follows", f"{key}, ", False),
            needed=self._flag(table, "needed", f"{key}, ", False),
        )

    # Values

    def _keys(self, table: dict[str, Any], known: set[str], where: str) -> None:
        if unknown := [key for key in table if key not in known]:
            self.fault(f"{where}{unknown[0]}", f"there is no such key; there are {', '.join(sorted(known))}")

    def _tables(self, data: dict[str, Any], name: str) -> list[dict[str, Any]]:
        tables = data.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.fault(name, f"write it as [[{name}]], once for each pattern")
        return tables

    def _text(self, data: dict[str, Any], key: str, default: str) -> str:
        value = data.get(key, default)
        if not isinstance(value, str):
            self.fault(key, "it is a text; put it in quotes")
        return value

    def _one(
        self, data: dict[str, Any], key: str, known: tuple[str, ...], default: str, where: str = ""
    ) -> str:
        value = data.get(key, default)
        if value not in known:
            self.fault(f"{where}{key}", f"it is one of {', '.join(word for word in known if word)}")
        return str(value)

    def _flag(self, data: dict[str, Any], key: str, where: str, default: bool) -> bool:
        value = data.get(key, default)
        if not isinstance(value, bool):
            self.fault(f"{where}{key}", "it is true or false")
        return value

    def _share(self, data: dict[str, Any], key: str, default: float) -> float:
        value = data.get(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            self.fault(key, "it is a number from 0 to 1")
        return float(value)

    def _pattern(self, table: dict[str, Any], key: str) -> re.Pattern[str]:
        return self._compiled(table.get("pattern"), f"{key}, pattern")

    def _compiled(self, source: Any, key: str) -> re.Pattern[str]:
        if not isinstance(source, str):
            self.fault(key, "it is a regular expression in quotes")
        try:
            return compiled(source, trusted=self.trusted)
        except PatternError as error:
            self.fault(key, str(error))
