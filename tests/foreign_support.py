"""Projects as Taguette 1.5 and QualCoder 4.0 make them, by SQL; and those programs, where there are any."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
TAGUETTE, QUALCODER = "TAGUETTE", "QUALCODER"
"""Variables that say where those programs are: an interpreter with Taguette (`pip install taguette`); one
with what QualCoder needs, and the folder its package is in, `/opt/qualcoder/bin/python:/opt/QualCoder/src`,
the two parted as in PATH."""

TAGUETTE_TABLES = """
CREATE TABLE users (login VARCHAR(30) PRIMARY KEY, created DATETIME);
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT, created DATETIME);
CREATE TABLE project_members (project_id INTEGER, user_login VARCHAR(30), privileges VARCHAR(11));
CREATE TABLE documents (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT, filename VARCHAR(200),
    created DATETIME, project_id INTEGER, text_direction VARCHAR(13), contents TEXT);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME, user_login VARCHAR(30), project_id INTEGER,
    document_id INTEGER, payload TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path VARCHAR(200), description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
    end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER, PRIMARY KEY (highlight_id, tag_id));
"""
QUALCODER_TABLES = """
CREATE TABLE project (databaseversion text, date text, memo text, about text, codername text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text,
    date text, av_text_id integer, risid integer, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, cid integer, owner text);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text,
    owner text, date text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
    supercatid integer);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer,
    pos1 integer, owner text, date text, memo text, avid integer, important integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text,
    color text, supercid integer);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
"""


def database(path: Path, tables: str, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Path:
    """A database with these tables and rows."""
    with closing(sqlite3.connect(path)) as made, made:
        made.executescript(tables)
        for table, each in rows.items():
            for row in each:
                marks = ", ".join("?" * len(row))
                made.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    return path


def taguette(
    path: Path, documents: Mapping[str, str], tags: Sequence[str], highlights: Iterable[Sequence[Any]]
) -> Path:
    """One project: HTML by name, tags by path, and highlights: who, document, start, end, paths."""
    names, rows = list(documents), list(highlights)
    at = "2026-05-06 10:{:02}:00.250000"
    return database(path, TAGUETTE_TABLES, {
        "projects": [{"id": 1, "name": "Lanes", "description": "", "created": at.format(0)}],
        "documents": [
            {"id": place, "name": name, "description": "", "contents": html, "project_id": 1,
             "created": at.format(1)}
            for place, (name, html) in enumerate(documents.items(), 1)
        ],
        "tags": [{"id": place, "project_id": 1, "path": path, "description": f"of {path}"}
                 for place, path in enumerate(tags, 1)],
        "highlights": [
            {"id": place, "document_id": names.index(name) + 1, "start_offset": start, "end_offset": end,
             "snippet": ""}
            for place, (_, name, start, end, _) in enumerate(rows, 1)
        ],
        "highlight_tags": [{"highlight_id": place, "tag_id": tags.index(path) + 1}
                           for place, row in enumerate(rows, 1) for path in row[4]],
        "commands": [
            {"date": at.format(place + 1), "user_login": who, "project_id": 1, "document_id": 1,
             "payload": json.dumps({"type": "highlight_add", "highlight_id": place, "start_offset": start,
                                    "end_offset": end, "tags": [tags.index(path) + 1 for path in paths]})}
            for place, (who, _, start, end, paths) in enumerate(rows, 1)
        ],
    })  # fmt: skip


def qualcoder(folder: Path, rows: Mapping[str, Iterable[Mapping[str, Any]]], tables: str = "") -> Path:
    """A project's folder with these rows in its database."""
    folder.mkdir()
    database(folder / "data.qda", tables or QUALCODER_TABLES, rows)
    return folder


def made_by(variable: str, program: str, wanted: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Have a program make a project in a folder; what it shows of it. Skips where it is not installed."""
    interpreter, _, source = os.environ.get(variable, "").partition(os.pathsep)
    if not interpreter:
        pytest.skip(f"{variable} does not say where that program is")
    folder.mkdir()
    (folder / "wanted.json").write_text(json.dumps(wanted), encoding="utf-8")
    surroundings = os.environ | {"HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": source}
    done = subprocess.run(
        [interpreter, str(HERE / program), str(folder / "wanted.json"), str(folder)],
        env=surroundings, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
