"""QualCoder's project folders, `name.qda` with `data.qda` in it -> what they have in common with ours.

After QualCoder 4.0 (https://github.com/ccbogel/QualCoder), whose database calls itself v17; older ones lack
some columns. Its places are those of Qt's text widget, UTF-16 units, where a person marked a passage, and
codepoints where the program did; a coding keeps its words, which tell the one from the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from coder.errors import CoderError
from coder.exchange.project import (
    ForeignCase,
    ForeignCode,
    ForeignCoding,
    ForeignMemo,
    ForeignSource,
    Project,
)
from coder.exchange.sqlite_files import SqliteFile
from coder.exchange.texts import Text

DATA = "data.qda"
TABLES = frozenset({"code_name", "code_text", "source", "cases"})
"""Those by which a database is known as QualCoder's."""
MEDIA = {
    **dict.fromkeys((".jpg", ".jpeg", ".png"), "pictures"),
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".flac", ".ogg"), "sound recordings"),
    **dict.fromkeys((".mp4", ".mov", ".wmv", ".webm", ".m4v", ".mkv", ".avi"), "films"),
}
ELSEWHERE = {
    "code_image": "codings of pictures",
    "code_av": "codings of sound and film",
    "journal": "journal entries",
    "graph": "graphs",
    "stored_sql": "stored queries",
}
"""Tables whose rows have no place here."""


def data_file(path: Path) -> Path | None:
    """The database of a project, given its folder or the database; None where it is neither."""
    if path.is_dir():
        return path / DATA if (path / DATA).is_file() else None
    return path if path.name == DATA else None


def read_qualcoder(path: Path) -> Project:
    """A project, by its folder or database. Raises CoderError where it is none, damaged or too large."""
    data = data_file(path) or path
    if not data.is_file():
        raise CoderError(f"{path}: has no {DATA} in it, and so is no project of QualCoder.")
    name = (path if path.is_dir() else path.resolve().parent).name.removesuffix(".qda")
    with SqliteFile(data) as file:
        if not file.tables.keys() >= TABLES:
            raise CoderError(f"{path}: is a database, but no project of QualCoder.")
        return _Reader(file).read(name)


