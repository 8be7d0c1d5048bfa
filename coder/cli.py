"""The commands. What a command needs is imported inside it, so that `coder --help` answers at once."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from coder import __version__
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.coding import Entry
    from coder.evidence.model import Session
    from coder.inquiry.editing import Draft
    from coder.inquiry.folder import Inquiry
    from coder.inquiry.importing import Imported
    from coder.inquiry.tagging import Hand

    Command: TypeAlias = Callable[[argparse.Namespace], int | None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0, 1 where the user must put something right, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not know every sign evidence holds
            stream.reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))
    options = parser().parse_args(arguments)
    try:
        status = int(options.run(options) or 0)
        sys.stdout.flush()
        return status
    except CoderError as error:
        _complain(error)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read has seen enough
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        _complain(f"{error.filename or 'reading or writing failed'}: {error.strerror or error}.")
        return 1


def _drop_output() -> None:
    """Let what is still to be written go nowhere, so that closing it cannot fail."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(about: object) -> None:
    """One line on the standard error stream, without what could steer a terminal."""
    from coder.evidence.model import plain

    print(f"coder: {' '.join(plain(str(about)).splitlines())}", file=sys.stderr)


def parser() -> argparse.ArgumentParser:
    """The command line, whole."""
    top = argparse.ArgumentParser(
        prog="coder",
        description="Tag committee evidence at the keyboard; hand over theme matrices and agreement figures.",
        epilog="Without a command: the screens, on the inquiry in this folder.",
    )
    top.add_argument("--version", action="version", version=f"coder {__version__}")
    _common(top)
    top.set_defaults(run=_screens, session=None)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Command, help_: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".")
        _common(added, argparse.SUPPRESS)
        added.set_defaults(run=run)
        return added

    one = command("demo", _demo, "open the example inquiry on a scratch copy")
    one.add_argument("folder", nargs="?", type=Path, help="where to put the copy (a new temporary folder)")
    one = command("init", _init, "make an inquiry in a folder")
    one.add_argument("folder", nargs="?", type=Path, default=Path(), help="this folder, if not given")
    one.add_argument("--name", help="the inquiry's name (the folder's)")
    one.add_argument("--codebook", type=Path, metavar="FILE", help="a codebook to copy in (the example's)")
    one = command("import", _import, "turn documents into sessions")
    one.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="minutes, in any format that can be read"
    )
    one.add_argument("--dry-run", action="store_true", help="write nothing")
    one.add_argument("--json", action="store_true", help="print the session as one JSON object")
    one.add_argument("--style", help="the house style, where the choice made from the text is wrong")
    one.add_argument("--slug", metavar="NAME", help="the session's short name, in place of the one made up")
    one = command("show", _show, "show a session")
    one.add_argument("session", help="its short name, as `coder status` lists it")
    one.add_argument("--json", action="store_true", help="print the session as one JSON object")
    _correcting_commands(command)
    one = command("code", _screens, "open a session on the coding screen")
    one.add_argument("session", help="its short name, as `coder status` lists it")
    _coding_commands(command)
    _witness_commands(command("witnesses", _witnesses, "show who speaks and gives evidence, across sessions"))
    one = command("status", _status, "show how far each coder has come")
    one.add_argument("--json", action="store_true")
    one = command("log", _log, "show the journal: who did what, when")
    one.add_argument("--coder", dest="only", metavar="INITIALS", help="only what changed this coder's tags")
    one.add_argument("--json", action="store_true", help="as a JSON list, one entry a line")
    one = command("matrix", _matrix, "write the theme matrices as an Excel workbook")
    one.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.xlsx")
    one.add_argument(
        "--basis", default="any", metavar="WHOSE",
        help="which tags count: those of any coder (any), of most who read the paragraph (majority), "
        "of all who read it (all), or one coder's initials; any, if not given",
    )  # fmt: skip
    one = command("agreement", _agreement, "show how far the coders agree, code by code")
    one.add_argument("--json", action="store_true")
    return top


def _common(to: argparse.ArgumentParser, default: Any = None) -> None:
    """What may stand before a command or after it."""
    to.add_argument("--as", dest="coder", metavar="INITIALS", default=default, help="who codes (or CODER_AS)")
    to.add_argument(
        "--inquiry", type=Path, metavar="FOLDER", default=default or (Path() if default is None else default),
        help="the inquiry's folder (this one, or the nearest above)",
    )  # fmt: skip


