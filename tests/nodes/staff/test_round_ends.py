"""Students below their minimum of credits are told so when a round that was for them is over."""

from __future__ import annotations

from typing import Any

from backend.common.notices import NoticesRead
from backend.common.rounds import NewRound, RoundChange
from backend.data_node import draws, rounds
from backend.data_node.round_ends import RoundEnds
from tests.conftest import Clock
from tests.nodes.staff.conftest import ADMIN, Staff
from tests.nodes.tokens import bearer


async def below(staff: Staff, student: int) -> list[dict[str, Any]]:
    path = f"/students/{staff.students[student]}/notices"
    found: list[dict[str, Any]] = (await staff.house.client.get("data_node", path)).json()["below"]
    return found


async def test_those_below_the_minimum_hear_of_it_once_when_a_round_for_them_ends(
    staff: Staff, clock: Clock
) -> None:
    await staff.load()
    physics = (await staff.sections(term="F24"))["10001"]["id"]
    await staff.enrol(physics, staff.students[0])
    await staff.call("PATCH", "/terms/F24", ADMIN, {"credit_minimum": 4})
    ends = RoundEnds(staff.database, clock)
    end = clock.now + 10
    new = NewRound(name="First", opens_at=clock.now, closes_at=end, students=["s0", "s1"])
    made = await staff.database.write(rounds.create, "F24", new)
    await ends.tell_due()
    assert await below(staff, 1) == []
    clock.advance(10)
    await ends.tell_due()
    (told,) = await below(staff, 1)
    expected = {"round_id": made.id, "round": "First", "term": "F24", "credits": 0, "minimum": 4}
    assert {name: told[name] for name in expected} == expected
    assert (await below(staff, 0), await below(staff, 2)) == ([], [])
    (*_, last) = await staff.feed()
    assert (last["kind"], last["body"]["students"]) == ("notices", [staff.students[1]])
    await ends.tell_due()
    assert len(await staff.feed()) == last["number"], "it was told twice"
    path = f"/students/{staff.students[1]}/notices/read"
    read = NoticesRead(ids=[], rounds=[made.id])
    mine = bearer("student", person=staff.students[1])
    body = {"ids": read.ids, "rounds": read.rounds}
    done = await staff.house.client.post("data_node", path, json_data=body, headers=mine)
    assert (done.status_code, await below(staff, 1)) == (204, [])
    await staff.database.write(rounds.change, made.id, RoundChange(closes_at=clock.now + 5))
    clock.advance(5)
    await ends.tell_due()
    assert len(await below(staff, 1)) == 1, "a round that was longer ends anew"


async def test_a_round_that_draws_is_over_when_it_is_drawn(staff: Staff, clock: Clock) -> None:
    await staff.load()
    await staff.call("PATCH", "/terms/F24", ADMIN, {"credit_minimum": 4})
    ends = RoundEnds(staff.database, clock)
    new = NewRound(name="Lots", opens_at=clock.now, closes_at=clock.now + 10, policy="lottery")
    made = await staff.database.write(rounds.create, "F24", new)
    clock.advance(10)
    await ends.tell_due()
    assert await below(staff, 1) == []
    await staff.database.write(draws.decide, made.id, clock.now)
    await ends.tell_due()
    assert [each["round"] for each in await below(staff, 1)] == ["Lots"]
