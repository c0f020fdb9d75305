"""How nodes are reached: addresses, plain HTTP, sockets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from backend.cli.findings import Finding, Situation, open_to_others
from backend.common import production
from backend.common.address import LONGEST_SOCKET_PATH
from backend.common.services import NODES, SERVICES
from backend.common.settings import LOOPBACK


def environment(seen: Situation) -> Iterator[Finding]:
    """APP_ENV, and switches of Python that slow down and tell too much."""
    if seen.deploy and seen.settings.development:
        words = "is development: known administrator, generated secrets"
        yield Finding("error", "APP_ENV", words, "set APP_ENV=production")
    for fault in production.debugging(seen.environ):
        yield Finding(seen.grave, *fault)


def plain_http(seen: Situation) -> Iterator[Finding]:
    """Addresses that carry secrets unencrypted."""
    settings = seen.settings
    if not settings.sockets_on and settings.host not in LOOPBACK:
        yield _plain(seen, "HOST", f"{settings.host} is served over plain HTTP")
    for service in SERVICES:
        for url in settings.urls(service.name):
            parts = urlsplit(url)
            if parts.scheme == "http" and parts.hostname not in LOOPBACK:
                words = f"{url} carries tokens and passwords unencrypted"
                yield _plain(seen, service.url_variable, words)


def _plain(seen: Situation, variable: str, words: str) -> Finding:
    if seen.settings.allow_plain_http:
        cure = "only on a network that nobody else reads; else https://"
        return Finding("warning", variable, words, cure)
    cure = "use https:// or a socket; ALLOW_PLAIN_HTTP=true on a private network"
    return Finding("error", variable, words, cure)


def sockets(seen: Situation) -> Iterator[Finding]:
    """SOCKET_DIR: short enough, ours, closed to others."""
    settings = seen.settings
    if not settings.sockets_on:
        return
    longest = max((settings.socket_path(node.name) for node in NODES), key=lambda p: len(str(p)))
    length = len(os.fsencode(longest))
    if length > LONGEST_SOCKET_PATH:
        words = f"{longest} has {length} bytes; a socket may have {LONGEST_SOCKET_PATH}"
        yield Finding("error", "SOCKET_DIR", words, "choose a shorter one, such as /run/courses")
    folder = longest.parent
    if not folder.exists():
        return
    if folder.stat().st_uid not in (os.geteuid(), 0):
        words = f"{folder} belongs to user {folder.stat().st_uid}"
        yield Finding("error", "SOCKET_DIR", words, "choose one of your own")
    if open_to_others(folder):
        yield Finding("error", "SOCKET_DIR", f"{folder} is open to others", f"chmod 700 {folder}")


CHECKS = (environment, plain_http, sockets)
