"""PDF files set by hand: text at places, in the fonts every reader has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

FONTS = ("Times-Roman", "Times-Bold", "Courier")
ENCODING = "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl /softhyphen] >>"
"""Windows-1252, with two ligatures and the soft hyphen at 1 to 3."""
ROMAN, BOLD, MONO = range(len(FONTS))
NARROWER = 0.6
"""Ems that a letter of Courier is wide."""


class Set(NamedTuple):
    """Text with its left end at a place, in points from the lower left corner of the page."""

    x: float
    y: float
    text: str
    font: int = MONO
    size: float = 10.0
    turned: tuple[float, float] = (1.0, 0.0)
    """Cosine and sine of the angle it is set at."""


def pdf(pages: Sequence[Iterable[Set]], trailer: str = "", rotate: int = 0) -> bytes:
    """A PDF with these pages of A4."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    fonts = " ".join(f"/F{at} {3 + at} 0 R" for at in range(len(FONTS)))
    objects += [f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding {ENCODING} >>" for font in FONTS]
    kids = []
    for page in pages:
        content = "\n".join(map(_drawn, page))
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate}"
            f" /Resources << /Font << {fonts} >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return _written(objects, trailer)


def _drawn(piece: Set) -> str:
    text = "".join("\\" + letter if letter in "()\\" else letter for letter in piece.text)
    cos, sin = piece.turned
    return f"BT /F{piece.font} {piece.size} Tf {cos} {sin} {-sin} {cos} {piece.x} {piece.y} Tm ({text}) Tj ET"


def _written(objects: Sequence[str], trailer: str) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF"
    return data + end.encode()


def lines(
    text: str,
    *,
    x: float = 72,
    y: float = 770,
    wide: int = 75,
    step: float = 12,
    indent: float = 0,
    gap: float = 0,
) -> list[Set]:
    """Paragraphs (parted by newlines) in Courier: `wide` letters a line, first ones `indent` points in."""
    made: list[Set] = []
    for paragraph in text.split("\n"):
        held, left = "", x + indent
        for word in paragraph.split(" "):
            room = wide - round((left - x) / (NARROWER * 10))
            if held and len(held) + 1 + len(word) > room:
                made.append(Set(left, y, held))
                held, left, y = "", x, y - step
            held = f"{held} {word}".strip()
        made.append(Set(left, y, held))
        y -= step + gap
    return made
