"""What is handed on: workbooks and figures."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import Literal

from coder.cli.anonymising import anonymise, masked
from coder.cli.commands import Adder, adder, share
from coder.cli.screens import screens
from coder.cli.terminal import open_here, print_json, print_lines
from coder.errors import CoderError

MOST = 20
"""Disagreements listed on the terminal; a file has all of them."""


def add(command: Adder) -> None:
    _add_matrix(command("matrix", _matrix, "write the theme matrices as an Excel workbook, or as tables"))
    _add_summary(command("summary", _summary, "write theme summaries for Word, the browser or as Markdown"))
    _add_agreement(command("agreement", _agreement, "report how far the coders agree, code by code"))


def _add_summary(one: argparse.ArgumentParser) -> None:
    one.add_argument("themes", nargs="*", metavar="THEME", help="by id or name (all, if none is named)")
    one.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="its name ends in .docx, .html or .md",
    )
    one.add_argument(
        "--basis", default="any", metavar="WHOSE", help="which tags count, as for `coder matrix`"
    )
    one.add_argument(
        "--group", metavar="ATTRIBUTE",
        help="an attribute of the witnesses, set by `coder witnesses set`, that says of what kind they are; "
        "organisation, or one such as sector (a usual one, if not given)",
    )  # fmt: skip
    one.add_argument("--quotes", type=int, default=3, metavar="N", help="at most so many under a code (3)")
    one.add_argument(
        "--template", type=Path, metavar="FILE.docx", help="a Word document whose styles and page are used"
    )
    anonymise(one)


def _add_agreement(one: argparse.ArgumentParser) -> None:
    one.add_argument("--sessions", nargs="+", default=(), metavar="SESSION", help="only these")
    one.add_argument("--coders", nargs="+", default=(), metavar="INITIALS", help="only these, two or more")
    one.add_argument(
        "--level", choices=("code", "theme", "question", "session"),
        help="only a table: of each code on paragraphs (code), on a question's answers together, or a "
        "session's; or of each theme",
    )  # fmt: skip
    one.add_argument(
        "--cluster",
        choices=("question", "witness"),
        help="intervals that take these paragraphs to hang together",
    )
    one.add_argument("--bootstrap", type=int, default=0, metavar="N", help="intervals by N resamplings too")
    one.add_argument("--seed", type=int, metavar="N", help="what the resamplings are drawn from")
    one.add_argument(
        "-o", "--output", type=Path, metavar="FILE",
        help="write the report; its name ends in .docx, .html, .xlsx, .md or .json",
    )  # fmt: skip
    one.add_argument("--json", action="store_true", help="every figure, of every level")
    one.add_argument("--screen", action="store_true", help="the screen, from which differences are settled")
    anonymise(one)
    action = adder(one.add_subparsers(title="to plan it", metavar="ACTION"))
    _add_plan(action("plan", _plan, "say how many paragraphs must be double-coded"))


def _add_plan(one: argparse.ArgumentParser) -> None:
    one.add_argument("--prevalence", type=share, metavar="20%", help="how often the code is expected")
    one.add_argument("--alpha", type=float, default=0.8, help="the alpha that is expected (0.8)")
    one.add_argument("--half-width", type=float, default=0.1, help="how far its interval may reach (0.1)")
    one.add_argument("--number", type=int, default=2, metavar="N", help="how many coders (2)")
    one.add_argument("--found", action="store_true", help="go by what was double-coded so far, code by code")
    one.add_argument("--json", action="store_true")


def _add_matrix(one: argparse.ArgumentParser) -> None:
    where = one.add_argument_group("where to", "at least one of these")
    where.add_argument("-o", "--output", type=Path, metavar="FILE.xlsx", help="the workbook")
    where.add_argument("--csv", type=Path, metavar="FOLDER", help="what each sheet holds as a .csv file")
    where.add_argument("--parquet", type=Path, metavar="FOLDER", help="the same as .parquet files")
    one.add_argument(
        "--basis", default="any", metavar="WHOSE",
        help="which tags count: those of any coder (any), of most who read the paragraph (majority), "
        "of all who read it (all), what all agree on or a decision says (agreed), or one coder's initials; "
        "any, if not given",
    )  # fmt: skip
    own = one.add_argument_group("a matrix of one's own", "stands first in the workbook")
    axes = (
        "theme, code, coder, witness, organisation, kind, role, question, item, session, date, an attribute"
    )
    own.add_argument("--rows", default="", metavar="WHAT", help=f"{axes} of the witnesses (theme)")
    own.add_argument("--columns", default="", metavar="WHAT", help="likewise (witness)")
    measures = ("paragraphs", "row-share", "column-share", "words", "witnesses", "tags")
    own.add_argument("--measure", default="paragraphs", choices=measures, help="what is counted (paragraphs)")
    filters = one.add_argument_group("filters", "what is looked at; may be given more than once")
    for flag, metavar, help_ in (
        ("session", "SESSION", "only these sessions, by the short names of `coder status`"),
        ("witness", "NAME", "only what these witnesses said"),
        ("role", "ROLE", "only paragraphs of these roles, such as answer"),
        ("code", "CODE", "only tags of these codes, and of those below them"),
    ):
        filters.add_argument(f"--{flag}", nargs="+", action="extend", default=[], metavar=metavar, help=help_)
    filters.add_argument("--since", default="", metavar="DATE", help="only sessions of this day or later")
    filters.add_argument("--until", default="", metavar="DATE", help="only sessions of this day or earlier")
    filters.add_argument(
        "--stale", choices=("with", "without", "only"), default="with",
        help="whether tags count that were put under another meaning of their code (with)",
    )  # fmt: skip
    anonymise(one)


FORMS: tuple[Literal["csv"], Literal["parquet"]] = ("csv", "parquet")


def _matrix(options: argparse.Namespace) -> None:
    from coder.inquiry.reports import report_of, write_matrix, write_tables
    from coder.inquiry.selecting import Wanted

    if not (options.output or options.csv or options.parquet):
        raise CoderError("Say where to: -o FILE.xlsx, --csv FOLDER or --parquet FOLDER.")
    wanted = Wanted(
        tuple(options.session), tuple(options.witness), tuple(options.role), options.since, options.until,
        tuple(options.code), options.stale, options.rows, options.columns, options.measure,
    )  # fmt: skip
    basis, command = options.basis, _matrix_as_typed(options)
    with open_here(options) as inquiry, masked(inquiry, options) as mask:
        if options.output:
            written = write_matrix(inquiry, options.output, basis, command, mask, wanted=wanted)
            print_lines([f"{options.output}: written, {written.tags} tags (basis {written.basis})"])
        for form in FORMS:
            if folder := getattr(options, form):
                report = report_of(inquiry, basis, command, mask, wanted=wanted)
                files = write_tables(report, folder, form)
                print_lines([f"{folder}: {files} .{form} files written (basis {report.provenance.whose})"])


def _matrix_as_typed(options: argparse.Namespace) -> str:
    """The command that makes the matrices again."""
    words = ["coder", "matrix"]
    for flag, place in (("-o", options.output), ("--csv", options.csv), ("--parquet", options.parquet)):
        words += [flag, place.name] if place else []
    words += ["--basis", options.basis]
    for flag in ("rows", "columns", "measure", "since", "until", "stale"):
        value = getattr(options, flag)
        words += [f"--{flag}", value] if value and value not in ("paragraphs", "with") else []
    for flag in ("session", "witness", "role", "code"):
        words += [f"--{flag}", *getattr(options, flag)] if getattr(options, flag) else []
    return shlex.join([*words, *_anonymised(options)])


def _anonymised(options: argparse.Namespace) -> list[str]:
    return {"witnesses": ["--anonymise"], "organisations": ["--anonymise=organisations"]}.get(
        options.anonymise or "", []
    )


def _summary(options: argparse.Namespace) -> None:
    from coder.inquiry.summarising import Wanted, write_summary

    wanted = Wanted(options.themes, options.basis, options.group, options.quotes, options.template)
    with open_here(options) as inquiry, masked(inquiry, options) as mask:
        themes, basis = write_summary(inquiry, options.output, wanted, _as_typed(options), mask)
        what = "theme" if themes == 1 else "themes"
        print_lines([f"{options.output}: written, {themes} {what} (basis {basis})"])


def _as_typed(options: argparse.Namespace) -> str:
    """The command that makes the summary again."""
    words = ["coder", "summary", *options.themes, "-o", options.output.name, "--basis", options.basis]
    words += ["--group", options.group] if options.group else []
    words += ["--quotes", str(options.quotes)] if options.quotes != 3 else []
    words += ["--template", options.template.name] if options.template else []
    return shlex.join([*words, *_anonymised(options)])


def _plan(options: argparse.Namespace) -> None:
    from coder.inquiry.agreeing import agreement
    from coder.inquiry.blindness import refuse_if_blind
    from coder.inquiry.planning import after, after_lines, before, before_lines

    wanted = (options.alpha, options.half_width, options.number)
    if not options.found:
        plans = before(options.prevalence, *wanted)
        if options.json:
            print_json([{"prevalence": prevalence, **asdict(one)} for prevalence, one in plans])
        else:
            print_lines(before_lines(plans, *wanted))
        return
    with open_here(options) as inquiry:
        refuse_if_blind(inquiry, "Planning by what was found")
        needs = after(agreement(inquiry), options.half_width)
    if options.json:
        print_json([one.to_json() for one in needs])
    else:
        print_lines(after_lines(needs, options.half_width))


def _agreement(options: argparse.Namespace) -> int | None:
    if options.screen:
        return screens(options, agreement=True)
    from coder.document.text import text
    from coder.inquiry.agreeing import PLAIN, Design, agreement, agreement_with_oneself
    from coder.inquiry.agreement_forms import table
    from coder.inquiry.agreement_report import Facts, as_data, compose, report_form, write_report
    from coder.inquiry.blindness import refuse_if_blind

    if options.bootstrap < 0:
        raise CoderError("--bootstrap is a number of resamplings, such as 1000.")
    seed = PLAIN.seed if options.seed is None else options.seed
    design = Design(options.cluster, options.bootstrap, seed)
    if options.output:
        report_form(options.output)
    with open_here(options) as inquiry, masked(inquiry, options) as mask:
        refuse_if_blind(inquiry, "Agreement")
        report = agreement(inquiry, design, options.coders, options.sessions)
        if options.level and not options.output and not options.json:
            print_lines(table(report, options.level))
            return None
        facts, made = (
            Facts(report, agreement_with_oneself(inquiry, design), mask),
            datetime.now().astimezone(),
        )
        if options.output:
            write_report(options.output, facts, made)
            print_lines([f"{options.output}: written"])
        elif options.json:
            print_json(as_data(facts))
        else:
            print_lines(text(compose(facts, made, MOST), min(120, get_terminal_size().columns)))
    return None
