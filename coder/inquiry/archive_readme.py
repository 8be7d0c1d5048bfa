"""README.txt of an archive: for a stranger who has nothing but the archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from textwrap import fill

from coder import __version__
from coder.inquiry.deposit import OPEN, TITLES, Deposit
from coder.inquiry.folder import Inquiry
from coder.inquiry.mask import Mask

ABOUT = """\
This is a coded body of committee evidence. Witnesses gave evidence to a committee; what they said is kept
paragraph by paragraph ("sessions", one a sitting or submission). Coders read each paragraph and put codes
on it, from a codebook of themes. Everything is in plain formats and UTF-8: Markdown, YAML, TOML, CSV, JSON,
JSON lines (one JSON object a line) and HTML; one file is an Excel workbook, all of whose sheets are also
there as CSV.
"""
WHOLE = """\
data/
  inquiry.toml         the inquiry's name and settings
  deposit.toml         what the repository is told of licence, consent and access
  sessions/*.md        the transcripts as they were coded: a header of fields (YAML), then the paragraphs,
                       each under a heading with its number and role
  sessions/originals/  the documents as received; a transcript's header names its original and its SHA-256
  codebooks/*.yaml     the codes: id, name, definition, include, exclude, example, colour, key
  styles/*.toml        house styles described for these documents, if any
  revisions/           every version there ever was of each transcript (.md) and codebook (.json), by name
  record/*.jsonl       the record of who coded what when; see below
  outputs/             what was made of it at the time of archiving: theme-matrix.xlsx (counts of themes
                       and codes by witness, question and session), tables/ (the same sheets as CSV),
                       tags.csv (every tag in force), summary.html, agreement.html and .json (inter-coder
                       reliability)
"""
NAMELESS = """\
data/
  deposit.toml         what the repository is told of licence, consent and access
  outputs/             theme-matrix.xlsx (counts of themes and codes by witness, question and session),
                       tables/ (the same sheets as CSV; evidence.csv has the paragraphs, codebook.csv the
                       codes), tags.csv (every tag in force), summary.html, agreement.html and .json
  record/journal.jsonl who coded what when, without any text that was written

Labels such as "Witness 1" stand for the names of witnesses. Originals, transcripts, memos and former
versions are not in it, since names may stand in them in ways that no program finds; the inquiry cannot be
rebuilt from it.
"""
RECORD = """\
The record (data/record, JSON lines)

journal.jsonl is the truth: all else follows from it and the transcripts. One line is one change, in order:
  id, lamport    a UUID, and a counter that gives the order (then the id)
  batch          what was done in one action; undo takes back a batch
  action, of     do, undo, redo or carry (tags moved along when a transcript was corrected); of which batch
  actor, at      who did it, when (UTC)
  kind           tag, read (finished with a paragraph), unjudged, memo, star, flag, summary; decision,
                 proposal, case (adjudication); assignment, unblinded, refused; person (said of a witness),
                 withdrawn, reimport (of a session), code (the codebook revised)
  coder          whose coding changes; empty for what is the whole inquiry's
  subject        a paragraph (session/item.number), a session, a person (session/@name), codebook:NAME,
                 assignment:ID
  code           the code, where it is about one
  before, after  the value before and after; null for not there. A tag is {} or has value (a step of the
                 code's scale), spans (start, end in characters, and text, of passages quoted) and meaning
                 (a number made from the code's definition then)
  session_revision, codebook_revision
                 the versions in force then: see data/revisions
The coding in force is, for each (kind, coder, subject, code), the last line's after, where that is not
null. A paragraph read with no tag was judged to have none; one neither read nor tagged was not reached.

revision.jsonl    kind, name, revision (from the SHA-256 of what it says), at, file (null: purged)
session.jsonl     slug, title, date, paragraphs, revision; head: committee, body, its original's SHA-256
item.jsonl        parts of a session: id, session, position, heading, number, time, witnesses
paragraph.jsonl   id, session, position, item, question (id of the one it answers), role, number, citation,
                  speaker, label (printed before it), text; key is a number for searching
appearance.jsonl  who speaks in a session: key, name, kind, role, organisation, labels, paragraphs
correction.jsonl  corrections of transcripts; carried.jsonl says where each paragraph's id went
step.jsonl        each person's actions in order, with what was undone
place.jsonl       where each coder stopped
meta.jsonl        which version of a codebook was in force last
"""
CHECK = """\
How to check that it is whole

It is a bag as BagIt 1.0 (RFC 8493) has it. In the folder it unpacks to, on any system with the usual tools:
  sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt        (macOS: shasum -a 256 -c ...)
A "%" in a file's name is written %25 there, as BagIt asks. With the evidence coder: coder verify FILE.zip
"""
REBUILD = """\
How to rebuild the inquiry

With the evidence coder (a free program in Python):  coder init --from FILE.zip FOLDER
It gives the inquiry as it was: the same journal, tags, undo and outputs.
"""


def readme(
    inquiry: Inquiry, deposit: Deposit, made: datetime, why_not: Mapping[str, str], mask: Mask
) -> bytes:
    title = mask.text(deposit.text("title") or inquiry.name)
    parts = [
        f"{title}\n{'=' * min(len(title), 100)}\n\nMade on {made.isoformat(timespec='seconds')} by evidence "
        f"coder {__version__} (`coder archive`).\n",
        ABOUT,
        "\n".join(_deposit(deposit, mask)),
        "What is in it\n\n" + (WHOLE if mask.is_open else NAMELESS),
        "\n".join(_sessions(inquiry, mask)),
    ]
    if why_not:
        lines = (fill(f"- {name}: {why}", 105, subsequent_indent="  ") for name, why in why_not.items())
        parts.append("Not in it, since there was nothing to make it of\n\n" + "\n".join(lines) + "\n")
    parts.append(CHECK)
    parts += [REBUILD, RECORD] if mask.is_open else [RECORD.split("\nrevision.jsonl", maxsplit=1)[0]]
    return "\n".join(parts).encode("utf-8", "replace")


def _deposit(deposit: Deposit, mask: Mask) -> Iterator[str]:
    yield "About the data\n"
    for key, head in TITLES.items():
        text = mask.text(deposit.text(key)) or OPEN
        yield fill(f"{head}: {text}", 105, subsequent_indent="  ")
    yield ""


def _sessions(inquiry: Inquiry, mask: Mask) -> Iterator[str]:
    """Every session; those withdrawn only where they are in the archive at all."""
    withdrawn = inquiry.store.journal.withdrawn()
    yield "Sessions\n"
    for head in inquiry.store.index.sessions(withdrawn=mask.is_open):
        said = f"- {mask.text(head.slug)}: {mask.text(head.title or '(no title)')}"
        said += f", {head.date or 'no date'}, {head.paragraphs} paragraphs"
        if gone := withdrawn.get(head.slug):
            what = "PURGED: its text was removed for good" if gone.purged else (
                "WITHDRAWN: in no output; it must not be used unless it is restored"
            )  # fmt: skip
            said += f". {what} ({gone.reason}; {gone.by}, {gone.at[:10]})"
        yield fill(said, 105, subsequent_indent="  ", break_long_words=False)
    yield ""
