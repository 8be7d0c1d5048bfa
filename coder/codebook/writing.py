"""A codebook written back into its file: what did not change stays as it is, comments and layout too.

The file is taken apart into lines: those before the codes, those of each code with the comment lines
above it, those after. A code that did not change keeps its lines; of one that did, each field keeps its
own. A file laid out in another way (all codes on one line, say, or parts that refer to each other) is
written anew, without its comments.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coder.codebook.difference import difference, fields_changed
from coder.codebook.fields import dumped, fresh_yaml, rendered, scalar
from coder.codebook.model import FIELDS, Code, Codebook, longest_rising
from coder.codebook.reading import as_codebook, load, parse_codebook
from coder.errors import CoderError


def rewritten(text: str, path: Path, target: Codebook) -> str:
    """The text of a codebook file changed so that it says `target`. Raises CoderError as parsing does."""
    data = load(text, path)
    present = as_codebook(data, path)
    if says(present, target):
        return text
    lines_end = "\r\n" if "\r\n" in text else "\n"
    patched = _patched_if_it_can_be(text.replace("\r\n", "\n"), data, present, target)
    if patched is not None and present.title != target.title:
        patched = _retitled(patched, path, target.title)
    if patched is None or not _reads_as(patched, path, target):
        patched = from_scratch(target)
        if not _reads_as(patched, path, target):
            raise CoderError(f"{path}: the codebook cannot be written; it is as it was.")
    return patched.replace("\n", lines_end)


def says(one: Codebook, other: Codebook) -> bool:
    """Whether two codebooks say the same."""
    return (one.title, one.codes) == (other.title, other.codes)


def _reads_as(text: str, path: Path, target: Codebook) -> bool:
    try:
        return says(parse_codebook(text, path), target)
    except CoderError:
        return False


def from_scratch(codebook: Codebook) -> str:
    """A codebook as a file of its own."""
    lines = [*rendered("title", codebook.title, None, ""), "codes:\n"]
    for code in codebook.codes:
        lines += _new_entry(code, 4)
    return "".join(lines)


@dataclass
class _Piece:
    """A code's lines in the file: `above` are comments and blank lines before it."""

    code: Code
    entry: Any
    start: int
    column: int
    above: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


def _patched_if_it_can_be(text: str, data: Any, present: Codebook, target: Codebook) -> str | None:
    """None where a part means nothing by itself, since it refers to another one (`*name`)."""
    from ruamel.yaml.error import YAMLError

    try:
        return _patched(text, data, present, target)
    except YAMLError:
        return None


def _patched(text: str, data: Any, present: Codebook, target: Codebook) -> str | None:
    """None where the codes do not each begin on a line of their own."""
    lines = [line if line.endswith("\n") else f"{line}\n" for line in text.splitlines(keepends=True)]
    parts = _taken_apart(lines, data, present)
    if parts is None:
        return None
    head, pieces, tail = parts
    by_id = _under_new_ids(pieces, present, target)
    spaced = sum(piece.above[:1] == ["\n"] for piece in pieces) * 2 > len(pieces)
    out = [*head]
    for code_id in _flat_order(by_id, target):
        code = target.by_id[code_id]
        if piece := by_id.get(code_id):
            out += piece.above + _body(piece, code)
        else:
            out += (["\n"] if spaced else []) + _new_entry(code, pieces[0].column)
    return "".join(out + tail)


def _retitled(text: str, path: Path, title: str) -> str:
    data, lines = load(text, path), text.splitlines(keepends=True)
    at = data.lc.key("title" if "title" in data else "codes")[0]
    rows = [data.lc.key(key)[0] for key in data] + [len(lines)]
    size = len(_content(lines[at : min(row for row in rows if row > at)])) if "title" in data else 0
    old = "".join(lines[at : at + size]) or None
    return "".join([*lines[:at], *rendered("title", title, old, ""), *lines[at + size :]])


def _taken_apart(
    lines: list[str], data: Any, present: Codebook
) -> tuple[list[str], list[_Piece], list[str]] | None:
    entries = data["codes"]
    begins = [entries.lc.item(place) for place in range(len(entries))]
    rows = [row for row, _ in begins]
    after = [data.lc.key(key)[0] for key in data if data.lc.key(key)[0] > data.lc.key("codes")[0]]
    if entries.fa.flow_style() or len(set(rows)) < len(rows) or rows[0] == data.lc.key("codes")[0]:
        return None
    if any(lines[row][:column].strip() != "-" for row, column in begins):
        return None
    ends = [*rows[1:], min(after, default=len(lines))]
    pieces = [
        _Piece(present.by_id[str(entry["id"]).strip()], entry, row, column, body=lines[row:end])
        for entry, (row, column), end in zip(entries, begins, ends, strict=True)
    ]
    top = data.lc.key("codes")[0] + 1
    below = lines[top : rows[0]]
    for piece in pieces:
        piece.above = below
        size = len(_content(piece.body, piece.column - 1))
        piece.body, below = piece.body[:size], piece.body[size:]
    return lines[:top], pieces, below + lines[ends[-1] :]


