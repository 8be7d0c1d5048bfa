"""The inquiry: the folder one works in, found, checked, opened and made."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from coder.codebook import Codebook, read_codebook
from coder.errors import CoderError
from coder.evidence.citations import STYLES_OWN, Citing, read_citing
from coder.evidence.model import ROLES, plain
from coder.files import take_place
from coder.store import Store

if TYPE_CHECKING:
    from coder.inquiry.codebooks import Standing
    from coder.inquiry.seen import Seen

SETTINGS = "inquiry.toml"
OWN_STORE, COPIES = Path(".coder", "store.db"), Path(".coder", "backups")
"""The store where no server is named, and its copies."""
DEFAULT_ROLES = ("answer", "opening", "statement", "closing")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `inquiry.toml` says. `roles` are those that stepping and agreement cover."""

    name: str = ""
    codebook: str | None = None
    roles: tuple[str, ...] = DEFAULT_ROLES
    citing: Citing = STYLES_OWN
    store: str | None = None
    """The address of a team's store; none where the store is the inquiry's own file."""


@dataclass
class Inquiry:
    """An open inquiry folder. The store is opened, and made where it is not there, when first used."""

    folder: Path
    settings: Settings
    remarks: list[str] = field(default_factory=list)
    """What taking in the transcripts found, for the user to hear once."""

    @property
    def name(self) -> str:
        return self.settings.name or self.folder.resolve().name

    @property
    def sessions(self) -> Path:
        return self.folder / "sessions"

    @property
    def styles(self) -> Path:
        """The folder of the house styles its user has described."""
        return self.folder / "styles"

    @property
    def originals(self) -> Path:
        return self.sessions / "originals"

    @property
    def drafts(self) -> Path:
        """Where transcripts lie that are being edited."""
        return self.folder / ".coder" / "editing"

    @cached_property
    def store(self) -> Store:
        return Store(self.settings.store or self.folder / OWN_STORE)

    @cached_property
    def seen(self) -> Seen:
        """What the files here said when they were last one with a store that other machines use too."""
        from coder.inquiry.seen import Seen

        return Seen(self.folder / ".coder" / "seen")

    @cached_property
    def codebook_path(self) -> Path:
        """The codebook in force: the one `inquiry.toml` names, or the only one there is."""
        folder = self.folder / "codebooks"
        if self.settings.codebook:
            path = folder / f"{self.settings.codebook}.yaml"
            if not path.is_file() and not self._from_store():
                there = ", ".join(sorted(file.stem for file in folder.glob("*.yaml"))) or "none"
                raise CoderError(
                    f"{self.folder / SETTINGS}: names the codebook {self.settings.codebook}, "
                    f"which is not in codebooks/ (there: {there})."
                )
            return path
        paths = sorted(folder.glob("*.yaml"))
        if not paths and (written := self._from_store()):
            return written
        if len(paths) != 1:
            many = "more than one codebook" if paths else "no codebook"
            raise CoderError(
                f'{folder}: there is {many}; say which is in force by a line codebook = "NAME" in {SETTINGS}.'
            )
        return paths[0]

    def _from_store(self) -> Path | None:
        """The codebook's file, written from a team's store that has it."""
        from coder.inquiry.travelling_codebooks import write_missing

        return write_missing(self, self.settings.codebook) if self.store.shared else None

    @cached_property
    def standing(self) -> Standing:
        """The codebook in force, and how its file differs; looked up once, until `look_again`."""
        from coder.inquiry.codebooks import standing

        return standing(self)

    @property
    def codebook(self) -> Codebook:
        """The codebook in force. Raises CoderError where there is none that can be used."""
        return self.standing.codebook

    @property
    def codebook_remark(self) -> str:
        """What the user should know of the codebook's file; empty where all is well, or there is none."""
        try:
            return self.standing.remark
        except CoderError:  # said by what needs a codebook
            return ""

    def look_again(self) -> None:
        """Have the codebook looked up anew: it was revised, or may have been elsewhere."""
        self.__dict__.pop("standing", None)

    def look_for_news(self) -> None:
        """The same, where it was revised elsewhere or its file was changed."""
        from coder.inquiry.codebooks import is_current

        with suppress(CoderError):  # said by what needs a codebook
            if "standing" in self.__dict__ and not is_current(self):
                self.look_again()

    def close(self) -> None:
        if "store" in self.__dict__:
            self.store.close()

    def __enter__(self) -> Inquiry:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def file_stamp(path: Path) -> str:
    """What changes when a file does: size and time of last change. Raises CoderError where it is gone."""
    try:
        stat = path.stat()
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None
    return f"{stat.st_size} {stat.st_mtime_ns}"


