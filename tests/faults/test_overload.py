"""More people look than can be served: they are told to come again, and requests are taken."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from benchmarks import load
from tests.faults.crowd import Asked, Crowd
from tests.faults.supervised import until
from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

pytestmark = pytest.mark.timeout(300)
LOOKERS = 1200  # connections, each with the next look as soon as it has an answer
MOST_LOOKS = 100_000
FIRST = 2.0  # seconds before somebody asks for a seat
ASKING = 4.0  # seconds in which one after the other does
TURNS_NOBODY_AWAY = {
    "gateway": "tests.faults.never_late",
    "student_node": "tests.faults.never_late_student",
}
ROOM = ("--students", "300", "--sections", "10", "--seats", "30", "--requests-per-student", "1")


class Looks(list[bytes]):
    """The same looks again and again until it is `over`."""

    over = False

    def __len__(self) -> int:
        return MOST_LOOKS

    def __iter__(self) -> Iterator[bytes]:
        while not self.over:
            yield from super().__iter__()


@dataclass
class Rush:
    """What became of looks, and of requests for seats at the same time with their waits."""

    looks: Counter[int]
    asked: list[tuple[Asked, float]]

    @property
    def usual_wait(self) -> float:
        return median(seconds for _, seconds in self.asked)


async def rush(crowd: Crowd, port: int) -> Rush:
    looks = Looks(
        load.request("GET", f"/api/student/sections/{section}/preview", shown)
        for section, shown in crowd.looks()
    )
    looking = asyncio.create_task(load.send(("127.0.0.1", port), looks, LOOKERS))
    await asyncio.sleep(FIRST)
    asked = []
    until_then = time.monotonic() + ASKING
    while (began := time.monotonic()) < until_then:
        answer = await asyncio.to_thread(crowd.ask_next)
        asked.append((answer, time.monotonic() - began))
    looks.over = True
    answers = Counter((await looking).statuses)
    del answers[0]  # never made
    return Rush(answers, asked)


def overloaded(modules: dict[str, str], home: Path) -> Rush:
    """A rush at an installation of its own; all that was accepted in it is decided."""
    installation = Installation()
    installation.modules = modules
    try:
        installation.start()
        line = CommandLine(installation.environment, home)
        line("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
        term = line.json("rehearse", *ROOM, "--keep")["term"]
        crowd = Crowd(installation.ports["gateway"], term)
        done = asyncio.run(rush(crowd, installation.ports["gateway"]))
        until(lambda: not crowd.undecided())
        return done
    finally:
        installation.close()


def test_looks_are_turned_away_and_requests_are_taken(tmp_path: Path) -> None:
    shedding = overloaded({}, tmp_path)
    assert min(shedding.looks[503], shedding.looks[200]) > LOOKERS / 2
    assert {asked.status for asked, _ in shedding.asked} == {202}
    control = overloaded(TURNS_NOBODY_AWAY, tmp_path)
    assert set(control.looks) == {200}
    assert shedding.usual_wait < control.usual_wait / 2
