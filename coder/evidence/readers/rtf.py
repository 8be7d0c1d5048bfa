"""Rich Text Format -> blocks: one pass over the tokens, groups on a stack of our own.

RTF writes out on the page's behalf what other formats leave to be worked out: the number of a list point
stands before it as text, and the looks of a style are repeated with every paragraph. So the style sheet
gives names and heading levels alone; what is bold is what the text itself says.
"""

from __future__ import annotations

import re
from copy import copy

from coder.errors import CoderError
from coder.evidence.blocks import Document, tidy_line
from coder.evidence.model import Dropped, Note, Why
from coder.evidence.readers import rtf_words as words
from coder.evidence.readers.paragraphs import BULLET, furniture, printed, set_block
from coder.evidence.readers.rtf_flow import TABLES, Flow, State
from coder.evidence.readers.rtf_head import Head

DEEPEST = 2_000
"""Groups within groups. Word processors write some twenty; what is deeper is damage or harm."""
LINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s\\]\S*))')
INDEX = re.compile(r"\s*(?:TOC|INDEX|TOA)\b")


def read(data: bytes, document: Document) -> None:
    """Add the blocks of an RTF file; `line` is the paragraph's place in it, counted from 1.

    Raises CoderError where groups are nested beyond all measure.
    """
    _Reader(data.decode("latin-1"), document).read()


