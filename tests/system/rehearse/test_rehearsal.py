"""Rehearsals of the real system, undisturbed and with a process killed in the middle."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import time
from typing import Any

import pytest

from backend.common.client import SocketClient
from backend.common.settings import load_settings
from backend.common.transport import SocketTransport
from tests.system.command_line import COMMAND, CommandLine
from tests.system.installation import Installation

FIGURES = (
    "oversold_sections",
    "lost_tickets",
    "duplicate_enrolments",
    "clashing_enrolments",
    "order_inversions",
    "passers_by",
    "unknown_tickets",
    "wrong_seat_counts",
)
SMALL = ("--students", "200", "--sections", "10", "--seats", "15", "--requests-per-student", "3")
CROWD = ("--students", "1200", "--sections", "10", "--seats", "30", "--requests-per-student", "3")
CROWD_REQUESTS = 3600
MIDDLE = 400  # tickets accepted when a process is killed
AWAY = 0.5  # seconds until it is started again
PATIENCE = 90  # seconds


def answer(installation: Installation, service: str, path: str) -> Any:  # noqa: ANN401
    """What a node answers to another node."""

    async def ask() -> Any:  # noqa: ANN401
        settings = load_settings(installation.environment)
        transport = SocketTransport(settings=settings)
        async with SocketClient(settings.internal_token, transport=transport) as client:
            return (await client.get(service, path)).raise_for_status().json()

    return asyncio.run(ask())


def last_ticket(installation: Installation) -> int:
    number: int = answer(installation, "queue_node", "/state")["last_number"]
    return number


def terms(installation: Installation) -> list[str]:
    return [term["code"] for term in answer(installation, "data_node", "/terms")["items"]]


def check(figures: dict[str, Any]) -> None:
    """Every request was accepted and decided, and the audit found nothing."""
    assert figures["submitted"] == figures["accepted"] == figures["decided"], figures
    assert {name: figures[name] for name in FIGURES} == dict.fromkeys(FIGURES, 0)
    assert figures["enrolled"] + figures["refused"] == figures["decided"]
    assert figures["passed"]


def test_a_rehearsal_passes_and_leaves_nothing(
    installation: Installation, admin: CommandLine
) -> None:
    before = terms(installation)
    figures = admin.json("rehearse", *SMALL)
    check(figures)
    assert figures["submitted"] == 600
    assert figures["enrolled"] <= figures["seats"] == 150
    assert set(figures["refusals"]) <= {"section_full", "time_clash"}
    assert terms(installation) == before


def test_a_kept_term_can_be_looked_at_and_removed(
    installation: Installation, admin: CommandLine
) -> None:
    figures = admin.json("rehearse", *SMALL, "--keep")
    assert figures["term"] in terms(installation)
    path = f"/scratch-terms/{figures['term']}/students?limit=1"
    assert answer(installation, "data_node", path)["total"] == 200
    assert admin("rehearse", "--remove", figures["term"]).returncode == 0
    assert figures["term"] not in terms(installation)
    gone = admin("rehearse", "--remove", figures["term"])
    assert gone.returncode == 3
    assert figures["term"] in gone.stderr


def test_a_rehearsal_says_no_to_strangers(cli: CommandLine) -> None:
    assert cli("rehearse", *SMALL).returncode == 4


def start_crowd(admin: CommandLine) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND, "rehearse", *CROWD, "--json"],
        env=admin.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_the_middle(installation: Installation, rehearsal: subprocess.Popen[str]) -> None:
    first = last_ticket(installation)
    deadline = time.monotonic() + PATIENCE
    while last_ticket(installation) - first < MIDDLE:
        assert rehearsal.poll() is None, rehearsal.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(
    "victim",
    ["data_node", "queue_node", "student_node"],  # the others: tests/faults
)
def test_nothing_is_lost_when_a_process_is_killed_in_the_middle(
    installation: Installation, admin: CommandLine, victim: str
) -> None:
    killed_in_the_middle(installation, admin, victim)


def killed_in_the_middle(installation: Installation, admin: CommandLine, victim: str) -> None:
    first = last_ticket(installation)
    rehearsal = start_crowd(admin)
    wait_for_the_middle(installation, rehearsal)
    installation.stop(victim, signal.SIGKILL)
    in_the_middle = rehearsal.poll() is None  # a quick machine needs no more than AWAY for the rest
    time.sleep(AWAY)
    installation.start(victim)
    stdout, stderr = rehearsal.communicate(timeout=PATIENCE)
    assert in_the_middle, "the rehearsal was over before the process was gone"
    assert rehearsal.returncode == 0, stdout + stderr
    check(json.loads(stdout))
    assert last_ticket(installation) - first == CROWD_REQUESTS


def test_an_interrupted_rehearsal_leaves_nothing_and_holds_nobody_up(
    installation: Installation, admin: CommandLine
) -> None:
    before = terms(installation)
    rehearsal = start_crowd(admin)
    wait_for_the_middle(installation, rehearsal)
    rehearsal.send_signal(signal.SIGINT)
    stdout, stderr = rehearsal.communicate(timeout=PATIENCE)
    assert (rehearsal.returncode, stdout) == (130, ""), stderr
    assert terms(installation) == before
    check(admin.json("rehearse", *SMALL))
