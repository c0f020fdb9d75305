"""Live events: who hears what, what a stream that comes back gets, what ends a stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from backend.student_node import hub as hub_module
from backend.student_node.hub import (
    HEARTBEAT_BYTES,
    LONGEST_BACKLOG,
    RESYNC,
    Event,
    Hub,
    encode_event,
)
from tests.nodes.student.conftest import Door

FOREVER = 3600.0


def event(number: int, student: int | None = None) -> Event:
    return Event(number, student, b"%d;" % number)


async def next_frame(stream: AsyncIterator[bytes]) -> bytes:
    async with asyncio.timeout(5):
        return await anext(stream)


async def opened(
    hub: Hub, student: int = 1, after: int | None = None, session: str = "s"
) -> AsyncIterator[bytes]:
    stream = hub.listen(student, session, after, lambda: FOREVER)
    assert await next_frame(stream) == HEARTBEAT_BYTES
    return stream


async def test_everybody_hears_of_seats_and_each_of_the_own_outcomes() -> None:
    hub = Hub()
    alice, bob = await opened(hub, 1), await opened(hub, 2)
    hub.publish(event(1))
    hub.publish(event(2, student=2))
    hub.publish(event(3))
    assert await next_frame(alice) == b"1;3;"
    assert await next_frame(bob) == b"1;2;3;"


async def test_a_stream_that_comes_back_gets_exactly_what_it_missed() -> None:
    hub = Hub()
    for number in range(1, 6):
        hub.publish(event(number, student=2 if number == 4 else None))
    stream = await opened(hub, 1, after=2)
    hub.publish(event(6))
    assert await next_frame(stream) == b"3;5;6;"


async def test_one_that_is_too_far_behind_is_told_to_load_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub = Hub()
    hub.start_at(100)
    hub.publish(event(101))
    assert await next_frame(await opened(hub, 1, after=99)) == RESYNC
    assert await next_frame(await opened(hub, 1, after=100)) == b"101;"


async def test_what_fell_out_of_memory_counts_as_missed() -> None:
    hub = Hub()
    for number in range(1, hub_module.KEPT + 11):
        hub.publish(event(number))
    assert await next_frame(await opened(hub, 1, after=9)) == RESYNC
    frames = await next_frame(await opened(hub, 1, after=10))
    assert frames.startswith(b"11;")
    assert frames.count(b";") == hub_module.KEPT


async def test_a_stream_that_does_not_read_is_ended_instead_of_filling_memory() -> None:
    hub = Hub()
    stream = await opened(hub)
    for number in range(LONGEST_BACKLOG + 5):
        hub.publish(event(number))
    assert (await next_frame(stream)).count(b";") == LONGEST_BACKLOG
    with pytest.raises(StopAsyncIteration):
        await next_frame(stream)


async def test_the_end_of_a_session_ends_its_streams_and_no_others() -> None:
    hub = Hub()
    one, other = await opened(hub, session="one"), await opened(hub, session="other")
    hub.close_session("one")
    with pytest.raises(StopAsyncIteration):
        await next_frame(one)
    hub.publish(event(1))
    assert await next_frame(other) == b"1;"


async def test_a_stream_ends_with_its_token() -> None:
    hub = Hub()
    left = iter([1.0, 0.0])
    stream = hub.listen(1, "s", None, lambda: next(left))
    assert await next_frame(stream) == HEARTBEAT_BYTES
    assert await next_frame(stream) == HEARTBEAT_BYTES
    with pytest.raises(StopAsyncIteration):
        await next_frame(stream)


def test_an_event_is_written_as_browsers_read_it() -> None:
    assert encode_event("seats", b"[]", 7) == b"id: 7\nevent: seats\ndata: []\n\n"
    assert encode_event("outcome", b"{}", None) == b"event: outcome\ndata: {}\n\n"


async def test_an_answer_reaches_the_students_stream(door: Door) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    hub: Hub = door.house.applications["student_node"].state.desk.hub
    stream = await opened(hub, student)
    bystander = await opened(hub, door.university.students[1])
    await door.select(student, section)
    heard = b""
    while b"event: outcome" not in heard:
        heard += await next_frame(stream)
    assert b'"outcome":"enrolled"' in heard
    while b"event: seats" not in heard:
        heard += await next_frame(stream)
    assert f"[[{section},1,2]]".encode() in heard
    assert b"event: outcome" not in await next_frame(bystander)
