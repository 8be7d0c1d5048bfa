"""What is handed on: workbooks and figures."""

from __future__ import annotations

import argparse
from pathlib import Path

from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_json, print_lines
from coder.errors import CoderError


def add(command: Adder) -> None:
    one = command("matrix", _matrix, "write the theme matrices as an Excel workbook")
    one.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.xlsx")
    one.add_argument(
        "--basis", default="any", metavar="WHOSE",
        help="which tags count: those of any coder (any), of most who read the paragraph (majority), "
        "of all who read it (all), what all agree on or a decision says (agreed), or one coder's initials; "
        "any, if not given",
    )  # fmt: skip
    one = command("agreement", _agreement, "show how far the coders agree, code by code")
    one.add_argument("--sessions", nargs="+", default=(), metavar="SESSION", help="only these")
    one.add_argument("--coders", nargs="+", default=(), metavar="INITIALS", help="only these, two or more")
    one.add_argument(
        "--level", choices=("code", "theme", "question", "session"), default="code",
        help="agreement on each code on paragraphs (code), on a question's answers together, or a session's; "
        "or on each theme",
    )  # fmt: skip
    one.add_argument(
        "--cluster",
        choices=("question", "witness"),
        help="intervals that take these paragraphs to hang together",
    )
    one.add_argument("--bootstrap", type=int, default=0, metavar="N", help="intervals by N resamplings too")
    one.add_argument("--seed", type=int, metavar="N", help="what the resamplings are drawn from")
    one.add_argument("--json", action="store_true", help="every figure, of every level")


def _matrix(options: argparse.Namespace) -> None:
    from coder.inquiry.reports import write_matrix

    with open_here(options) as inquiry:
        command = f"coder matrix -o {options.output.name} --basis {options.basis}"
        written = write_matrix(inquiry, options.output, options.basis, command)
    print_lines([f"{options.output}: written, {written.tags} tags (basis {written.basis})"])


def _agreement(options: argparse.Namespace) -> None:
    from coder.inquiry.agreeing import PLAIN, Design, agreement, agreement_with_oneself
    from coder.inquiry.agreement_forms import as_json, table
    from coder.inquiry.blindness import refuse_if_blind

    if options.bootstrap < 0:
        raise CoderError("--bootstrap is a number of resamplings, such as 1000.")
    seed = PLAIN.seed if options.seed is None else options.seed
    design = Design(options.cluster, options.bootstrap, seed)
    with open_here(options) as inquiry:
        refuse_if_blind(inquiry, "Agreement")
        report = agreement(inquiry, design, options.coders, options.sessions)
        if options.json:
            print_json(as_json(report, agreement_with_oneself(inquiry, design)))
        else:
            print_lines(table(report, options.level))
