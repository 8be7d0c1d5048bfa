"""Chromium without a window, driven over its DevTools protocol, and a served coder to point it at."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pyte

from tests.inquiry_support import clean_environment

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-port=0", "--remote-allow-origins=*", "--window-size=1280,800",
)  # fmt: skip
SECONDS = 60
"""The longest anything is waited for."""


@dataclass
class Served:
    """A running `coder serve`."""

    process: asyncio.subprocess.Process
    url: str
    token: str
    said: str

    @property
    def entrance(self) -> str:
        return f"{self.url}/?token={self.token}"

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def children(self) -> set[int]:
        """The processes it has started and that have not ended."""
        return children(self.process.pid)

    async def end(self, by: signal.Signals = signal.SIGINT) -> str:
        """End it as Ctrl+C does; what it wrote since its address."""
        if self.process.returncode is None:
            self.process.send_signal(by)
        assert self.process.stdout
        async with asyncio.timeout(SECONDS):
            rest = await self.process.stdout.read()
            await self.process.wait()
        return rest.decode()


def children(process: int) -> set[int]:
    found = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)
    return {int(line) for line in found.stdout.split()}


@asynccontextmanager
async def served(folder: Path, *arguments: str) -> AsyncIterator[Served]:
    """`coder serve` in a process of its own, on a free port, on an inquiry folder."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "coder", "serve", "--port", "0", *arguments,
        cwd=folder, env=clean_environment(),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout
    try:
        async with asyncio.timeout(SECONDS):
            said = (await process.stdout.readuntil(b"ends it.\n")).decode()
        found = re.search(r"(http://\S+)/\?token=(\S+)", said)
        assert found, said
        server = Served(process, found[1], found[2], said)
        yield server
        await server.end()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


class Drawn:
    """What a tab is told over its websocket, drawn as a terminal would."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(400, 200)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def take(self, data: bytes) -> None:
        self._stream.feed(re.sub(rb"\x1b\[[<>]", b"\x1b[?", data))  # pyte knows no such private modes

    async def until(self, seen: Callable[[str], bool], more: Callable[[], Awaitable[object]]) -> str:
        """Take more until the screen has what is waited for; the screen then."""
        try:
            async with asyncio.timeout(SECONDS):
                while not seen(self.text):
                    await more()
        except TimeoutError:
            raise AssertionError(f"waited in vain; the screen was:\n{self.text}") from None
        return self.text


class Wire:
    """A tab without a browser: its websocket alone."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket, self._drawn = socket, Drawn()

    async def press(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])

    async def until(self, seen: Callable[[str], bool]) -> str:
        return await self._drawn.until(seen, self._next)

    async def _next(self) -> None:
        message = await self.socket.receive()
        assert message.type not in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED), self._drawn.text
        if message.type is aiohttp.WSMsgType.BINARY:
            self._drawn.take(message.data)


@dataclass
class Page:
    """A tab of Chromium."""

    socket: aiohttp.ClientWebSocketResponse
    status: int = 0
    """Of the page last loaded."""
    asked: set[str] = field(default_factory=set)
    """Every address it has asked for."""
    complaints: list[str] = field(default_factory=list)
    """What the browser's console and the policy against foreign content said."""

    def __post_init__(self) -> None:
        self._count, self._drawn = 0, Drawn()

    async def ask(self, method: str, **parameters: Any) -> Any:
        """Run a DevTools command; its result."""
        self._count += 1
        number = self._count
        await self.socket.send_json({"id": number, "method": method, "params": parameters})
        while (message := await self._next()).get("id") != number:
            pass
        assert "error" not in message, message
        return message["result"]

    async def open(self, url: str) -> int:
        """Go to an address; the status it answered with after redirects."""
        for domain in ("Network", "Page", "Runtime", "Log"):
            await self.ask(f"{domain}.enable")
        self.status = 0
        await self.ask("Page.navigate", url=url)
        while not self.status:
            await self._next()
        return self.status

    async def evaluate(self, expression: str) -> Any:
        found = await self.ask(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        return found["result"].get("value")

    async def until(self, seen: Callable[[str], bool]) -> str:
        """Wait until the screen has what is waited for; the screen then."""
        return await self._drawn.until(seen, self._next)

    async def until_true(self, expression: str) -> None:
        """Wait until what a script says of the page is so."""
        async with asyncio.timeout(SECONDS):
            while not await self.evaluate(expression):
                pass

    async def press(self, key: str, code: int = 0, modifiers: int = 0) -> None:
        """Press a key: a character, or one of the keyboard's names with its Windows code."""
        told = {"key": key, "windowsVirtualKeyCode": code or ord(key.upper()), "modifiers": modifiers}
        await self.ask("Input.dispatchKeyEvent", type="keyDown", text="" if code else key, **told)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **told)

    async def picture(self, path: Path) -> None:
        taken = await self.ask("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(taken["data"]))

    async def _next(self) -> dict[str, Any]:
        async with asyncio.timeout(SECONDS):
            message: dict[str, Any] = await self.socket.receive_json()
        told = message.get("params", {})
        match message.get("method"):
            case "Network.responseReceived" if told["type"] == "Document":
                self.status = told["response"]["status"]
            case "Network.requestWillBeSent":
                self.asked.add(told["request"]["url"])
            case "Network.webSocketCreated":
                self.asked.add(told["url"])
            case "Network.webSocketFrameReceived" if told["response"]["opcode"] == 2:
                self._drawn.take(base64.b64decode(told["response"]["payloadData"]))
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(told["exceptionDetails"]))
        return message


class Chromium:
    """The browser, and its tabs."""

    def __init__(self, client: aiohttp.ClientSession, port: int) -> None:
        self._client, self._base = client, f"http://127.0.0.1:{port}/json"

    @asynccontextmanager
    async def tab(self) -> AsyncIterator[Page]:
        """A tab, closed at the end of the block."""
        async with self._client.put(f"{self._base}/new?about:blank") as answer:
            target = await answer.json()
        async with self._client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            yield Page(socket)
        async with self._client.get(f"{self._base}/close/{target['id']}"):
            pass


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Chromium]:
    """The browser with an empty profile of its own in a folder, ended at the end of the block."""
    assert CHROMIUM
    profile = folder / "chromium"
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    try:
        async with asyncio.timeout(SECONDS):
            while b"DevTools listening on " not in (line := await process.stderr.readline()):
                assert line, "Chromium did not start"
        found = re.search(rb"127\.0\.0\.1:(\d+)", line)
        assert found
        silent = asyncio.create_task(process.stderr.read())
        async with aiohttp.ClientSession() as client:
            yield Chromium(client, int(found[1]))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
    await silent
