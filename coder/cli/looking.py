"""How far coders have come, what is said where, and the journal."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from coder.cli.anonymising import anonymise, masked
from coder.cli.commands import Adder
from coder.cli.terminal import open_here, print_json, print_lines

if TYPE_CHECKING:
    from coder.coding import Entry


def add(command: Adder) -> None:
    one = command("status", _status, "show how far each coder has come")
    one.add_argument("--json", action="store_true")
    one = command("search", _search, "find paragraphs by their words, in all sessions")
    one.add_argument(
        "query",
        nargs="+",
        help=(
            'words that must all be there, "words in a row", begin*, -without, speaker:NAME, code:CODE '
            "(your own tags), session:NAME, is:unread"
        ),
    )
    one.add_argument("--limit", type=int, default=20, metavar="N", help="show up to so many (20)")
    one.add_argument("--json", action="store_true")
    one = command("log", _log, "show the journal: who did what, when")
    one.add_argument("--coder", dest="only", metavar="INITIALS", help="only what changed this coder's tags")
    one.add_argument("--json", action="store_true", help="as a JSON list, one entry a line")
    anonymise(one)


def _status(options: argparse.Namespace) -> None:
    from coder.inquiry.progress import status, status_lines

    with open_here(options) as inquiry:
        if options.json:
            print_json(status(inquiry))
        else:
            print_lines(status_lines(inquiry))


def _search(options: argparse.Namespace) -> None:
    from coder.inquiry.searching import COUNTED, Search, lines, to_json
    from coder.inquiry.who import who

    with open_here(options) as inquiry:
        search = Search(inquiry, who(inquiry, options.coder) or "", " ".join(options.query))
        limit = max(options.limit, 0)
        search.gather(max(COUNTED + 1, limit))
        hits = [hit for hit in search.hits(0, limit) if hit]
        if options.json:
            print_json(to_json(search, hits))
        else:
            print_lines(lines(search, hits))


def _log(options: argparse.Namespace) -> None:
    from coder.inquiry.withdrawing import log

    with open_here(options) as inquiry, masked(inquiry, options) as mask:
        entries = (mask.entry(entry, inquiry.store.index.text) for entry in log(inquiry, options.only))
        if options.json:
            _log_json(entries)
            return
        for entry in entries:
            what = " ".join(part for part in (entry.verb, entry.code, _detail(entry)) if part)
            by = f" ({entry.action} by {entry.actor})" if entry.action != "do" else ""
            print_lines([f"{entry.at}  {entry.coder or entry.actor:<4} {entry.subject}  {what}{by}"])


def _log_json(entries: Iterable[Entry]) -> None:
    import json
    from dataclasses import asdict

    lead = "[\n"
    for entry in entries:
        print(lead + json.dumps(asdict(entry), ensure_ascii=False), end="")
        lead = ",\n"
    print("[]" if lead == "[\n" else "\n]")


def _detail(entry: Entry) -> str:
    from coder.evidence.spans import spans_of

    after = entry.after or {}
    if "codes" in after:
        return f"to its {len(after['codes'])} codes as they were before the first revision"
    if "did" in after:
        said = next(str(after[name]) for name in ("text", "list", "order") if name in after)
        return f"{said!r} ({after['did']})"
    for name in ("text", "reason", "revision"):
        if after.get(name):
            return repr(after[name])
    value = f"= {after['value']}" if "value" in after else ""
    quoted = " […] ".join(span.text or "(purged)" for span in spans_of(after))
    return " ".join(filter(None, (value, quoted and f"“{quoted}”")))
