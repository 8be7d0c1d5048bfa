"""What is handed on: workbooks and figures."""

from __future__ import annotations

import argparse
from pathlib import Path

from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_json, print_lines


def add(command: Adder) -> None:
    one = command("matrix", _matrix, "write the theme matrices as an Excel workbook")
    one.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.xlsx")
    one.add_argument(
        "--basis", default="any", metavar="WHOSE",
        help="which tags count: those of any coder (any), of most who read the paragraph (majority), "
        "of all who read it (all), or one coder's initials; any, if not given",
    )  # fmt: skip
    one = command("agreement", _agreement, "show how far the coders agree, code by code")
    one.add_argument("--json", action="store_true")


def _matrix(options: argparse.Namespace) -> None:
    from coder.inquiry.reports import write_matrix

    with open_here(options) as inquiry:
        command = f"coder matrix -o {options.output.name} --basis {options.basis}"
        tags = write_matrix(inquiry, options.output, options.basis, command)
    print(f"{options.output}: written, {tags} tags (basis {options.basis})")


def _agreement(options: argparse.Namespace) -> None:
    from coder.inquiry.reports import agreement, agreement_table

    with open_here(options) as inquiry:
        report = agreement(inquiry)
    if options.json:
        print_json(report.to_json())
    else:
        print_lines(agreement_table(report))
