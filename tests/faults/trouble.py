"""What befalls processes while a crowd asks: each killed, three at once, ended politely."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
from collections.abc import Sequence

from backend.common.services import SERVICES
from tests.faults.copies import Copies
from tests.faults.supervised import Supervised, until

NAMES = tuple(service.name for service in SERVICES)
BETWEEN = (0.3, 0.8)  # seconds
AWAY = 0.3  # seconds until a copy is started again
WELL_WITHIN = 10.0  # seconds for each process that was struck
ALONE = 2  # of the services
POLITELY = "queue_node"

Blow = tuple[signal.Signals, tuple[str, ...]]


def blows(drawn: random.Random) -> list[Blow]:
    """Every service is killed together with two others, some alone, and one is asked to end."""
    order = tuple(drawn.sample(NAMES, len(NAMES)))
    three: list[Blow] = [(signal.SIGKILL, order[:3]), (signal.SIGKILL, order[3:])]
    alone: list[Blow] = [(signal.SIGKILL, (name,)) for name in drawn.sample(NAMES, ALONE)]
    together = [*three, *alone, (signal.SIGTERM, (POLITELY,))]
    drawn.shuffle(together)
    return together


async def strike(under: Supervised, ahead: Sequence[Blow], drawn: random.Random) -> None:
    """Do all that to processes whose parent starts them again.

    Raises:
        AssertionError: one is not well again `WELL_WITHIN` seconds later.
    """
    for how, names in ahead:
        await asyncio.sleep(drawn.uniform(*BETWEEN))
        ended = [under.pid(name) for name in names]
        for pid in ended:
            assert pid is not None
            os.kill(pid, how)
        await asyncio.to_thread(_until_back, under, names, ended)


async def strike_copies(copies: Copies, ahead: Sequence[Blow], drawn: random.Random) -> None:
    """Do all that to copies, of the queue node to the one that leads; they are started again.

    Nobody waits for them before the next blow: others are there.

    Raises:
        AssertionError: not all are well in the end.
    """
    for how, names in ahead:
        await asyncio.sleep(drawn.uniform(*BETWEEN))
        ended = [await asyncio.to_thread(_one_of, copies, name, drawn) for name in names]
        for process in ended:
            process.send_signal(how)
        await asyncio.sleep(AWAY)
        for process in ended:
            await asyncio.to_thread(process.wait, WELL_WITHIN)
        copies.start_ended()
    await asyncio.to_thread(until, copies.all_well, WELL_WITHIN * len(NAMES))


def _until_back(under: Supervised, names: Sequence[str], ended: Sequence[int | None]) -> None:
    """Wait until successors of those that ended are there, and all are well."""
    within = WELL_WITHIN * len(names)
    for name, pid in zip(names, ended, strict=True):
        until(lambda name=name, pid=pid: under.pid(name) not in (None, pid), within)  # type: ignore[misc]
    until(under.all_well, within)


def _one_of(copies: Copies, name: str, drawn: random.Random) -> subprocess.Popen[bytes]:
    until(copies.leading, WELL_WITHIN)
    return copies.leader() if name == "queue_node" else drawn.choice(copies.running[name])