def _content(lines: list[str], column: int = 0) -> list[str]:
    """Without blank lines at the end, and the comments there, unless they stand to the right of a column."""
    end = len(lines)
    while end > 1:
        line = lines[end - 1]
        bare = line.strip()
        if bare and not (bare.startswith("#") and len(line) - len(line.lstrip()) <= column):
            break
        end -= 1
    return lines[:end]


def _under_new_ids(pieces: Iterable[_Piece], present: Codebook, target: Codebook) -> dict[str, _Piece]:
    """The pieces of the codes that stay, by the id they will have."""
    found = difference(present, target)
    renamed = {before.id: after.id for before, after in found.renamed} if found else {}
    named = {renamed.get(piece.code.id, piece.code.id): piece for piece in pieces}
    return {code_id: piece for code_id, piece in named.items() if code_id in target.by_id}


def _flat_order(pieces: Mapping[str, _Piece], target: Codebook) -> list[str]:
    """The codes in the order of the file: those that did not move stay, the others follow their sibling."""
    new_id = {piece.code.id: code_id for code_id, piece in pieces.items()}
    parents = {code_id: piece.code.parent for code_id, piece in pieces.items()}
    row = {code_id: piece.start for code_id, piece in pieces.items()}
    still: set[str] = set()
    for parent, siblings in target.children.items():
        if parent is not None and parent not in still:
            continue
        there = [one.id for one in siblings if one.id in pieces]
        there = [one for one in there if (parents[one] and new_id.get(str(parents[one]))) == parent]
        still |= {there[place] for place in longest_rising([row[one] for one in there])}
    flat = sorted(still, key=row.__getitem__)
    for code in target.codes:
        if code.id not in still:
            flat.insert(_place(code, flat, target), code.id)
    return flat


def _place(code: Code, flat: list[str], target: Codebook) -> int:
    """After its sibling before it and all below that, or after its parent; before its next sibling."""
    siblings = [one.id for one in target.children[code.parent]]
    at = siblings.index(code.id)
    place = 0
    if at:
        under = [one.id for one in _below(target, siblings[at - 1])]
        place = max(flat.index(one) for one in under if one in flat) + 1
    elif code.parent is not None:
        place = flat.index(code.parent) + 1
    later = [flat.index(one) for one in siblings[at + 1 :] if one in flat]
    return min([place, *later])


def _below(book: Codebook, code_id: str) -> list[Code]:
    """A code and all below it."""
    found = [book.by_id[code_id]]
    for code in book.children.get(code_id, ()):
        found += _below(book, code.id)
    return found


# The lines of one code


def _body(piece: _Piece, code: Code) -> list[str]:
    names = [name for name in ("id", "parent") if getattr(code, name) != getattr(piece.code, name)]
    names += fields_changed(piece.code, code)
    if not names:
        return piece.body
    if piece.entry.fa.flow_style():
        return _flow_body(piece, code, names)
    column = piece.column
    prefix, pad = piece.body[0][:column], " " * column
    rows = sorted((piece.entry.lc.key(name)[0] - piece.start, name) for name in piece.entry)
    ends = [row for row, _ in rows[1:]] + [len(piece.body)]
    body = [pad + piece.body[0][column:], *piece.body[1:]]
    regions = {name: body[row:end] for (row, name), end in zip(rows, ends, strict=True)}
    for name in names:
        _change(regions, name, getattr(code, name), pad)
    found = [line for region in regions.values() for line in region]
    while found and (not found[0].strip() or found[0].strip().startswith("#")):
        found.pop(0)
    return [prefix + found[0][column:], *found[1:]]


def _change(regions: dict[str, list[str]], name: str, value: Any, pad: str) -> None:
    """Put a field's new value in the place of its lines, or after those of the field before it."""
    old = regions.get(name, [])
    content = _content(old, len(pad))
    below = old[len(content) :]
    lines = rendered(name, value, "".join(content) or None, pad) if value else []
    if name in regions:
        regions[name] = lines + below
        return
    before = [one for one in FIELDS[: FIELDS.index(name)] if one in regions]
    items = list(regions.items())
    at = 1 + max((place for place, (one, _) in enumerate(items) if one in before), default=-1)
    if at and lines:
        last = items[at - 1][1]
        kept = _content(last, len(pad))
        items[at - 1] = (items[at - 1][0], kept)
        lines = lines + last[len(kept) :]
    items.insert(at, (name, lines))
    regions.clear()
    regions.update(items)


def _flow_body(piece: _Piece, code: Code, names: Iterable[str]) -> list[str]:
    """A code in braces: `- {id: trust, name: Trust}`."""
    indent = piece.body[0][: piece.column].index("-")
    (entry,) = fresh_yaml().load(textwrap.dedent("".join(piece.body)))
    for name in names:
        if value := getattr(code, name):
            entry[name] = scalar(name, value, entry.get(name))
        else:
            entry.pop(name, None)
    return [f"{' ' * indent}{line}\n" for line in dumped([entry]).splitlines()]


def _new_entry(code: Code, column: int) -> list[str]:
    pad = " " * column
    lines = [
        line for name in FIELDS
        if (value := getattr(code, name)) and not (name == "name" and value == code.id)
        for line in rendered(name, value, None, pad)
    ]  # fmt: skip
    return [f"{pad[:-2]}- {lines[0][column:]}", *lines[1:]]
