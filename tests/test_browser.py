"""The screens in Chromium: opened with the token, coded by keys, and shut to everybody else."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from tests.browser_support import CHROMIUM, chromium, served
from tests.inquiry_support import SLUG, make_folder, run
from tests.test_serving import opened

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

OPEN_SOCKET = """new Promise(done => {
  const socket = new WebSocket("ws://%s/ws?width=80&height=24");
  socket.onopen = () => done("let in");
  socket.onerror = () => done("refused");
})"""


FOCUSED = "document.activeElement.className == 'xterm-helper-textarea'"
"""Keys go to the terminal, with no click."""

NOTED = """{
  const clipboard = navigator.clipboard, really = clipboard.writeText.bind(clipboard);
  clipboard.writeText = async (text) => { await really(text); window.written = true; };
}"""


@asynccontextmanager
async def elsewhere() -> AsyncIterator[str]:
    """A page of another origin on this machine; its address."""

    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(text="hello")

    runner = web.ServerRunner(web.Server(page))
    await runner.setup()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        await web.SockSite(runner, listening).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        await runner.cleanup()


async def test_one_codes_in_two_tabs_and_nobody_else_gets_in(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    async with served(folder, "--as", "AB", SLUG) as server, chromium(tmp_path) as browser:
        async with browser.tab() as page:
            assert await page.open(server.url) == 403
            assert await page.open(f"{server.url}/?token=guessed") == 403
            assert await page.open(server.entrance) == 200
            assert await page.evaluate("location.href") == f"{server.url}/"  # the token is not left in sight
            await page.until(lambda screen: "no codes yet" in screen)
            await page.until_true(FOCUSED)
            await page.press("s")
            await page.until(lambda screen: "● Speed" in screen)
            assert len(server.children()) == 1

            async with browser.tab() as second:
                assert await second.open(server.url) == 200
                await second.until(lambda screen: "● Speed" in screen)
                assert len(server.children()) == 2
                await second.until_true(FOCUSED)
                await second.press("l")
                await second.until(lambda screen: "● Lines of sight" in screen)

            assert all(url.split("://")[1].startswith(server.host) for url in page.asked), page.asked
            assert not [said for said in page.complaints if "Content Security Policy" in said]
            assert await page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]

        async with (
            elsewhere() as url,
            browser.tab() as stranger,
        ):  # the same site, so the cookie is sent along
            assert await stranger.open(url) == 200
            assert await stranger.evaluate(OPEN_SOCKET % server.host) == "refused"
        assert await server.end() == ""

    assert [
        (entry["code"], entry["actor"])
        for entry in run(folder, "log", "--json").json()
        if entry["kind"] == "tag"
    ] == [("speed", "AB"), ("sight", "AB")]


async def test_a_spent_token_opens_nothing_in_another_browser(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    async with served(folder, "--as", "AB") as server:
        for name, status in (("first", 200), ("second", 403)):
            async with chromium(tmp_path / name) as browser, browser.tab() as page:
                assert await page.open(server.entrance) == status


COPIES = """
import sys
def show(data):
    sys.stdout.buffer.write(b"D" + len(data).to_bytes(4, "big") + data)
    sys.stdout.flush()
sys.stdout.buffer.write(b"__GANGLION__\\n")
show(b"press a key")
while packet := sys.stdin.buffer.read(5):
    if packet[:1] == b"D":
        show(b"\\x1b]52;c;4oCcSXQgd2FzIGxhdGUs4oCdIDcoNCk=\\x07 copied")
    sys.stdin.buffer.read(int.from_bytes(packet[1:], "big"))
"""
"""A program for a tab that copies a quote, as Textual does, at each key."""


@pytest.mark.parametrize("secure", [True, False], ids=["on this machine", "on a network"])
async def test_what_is_copied_reaches_the_clipboard(secure: bool, tmp_path: Path) -> None:
    async with opened(program=COPIES) as door, chromium(tmp_path) as browser, browser.tab() as page:
        if not secure:  # as browsers have it where a page is neither encrypted nor of this machine
            without = "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})"
            await page.ask("Page.addScriptToEvaluateOnNewDocument", source=without)
            await page.ask("Page.enable")
        await page.open(f"{door.address.url()}/?token={door.token}")
        await page.until(lambda screen: "press a key" in screen)
        await page.until_true(FOCUSED)
        ours = await page.evaluate("Object.hasOwn(navigator, 'clipboard')")
        assert ours is not secure
        allowed = ["clipboardReadWrite", "clipboardSanitizedWrite"]
        await page.ask("Browser.grantPermissions", permissions=allowed, origin=door.address.url())
        await page.evaluate(NOTED)
        await page.press("x")
        await page.until_true("window.written")
        async with browser.tab() as other:
            await other.open(door.address.url())
            await other.ask("Page.bringToFront")
            await other.until_true("location.protocol == 'http:' && document.hasFocus()")
            read = "navigator.clipboard.readText().catch(error => String(error))"
            assert await other.evaluate(read) == "“It was late,” 7(4)"
