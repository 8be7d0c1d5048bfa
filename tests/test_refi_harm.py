"""Files made to do harm, and files that are not whole: one sentence, little time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from itertools import chain, islice, repeat
from pathlib import Path

import pytest

from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import clean_environment, make_folder
from tests.project_support import SPACE, Made, coding, guid, of_text, selection, source

TEXT = "The vans are fast.\n"
CHUNK = b"x" * (1 << 20)
MEMORY = 150
"""Megabytes beyond what the command takes to say that a file is not there."""
SECONDS = 30
WATCH = """
import resource, sys
from coder.cli import main
status = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
sys.exit(status)
"""


def made(**more: object) -> Made:
    return of_text(TEXT, selection(4, 8, coding("Vans")), **more)


def packed(path: Path, member: str, chunks: Iterator[bytes], project: Made) -> Path:
    """A project with a large member, written bit by bit."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if member != "project.qde":
            archive.writestr("project.qde", project.xml)
        with archive.open(member, "w", force_zip64=True) as into:
            for chunk in chunks:
                into.write(chunk)
    return path


def written(path: Path, parts: Iterator[str]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts)
    return path


def codes(deep: bool, many: int) -> Iterator[str]:
    """A million codes below each other, or beside each other."""
    yield f'<Project xmlns="{SPACE}" name="p"><CodeBook><Codes>'
    for number in range(many):
        yield f'<Code guid="{number:08x}-0000-0000-0000-000000000000" name="c" isCodable="true">'
        if not deep:
            yield "</Code>"
    if deep:
        yield from repeat("</Code>", many)
    yield "</Codes></CodeBook></Project>"


def entities(path: Path) -> Path:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))
    xml = made().xml.replace("<Project", f'<!DOCTYPE Project [<!ENTITY a0 "lol">{bomb}]><Project', 1)
    path.write_text(xml.replace('name="Vans"', 'name="&a19;"'), encoding="utf-8")
    return path


def outside(path: Path) -> Path:
    xml = made().xml.replace(
        "<Project", '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project', 1
    )
    path.write_text(xml.replace("<Users>", "<Description>&x;</Description><Users>"), encoding="utf-8")
    return path


def cut(path: Path) -> Path:
    whole = made().write(path).read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    return path


def cut_xml(path: Path) -> Path:
    path.write_text(made().xml[:-400], encoding="utf-8")
    return path


def damaged(path: Path) -> Path:
    """One byte of the packed project is another."""
    whole = bytearray(made().write(path).read_bytes())
    whole[60] ^= 0xFF
    path.write_bytes(bytes(whole))
    return path


def lying(path: Path) -> Path:
    """A member that says it is small, and unpacks to far more."""
    whole = packed(path, "sources/talk.txt", islice(repeat(CHUNK), 30), made()).read_bytes()
    at = whole.rfind(b"PK\x01\x02")
    path.write_bytes(whole[: at + 24] + (100).to_bytes(4, "little") + whole[at + 28 :])
    return path


