"""`coder serve` by plain requests: the door, the tabs and their processes."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from coder.tui.browser import tab
from coder.tui.browser.address import Address, listen
from coder.tui.browser.door import Door
from coder.tui.browser.server import BrowserServer
from tests.browser_support import Served, Wire, served
from tests.inquiry_support import SLUG, make_folder, run

EVERYTHING = (
    "/",
    "/?token=",
    "/static/js/textual.js",
    "/page/page.js",
    "/static/",
    "/download/1",
    "/ws",
    "/no",
)
NOTHING = "import sys; sys.stdin.read()"
"""A program for a tab that shows nothing and ends with its input."""

needs_linux = pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="processes are watched as Linux allows it"
)


@asynccontextmanager
async def opened(title: str = "Lanes", program: str = NOTHING) -> AsyncIterator[Door]:
    """A server in this process, and its door."""
    listening, address = listen("127.0.0.1", 0)
    door = Door(address)
    server = BrowserServer([sys.executable, "-c", program], title, door)
    runner = web.AppRunner(await server.application(), shutdown_timeout=5)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        yield door
    finally:
        await runner.cleanup()


def browser() -> aiohttp.ClientSession:
    """What keeps cookies as a browser does, for addresses with numbers too."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


async def status(
    client: aiohttp.ClientSession, door: Door, path: str, method: str = "GET", **headers: str
) -> int:
    async with client.request(method, door.address.url() + path, headers=headers) as answer:
        return answer.status


async def socket_status(client: aiohttp.ClientSession, door: Door, **headers: str) -> int:
    """What a request for a websocket is answered with; 101 where it is opened."""
    try:
        async with client.ws_connect(f"{door.address.url()}/ws", headers=headers):
            return 101
    except aiohttp.WSServerHandshakeError as error:
        return error.status


async def test_without_the_token_everything_is_refused() -> None:
    async with opened() as door, browser() as client:
        assert {path: await status(client, door, path) for path in EVERYTHING} == dict.fromkeys(
            EVERYTHING, 403
        )
        assert await socket_status(client, door, Origin=door.address.url()) == 403


@pytest.mark.parametrize(
    "change", [str.swapcase, lambda token: token[:-1], lambda token: token + "x", lambda _: "é"]
)
async def test_a_wrong_token_is_refused_and_the_right_one_still_works(change) -> None:  # type: ignore[no-untyped-def]
    async with opened() as door, browser() as client:
        assert await status(client, door, f"/?token={change(door.token)}") == 403
        assert await status(client, door, "/") == 403
        assert await status(client, door, f"/?token={door.token}") == 200


async def test_the_token_lets_one_browser_in_for_good_and_no_other() -> None:
    async with opened() as door, browser() as first, browser() as second:
        entrance = f"/?token={door.token}"
        assert await status(first, door, entrance) == 200
        assert await status(second, door, entrance) == 403
        assert await status(second, door, "/") == 403
        assert await status(first, door, "/") == 200
        assert await status(first, door, entrance) == 200  # its own history may lead there again
        assert await status(first, door, "/static/js/textual.js") == 200
        assert await status(first, door, "/download/1") == 404


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites_and_not_the_token() -> None:
    async with opened() as door, browser() as client:
        entrance = f"{door.address.url()}/?token={door.token}"
        async with client.get(entrance, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/")
            (cookie,) = answer.cookies.values()
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
    assert cookie["path"] == "/" and not cookie["domain"] and not cookie["expires"] and not cookie["max-age"]
    assert len(cookie.value) >= 43 and door.token not in cookie.value  # 256 bits


async def test_a_cookie_is_good_for_its_own_server_only() -> None:
    async with opened() as one, opened() as other, browser() as client:
        assert await status(client, one, f"/?token={one.token}") == 200
        assert await status(client, other, "/") == 403
        assert await status(client, other, f"/?token={other.token}") == 200
        assert await status(client, one, "/") == 200  # on one host, cookies of two ports share a jar


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
async def test_only_opening_the_address_spends_the_token(method: str) -> None:
    async with opened() as door, browser() as client:
        assert await status(client, door, f"/?token={door.token}", method) == 403
        assert await status(client, door, f"/?token={door.token}") == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1.evil.example", ""])
async def test_another_name_for_this_address_is_refused_even_with_token_or_cookie(host: str) -> None:
    async with opened() as door, browser() as client:
        name = f"{host}:{door.address.port}" if host not in ("127.0.0.1", "") else host
        assert await status(client, door, f"/?token={door.token}", Host=name) == 403
        assert await status(client, door, f"/?token={door.token}") == 200
        assert await status(client, door, "/", Host=name) == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1", None]
)
async def test_a_page_from_elsewhere_gets_no_socket_though_the_browser_sends_the_cookie(
    origin: str | None,
) -> None:
    async with opened() as door, browser() as client:
        assert await status(client, door, f"/?token={door.token}") == 200
        sent = {} if origin is None else {"Origin": origin.format(port=door.address.port)}
        assert await socket_status(client, door, **sent) == 403
        assert await socket_status(client, door, Origin=door.address.url()) == 101