def _correcting_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    which = "its short name, as `coder status` lists it"
    one = command("edit", _edit, "open a transcript in your editor and take it back, tags carried along")
    one.add_argument("session", help=which)
    one = command("reimport", _reimport, "put a corrected version of its document in a session's place")
    one.add_argument("session", help=which)
    one.add_argument("file", type=Path, metavar="FILE", help="the corrected document")
    one.add_argument("--dry-run", action="store_true", help="say what would become of each paragraph")
    one.add_argument("--style", help="the house style, where the choice made from the text is wrong")
    one = command("withdraw", _withdraw, "take a session out of every output")
    one.add_argument("session", help=which)
    one.add_argument("--reason", metavar="TEXT", help="why; it stays in the journal")
    one.add_argument("--purge", action="store_true", help="remove its text for good, backups included")
    one.add_argument("--yes", action="store_true", help="purge without asking")
    one = command("restore", _restore, "bring a withdrawn session back")
    one.add_argument("session", help=which)


def _coding_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    where = "its id, or its citation where only one session has it"
    one = command("tag", _tag, "put codes on a paragraph")
    one.add_argument("paragraph", help=where)
    one.add_argument("codes", nargs="+", metavar="CODE", help="a code's id; id=2 for the second value it has")
    one = command("untag", _untag, "take codes off a paragraph")
    one.add_argument("paragraph", help=where)
    one.add_argument("codes", nargs="+", metavar="CODE")
    for name, run, help_ in (
        ("read", _read, "mark paragraphs as read, with or without a tag"),
        ("unread", _unread, "mark paragraphs as not read"),
    ):
        one = command(name, run, help_)
        one.add_argument("paragraphs", nargs="+", metavar="PARAGRAPH", help=where)
    one = command("memo", _memo, "write a memo on a paragraph; an empty text removes it")
    one.add_argument("paragraph", help=where)
    one.add_argument("text")
    command("undo", _undo, "take back your latest action")
    command("redo", _redo, "do again what you took back last")


def _witness_commands(witnesses: argparse.ArgumentParser) -> None:
    witnesses.add_argument("--json", action="store_true")
    actions = witnesses.add_subparsers(title="to say who is who", metavar="ACTION")

    def action(name: str, run: Command, help_: str) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".")
        _common(added, argparse.SUPPRESS)
        added.set_defaults(run=run)
        added.add_argument("person", help="a name, or a part of it that only one person has")
        return added

    one = action("merge", _witnesses_merge, "say that two are one person, who keeps the first name")
    one.add_argument("other", help="likewise")
    one = action("split", _witnesses_split, "say that who appears in one session is someone else")
    one.add_argument("session", help="its short name, as `coder status` lists it")
    one = action("set", _witnesses_set, "set an attribute of a person; an empty value removes it")
    one.add_argument(
        "attribute",
        help="organisation, role, name, kind (witness, member, official, other), or your own, as sector",
    )
    one.add_argument("value")


def _open(options: argparse.Namespace, quiet: bool = False) -> Inquiry:
    from coder.inquiry.folder import open_inquiry

    inquiry = open_inquiry(options.inquiry)
    if not quiet:
        for remark in inquiry.remarks:
            _complain(remark)
    return inquiry


def _lines(lines: Iterable[str]) -> None:
    """Print text from evidence: what could steer a terminal is shown as a plain sign."""
    from coder.evidence.model import plain

    for line in lines:
        print(plain(line))


def _json(data: Any) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=1))


# ---- the screens


def _screens(options: argparse.Namespace) -> int:
    from coder.inquiry.who import who
    from coder.inquiry.withdrawing import find_session

    with _open(options, quiet=True) as inquiry:
        coder = who(inquiry, options.coder)
        if options.session:
            find_session(inquiry, options.session)
        if not _at_terminal():
            raise CoderError("The screens need a terminal; `coder --help` lists the commands that do not.")
        from coder.tui.app import run

        return run(inquiry, coder, options.session)


def _demo(options: argparse.Namespace) -> int:
    from coder.inquiry.demo import take_through, unpack
    from coder.inquiry.who import initials

    folder = unpack(options.folder)
    from coder.inquiry.folder import open_inquiry

    with open_inquiry(folder) as inquiry:
        if _at_terminal():
            from coder.tui.app import run

            status = run(inquiry, initials(options.coder or "EF"))
            print(f"The example, with what you did to it, is in {folder}")
            return status
        _lines(take_through(inquiry))
    return 0


# ---- evidence


