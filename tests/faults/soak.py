"""`make soak`: rush after rush while processes are killed, ended and frozen at random.

`python -m tests.faults.soak --minutes 10 --seed 7`. The seed is printed;
with the same one the same faults are drawn, though not at the same point of the work. After each
rush every request has had exactly one effect, the audit is all zeros, and everything is well again
within ten seconds without a hand.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from backend.common.services import SERVICES
from tests.faults.supervised import Supervised, passed, until
from tests.system.command_line import COMMAND, CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD

CROWD = ("rehearse", "--json", "--students", "6000", "--requests-per-student", "5")
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
                print(f"rush {rushes + 1}: {_rush(installation, line, drawn)}", flush=True)
                rushes += 1
    finally:
        installation.close()
    return rushes


def _rush(installation: Supervised, line: CommandLine, drawn: random.Random) -> str:
    misfortune = Misfortune(installation, drawn)
    misfortune.start()
    try:
        done = subprocess.run(
            [COMMAND, *CROWD],
            env=line.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    finally:
        misfortune.over.set()
        misfortune.join()
    what = ", ".join(misfortune.done)
    assert done.returncode == 0, f"{what}\n{done.stdout}{done.stderr}"
    figures = passed(done.stdout)
    for service in SERVICES:
        until(lambda name=service.name: _well(installation, name), WELL_WITHIN)  # type: ignore[misc]
    return f"{figures['decided']} decided, audit all 0; {what}"


def _well(installation: Supervised, service: str) -> bool:
    return (installation.health(service) or {}).get("status") == "ok"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", flush=True)
    well = soak(wanted.minutes, wanted.seed)
    print(f"{well} rushes, nothing lost, doubled or out of order", flush=True)
    sys.exit(0 if well else 1)