class _Reader:
    def __init__(self, file: SqliteFile) -> None:
        self.file = file
        self.left_out: Counter[str] = Counter()
        self.texts: dict[int, Text] = {}
        self.users: dict[str, str] = {}
        self.known: set[str] = set()
        """The ids of the codes."""

    def read(self, name: str) -> Project:
        sources = tuple(self.sources())
        codes = _in_a_tree([*self.folders(), *self.codes()])
        self.known = {code.id for code in codes}
        memos = [*self.memos_on_sources(), *self.annotations()]
        codings = tuple(self.codings(memos))
        cases = tuple(self.cases())
        memos += self.memo_on_the_whole()
        for table, what in ELSEWHERE.items():
            self.leave_out(what, self.file.count(table))
        return Project(
            name, "QualCoder", self.users, codes, sources, codings, tuple(memos), cases, self.left_out
        )

    def leave_out(self, what: str, many: int = 1) -> None:
        if many:
            self.left_out[what] += many

    def user(self, owner: Any) -> str:
        name = str(owner or "").strip()
        if name:
            self.users.setdefault(name, name)
        return name

    def sources(self) -> Iterator[ForeignSource]:
        for id_, name, text, media, date in self.file.keyed(
            "source", "id", "name", "fulltext", "mediapath", "date"
        ):
            kind = MEDIA.get(PurePosixPath(str(media or name or "")).suffix.lower(), "")
            if not isinstance(text, str) or not text.strip():
                self.leave_out(kind or "documents without text")
                continue
            self.texts[id_] = Text(text)
            yield ForeignSource(str(id_), str(name or id_), self.texts[id_].text, _utc(date))

    def folders(self) -> Iterator[ForeignCode]:
        for id_, name, memo, above in self.file.keyed("code_cat", "catid", "name", "memo", "supercatid"):
            yield ForeignCode(
                f"folder {id_}", str(name or id_), above and f"folder {above}", str(memo or ""), codable=False
            )

    def codes(self) -> Iterator[ForeignCode]:
        for id_, name, memo, folder, above, colour in self.file.keyed(
            "code_name", "cid", "name", "memo", "catid", "supercid", "color"
        ):
            parent = f"code {above}" if above else folder and f"folder {folder}"
            yield ForeignCode(f"code {id_}", str(name or id_), parent, str(memo or ""), str(colour or ""))

    def codings(self, memos: list[ForeignMemo]) -> Iterator[ForeignCoding]:
        """Each coding; what was written on it is added to the memos."""
        columns = ("cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo", "important")
        for code, source, words, first, last, owner, date, memo, important in self.file.rows(
            "code_text", *columns
        ):
            place = self.place(source, first, last, words)
            if place is None or f"code {code}" not in self.known:
                self.leave_out("codings of what is no text" if place is None else "codings of no code")
                continue
            coder, at = self.user(owner), _utc(date)
            self.leave_out("marks of importance", int(bool(important)))
            if memo:
                memos.append(ForeignMemo(str(memo), coder, at, str(source), *place, f"code {code}"))
            yield ForeignCoding(str(source), *place, f"code {code}", coder, at)

    def place(self, source: Any, first: Any, last: Any, words: Any = None) -> tuple[int, int] | None:
        """Where a passage stands: as Qt counts, unless its words stand there by codepoints; where they stand
        at neither, as after the text was edited, where they stand nearest."""
        text = self.texts.get(source)
        if text is None or not isinstance(first, int) or not isinstance(last, int):
            return None
        ways = [
            (text.from_utf16(first), text.from_utf16(last)), (text.from_raw(first), text.from_raw(last)),
        ]  # fmt: skip
        said = words if isinstance(words, str) else ""
        said = said.replace("\u2029", "\n").replace("\r\n", "\n").replace("\r", "\n")
        for start, end in ways:
            if text.text[start:end] == said:
                return start, end
        if said.strip() and (near := _nearest(text.text, said, ways[0][0])) is not None:
            return near, near + len(said)
        return ways[0]

    def memos_on_sources(self) -> Iterator[ForeignMemo]:
        for id_, memo, owner, date in self.file.rows("source", "id", "memo", "owner", "date"):
            if memo and id_ in self.texts:
                yield ForeignMemo(str(memo), self.user(owner), _utc(date), str(id_))

    def annotations(self) -> Iterator[ForeignMemo]:
        for source, first, last, memo, owner, date in self.file.rows(
            "annotation", "fid", "pos0", "pos1", "memo", "owner", "date"
        ):
            place = self.place(source, first, last)
            if place is None or not memo:
                self.leave_out("annotations of what is no text")
                continue
            yield ForeignMemo(str(memo), self.user(owner), _utc(date), str(source), *place)

    def memo_on_the_whole(self) -> list[ForeignMemo]:
        found = self.file.rows("project", "memo", "codername", "date")
        return [ForeignMemo(str(memo), self.user(coder), _utc(date)) for memo, coder, date in found if memo]

    def cases(self) -> Iterator[ForeignCase]:
        said: dict[Any, dict[str, str]] = {}
        for name, value, kind, id_ in self.file.rows("attribute", "name", "value", "attr_type", "id"):
            if kind == "case" and value not in (None, ""):
                said.setdefault(id_, {})[str(name)] = str(value)
            elif kind != "case" and value not in (None, ""):
                self.leave_out("attributes of documents")
        stands: dict[Any, list[tuple[str, int, int]]] = {}
        for case, source, first, last in self.file.rows("case_text", "caseid", "fid", "pos0", "pos1"):
            text = self.texts.get(source)
            if text and (first, last) == (0, text.length):  # a whole document goes by codepoints
                stands.setdefault(case, []).append((str(source), 0, len(text.text)))
            elif place := self.place(source, first, last):
                stands.setdefault(case, []).append((str(source), *place))
            else:
                self.leave_out("parts of cases in what is no text")
        for id_, name, memo in self.file.keyed("cases", "caseid", "name", "memo"):
            told, passages = said.get(id_, {}), stands.get(id_, [])
            if memo:
                told = told | {"memo": str(memo)}
            sources = tuple(dict.fromkeys(source for source, _, _ in passages))
            yield ForeignCase(str(id_), str(name or id_), told, sources, tuple(passages))


def _nearest(text: str, words: str, place: int) -> int | None:
    """Where words stand nearest to a place of a text."""
    after, before = text.find(words, place), text.rfind(words, 0, place + len(words) - 1)
    found = [one for one in (before, after) if one >= 0]
    return min(found, key=lambda one: abs(one - place)) if found else None


def _in_a_tree(codes: list[ForeignCode]) -> tuple[ForeignCode, ...]:
    """The codes, those whose parent is not there, or is below themselves, at the top."""
    parents = {code.id: code.parent for code in codes}
    rooted: set[str] = set()
    for id_ in parents:
        way: dict[str, None] = {}
        at: str | None = id_
        while at is not None and at not in rooted and at not in way:
            way[at] = None
            above = parents[at]
            if above is not None and above not in parents:
                above = parents[at] = None
            at = above
        if at in way:  # a circle, which is opened where it was entered
            parents[at] = None
        rooted.update(way)
    return tuple(replace(code, parent=parents[code.id]) for code in codes)


def _utc(date: Any) -> str:
    """QualCoder's local time, without a zone, taken as this machine's; empty where it is none."""
    try:
        local = datetime.strptime(str(date or "")[:19], "%Y-%m-%d %H:%M:%S")
        return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    except (ValueError, OverflowError, OSError):
        return ""
