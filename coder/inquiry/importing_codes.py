"""Codings made elsewhere become tags of their coders, on paragraphs that are there or on new ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.coding import Change, Entry
from coder.errors import CoderError
from coder.evidence.spans import with_span
from coder.inquiry.blindness import end_where_read
from coder.inquiry.folder import Inquiry
from coder.inquiry.importing import check_slug, import_session
from coder.inquiry.logins import need_reviewer
from coder.inquiry.revising import Editor
from coder.inquiry.tagging import find_paragraph, out_of_use
from coder.inquiry.who import initials
from coder.inquiry.withdrawing import withdrawn_sentence

if TYPE_CHECKING:
    from coder.codebook import Code
    from coder.evidence.model import Session
    from coder.exchange.codings import Codings, Key
    from coder.exchange.mapping import Mapping

LISTED = 20
"""Duplicates named one by one for people; programs get all."""


@dataclass(frozen=True)
class Plan:
    """What importing one table would do. `session` is the one it would make, None where its paragraphs
    are there already; `coders` are the inquiry's initials by those of the table."""

    document: Path
    codings: Codings
    session: Session | None
    paragraphs: dict[Key, str]
    coders: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        """The object that `coder import-codes --json` prints."""
        said = self.codings.said.values()
        return {
            "file": self.document.name,
            "session": self.session.slug if self.session else None,
            "items": len(self.codings.items),
            "coders": sorted(set(self.coders.values())),
            "readings": len(said),
            "read_with_no_code": sum(not one.put for one in said),
            "tags": sum(len(one.put) for one in said),
            "quotes": sum(len(places) for one in said for places in one.quotes.values()),
            "not_judged": sum(len(one.unjudged) for one in said),
            "new_codes": [code.id for code in self.codings.new],
            "duplicates": list(self.codings.duplicates),
        }

    def lines(self) -> list[str]:
        """The same for people."""
        counts, repeated = self.to_json(), self.codings.duplicates
        coders = ", ".join(counts["coders"])
        where = f"the new session {self.session.slug}" if self.session else "paragraphs that are there"
        lines = [
            f"{self.document.name}: {counts['items']} items, {where}",
            f"  {len(counts['coders'])} coders ({coders})",
            f"  {counts['readings']} readings, {counts['read_with_no_code']} of them with no code; "
            f"{counts['tags']} tags; {counts['not_judged']} codes not judged",
        ]
        if counts["new_codes"]:
            lines.append(f"  codes new to the codebook: {', '.join(counts['new_codes'])}")
        if repeated:
            lines.append(f"  said twice, the first counts ({len(repeated)}):")
            lines += [f"    {sentence}" for sentence in repeated[:LISTED]]
        if len(repeated) > LISTED:
            lines.append(f"    and {len(repeated) - LISTED} more, which --json lists")
        return lines


def plan(inquiry: Inquiry, document: Path, mapping: Mapping) -> Plan:
    """What a table would do; nothing is written.

    Raises CoderError where the file cannot be read, the mapping does not fit it, a cell says nothing that
    can be understood, a paragraph is not there, or codes are put that cannot stand.
    """
    from coder.evidence.readers import read_document
    from coder.exchange.codings import understand
    from coder.exchange.tables import read_table

    data = read_document(document)
    table = read_table(data, document.name, mapping.nested, mapping.sheet)
    mapping = mapping.fitted(table.columns, table.name)
    codings = understand(table, mapping, inquiry.codebook)
    _check_codes(inquiry, codings)
    slug, there = _session(inquiry, document, data, mapping)
    if slug and not there:
        session = _new_session(codings, slug, mapping.title or document.stem, data)
        paragraphs, texts = _made(codings, slug), {one.id: one.text for one in session.paragraphs()}
    else:
        session, paragraphs, texts = None, _found(inquiry, codings, slug), {}
    _check_quotes(codings, paragraphs, lambda one: texts.get(one) or inquiry.store.index.text(one))
    return Plan(document, codings, session, paragraphs, _coders(inquiry, codings))


def carry_out(inquiry: Inquiry, actor: str, planned: Plan, adding: bool = False) -> list[Entry]:
    """Write the session, add the codes, and put the tags, as one action of the actor's.

    What is there already stays. Raises CoderError where the table has codes that the codebook has not, and
    they are not to be added, and where a file cannot be written. Cut short, it can be done again.
    """
    need_reviewer(inquiry, "Taking in codings")
    shows = inquiry.store.journal.sight.shows
    if others := sorted(coder for coder in planned.coders.values() if not shows("tag", coder)):
        raise CoderError(
            f"{planned.document}: has codings of {', '.join(others)}, which are not yours to take in while "
            "you are coding blind."
        )
    new = [code for code in planned.codings.new if code.id not in inquiry.codebook.by_id]
    if new and not adding:
        listed = ", ".join(code.id for code in new)
        raise CoderError(
            f"{planned.document}: has {len(new)} codes that the codebook {inquiry.codebook.name} has not "
            f"({listed}); --add-codes adds them, and [names] in the mapping says which code is meant."
        )
    if new:
        Editor(inquiry, actor).add_all(new)
    if planned.session:
        import_session(inquiry, planned.document, planned.session)
    entries = inquiry.store.journal.act(actor, _changes(inquiry, planned), inquiry.codebook.revision)
    for coder in planned.coders.values():
        end_where_read(inquiry, coder)
    return entries


