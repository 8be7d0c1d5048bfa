"""A session's report at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from coder.inquiry.glance import Glance, Theme
from coder.tui.palette import Palette
from coder.tui.screens.reading import Reading
from coder.tui.text import fit, wrap
from coder.tui.widgets.evidence import ROLE_NAMES
from coder.tui.widgets.heading import bar
from coder.tui.widgets.lines import Line

EIGHTHS = " ▏▎▍▌▋▊▉"


class AtAGlance(Reading):
    """What is read, tags by theme, what nobody answered."""

    def __init__(self, seen: Glance) -> None:
        date = seen.session.date or ""
        date = f" · {date}" if date[:4] not in seen.session.title else ""
        super().__init__(f"{seen.session.title}{date}", lambda width, palette: body(seen, width, palette))


def body(seen: Glance, width: int, palette: Palette) -> list[Line]:
    """The whole report for a width."""
    lines = [[("Read", palette.theme)], *_coverage(seen, width, palette), []]
    tags = sum(theme.tags for theme in seen.themes)
    lines += [[("Your tags by theme", palette.theme), (f"  {tags:,} in all", palette.dim)]]
    lines += chart(seen.themes, width, palette)
    many = f"  {len(seen.unanswered):,}" if seen.unanswered else ""
    lines += [[], [("Questions without an answer", palette.theme), (many, palette.dim)]]
    for placed in seen.unanswered:
        asked = placed.paragraph
        first, *rest = wrap(f"{asked.citation or asked.number or '–'}  {asked.text}", width - 2)[:2]
        lines += [[("  ", palette.text), (text, palette.text)] for text in (first, *rest)]
    if not seen.unanswered:
        lines.append([("  none", palette.dim)])
    return [*lines, [], [("Your memos", palette.theme), (f"  {seen.memos:,}", palette.text)]]


def _coverage(seen: Glance, width: int, palette: Palette) -> list[Line]:
    """A bar for each role one codes, then the others in a line."""
    lines: list[Line] = []
    for one in seen.coverage:
        name = fit(ROLE_NAMES.get(one.role, one.role), 12).ljust(12)
        done = f" {one.read:,} of {one.paragraphs:,}"
        room = max(width - 14 - len(done), 4)
        lines.append([
            ("  ", palette.text), (name, palette.text),
            *bar(one.read, one.paragraphs, min(room, 36), palette.theme, palette.faint), (done, palette.text),
        ])  # fmt: skip
    others = ", ".join(f"{ROLE_NAMES.get(one.role, one.role)} {one.paragraphs:,}" for one in seen.others)
    if others:
        lines += [[(f"  {text}", palette.dim)] for text in wrap(f"besides: {others}", width - 2)]
    return lines


def chart(themes: Sequence[Theme], width: int, palette: Palette) -> list[Line]:
    """A bar of blocks for each theme, in its colour, to the eighth of a cell; the longest fills the room."""
    most = max((theme.tags for theme in themes), default=0)
    names = max((min(cell_len(theme.name), width // 3) for theme in themes), default=0)
    room = max(width - names - 4 - len(f"{most:,}"), 4)
    lines: list[Line] = []
    for theme in themes:
        name = fit(theme.name, names)
        eighths = round(theme.tags * room * 8 / most) if most else 0
        blocks = "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()
        style = palette.code(theme.colour, palette.text) if theme.tags else palette.dim
        line: Line = [("  ", palette.text), (name + " " * (names - cell_len(name) + 1), palette.text)]
        line += [(blocks or "·", style), (f" {theme.tags:,}", palette.text if theme.tags else palette.dim)]
        lines.append(line)
    return lines
