"""Every document of the shared evidence against the shares and turns it must reach, in one table.

`pytest tests/test_styles_scores.py -s` prints it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from coder.evidence.readers import read_blocks
from coder.evidence.styles import build

KINDS = (
    "kent-commissioning-2014-02-03.md", "uk-commons/*.txt", "uk-lords/*.txt", "council-md/*.md",
    "council-html/*.html", "council-txt/*.txt", "us-congress/*.txt", "canada/*.xml", "inquiry-rst/*.rst",
)  # fmt: skip
LOOSE = ("council-html", "council-txt")
"""Minutes of which much is formalities: more of them may be left out or stand as notes."""


def documents(folder: Path) -> Iterator[Path]:
    for kind in KINDS:
        yield from sorted(folder.glob(kind))


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_evidence", shared / "tools" / "score_evidence.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def session_of(path: Path) -> dict[str, Any]:
    return build(read_blocks(path.read_bytes(), path.name), path.name).to_json()


def share(text: str) -> float:
    right, _, all_of_them = text.partition("/")
    return int(right) / int(all_of_them) if int(all_of_them) else 1.0


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # the scorer leaves its tables open
def test_every_document_reaches_its_marks(
    scorer: ModuleType, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shares = "kept dropped  note invented order starts labels numbers questions"
    rows = [f"{'document':44} {'style':18}  {shares}"]
    short = []
    for path in documents(shared / "evidence"):
        session = session_of(path)
        kept = scorer.conservation(scorer.source_words(path), session)
        loose = path.parent.name in LOOSE
        invented = kept["invented"] / max(1, kept["words"])
        fine = [
            kept["kept"] >= 0.995, kept["dropped"] <= (0.10 if loose else 0.03),
            kept["note"] <= (0.20 if loose else 0.05), invented <= 0.001, kept["in order"] >= 0.99,
        ]  # fmt: skip
        row = (
            f"{path.name[:44]:44} {session['style']:18} {kept['kept']:.3f} {kept['dropped']:7.3f} "
            f"{kept['note']:.3f} {invented:8.5f} {kept['in order']:.3f}"
        )
        gold = path.with_suffix(".gold.csv")
        if gold.exists():
            turns = scorer.turns_score(session, gold)
            found, _, wanted = turns["questions"].partition(" of ")
            fine += [
                turns["turn starts found"] >= 0.99, share(turns["label right"]) >= 0.99,
                share(turns["question right"]) >= 0.995, abs(int(found) - int(wanted)) <= 0.01 * int(wanted),
            ]  # fmt: skip
            row += (
                f" {turns['turn starts found']:6.4f} {share(turns['label right']):6.4f} "
                f"{share(turns['question right']):7.4f} {turns['questions']}"
            )
        rows.append(row)
        if not all(fine):
            short.append(f"{row}\n    {kept['lost most']}")
    with capsys.disabled():
        print("\n" + "\n".join(rows))
    assert len(rows) > 1
    assert not short, "\n".join(short)


def test_a_hearing_that_is_its_contents_has_no_question_and_no_label(shared: Path) -> None:
    for path in (shared / "evidence" / "us-congress").glob("us_senate_rules_*.txt"):
        session = session_of(path)
        assert not any(item["questions"] for item in session["items"])
        assert not any(paragraph["label"] for item in session["items"] for paragraph in item["paragraphs"])


CATALAN = """
name = "parlament"
about = "record of a sitting, who speaks in a paragraph style"

[header]
body = { style = 'C/ Òrgan' }
reference = { style = 'C/ Sessió' }
chair = { style = 'C/ Presidència', pattern = 'Presidència de la M\\. H\\. (?P<value>.+)' }

[[turn]]
style = 'D3/ Intervinent'

[[item]]
style = 'D3/ Títol.*'

[[stage]]
style = 'D3/ Acotació.*'
"""


def test_speakers_known_by_their_paragraph_style(shared: Path, tmp_path: Path) -> None:
    from coder.evidence.styles import read_descriptions

    (tmp_path / "parlament.toml").write_text(CATALAN, encoding="utf-8")
    path = shared / "evidence" / "word" / "PCAT-4101-25082017.docx"
    document = read_blocks(path.read_bytes(), path.name)
    session = build(document, path.name, own=read_descriptions(tmp_path))
    assert session.style == "parlament"
    labelled = [paragraph for paragraph in session.paragraphs() if paragraph.label]
    assert [paragraph.label for paragraph in labelled] == ["La presidenta"]
    spoken = [paragraph for paragraph in session.paragraphs() if paragraph.role != "procedural"]
    assert {paragraph.speaker for paragraph in spoken} == {"Sra. Carme Forcadell i Lluís"}
    assert spoken[0].text.startswith("Comença la sessió.")
