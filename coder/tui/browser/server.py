"""The server: textual-serve's, with our own page, behind our own door."""

from __future__ import annotations

import logging
import socket
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import WSCloseCode, web
from textual_serve.server import Server, to_int

from coder.inquiry.who import preferences
from coder.tui.browser.door import Door
from coder.tui.browser.tab import PATIENCE, Tab
from coder.tui.themes import DARK, OWN

PAGE = Path(__file__).parent / "page"
FONT_SIZE = 16


class BrowserServer(Server):
    """Serves one page, whose websocket runs a command of its own for each tab."""

    def __init__(
        self, command: list[str], title: str, door: Door, ready: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__("coder", title=title, templates_path=PAGE)
        self._words, self._door, self._ready = command, door, ready
        self._sockets: weakref.WeakSet[web.WebSocketResponse] = weakref.WeakSet()

    async def application(self) -> web.Application:
        """What answers requests: all of them by way of the door."""
        app = await self._make_app()
        app.router.add_static("/page", PAGE)
        app.middlewares.append(self._door.guard)
        app.on_response_prepare.append(self._door.seal)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Ctrl+C is heeded from here on, so this is when to say that it is."""
        self._ready()

    async def on_shutdown(self, app: web.Application) -> None:
        """End every tab, and with it its process."""
        for tab in list(self._sockets):
            await tab.close(code=WSCloseCode.GOING_AWAY)

    @aiohttp_jinja2.template("page.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """The page. `?fontsize=20` sets the size of its letters, in pixels."""
        kept = preferences().get("theme")
        theme = next((one for one in OWN if one.name == kept), DARK)
        return {
            "title": self.title,
            "socket": f"ws://{request.host}/ws",
            "font_size": min(max(to_int(request.query.get("fontsize", ""), FONT_SIZE), 6), 72),
            "theme": theme,
        }

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the screens for a tab until either is closed."""
        tab_socket = web.WebSocketResponse(heartbeat=15)
        await tab_socket.prepare(request)
        self._sockets.add(tab_socket)
        tab = Tab(self._words, tab_socket, self.download_manager)
        width, height = (
            to_int(request.query.get(side, ""), usual) for side, usual in (("width", 80), ("height", 24))
        )
        try:
            await tab.start(width, height)
            await self._process_messages(tab_socket, tab)
        finally:
            await tab.stop()
        return tab_socket


def serve(
    command: list[str], title: str, listening: socket.socket, door: Door, ready: Callable[[], None]
) -> None:
    """Serve until Ctrl+C; then every tab's process ends too. Calls `ready` once it can be used."""
    for name in ("aiohttp", "asyncio", "textual-serve"):  # what goes wrong in a tab is shown by its process
        logging.getLogger(name).addHandler(logging.NullHandler())
    server = BrowserServer(command, title, door, ready)
    web.run_app(
        server.application(), sock=listening, print=None, access_log=None, shutdown_timeout=2 * PATIENCE
    )
