"""The control words of RTF that matter to its text, as in the Rich Text Format Specification 1.9.1."""

from __future__ import annotations

import codecs
import re

TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<value>-?\d{1,10})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>[\s\S])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)

SPECIAL = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "tab": " ", "column": " ",
    "line": "\n", "lbr": "\n", "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b", "zwnbo": "\u2060",
}  # fmt: skip
SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\", "\t": " "}

# What a group holds, told by the control word it opens with.
LABEL, HEAD, NOTE, BOX, COMMENT, FONTS, STYLES, FIELD, RESULT, QUIET, SKIP = (
    "label", "head", "note", "box", "comment", "fonts", "styles", "field", "result", "quiet", "skip",
)  # fmt: skip
DESTINATIONS = {
    **dict.fromkeys(("listtext", "pntext"), LABEL),
    **dict.fromkeys((f"{place}{page}" for place in ("header", "footer") for page in ("", *"lrf")), HEAD),
    "footnote": NOTE,
    "annotation": COMMENT,
    **dict.fromkeys(("shptxt", "dptxbxtext"), BOX),
    "fonttbl": FONTS,
    "stylesheet": STYLES,
    "fldinst": FIELD,
    **dict.fromkeys(("rtf", "fldrslt", "result", "ud"), RESULT),
    # Their own text is not for the page, but a group within may be.
    **dict.fromkeys(("shpinst", "do", "object", "upr", "nesttableprops"), QUIET),
    **dict.fromkeys((
        "pict", "nonshppict", "info", "colortbl", "filetbl", "revtbl", "listtable", "listoverridetable", "sp",
        "shprslt", "nonesttables", "xe", "tc", "tcn", "rxe", "txe", "ftnsep", "ftnsepc", "ftncn", "aftnsep",
        "aftnsepc", "aftncn", "template",
    ), SKIP),
}  # fmt: skip
"""Any other group that begins with the control symbol for optional destinations is skipped whole."""

NUMERALS = {"nar": "1", "nalc": "a", "nauc": "A", "nrlc": "i", "nruc": "I"}
"""Ends of `ftnnar`, `aftnnrlc` and their kin: the signs that notes are numbered with."""

SYMBOL_FONT = "symbol"
CHARSETS = {
    0: "cp1252", 2: SYMBOL_FONT, 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""Windows' number of a font's character set -> the encoding of bytes set in that font."""
FAMILIES = {"ansi": "cp1252", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"}


def code_page(number: int) -> str | None:
    """The encoding of a code page, None where there is none of that number."""
    name = {65001: "utf-8", 10000: "mac-roman", 936: "gbk", 1361: "johab", 42: SYMBOL_FONT}.get(number)
    if name:
        return name
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return None


def decoded(data: bytes, encoding: str) -> str:
    """Bytes set in a font; those of a symbol font in the private area, where other formats have them."""
    if encoding == SYMBOL_FONT:
        return "".join(chr(0xF000 + byte) if byte > 32 else " " for byte in data)
    return data.decode(encoding, "replace")
