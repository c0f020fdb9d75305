"""A whole installation under its parent process, in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from backend.common.services import SERVICES, service_named
from tests.system.installation import CHECKOUT, Installation

SUPERVISOR = ("backend.supervisor", "start")
READY = b"Course selection is ready."
READY_WITHIN = 60.0  # seconds
STOP_WITHIN = 30.0  # seconds
LOOK_AGAIN = 0.02  # seconds


def until(fact: Callable[[], object], seconds: float = READY_WITHIN) -> None:
    """Wait until `fact()` is true."""
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(LOOK_AGAIN)


class Supervised(Installation):
    """As `./start_backend.sh` runs it.

    Args:
        sockets: whether the nodes serve sockets.
        parent: what is run with `python -m`, instead of the supervisor itself.
    """

    def __init__(self, *, sockets: bool, parent: tuple[str, ...] = SUPERVISOR) -> None:
        super().__init__()
        self._parent = parent
        self.environment["USE_SOCKETS"] = str(sockets).lower()
        self.parent: subprocess.Popen[bytes] | None = None

    def start_all(self) -> None:
        with (self.folder / "supervisor.log").open("ab") as log:
            self.parent = subprocess.Popen(
                [sys.executable, "-m", *self._parent],
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self._is_ready)

    def _is_ready(self) -> bool:
        assert self.parent is not None
        assert self.parent.poll() is None, self.log("supervisor")
        return READY in (self.folder / "supervisor.log").read_bytes()

    def pid(self, service: str) -> int | None:
        """The process of `service`, or None while there is none that runs its module."""
        assert self.parent is not None
        listed = Path(f"/proc/{self.parent.pid}/task/{self.parent.pid}/children").read_text()
        module = service_named(service).module.encode()
        for child in map(int, listed.split()):
            try:
                words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[1:2] == [b"-m"] and module in words[2:4]:
                return child
        return None

    def kill(self, service: str) -> None:
        """Kill `service` and wait until its successor is well."""
        before = self.pid(service)
        assert before is not None
        os.kill(before, signal.SIGKILL)
        until(lambda: self.pid(service) not in (None, before))
        until(lambda: (self.health(service) or {}).get("status") == "ok")

    def kill_each(self) -> None:
        for service in SERVICES:
            self.kill(service.name)

    def all_well(self) -> bool:
        """Whether every service says so."""
        return all((self.health(each.name) or {}).get("status") == "ok" for each in SERVICES)

    def stop_all(self) -> float:
        """Stop it as Ctrl-C would; the seconds that took."""
        assert self.parent is not None
        started = time.monotonic()
        self.parent.send_signal(signal.SIGINT)
        assert self.parent.wait(STOP_WITHIN) == 0, self.log("supervisor")
        self.parent = None
        return time.monotonic() - started

    def close(self) -> None:
        if self.parent is not None:
            self.parent.terminate()
            try:
                self.parent.wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                self.parent.kill()
                self.parent.wait()
        super().close()


def passed(stdout: str) -> dict[str, int]:
    """The figures of a rehearsal in which every request had exactly one effect."""
    figures: dict[str, int] = json.loads(stdout)
    assert figures["submitted"] == figures["accepted"] == figures["decided"], figures
    assert figures["unknown_tickets"] == figures["duplicate_enrolments"] == 0, figures
    assert figures["passed"], figures
    return figures
