"""A project made by Taguette itself, by its own web pages; run in an interpreter that has it.

    python made_by_taguette.py WANTED.json FOLDER

WANTED: {"documents": {name: {"html", "description"}}, "tags": {path: description}, "users": [...],
"highlights": [[user, document, words, [paths]]]}. Writes `all.sqlite3`, the program's own database, and
`project.sqlite3`, the project exported; prints as JSON what Taguette shows: of each highlight its document,
its text and its tags.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from urllib.parse import urlencode

import bs4
import taguette
from taguette.main import DEFAULT_CONFIG
from taguette.web import make_app
from taguette.web.base import Application
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

Application.check_messages = lambda self: None  # it would ask a host elsewhere for news


class Browser:
    """Somebody logged in, as far as these pages need it: cookies and forms."""

    def __init__(self, address: str) -> None:
        self.address, self.cookies = address, {}

    async def fetch(
        self, path: str, body: bytes | None = None, kind: str = "", method: str = "POST"
    ) -> bytes:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": kind, "X-XSRFToken": self.cookies.get("_xsrf", "")}
        request = HTTPRequest(
            self.address + path, "GET" if body is None else method, headers, body, follow_redirects=False
        )
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        for one in answer.headers.get_list("Set-Cookie"):
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        assert answer.code < 400, (path, answer.code, answer.body[:300])
        self.location = answer.headers.get("Location", "")
        return answer.body

    async def form(self, path: str, **fields: str) -> bytes:
        await self.fetch(path)
        fields["_xsrf"] = self.cookies["_xsrf"]
        return await self.fetch(path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    async def json(self, path: str, /, *, method: str = "POST", **fields: object) -> dict:
        body = json.dumps(fields).encode()
        return json.loads(await self.fetch(path, body, "application/json", method) or b"{}")

    async def upload(self, path: str, file: tuple[str, bytes], **fields: str) -> dict:
        parts = [
            f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (fields | {"_xsrf": self.cookies["_xsrf"]}).items()
        ]
        head = f'--xx\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n'
        parts.append(head.encode() + b"Content-Type: text/html\r\n\r\n" + file[1] + b"\r\n--xx--\r\n")
        return json.loads(await self.fetch(path, b"".join(parts), "multipart/form-data; boundary=xx"))


def place_of(html: str, words: str) -> tuple[int, int]:
    """Where a browser says that words stand: bytes of UTF-8 between the tags."""
    said = "".join(bs4.BeautifulSoup(html, "html5lib").strings)
    start = said.index(words)
    first = len(said[:start].encode())
    return first, first + len(words.encode())


async def make(wanted: dict, folder: Path) -> list:
    config = DEFAULT_CONFIG | {
        "NAME": "test", "PORT": 0, "SECRET_KEY": "test", "DATABASE": f"sqlite:///{folder / 'all.sqlite3'}",
        "TOS_FILE": None, "DOMAIN": "127.0.0.1", "X_HEADERS": False, "EMAIL": "a@example.org",
        "MAIL_SERVER": {}, "COOKIES_PROMPT": False, "BIND_ADDRESS": "127.0.0.1",
    }  # fmt: skip
    app = make_app(config)
    socket, port = bind_unused_port()
    server = HTTPServer(app)
    server.add_socket(socket)
    browsers = {}
    for user in wanted["users"]:
        browsers[user] = one = Browser(f"http://127.0.0.1:{port}")
        await one.form("/register", login=user, password1="hunter22", password2="hunter22")
    first = browsers[wanted["users"][0]]
    await first.form("/project/new", name="Lanes", description="What was said of the lanes 🚜")
    project = re.search(r"/project/(\d+)", first.location)[1]
    api = f"/api/project/{project}"
    members = {user: {"privileges": "TAG"} for user in wanted["users"][1:]}
    await first.json(f"{api}/members", method="PATCH", **members)
    documents, tags, contents = {}, {}, {}
    for name, said in wanted["documents"].items():
        await first.fetch(f"/project/{project}")
        done = await first.upload(f"{api}/document/new", ("page.html", said["html"].encode()), name=name,
                                  description=said["description"])  # fmt: skip
        documents[name] = done["created"]
        shown = json.loads(await first.fetch(f"{api}/document/{done['created']}/contents"))
        contents[name] = shown["contents"][0]["contents"]
    for path, description in wanted["tags"].items():
        tags[path] = (await first.json(f"{api}/tag/new", path=path, description=description))["id"]
    for user, name, words, paths in wanted["highlights"]:
        await browsers[user].fetch(f"/project/{project}")
        start, end = place_of(contents[name], words)
        await browsers[user].json(
            f"{api}/document/{documents[name]}/highlight/new", start_offset=start, end_offset=end,
            tags=[tags[path] for path in paths],
        )  # fmt: skip
    exported = await first.fetch(f"/project/{project}/export/project.sqlite3")
    (folder / "project.sqlite3").write_bytes(exported)
    shown = json.loads(await first.fetch(f"{api}/highlights/"))["highlights"]
    names = {id_: name for name, id_ in documents.items()}
    paths = {id_: path for path, id_ in tags.items()}
    server.stop()
    return [
        [names[one["document_id"]], "".join(bs4.BeautifulSoup(one["content"], "html5lib").strings),
         sorted(paths.get(tag, str(tag)) for tag in one["tags"])]
        for one in shown
    ]  # fmt: skip


if __name__ == "__main__":
    told = asyncio.run(make(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2])))
    print(json.dumps({"version": taguette.__version__, "highlights": told}))
