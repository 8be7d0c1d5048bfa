"""Characters of the symbol fonts, whose codes mean nothing by themselves, as the signs they look like.

Symbol after Adobe's encoding of that font; of Wingdings those that stand in running text.
"""

from __future__ import annotations

UNKNOWN = "\ufffd"
PRIVATE = 0xF000
"""Word shifts the codes of symbol fonts into the private use area."""

SYMBOL = {
    **dict(enumerate(" !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾", 0x20)),
    **dict(enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼", 0x61)),
    **dict(enumerate("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑", 0xA0)),
}
WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑",
    0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xFB: "✘", 0xFC: "✔", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x52: "☑", 0x54: "☒", 0xA3: "□"}
FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2}


def symbol(font: str, code: str) -> str:
    """The sign of a hexadecimal code in a font; U+FFFD where nobody knows it."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    signs = FONTS.get(font.lower())
    if signs is not None:
        return signs.get(number - PRIVATE if number >= PRIVATE else number, UNKNOWN)
    return chr(number) if number < 0xD800 and chr(number).isprintable() else UNKNOWN
