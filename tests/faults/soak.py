"""`make soak`: rush after rush while processes are killed, ended and frozen at random.

`python -m tests.faults.soak --minutes 10 --seed 7`. The seed is printed;
with the same one the same faults are drawn, though not at the same point of the work. Beside the
rehearsal that makes the rush some students do what comes to their mind, and all that they are told
is recorded. After each rush every request has had exactly one effect, the audit is all zeros,
everything is well again within ten seconds without a hand, and no checker of tests/histories finds
anything in what was recorded.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from backend.common.services import SERVICES
from tests.faults.door import REHEARSALS, Door, make_term
from tests.faults.evidence import found_in, gather, newest_change
from tests.faults.students import Students
from tests.faults.supervised import Supervised, passed, until
from tests.histories.history import INFO, OK
from tests.system.command_line import COMMAND, CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD

CROWD = ("rehearse", "--json", "--students", "6000", "--requests-per-student", "5")
STUDENTS, SEATS = 40, [1, 2, 3, 5, 8, 13, 21]  # of those that are recorded
GIVES_UP = 0.3
ALL_THEY_WANT = 1000  # requests: nobody comes to an end before the rush does
PATIENCE = 240  # seconds for one rush
WELL_WITHIN = 10.0  # seconds
MOST_AT_ONCE = 3
FROZEN = (0.2, 3.0)  # seconds
BETWEEN = (0.3, 3.0)  # seconds; a process needs about two to be well again
MOST_IN_A_RUSH = 6  # or a slow machine would never come to its end


class Misfortune(threading.Thread):
    """Does something to processes of an installation, again and again, until it is told to end."""

    def __init__(self, installation: Supervised, drawn: random.Random) -> None:
        super().__init__(daemon=True)
        self._installation = installation
        self._drawn = drawn
        self.over = threading.Event()
        self.done: list[str] = []

    def run(self) -> None:
        for _ in range(MOST_IN_A_RUSH):
            if self.over.wait(self._drawn.uniform(*BETWEEN)):
                return
            how = self._drawn.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP))
            count = self._drawn.randint(1, MOST_AT_ONCE)
            victims = self._drawn.sample([service.name for service in SERVICES], count)
            frozen = self._drawn.uniform(*FROZEN)
            found = [pid for pid in map(self._installation.pid, victims) if pid is not None]
            self._send(found, how)
            if how == signal.SIGSTOP:
                self.over.wait(frozen)
                self._send(found, signal.SIGCONT)
            self.done.append(f"{how.name} {' '.join(victims)}")

    def _send(self, pids: list[int], how: signal.Signals) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, how)


def soak(minutes: float, seed: int) -> int:
    """The number of rushes that went well; each is told.

    Raises:
        AssertionError: one did not.
    """
    drawn = random.Random(seed)
    installation = Supervised(sockets=True)
    rushes = 0
    try:
        installation.start_all()
        with tempfile.TemporaryDirectory() as home:
            line = CommandLine(installation.environment, Path(home))
            login = ("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
            assert line.process(*login).returncode == 0
            end = time.monotonic() + 60 * minutes
            while time.monotonic() < end:
                told = asyncio.run(_rush(installation, line, drawn))
                print(f"rush {rushes + 1}: {told}", flush=True)
                rushes += 1
    finally:
        installation.close()
    return rushes


async def _rush(installation: Supervised, line: CommandLine, drawn: random.Random) -> str:
    async with Door(installation.gateway_url) as door:
        term = await make_term(door, STUDENTS, SEATS, drawn.randrange(2**32))
        begin = await newest_change(installation, term)
        students = Students(
            door, term, drawn.randrange(2**32), wishes=ALL_THEY_WANT, gives_up=GIVES_UP
        )
        misfortune = Misfortune(installation, drawn)
        recording = asyncio.create_task(students.run())
        misfortune.start()
        try:
            done = await asyncio.to_thread(_rehearse, line)
        finally:
            misfortune.over.set()
            students.over.set()
            await asyncio.to_thread(misfortune.join)
        what = ", ".join(misfortune.done)
        assert done.returncode == 0, f"{what}\n{done.stdout}{done.stderr}"
        figures = passed(done.stdout)
        await asyncio.to_thread(until, installation.all_well, WELL_WITHIN)
        await recording
        history = await gather(installation, door, term, students, begin)
        found = found_in(history, term)
        assert not found, f"{what}\n{found}"
        await door.staff("DELETE", f"{REHEARSALS}/{term.code}", type(None))
    kinds = Counter(ask.kind for ask in history.asks)
    told = f"{kinds[OK]} recorded, {kinds[INFO]} of unknown end, {len(history.reads)} reads"
    return f"{figures['decided']} decided, audit all 0; {told}; {what}"


def _rehearse(line: CommandLine) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *CROWD],
        env=line.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", flush=True)
    well = soak(wanted.minutes, wanted.seed)
    print(f"{well} rushes, nothing lost, doubled or out of order", flush=True)
    sys.exit(0 if well else 1)
