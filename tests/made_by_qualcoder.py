"""A project made by QualCoder itself, offscreen, by its own dialogs; run in an interpreter that has it.

    python made_by_qualcoder.py WANTED.json FOLDER

WANTED: {"documents": {name: text}, "categories": [...], "codes": {name: category or code above it or ""},
"codings": [[coder, document, words, code, memo]], "annotations": [[coder, document, words, text]],
"cases": {name: {"attributes": {}, "documents": []}}, "journals": [...]}. Makes `lanes.qda` in FOLDER; prints
as JSON what QualCoder shows of it.

Its assistant (language models, search by meaning) needs libraries of gigabytes and takes no part in a
project: where they are not installed, empty modules stand in for them.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import sys
import types
from pathlib import Path

ASSISTANT = (
    "Bio", "langchain", "langchain_core", "langchain_community", "langchain_openai",
    "langchain_text_splitters", "faiss", "sentence_transformers", "huggingface_hub", "transformers", "openai",
    "vlc",
)  # fmt: skip


class Nothing(types.ModuleType):
    """A module that has whatever is asked of it."""

    __path__ = ()

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": lambda self, *a, **k: None})


class StandIn(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in ASSISTANT:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return Nothing(spec.name)

    def exec_module(self, module):
        pass


sys.meta_path.append(StandIn())  # after all that can be found
(Path.home() / ".qualcoder").mkdir(exist_ok=True)  # where it keeps its settings

from PyQt6 import QtGui, QtWidgets  # noqa: E402

QT = QtWidgets.QApplication([])

import qualcoder.__main__ as program  # noqa: E402
from qualcoder import add_attribute, add_item_name, case_file_manager, helpers, memo  # noqa: E402

sys.excepthook = sys.__excepthook__  # its own waits for somebody to read it


def answering(dialog: type, fill) -> None:
    """Have a dialog filled in and accepted instead of waiting for somebody."""

    def answer(self, *_):
        fill(self)
        self.accept()
        return 1

    dialog.exec = answer


class Told:
    """What is typed into the next dialogs."""

    name = words = ""


answering(add_item_name.DialogAddItemName, lambda self: self.ui.lineEdit.setText(Told.name))
answering(add_attribute.DialogAddAttribute, lambda self: self.ui.lineEdit_name.setText(Told.name))
answering(memo.DialogMemo, lambda self: self.ui.textEdit.setPlainText(Told.words))
helpers.Message.exec = lambda self: print("said:", self.text(), file=sys.stderr)
QtWidgets.QMessageBox.exec = lambda self: 0
program.MainWindow.get_latest_github_release = lambda self: None  # it would ask a host elsewhere


def make(wanted: dict, folder: Path) -> dict:
    QtWidgets.QFileDialog.getSaveFileName = staticmethod(lambda *_, **__: (str(folder / "lanes"), ""))
    window = program.MainWindow(program.App())
    window.new_project()
    app, log = window.app, window.ui.textEdit
    app.settings["ai_enable"] = "False"
    put_documents(wanted, folder, window)
    codes = program.DialogCodeText(app, log, window.ui.tab_reports)
    for name in wanted["categories"]:
        Told.name = name
        codes.code_tree.add_category()
    for name, above in wanted["codes"].items():
        ids = dict(app.conn.execute("select name, catid from code_cat"))
        parents = dict(app.conn.execute("select name, cid from code_name"))
        if above in ids:
            codes.code_tree.add_code(ids[above], name)
        else:
            codes.code_tree.add_code(None, name, parents.get(above))
    for coder, document, words, code, note in wanted["codings"]:
        put_coding(window, coder, document, words, code=code, note=note)
    for coder, document, words, note in wanted["annotations"]:
        put_coding(window, coder, document, words, note=note)
    put_cases(wanted, app, log)
    journals = program.DialogJournals(app, log)
    for Told.name in wanted["journals"]:
        journals.create_journal()
        journals.qtimer.stop()
    app.conn.commit()
    return shown(app, log, window)


def put_documents(wanted: dict, folder: Path, window) -> None:
    files = []
    for name, text in wanted["documents"].items():
        files.append(str(folder / name))
        (folder / name).write_bytes(text.encode())
    QtWidgets.QFileDialog.getOpenFileNames = staticmethod(lambda *_, **__: (files, ""))
    program.DialogManageFiles(
        window.app, window.ui.textEdit, window.ui.tab_coding, window.ui.tab_reports, window
    ).import_files()


def put_coding(window, coder, document, words, *, code="", note="") -> None:
    """Select words as a mouse would, and code them; or annotate them where no code is said."""
    app = window.app
    app.settings["codername"] = coder
    pane = program.DialogCodeText(app, window.ui.textEdit, window.ui.tab_reports)
    pane.load_file(next(one for one in app.get_text_filenames() if one["name"] == document))
    edit = pane.ui.plainTextEdit
    start = edit.toPlainText().index(words)
    units = len(edit.toPlainText()[:start].encode("utf-16-le")) // 2
    cursor = edit.textCursor()
    cursor.setPosition(units)
    cursor.setPosition(units + len(words.encode("utf-16-le")) // 2, QtGui.QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    assert edit.textCursor().selectedText().replace("\u2029", "\n") == words
    Told.words = note
    if not code:
        pane.annotate()
        return
    tree = pane.ui.treeWidget
    items = QtWidgets.QTreeWidgetItemIterator(tree)
    while item := items.value():
        if item.text(0) == code and item.text(1).startswith("cid"):
            tree.setCurrentItem(item)
        items += 1
    pane.mark()
    if note:
        pane.code_text = [pane.code_text[-1]]
        pane.coded_text_memo(units + 1)


def put_cases(wanted: dict, app, log) -> None:
    cases = program.DialogCases(app, log)
    for Told.name in sorted({name for said in wanted["cases"].values() for name in said["attributes"]}):
        cases.add_attribute()
    for name, said in wanted["cases"].items():
        Told.name = name
        cases.add_case()
        row = next(at for at, one in enumerate(cases.cases) if one["name"] == name)
        for attribute, value in said["attributes"].items():
            column = cases.header_labels.index(attribute)
            cases.ui.tableWidget.setCurrentCell(row, column)
            cases.ui.tableWidget.item(row, column).setText(value)
        manager = case_file_manager.DialogCaseFileManager(app, log, cases.cases[row])
        for document in said["documents"]:
            manager.add_file_to_case(next(one for one in manager.allfiles if one[1] == document))


def shown(app, log, window) -> dict:
    """What stands highlighted in the coding window, code by code, and the texts as it shows them."""
    texts, codings = {}, []
    for file in app.get_text_filenames():
        pane = program.DialogCodeText(app, log, window.ui.tab_reports)
        pane.load_file(file)
        texts[file["name"]] = pane.ui.plainTextEdit.toPlainText()
        for one in pane.code_text:
            cursor = pane.ui.plainTextEdit.textCursor()
            cursor.setPosition(one["pos0"])
            cursor.setPosition(one["pos1"], QtGui.QTextCursor.MoveMode.KeepAnchor)
            words = cursor.selectedText().replace("\u2029", "\n")
            codings.append([file["name"], words, one["name"], one["owner"]])
    return {"version": app.version, "texts": texts, "codings": codings}


if __name__ == "__main__":
    told = make(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
    print(json.dumps(told))
    sys.stdout.flush()
    import os

    os._exit(0)  # its threads would go on
