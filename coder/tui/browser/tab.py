"""A browser's tab: its process on the server's side, and how that process is joined to it."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import Any

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

PATIENCE = 5.0
"""Seconds a process has to end by itself once its tab is gone."""
DRIVER = "coder.tui.browser.driver:TabDriver"


class Tab(AppService):
    """One process of the screens for one websocket. Unlike its base it needs no shell, whose quoting
    differs from system to system, and ends its process even where that does not answer."""

    def __init__(self, command: list[str], socket: web.WebSocketResponse, downloads: DownloadManager) -> None:
        super().__init__(
            "", write_bytes=socket.send_bytes, write_str=socket.send_str, close=_closing(socket),
            download_manager=downloads,
        )  # fmt: skip
        self._words = command

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = self._build_environment(width, height) | {"TEXTUAL_DRIVER": DRIVER}
        self._process = await asyncio.create_subprocess_exec(
            *self._words, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Hand on what the process writes until it ends; the tab is told then, however it ended."""
        await super().run()
        await self.remote_close()

    async def on_data(self, payload: bytes) -> None:
        with suppress(ConnectionError):  # the tab is gone; reading on lets the process end
            await super().on_data(payload)

    async def stop(self) -> None:
        """End the process: its input ends, which it takes for the tab's end; killed where it does not."""
        if self._process is None or self._task is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        self.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        await self._task
        self._task = None


def _closing(socket: web.WebSocketResponse) -> Any:
    async def close() -> None:
        with suppress(ConnectionError):
            await socket.close()

    return close
