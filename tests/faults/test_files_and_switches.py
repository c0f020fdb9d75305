"""Socket files disappear and nodes change from sockets to HTTP and back while callers call."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.load import CountingTransport, load
from tests.faults.supervised import Supervised, until
from tests.system.installation import Installation

BACK_WITHIN = 5.0  # seconds
SWITCHES = 2


def remove_file(folder: Path) -> None:
    (folder / "data_node.sock").unlink()


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder)


@pytest.mark.parametrize("remove", [remove_file, remove_folder])
async def test_a_deleted_socket_is_back_before_anybody_misses_it(
    over_sockets: Supervised, remove: Callable[[Path], None]
) -> None:
    path = over_sockets.socket_dir / "data_node.sock"
    async with load(over_sockets, ["data_node"]) as kept:
        await asyncio.to_thread(until, lambda: kept.calls["data_node"] > 20)
        remove(over_sockets.socket_dir)
        async with load(over_sockets, ["data_node"]) as new:
            await asyncio.to_thread(until, path.exists, BACK_WITHIN)
            await asyncio.to_thread(until, lambda: new.calls["data_node"] > 20)
    assert kept.failures == new.failures == []
    assert path.stat().st_mode & 0o777 == 0o600
    assert over_sockets.socket_dir.stat().st_mode & 0o777 == 0o700


async def test_without_the_one_who_looks_after_them_it_is_missed(
    over_sockets: Supervised,
) -> None:
    assert over_sockets.parent is not None
    os.kill(over_sockets.parent.pid, signal.SIGSTOP)
    try:
        remove_file(over_sockets.socket_dir)
        async with load(over_sockets, ["data_node"], callers=1, within=1) as outcome:
            await asyncio.to_thread(until, lambda: outcome.failures)
    finally:
        os.kill(over_sockets.parent.pid, signal.SIGCONT)
    await asyncio.to_thread(until, (over_sockets.socket_dir / "data_node.sock").exists)
    assert outcome.failures


async def test_a_node_goes_to_http_and_back_while_callers_call(installation: Installation) -> None:
    looking = CountingTransport(installation, {})
    auth_node = f"unix://{installation.socket_dir}/auth_node.sock"
    seen: list[str] = []
    async with load(installation, ["data_node"]) as outcome:
        for sockets in ("false", "true") * SWITCHES:
            await asyncio.to_thread(installation.stop, "data_node")
            await asyncio.to_thread(
                installation.start, "data_node", USE_SOCKETS=sockets, AUTH_NODE_URL=auth_node
            )
            enough = outcome.calls["data_node"] + 20
            await asyncio.to_thread(until, lambda: outcome.calls["data_node"] > enough)  # noqa: B023
            seen.append(looking.get_service_url("data_node").partition(":")[0])
    await looking.aclose()
    assert outcome.failures == []
    assert seen == ["http", "unix"] * SWITCHES


async def test_one_node_over_http_among_sockets(installation: Installation) -> None:
    data_node = f"unix://{installation.socket_dir}/data_node.sock"
    await asyncio.to_thread(installation.stop, "auth_node")
    await asyncio.to_thread(
        installation.start, "auth_node", USE_SOCKETS="false", DATA_NODE_URL=data_node
    )
    services = ["data_node", "auth_node", "teacher_node"]
    async with load(installation, services) as preferring_sockets:
        await asyncio.to_thread(
            until, lambda: all(preferring_sockets.calls[each] > 9 for each in services)
        )
    mixed = {"USE_SOCKETS": "false", "DATA_NODE_URL": data_node}
    async with load(installation, services[:2], changes=mixed) as preferring_urls:
        await asyncio.to_thread(until, lambda: preferring_urls.calls["auth_node"] > 20)
    await asyncio.to_thread(installation.stop, "auth_node")
    await asyncio.to_thread(installation.start, "auth_node")
    assert preferring_sockets.failures == preferring_urls.failures == []