class _Reader:
    """One pass over an RTF file."""

    def __init__(self, source: str, document: Document) -> None:
        self.source = source
        self.document = document
        self.at = 0
        self.line = 0
        self.body = Flow("body", document.blocks)
        self.state = State(self.body)
        self.stack: list[State] = []
        self.held = bytearray()
        """Bytes whose characters are not known yet: one may be half of a character."""
        self.optional = self.fresh = False
        """Right after a group's opening brace; with the control symbol for optional destinations."""
        self.unread = 0
        """Characters still to come that stand for a \\u before them, for readers without Unicode."""
        self.surrogate = 0
        self.head = Head()
        self.gathered: list[str] = []
        self.marked = False
        """A note's number has been printed, and the note itself comes next."""
        self.heads: set[str] = set()

    def read(self) -> None:
        match, end = words.TOKEN.match, len(self.source)
        while self.at < end:
            token = match(self.source, self.at)
            if token is None:
                break
            self.at = token.end()
            kind = token.lastgroup
            if kind == "text":
                self.text(token["text"])
            elif kind == "byte":
                self.bytes(bytes.fromhex(token["byte"]))
            elif kind is not None:
                self.flush()
                if kind == "brace":
                    self.unread = 0
                    self.open() if token["brace"] == "{" else self.close()
                elif kind == "symbol":
                    self.symbol(token["symbol"])
                else:
                    self.word(token["word"], None if token["value"] is None else int(token["value"]))
        self.flush()
        if self.stack:
            self.document.notes.append(Note("The document breaks off; its end may be missing", self.line + 1))
        while self.stack:
            self.close()

    # Characters

    def text(self, text: str) -> None:
        self.fresh = False
        if self.state.holds == words.SKIP:
            return
        if self.unread:
            skipped = min(self.unread, len(text))
            self.unread -= skipped
            text = text[skipped:]
        if text.isascii() and not self.held and self.coding() != words.SYMBOL_FONT:
            self.emit(text)
        else:
            self.held += text.encode("latin-1")

    def bytes(self, data: bytes) -> None:
        self.fresh = False
        if self.unread:
            self.unread -= 1
        elif self.state.holds != words.SKIP:
            self.held += data

    def flush(self) -> None:
        if self.held:
            data = bytes(self.held)
            self.held.clear()
            self.emit(words.decoded(data, self.coding()))

    def coding(self) -> str:
        return self.head.coding(self.state.font)

    def emit(self, text: str) -> None:
        state = self.state
        if not text or state.deleted:
            return
        if state.holds == words.RESULT:
            if state.hidden:
                state.flow.hidden.append(text)
            else:
                state.flow.runs.append((text, state.bold))
        elif state.holds == words.LABEL:
            state.flow.add_label(text)
        elif state.holds in (words.FONTS, words.STYLES, words.FIELD):
            self.gathered.append(text)
            if state.holds == words.STYLES and text.endswith(";"):
                self.head.define_style("".join(self.gathered))
                self.gathered.clear()

    def unicode(self, value: int) -> None:
        code = value & 0xFFFF
        self.unread = self.state.skips
        if 0xD800 <= code < 0xDC00:
            self.surrogate = code
        elif 0xDC00 <= code < 0xE000:
            pair = 0x10000 + ((self.surrogate - 0xD800) << 10) + code - 0xDC00
            self.emit(chr(pair) if self.surrogate else "\ufffd")
            self.surrogate = 0
        else:
            self.emit(chr(code))

    # Groups

    def open(self) -> None:
        if len(self.stack) >= DEEPEST:
            name = self.document.name
            raise CoderError(f"{name} is damaged; ask for it again, or save it anew in a word processor.")
        self.stack.append(self.state)
        self.state = copy(self.state)
        self.state.opened = self.optional = False
        self.fresh = True

    def close(self) -> None:
        if not self.stack:
            return
        ended, self.state = self.state, self.stack.pop()
        self.optional = self.fresh = False
        if not ended.opened:
            return
        if ended.holds == words.FIELD:
            self.instruct("".join(self.gathered))
            self.gathered.clear()
        elif ended.flow is not self.state.flow or not self.stack:
            outer, self.state = self.state, ended
            self.finish(ended.flow)
            self.state = outer
            if ended.flow is not self.body:
                self.settle(ended.flow)

    def enter(self, holds: str) -> None:
        """The group under way is a destination."""
        state = self.state
        if holds == words.NOTE and state.deleted:
            holds = words.SKIP
        state.holds, state.opened = holds, True
        if holds in (words.FONTS, words.STYLES, words.FIELD):
            self.gathered.clear()
        elif holds == words.LABEL:
            state.flow.label = ""
        elif holds in (words.HEAD, words.NOTE, words.BOX, words.COMMENT):
            state.holds = words.RESULT
            mark = self.note_mark() if holds == words.NOTE else ""
            self.divert(Flow(holds, mark=mark))
        elif holds == words.RESULT and state.index:
            state.index = False
            self.divert(Flow("index"))

    def divert(self, flow: Flow) -> None:
        state = self.state
        state.flow, state.holds = flow, words.RESULT
        state.new_paragraph()

    def settle(self, flow: Flow) -> None:
        """A flow of its own has ended: where its blocks belong."""
        if flow.kind == words.HEAD:
            for text in (tidy_line(printed(block)) for block in flow.blocks):
                if text not in self.heads:
                    self.heads.add(text)
                    self.drop(furniture(text), text, None)
        elif flow.kind in (words.COMMENT, "index"):
            why: Why = "markup" if flow.kind == words.COMMENT else "navigation"
            self.drop(why, "\n".join(printed(block) for block in flow.blocks), self.line + 1)
        elif flow.mark and flow.blocks:
            first, *rest = flow.blocks
            first = first._replace(text=f"{flow.mark} {printed(first)}", marker="", bold=0)
            self.state.flow.beside += [first, *rest]
        else:
            self.state.flow.beside += flow.blocks

    def note_mark(self) -> str:
        """Put the mark of the note that begins here into the text, and say which it is."""
        if not self.marked:
            return ""
        self.marked = False
        endnote = self.source.startswith("\\ftnalt", self.at)
        mark = f"[{self.head.next_note(endnote=endnote)}]"
        self.emit(mark)
        return mark

    def instruct(self, field: str) -> None:
        """A field's instruction: a link's address is kept apart, and a table of contents is no evidence."""
        if found := LINK.match(field):
            self.drop("link", (found[1] or found[2] or "").strip(), self.line + 1)
        self.state.index = INDEX.match(field) is not None

    # Control words

    def symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.optional = self.fresh
            return
        self.fresh = False
        if self.state.holds == words.SKIP:
            return
        if symbol in "\r\n":
            self.paragraph()
        elif symbol in words.SYMBOLS:
            self.special(words.SYMBOLS[symbol])

    def special(self, text: str) -> None:
        if self.unread:
            self.unread -= 1
        else:
            self.emit(text)

    def word(self, word: str, value: int | None) -> None:
        optional, fresh = self.optional, self.fresh
        self.optional = self.fresh = False
        if word == "bin":
            self.at += max(0, value or 0)
        elif self.state.holds == words.SKIP:
            return
        elif word in words.SPECIAL:
            self.special(words.SPECIAL[word])
        elif word == "u":
            self.unicode(value or 0)
        else:
            self.unread = 0
            if fresh and word in words.DESTINATIONS:
                self.enter(words.DESTINATIONS[word])
            elif optional:
                self.enter(words.SKIP)
            elif self.state.holds in (words.FONTS, words.STYLES):
                self.head.entry(word, value or 0)
            elif not (self.character(word, value) or self.structure(word, value)):
                self.head.declare(word, value)

    def character(self, word: str, value: int | None) -> bool:
        """How the text that follows looks."""
        state, on = self.state, value != 0
        if word == "b":
            state.bold = on
        elif word == "v":
            state.hidden = on
        elif word in ("deleted", "mvf"):
            state.deleted = on
        elif word == "plain":
            state.bold = state.hidden = state.deleted = False
            state.font = None
        elif word == "f":
            state.font = value or 0
        elif word == "uc":
            state.skips = max(0, value or 0)
        else:
            return False
        return True

    def structure(self, word: str, value: int | None) -> bool:
        """Ends of paragraphs, cells and rows."""
        state = self.state
        if word in ("par", "sect", "page"):
            if not state.deleted:
                self.paragraph()
        elif word in ("cell", "nestcell") and state.holds == words.RESULT:
            depth = 1 if word == "cell" else max(2, state.tables)
            self.paragraph(depth)
            state.flow.end_cell(depth)
        elif word in ("row", "nestrow"):
            state.flow.end_row(1 if word == "row" else max(2, state.tables))
        elif word == "chftn":
            self.marked = self.marked or state.flow.kind != words.NOTE
        else:
            return self.kind(word, value or 0)
        return True

    def kind(self, word: str, value: int) -> bool:
        """What the paragraph under way is."""
        state = self.state
        if word == "pard":
            state.new_paragraph()
        elif word == "intbl":
            state.tables = max(1, state.tables)
        elif word == "itap":
            state.tables = min(max(0, value), TABLES)
        elif word == "s":
            state.style = value
        elif word == "ilvl":
            state.level = min(max(0, value), 8)
        elif word == "outlinelevel":
            state.outline = value
        elif word == "ls":
            state.listed = value > 0
        else:
            return False
        return True

    # Blocks

    def paragraph(self, depth: int | None = None) -> None:
        """The paragraph under way ends, inside so many tables."""
        state, flow = self.state, self.state.flow
        if state.holds != words.RESULT:
            return
        if flow.kind not in (words.HEAD, "index"):
            self.line += 1
        name, level = self.head.styles.get(state.style, ("", -1))
        if state.outline >= 0:
            level = state.outline
        label, indent = flow.label.strip(), 2 * state.level
        block = set_block(
            flow.runs, max(1, self.line), label=BULLET if _pictorial(label) else label,
            heading=level + 1 if 0 <= level < 9 else 0, style=name,
            indent=indent if label else indent + 2 if state.listed else 0,
        )  # fmt: skip
        said = any(text.strip() for text, _ in flow.runs)
        blocks = [block, *flow.beside] if said and block.text else flow.beside
        flow.add(blocks, state.tables if depth is None else depth)
        self.drop("markup", tidy_line("".join(flow.hidden)), self.line)
        flow.end_paragraph()

    def finish(self, flow: Flow) -> None:
        """A flow ends, with the paragraph under way where it has no end of its own."""
        self.state.flow, self.state.holds = flow, words.RESULT
        if flow.pending:
            self.paragraph()
        flow.end_tables()

    def drop(self, why: Why, text: str, line: int | None) -> None:
        if text:
            self.document.dropped.append(Dropped(why, text, line))


def _pictorial(label: str) -> bool:
    """A bullet: no letter or digit in it, a sign of a symbol font, or the round o that serves as one."""
    return bool(label) and (label == "o" or not any(letter.isalnum() for letter in label))
