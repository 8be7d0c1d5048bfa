"""Inquiries to archive, and archives changed by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from coder.inquiry.folder import open_inquiry
from coder.inquiry.tagging import Hand
from tests.inquiry_support import CODED, SLUG, TRANSCRIPT, correct, make_folder, run, transcript

WHEN = "2025-03-31T16:00:00+00:00"
WITHDRAWN, PURGED = "lanes-2025-06-03", "lanes-2025-07-01"
SECRET = "blackthorn in another hedge"
"""Stands in the purged session alone."""
P1, P2, P3, P4, P5, P6, P7 = CODED
MINUTES = """\
## MARLEY COUNTY COUNCIL

### SELECT COMMITTEE - FERRIES

MINUTES of a meeting of the Select Committee - Ferries held at Quay House on Tuesday, 1 April 2025.

PRESENT: Mrs A Ash (Chairman), Mr B Beech and Ms C Cedar

**7. 10.00am - Ruth Lane, Manager (Beacon Ferries)**

(1) The Chairman welcomed Ruth Lane and thanked her for crossing the water in such a wind.

**Question – How often does the boat run?**

(2) Ruth Lane replied that the boat left at ten minutes to the hour from six until nine in the evening.

(3) {}
"""
FERRIES = "ferries-2025-04-01"


def did(folder: Path, *arguments: str, who: str = "AB") -> str:
    done = run(folder, *arguments, "--as", who)
    assert done.status == 0, (arguments, done.err)
    return done.out


def busy_folder(folder: Path) -> Path:
    """With sessions corrected, reimported, withdrawn and purged, a revised codebook, assignments, decisions,
    memos, quotes, something undone, and what lies where nothing of the tool's does."""
    make_folder(folder)
    for slug, day in ((WITHDRAWN, "2025-06-03"), (PURGED, "2025-07-01")):
        text = TRANSCRIPT.replace(SLUG, slug).replace("2025-05-06", day)
        text = text.replace("the blackthorn had", f"the {SECRET} had" if slug == PURGED else "the elder had")
        transcript(folder, slug).write_text(text, encoding="utf-8")
    for number, text in enumerate(
        ("The second engine had been out of use.", "Both engines had been mended.")
    ):
        document = folder / f"minutes {number}.md"
        document.write_text(MINUTES.format(text), encoding="utf-8")
    did(folder, "import", str(folder / "minutes 0.md"))
    did(folder, "tag", f"{FERRIES}/7.3", "speed")
    did(folder, "reimport", FERRIES, str(folder / "minutes 1.md"))
    for who, codes in (("AB", ["speed", "sight=2"]), ("CD", ["speed"]), ("EF", ["sight=1"])):
        for at in (P1, P2, P3, P4, f"{WITHDRAWN}/3.2", f"{PURGED}/3.5"):
            did(folder, "tag", at, *codes, who=who)
        did(folder, "read", P5, P6, who=who)
    did(folder, "tag", P3, "speed", "--quote", "delivery vans")
    did(folder, "memo", f"{PURGED}/3.5", f"look at the {SECRET}")
    did(folder, "memo", P3, "=1+1 is no formula “ ∑ é")
    correct(folder, ("A second cut would need another tractor", "Another cut would need a second tractor"),
            ("### 5 | answer | speaker: Ruth Adeyemi\n", ""))  # fmt: skip
    did(folder, "codebook", "redefine", "speed", "--definition", "How fast.")
    did(folder, "codebook", "add", "Noise", "--under", "safety")
    did(folder, "assign", FERRIES, "--to", "GH", "IJ", "--seed", "1", who="RV")
    did(folder, "adjudicate", P3, "sight", "accept", "--reason", "so", who="RV")
    did(folder, "witnesses", "set", "Wren", "sector", "parish")
    did(folder, "withdraw", WITHDRAWN, "--reason", "asked for by the witness")
    did(folder, "withdraw", PURGED, "--reason", "was heard in private", "--purge", "--yes")
    did(folder, "tag", P6, "dearer")
    did(folder, "undo")
    (folder / "sessions" / "originals" / "stray.pdf").write_bytes(b"nobody's")
    (folder / "styles").mkdir()
    return folder


def kent_folder(folder: Path, shared: Path) -> Path:
    """Real minutes, tagged by two coders."""
    assert run(folder.parent, "init", str(folder)).status == 0
    did(folder, "import", str(shared / "evidence" / "kent-commissioning-2014-02-03.md"))
    with open_inquiry(folder) as inquiry:
        codes = [code for code in inquiry.codebook.codes if code.parent]
        said = [one.paragraph for one in inquiry.store.index.everything() if one.paragraph.role != "question"]
        for who, step in (("AB", 5), ("CD", 7)):
            hand = Hand(inquiry, who)
            with inquiry.store.transaction():
                for number, paragraph in enumerate(said):
                    middle = len(paragraph.text) // 2
                    passage = (middle // 2, middle) if number % step == 0 and middle > 20 else None
                    hand.tag(paragraph.id, [(codes[(number * step) % len(codes)], None)], passage)
    return folder


def archive(folder: Path, file: Path, *options: str, who: str = "RV") -> Path:
    done = run(folder, "archive", str(file), "--date", WHEN, "--as", who, *options)
    assert done.status == 0, done.err
    return file


def members(file: Path) -> dict[str, bytes]:
    """What is in an archive, by its path below the one folder."""
    with ZipFile(file) as found:
        return {name.partition("/")[2]: found.read(name) for name in found.namelist()}


def write_members(file: Path, parts: dict[str, bytes], base: str = "lanes") -> Path:
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(ZipInfo(f"{base}/{name}", (1980, 1, 1, 0, 0, 0)), data, ZIP_DEFLATED)
    return file


def changed(file: Path, target: Path, change: Callable[[dict[str, bytes]], Any], sign: bool = False) -> Path:
    """An archive with its members changed, the manifests as they were or made to fit (`sign`)."""
    parts = members(file)
    change(parts)
    if sign:
        for manifest, is_payload in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
            parts[manifest] = "".join(
                f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(parts.items())
                if name.startswith("data/") == is_payload and name != "tagmanifest-sha256.txt"
            ).encode()  # fmt: skip
    return write_members(target, parts)