async def test_the_page_takes_nothing_from_elsewhere_and_shows_names_as_text() -> None:
    async with opened(title="<script>alert(1)</script>") as door, browser() as client:
        async with client.get(f"{door.address.url()}/?token={door.token}") as answer:
            page, policy = await answer.text(), answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        async with client.get(f"{door.address.url()}/page/../static/css/xterm.css") as answer:
            assert answer.headers["Content-Security-Policy"] == policy
    assert (
        "default-src 'none'" in policy and "script-src 'self';" in policy and "connect-src 'self';" in policy
    )
    assert "frame-ancestors 'none'" in policy and "http" not in policy
    assert "https:" not in page and page.count("http:") == 0 and page.count("//") == 1  # the socket's
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


@pytest.mark.parametrize(
    ("host", "port", "ours", "not_ours"),
    [
        ("127.0.0.1", 80, "127.0.0.1", "127.0.0.1:80 localhost"),
        ("::1", 8000, "[::1]:8000", "::1:8000 127.0.0.1:8000"),
        ("Desk.lan", 8000, "desk.lan:8000 DESK.lan:8000", "desk.lan lan:8000 desk.lan.evil:8000"),
        ("0.0.0.0", 8000, "10.1.2.3:8000 [::1]:8000", "10.1.2.3 x.example:8000 [10.1.2.3]:8000 :8000"),
    ],
)
def test_an_address_knows_its_names(host: str, port: int, ours: str, not_ours: str) -> None:
    address = Address(host, port)
    assert [name for name in ours.split() if not address.answers_to(name)] == []
    assert [name for name in not_ours.split() if address.answers_to(name)] == []
    assert address.answers_to(address.url().removeprefix("http://").lower())


DEAF = """
import os, signal, sys
told = str(os.getpid()).encode()
sys.stdout.buffer.write(b"__GANGLION__\\nD" + len(told).to_bytes(4, "big") + told)
sys.stdout.flush()
signal.sigwait([signal.SIGUSR1])
"""
"""A program for a tab that shows its number and never reads its input."""


@needs_linux
async def test_a_process_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tab, "PATIENCE", 0.1)
    async with opened(program=DEAF) as door, browser() as client:
        await status(client, door, f"/?token={door.token}")
        url = door.address.url()
        async with client.ws_connect(f"{url}/ws", headers={"Origin": url}) as wire:
            process = int(await wire.receive_bytes())
        await ended(process)


# From here on in a process of its own, as a user starts it.


@asynccontextmanager
async def tab_of(server: Served, client: aiohttp.ClientSession) -> AsyncIterator[Wire]:
    async with client.ws_connect(
        f"{server.url}/ws?width=100&height=30", headers={"Origin": server.url}
    ) as wire:
        yield Wire(wire)


