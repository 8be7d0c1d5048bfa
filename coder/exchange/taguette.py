"""Taguette's databases, of the program or of one project exported -> what they have in common with ours.

After Taguette 1.5 (https://gitlab.com/remram44/taguette). A highlight stands from one place of a document to
another, counted in bytes of UTF-8 of the text between the tags (its `extract.py`). It names nobody: who made
it, and when, is in `commands`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coder.errors import CoderError
from coder.exchange.pages import PageText
from coder.exchange.project import ForeignCode, ForeignCoding, ForeignMemo, ForeignSource, Project
from coder.exchange.sqlite_files import SqliteFile

TABLES = frozenset({"projects", "documents", "tags", "highlights", "highlight_tags", "commands"})
"""Those by which a database is known as Taguette's."""
MOST_LEVELS = 50
"""Dots in a tag's path that part levels; a path with more is one name."""


def read_taguette(path: Path) -> Project:
    """The project in a database. Raises CoderError where it is not Taguette's, holds none or more than one
    project, or is damaged or too large."""
    with SqliteFile(path) as file:
        if not file.tables.keys() >= TABLES:
            raise CoderError(f"{path.name}: is a database, but not one of Taguette's.")
        projects = list(file.rows("projects", "id", "name", "description", "created"))
        if not projects:
            raise CoderError(f"{path.name}: has no project in it.")
        if len(projects) > 1:
            names = ", ".join(str(name) for _, name, _, _ in projects)
            raise CoderError(
                f"{path.name}: has {len(projects)} projects ({names}); in Taguette export the one that is "
                "meant (Project info, Export project as SQLite), and take that file."
            )
        return _Reader(file, *projects[0]).read()


class _Reader:
    def __init__(self, file: SqliteFile, id_: Any, name: Any, description: Any, created: Any) -> None:
        self.file, self.id, self.name = file, id_, str(name or "")
        self.about = (str(description or ""), _utc(created))
        self.left_out: Counter[str] = Counter()
        self.texts: dict[Any, PageText] = {}
        self.said = _Commands(file, id_)

    def read(self) -> Project:
        memos: list[ForeignMemo] = []
        sources = tuple(self.sources(memos))
        codes, tags = self.codes()
        codings = tuple(self.codings(tags))
        if self.about[0]:
            memos.append(ForeignMemo(self.about[0], self.said.first, self.about[1]))
        names = {one.coder for one in codings} | {one.coder for one in memos}
        users = {name: name for name in sorted(names) if name}
        return Project(
            self.name, "Taguette", users, codes, sources, codings, tuple(memos), left_out=self.left_out
        )

    def sources(self, memos: list[ForeignMemo]) -> Iterator[ForeignSource]:
        columns = ("id", "project_id", "name", "description", "contents", "created")
        for id_, project, name, description, contents, created in self.file.keyed("documents", *columns):
            if project != self.id:
                continue
            self.texts[id_] = page = PageText(str(contents or ""))
            who, at = self.said.documents.get(id_, ("", _utc(created)))
            if page.pictures:
                self.left_out["pictures in documents"] += page.pictures
            if description:
                memos.append(ForeignMemo(str(description), who, at, str(id_)))
            yield ForeignSource(str(id_), str(name or id_), page.text, at)

    def codes(self) -> tuple[tuple[ForeignCode, ...], set[Any]]:
        """The tags as a tree, by the dots in their paths; and which tags there are."""
        rows = self.file.keyed("tags", "id", "project_id", "path", "description")
        tags = [(id_, str(path), str(text or "")) for id_, project, path, text in rows if project == self.id]
        by_path = {path: str(id_) for id_, path, _ in tags}
        found: dict[str, ForeignCode] = {}
        for id_, path, description in tags:
            parent = _above(path, by_path, found)
            name = path[len(parent[1]) + 1 :] if parent else path
            found[str(id_)] = ForeignCode(str(id_), name, parent[0] if parent else None, description)
        return tuple(found.values()), {id_ for id_, _, _ in tags}

    def codings(self, tags: set[Any]) -> Iterator[ForeignCoding]:
        tags_of: dict[Any, list[Any]] = {}
        for highlight, tag in self.file.rows("highlight_tags", "highlight_id", "tag_id"):
            tags_of.setdefault(highlight, []).append(tag)
        columns = ("id", "document_id", "start_offset", "end_offset")
        for id_, document, start, end in self.file.keyed("highlights", *columns):
            page = self.texts.get(document)
            if page is None or not isinstance(start, int) or not isinstance(end, int):
                continue
            first, last = page.place(start, end)
            own = [tag for tag in tags_of.get(id_, ()) if tag in tags]
            if not own:
                self.left_out["highlights without a tag"] += 1
            for tag in own:
                who, at = self.said.highlights.get((id_, tag), ("", ""))
                yield ForeignCoding(str(document), first, last, str(tag), who, at)


def _above(path: str, by_path: dict[str, str], found: dict[str, ForeignCode]) -> tuple[str, str] | None:
    """Id and path of what a tag stands under, made a folder where it is no tag itself; None at the top."""
    upper, _, name = path.rpartition(".")
    if not upper.strip(".") or not name.strip() or path.count(".") > MOST_LEVELS:
        return None
    if upper not in by_path:
        above = _above(upper, by_path, found)
        by_path[upper] = id_ = f"path {upper}"
        short = upper[len(above[1]) + 1 :] if above else upper
        found[id_] = ForeignCode(id_, short, above[0] if above else None, codable=False)
    return by_path[upper], upper


class _Commands:
    """Who made what, when: documents by id, highlights by id and tag."""

    def __init__(self, file: SqliteFile, project: Any) -> None:
        self.first = ""
        self.documents: dict[Any, tuple[str, str]] = {}
        self.highlights: dict[tuple[Any, Any], tuple[str, str]] = {}
        before: dict[Any, set[Any]] = {}
        columns = ("project_id", "user_login", "date", "document_id", "payload")
        for of, user, date, document, payload in file.rows("commands", *columns):
            if of != project:
                continue
            who = str(user or ""), _utc(date)
            self.first = self.first or who[0]
            try:
                said = json.loads(payload)
            except (TypeError, ValueError, RecursionError):
                continue
            if not isinstance(said, dict):
                continue
            if said.get("type") == "document_add":
                self.documents.setdefault(document, who)
            elif said.get("type") == "highlight_add" and isinstance(said.get("tags"), list):
                highlight = said.get("highlight_id")
                tags = {tag for tag in said["tags"] if isinstance(tag, int)}
                for tag in tags - before.get(highlight, set()):
                    self.highlights[highlight, tag] = who
                before[highlight] = tags
            elif said.get("type") == "tag_merge":
                self._merge(said.get("src_tag_id"), said.get("dest_tag_id"), before)

    def _merge(self, gone: Any, into: Any, before: dict[Any, set[Any]]) -> None:
        for highlight, tags in before.items():
            if gone in tags:
                tags.discard(gone)
                tags.add(into)
                who = self.highlights.pop((highlight, gone), ("", ""))
                self.highlights.setdefault((highlight, into), who)


def _utc(date: Any) -> str:
    """Taguette's times are UTC: `2026-11-26 02:43:00.123456`."""
    text = str(date or "")
    if len(text) < 19 or text[10:11] not in (" ", "T"):
        return ""
    return f"{text[:10]}T{text[11:19]}.{(text[20:23] or '0').ljust(3, '0')}Z"
