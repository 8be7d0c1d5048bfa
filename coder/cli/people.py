"""Who speaks and gives evidence, and who is who."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from coder.cli.commands import Adder, adder
from coder.cli.terminal import open_here, print_json, print_lines

if TYPE_CHECKING:
    from coder.coding import Entry

PERSON = "a name, or a part of it that only one person has"


def add(command: Adder) -> None:
    witnesses = command("witnesses", _witnesses, "show who speaks and gives evidence, across sessions")
    witnesses.add_argument("--json", action="store_true")
    action = adder(witnesses.add_subparsers(title="to say who is who", metavar="ACTION"))
    one = action("merge", _witnesses_merge, "say that two are one person, who keeps the first name")
    one.add_argument("person", help=PERSON)
    one.add_argument("other", help="likewise")
    one = action("split", _witnesses_split, "say that who appears in one session is someone else")
    one.add_argument("person", help=PERSON)
    one.add_argument("session", help="its short name, as `coder status` lists it")
    one = action("set", _witnesses_set, "set an attribute of a person; an empty value removes it")
    one.add_argument("person", help=PERSON)
    one.add_argument(
        "attribute",
        help="organisation, role, name, kind (witness, member, official, other), or your own, as sector",
    )
    one.add_argument("value")


def _witnesses(options: argparse.Namespace) -> None:
    from coder.inquiry.people import people
    from coder.inquiry.witnesses import table, to_json

    with open_here(options) as inquiry:
        found = people(inquiry)
    if options.json:
        print_json(to_json(found))
    else:
        print_lines(table(found))


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

    with open_here(options) as inquiry:
        actor = who_or_fail(inquiry, options.coder)
        person = people(inquiry).named(options.person)
        entries = say(inquiry, actor, person)
        print_lines(lines_of(people(inquiry), entries) or [f"nothing to do: this is known of {person.name}"])
