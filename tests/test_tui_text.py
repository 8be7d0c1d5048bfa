"""Text made fit to draw, codes found by letters, and contrast."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from coder.codebook import Code
from coder.tui.app import CoderApp
from coder.tui.fuzzy import find_codes
from coder.tui.palette import PLAIN, Palette, contrast, palette_of
from coder.tui.text import clean, fit, line, wrap
from coder.tui.themes import OWN
from coder.tui.widgets.heading import bar

THEMES = [theme.name for theme in OWN] + list(BUILTIN_THEMES)
TEXTS = st.text(st.characters(codec=None) | st.sampled_from(" \n-会あ\x1b\u202e"), max_size=200)


@given(TEXTS, st.integers(2, 40))
def test_wrapping_keeps_every_word_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(one) <= width for one in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


@given(TEXTS, st.integers(0, 40))
def test_fitting_keeps_the_width_and_what_fits(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert cell_len(fitted) <= width
    if cell_len(line(text)) <= width:
        assert fitted == line(text)


@given(TEXTS)
def test_nothing_a_terminal_acts_on_is_left(text: str) -> None:
    assert not [sign for sign in clean(text) if (ord(sign) < 32 and sign != "\n") or 127 <= ord(sign) < 160]
    assert not set(clean(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_points_of_a_list_hang_under_their_mark() -> None:
    assert wrap("Three things:\n- a first one and more\n  (b) a second one", 18) == (
        "Three things:", "- a first one and", "  more", "  (b) a second one",
    )  # fmt: skip
    assert wrap("  (b) a second one and more", 19)[1] == "      and more"


CODES = [
    Code("bid-capacity", "Bid capacity", definition="Skill and money to win a bid."),
    Code("trust", "Trust", definition="Confidence that a body keeps its word."),
    Code("trustees", "Staff, volunteers, trustees", include="Boards."),
    Code("red-tape", "Red tape", definition="Forms out of proportion to the money."),
]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("trust", ["trust", "trustees"]),
        ("bc", ["bid-capacity"]),
        ("board", ["trustees"]),
        ("money", ["bid-capacity", "red-tape"]),
        ("TAPE red", ["red-tape"]),
        ("apac", ["bid-capacity"]),
        ("(*", []),
        ("", ["bid-capacity", "trust", "trustees", "red-tape"]),
    ],
)
def test_codes_are_found_by_name_id_letters_and_meaning(query: str, ids: list[str]) -> None:
    assert [code.id for code in find_codes(CODES, query)] == ids


def test_contrast_is_that_of_wcag() -> None:
    black, white, grey = Color.parse("#000000"), Color.parse("#ffffff"), Color.parse("#777777")
    assert contrast(black, white) == contrast(white, black) == 21
    assert round(contrast(grey, white), 2) == 4.48


def ratio_of(style: Style) -> float:
    return contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))


@cache
def palette_in(theme: str) -> Palette:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("coder.tui.app.preferences", lambda: {"theme": theme})
        patch.delenv("NO_COLOR", raising=False)
        return palette_of(CoderApp(None, "AB"))  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_legible(theme: str) -> None:
    palette = palette_in(theme)
    if theme.startswith("ansi"):
        assert palette == PLAIN, "the terminal's own two colours are its user's choice"
        return
    least = 7 if "high-contrast" in theme else 4.5
    for name in ("text", "strong", "dim", "accent", "theme", "question", "good", "here", "here_dim", "bar",
                 "bar_dim", "bar_strong", "notice", "error"):  # fmt: skip
        assert ratio_of(getattr(palette, name)) >= least, name
    for name in ("good", "accent"):  # they stand on the paragraph where one is too
        assert ratio_of(getattr(palette, name) + Style(bgcolor=palette.here.bgcolor)) >= least, name


@given(st.integers(0, 0xFFFFFF), st.sampled_from(THEMES), st.sampled_from(["text", "here", "strong"]))
def test_a_code_can_be_read_whatever_its_colour(colour: int, theme: str, where: str) -> None:
    palette = palette_in(theme)
    shown = palette.code(f"#{colour:06x}", getattr(palette, where))
    assert palette.plain or ratio_of(shown) >= (6.9 if "high-contrast" in theme else 4.45)


def test_the_palette_without_colours_has_none() -> None:
    styles = [value for name in PLAIN.__slots__ if isinstance(value := getattr(PLAIN, name), Style)]
    assert len(styles) > 15 and not any(style.color or style.bgcolor for style in styles)
    assert PLAIN.code("#ff0000", PLAIN.here) == PLAIN.here
    assert PLAIN.text not in (PLAIN.here, PLAIN.bar)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(2, 40))
def test_a_bar_is_full_only_when_all_is_done(done: int, more: int, width: int) -> None:
    (full, _), (empty, _) = bar(done, done + more, width, None, None)  # type: ignore[arg-type]
    assert len(full) + len(empty) == width
    assert (not empty) == (done > 0 and more == 0)
    assert (not full) == (done == 0)
