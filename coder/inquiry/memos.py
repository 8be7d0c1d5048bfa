"""What a memo can be on, what that is called, and the memos of a session that stand on no paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coder.codebook import Code, known_codes
from coder.coding import codebook_subject
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.inquiry.folder import Inquiry
from coder.inquiry.people import one_of, people, people_within
from coder.inquiry.tagging import cited, find_paragraph
from coder.inquiry.withdrawing import find_session

if TYPE_CHECKING:
    from coder.inquiry.stepping import View

CODE = "code:"
"""Stands before a code's id where a memo is to be on the code."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something a memo can be on, as the journal names it and as a person does; `text` is the memo there."""

    what: str
    name: str
    subject: str
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Memos:
    """A coder's memos on a session, on its people by printed name, and on codes by id."""

    session: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


NO_MEMOS = Memos()


def memos_about(inquiry: Inquiry, coder: str, session: str) -> Memos:
    """The memos one meets in a session beside those on its paragraphs."""
    codebook = codebook_subject(inquiry.codebook.name)
    found = inquiry.store.journal.memos_about(session, codebook, coder)
    names: dict[str, str] = {}
    if any("/@" in subject for subject, _ in found):
        for person in people_within(inquiry, session).all:
            text = " · ".join(found[one, ""] for one in person.ids if (one, "") in found)
            names |= dict.fromkeys(person.names, text) if text else {}
    codes = {code: text for (subject, code), text in found.items() if subject == codebook}
    return Memos(found.get((session, ""), ""), names, codes)


def targets(inquiry: Inquiry, coder: str, view: View, code: Code) -> list[Target]:
    """All that can have a memo at one place, with the memo it has: the code is the one under the cursor."""
    here, session = view.here.paragraph, view.session.slug
    names = inquiry.codebook.by_id

    def on(what: str, name: str, subject: str, code: str = "") -> Target:
        text = (inquiry.store.journal.value(("memo", coder, subject, code)) or {}).get("text")
        return Target(what, name, subject, code, text or "")

    found = [
        on("tag", names[tag].name if tag in names else tag, here.id, tag)
        for kind, tag in view.marks
        if kind == "tag"
    ]
    found.append(on("paragraph", here.citation or here.id, here.id))
    if view.question and view.question != view.here:
        asked = view.question.paragraph
        found.append(on("question", asked.citation or asked.text, asked.id))
    known = people_within(inquiry, session)
    printed = [here.speaker, *(witness.name for witness in view.item.witnesses)]
    persons = {one.id: one for name in printed if name and (one := known.of(session, name))}
    for person in persons.values():
        own = next(id for id in person.ids if session_of(id) == session)
        found.append(on("witness", person.name, own))
    found.append(on("session", view.session.title, session))
    found.append(on("code", code.name, codebook_subject(inquiry.codebook.name), code.id))
    return found


def called(inquiry: Inquiry, subject: str, code: str = "") -> str:
    """What a memo is on, as it is said: "Trust on 7(4)", "Ana Reyes", "the code Trust"."""
    codes, index = inquiry.codebook.by_id, inquiry.store.index
    name = codes[code].name if code in codes else code
    if subject == codebook_subject(inquiry.codebook.name):
        return f"the code {name}"
    if "/@" in subject:
        named = {one.id: one.name for one in index.appearances(session_of(subject))}
        return named.get(subject, subject)
    if subject == session_of(subject):
        head = index.session(subject)
        return f"the session {head.title if head else subject}"
    return f"{name} on {cited(inquiry, subject)}" if code else cited(inquiry, subject)


def find_target(inquiry: Inquiry, named: str, tag: str | None = None) -> tuple[str, str]:
    """Subject and code of what a memo is to be on, as named on the command line.

    A paragraph or question by id or citation, with `tag` one of its tags; `code:ID`; a session's slug; or
    a person. Raises CoderError where nothing has this name, or a tag is asked of what can have none.
    """
    index = inquiry.store.index
    if "/@" not in named and ("/" in named or index.with_citation(named)):
        return find_paragraph(inquiry, named), known_codes(inquiry.codebook, [tag])[0].id if tag else ""
    if tag:
        raise CoderError(f"{named}: is no paragraph, so it has no tags; --code is for a memo on a tag.")
    if named.startswith(CODE):
        code = known_codes(inquiry.codebook, [named.removeprefix(CODE)])[0]
        return codebook_subject(inquiry.codebook.name), code.id
    if index.session(named) or named in inquiry.store.journal.withdrawn():
        return find_session(inquiry, named).slug, ""
    if found := people(inquiry).matching(named):
        return one_of(found, named).id, ""
    raise CoderError(
        f"{named}: there is no such paragraph, session or person; `coder show SESSION` lists paragraphs, "
        f"`coder status` sessions, `coder witnesses` people, and a code is written {CODE}ID."
    )
