"""Where the screens are served: a socket that listens, and the names a browser may call it by."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from coder.errors import CoderError


@dataclass(frozen=True, slots=True)
class Address:
    """A host as the user named it, a number or a name, and a port."""

    host: str
    port: int

    @property
    def loopback(self) -> bool:
        """Whether only programs on this machine reach it."""
        number = _number(self.host)
        return number.is_loopback if number else self.host == "localhost"

    @property
    def everywhere(self) -> bool:
        """Whether it stands for every address of this machine, as 0.0.0.0 does."""
        number = _number(self.host)
        return number is not None and number.is_unspecified

    def url(self) -> str:
        """To be opened in a browser; without a slash at its end."""
        return f"http://{self._written(_own_number() if self.everywhere else self.host)}"

    def answers_to(self, host: str) -> bool:
        """Whether a `Host` header is ours. Another name that leads here was made to do so by somebody
        else, so that a page of theirs could read ours (DNS rebinding); a number cannot be."""
        if self.everywhere:
            name = host.lower().removesuffix(f":{self.port}").removeprefix("[").removesuffix("]")
            return _number(name) is not None and host.lower() == self._written(name)
        return host.lower() == self._written(self.host.lower())

    def _written(self, host: str) -> str:
        """As in a URL, where port 80 goes without saying."""
        written = f"[{host}]" if isinstance(_number(host), IPv6Address) else host
        return written if self.port == 80 else f"{written}:{self.port}"


def listen(host: str, port: int) -> tuple[socket.socket, Address]:
    """A socket that listens, on any free port for port 0. Raises CoderError where that cannot be."""
    if not 0 <= port < 1 << 16:
        raise CoderError(f"{port} is not a port; they go from 1 to 65535.")
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(place[:2], family=family)
    except (OSError, UnicodeError) as error:
        raise CoderError(_why_not(host, port, error)) from None
    return listening, Address(host, listening.getsockname()[1])


def _why_not(host: str, port: int, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"Port {port} is in use; choose another with --port, or --port 0 for any that is free."
    if number in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be used by you; choose another with --port, above 1023."
    return f"{host!r} is not an address of this machine; --host takes one, such as 192.168.1.20."


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _own_number() -> str:
    """This machine's address where others reach it. Asks the routing table; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation, RFC 5737
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
