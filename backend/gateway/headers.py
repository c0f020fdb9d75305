"""Header lines that cross the gateway, and those that stop at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from backend.common.http_answer import raw_lines
from backend.common.log import request_id
from backend.common.remembering import remember

RawHeaders = Iterable[tuple[bytes, bytes]]

HOP_BY_HOP = frozenset(  # RFC 9110, section 7.6.1, with the customary ones
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
SAID_BY_THE_GATEWAY = frozenset(
    {
        *("content-length", "expect", "forwarded", "host", "internal-token", "traceparent"),
        *("tracestate", "x-real-ip", "x-request-id"),
    }
)
STOPPED_INWARDS = HOP_BY_HOP | SAID_BY_THE_GATEWAY
REMEMBERED_NAMES: Final = 1024  # names of header lines; clients may send any
FORWARDED_PREFIX = "x-forwarded-"
FORWARDED_FOR = "X-Forwarded-For"
FORWARDED_HOST = "X-Forwarded-Host"
COOKIE: Final = "cookie"
SET_COOKIE: Final = b"set-cookie"


def inward(raw: RawHeaders, peer: str, *, cookies: bool = False) -> dict[str, str]:
    """What of a request's header lines goes on to a service, and who the peer is.

    A name that comes twice becomes one line, as RFC 9110 allows; where only one value makes sense,
    as with Authorization, the service refuses the joined one.

    Args:
        cookies: whether the service gets cookies, and the name under which this one was called.
    """
    headers: dict[str, str] = {}
    named_by_connection: set[str] = set()
    for raw_name, raw_value in raw:
        value = raw_value.decode("latin-1")
        if raw_name == b"connection":
            named_by_connection.update(part.strip().lower() for part in value.split(","))
        name = _name_inside(raw_name)
        if name and (cookies or name != COOKIE):
            separator = "; " if name == COOKIE else ", "
            headers[name] = f"{headers[name]}{separator}{value}" if name in headers else value
        elif cookies and raw_name == b"host":
            headers[FORWARDED_HOST] = value
    for name in named_by_connection & headers.keys():
        del headers[name]
    headers[FORWARDED_FOR] = peer
    return headers


def outward(headers: Mapping[str, str], *, cookies: bool = False) -> list[tuple[bytes, bytes]]:
    """What of an answer's header lines goes on to the client, and what the gateway adds."""
    lines = [
        (name, value)
        for raw_name, value in raw_lines(headers)
        if (name := _name_outside(raw_name)) and (cookies or name != SET_COOKIE)
    ]
    return lines + said_by_the_gateway()


def said_by_the_gateway() -> list[tuple[bytes, bytes]]:
    """What every answer of a door carries."""
    return [
        (b"x-content-type-options", b"nosniff"),
        (b"x-request-id", request_id.get().encode()),
    ]


@remember(REMEMBERED_NAMES)
def _name_inside(raw: bytes) -> str:
    """The name under which a client's line goes on; "" stops it here."""
    name = raw.decode("latin-1").replace("_", "-")
    stopped = name in STOPPED_INWARDS or name.startswith(FORWARDED_PREFIX)
    return "" if stopped else name


@lru_cache(maxsize=REMEMBERED_NAMES)
def _name_outside(raw: bytes) -> bytes:
    """The name under which a service's line goes on; b"" stops it here."""
    name = raw.lower()
    return b"" if name.decode("latin-1") in HOP_BY_HOP else name