def inquiry_folder(start: Path) -> Path | None:
    """The nearest folder with an inquiry in it, here or above. Raises CoderError for no folder at all."""
    if not start.is_dir():
        raise CoderError(f"{start}: there is no such folder.")
    folders = (start.resolve(), *start.resolve().parents)
    return next((folder for folder in folders if (folder / SETTINGS).is_file()), None)


def open_inquiry(
    start: Path, seen_by: Callable[[Inquiry], str | None] | None = None, at_once: bool = True
) -> Inquiry:
    """The inquiry in a folder or the nearest one above it, its transcripts taken in.

    `seen_by` says who asks (None: nobody said); where it is given, only what they may see is shown. Not
    `at_once`, whoever opens it has the transcripts taken in. Raises CoderError where there is none, or its
    settings are wrong.
    """
    from coder.inquiry.correcting import take_in_transcripts

    folder = inquiry_folder(start)
    if folder is None:
        raise CoderError(
            f"{start.resolve()}: there is no inquiry here or above; make one with `coder init`, "
            "or look at the example with `coder demo`."
        )
    inquiry = Inquiry(folder, read_settings(folder / SETTINGS))
    try:
        if seen_by:
            from coder.inquiry.blindness import see_as

            see_as(inquiry, seen_by(inquiry))
        if at_once:
            inquiry.remarks += take_in_transcripts(inquiry)
    except BaseException:
        inquiry.close()
        raise
    return inquiry


def read_settings(path: Path) -> Settings:
    """Read and check `inquiry.toml`. Raises CoderError with the line or the key that is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise CoderError(f"{path}: not valid TOML: {error}.") from None
    except UnicodeDecodeError:
        raise CoderError(f"{path}: not UTF-8 text; save it as UTF-8.") from None
    except RecursionError:
        raise CoderError(f"{path}: nested too deeply for settings.") from None
    except OSError as error:
        raise CoderError(f"{path}: cannot be read ({error.strerror}).") from None
    unknown = sorted(set(data) - {"name", "codebook", "roles", "citations", "store"})
    if unknown:
        raise CoderError(
            f"{path}: there is no setting {unknown[0]}; there are name, codebook, roles, citations and store."
        )
    return Settings(
        name=_text(data, "name", path) or "",
        codebook=_text(data, "codebook", path),
        roles=_roles(data.get("roles", DEFAULT_ROLES), path),
        citing=read_citing(data.get("citations", {}), str(path)),
        store=_store(_text(data, "store", path), path),
    )


def _store(address: str | None, path: Path) -> str | None:
    """The address of a team's store, checked; nothing is connected to yet."""
    if address is not None:
        from coder.store.address import read_address

        try:
            read_address(address)
        except CoderError as error:
            raise CoderError(f"{path}: {error}") from None
    return address


def _text(data: dict[str, Any], key: str, path: Path) -> str | None:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise CoderError(f'{path}: {key} is a text in quotes, such as {key} = "commissioning".')
    return value


def _roles(value: Any, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value or any(role not in ROLES for role in value):
        raise CoderError(f"{path}: roles is a list of some of {', '.join(ROLES)}.")
    return tuple(value)


def make_inquiry(folder: Path, name: str, codebook: Path) -> Path:
    """Make a new inquiry in a folder, with a copy of a codebook to start from; the settings file.

    Raises CoderError where there is one already, or the codebook does not hold.
    """
    settings = folder / SETTINGS
    if settings.exists():
        raise CoderError(f"{settings}: there is an inquiry here already; nothing was changed.")
    read_codebook(codebook)
    target = folder / "codebooks" / f"{codebook.stem}.yaml"
    try:
        (folder / "sessions" / "originals").mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(exist_ok=True)
        if not target.exists():
            write_beside(target, codebook.read_bytes())
        write_beside(settings, (
            "# The inquiry in this folder: its evidence is in sessions/, its codes in codebooks/.\n"
            f"name = {_quoted(name)}\n"
            f"codebook = {_quoted(codebook.stem)}\n"
            "# Stepping and agreement cover these roles:\n"
            f"# roles = {list(DEFAULT_ROLES)}\n"
            "# Paragraphs are cited as their house style does, unless a preset or templates are given:\n"
            '# citations = {preset = "commons"}\n'
        ).encode())  # fmt: skip
    except OSError as error:
        raise CoderError(f"{error.filename or folder}: cannot be written ({error.strerror}).") from None
    return settings


def _quoted(text: str) -> str:
    """As TOML: its quoted texts are JSON's, where nothing steers."""
    return json.dumps(plain(text).encode(errors="replace").decode(), ensure_ascii=False)


def write_beside(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside its place, then renamed into it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        take_place(beside, path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
