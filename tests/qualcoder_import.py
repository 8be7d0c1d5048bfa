"""`PYTHON qualcoder_import.py SOURCE FILE.qdpx FOLDER`: QualCoder's own importer, without its windows.

SOURCE is the folder that has QualCoder's package in it; PYTHON has PyQt6, pymupdf and Pillow. A project is
made with the tables that QualCoder makes, in FOLDER, and what it holds after the import is printed as JSON.
It runs by itself: nothing of this project is there.
"""

from __future__ import annotations

import ast
import json
import os
import sqlite3
import sys
from pathlib import Path
from types import SimpleNamespace

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ASKED = {
    "codes": "SELECT name, memo, color, catid, supercid FROM code_name ORDER BY name",
    "categories": "SELECT name, memo, supercatid FROM code_cat ORDER BY name",
    "sources": "SELECT name, fulltext, memo FROM source ORDER BY name",
    "codings": "SELECT n.name, s.name, t.pos0, t.pos1, t.seltext, t.owner, t.date, t.memo FROM code_text t "
    "LEFT JOIN code_name n ON n.cid = t.cid LEFT JOIN source s ON s.id = t.fid ORDER BY t.ctid",
    "annotations": "SELECT s.name, a.pos0, a.pos1, a.memo, a.owner FROM annotation a "
    "JOIN source s ON s.id = a.fid ORDER BY a.anid",
    "cases": "SELECT name, memo FROM cases ORDER BY name",
    "attributes": "SELECT a.attr_type, coalesce(c.name, s.name), a.name, a.value FROM attribute a "
    "LEFT JOIN cases c ON a.attr_type = 'case' AND c.caseid = a.id "
    "LEFT JOIN source s ON a.attr_type = 'file' AND s.id = a.id ORDER BY 1, 2, 3",
    "journals": "SELECT name, jentry, owner FROM journal ORDER BY name",
    "memo": "SELECT memo FROM project",
}


def tables(program: Path) -> list[str]:
    """The tables of a new project, as `new_project` makes them."""
    tree = ast.parse(program.read_text(encoding="utf-8"))
    made = next(
        one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == "new_project"
    )
    calls = [one for one in ast.walk(made) if isinstance(one, ast.Call) and one.args]
    words = [one.args[0].value for one in calls if isinstance(one.args[0], ast.Constant)]
    return [word for word in words if isinstance(word, str) and word.startswith("CREATE TABLE")]


def main(source: Path, file: Path, folder: Path) -> None:
    sys.path.insert(0, str(source))
    from PyQt6 import QtWidgets
    from qualcoder import refi

    running = QtWidgets.QApplication([])
    said: list[str] = []
    for name in ("images", "audio", "video", "documents"):
        (folder / name).mkdir(parents=True)
    with sqlite3.connect(folder / "data.qda") as connection:
        for statement in tables(source / "qualcoder" / "__main__.py"):
            connection.execute(statement)
        connection.execute("INSERT INTO project (memo) VALUES ('')")
        app = SimpleNamespace(
            conn=connection, project_path=str(folder), ai_models=[], project_events=None,
            settings={"directory": str(folder), "codername": "default", "ai_enable": "False"},
            write_config_ini=lambda *_: None,
        )  # fmt: skip
        # What a person would be asked, and what a window would say.
        QtWidgets.QFileDialog.getOpenFileName = staticmethod(lambda *_, **__: (str(file), True))
        refi.Message = lambda _, title, text, *__: SimpleNamespace(
            exec=lambda: said.append(f"{title}: {text}")
        )
        refi.RefiImport(app, SimpleNamespace(append=said.append), "qdc" if file.suffix == ".qdc" else "qdpx")
        found = {name: connection.execute(asked).fetchall() for name, asked in ASKED.items()}
    running.quit()
    print(json.dumps(found | {"said": said}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
