"""An inquiry made, documents taken in, sessions shown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli.anonymising import anonymise, masked
from coder.cli.commands import Adder
from coder.cli.terminal import complain, open_here, print_json, print_lines
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.evidence.model import Session
    from coder.inquiry.importing import Imported


def add(command: Adder) -> None:
    one = command("init", _init, "make an inquiry in a folder")
    one.add_argument("folder", nargs="?", type=Path, default=Path(), help="this folder, if not given")
    one.add_argument("--name", help="the inquiry's name (the folder's)")
    one.add_argument("--codebook", type=Path, metavar="FILE", help="a codebook to copy in (the example's)")
    one.add_argument(
        "--from", dest="archive", type=Path, metavar="FILE.zip",
        help="rebuild the inquiry that `coder archive` wrote, in an empty folder",
    )  # fmt: skip
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
    anonymise(one)


def _init(options: argparse.Namespace) -> None:
    from coder.inquiry.demo import example_folder
    from coder.inquiry.folder import make_inquiry

    codebook = options.codebook or example_folder() / "codebooks" / "commissioning.yaml"
    folder = options.folder.resolve()
    if options.archive:
        _rebuild(options)
        return
    if folder.exists() and not folder.is_dir():
        raise CoderError(f"{options.folder}: is a file; name a folder.")
    made = make_inquiry(folder, options.name or folder.name, codebook)
    print(
        f"{made}: made, with the codebook {codebook.stem} to start from; import evidence with `coder import`."
    )


def _rebuild(options: argparse.Namespace) -> None:
    from coder.inquiry.rebuilding import rebuild

    if options.name or options.codebook:
        raise CoderError("An archive brings its own name and codebook; leave --name and --codebook out.")
    done = rebuild(options.archive, options.folder)
    print_lines([
        f"{done.folder}: {done.name} rebuilt, {done.sessions} sessions and {done.entries} journal entries; "
        "`coder verify` checks it."
    ])  # fmt: skip


def _import(options: argparse.Namespace) -> int:
    from coder.inquiry.folder import inquiry_folder
    from coder.inquiry.importing import check_slug, import_session, read_sessions

    if options.slug and len(options.files) > 1:
        raise CoderError("--slug names one session, so give it with one file.")
    slug = check_slug(options.slug) if options.slug else None
    failed = 0
    with nullcontext() if options.dry_run else open_here(options) as inquiry:
        folder = inquiry.folder if inquiry else inquiry_folder(options.inquiry)
        found = read_sessions(options.files, options.style, slug, folder / "styles" if folder else None)
        for file, session in _with_progress(found, options.files):
            try:
                if isinstance(session, CoderError):
                    raise session
                done = import_session(inquiry, file, session) if inquiry else None
            except CoderError as error:
                failed += 1
                complain(error)
                continue
            _imported(session if done is None else done.session, done, options.json)
    return 1 if failed else 0


def _with_progress(found: Iterable[Any], files: Sequence[Path]) -> Iterable[Any]:
    """The same, with a line that says how far it has come where a person looks on."""
    watched = sys.stderr.isatty()
    line = ""
    for place, one in enumerate(found):
        if watched:  # wiped by spaces: an older Windows console knows no escape sequences
            print(f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)
        yield one
        if watched and place + 1 < len(files):
            line = f"  {place + 1} of {len(files)} read"
            print(line, end="", file=sys.stderr, flush=True)


def _imported(session: Session, done: Imported | None, as_json: bool) -> None:
    from coder.inquiry.importing import report

    for remark in done.remarks if done else ():
        complain(remark)
    if as_json:
        print_json(session.to_json())
    elif done and not done.new:
        print(f"{session.slug}: was imported before, from the same document; nothing was changed.")
    else:
        print_lines(report(session))
        print(f"  written to {done.path}" if done else "  nothing was written")


def _show(options: argparse.Namespace) -> None:
    from coder.evidence.transcript import parse
    from coder.inquiry.correcting import read_text
    from coder.inquiry.importing import report
    from coder.inquiry.withdrawing import withdrawn_json, withdrawn_sentence

    with open_here(options) as inquiry:
        if withdrawal := inquiry.store.journal.withdrawn().get(options.session):
            if options.json:
                print_json(withdrawn_json(withdrawal))
            else:
                print_lines([withdrawn_sentence(withdrawal)])
            return
        path = inquiry.sessions / f"{options.session}.md"
        if not path.is_file():
            raise CoderError(f"{options.session}: there is no such session; `coder status` lists them.")
        session = parse(read_text(path), path, inquiry.settings.citing)
        with masked(inquiry, options) as mask:
            if options.json:
                print_json(mask.anything(session.to_json(), session.slug))
            else:
                lines = (*report(session), *_as_read(session))
                print_lines(mask.text(line, session.slug) for line in lines)


def _as_read(session: Session) -> Iterator[str]:
    """A session's items and paragraphs, each with its citation and id."""
    for item in session.items:
        yield from ("", f"{item.number + '. ' if item.number else ''}{item.heading}")
        for paragraph in item.paragraphs:
            said = f" {paragraph.speaker}:" if paragraph.speaker else ""
            cited = f"{paragraph.citation} [{paragraph.role}]"
            yield from ("", f"{cited}{said} {paragraph.text}", f"    {paragraph.id}")
