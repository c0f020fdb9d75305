"""Addresses: `http://host:port/path`, `unix:///run/x.sock/path`, `http+unix://%2Frun%2Fx.sock/path`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from backend.common.remembering import remember

LONGEST_SOCKET_PATH = 107  # bytes: sun_path on Linux holds 108 with its closing zero
SOCKET_SUFFIX = ".sock"


@dataclass(frozen=True, slots=True)
class Target:
    """A server one keeps connections to: a socket file, or the `scheme://host:port` of a URL."""

    socket_path: str = ""
    origin: str = ""

    def __str__(self) -> str:
        return f"unix://{self.socket_path}" if self.socket_path else self.origin


@remember(4096)
def split_address(url: str) -> tuple[Target, str]:
    """The server that `url` names and the path (with query) on it, `/` if there is none.

    Raises:
        ValueError: another scheme, or a socket path too long for the kernel.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise ValueError(f"{url!r} is no address: the scheme is missing")
    if scheme == "unix":
        return _split_unix(url, rest)
    if scheme == "http+unix":
        host, slash, path = rest.partition("/")
        return Target(socket_path=_checked(unquote(host))), slash + path or "/"
    if scheme in ("http", "https"):
        host, slash, path = rest.partition("/")
        if not host:
            raise ValueError(f"{url!r} is no address: the host is missing")
        return Target(origin=f"{scheme}://{host}"), slash + path or "/"
    raise ValueError(f"{url!r} is no address: use http, https, unix or http+unix")


def _split_unix(url: str, rest: str) -> tuple[Target, str]:
    if not rest.startswith("/"):
        raise ValueError(f"{url!r} is no address: a socket path starts with /")
    stem, suffix, path = rest.partition(f"{SOCKET_SUFFIX}/")
    if suffix:
        return Target(socket_path=_checked(stem + SOCKET_SUFFIX)), f"/{path}"
    return Target(socket_path=_checked(rest.rstrip("/"))), "/"


def _checked(socket_path: str) -> str:
    length = len(socket_path.encode())
    if length > LONGEST_SOCKET_PATH:
        raise ValueError(
            f"the socket path {socket_path!r} has {length} bytes;"
            f" the kernel takes {LONGEST_SOCKET_PATH}"
        )
    return socket_path
