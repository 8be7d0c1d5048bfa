"""The codebook: shown, revised, and taken from its file where that was changed by hand."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from coder.cli.commands import Adder, adder
from coder.cli.terminal import open_here, print_json, print_lines

if TYPE_CHECKING:
    from coder.coding import Entry
    from coder.inquiry.revising import Editor

CODE = "its id, as `coder codebook` lists it"
DEFINING = ("definition", "include", "exclude", "example")


def add(command: Adder) -> None:
    codebook = command("codebook", _show, "show the codebook in force, with the number of your tags")
    codebook.add_argument("--json", action="store_true")
    action = adder(codebook.add_subparsers(title="to revise it", metavar="ACTION"))
    action("diff", _diff, "show what the file says that is not in force yet")
    action("take", _take, "take what the file says; one undo takes it back")
    one = action("add", _add, "add a code")
    one.add_argument("name")
    one.add_argument("--under", metavar="CODE", help="the theme or code above it; without one it is a theme")
    one.add_argument("--id", help="its id (made from the name)")
    _fields(one)
    one = action("rename", _rename, "give a code another name")
    one.add_argument("code", help=CODE)
    one.add_argument("name")
    one = action("redefine", _redefine, "change what a code means, its key or its colour")
    one.add_argument("code", help=CODE)
    _fields(one)
    one = action("move", _move, "move a code in the tree")
    one.add_argument("code", help=CODE)
    one.add_argument("--under", metavar="CODE", help="below which code (as now)")
    one.add_argument("--theme", action="store_true", help="make it a theme")
    one.add_argument("--before", metavar="CODE", help="before which of the codes there (as the last)")
    _others(action)


def _others(action: Adder) -> None:
    one = action("merge", _merge, "retire a code in favour of another, which takes over its tags")
    one.add_argument("code", help=CODE)
    one.add_argument("into", help=CODE)
    one = action("split", _split, "split a code into others, on which each coder places their tags")
    one.add_argument("code", help=CODE)
    one.add_argument("into", nargs="+", metavar="NAME", help="names of new codes, or ids of codes there are")
    one = action("retire", _retire, "take a code out of use; its tags stay")
    one.add_argument("code", help=CODE)
    one.add_argument("--reason", required=True, metavar="TEXT")
    one = action("reinstate", _reinstate, "bring a retired or split code back into use")
    one.add_argument("code", help=CODE)


def _fields(to: argparse.ArgumentParser) -> None:
    for name in DEFINING:
        to.add_argument(f"--{name}", metavar="TEXT")
    to.add_argument("--values", metavar="LIST", help="an ordered scale, lowest first: weak,mixed,strong")
    to.add_argument("--key", metavar="LETTER", help="the letter that toggles it while coding")
    to.add_argument("--colour", metavar="COLOUR", help='such as "#1f77b4"')


def _given(options: argparse.Namespace) -> dict[str, str | tuple[str, ...]]:
    """The fields named on the command line."""
    given: dict[str, str | tuple[str, ...]] = {
        name: value for name in (*DEFINING, "key", "colour")
        if (value := getattr(options, name)) is not None
    }  # fmt: skip
    if options.values is not None:
        given["values"] = tuple(filter(None, (one.strip() for one in options.values.split(","))))
    return given


def _show(options: argparse.Namespace) -> None:
    from coder.inquiry.describing import codebook_json, codebook_lines
    from coder.inquiry.who import who

    with open_here(options) as inquiry:
        coder = who(inquiry, options.coder)
        if options.json:
            print_json(codebook_json(inquiry, coder))
        else:
            print_lines(codebook_lines(inquiry, coder))


def _diff(options: argparse.Namespace) -> None:
    from coder.errors import CoderError
    from coder.inquiry.describing import told
    from coder.inquiry.who import who

    with open_here(options, quiet=True) as inquiry:
        now = inquiry.standing
        if now.fault:
            raise CoderError(now.fault)
        if now.difference is None:
            print("the file says what is in force")
            return
        lines = told(inquiry, now.difference, who(inquiry, options.coder) or "")
        print_lines(f"{line.sign} {line.text}" if line.sign != " " else f"    {line.text}" for line in lines)


def _take(options: argparse.Namespace) -> None:
    _revise(
        options, lambda editor: editor.take(), "nothing to do: the file says what is in force", quiet=True
    )


def _add(options: argparse.Namespace) -> None:
    from dataclasses import replace

    from coder.codebook.revise import new_code

    def added(editor: Editor) -> list[Entry]:
        code = new_code(editor.inquiry.codebook, options.name, options.under)
        given = _given(options) | ({"id": options.id} if options.id else {})
        return editor.add(replace(code, **given))

    _revise(options, added)


def _rename(options: argparse.Namespace) -> None:
    _revise(options, lambda editor: editor.change(options.code, name=options.name))


def _redefine(options: argparse.Namespace) -> None:
    from coder.errors import CoderError

    given = _given(options)
    if not given:
        raise CoderError(
            "Say what is to change: --definition, --include, --exclude, --example, --values, ..."
        )
    _revise(options, lambda editor: editor.change(options.code, **given))


def _move(options: argparse.Namespace) -> None:
    from coder.codebook import known_codes

    def move(editor: Editor) -> list[Entry]:
        now = known_codes(editor.inquiry.codebook, [options.code])[0].parent
        return editor.move(options.code, None if options.theme else options.under or now, options.before)

    _revise(options, move)


def _merge(options: argparse.Namespace) -> None:
    _revise(options, lambda editor: editor.merge(options.code, options.into))


def _split(options: argparse.Namespace) -> None:
    from coder.inquiry.revising import codes_to_split_into

    _revise(options, lambda editor: editor.split(
        options.code, codes_to_split_into(editor.inquiry.codebook, options.code, options.into)
    ))  # fmt: skip


def _retire(options: argparse.Namespace) -> None:
    _revise(options, lambda editor: editor.retire(options.code, options.reason))


def _reinstate(options: argparse.Namespace) -> None:
    _revise(options, lambda editor: editor.reinstate(options.code))


def _revise(
    options: argparse.Namespace,
    work: Callable[[Editor], list[Entry]],
    nothing: str = "nothing to do: the codebook says so",
    quiet: bool = False,
) -> None:
    from coder.inquiry.reviewing import stale_count
    from coder.inquiry.revising import Editor, in_words
    from coder.inquiry.who import who_or_fail

    with open_here(options, quiet=quiet) as inquiry:
        actor = who_or_fail(inquiry, options.coder)
        entries = work(Editor(inquiry, actor))
        print_lines([in_words(entries, actor) if entries else nothing])
        if entries and (stale := stale_count(inquiry, actor)):
            print(f"  {stale} of your tags are stale: F9 on the screens goes through them")
