"""The witnesses a transcript's title page names: `A B CBE, Chief of C, Department of D; E F, Head of G`."""

from __future__ import annotations

import re

from coder.evidence.model import Witness
from coder.evidence.names import BODIES, NOT_NAMES, OFFICES, TITLED, TITLES
from coder.evidence.styles.patterns import TITLE

RANKS = re.compile(
    rf"(?:(?:{TITLE}|{TITLES}|Air|Vice|Rear|Chief|Field|Major|Second|Lieutenant|Wing|Group|Flight|Right|Rt|Very"
    r"|The|Rt\.?|Honou?rable|Hon|H\.?E\.?|His|Her|Excellency|Lieutenant-General|Major-General|Vice-Admiral"
    r"|Rear-Admiral|Brigadier-General|Hon\.)\.?\s+)*",
    re.IGNORECASE,
)
NAME_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'.-]*|de|du|des|van|von|der|den|la|le|al|bin|y|ap|ó|d’\w+|d'\w+")
PLACE = re.compile(r"\s+of\s+(?:the\s+)?[A-ZÀ-Þ][\w’' -]*$")
HONOUR = re.compile(r"(?:[A-Z]{2,6}|FREng|PhD|Hon\.?\s?FR\w+|DSc|Bt|K\.?C\.?|Q\.?C\.?|M\.?P\.?)$")
WORD = re.compile(r"[\w’']+")
LEAD = re.compile(
    r"^(?:(?:witness(?:es)?|panel|also)\s*\d*\s*:\s*|and\s+|\(?[ivx]+[.)]\s+|\d+[.)]\s+)", re.IGNORECASE
)


def persons_of(text: str) -> list[Witness]:
    """The people of a list of witnesses, with role and organisation as far as it says."""
    text = " ".join(text.split()).rstrip(" ,;")
    if text.endswith(".") and not re.search(r"\b[A-Z]\.$", text):
        text = text[:-1]
    people = [piece for piece in text.split(";") if piece.strip()] if ";" in text else _by_commas(text)
    return [witness for piece in people if (witness := person_in(piece)) is not None]


def bare_names(text: str) -> list[str]:
    """The names of a text that is nothing but names, `A B, C D and E F`; none of any other."""
    names = re.split(r",\s+(?:and\s+)?|\s+and\s+|;\s*", text.rstrip(" .;,"))
    return names if len(text) < 400 and all(map(is_name, names)) else []


def is_name(text: str) -> bool:
    """Whether a text is a person's name and nothing else: `Lord Wood of Anfield`, `Air Marshal Sir A B`."""
    ranks = RANKS.match(text)
    bare = text[ranks.end() :] if ranks else text
    if ranks and ranks.end():
        bare = PLACE.sub("", bare)
    words = bare.split()
    while len(words) > 1 and HONOUR.match(words[-1]) and not bare.isupper():
        words.pop()
    if not (1 if ranks and ranks.end() else 2) <= len(words) <= 6:
        return False
    return all(NAME_WORD.fullmatch(word) for word in words) and not any(
        word.casefold().strip(".") in NOT_NAMES - {"al", "may", "head", "church", "house"} for word in words
    )


def _by_commas(text: str) -> list[str]:
    """Parted where a name begins: `A B, Head of C, and D E, Manager`, `A B and C D`."""
    bare = re.split(r",\s+(?:and\s+)?|\s+and\s+", text)
    if len(bare) > 1 and all(map(is_name, bare)):
        return bare
    parts = re.split(r"\s*,\s+(?![^(]*\))", text)
    people: list[list[str]] = []
    for at, part in enumerate(parts):
        joined = part.startswith("and ")
        name = part.removeprefix("and ")
        after = parts[at + 1] if at + 1 < len(parts) else ""
        begins = is_name(name) and (joined or not after or _is_post(after) or TITLED.match(name) is not None)
        if people and begins and not after and not joined and len(people[-1]) == 1 and not TITLED.match(name):
            begins = all(is_name(piece) for piece in parts)
        if not people or begins:
            people.append([name])
        else:
            people[-1].append(part)
    return [one for person in people for one in _pair(", ".join(person))]


def _pair(text: str) -> list[str]:
    """`A B and C D`, `A B, Head of C and D E, Manager of F`: two people that only "and" parts."""
    for found in re.finditer(r"\s+(?:and|&|with)\s+", text):
        before, after = text[: found.start()], text[found.end() :]
        name, _, rest = after.partition(", ")
        if is_name(name) and (is_name(before) or _is_post(rest) or TITLED.match(name)):
            return [before, *_pair(after)]
    return [text]


def _is_post(text: str) -> bool:
    return any(word.casefold() in OFFICES for word in WORD.findall(text)[:6])


def person_in(text: str) -> Witness | None:
    """One person, with role and organisation; None where the text has no word."""
    text = LEAD.sub("", text.strip())
    pieces = [piece.strip() for piece in re.split(r",\s+(?![^(]*\))|\s+[–—]\s+", text) if piece.strip()]
    if not pieces or not WORD.search(pieces[0]):
        return None
    name, rest = pieces[0], pieces[1:]
    if found := re.match(r"(.+?)\s*\(([^()]*)\)$", name):
        name, rest = found[1], [found[2], *rest]
    words = name.split()
    while len(words) > 2 and HONOUR.match(words[-1]) and not name.isupper():
        words.pop()
    while len(rest) > 1 and HONOUR.match(rest[0]) and rest[0].casefold() not in OFFICES:
        rest.pop(0)
    role, organisation = post_of(rest)
    return Witness(" ".join(words), role, organisation)


def post_of(pieces: list[str]) -> tuple[str, str | None]:
    """Role and organisation of what stands after a name, parted at commas."""
    if not pieces:
        return "", None
    for at, piece in enumerate(pieces):
        words = {word.casefold() for word in WORD.findall(piece)}
        if (at or not words & OFFICES) and (words & BODIES or not words & OFFICES):
            return ", ".join(pieces[:at]), ", ".join(pieces[at:])
    return ", ".join(pieces), None


def proper(name: str) -> str:
    """A name printed in capitals as one writes it: `SIR ROBERT McDONALD` is Sir Robert McDonald."""
    if not name.isupper() and not re.fullmatch(r"(?:(?:Mc|Mac|O’|O')?[A-ZÀ-Þ.’'-]+\s?)+", name):
        return name
    words = [word if len(word.strip(".")) == 1 else word.title() for word in name.split()]
    text = " ".join(words).replace("’S", "’s").replace("'S", "'s")
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", text)
