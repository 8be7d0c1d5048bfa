"""Who is to code what."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli.commands import Adder, share
from coder.cli.terminal import open_here, print_json, print_lines

if TYPE_CHECKING:
    from coder.inquiry.assigning import Assignment


def add(command: Adder) -> None:
    one = command("assign", _assign, "give sessions or items to coders, blind or open")
    one.add_argument("names", nargs="+", metavar="SESSION", help="its short name, or SESSION/7 for an item")
    one.add_argument("--to", nargs="+", required=True, dest="coders", metavar="INITIALS", help="who codes it")
    how = one.add_mutually_exclusive_group()
    how.add_argument(
        "--blind",
        action="store_true",
        default=True,
        help="nobody sees the others' tags till the end (the default)",
    )
    how.add_argument("--open", dest="blind", action="store_false", help="everybody sees everybody's tags")
    one.add_argument(
        "--double", type=share, default=1.0, metavar="20%",
        help="how much of it is drawn for all of them to code; the rest is shared out (all of it)",
    )  # fmt: skip
    one.add_argument("--rest", default="", metavar="INITIALS", help="who codes the rest (all, in shares)")
    one.add_argument("--seed", type=int, metavar="N", help="what is drawn from; kept with what was drawn")
    one.add_argument(
        "--again", action="store_true", help="each codes a part of their own work again, not seeing the first"
    )
    one = command("assignments", _assignments, "show who is to code what, and how far they are")
    one.add_argument("--json", action="store_true")
    one = command("lift", _lift, "end a blind assignment before all of it is read")
    one.add_argument("assignment", help="its id, as `coder assignments` lists it")
    one.add_argument("--for", nargs="+", default=(), dest="coders", metavar="INITIALS", help="only for these")
    one.add_argument("--reason", default="", metavar="TEXT", help="why; it stays in the journal")


def _assign(options: argparse.Namespace) -> None:
    from coder.inquiry.assigning import Wish, assign
    from coder.inquiry.who import who_or_fail

    wish = Wish(
        options.names,
        options.coders,
        options.blind,
        options.double,
        options.rest,
        options.seed,
        options.again,
    )
    with open_here(options) as inquiry:
        made = assign(inquiry, who_or_fail(inquiry, options.coder), wish)
        print_lines(_lines(made))


def _assignments(options: argparse.Namespace) -> None:
    from coder.inquiry.assigning import assignments

    with open_here(options) as inquiry:
        found = assignments(inquiry)
    if options.json:
        print_json([one.to_json() for one in found])
        return
    print_lines(line for one in found for line in _lines(one))
    if not found:
        print("nothing is assigned: everybody codes everything, and sees everybody's tags")


def _lines(one: Assignment) -> list[str]:
    how = "coded again, blind" if one.again else "blind" if one.blind else "open"
    drawn = f", {one.share:.0%} drawn (seed {one.seed})" if one.share < 1 else ""
    lines = [f"{one.id}  {', '.join(one.names)}  {how}{drawn}; by {one.by} on {one.at[:10]}"]
    if one.doubled:
        lines.append(f"  {one.doubled} paragraphs to be coded by all")
    for part in one.parts:
        over = {"read": "; done", "lifted": f"; lifted: {part.reason}"}.get(part.ended, "")
        read = "" if part.read is None else f", {part.read} read"
        lines.append(f"  {part.coder:<6} {part.paragraphs} paragraphs{read}{over}")
    return lines


def _lift(options: argparse.Namespace) -> None:
    from coder.inquiry.assigning import lift
    from coder.inquiry.who import who_or_fail

    with open_here(options) as inquiry:
        actor = who_or_fail(inquiry, options.coder)
        chosen = lift(inquiry, actor, options.assignment, options.reason, options.coders)
    print(f"{options.assignment}: lifted for {', '.join(chosen)}")
