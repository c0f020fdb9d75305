"""Installations of real processes that are killed, frozen and robbed of their files."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest

from tests.faults.supervised import Supervised
from tests.system.conftest import admin
from tests.system.house.conftest import checkout, installed_checkout

__all__ = ["admin", "checkout", "installed_checkout"]

CONNECTIONS = 65536  # for a crowd, where the machine sets no limit


def _allow_connections() -> None:
    """As many as the machine lets this process have; those it starts inherit it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft = CONNECTIONS if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


_allow_connections()


@pytest.fixture(scope="session")
def over_sockets() -> Iterator[Supervised]:
    """All services under their parent, over sockets."""
    yield from _running(sockets=True)


@pytest.fixture(scope="session")
def over_http() -> Iterator[Supervised]:
    """All services under their parent, over HTTP."""
    yield from _running(sockets=False)


def _running(*, sockets: bool) -> Iterator[Supervised]:
    started = Supervised(sockets=sockets)
    try:
        started.start_all()
        yield started
    finally:
        started.close()