def _changes(inquiry: Inquiry, planned: Plan) -> Iterator[Change]:
    codes = inquiry.codebook.by_id
    for (key, name), said in planned.codings.said.items():
        coder, paragraph = planned.coders[name], planned.paragraphs[key]
        text = inquiry.store.index.text(paragraph) if said.quotes else ""
        yield Change("read", coder, paragraph, "", {}, said.at)
        for code, step in said.put.items():
            value = {"meaning": codes[code].meaning} | ({} if step is None else {"value": step})
            for place in said.quotes.get(code, ()):
                value = with_span(value, *place, text)
            yield Change("tag", coder, paragraph, code, value, said.at_code.get(code, said.at))
        for code in sorted(said.unjudged):
            yield Change("unjudged", coder, paragraph, code, {})


def _session(inquiry: Inquiry, document: Path, data: bytes, mapping: Mapping) -> tuple[str, bool]:
    """The session whose paragraphs the items are, empty for those of any; and whether it is there."""
    digest = hashlib.sha256(data).hexdigest()
    heads = inquiry.store.index.sessions(withdrawn=True)
    of_document = next((head.slug for head in heads if head.sha256 == digest), "")
    slug = of_document or check_slug(mapping.session) if mapping.session or of_document else ""
    if not slug and mapping.text:
        from coder.evidence.anchors import slug_of

        slug = slug_of("", "", document.name, None)
    if withdrawal := inquiry.store.journal.withdrawn().get(slug):
        raise CoderError(f"{document}: {withdrawn_sentence(withdrawal)}")
    return slug, any(head.slug == slug for head in heads)


def _new_session(codings: Codings, slug: str, title: str, data: bytes) -> Session:
    from coder.exchange.items import as_session

    return replace(as_session(codings.items, slug, title), sha256=hashlib.sha256(data).hexdigest())


def _made(codings: Codings, slug: str) -> dict[Key, str]:
    from coder.exchange.items import paragraph_of

    return {key: paragraph_of(slug, key) for key in codings.items}


def _found(inquiry: Inquiry, codings: Codings, slug: str) -> dict[Key, str]:
    """The paragraphs that items are called after: by key, id or citation, in one session or in any."""
    find: Callable[[Key], str]
    if slug:
        head = inquiry.store.index.session(slug)
        placed = inquiry.store.index.span(slug, 0, head.paragraphs if head else 0)
        names = {one.paragraph.citation: one.paragraph.id for one in placed}
        names |= {one.paragraph.id.removeprefix(f"{slug}/"): one.paragraph.id for one in placed}
        names |= {one.paragraph.id: one.paragraph.id for one in placed}
        made = _made(codings, slug)

        def find(key: Key) -> str:
            named = names.get(made[key]) or names.get(" ".join(key))
            if named is None:
                raise CoderError(f"the session {slug} has no paragraph {' '.join(key)}.")
            return named
    else:

        def find(key: Key) -> str:
            return find_paragraph(inquiry, " ".join(key))

    found: dict[Key, str] = {}
    for key, item in codings.items.items():
        try:
            found[key] = find(key)
        except CoderError as error:
            raise CoderError(f"{codings.name}, {item.where}: {error}") from None
    return found


def _check_quotes(codings: Codings, paragraphs: dict[Key, str], text_of: Callable[[str], str]) -> None:
    """Raises CoderError where a passage is none of its paragraph's text."""
    for (key, _), said in codings.said.items():
        for code, places in said.quotes.items():
            text = text_of(paragraphs[key])
            for start, end in places:
                if end > len(text) or not text[start:end].strip():
                    raise CoderError(
                        f"{codings.name}, {said.where}: {paragraphs[key]} has no text from {start} to {end} "
                        f"for {code} to quote; it has {len(text)} characters."
                    )


def _coders(inquiry: Inquiry, codings: Codings) -> dict[str, str]:
    """The inquiry's initials for each coder of the table: they may differ in capitals only."""
    known = {name.casefold(): name for name in inquiry.store.journal.coders()}
    found: dict[str, str] = {}
    for (_, name), said in codings.said.items():
        if name not in found:
            try:
                found[name] = known.setdefault(name.casefold(), initials(name))
            except CoderError as error:
                raise CoderError(
                    f"{codings.name}, {said.where}: {error} Initials for it go into [coders] of the mapping."
                ) from None
    return found


def _check_codes(inquiry: Inquiry, codings: Codings) -> None:
    """What holds at the keyboard holds here: no code out of use, no two that exclude each other."""
    codes: dict[str, Code] = inquiry.codebook.by_id
    excluded = {code: {other.id for other in inquiry.codebook.excluded_by(code)} for code in codes}
    for said in codings.said.values():
        for code in said.put:
            where = f"{codings.name}, {said.where}"
            if code in codes and not codes[code].in_use:
                raise CoderError(f"{where}: {code} is out of use ({out_of_use(codes[code])}).")
            if both := excluded.get(code, set()) & set(said.put):
                raise CoderError(f"{where}: {code} and {min(both)} exclude each other.")
