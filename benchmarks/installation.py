"""An installation of real processes for a benchmark, and what each process costs."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

TICK_US = 1e6 / os.sysconf("SC_CLK_TCK")
USER_TIME, SYSTEM_TIME = 11, 12  # places in /proc/PID/stat after the name
ME = "load generator"
OTHERS = "others on the machine"  # kernel threads, further load generators, strangers
BUSY = (0, 1, 2, 5, 6)  # places in /proc/stat: user, nice, system, interrupts
PATIENCE = 120.0  # seconds; a scratch term of 100,000 students is made in one call


class Measured(Installation):
    """Services as real processes; calls to them as an administrator."""

    bearer = ""
    """What the administrator shows."""

    def cpu_seconds(self) -> dict[str, float]:
        """What each process has used so far, this one too."""
        used = {name: cpu_us_of(process.pid) / 1e6 for name, process in self.processes.items()}
        ours = {ME: time.process_time(), **used}
        return {**ours, OTHERS: _machine_seconds() - sum(ours.values())}

    def memory_kb(self, name: str) -> int:
        """Resident memory of a service."""
        status = Path(f"/proc/{self.processes[name].pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def log_in(self) -> None:
        """Have `staff` ask as the administrator."""
        body = {"username": ADMIN, "password": ADMIN_PASSWORD}
        self.bearer = f"Bearer {self.staff('POST', '/api/auth/login', body)['access_token']}"

    def staff(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """The gateway's answer to the administrator.

        Raises:
            RuntimeError: it is a refusal.
        """
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.ports["gateway"], timeout=PATIENCE
        )
        headers = {"Content-Type": "application/json"}
        if self.bearer:
            headers["Authorization"] = self.bearer
        content = None if body is None else json.dumps(body)
        with contextlib.closing(connection):
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            text = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text or b"null")

    @staticmethod
    def wait_for_port(port: int, seconds: float) -> None:
        """Wait until something takes connections at `port`.

        Raises:
            TimeoutError: nothing does within `seconds`.
        """
        until = time.monotonic() + seconds
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if time.monotonic() > until:
                raise TimeoutError(f"nothing listens at port {port}")
            time.sleep(0.05)

    @property
    def internal_token(self) -> str:
        """What callers of a node show."""
        return self.environment["INTERNAL_TOKEN"]


@dataclass(slots=True)
class Cost:
    """CPU seconds by process over a stretch of a run."""

    seconds: dict[str, float]

    def per(self, units: int) -> dict[str, float]:
        """Microseconds for each of `units`."""
        return {name: used / units * 1e6 for name, used in self.seconds.items()}


@contextlib.contextmanager
def cost_of(installation: Measured) -> Iterator[Cost]:
    """What every process uses between entering and leaving."""
    before = installation.cpu_seconds()
    cost = Cost({})
    yield cost
    after = installation.cpu_seconds()
    cost.seconds = {name: after[name] - before.get(name, 0.0) for name in after}


@contextlib.contextmanager
def started(*names: str, **environment: str) -> Iterator[Measured]:
    """An installation whose services run until the block ends; without names all of them."""
    _raise_file_limit()
    signal.signal(signal.SIGTERM, _stop)  # or the services would outlive a run that is ended
    running = Measured()
    try:
        running.start(*names, **environment)
        if not names or "gateway" in names:
            running.log_in()
        yield running
    finally:
        running.close()


def _stop(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _raise_file_limit() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _machine_seconds() -> float:
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    return sum(int(fields[place]) for place in BUSY) * TICK_US / 1e6


def cpu_us_of(pid: int) -> float:
    """Microseconds of the processors that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[USER_TIME]) + int(fields[SYSTEM_TIME])) * TICK_US