def _init(options: argparse.Namespace) -> None:
    from coder.inquiry.demo import example_folder
    from coder.inquiry.folder import make_inquiry

    codebook = options.codebook or example_folder() / "codebooks" / "commissioning.yaml"
    folder = options.folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise CoderError(f"{options.folder}: is a file; name a folder.")
    made = make_inquiry(folder, options.name or folder.name, codebook)
    print(
        f"{made}: made, with the codebook {codebook.stem} to start from; import evidence with `coder import`."
    )


def _import(options: argparse.Namespace) -> int:
    from coder.inquiry.folder import inquiry_folder
    from coder.inquiry.importing import check_slug, import_session, read_sessions

    if options.slug and len(options.files) > 1:
        raise CoderError("--slug names one session, so give it with one file.")
    slug = check_slug(options.slug) if options.slug else None
    failed = 0
    with _nothing() if options.dry_run else _open(options) as inquiry:
        folder = inquiry.folder if inquiry else inquiry_folder(options.inquiry)
        found = read_sessions(options.files, options.style, slug, folder / "styles" if folder else None)
        for file, session in _with_progress(found, options.files):
            try:
                if isinstance(session, CoderError):
                    raise session
                done = import_session(inquiry, file, session) if inquiry else None
            except CoderError as error:
                failed += 1
                _complain(error)
                continue
            _imported(session if done is None else done.session, done, options.json)
    return 1 if failed else 0


def _with_progress(found: Iterable[Any], files: Sequence[Path]) -> Iterable[Any]:
    """The same, with a line that says how far it has come where a person looks on."""
    watched = sys.stderr.isatty()
    for place, one in enumerate(found):
        if watched:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        yield one
        if watched and place + 1 < len(files):
            print(f"  {place + 1} of {len(files)} read", end="", file=sys.stderr, flush=True)


def _imported(session: Session, done: Imported | None, as_json: bool) -> None:
    from coder.inquiry.importing import report

    for remark in done.remarks if done else ():
        _complain(remark)
    if as_json:
        _json(session.to_json())
    elif done and not done.new:
        print(f"{session.slug}: was imported before, from the same document; nothing was changed.")
    else:
        _lines(report(session))
        print(f"  written to {done.path}" if done else "  nothing was written")


def _nothing() -> Any:
    from contextlib import nullcontext

    return nullcontext()


def _show(options: argparse.Namespace) -> None:
    from coder.evidence.transcript import parse
    from coder.inquiry.correcting import read_text
    from coder.inquiry.importing import report
    from coder.inquiry.withdrawing import withdrawn_json, withdrawn_sentence

    with _open(options) as inquiry:
        if withdrawal := inquiry.store.journal.withdrawn().get(options.session):
            if options.json:
                _json(withdrawn_json(withdrawal))
            else:
                _lines([withdrawn_sentence(withdrawal)])
            return
        path = inquiry.sessions / f"{options.session}.md"
        if not path.is_file():
            raise CoderError(f"{options.session}: there is no such session; `coder status` lists them.")
        session = parse(read_text(path), path, inquiry.settings.citing)
        if options.json:
            _json(session.to_json())
            return
        _lines(report(session))
        for item in session.items:
            _lines(["", f"{item.number + '. ' if item.number else ''}{item.heading}"])
            for paragraph in item.paragraphs:
                said = f" {paragraph.speaker}:" if paragraph.speaker else ""
                cited = f"{paragraph.citation} [{paragraph.role}]"
                _lines(["", f"{cited}{said} {paragraph.text}", f"    {paragraph.id}"])


# ---- correcting and withdrawing


def _edit(options: argparse.Namespace) -> int:
    from coder.inquiry.editing import begin, finish, open_editor

    with _open(options) as inquiry:
        draft = begin(inquiry, options.session)
        if draft.resumed:
            print(f"{draft.path}: this copy has changes from an earlier time; going on with it")
        while True:
            try:
                open_editor(draft.path)
                if draft.changed or draft.resumed:
                    correction = finish(inquiry, draft)
                    break
                draft.drop()
                print("nothing was changed; an editor that returns at once needs its option to wait")
                return 0
            except CoderError as error:
                _complain(error)
            if draft.outdated or not _agreed("Edit again?"):
                return _left(draft)
        _lines(correction.report() if correction else [f"{options.session}: every paragraph is as it was"])
    return 0


def _left(draft: Draft) -> int:
    if draft.path.exists() and not draft.changed:
        draft.drop()
    else:
        _complain(f"{draft.path}: your copy is kept here; it has not been taken in.")
    return 1


