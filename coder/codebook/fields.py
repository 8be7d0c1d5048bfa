"""One field of a code as lines of YAML."""

from __future__ import annotations

import io
import textwrap
from typing import Any

from coder.codebook.model import LISTS

LONG = 88
"""Characters from which a text is folded into several lines."""


def rendered(name: str, value: Any, old: str | None, pad: str) -> list[str]:
    """`name: value` as lines, in quotes as the old lines were and with the comment they had."""
    room = LONG + 12 - len(pad)
    if isinstance(value, str) and len(value) > LONG and "#" not in (old or "") and _folds(value):
        return [f"{pad}{name}: >-\n", *(f"{pad}  {line}\n" for line in _folded(value, room))]
    data: Any = {}
    if old is not None:
        data = fresh_yaml().load(textwrap.dedent(old))
    data[name] = scalar(name, value, data.get(name))
    return [f"{pad}{line}\n" if line.strip() else "\n" for line in dumped(data).splitlines()]


def _folds(text: str) -> bool:
    return text.isprintable() and "  " not in text


def _folded(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def scalar(name: str, value: Any, old: Any) -> Any:
    """A value as ruamel writes it: quoted as it was, a list in brackets, a text of several lines as such."""
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import (
        DoubleQuotedScalarString,
        LiteralScalarString,
        SingleQuotedScalarString,
    )

    if name in LISTS:
        items = CommentedSeq(scalar("", one, None) for one in value)
        items.fa.set_flow_style()
        return items
    if not value.replace("\n", "").isprintable():
        return DoubleQuotedScalarString(value)
    if "\n" in value:
        return LiteralScalarString(value)
    if isinstance(old, SingleQuotedScalarString):
        return SingleQuotedScalarString(value)
    quoted = isinstance(old, DoubleQuotedScalarString) or name in ("colour", "example")
    return DoubleQuotedScalarString(value) if quoted else value


def fresh_yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1 << 30
    return yaml


def dumped(data: Any) -> str:
    stream = io.StringIO()
    fresh_yaml().dump(data, stream)
    return stream.getvalue()
