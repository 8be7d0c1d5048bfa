"""What the coding screen does, at the command line."""

from __future__ import annotations

import argparse

from coder.cli.commands import Adder
from coder.cli.terminal import complain, hand_of, open_here, say_done


def add(command: Adder) -> None:
    where = "its id, or its citation where only one session has it"
    one = command("tag", _tag, "put codes on a paragraph")
    one.add_argument("paragraph", help=where)
    one.add_argument("codes", nargs="+", metavar="CODE", help="a code's id; id=2 for the second value it has")
    one.add_argument("--quote", metavar="WORDS", help="quote a passage of it, in the paragraph's own words")
    one = command("untag", _untag, "take codes off a paragraph")
    one.add_argument("paragraph", help=where)
    one.add_argument("codes", nargs="+", metavar="CODE")
    one.add_argument("--quote", metavar="WORDS", help="take only the quotes off these words; the codes stay")
    for name, run, help_ in (
        ("read", _read, "mark paragraphs as read, with or without a tag"),
        ("unread", _unread, "mark paragraphs as not read"),
    ):
        one = command(name, run, help_)
        one.add_argument("paragraphs", nargs="+", metavar="PARAGRAPH", help=where)
    one = command("memo", _memo, "write a memo on a paragraph or other target; an empty text removes it")
    one.add_argument(
        "target", help=f"a paragraph or question ({where}), a session, a person's name, or code:ID for a code"
    )
    one.add_argument("text")
    one.add_argument("--code", metavar="CODE", help="write it on this tag of the paragraph")
    for name, run, help_ in (
        ("star", _star, "star a paragraph as quotable, or take its star off"),
        ("flag", _flag, "flag a paragraph to come back to, or take its flag off"),
    ):
        one = command(name, run, help_)
        one.add_argument("paragraph", help=where)
    command("undo", _undo, "take back your latest action")
    command("redo", _redo, "do again what you took back last")


def _tag(options: argparse.Namespace) -> None:
    from coder.inquiry.tagging import find_paragraph, find_passage, with_values

    with open_here(options) as inquiry:
        hand = hand_of(inquiry, options)
        paragraph = find_paragraph(inquiry, options.paragraph)
        codes = with_values(inquiry, options.codes)
        passage = None if options.quote is None else find_passage(inquiry, paragraph, options.quote)
        say_done(hand.tag(paragraph, codes, passage), "nothing to do: these tags are there")


def _untag(options: argparse.Namespace) -> None:
    from coder.codebook import known_codes
    from coder.inquiry.tagging import find_paragraph, find_passage

    with open_here(options) as inquiry:
        hand = hand_of(inquiry, options)
        paragraph = find_paragraph(inquiry, options.paragraph)
        codes = known_codes(inquiry.codebook, options.codes)
        if options.quote is None:
            say_done(hand.untag(paragraph, codes), "nothing to do: there are no such tags")
        else:
            passage = find_passage(inquiry, paragraph, options.quote)
            done = hand.unquote(paragraph, passage, [("tag", code.id) for code in codes])
            say_done(done, "nothing to do: these codes do not quote it")


def _read(options: argparse.Namespace) -> None:
    from coder.inquiry.tagging import find_paragraph

    with open_here(options) as inquiry:
        hand = hand_of(inquiry, options)
        paragraphs = [find_paragraph(inquiry, one) for one in options.paragraphs]
        say_done(hand.read(paragraphs), "nothing to do: marked as read before")


def _unread(options: argparse.Namespace) -> None:
    from coder.inquiry.tagging import find_paragraph

    with open_here(options) as inquiry:
        hand = hand_of(inquiry, options)
        paragraphs = [find_paragraph(inquiry, one) for one in options.paragraphs]
        say_done(hand.unread(paragraphs), "nothing to do: not marked as read")


def _memo(options: argparse.Namespace) -> None:
    from coder.inquiry.memos import find_target

    with open_here(options) as inquiry:
        hand = hand_of(inquiry, options)
        subject, code = find_target(inquiry, options.target, options.code)
        say_done(hand.memo(subject, options.text, code), "nothing to do: the memo says so")


def _star(options: argparse.Namespace) -> None:
    from coder.inquiry.tagging import find_paragraph

    with open_here(options) as inquiry:
        hand = hand_of(inquiry, options)
        say_done(hand.star(find_paragraph(inquiry, options.paragraph)), "nothing to do")


def _flag(options: argparse.Namespace) -> None:
    from coder.inquiry.tagging import find_paragraph

    with open_here(options) as inquiry:
        hand = hand_of(inquiry, options)
        say_done(hand.flag(find_paragraph(inquiry, options.paragraph)), "nothing to do")


def _undo(options: argparse.Namespace) -> None:
    _retrace(options, "undo")


def _redo(options: argparse.Namespace) -> None:
    _retrace(options, "redo")


def _retrace(options: argparse.Namespace, what: str) -> None:
    with open_here(options) as inquiry:
        known = len(inquiry.remarks)
        hand = hand_of(inquiry, options)
        say_done(hand.undo() if what == "undo" else hand.redo(), f"nothing to {what}")
        for remark in inquiry.remarks[known:]:
            complain(remark)