def with_member(name: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        made().write(path)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(name, "x")
        return path

    return write


def with_path(name: str) -> Callable[[Path], Path]:
    return lambda path: Made(sources=[source("talk", path=name)], files={"talk.txt": TEXT}).write(path)


def again(path: Path) -> Path:
    """Many sources that are one file: each may be as large, and no more than some."""
    names = [f"talk {number}" for number in range(8)]
    project = Made(sources=[source(name, path="internal://talk.txt") for name in names])
    block = os.urandom(16_000).hex().encode()[:20_000]
    return packed(path, "sources/talk.txt", islice(repeat(block), 1_500), project)


def directory(path: Path) -> Path:
    """The list of an archive's members is said to have 500 MB; they take no place on the disk."""
    size = 500_000_000
    end = b"PK\x05\x06" + bytes(4) + (1).to_bytes(2, "little") * 2 + size.to_bytes(4, "little") + bytes(6)
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(size + 4)
        file.seek(0, 2)
        file.write(end)
    return path


def crowded(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", made().xml)
        for number in range(70_000):
            archive.writestr(zipfile.ZipInfo(f"sources/{number}"), b"")
    return path


def two_gigabytes(path: Path) -> Path:
    """It takes no place on the disk."""
    with path.open("wb") as file:
        file.write(made().xml.encode())
        file.truncate(2 << 30)
    return path


FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "bomb.qdpx": (
        lambda path: packed(path, "sources/talk.txt", islice(repeat(CHUNK), 900), made()), "over 32 MB"),
    "again.qdpx": (again, "far more than"),
    "directory.qdpx": (directory, "far more than"),
    "xml-bomb.qdpx": (
        lambda path: packed(path, "project.qde", chain([made().xml.encode()], islice(repeat(CHUNK), 250)),
                            made()), "far more than"),
    "source-2GB.qdpx": (
        lambda path: packed(path, "sources/talk.txt", chain([os.urandom(1 << 20)],
                            islice(repeat(CHUNK), 2047)), made()), "over 32 MB"),
    "2GB.qde": (two_gigabytes, "over 300 MB"),
    "lying.qdpx": (lying, "damaged or cut short"),
    "crowded.qdpx": (crowded, "far more than"),
    "member-up.qdpx": (with_member("../evil.txt"), "leads out of it"),
    "member-root.qdpx": (with_member("/etc/evil.txt"), "leads out of it"),
    "member-drive.qdpx": (with_member("C:\\evil.txt"), "leads out of it"),
    "member-windows.qdpx": (with_member("sources\\..\\..\\evil.txt"), "leads out of it"),
    "path-up.qdpx": (with_path("internal://../../../etc/passwd"), "leads out of it"),
    "path-root.qdpx": (with_path("/etc/passwd"), "leads out of it"),
    "path-file.qdpx": (with_path("file:///etc/passwd"), "leads out of it"),
    "entities.qde": (entities, "document type"),
    "outside.qde": (outside, "document type"),
    "deep.qde": (lambda path: written(path, codes(True, 1_000_000)), "hundreds deep"),
    "wide.qde": (lambda path: written(path, codes(False, 1_000_000)), "over 10,000 codes"),
    "alike.qdpx": (
        lambda path: Made(sources=[source("a"), source("a")]).write(path),
        f"two sources have the GUID {guid('a')}"),
    "cut.qdpx": (cut, "damaged or cut short"),
    "cut.qde": (cut_xml, "damaged, cut short"),
    "damaged.qdpx": (damaged, "damaged or cut short"),
    "empty.qdpx": (lambda path: path.touch() or path, "damaged, cut short"),  # type: ignore[func-returns-value]
    "none.qdpx": (lambda path: Made(root="notes.txt").write(path), "no file .qde"),
    "gone.qdpx": (lambda path: path, "No such file"),
}  # fmt: skip


def take(folder: Path, path: Path) -> tuple[str, int, int]:
    """What merging a file says in a process of its own, its exit status, and the megabytes it took."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH, "--inquiry", str(folder), "merge", str(path), "--as", "ME",
         "--add-codes", "--add-sessions"],
        env=clean_environment(), capture_output=True, text=True, check=False, timeout=SECONDS,
    )  # fmt: skip
    return done.stderr, done.returncode, int(done.stdout.split()[-1])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_folder(tmp_path_factory.mktemp("harm") / "lanes")
    take(folder, folder / "gone.qdpx")
    return folder


@pytest.fixture(scope="module")
def idle(folder: Path) -> int:
    """Megabytes that it takes to say that a file is not there."""
    return take(folder, folder / "gone.qdpx")[2]


def everything(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".coder" not in path.parts)
    return {str(path): path.read_bytes() for path in files}


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is asked of POSIX")
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_does_harm_gets_one_sentence_and_little_memory(
    folder: Path, idle: int, tmp_path: Path, name: str
) -> None:
    write, said = FILES[name]
    path = write(tmp_path / name)
    before = everything(folder)
    complaint, status, megabytes = take(folder, path)
    assert status == 1
    assert said in complaint and complaint.startswith("coder: ") and complaint.count("\n") == 1, complaint
    assert megabytes - idle < MEMORY, f"{megabytes} MB, {idle} MB at rest"
    assert everything(folder) == before
    with open_inquiry(folder) as inquiry:
        assert list(inquiry.store.journal.entries()) == []
    assert not (tmp_path / "evil.txt").exists() and not (tmp_path.parent / "evil.txt").exists()


def test_recordings_however_large_are_not_unpacked(folder: Path, tmp_path: Path) -> None:
    """A bomb that nothing reads does no harm, and a project with an hour of video is no bomb."""
    project = made()
    path = packed(tmp_path / "video.qdpx", "sources/film.mp4", islice(repeat(CHUNK), 400), project)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("sources/talk.txt", TEXT)
    from coder.exchange.refi.reading import read_refi

    assert len(read_refi(path).codings) == 1
