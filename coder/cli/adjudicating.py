"""Differences between coders, settled."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_json, print_lines, say_done
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.adjudication import Case, Feedback, State
    from coder.coding import Entry
    from coder.inquiry.folder import Inquiry

WHAT = {
    "accept": "the code stands", "reject": "it does not", "add": "it stands, though nobody had put it",
    "discuss": "it is being discussed", "divergent": "it is left as it is", "reopen": "it is open again",
    "unclear": "the codebook does not say; collected for a better definition",
}  # fmt: skip
STATES: tuple[State, ...] = ("open", "discussing", "resolved", "divergent")
MOVES: dict[str, State] = {"discuss": "discussing", "divergent": "divergent", "reopen": "open"}


def add(command: Adder) -> None:
    one = command("adjudicate", _adjudicate, "list where coders differ, or settle one of the differences")
    one.add_argument("paragraph", nargs="?", help="its id, or its citation where only one session has it")
    one.add_argument("code", nargs="?")
    one.add_argument(
        "what", nargs="?", choices=WHAT, metavar="WHAT",
        help="; ".join(f"{name}: {meaning}" for name, meaning in WHAT.items()),
    )  # fmt: skip
    one.add_argument("--reason", default="", metavar="TEXT", help="why; coders read it as feedback")
    one.add_argument("--present", nargs="+", default=(), metavar="INITIALS", help="who decided together")
    one.add_argument("--step", type=int, metavar="N", help="the step of the code's scale that stands")
    one.add_argument("--propose", action="store_true", help="say how you would decide; somebody else does")
    one.add_argument("--coders", nargs="+", default=(), metavar="INITIALS", help="only differences of these")
    one.add_argument("--of", default="", metavar="CODE", dest="of_code", help="only those of one code")
    one.add_argument("--session", default="", help="only those of one session")
    one.add_argument(
        "--state", nargs="+", choices=(*STATES, "unclear"), default=("open", "discussing"),
        help="which to list (open, discussing)",
    )  # fmt: skip
    one.add_argument("--json", action="store_true")
    one = command("feedback", _feedback, "list where decisions went another way than you did")
    one.add_argument("--json", action="store_true")


def _adjudicate(options: argparse.Namespace) -> None:
    if options.paragraph is None:
        _list(options)
    elif options.what is None:
        raise CoderError(f"Say of which code, and what: coder adjudicate {options.paragraph} CODE accept.")
    else:
        with open_here(options) as inquiry:
            say_done(_settle(inquiry, options), "nothing to do: it was settled so before")


def _settle(inquiry: Inquiry, options: argparse.Namespace) -> list[Entry]:
    from coder.adjudication import Ruling
    from coder.codebook import known_codes
    from coder.inquiry.adjudicating import Reviewer
    from coder.inquiry.tagging import find_paragraph
    from coder.inquiry.who import who_or_fail

    reviewer = Reviewer(inquiry, who_or_fail(inquiry, options.coder))
    paragraph = find_paragraph(inquiry, options.paragraph)
    (code,) = known_codes(inquiry.codebook, [options.code])
    if options.what == "unclear":
        return reviewer.mark_unclear(paragraph, code, options.reason)
    if options.what in MOVES:
        return reviewer.put_in_state(paragraph, code, MOVES[options.what], options.reason)
    ruling = Ruling(options.what, options.reason, reviewer.name, tuple(options.present), options.step)
    return (reviewer.propose if options.propose else reviewer.decide)(paragraph, code, ruling)


def _list(options: argparse.Namespace) -> None:
    from coder.inquiry.adjudicating import queue

    wanted = set(options.state)
    with open_here(options) as inquiry:
        states = STATES if "unclear" in wanted else [one for one in STATES if one in wanted]
        found = queue(inquiry, options.coders, states, options.of_code, options.session)
        found = [one for one in found if one.state in wanted or one.unclear]
        if options.json:
            print_json([_case_json(inquiry, one) for one in found])
            return
        for one in found:
            print_lines(_case_lines(inquiry, one))
    print(f"{len(found)} cases ({', '.join(options.state)})")


def _case_json(inquiry: Inquiry, case: Case) -> dict[str, Any]:
    placed = inquiry.store.index.paragraph(case.paragraph)
    where = {"citation": placed.paragraph.citation, "text": placed.paragraph.text} if placed else {}
    return asdict(case) | where


def _case_lines(inquiry: Inquiry, case: Case) -> list[str]:
    placed = inquiry.store.index.paragraph(case.paragraph)
    steps = {coder: f" {step}" if step else "" for coder, step in case.put.items()}
    put = ", ".join(f"{coder}{steps[coder]}" for coder in case.put) or "nobody"
    against = f"; not {', '.join(case.not_put)}" if case.not_put else ""
    lines = [f"{case.paragraph}  {case.code}  {case.state}: {put}{against}"]
    if placed:
        lines.append(f"    {placed.paragraph.citation}  {' '.join(placed.paragraph.text.split())[:100]}")
    lines += [f"    {one.by} proposes to {one.verdict}: {one.reason}" for one in case.proposals]
    if case.decision:
        lines.append(f"    {case.decision.by} decided to {case.decision.verdict}: {case.decision.reason}")
    if case.unclear:
        lines.append(f"    codebook unclear{': ' + case.note if case.note else ''}")
    return lines


def _feedback(options: argparse.Namespace) -> None:
    from coder.inquiry.adjudicating import feedback_for
    from coder.inquiry.who import who_or_fail

    with open_here(options) as inquiry:
        coder = who_or_fail(inquiry, options.coder)
        found = feedback_for(inquiry, coder)
        if options.json:
            print_json([asdict(one) | {"text": inquiry.store.index.text(one.paragraph)} for one in found])
            return
        for one in found:
            print_lines(_feedback_lines(inquiry, one))
    print(f"{len(found)} decisions went another way than {coder}")


def _feedback_lines(inquiry: Inquiry, one: Feedback) -> list[str]:
    ruling = one.decision
    decided = {"reject": "it does not stand"}.get(ruling.verdict, "it stands")
    step = f", step {ruling.step}" if ruling.step else ""
    with_ = f", with {', '.join(ruling.present)}" if ruling.present else ""
    yours = "you had put it" if one.put else "you had not put it"
    text = " ".join(inquiry.store.index.text(one.paragraph).split())[:100]
    return [
        f"{one.paragraph}  {one.code}: {yours}; {decided}{step}: {ruling.reason} ({ruling.by}{with_})",
        f"    {text}",
    ]
