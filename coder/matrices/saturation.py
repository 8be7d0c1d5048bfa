"""Saturation: which codes and themes each session, and each witness, was the first to bring up."""

from __future__ import annotations

from dataclasses import dataclass

from coder.matrices.counting import categories
from coder.matrices.gathering import Coding


@dataclass(frozen=True, slots=True)
class Heard:
    """A session or a witness: of how many paragraphs with a tag, and what was new with them.

    `so_far` counts the codes, `themes_so_far` the themes met up to here, this one included.
    """

    key: str
    paragraphs: int
    new_codes: tuple[str, ...]
    new_themes: tuple[str, ...]
    so_far: int
    themes_so_far: int


def saturation(coding: Coding, by: str) -> list[Heard]:
    """Sessions or witnesses (`by`) in the order in which they are first heard, whether or not they bring
    anything new; a witness heard again later counts where they were first heard."""
    around = coding.paragraphs[by].tolist()
    order = list(dict.fromkeys(key for key in around if isinstance(key, str)))
    tagged: dict[str, set[int]] = {key: set() for key in order}
    brought: dict[str, tuple[set[str], set[str]]] = {key: (set(), set()) for key in order}
    tags = coding.tags
    for paragraph, code, theme in zip(
        tags["paragraph"].tolist(), tags["code"].tolist(), tags["theme"].tolist(), strict=True
    ):
        key = around[paragraph]
        tagged[key].add(paragraph)
        brought[key][0].add(code)
        brought[key][1].add(theme)
    found: list[Heard] = []
    codes: set[str] = set()
    themes: set[str] = set()
    for key in order:
        new_codes, new_themes = brought[key][0] - codes, brought[key][1] - themes
        codes |= new_codes
        themes |= new_themes
        found.append(Heard(
            key, len(tagged[key]),
            tuple(one for one in categories(coding, "code") if one in new_codes),
            tuple(one for one in categories(coding, "theme") if one in new_themes),
            len(codes), len(themes),
        ))  # fmt: skip
    return found
