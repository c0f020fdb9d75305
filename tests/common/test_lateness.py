"""How late a process is, and from when on what has to wait."""

from __future__ import annotations

import asyncio
import time

import pytest

from backend.common.lateness import (
    EVERY,
    FALLS_AFTER,
    FEWEST,
    LATE,
    LESS,
    MORE,
    RISES_AFTER,
    SLOW_WINDOWS,
    WINDOW,
    Lateness,
)
from backend.domain.urgency import Urgency


def after(*late: float) -> Lateness:
    judged = Lateness()
    for seconds in late:
        judged.note(seconds)
    return judged


def test_a_single_long_step_is_no_overload() -> None:
    assert after(*[0.0] * 5, 9.0, 0.0, 9.0, 9.0).degree == 0
    assert after(*[LATE[0]] * RISES_AFTER).degree == 1


@pytest.mark.parametrize(("degree", "late"), list(enumerate(LATE, start=1)))
def test_the_later_the_more_has_to_wait(degree: int, late: float) -> None:
    judged = after(*[late] * RISES_AFTER)
    assert judged.degree == degree
    waits = [urgency for urgency in Urgency if judged.refusal(urgency)]
    assert waits == [Urgency.LOOK, Urgency.ASK, Urgency.OWN][:degree]
    assert judged.shed == dict.fromkeys(waits, 1)


def test_it_is_over_when_it_has_been_well_for_a_while() -> None:
    judged = after(*[LATE[1]] * RISES_AFTER, *[LATE[0]] * (FALLS_AFTER - 1))
    assert judged.degree == 2
    judged.note(LATE[0])
    assert judged.degree == 1
    for _ in range(FALLS_AFTER):
        judged.note(LATE[0] / 3)
    assert judged.degree == 0


@pytest.mark.parametrize(
    ("answers", "seconds", "share"),
    [(FEWEST, LATE[0], MORE), (FEWEST, LATE[0] / 2, 0.0), (FEWEST - 1, 9.0, 0.0)],
)
def test_a_share_of_those_who_look_waits_when_answers_are_long_in_coming(
    answers: int, seconds: float, share: float
) -> None:
    judged = Lateness()
    shares = [window(judged, answers, seconds) for _ in range(SLOW_WINDOWS)]
    assert shares == [0.0] * (SLOW_WINDOWS - 1) + [share]
    told = [judged.refusal(Urgency.LOOK) for _ in range(200)]
    assert (40 < len([refused for refused in told if refused]) < 160) == bool(share)
    assert judged.refusal(Urgency.ASK) is None


def test_the_share_follows_what_answers_take() -> None:
    judged = Lateness()
    shares = [window(judged, FEWEST, 1.0) for _ in range(6)]
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] < 1.0, "somebody looks always, else nobody would know that it is over"
    assert window(judged, FEWEST, 0.01) == pytest.approx(shares[-1] - LESS)
    assert [window(judged, 0, 0) for _ in range(10)][-1] == 0.0


def window(judged: Lateness, answers: int, seconds: float) -> float:
    for _ in range(answers):
        judged.answered(seconds)
    for _ in range(WINDOW):
        judged.note(0.0)
    return judged.share


def test_who_is_told_to_come_again_is_told_when_and_not_all_the_same() -> None:
    judged = after(*[LATE[0]] * RISES_AFTER)
    told = [judged.refusal(Urgency.LOOK) for _ in range(50)]
    pauses = {refused.headers["Retry-After"] for refused in told if refused}
    assert len(pauses) > 2
    assert {refused.code for refused in told if refused} == {"very_busy"}


@pytest.mark.parametrize("busy", [True, False])
async def test_a_loop_that_cannot_keep_up_is_noticed(*, busy: bool) -> None:
    judged = Lateness()
    looking = asyncio.create_task(judged.run())
    for _ in range(2 * RISES_AFTER + 2):
        await asyncio.sleep(0 if busy else 2 * EVERY)
        time.sleep(0.8 * LATE[0] if busy else 0)  # noqa: ASYNC251 - as other requests' work does
    looking.cancel()
    assert (judged.degree > 0) == busy
