"""What clients were told while processes are killed, held against what any order can explain.

The checkers are those of tests/histories; here their histories come from the real nodes.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from backend.cli.rehearse_gateway import Reply
from backend.common.client import IDEMPOTENCY_KEY
from tests.faults import trouble
from tests.faults.copies import Copies
from tests.faults.door import SELECTIONS, Door, Term, make_term
from tests.faults.evidence import data_nodes, found_in, gather
from tests.faults.students import Students
from tests.faults.supervised import Supervised
from tests.histories.history import INFO, History
from tests.system.installation import Installation

STUDENTS = 24
SEATS = [1, 2, 3, 5, 8, 13]
SEED = 7
GIVES_UP = 0.3
ALL_THEY_WANT = 1000  # requests: nobody comes to an end before the faults do


def requires_a_rush(history: History, blows: int) -> None:
    """That enough happened for anything to go wrong."""
    kinds = Counter(ask.kind for ask in history.asks)
    states = Counter((each.action, each.state) for each in history.answers["the line"])
    assert kinds["ok"] > 10 * blows
    assert len(history.reads) > 2 * blows
    for what in (("select", "enrolled"), ("select", "refused"), ("drop", "dropped")):
        assert states[what] > 10, states


async def rush(installation: Installation, strike: Awaitable[None], blows: int) -> History:
    """Let students ask as long as `strike` takes, and see that no checker finds anything."""
    async with Door(installation.gateway_url) as door:
        term = await make_term(door, STUDENTS, SEATS, SEED)
        students = Students(door, term, SEED, wishes=ALL_THEY_WANT, gives_up=GIVES_UP)
        running = asyncio.create_task(students.run())
        await strike
        students.over.set()
        await running
        history = await gather(installation, door, term, students)
    requires_a_rush(history, blows)
    assert students.refused.keys() <= {"too_many_requests"}
    assert len(history.answers) == 2 + len(data_nodes(installation))
    assert found_in(history, term) == {}
    return history


@pytest.mark.timeout(180)
async def test_processes_are_killed_one_after_the_other_and_three_at_once(
    over_sockets: Supervised,
) -> None:
    drawn = random.Random(SEED)
    blows = trouble.blows(drawn)
    history = await rush(over_sockets, trouble.strike(over_sockets, blows, drawn), len(blows))
    assert any(ask.kind == INFO for ask in history.asks), "the gateway was killed unnoticed"


@pytest.fixture
def copies() -> Iterator[Copies]:
    started = Copies()
    try:
        started.start_all()
        yield started
    finally:
        started.close()


@pytest.mark.timeout(240)
async def test_copies_are_killed_the_leader_first(copies: Copies) -> None:
    drawn = random.Random(SEED)
    blows = trouble.blows(drawn)
    await rush(copies, trouble.strike_copies(copies, blows, drawn), len(blows))


class Losing(Door):
    """A proxy that says "accepted" to some requests and forwards none of them."""

    async def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        key = headers.get(IDEMPOTENCY_KEY, "")
        if path == SELECTIONS and key.endswith("-3"):
            number = 10**6 + sum(key.encode())
            return Reply(202, msgspec.json.encode({"id": f"{number:012x}{key}", "number": number}))
        return await super().send(method, path, headers, body)


class Doubling(Door):
    """A proxy that forwards some requests twice, once under a key of its own."""

    async def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        key = headers.get(IDEMPOTENCY_KEY, "")
        if path == SELECTIONS and key.endswith("-3"):
            await super().send(method, path, {**headers, IDEMPOTENCY_KEY: f"{key}+"}, body)
        return await super().send(method, path, headers, body)


def leave_it(_installation: Installation, _term: Term) -> None:
    """Everything stays as it is."""


def remove_an_enrolment(installation: Installation, term: Term) -> None:
    """Behind the back of the node."""
    of_term = f"section_id in ({', '.join(map(str, term.capacities))})"
    some = f"select ticket_id from enrolments where {of_term} limit 1"
    with closing(sqlite3.connect(Path(installation.environment["DATA_DIR"]) / "data.db")) as file:
        assert file.execute(f"delete from enrolments where ticket_id = ({some})").rowcount == 1
        file.commit()


@pytest.mark.parametrize(
    ("proxy", "sabotage", "found"),
    [
        (Door, leave_it, set()),
        (Losing, leave_it, {"total queue"}),
        (Doubling, leave_it, {"total queue"}),
        (Door, remove_an_enrolment, {"set", "bank"}),
    ],
    ids=["sound", "losing", "doubling", "removed"],
)
async def test_what_is_broken_from_outside_is_found(
    over_sockets: Supervised,
    proxy: type[Door],
    sabotage: Callable[[Installation, Term], None],
    found: set[str],
) -> None:
    async with proxy(over_sockets.gateway_url) as door:
        term = await make_term(door, 8, SEATS, SEED)
        students = Students(door, term, SEED, wishes=6, patience=1.5)
        await students.run()
        await students.settle()
        sabotage(over_sockets, term)
        history = await gather(over_sockets, door, term, students)
    cases = found_in(history, term)
    assert students.refused.keys() <= {"too_many_requests"}
    assert set(cases) >= found, cases
    assert bool(cases) == bool(found), cases
