"""A PostgreSQL server for tests: Debian's binaries or those on PATH, in a folder of its own, on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Literal

import psycopg

INSTALLED = "/usr/lib/postgresql"
SERVANTS = ("postgres", "nobody")
"""Users to run the server as where these tests are run by root, which it refuses."""
SETTINGS = ("max_connections = 200", "shared_buffers = 32MB", "lc_messages = 'C'")


@dataclass
class Server:
    """A server that can be stopped and started again, always at the same port."""

    binaries: Path
    data: Path
    port: int

    def address(self, database: str = "postgres", user: str = "coder") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self._control("start", "-w", "-o", f"-p {self.port}")

    def stop(self, how: str = "fast") -> None:
        """`fast` ends sessions, `immediate` is a crash."""
        self._control("stop", "-w", "-m", how)

    def _control(self, what: str, *options: str) -> None:
        log = self.data / "server.log"
        _run(self.binaries / "pg_ctl", what, "-D", self.data, "-l", log, "-s", *options)


class Line:
    """A line to a server that can be cut: now, or at the next commit before or after the server has it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._ends: list[socket.socket] = []
        self._at_commit, self._stays_cut = "", False
        self.is_cut = False
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._answer, daemon=True).start()

    def address(self) -> str:
        return self._server.address().replace(f":{self._server.port}/", f":{self.port}/")

    def cut_at_commit(self, when: Literal["before", "after"], stays_cut: bool = False) -> None:
        """Cut it once; it takes new connections at once, unless it `stays_cut` until `mend`."""
        self._at_commit, self._stays_cut = when, stays_cut

    def cut(self, stays_cut: bool = True) -> None:
        self.is_cut = stays_cut
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def mend(self) -> None:
        self.is_cut = False

    def close(self) -> None:
        self.cut()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                if self.is_cut:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._server.port))
                self._ends += [client, server]
                for end in (client, server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for source, target, when in ((client, server, "before"), (server, client, "after")):
                    threading.Thread(target=self._carry, args=(source, target, when), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, when: str) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                if self._at_commit == when and b"COMMIT\0" in data:
                    self._at_commit = ""
                    self.cut(self._stays_cut)
                    return
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)


def soon(told: Callable[[], bool]) -> bool:
    """Whether news comes; a server tells it a moment after it has saved what it is about."""
    until = monotonic() + 10
    while monotonic() < until:
        if told():
            return True
    return False


def why_not() -> str:
    """Why there can be no server here; empty where there can."""
    if os.name == "nt":
        return "a server for tests is started on Unix alone"
    if _binaries() is None:
        return f"PostgreSQL's programs are neither in {INSTALLED} nor on PATH"
    if os.getuid() == 0 and _servant() is None:
        return "PostgreSQL does not run as root, and there is no other user here to run it as"
    return ""


@contextmanager
def running() -> Iterator[Server]:
    """A new server, gone with its folder at the end. `coder` needs no password there, `guarded` does."""
    binaries = _binaries()
    assert binaries is not None and not why_not(), why_not()
    folder = Path(tempfile.mkdtemp(prefix="coder-postgres-"))
    folder.chmod(0o755)
    server = Server(binaries, folder / "data", _free_port())
    try:
        server.data.mkdir(mode=0o700)
        if servant := _servant():
            os.chown(server.data, *servant)
        _run(binaries / "initdb", "-D", server.data, "-U", "coder", "-A", "trust", "-E", "UTF8", "--no-sync",
             "--locale=C.UTF-8")  # fmt: skip
        rules = server.data / "pg_hba.conf"
        guarded = "host all guarded 127.0.0.1/32 scram-sha-256\n"
        rules.write_text(guarded + rules.read_text(encoding="utf-8"), encoding="utf-8")
        listening = ("listen_addresses = '127.0.0.1'", "unix_socket_directories = ''")
        with (server.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join((*SETTINGS, *listening, "")))
        server.start()
        yield server
    finally:
        if (server.data / "postmaster.pid").exists():
            server.stop("immediate")
        shutil.rmtree(folder)


def ask(address: str, *statements: str) -> list[tuple[object, ...]]:
    """Run statements beside the store; the rows of the last."""
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _binaries() -> Path | None:
    versions = sorted(Path(INSTALLED).glob("*/bin/initdb"), key=lambda one: one.parts[-3].zfill(3))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _servant() -> tuple[int, int] | None:
    """User and group."""
    if os.getuid() != 0:
        return None
    import pwd

    known = {one.pw_name: (one.pw_uid, one.pw_gid) for one in pwd.getpwall()}
    return next((known[name] for name in SERVANTS if name in known), None)


def _run(*command: object) -> None:
    servant = _servant()
    user, group = servant or (None, None)
    done = subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd="/",
        stderr=subprocess.STDOUT, text=True, check=False, timeout=60,
        user=user, group=group, extra_groups=None if servant is None else (),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
