"""Revise the codebook: each action one journal batch, with the tags it moves and the file it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from coder.codebook import Code, Codebook, known_codes, revise
from coder.codebook.difference import difference
from coder.codebook.said import base_of, to_say
from coder.coding import Change, Entry, codebook_subject
from coder.inquiry.codebooks import begin, follow, revisable, said_of, together
from coder.inquiry.describing import many
from coder.inquiry.folder import Inquiry
from coder.inquiry.logins import need_reviewer
from coder.inquiry.recoding import everyone_from

Revision: TypeAlias = Callable[[Codebook], Codebook]


class Editor:
    """Somebody's hand on the codebook. What each method returns is durable, and the file says so too.

    All raise CoderError where the revision breaks a rule of codebooks, names a code that is not there,
    or the file was changed by hand and cannot be written over.
    """

    def __init__(self, inquiry: Inquiry, actor: str) -> None:
        self.inquiry, self.actor = inquiry, actor

    def add(self, code: Code, after: str | None = None) -> list[Entry]:
        """Add a code as the last below its parent, or after a sibling."""
        return self._revise(lambda book: revise.added(book, code, after), lambda _: f"new code {code.name}")

    def add_all(self, codes: Sequence[Code], along: Iterable[Change] = ()) -> list[Entry]:
        """Add codes in their order, and make changes along with them, as one action."""
        return self._revise(
            lambda book: revise.all_added(book, codes),
            lambda _: f"{many(len(codes), 'new code')}",
            along=along,
        )

    def change(self, code_id: str, **fields: str | Sequence[str] | None) -> list[Entry]:
        """Set fields of a code: its name, parent, colour, key, definition, values and so on."""
        given = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}

        def revision(book: Codebook) -> Codebook:
            rest = dict(given)
            parent = rest.pop("parent", known_codes(book, [code_id])[0].parent)
            if parent != book.by_id[code_id].parent:
                book = revise.moved(book, code_id, parent)  # type: ignore[arg-type]
            return revise.changed(book, code_id, **rest)

        def did(book: Codebook) -> str:
            code = known_codes(book, [code_id])[0]
            named = [name for name in given if given[name] != getattr(code, name)]
            if named == ["name"]:
                return f"renaming of {code.name} to {given['name']}"
            return f"{', '.join(named) or 'nothing'} of {code.name}"

        return self._revise(revision, did)

    def move(self, code_id: str, parent: str | None, before: str | None = None) -> list[Entry]:
        """Move a code below another (None: it becomes a theme), before one of its codes or as the last."""
        return self._moving(code_id, lambda book: revise.moved(book, code_id, parent, before))

    def shift(self, code_id: str, steps: int) -> list[Entry]:
        """Move a code up or down among its siblings; empty where it cannot go further."""
        return self._moving(code_id, lambda book: revise.shifted(book, code_id, steps))

    def _moving(self, code_id: str, revision: Revision) -> list[Entry]:
        return self._revise(revision, lambda book: f"move of {_name(book, code_id)}", moving=(code_id,))

    def merge(self, code_id: str, into: str) -> list[Entry]:
        """Retire a code in favour of another, which takes over its tags, of every coder."""
        return self._revise(
            lambda book: revise.merged(book, code_id, into),
            lambda book: f"merge of {_name(book, code_id)} into {_name(book, into)}",
            tags={code_id: into},
        )

    def split(self, code_id: str, into: Sequence[Code]) -> list[Entry]:
        """Split a code into others; its tags are then to be placed, by each coder for their own."""
        names = " and ".join(code.name for code in into)
        return self._revise(
            lambda book: revise.split(book, code_id, into),
            lambda book: f"split of {_name(book, code_id)} into {names}",
        )

    def retire(self, code_id: str, reason: str) -> list[Entry]:
        """Take a code out of use; its tags stay."""
        return self._revise(
            lambda book: revise.retired(book, code_id, reason),
            lambda book: f"retirement of {_name(book, code_id)}",
        )

    def reinstate(self, code_id: str) -> list[Entry]:
        """Bring a retired or split code back into use."""
        return self._revise(
            lambda book: revise.reinstated(book, code_id),
            lambda book: f"reinstatement of {_name(book, code_id)}",
        )

    def take(self) -> list[Entry]:
        """Take what the file says that is not in force yet; empty where there is nothing of the kind.

        Tags go along with a code whose id alone was changed. Raises CoderError where the file is faulty.
        """
        from coder.codebook import read_codebook

        self.inquiry.look_again()
        now = self.inquiry.standing
        file = read_codebook(self.inquiry.codebook_path) if now.fault else now.file
        found = difference(now.codebook, file) if file else None
        if file is None or found is None:
            return self.inquiry.store.journal.made_before()
        tags = {before.id: after.id for before, after in found.renamed}
        return self._revise(
            lambda _: file, lambda _: "taking the changes of the file", tags=tags, from_file=True
        )

    def _revise(
        self,
        revision: Revision,
        did: Callable[[Codebook], str],
        *,
        tags: Mapping[str, str] | None = None,
        moving: Sequence[str] = (),
        along: Iterable[Change] = (),
        from_file: bool = False,
    ) -> list[Entry]:
        """Journal, tags and file as one action; empty where nothing changes. `tags` go from code to code."""
        journal = self.inquiry.store.journal
        with together(self.inquiry) as files:
            if journal.made_before():  # and only the file is still to follow
                entries = journal.act(self.actor, (), "")
                follow(self.inquiry, files)
                return entries
            if tags:
                need_reviewer(self.inquiry, "What changes the tags of every coder")
            before = self.inquiry.codebook if from_file else revisable(self.inquiry)
            after = revision(before)
            subject = codebook_subject(before.name)
            said = said_of(self.inquiry, before.name)
            words = to_say(said or {"": base_of(before)}, before, after, did(before), moving)
            if words and not said:
                begin(self.inquiry, before)
            changes = [Change("code", "", subject, key, word) for key, word in words.items()]
            for old, new in (tags or {}).items():
                changes += everyone_from(self.inquiry, before.by_id[old], after.by_id[new])
            entries = journal.act(self.actor, [*changes, *along], before.revision)
            if entries:
                follow(self.inquiry, files)
        return entries


def _name(book: Codebook, code_id: str) -> str:
    return known_codes(book, [code_id])[0].name


def codes_to_split_into(book: Codebook, code_id: str, named: Sequence[str]) -> list[Code]:
    """The codes of these ids or names; new ones, beside the code that is split, where there are none."""
    parent = known_codes(book, [code_id])[0].parent
    found: list[Code] = []
    for name in filter(None, (one.strip() for one in named)):
        there = [code for code in book.codes if name in (code.id, code.name) and code.id != code_id]
        code = there[0] if there else revise.new_code(book, name, parent)
        found.append(code)
        if not there:
            book = replace(book, codes=(*book.codes, code))
    return found


def in_words(entries: Sequence[Entry], actor: str) -> str:
    """What a revision was, and how many tags of one's own it moved: "merge of A into B, 12 of your tags".

    Others' tags are not spoken of: somebody who codes blind may revise the codebook too.
    """
    undone = entries[0].action == "undo"
    said = dict.fromkeys(_did(entry, undone) for entry in entries if entry.kind == "code")
    own = {entry.subject for entry in entries if entry.kind == "tag" and entry.coder == actor}
    tags = f"{len(own)} of your tags" if own else ""
    return ", ".join(filter(None, (*said, tags)))


def _did(entry: Entry, undone: bool) -> str:
    """What the action was that an entry belongs to, or that it takes back."""
    value = entry.before if undone else entry.after
    return str((value or {}).get("did", ""))
