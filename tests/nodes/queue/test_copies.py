"""Several copies of the queue node on one PostgreSQL database: one line and one leader."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from backend.common.client import SocketClient
from backend.common.inprocess import InProcessTransport
from backend.common.rounds import NewRound
from backend.common.settings import Settings
from backend.common.tickets import Order, Orders
from backend.data_node import draws, rounds
from backend.data_node.main import create_app as create_data
from backend.data_node.tables import outcomes
from backend.queue_node import words
from backend.queue_node.desk import Desk
from backend.queue_node.limits import BURST, PER_SECOND, StudentLimits
from backend.queue_node.main import create_app as create_queue
from tests.conftest import INTERNAL, Clock, House
from tests.empty_databases import server
from tests.nodes import tokens
from tests.nodes.university import University, build, until

_names = count()
HEARD_LATE = 10  # requests that a copy takes before it has heard of the last ones
LEADERS_SESSION = (
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
    " and granted and objid = 7002"
    " and database = (select oid from pg_database where datname = '{}')"
)


@dataclass
class Copies:
    """Copies of the queue node, each with its own way to the one data node."""

    house: House
    settings: Settings
    university: University
    database: str
    apps: list[FastAPI] = field(default_factory=list)
    stacks: list[AsyncExitStack] = field(default_factory=list)
    clients: list[SocketClient] = field(default_factory=list)

    async def add(self, clock: Callable[[], float]) -> int:
        """Start one more copy; its number."""
        applications = dict(self.house.applications)
        client = SocketClient(INTERNAL, transport=InProcessTransport(applications))
        app = create_queue(self.settings, client, clock)
        stack = AsyncExitStack()
        await stack.enter_async_context(app.router.lifespan_context(app))
        applications["queue_node"] = app
        self.apps.append(app)
        self.stacks.append(stack)
        self.clients.append(client)
        return len(self.apps) - 1

    def desk(self, copy: int) -> Desk:
        desk: Desk = self.apps[copy].state.desk
        return desk

    async def ask(self, copy: int, student: int, key: str, section: int) -> dict[str, Any]:
        entry = {
            "token": tokens.token("student", person=student),
            "key": key,
            "action": "select",
            "section_id": section,
        }
        body = {"entries": [entry]}
        answer = await self.clients[copy].post("queue_node", "/tickets", json_data=body)
        (reply,) = answer.raise_for_status().json()["replies"]
        ticket: dict[str, Any] = reply["ticket"]
        return ticket

    async def tickets(self, copy: int, student: int) -> list[dict[str, Any]]:
        headers = tokens.bearer("student", person=student)
        answer = await self.clients[copy].get("queue_node", "/tickets", headers=headers)
        items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
        return items

    async def led(self) -> int:
        """The copy that leads, as soon as one does."""

        async def leading() -> bool:
            return any(self._leads(app) for app in self.apps)

        await until(leading)
        return next(n for n, app in enumerate(self.apps) if self._leads(app))

    def _leads(self, app: FastAPI) -> bool:
        desk: Desk = app.state.desk
        return desk._company.leader > 0

    async def answered(self) -> list[str]:
        """How all tickets ended, in their order, once they have."""

        async def all_ended() -> bool:
            return all(not len(self.desk(copy).line) for copy in range(len(self.apps)))

        await until(all_ended)
        query = sa.select(outcomes.c.outcome).order_by(outcomes.c.number)
        database = self.house.applications["data_node"].state.database
        found: list[str] = await database.read(lambda c: list(c.execute(query).scalars()))
        return found

    async def close(self) -> None:
        for stack in self.stacks:
            await stack.aclose()


@pytest.fixture
async def copies(house: House, clock: Clock) -> AsyncIterator[Copies]:
    await house.start("auth_node", tokens.create_auth)
    data = await house.start("data_node", create_data)
    university = await data.state.database.write(build, [2, 5, 5], student_count=9)
    name = f"copies{next(_names)}"
    settings = msgspec.structs.replace(house.settings, queue_database_url=server().create(name))
    made = Copies(house, settings, university, name)
    house.applications["queue_node"] = FastAPI()  # the data node asks no queue unless a draw is due
    for _ in range(3):
        await made.add(clock)
    yield made
    await made.close()


async def test_every_copy_takes_requests_into_one_line(copies: Copies) -> None:
    students, (section, *_) = copies.university.students, copies.university.sections
    asked = [await copies.ask(n % 3, student, "k", section) for n, student in enumerate(students)]
    assert [ticket["number"] for ticket in asked] == list(range(1, 10))
    assert await copies.answered() == ["enrolled"] * 2 + ["refused"] * 7
    for copy in range(3):
        assert [t["state"] for t in await copies.tickets(copy, students[0])] == ["enrolled"]


async def test_a_copy_that_does_not_lead_knows_places_and_pauses_the_line(copies: Copies) -> None:
    leader = await copies.led()
    other, third = [copy for copy in range(3) if copy != leader]
    await copies.desk(other).worker.gate.close("registrar", "", 1.0)

    async def paused() -> bool:
        return all(copies.desk(copy).worker.gate.pause for copy in range(3))

    await until(paused)
    students, (section, *_) = copies.university.students, copies.university.sections
    for n, student in enumerate(students[:4]):
        await copies.ask((leader, other)[n % 2], student, "k", section)

    async def all_known() -> bool:
        return all(len(copies.desk(copy).line) == 4 for copy in range(3))

    await until(all_known)
    for copy in range(3):
        (ticket,) = await copies.tickets(copy, students[2])
        assert (ticket["state"], ticket["position"]) == ("pending", 3)
    await copies.desk(third).worker.gate.open(2.0)
    assert await copies.answered() == ["enrolled", "enrolled", "refused", "refused"]
    decided = [copies.desk(copy).figures for copy in range(3)]
    assert [sum(each.decided for each in one._seconds) for one in decided] == [4, 4, 4]


async def test_nobody_is_handed_on_before_earlier_tickets_of_other_copies_are_known(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = await copies.led()
    other = next(copy for copy in range(3) if copy != leader)
    students, (section, *_) = copies.university.students, copies.university.sections
    desk = copies.desk(leader)
    arrives, follow = asyncio.Event(), desk._company._follow

    async def late(*told: Any) -> None:  # noqa: ANN401
        await arrives.wait()
        await follow(*told)

    monkeypatch.setattr(desk._company, "_follow", late)
    first = await copies.ask(other, students[0], "k", section)
    second = await copies.ask(leader, students[1], "k", section)
    assert [each.number for each in desk.line.head(9)] == [second["number"]], "the control"
    assert desk.line.head(9, desk._company.read_to) == []
    arrives.set()
    assert await copies.answered() == ["enrolled", "enrolled"]
    assert first["number"] < second["number"]


async def test_another_copy_goes_on_when_the_leader_loses_the_database(copies: Copies) -> None:
    leader = await copies.led()
    students, (section, *_) = copies.university.students, copies.university.sections
    gate = copies.desk(leader).worker.gate
    await gate.close("registrar", "", 1.0)
    for n, student in enumerate(students):
        await copies.ask(n % 3, student, "k", section)
    server().sql(LEADERS_SESSION.format(copies.database))

    async def deposed() -> bool:
        return await copies.led() != leader or copies.desk(leader)._company.leader > 1

    await until(deposed)
    await gate.open(2.0)
    assert await copies.answered() == ["enrolled"] * 2 + ["refused"] * 7


async def test_a_copy_that_leads_no_more_is_in_no_trouble(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = await copies.led()
    worker = copies.desk(leader).worker
    nowhere = SocketClient(INTERNAL, transport=InProcessTransport({}))
    monkeypatch.setattr(worker, "_client", nowhere)
    await copies.ask(leader, copies.university.students[0], "k", copies.university.sections[0])

    async def is_in_trouble() -> bool:
        return bool(worker.trouble)

    await until(is_in_trouble)
    server().sql(LEADERS_SESSION.format(copies.database))
    assert await copies.answered() == ["enrolled"]

    async def is_well() -> bool:  # it may sit out a pause before it looks who leads
        return not worker.trouble

    await until(is_well)


async def test_a_leader_of_before_decides_nothing_more(copies: Copies) -> None:
    leader = await copies.led()
    students, (section, *_) = copies.university.students, copies.university.sections
    await copies.ask(leader, students[0], "k", section)
    assert await copies.answered() == ["enrolled"]
    late = Order(
        ticket_id="late",
        number=99,
        student_id=students[1],
        section_id=section,
        action="select",
        accepted_at=copies.house.clock(),
    )
    now = copies.desk(leader)._company.leader
    data = copies.house.client

    async def decide(leadership: int) -> Any:  # noqa: ANN401
        content = msgspec.json.encode(Orders([late], leadership))
        return await data.post("data_node", "/decisions", content=content)

    await decide(now + 1)  # another one leads
    refused = await decide(now)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_leading")
    control = await decide(0)  # without the number nothing would hold it back
    assert control.status_code == 200


async def test_what_waits_for_a_draw_waits_in_every_copy(
    copies: Copies, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draws, "EVERY", 0.01)
    closes = clock.now + 100
    new = NewRound(name="Draw", opens_at=clock.now, closes_at=closes, policy="lottery")
    await copies.house.applications["data_node"].state.database.write(rounds.create, "F24", new)
    students, (section, *_) = copies.university.students, copies.university.sections
    leader = await copies.led()
    for n, student in enumerate(students):
        await copies.ask(n % 3, student, "k", section)

    async def all_set_aside(copy_count: int = 3) -> bool:
        return all(len(copies.desk(copy).worker.waiting) == 9 for copy in range(copy_count))

    await until(all_set_aside)
    other = next(copy for copy in range(3) if copy != leader)
    (ticket,) = await copies.tickets(other, students[0])
    assert ticket["draw"]["name"] == "Draw"
    late = await copies.add(clock)

    async def late_one_knows() -> bool:
        return await all_set_aside(4)

    await until(late_one_knows)
    clock.advance(100)
    assert await copies.desk(late).is_through(closes)
    copies.house.applications["queue_node"] = copies.apps[other]
    found = await until_drawn(copies)
    assert sorted(found) == ["enrolled"] * 2 + ["refused"] * 7


async def until_drawn(copies: Copies) -> list[str]:
    database = copies.house.applications["data_node"].state.database
    query = sa.select(outcomes.c.outcome)

    async def drawn() -> bool:
        return len(await database.read(lambda c: c.execute(query).all())) == 9

    await until(drawn)
    return await copies.answered()


def test_numbers_travel_as_ranges_that_fit() -> None:
    numbers = [*range(5, 2000), *range(5000, 9000, 2)]
    told = [words.written(words.Ended(part)) for part in words.parts(numbers)]
    assert all(len(each) < 7900 for each in told)
    back = set()
    for each in told:
        said = words.read(each)
        assert isinstance(said, words.Ended)
        back |= words.numbers_of(said.numbers)
    assert back == set(numbers)
    assert words.read("") == words.Missed()


async def taken_of_one(copies: Copies) -> tuple[int, float]:
    """Of many requests of one student to all copies in turn how many are taken, and seconds."""
    student, (section, *_) = copies.university.students[0], copies.university.sections
    began = time.monotonic()
    asked = [await copies.ask(n % 3, student, f"k{n}", section) for n in range(4 * BURST)]
    return len([ticket for ticket in asked if ticket]), time.monotonic() - began


async def test_a_student_may_send_to_all_copies_what_one_alone_would_take(copies: Copies) -> None:
    taken, seconds = await taken_of_one(copies)
    assert BURST <= taken <= BURST + PER_SECOND * seconds + HEARD_LATE


async def test_copies_that_did_not_count_what_others_take_would_take_more(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StudentLimits, "charge", lambda *_: None)
    taken, seconds = await taken_of_one(copies)
    assert taken > BURST + PER_SECOND * seconds + HEARD_LATE
