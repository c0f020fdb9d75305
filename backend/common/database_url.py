"""The URL of a database, in which several servers may stand that follow each other."""

from __future__ import annotations

import re

import sqlalchemy as sa

Place = tuple[str, int | None]
"""A host, or the folder of a socket, and the port where the URL has one."""

_SEVERAL = re.compile(
    r"(?P<start>[^:/?#]+://(?:[^/?#]*@)?)(?P<hosts>[^/?#@]*,[^/?#@]*)(?P<rest>.*)"
)
_HOST = re.compile(r"(?P<folder>/.*)|(?:\[(?P<v6>[^]]+)\]|(?P<name>[^:/\[\]]+))(?::(?P<port>\d+))?")


def read_url(text: str) -> sa.URL:
    """The URL of a database; in it several hosts may stand as `HOST:PORT,HOST:PORT`.

    Raises:
        sa.exc.ArgumentError: it is none.
    """
    several = _SEVERAL.fullmatch(text)
    if several is None:
        try:
            return sa.make_url(text)
        except ValueError:  # what stands for a port is no number
            raise sa.exc.ArgumentError("it has no HOST or HOST:PORT after the @") from None
    hosts, ports = zip(*map(_place, several["hosts"].split(",")), strict=True)
    url = sa.make_url(several["start"] + several["rest"])
    names = [f"[{host}]" if ":" in host else host for host in hosts]
    told = {"host": ",".join(names), "port": ",".join(str(port or "") for port in ports)}
    return url.update_query_dict(told if any(ports) else {"host": told["host"]})


def places(url: sa.URL) -> list[Place]:
    """The hosts of a URL that `read_url` has read, where it has several; else none.

    Raises:
        sa.exc.ArgumentError: hosts and ports do not go together.
    """
    hosts = _listed(url, "host")
    if len(hosts) < 2:
        return []
    ports = _listed(url, "port") or [""]
    if len(ports) == 1:
        ports *= len(hosts)
    if len(ports) != len(hosts):
        raise sa.exc.ArgumentError(f"{len(hosts)} hosts do not go with {len(ports)} ports")
    named = [_place(host) for host in hosts]
    return [
        (host, int(port) if port else own) for (host, own), port in zip(named, ports, strict=True)
    ]


def flaw_of(url: sa.URL) -> str:
    """In words what is wrong with the hosts of a URL that `read_url` has read, else ""."""
    try:
        places(url)
    except (sa.exc.ArgumentError, ValueError) as error:
        return str(error)
    return ""


def _listed(url: sa.URL, name: str) -> list[str]:
    value = url.query.get(name, ())
    return value.split(",") if isinstance(value, str) else list(value)


def _place(text: str) -> Place:
    found = _HOST.fullmatch(text)
    if found is None:
        raise sa.exc.ArgumentError(f"{text!r} is no HOST or HOST:PORT")
    host = found["folder"] or found["v6"] or found["name"]
    return host, int(found["port"]) if found["port"] else None
