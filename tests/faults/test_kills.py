"""Every process is killed with -9 under load, one after the other, three times over."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from backend.common.services import SERVICES
from backend.common.targets import RetryBudget
from backend.common.transport import Response
from tests.faults.load import PATHS, CountingTransport, Outcome, calling, load
from tests.faults.supervised import Supervised, passed, until
from tests.system.command_line import COMMAND, CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

ROUNDS = 3
CROWD = ("--students", "300", "--sections", "10", "--seats", "15", "--requests-per-student", "3")
PATIENCE = 120  # seconds


class Rehearsals:
    """One rehearsal after the other, each checked, until told to stop."""

    def __init__(self, under: Supervised, home: Path) -> None:
        self.line = CommandLine(under.environment, home)
        done = self.line("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
        assert done.returncode == 0, done.stderr
        self.passed = 0
        self._over = False

    def run(self) -> None:
        while not self._over:
            done = subprocess.run(
                [COMMAND, "rehearse", *CROWD, "--json"],
                env=self.line.environment,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            passed(done.stdout)
            self.passed += 1

    def stop(self) -> None:
        self._over = True


async def killed_under_load(under: Supervised, home: Path) -> Outcome:
    """Kill each service `ROUNDS` times while callers call and students select."""
    rehearsals = await asyncio.to_thread(Rehearsals, under, home)
    selecting = asyncio.create_task(asyncio.to_thread(rehearsals.run))
    async with load(under) as outcome:
        for _ in range(ROUNDS):
            await asyncio.to_thread(under.kill_each)
    rehearsals.stop()
    await selecting
    assert rehearsals.passed > 0
    assert min(outcome.calls[service.name] for service in SERVICES) > 100
    return outcome


@pytest.mark.timeout(240)
async def test_over_sockets_no_call_fails_and_every_selection_has_one_effect(
    over_sockets: Supervised, tmp_path: Path
) -> None:
    outcome = await killed_under_load(over_sockets, tmp_path)
    assert outcome.failures == []


@pytest.mark.timeout(240)
async def test_over_http_no_call_fails_beyond_the_budget_of_repeats(
    over_http: Supervised, tmp_path: Path
) -> None:
    outcome = await killed_under_load(over_http, tmp_path)
    assert outcome.failures == []
    for service in PATHS:
        budget = RetryBudget.RESERVE + RetryBudget.SHARE * outcome.calls[service]
        assert outcome.repeats[service] <= budget


async def test_a_client_that_repeats_nothing_does_fail(over_sockets: Supervised) -> None:
    transport = CountingTransport(over_sockets, {})
    outcome = Outcome()
    headers = {"Internal-Token": transport.settings.internal_token}

    async def ask(service: str) -> Response:
        address = transport.get_service_url(service)
        return await transport.request("GET", address + PATHS[service], headers=headers)

    async with calling(ask, outcome, ["data_node"], 16):
        await asyncio.to_thread(until, lambda: outcome.calls["data_node"] > 100)
        for _ in range(2):
            await asyncio.to_thread(over_sockets.kill, "data_node")
    await transport.aclose()
    assert outcome.failures


def connects_during_a_restart(path: Path, seconds: float) -> Outcome:
    """Knock at a socket again and again, each time once."""
    outcome = Outcome()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        outcome.calls["knocks"] += 1
        with socket.socket(socket.AF_UNIX) as knocking:
            try:
                knocking.connect(os.fspath(path))
            except OSError as error:
                outcome.failures.append(str(error))
        time.sleep(0.005)
    return outcome


async def test_a_kept_socket_refuses_nobody_while_its_node_starts_again(
    over_sockets: Supervised,
) -> None:
    path = over_sockets.socket_dir / "teacher_node.sock"
    killing = asyncio.create_task(asyncio.to_thread(over_sockets.kill, "teacher_node"))
    outcome = await asyncio.to_thread(connects_during_a_restart, path, 2.0)
    await killing
    assert outcome.calls["knocks"] > 50
    assert outcome.failures == []


async def test_a_socket_that_is_bound_anew_does_refuse(installation: Installation) -> None:
    path = installation.socket_dir / "teacher_node.sock"
    knocking = asyncio.create_task(asyncio.to_thread(connects_during_a_restart, path, 2.0))
    await asyncio.to_thread(installation.stop, "teacher_node", signal.SIGKILL)
    await asyncio.to_thread(installation.start, "teacher_node")
    assert (await knocking).failures
