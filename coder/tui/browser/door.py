"""The door of the served screens: a token opens it once, a cookie from then on, and nothing else does."""

from __future__ import annotations

import secrets

from aiohttp import web
from aiohttp.typedefs import Handler

from coder.tui.browser.address import Address

REFUSED = (
    "Not admitted. `coder serve` prints an address with a token that works once, in one browser; "
    "for another browser, or after this one was closed, start `coder serve` again.\n"
)
HEADERS = {
    # xterm.js sets the looks of its screen in style elements; scripts, fonts and sockets are ours alone
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer. No page of another origin may frame ours or use what we serve."""


class Door:
    """Lets in the browser that shows the token first, and all its tabs."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.token = secrets.token_urlsafe(32)
        self._spent = False
        self._cookie = secrets.token_urlsafe(32)
        self._name = f"coder-{address.port}"  # browsers do not keep cookies apart by port

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse whatever has no right to be answered, whatever it asks for."""
        if not self.address.answers_to(request.host):
            return _refusal()
        if token := request.query.get("token") if request.path == "/" else None:
            return self._admit(request, token)
        if not self._known(request) or (_opens_socket(request) and not _from_here(request)):
            return _refusal()
        return await handler(request)

    async def seal(self, request: web.Request, response: web.StreamResponse) -> None:
        """Put our headers on an answer."""
        response.headers.update(HEADERS)

    def _admit(self, request: web.Request, token: str) -> web.StreamResponse:
        """Spend the token on a cookie. Who has the cookie may open the printed address again."""
        known = self._known(request)
        if not known and (self._spent or request.method != "GET" or not _same(token, self.token)):
            return _refusal()
        admitted = web.Response(status=303, headers={"Location": "/"})
        if not known:
            self._spent = True
            admitted.set_cookie(self._name, self._cookie, httponly=True, samesite="Strict")
        return admitted

    def _known(self, request: web.Request) -> bool:
        return _same(request.cookies.get(self._name, ""), self._cookie)


def _refusal() -> web.Response:
    return web.Response(status=403, text=REFUSED)


def _opens_socket(request: web.Request) -> bool:
    return request.path == "/ws" or "Upgrade" in request.headers


def _from_here(request: web.Request) -> bool:
    """Whether a page of ours asks. Browsers send cookies along when any page opens a websocket."""
    return request.headers.get("Origin") == f"http://{request.host}"


def _same(given: str, secret: str) -> bool:
    """In a time that does not tell how much of it is right."""
    return secrets.compare_digest(given.encode(errors="replace"), secret.encode())
