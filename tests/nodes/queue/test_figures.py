"""What the line tells of itself: counted second by second, by the queue node's own clock."""

from __future__ import annotations

from typing import Any

import pytest

from backend.common.tickets import Order
from backend.queue_node.figures import KEPT, LAST_STEP, Recorder
from tests.conftest import Clock
from tests.nodes.queue.conftest import Line

START = 1_900_000_000.0


class Length:
    """How many wait, as the test says."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


def orders(*accepted_at: float) -> list[Order]:
    return [
        Order(
            ticket_id=f"{n:024x}",
            number=n,
            student_id=1,
            section_id=1,
            action="select",
            accepted_at=at,
        )
        for n, at in enumerate(accepted_at, 1)
    ]


@pytest.fixture
def length() -> Length:
    return Length()


@pytest.fixture
def recorder(clock: Clock, length: Length) -> Recorder:
    return Recorder(clock, length)


def test_a_second_is_told_when_it_is_over(recorder: Recorder, clock: Clock, length: Length) -> None:
    length.now = 3
    recorder.accepted(3)
    assert recorder.figures().seconds == []
    clock.advance(1)
    length.now = 1
    recorder.decided(orders(START + 0.9, START + 0.9))
    clock.advance(1)
    first, second = recorder.figures().seconds
    assert (first.at, first.accepted, first.decided, first.pending) == (START, 3, 0, 3)
    assert (second.accepted, second.decided, second.pending) == (0, 2, 1)
    assert (first.p50_ms, recorder.figures(after=first.at).seconds) == (None, [second])


def test_seconds_without_news_are_there_with_the_line_as_it_was(
    recorder: Recorder, clock: Clock, length: Length
) -> None:
    length.now = 7
    recorder.accepted(7)
    clock.advance(4)
    assert [second.pending for second in recorder.figures().seconds] == [7, 7, 7, 7]


def test_times_are_those_of_the_last_minute_and_at_most_a_tenth_too_long(
    recorder: Recorder, clock: Clock
) -> None:
    recorder.decided(orders(*[START - 5] * 50))  # too long ago, soon
    clock.advance(61)
    recorder.decided(orders(*[clock.now - 0.02] * 98, clock.now - 3, clock.now - 3))
    clock.advance(1)
    figures = recorder.figures()
    assert figures.decided == 100
    assert figures.p50_ms == pytest.approx(20, rel=0.1)
    assert figures.p99_ms == pytest.approx(3000, rel=0.1)
    assert (figures.p50_ms or 0) >= 20
    assert (figures.p99_ms or 0) >= 3000


def test_neither_days_nor_a_clock_that_steps_back_break_it(
    recorder: Recorder, clock: Clock
) -> None:
    recorder.decided(orders(clock.now + 5, clock.now - 10**9))
    clock.advance(-3)
    recorder.accepted(1)
    clock.advance(10**6)
    figures = recorder.figures()
    assert len(figures.seconds) == KEPT - 1
    assert (figures.accepted, figures.p99_ms) == (0, None)
    assert LAST_STEP < KEPT, "steps of one second's histogram at most"


async def figures_of(line: Line) -> dict[str, Any]:
    answer = await line.house.client.get("queue_node", "/figures")
    told: dict[str, Any] = answer.raise_for_status().json()
    return told


async def test_the_node_counts_what_it_takes_and_hands_on(line: Line, clock: Clock) -> None:
    for student in line.university.students[:3]:
        await line.ask(student, "k")
    await line.ask(line.university.students[0], "k")  # the same request, counted once
    await line.drained()
    clock.advance(1)
    figures = await figures_of(line)
    assert (figures["accepted"], figures["decided"]) == (3, 3)
    assert figures["seconds"][-1]["pending"] == 0
    assert figures["p99_ms"] is not None
