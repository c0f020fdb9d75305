"""The clock of a machine is set wrong by hours and days, and right again, while students ask."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.common.services import SERVICES
from tests.faults.crowd import Crowd
from tests.faults.supervised import until
from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

HOUR, DAY = 3600.0, 86_400.0
ROOM = ("--students", "60", "--sections", "6", "--seats", "8", "--requests-per-student", "1")
ASKED = 20  # requests at each time of day
WELL_WITHIN = 10.0  # seconds

Shift = Callable[[float], None]


@pytest.fixture
def shift(tmp_path: Path) -> Shift:
    """Set the clock of all services wrong by some seconds."""
    file = tmp_path / "by"
    file.write_bytes(struct.pack("d", 0.0))

    def by(seconds: float) -> None:
        with file.open("r+b") as opened:  # the same file, which they look into
            opened.write(struct.pack("d", seconds))

    return by


@pytest.fixture
def shifted(shift: Shift, tmp_path: Path) -> Iterator[Installation]:
    shift(0.0)
    installation = Installation()
    modules = {service.name: service.module for service in SERVICES}
    installation.modules = dict.fromkeys(modules, "tests.faults.shifted")
    by = str(tmp_path / "by")
    try:
        with ThreadPoolExecutor(len(modules)) as threads:
            for started in [
                threads.submit(installation.start, name, SHIFTED=module, SHIFTED_BY=by)
                for name, module in modules.items()
            ]:
                started.result()
        yield installation
    finally:
        installation.close()


def all_well(installation: Installation) -> bool:
    return all(
        (installation.health(service.name) or {}).get("status") == "ok" for service in SERVICES
    )


def test_all_is_taken_and_answered_whatever_the_clock_says(
    shifted: Installation, shift: Shift, tmp_path: Path
) -> None:
    line = CommandLine(shifted.environment, tmp_path)
    line("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
    term = line.json("rehearse", *ROOM, "--keep")["term"]
    numbers: list[int] = []
    for wrong in (0.0, HOUR, -HOUR, 2 * DAY, -2 * DAY, 0.0):
        shift(wrong)
        crowd = Crowd(shifted.ports["gateway"], term, keys=f"clock{wrong:.0f}-{len(numbers)}")
        asked = [crowd.ask_next() for _ in range(ASKED)]
        assert {each.status for each in asked} == {202}, wrong
        told = asked[-1].body["accepted_at"]
        assert told == pytest.approx(time.time() + wrong, abs=60), "the control: it is wrong"
        numbers += [each.body["number"] for each in asked]
        until(lambda crowd=crowd: not crowd.undecided(), WELL_WITHIN)  # type: ignore[misc]
        until(lambda: all_well(shifted), WELL_WITHIN)
    assert numbers == sorted(set(numbers)), "later means a higher number, whatever the clock says"
    assert line.json("verify", term)["findings"] == []
