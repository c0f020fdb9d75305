"""Live events: who hears what, what a stream that comes back gets, what ends a stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from backend.student_node import hub as hub_module
from backend.student_node.hub import (
    GROUPS,
    HEARTBEAT,
    HEARTBEAT_BYTES,
    LONGEST_BACKLOG,
    MOST_STREAMS,
    RESYNC,
    ROUNDS,
    Event,
    Hub,
    encode_event,
)
from tests.conftest import INTERNAL
from tests.nodes import tokens
from tests.nodes.student.conftest import Door

FOREVER = 3600.0


def outcome(number: int, student: int = 1) -> Event:
    return Event(number, student, b"%d;" % number, b"?;")


def seats(*counts: tuple[int, int, int | None], number: int) -> bytes:
    return encode_event("seats", msgspec.json.encode(counts), number)


async def next_frame(stream: AsyncIterator[bytes]) -> bytes:
    async with asyncio.timeout(5):
        return await anext(stream)


async def opened(
    hub: Hub,
    student: int = 1,
    after: int | None = None,
    session: str = "s",
    ends: Callable[[], float] = lambda: FOREVER,
) -> AsyncIterator[bytes]:
    stream = hub.frames(hub.open(student, session, after, ends))
    if after is None:
        assert await next_frame(stream) == HEARTBEAT_BYTES
    return stream


def give_everybody_a_turn(hub: Hub) -> None:
    for _ in range(GROUPS):
        hub.tick()


async def test_an_outcome_is_at_its_student_at_once_and_at_nobody_else() -> None:
    hub = Hub()
    alice, bob = await opened(hub, 1), await opened(hub, 2)
    hub.publish(outcome(1, student=2))
    hub.publish(outcome(2, student=1))
    assert await next_frame(alice) == b"2;"
    assert await next_frame(bob) == b"1;"


async def test_everybody_hears_once_that_rounds_changed_also_who_was_away() -> None:
    hub = Hub()
    hub.start_at(5)
    streams = [await opened(hub, student) for student in range(2 * GROUPS)]
    hub.note_rounds(6)
    hub.note_seats(7, [(17, 1, 30)])
    give_everybody_a_turn(hub)
    give_everybody_a_turn(hub)
    for stream in streams:
        assert await next_frame(stream) == ROUNDS + seats((17, 1, 30), number=7)
    away = hub.open(1, "s", 5, lambda: FOREVER)
    assert list(away.waiting) == [HEARTBEAT_BYTES, ROUNDS, seats((17, 1, 30), number=7)]
    knows = hub.open(1, "s", 6, lambda: FOREVER)
    assert ROUNDS not in knows.waiting


async def test_everybody_hears_in_one_event_of_all_seats_that_changed() -> None:
    hub = Hub()
    streams = [await opened(hub, student) for student in range(2 * GROUPS)]
    hub.note_seats(1, [(17, 1, 30), (18, 5, None)])
    hub.note_seats(2, [(17, 2, 30)])
    give_everybody_a_turn(hub)
    for stream in streams:
        assert await next_frame(stream) == seats((17, 2, 30), (18, 5, None), number=2)


async def test_seats_that_did_not_change_are_not_told_again() -> None:
    hub = Hub()
    stream = await opened(hub)
    hub.note_seats(1, [(17, 1, 30)])
    give_everybody_a_turn(hub)
    hub.note_seats(2, [(18, 1, 30)])
    give_everybody_a_turn(hub)
    expected = seats((17, 1, 30), number=1) + seats((18, 1, 30), number=2)
    assert await next_frame(stream) == expected


async def test_an_outcome_does_not_move_the_last_event_past_seats_that_are_still_to_come() -> None:
    hub = Hub()
    stream = await opened(hub)
    hub.note_seats(1, [(17, 1, 30)])
    hub.publish(outcome(2))
    assert await next_frame(stream) == b"?;"
    give_everybody_a_turn(hub)
    assert await next_frame(stream) == seats((17, 1, 30), number=2)
    hub.publish(outcome(3))
    assert await next_frame(stream) == b"3;"


async def test_a_stream_that_comes_back_gets_what_it_missed() -> None:
    hub = Hub()
    hub.note_seats(1, [(17, 1, 30)])
    hub.publish(outcome(2))
    hub.publish(outcome(3))
    hub.publish(outcome(4, student=2))
    hub.note_seats(5, [(18, 1, 30)])
    hub.publish(outcome(6))
    missed = HEARTBEAT_BYTES + b"?;?;" + seats((18, 1, 30), number=6)
    assert await next_frame(await opened(hub, 1, after=2)) == missed
    assert await next_frame(await opened(hub, 1, after=5)) == HEARTBEAT_BYTES + b"6;"
    assert await next_frame(await opened(hub, 1, after=6)) == HEARTBEAT_BYTES


@given(st.data())
def test_however_often_a_stream_breaks_off_nothing_is_missed(data: st.DataObject) -> None:
    """Every outcome is heard, and the seats one knows in the end are those that there are."""
    hub = Hub()
    truth: dict[int, int] = {}
    due: set[int] = set()
    seen = 0
    known: dict[int, int] = {}
    heard: set[int] = set()
    stream = hub.open(1, "s", seen, lambda: FOREVER)
    steps = data.draw(st.lists(st.sampled_from(["seats", "outcome", "tick", "read", "break"])))
    for number, step in enumerate([*steps, "break", "read"], 1):
        if step == "seats":
            section = data.draw(st.integers(1, 3))
            truth[section] = number
            hub.note_seats(number, [(section, number, None)])
        elif step == "outcome":
            due.add(number)
            body = b"%d" % number
            numbered = encode_event("outcome", body, number)
            hub.publish(Event(number, 1, numbered, encode_event("outcome", body, None)))
        elif step == "tick":
            hub.tick()
        elif step == "break":
            hub.forget(stream)
            stream = hub.open(1, "s", seen, lambda: FOREVER)
        else:
            for ident, kind, body in _parsed(b"".join(stream.waiting)):
                seen = ident or seen
                if kind == "outcome":
                    heard.add(body)
                else:
                    known |= {section: taken for section, taken, _ in body}
            stream.waiting.clear()
    assert heard == due
    assert known == truth


def _parsed(text: bytes) -> Iterator[tuple[int | None, str, Any]]:
    for block in text.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if line[:1] not in ":")
        if "event" in lines:
            number = int(lines["id"]) if "id" in lines else None
            yield number, lines["event"], msgspec.json.decode(lines["data"])


async def test_one_that_is_too_far_behind_is_told_to_load_again() -> None:
    hub = Hub()
    hub.start_at(100)
    hub.publish(outcome(101))
    assert await next_frame(await opened(hub, 1, after=99)) == HEARTBEAT_BYTES + RESYNC
    assert await next_frame(await opened(hub, 1, after=100)) == HEARTBEAT_BYTES + b"101;"
    assert await next_frame(await opened(hub, 1, after=102)) == HEARTBEAT_BYTES + RESYNC


async def test_who_has_read_changes_that_no_stream_hears_of_need_not_load_again() -> None:
    hub = Hub()
    hub.publish(outcome(1))
    hub.advance(3)
    stream = await opened(hub, after=3)
    hub.publish(outcome(4))
    assert await next_frame(stream) == HEARTBEAT_BYTES + b"4;"
    ahead = await opened(hub, after=5)
    assert RESYNC in await next_frame(ahead)


async def test_what_fell_out_of_memory_counts_as_missed() -> None:
    hub = Hub()
    for number in range(1, hub_module.KEPT + 11):
        hub.publish(outcome(number))
    assert RESYNC in await next_frame(await opened(hub, 1, after=9))
    frames = await next_frame(await opened(hub, 1, after=10))
    assert frames.startswith(HEARTBEAT_BYTES + b"11;")
    assert frames.count(b";") == hub_module.KEPT


async def test_a_stream_that_does_not_read_is_ended_instead_of_filling_memory() -> None:
    hub = Hub()
    stream = await opened(hub)
    for number in range(LONGEST_BACKLOG + 5):
        hub.publish(outcome(number))
    assert (await next_frame(stream)).count(b";") == LONGEST_BACKLOG
    with pytest.raises(StopAsyncIteration):
        await next_frame(stream)


async def test_the_end_of_a_session_ends_its_streams_and_no_others() -> None:
    hub = Hub()
    one, other = await opened(hub, session="one"), await opened(hub, session="other")
    hub.close_session("one")
    with pytest.raises(StopAsyncIteration):
        await next_frame(one)
    hub.publish(outcome(1))
    assert await next_frame(other) == b"1;"


async def test_one_student_has_only_so_many_streams_and_the_oldest_end() -> None:
    hub = Hub()
    other = await opened(hub, student=2)
    streams = [await opened(hub) for _ in range(MOST_STREAMS + 3)]
    hub.publish(outcome(1))
    async with asyncio.timeout(5):
        for ended in streams[:3]:
            assert [frame async for frame in ended] in ([], [b"1;"])
    assert [await next_frame(stream) for stream in streams[3:]] == [b"1;"] * MOST_STREAMS
    hub.publish(outcome(2, student=2))
    assert await next_frame(other) == b"2;", "of others none"


async def test_streams_that_ended_make_room() -> None:
    hub = Hub()
    for _ in range(3 * MOST_STREAMS):
        stream = hub.open(1, "s", None, lambda: FOREVER)
        hub.forget(stream)
    kept = [await opened(hub) for _ in range(MOST_STREAMS)]
    hub.publish(outcome(1))
    assert [await next_frame(stream) for stream in kept] == [b"1;"] * MOST_STREAMS


async def test_a_stream_ends_with_its_token() -> None:
    hub = Hub()
    stream, other = await opened(hub, ends=lambda: 0.0), await opened(hub)
    give_everybody_a_turn(hub)
    with pytest.raises(StopAsyncIteration):
        await next_frame(stream)
    hub.publish(outcome(1))
    assert await next_frame(other) == b"1;"


async def test_a_silent_stream_gives_a_sign_of_life() -> None:
    now = 0.0
    hub = Hub(lambda: now)
    stream = await opened(hub)
    now = HEARTBEAT - 1
    give_everybody_a_turn(hub)
    hub.publish(outcome(1))
    assert await next_frame(stream) == b"1;"
    now = HEARTBEAT + 1
    give_everybody_a_turn(hub)
    now = 2 * HEARTBEAT
    give_everybody_a_turn(hub)
    assert await next_frame(stream) == HEARTBEAT_BYTES


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


async def test_a_browser_hears_until_it_leaves_and_is_forgotten_then(door: Door) -> None:
    app = door.house.applications["student_node"]
    student, section = door.university.students[0], door.university.sections[0]
    await door.select(student, section)
    await door.seats(section, 1)
    gone, sent = asyncio.Event(), asyncio.Queue[Message]()

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    shown = {**tokens.bearer("student", person=student), "Internal-Token": INTERNAL}
    headers = [(name.lower().encode(), value.encode()) for name, value in shown.items()]
    scope = {"type": "http", "method": "GET", "path": "/events", "headers": headers}
    async with asyncio.timeout(5):
        listening = asyncio.create_task(app(scope, receive, sent.put))
        start, first = await sent.get(), await sent.get()
        gone.set()
        await listening
    assert (b"content-type", b"text/event-stream; charset=utf-8") in start["headers"]
    assert first["body"].startswith(HEARTBEAT_BYTES)
    *_, last = [sent.get_nowait() for _ in range(sent.qsize())]  # seats may come before it
    assert (last["body"], last.get("more_body", False)) == (b"", False)


@pytest.mark.parametrize("seen", ["-1", "x", "1.5", "9" * 5000])
async def test_what_one_has_seen_is_a_number(door: Door, seen: str) -> None:
    answer = await door.call(1, "GET", "/events", last_event_id=seen)
    assert answer.json()["code"] == "invalid_fields"
    changes = await door.call(1, "GET", f"/catalogue/changes?after={seen}")
    assert [each["where"] for each in changes.json()["errors"]] == ["query.after"]