async def ended(process: int) -> None:
    """Wait for another process to end."""
    try:
        watched = os.pidfd_open(process)
    except ProcessLookupError:
        return
    found, _, _ = await asyncio.to_thread(select.select, [watched], [], [], 30)
    os.close(watched)
    assert found, f"the process {process} is still there"


@needs_linux
async def test_each_tab_is_a_process_that_tags_and_ends_with_its_tab(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "an inquiry & 100% 'quoted'")
    async with served(folder, "--as", "AB", SLUG) as server, browser() as client:
        await client.get(server.entrance)
        async with tab_of(server, client) as first:
            await first.until(lambda screen: "no codes yet" in screen)
            (one,) = server.children()
            async with tab_of(server, client) as second:
                await second.until(lambda screen: "no codes yet" in screen)
                assert len(server.children()) == 2
                await second.press("s")
                await second.until(lambda screen: "● Speed" in screen)
                (other,) = server.children() - {one}
            await ended(other)
            assert server.children() == {one}
            await first.press("\x11")  # Ctrl+Q
            await ended(one)
        assert await server.end() == ""
    assert [entry["code"] for entry in run(folder, "log", "--json").json() if entry["kind"] == "tag"] == [
        "speed"
    ]


@needs_linux
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_when_the_server_ends_so_do_its_tabs(by: signal.Signals, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    async with served(folder, "--as", "AB") as server, browser() as client:
        await client.get(server.entrance)
        async with tab_of(server, client) as wire:
            await wire.until(lambda screen: SLUG in screen or "Lanes" in screen)
            (process,) = server.children()
            assert await server.end(by) == ""
            await ended(process)


async def test_who_codes_is_asked_in_the_tab_where_nobody_said_it(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    async with served(folder) as server, browser() as client:
        await client.get(server.entrance)
        async with tab_of(server, client) as wire:
            await wire.until(lambda screen: "Who codes?" in screen)
            await wire.press("CD\r")
            await wire.until(lambda screen: "coder CD" in screen)
        async with tab_of(server, client) as wire:  # kept
            await wire.until(lambda screen: "coder CD" in screen)


async def test_what_stops_a_tab_from_opening_is_said_where_the_server_runs(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    async with served(folder, "--as", "AB") as server, browser() as client:
        await client.get(server.entrance)
        (folder / "inquiry.toml").write_text("nonsense", encoding="utf-8")
        async with tab_of(server, client) as wire:
            assert (await wire.socket.receive()).type is aiohttp.WSMsgType.CLOSE
        said = await server.end()
    assert "inquiry.toml: not valid TOML" in said and "Traceback" not in said


async def test_a_trusted_network_is_told_what_it_means_and_loopback_is_not(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    async with served(folder, "--host", "0.0.0.0") as server:
        assert await server.end() == ""
        (told,) = (line for line in server.said.splitlines() if "not encrypted" in line)
        assert told.count(".") == 2
    async with served(folder) as server:
        assert server.url.startswith("http://127.0.0.1:") and "encrypted" not in server.said
        assert await server.end() == ""


def test_an_address_that_cannot_be_served_is_one_sentence(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Port {port} is in use" in run(folder, "serve", "--port", port).complaint()
    assert "70000 is not a port" in run(folder, "serve", "--port", "70000").complaint()
    assert "-1 is not a port" in run(folder, "serve", "--port", "-1").complaint()
    for host in ("203.0.113.9", "no such host", "x" * 100):
        assert (
            "not an address of this machine"
            in run(folder, "serve", "--host", host, "--port", "0").complaint()
        )
    assert "no such session" in run(folder, "serve", "nowhere").complaint()


def test_where_the_extra_is_missing_its_install_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_folder(tmp_path / "inquiry")
    monkeypatch.delitem(sys.modules, "coder.tui.browser.server")
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    assert "pip install 'evidence-coder[web]'" in run(folder, "serve").complaint()
