"""Outputs without names: who is called what, the key kept apart, and what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.inquiry.folder import Inquiry, write_beside
from coder.inquiry.mask import OPEN, Mask, folded
from coder.inquiry.people import People, Person, people

if TYPE_CHECKING:
    from coder.redaction import Known, Line

KEY = "anonymise-key.csv"
SHOWN = 8
"""Places to look at that the terminal lists; the file beside the key has all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `--anonymise` and `--key` ask for; the key lies in the inquiry's folder where nothing is said."""

    organisations: bool = False
    key: Path | None = None


def mask_of(inquiry: Inquiry, wanted: Wanted | None) -> Mask:
    """The mask that is asked for, with the key read, brought up to date and written.

    Raises CoderError where the key is none, or cannot be read or written.
    """
    if wanted is None:
        return OPEN
    from coder.redaction import Redactor, key_csv, with_labels

    path = key_path(inquiry, wanted)
    known, lines = people(inquiry), _read(path)
    persons = [one for one in known.all if _is_hidden(one)]
    sought = [("Witness" if one.kind() == "witness" else "Speaker", one.name, one.ids) for one in persons]
    bodies = _organisations(persons) if wanted.organisations else {}
    sought += [("Organisation", name, (f"body:{key.replace(' ', '_')}",)) for key, name in bodies.items()]
    lines = with_labels(lines, sought)
    _write(path, key_csv(lines))
    labels = [line.label for line in lines]
    by_person = dict(zip((one.name for one in persons), labels, strict=False))
    by_body = dict(zip(bodies, labels[len(persons) :], strict=False))
    texts = (placed.paragraph.text for placed in inquiry.store.index.everything())
    redactor = Redactor(_known(inquiry, known, by_person, bodies, by_body), texts)
    by_id = {each: label for one, label in zip(persons, labels, strict=False) for each in one.ids}
    return Mask(lru_cache(4096)(redactor.redact), by_person | by_id, by_body)


def key_path(inquiry: Inquiry, wanted: Wanted) -> Path:
    path = wanted.key or inquiry.folder / KEY
    if path.suffix.lower() != ".csv":
        raise CoderError(f"{path}: a key is a table; give it a name that ends in .csv.")
    return path


def _is_hidden(person: Person) -> bool:
    """Witnesses, and who speaks without being listed; a member, an official and a post stay named."""
    from coder.evidence.appearances import name_of

    kind = person.kind()
    return kind == "witness" or (kind == "other" and any(name_of(name).is_persons for name in person.names))


def _organisations(persons: Iterable[Person]) -> dict[str, str]:
    """Those the witnesses speak for, in the order heard: the name as compared, and as printed."""
    found: dict[str, str] = {}
    for one in persons:
        for body in [one.said.get("organisation"), *(each.organisation for each in one.appearances)]:
            if body:
                found.setdefault(folded(body), body)
    return found


def _known(
    inquiry: Inquiry, known: People, labels: dict[str, str], bodies: dict[str, str], of_bodies: dict[str, str]
) -> Iterator[Known]:
    """Everyone and every body, whether they are to be replaced or are only not to be taken for others."""
    from coder.redaction import Known

    for one in known.all:
        names = (*one.names, one.said.get("name") or one.names[0])
        yield Known(labels.get(one.name), names, frozenset(one.sessions))
    for key, name in bodies.items():
        yield Known(of_bodies[key], (name,), is_body=True)
    rest = {head.body for head in inquiry.store.index.sessions()}
    rest |= {each.organisation or "" for one in known.all for each in one.appearances}
    for name in sorted(rest):
        if name and folded(name) not in bodies:
            yield Known(None, (name,), is_body=True)


def _read(path: Path) -> list[Line]:
    from coder.redaction import read_key

    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError:
        raise CoderError(f"{path}: is no key of labels; name another file by --key.") from None
    except OSError as error:
        raise CoderError(f"{path}: the key cannot be read ({error.strerror}).") from None
    return read_key(text, str(path)) if text else []


def _write(path: Path, text: str) -> None:
    try:
        write_beside(path, text.encode())
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}); name another place.") from None


def tell(inquiry: Inquiry, mask: Mask, wanted: Wanted | None) -> list[str]:
    """Write the places to look at beside the key; what is to be said of them and of the key."""
    if wanted is None:
        return []
    key, doubts = key_path(inquiry, wanted), mask.doubts()
    beside = key.with_suffix(".txt")
    head = "Names that are not sure, where they stand, and what was done. Keep this apart, like the key."
    _write(beside, "\n".join([head, "", *(doubts or ["none"])]) + "\n")
    said = [f"names replaced; who is who is in {key}, which is to be kept apart"]
    if doubts:
        said.append(f"look at {len(doubts)} places where it is not sure, all in {beside}:")
        said += [f"  {line}" for line in doubts[:SHOWN]]
    if len(doubts) > SHOWN:
        said.append(f"  … and {len(doubts) - SHOWN} more")
    return said