def _reimport(options: argparse.Namespace) -> None:
    from coder.inquiry.reimporting import reimport
    from coder.inquiry.who import who_or_fail

    with _open(options) as inquiry:
        coder = "" if options.dry_run else who_or_fail(inquiry, options.coder)
        done = reimport(inquiry, coder, options.session, options.file, options.style, dry_run=options.dry_run)
    if not done.new:
        print(f"{options.session}: its transcript is the same; nothing was changed")
        return
    correction = done.correction
    _lines(correction.report() if correction else [f"{options.session}: every paragraph is as it was"])
    if done.by_hand:
        _lines(
            ["  the transcript was corrected by hand before; see that what was corrected is right here too"]
        )
    print("  nothing was written" if options.dry_run else "  `coder undo` brings the former transcript back")


def _withdraw(options: argparse.Namespace) -> None:
    from coder.inquiry.who import who_or_fail
    from coder.inquiry.withdrawing import purge, withdraw

    if options.yes and not options.purge:
        raise CoderError("--yes is for --purge; without that nothing is asked.")
    with _open(options) as inquiry:
        coder = who_or_fail(inquiry, options.coder)
        if options.purge:
            _confirm_purge(options.session, options.yes)
            _lines(purge(inquiry, coder, options.session, options.reason).lines(inquiry.folder))
        else:
            _said(
                withdraw(inquiry, coder, options.session, options.reason), "nothing to do: withdrawn before"
            )


def _confirm_purge(session: str, yes: bool) -> None:
    print(
        f"This removes the text of {session} for good: transcript, original, journal, backups. It cannot be "
        "undone.", flush=True,
    )  # fmt: skip
    if yes:
        return
    if not _at_terminal():
        raise CoderError("Nothing was changed: where nobody can be asked, say --yes to purge.")
    if _answer(f"Type {session} to go on: ") != session:
        raise CoderError("Nothing was changed.")


def _restore(options: argparse.Namespace) -> None:
    from coder.inquiry.who import who_or_fail
    from coder.inquiry.withdrawing import restore

    with _open(options) as inquiry:
        coder = who_or_fail(inquiry, options.coder)
        _said(restore(inquiry, coder, options.session), "nothing to do: not withdrawn")


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _agreed(question: str) -> bool:
    """Whether the user says yes; no where nobody can be asked."""
    return _at_terminal() and _answer(f"{question} [Y/n] ") in ("", "y", "Y", "yes")


def _answer(question: str) -> str | None:
    """What the user types; None where the input ends."""
    try:
        return input(question).strip()
    except EOFError:
        print()
        return None


# ---- coding


def _hand(inquiry: Inquiry, options: argparse.Namespace) -> Hand:
    from coder.inquiry.tagging import Hand
    from coder.inquiry.who import who_or_fail

    return Hand(inquiry, who_or_fail(inquiry, options.coder))


def _said(entries: list[Entry], nothing: str) -> None:
    _lines(
        f"{entry.coder or entry.actor} {entry.verb} {entry.subject} {entry.code}".rstrip()
        for entry in entries
    )
    if not entries:
        print(nothing)


def _tag(options: argparse.Namespace) -> None:
    from coder.inquiry.tagging import find_paragraph, with_values

    with _open(options) as inquiry:
        hand = _hand(inquiry, options)
        paragraph = find_paragraph(inquiry, options.paragraph)
        _said(hand.tag(paragraph, with_values(inquiry, options.codes)), "nothing to do: these tags are there")


def _untag(options: argparse.Namespace) -> None:
    from coder.codebook import known_codes
    from coder.inquiry.tagging import find_paragraph

    with _open(options) as inquiry:
        hand = _hand(inquiry, options)
        paragraph = find_paragraph(inquiry, options.paragraph)
        codes = known_codes(inquiry.codebook, options.codes)
        _said(hand.untag(paragraph, codes), "nothing to do: there are no such tags")


def _read(options: argparse.Namespace) -> None:
    from coder.inquiry.tagging import find_paragraph

    with _open(options) as inquiry:
        hand = _hand(inquiry, options)
        paragraphs = [find_paragraph(inquiry, one) for one in options.paragraphs]
        _said(hand.read(paragraphs), "nothing to do: marked as read before")


def _unread(options: argparse.Namespace) -> None:
    from coder.inquiry.tagging import find_paragraph

    with _open(options) as inquiry:
        hand = _hand(inquiry, options)
        paragraphs = [find_paragraph(inquiry, one) for one in options.paragraphs]
        _said(hand.unread(paragraphs), "nothing to do: not marked as read")


