"""`/livez` and `/readyz`: open to everybody, cheap, and right about whether a node can work."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from backend.auth_node.main import create_app as create_auth
from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.readiness import KEPT, Readiness, answers
from backend.data_node.main import MIGRATIONS
from backend.data_node.main import create_app as create_data
from backend.gateway.main import create_app as create_gateway
from backend.queue_node.main import create_app as create_queue
from backend.student_node.main import create_app as create_student
from backend.teacher_node.main import create_app as create_teacher
from tests.conftest import Clock, House
from tests.empty_databases import database_url
from tests.nodes import tokens
from tests.nodes.queue.conftest import Line, line
from tests.nodes.university import until

__all__ = ["line"]

FACTORIES = {
    "auth_node": create_auth,
    "data_node": create_data,
    "teacher_node": create_teacher,
    "student_node": create_student,
    "queue_node": create_queue,
    "gateway": create_gateway,
}
ADMIN = tokens.bearer("admin", username="root")


async def lacking(house: House, service: str) -> dict[str, str] | None:
    """What `service` lacks, as a stranger is told; None where it is ready."""
    stranger = SocketClient("", transport=house.client.transport)
    answer = await stranger.get(service, "/readyz")
    told: dict[str, Any] = answer.json()
    assert (answer.status_code == 200) == told["ready"] == (not told["lacking"])
    assert answer.status_code in (200, 503)
    assert (answer.headers.get("retry-after") == "1") == (not told["ready"])
    return None if told["ready"] else told["lacking"]


async def test_every_service_lives_and_is_ready_when_all_are_there(house: House) -> None:
    for name, factory in FACTORIES.items():
        await house.start(name, factory)
    stranger = SocketClient("", transport=house.client.transport)
    for name in FACTORIES:
        told = (await stranger.get(name, "/livez")).raise_for_status().json()
        assert told == {"service": name, "status": "alive"}

        async def ready(name: str = name) -> bool:
            return await lacking(house, name) is None

        await until(ready)


async def test_a_gateway_without_doors_lives_and_names_them(house: House) -> None:
    await house.start("gateway", create_gateway)
    stranger = SocketClient("", transport=house.client.transport)
    assert (await stranger.get("gateway", "/livez")).status_code == 200
    told = await lacking(house, "gateway")
    assert told is not None
    assert set(told) == {"auth_node", "teacher_node", "student_node"}


async def test_a_line_that_cannot_move_is_not_ready_and_a_paused_one_is(line: Line) -> None:
    house = line.house
    await house.client.post("queue_node", "/pause", json_data={"reason": ""}, headers=ADMIN)
    health = (await house.client.get("queue_node", "/health")).json()
    assert health["status"] == "degraded", "the control: a pause shows there"
    assert await lacking(house, "queue_node") is None
    await house.client.post("queue_node", "/resume", headers=ADMIN)
    del house.applications["data_node"]
    await line.ask(line.university.students[0], "k")

    async def stuck() -> bool:
        told = await lacking(house, "queue_node")
        return told is not None and "line" in told

    await until(stuck)


async def test_a_database_that_does_not_answer_is_named_without_saying_more(
    tmp_path: Path,
) -> None:
    database = Database(database_url(tmp_path / "data.db"), MIGRATIONS)
    await database.start()
    readiness = Readiness()
    readiness.needs("database", answers(database))
    assert await readiness.lacking() == {}
    await database.stop()
    later = Readiness()
    later.needs("database", answers(database))
    assert await later.lacking() == {"database": "it does not answer"}


async def test_who_asks_all_the_time_has_the_parts_asked_once_a_second() -> None:
    clock = Clock(0.0)
    asked = []

    async def check() -> str:
        asked.append(clock.now)
        await asyncio.sleep(0)
        return "" if len(asked) < 2 else "gone"

    readiness = Readiness(clock)
    readiness.needs("part", check)
    assert await asyncio.gather(*(readiness.lacking() for _ in range(100))) == [{}] * 100
    clock.advance(KEPT)
    assert await readiness.lacking() == {"part": "gone"}
    assert asked == [0.0, KEPT]


@pytest.mark.parametrize("error", [OSError("/var/lib/secret"), Refused("internal_error")])
async def test_a_part_that_breaks_counts_as_missing(error: Exception) -> None:
    async def check() -> str:
        raise error

    readiness = Readiness()
    readiness.needs("part", check)
    assert await readiness.lacking() == {"part": "it does not answer"}
