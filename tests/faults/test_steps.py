"""Each process is killed at each step of a selection, and nothing is lost, doubled or unsure."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

import pytest

from backend.common.errors import Refused
from tests.faults.door import LOOK_AGAIN, Door, Term, make_term
from tests.faults.evidence import audited, found_in, gather, newest_change
from tests.faults.stepped import FOLDER, NAME, Traps
from tests.faults.steps import FORGOTTEN, STEPS, Step
from tests.faults.students import Students
from tests.faults.supervised import Supervised, until
from tests.histories.history import OK

STUDENTS = 8
SEATS = [1, 2, 3, 5]
MOST_WISHES = 20  # of each student, until the step is reached
PASSES = 3  # at the last of which the process dies: the first finds everything new
SEED = 11
WELL_WITHIN = 10.0  # seconds


class Stepped(Supervised):
    """An installation whose processes can be killed at a step."""

    def __init__(self) -> None:
        super().__init__(sockets=True, parent=(NAME, "supervise"))
        folder = self.folder / "steps"
        folder.mkdir()
        self.environment[FOLDER] = str(folder)
        self.traps = Traps(folder)


@pytest.fixture(scope="module")
def stepped() -> Iterator[Stepped]:
    started = Stepped()
    try:
        started.start_all()
        yield started
    finally:
        started.close()


async def log_in_again_and_again(door: Door, term: Term) -> None:
    """What the auth node has to do while others select."""
    path = f"/api/auth/rehearsals/{term.code}/tokens?limit={STUDENTS}&offset=0"
    while True:
        async with Door(door.url) as visitor:
            with suppress(Refused):
                header = await visitor.administrator()
                await visitor.send("POST", path, header)
        await asyncio.sleep(LOOK_AGAIN)


async def nothing() -> None:
    pass


async def select_until_reached(
    stepped: Stepped, students: Students, door: Door, term: Term, step: Step
) -> None:
    """Let students select until somebody has died at `step`, and on until all have their answer."""
    entering = step.service == "auth_node"  # nobody needs it for selecting
    logging_in = asyncio.create_task(log_in_again_and_again(door, term) if entering else nothing())
    selecting = asyncio.create_task(students.run())
    try:
        while not (reached := stepped.traps.was_reached(step)) and not selecting.done():
            await asyncio.sleep(LOOK_AGAIN)
    finally:
        students.over.set()
        logging_in.cancel()
    await selecting
    assert reached, f"nobody came to this step: {step}"


@pytest.mark.parametrize("step", STEPS, ids=str)
async def test_a_process_is_killed_at_a_step(stepped: Stepped, step: Step) -> None:
    before = stepped.pid(step.service)
    async with Door(stepped.gateway_url) as door:
        term = await make_term(door, STUDENTS, SEATS, SEED)
        begin = await newest_change(stepped, term)
        students = Students(door, term, SEED, wishes=MOST_WISHES)
        stepped.traps.arm(step, PASSES)
        await select_until_reached(stepped, students, door, term, step)
        await asyncio.to_thread(until, stepped.all_well, WELL_WITHIN)
        history = await gather(stepped, door, term, students, begin)
        figures = await audited(door, term, students)
    assert stepped.pid(step.service) not in (None, before)
    assert found_in(history, term) == {}
    assert set(figures.values()) == {0}, figures
    asked = {wish.key for wish, _ in history.wishes()}
    answered = {ask.asked.key for ask in history.asks if ask.kind == OK}
    assert asked == answered
    assert not students.refused


async def test_that_nobody_came_to_a_step_is_told(stepped: Stepped) -> None:
    step, never = STEPS[0], 10**9
    async with Door(stepped.gateway_url) as door:
        term = await make_term(door, STUDENTS, SEATS, SEED)
        students = Students(door, term, SEED, wishes=1)
        stepped.traps.arm(step, never)
        with pytest.raises(AssertionError, match="nobody came"):
            await select_until_reached(stepped, students, door, term, step)
        stepped.traps.disarm(step)


async def test_a_node_that_answers_before_it_commits_is_found(stepped: Stepped) -> None:
    async with Door(stepped.gateway_url) as door:
        term = await make_term(door, STUDENTS, SEATS, SEED)
        students = Students(door, term, SEED, wishes=MOST_WISHES, patience=1.5)
        stepped.traps.arm(FORGOTTEN, PASSES)
        await select_until_reached(stepped, students, door, term, FORGOTTEN)
        await asyncio.to_thread(until, stepped.all_well, WELL_WITHIN)
        history = await gather(stepped, door, term, students)
    found = found_in(history, term)
    assert any("the line never answers" in case for case in found["total queue"]), found