def _memo(options: argparse.Namespace) -> None:
    from coder.inquiry.tagging import find_paragraph

    with _open(options) as inquiry:
        hand = _hand(inquiry, options)
        paragraph = find_paragraph(inquiry, options.paragraph)
        _said(hand.memo(paragraph, options.text), "nothing to do: the memo says so")


def _undo(options: argparse.Namespace) -> None:
    _retrace(options, "undo")


def _redo(options: argparse.Namespace) -> None:
    _retrace(options, "redo")


def _retrace(options: argparse.Namespace, what: str) -> None:
    with _open(options) as inquiry:
        known = len(inquiry.remarks)
        hand = _hand(inquiry, options)
        _said(hand.undo() if what == "undo" else hand.redo(), f"nothing to {what}")
        for remark in inquiry.remarks[known:]:
            _complain(remark)


# ---- people


def _witnesses(options: argparse.Namespace) -> None:
    from coder.inquiry.people import people
    from coder.inquiry.witnesses import table, to_json

    with _open(options) as inquiry:
        found = people(inquiry)
    if options.json:
        _json(to_json(found))
    else:
        _lines(table(found))


def _witnesses_merge(options: argparse.Namespace) -> None:
    from coder.inquiry.people import people
    from coder.inquiry.witnesses import merge

    _say_of(options, lambda inquiry, actor, person: merge(
        inquiry, actor, person, people(inquiry).named(options.other)
    ))  # fmt: skip


def _witnesses_split(options: argparse.Namespace) -> None:
    from coder.inquiry.witnesses import split

    _say_of(options, lambda inquiry, actor, person: split(inquiry, actor, person, options.session))


def _witnesses_set(options: argparse.Namespace) -> None:
    from coder.inquiry.witnesses import set_attribute

    _say_of(options, lambda inquiry, actor, person: set_attribute(
        inquiry, actor, person, options.attribute, options.value
    ))  # fmt: skip


def _say_of(options: argparse.Namespace, say: Callable[..., list[Entry]]) -> None:
    from coder.inquiry.people import people
    from coder.inquiry.who import who_or_fail
    from coder.inquiry.witnesses import lines_of

    with _open(options) as inquiry:
        actor = who_or_fail(inquiry, options.coder)
        person = people(inquiry).named(options.person)
        entries = say(inquiry, actor, person)
        _lines(lines_of(people(inquiry), entries) or [f"nothing to do: this is known of {person.name}"])


# ---- looking


def _status(options: argparse.Namespace) -> None:
    from coder.inquiry.progress import status, status_lines

    with _open(options) as inquiry:
        if options.json:
            _json(status(inquiry))
        else:
            _lines(status_lines(inquiry))


def _log(options: argparse.Namespace) -> None:
    from coder.inquiry.withdrawing import log

    with _open(options) as inquiry:
        entries = log(inquiry, options.only)
        if options.json:
            _log_json(entries)
            return
        for entry in entries:
            what = " ".join(part for part in (entry.verb, entry.code, _detail(entry)) if part)
            by = f" ({entry.action} by {entry.actor})" if entry.action != "do" else ""
            _lines([f"{entry.at}  {entry.coder or entry.actor:<4} {entry.subject}  {what}{by}"])


def _log_json(entries: Iterable[Entry]) -> None:
    import json
    from dataclasses import asdict

    lead = "[\n"
    for entry in entries:
        print(lead + json.dumps(asdict(entry), ensure_ascii=False), end="")
        lead = ",\n"
    print("[]" if lead == "[\n" else "\n]")


def _detail(entry: Entry) -> str:
    after = entry.after or {}
    for name in ("text", "reason", "revision"):
        if after.get(name):
            return repr(after[name])
    return f"= {after['value']}" if "value" in after else ""


# ---- outputs


def _matrix(options: argparse.Namespace) -> None:
    from coder.inquiry.reports import write_matrix

    with _open(options) as inquiry:
        command = f"coder matrix -o {options.output.name} --basis {options.basis}"
        tags = write_matrix(inquiry, options.output, options.basis, command)
    print(f"{options.output}: written, {tags} tags (basis {options.basis})")


def _agreement(options: argparse.Namespace) -> None:
    from coder.inquiry.reports import agreement, agreement_table

    with _open(options) as inquiry:
        report = agreement(inquiry)
    if options.json:
        _json(report.to_json())
    else:
        _lines(agreement_table(report))
