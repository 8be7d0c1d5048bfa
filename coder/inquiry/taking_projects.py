"""A project of another program is taken in: what it would come to, said first, then done as one action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from coder.coding import Change, Entry, Key, Value
from coder.errors import CoderError
from coder.inquiry.blindness import end_where_read
from coder.inquiry.codebooks import together
from coder.inquiry.describing import many
from coder.inquiry.folder import Inquiry
from coder.inquiry.importing import import_session
from coder.inquiry.logins import need_reviewer
from coder.inquiry.revising import Editor
from coder.inquiry.tagging import out_of_use
from coder.inquiry.taking_coders import UNNAMED, match_coders
from coder.inquiry.taking_codes import Codes, match_codes

if TYPE_CHECKING:
    from coder.exchange.project import Project
    from coder.inquiry.taking_marks import Wishes
    from coder.inquiry.taking_people import Cast
    from coder.inquiry.taking_sources import Taken

LISTED = 6
"""Names listed one by one for people; programs get all."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user says of a file: whose initials somebody there has, which code one there is, and whether
    new codes and sessions may be added."""

    coders: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    add_codes: bool = False
    add_sessions: bool = False


@dataclass(frozen=True)
class Plan:
    """What taking a project in would do."""

    document: Path
    project: Project
    choices: Choices
    sources: dict[str, Taken]
    codes: Codes
    coders: dict[str, str]
    wishes: Wishes
    cast: Cast
    left_out: Counter[str]

    @property
    def made(self) -> list[Taken]:
        """The sources that become sessions."""
        return [taken for taken in self.sources.values() if taken.made]

    def to_json(self) -> dict[str, Any]:
        """The object that `coder merge --json` prints of a project."""
        kinds = Counter(key[0] for key in self.wishes.all)
        project = self.project
        quoting = sum(key[0] == "tag" and bool(wish.passages) for key, wish in self.wishes.all.items())
        return {
            "file": self.document.name,
            "program": project.program,
            "sessions": [
                {"source": taken.source.name, "session": taken.slug, "new": taken.made is not None}
                for taken in self.sources.values()
            ],
            "codes": len(project.codes),
            "new_codes": [code.id for code in self.codes.new],
            "coders": [
                {"name": project.users.get(user, "") or UNNAMED, "coder": name}
                for user, name in self.coders.items()
            ],
            "codings": len(project.codings),
            "codings_placed": self.wishes.placed,
            "tags": kinds["tag"],
            "tags_with_passages": quoting,
            "memos": kinds["memo"],
            "cases": len(project.cases),
            "people": self.cast.found,
            "left_out": dict(sorted(self.left_out.items())),
            "remarks": list(project.remarks),
        }

    def lines(self) -> list[str]:
        """The same for people."""
        said = self.to_json()
        what = f"a project of {said['program'] or 'a program without a name'}"
        lines = [f"{said['file']}: {what if self.project.sources else 'a codebook'}"]
        lines += [f"  {remark}" for remark in self.project.remarks]
        if self.project.sources:
            placed = f"{said['codings_placed']} of them in a paragraph here"
            lines.append(f"  {many(said['codings'], 'coding')}, {placed}")
            passages = f"{said['tags_with_passages']} of them on a passage"
            lines.append(f"  {many(said['tags'], 'tag')}, {passages}; {many(said['memos'], 'memo')}")
        new = said["new_codes"]
        adding = "" if self.choices.add_codes or not new else ", which --add-codes adds"
        lines.append(f"  {many(said['codes'], 'code')}, {len(new)} of them new{adding}{_list(new)}")
        makes = "the new session" if self.choices.add_sessions else "no session here; --add-sessions makes it"
        for one in said["sessions"][:LISTED]:
            lines.append(f"  {one['source']}: {makes if one['new'] else 'is'} {one['session']}")
        if (more := len(said["sessions"]) - LISTED) > 0:
            lines.append(f"  and {many(more, 'source')} more, which --json lists")
        if coders := [_as(one["name"], one["coder"]) for one in said["coders"]]:
            lines.append(f"  coded by {', '.join(coders)}; --coder NAME=INITIALS says otherwise")
        if said["cases"]:
            lines.append(f"  {many(said['cases'], 'case')}, {said['people']} of them people here")
        if self.left_out:
            lines.append("  has no place here, and is left out:")
            lines += [f"    {what}: {number}" for what, number in said["left_out"].items()]
        return lines


def _as(name: str, coder: str) -> str:
    return name if name == coder else f"{name} as {coder}"


def _list(names: list[str]) -> str:
    more = len(names) - LISTED
    listed = ", ".join(names[:LISTED]) + (f" and {more} more" if more > 0 else "")
    return f" ({listed})" if names else ""


def plan(inquiry: Inquiry, document: Path, project: Project, choices: Choices) -> Plan:
    """What a project would come to here; nothing is written.

    Raises CoderError where the user names a code or a coder that is not there.
    """
    from coder.inquiry.taking_marks import Wishes
    from coder.inquiry.taking_people import match_cases
    from coder.inquiry.taking_sources import match_sources

    codes = match_codes(inquiry.codebook, project, choices.codes)
    coders = match_coders(project, inquiry.store.journal.coders(), choices.coders)
    sources = match_sources(inquiry, project)
    wishes = Wishes(project, sources, codes.of, coders, inquiry.codebook.name)
    cast = match_cases(inquiry, project, sources)
    for key in [key for key in wishes.all if "/@" in key[2] and key[2] not in cast.ids]:
        del wishes.all[key]
        wishes.left_out["memos on people who are not here"] += 1
    left_out = project.left_out + wishes.left_out + cast.left_out
    return Plan(document, project, choices, sources, codes, coders, wishes, cast, left_out)


def carry_out(inquiry: Inquiry, actor: str, planned: Plan) -> list[Entry]:
    """Add codes and sessions where the user says so, and put what the project holds, as one action.

    What is there already stays as it is. Raises CoderError where codes or sessions are missing that are not
    to be added, and where coding here does not allow what was coded there; then nothing is written.
    """
    need_reviewer(inquiry, "Taking in a project")
    _check(inquiry, planned)
    written: list[Path] = []
    journal = inquiry.store.journal
    try:
        with together(inquiry):
            for taken in planned.made:
                written += _make(inquiry, taken)
            changes = list(_changes(inquiry, planned))
            if planned.codes.new:
                entries = Editor(inquiry, actor).add_all(planned.codes.new, changes)
            else:
                entries = journal.act(actor, changes, inquiry.codebook.revision)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    for coder in set(planned.coders.values()):
        end_where_read(inquiry, coder)
    return entries


def _changes(inquiry: Inquiry, planned: Plan) -> Iterator[Change]:
    texts = {id: text for taken in planned.sources.values() for id, text in taken.texts.items()}
    subjects: dict[str, set[str]] = {}
    for _, coder, subject, _ in planned.wishes.all:
        subjects.setdefault(coder, set()).add(subject)
    standing: dict[Key, Value] = {
        (kind, coder, subject, code): value
        for coder, wanted in subjects.items()
        for subject, marks in inquiry.store.journal.marks_on(sorted(wanted), coder).items()
        for (kind, code), value in marks.items()
    }
    yield from planned.cast.said
    yield from planned.wishes.changes(texts, standing)


def _make(inquiry: Inquiry, taken: Taken) -> Iterator[Path]:
    """Write a session and keep its source as the original; the files that are new.

    Raises CoderError where the same text is a session already.
    """
    from coder.files import file_name
    from coder.inquiry.taking_sources import as_kept, name_of

    assert taken.made is not None
    data = as_kept(taken.source)
    with TemporaryDirectory() as folder:
        document = Path(folder) / file_name(f"{name_of(taken.source) or taken.slug}.txt")
        document.write_bytes(data)
        there = set(inquiry.originals.glob("*"))
        done = import_session(inquiry, document, replace(taken.made, sha256=sha256(data).hexdigest()))
    yield from set(inquiry.originals.glob("*")) - there
    if not done.new:
        raise CoderError(f"{taken.source.name}: the same text is the session {done.session.slug} already.")
    yield done.path


def _check(inquiry: Inquiry, planned: Plan) -> None:
    """Raises CoderError where the plan cannot be carried out."""
    file, book = planned.document, inquiry.codebook
    shows = inquiry.store.journal.sight.shows
    if others := sorted({coder for coder in planned.coders.values() if not shows("tag", coder)}):
        raise CoderError(
            f"{file}: has codings of {', '.join(others)}, which are not yours to take in while you are "
            "coding blind."
        )
    new = [code.id for code in planned.codes.new]
    if new and not planned.choices.add_codes:
        raise CoderError(
            f"{file}: has {many(len(new), 'code')} that the codebook {book.name} has not{_list(new)}; "
            "--add-codes adds them, and --code THEIRS=OURS says which code is meant."
        )
    made = [taken.source.name for taken in planned.made]
    if made and not planned.choices.add_sessions:
        raise CoderError(
            f"{file}: has {many(len(made), 'source')} that no session here is{_list(made)}; --add-sessions "
            "makes sessions of them, or import the documents first."
        )
    _check_codes(inquiry, planned)


def _check_codes(inquiry: Inquiry, planned: Plan) -> None:
    """What holds at the keyboard holds here: no code out of use is put on, no two that exclude each other."""
    codes, value = inquiry.codebook.by_id, inquiry.store.journal.value
    every = codes | {code.id: code for code in planned.codes.new}
    only_one = {code.id for code in every.values() if code.choose == "one"}
    siblings: dict[str, list[str]] = {}
    for code in every.values():
        if code.parent in only_one:
            siblings.setdefault(code.parent or "", []).append(code.id)
    for key in planned.wishes.all:
        kind, coder, paragraph, put = key
        if kind != "tag":
            continue
        if put in codes and not codes[put].in_use and value(key) is None:
            raise CoderError(
                f"{planned.document}: puts {put} on {paragraph}, which is out of use here "
                f"({out_of_use(codes[put])}); --code THEIRS=OURS names another."
            )
        for other in siblings.get(every[put].parent or "", ()):
            against: Key = ("tag", coder, paragraph, other)
            if other != put and (against in planned.wishes.all or value(against) is not None):
                raise CoderError(
                    f"{planned.document}: {coder} puts {put} on {paragraph}, where {other} is or would be, "
                    "and here the two exclude each other; `choose: one` of their theme says so."
                )
