"""Dates and times of day, as minutes print them."""

from __future__ import annotations

import re
from datetime import date

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:the\s+)?"
DATE = re.compile(
    rf"\b{DAY}(?:(?P<d>\d{{1,2}})\s*(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>[a-z]{{3,9}})\.?,?\s+(?P<y>\d{{4}})"
    r"|(?P<m2>[a-z]{3,9})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{4})"
    r"|(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/.](?P<y3>\d{4})"
    r"|(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2}))\b",
    re.IGNORECASE,
)
"""A date with its weekday, day first where it is all digits, as in Britain."""

CLOCK = r"\d{1,2}(?:\s*[.:]\s*\d{2})?\s*(?:[ap]\.?\s?m\b\.?|noon\b|midday\b|midnight\b|hrs\b|hours\b)?"
TIME = re.compile(
    r"(?P<h>\d{1,2})(?:\s*[.:]\s*(?P<m>\d{2}))?\s*(?P<half>[ap]\.?\s?m\b\.?|noon\b|midday\b|midnight\b|hrs\b|hours\b)?",
    re.IGNORECASE,
)


def find_date(text: str) -> tuple[str, re.Match[str]] | None:
    """The first date in a text as ISO, and where it stands."""
    for found in DATE.finditer(text):
        parts = found.groupdict()
        tail = next(tail for tail in ("", "2", "3", "4") if parts["d" + tail])
        day, month, year = parts["d" + tail], parts["m" + tail], parts["y" + tail]
        number = int(month) if month.isdigit() else _month(month)
        try:
            return date(int(year), number, int(day)).isoformat(), found
        except ValueError:
            continue
    return None


def in_words(iso: str) -> str:
    """`3 February 2014`, whatever the language of the machine."""
    year, month, day = iso.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1].title()} {year}"


def _month(name: str) -> int:
    return next(
        (at for at, month in enumerate(MONTHS, 1) if month.startswith(name.casefold()[:4].rstrip("."))), 0
    )


def clock(found: re.Match[str]) -> str | None:
    """24-hour `HH:MM` of a match of TIME; None where no clock shows it."""
    hour, minute, half = (
        int(found["h"]),
        int(found["m"] or 0),
        (found["half"] or "").casefold()[:2].replace(".", ""),
    )
    if half.startswith("p") and hour < 12:
        hour += 12
    elif (half.startswith("a") or (found["half"] and found["half"].casefold() == "midnight")) and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
