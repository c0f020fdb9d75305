"""Rounds at the staff door: made, listed, changed, removed; what is wrong is named by place."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.cli.round_times import on_campus
from backend.common.rounds import LAST_MOMENT
from backend.common.transport import Response
from backend.data_node import deeds
from tests.conftest import Clock
from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff

OPENS = 1_900_000_000
FIRST = {"name": "First choice", "opens_at": OPENS, "closes_at": OPENS + 60}
FIRST_COME: dict[str, Any] = {
    **dict.fromkeys(("early_seconds", "draws_at", "drawn_at", "seed_hash", "seed")),
    "policy": "first_come",
    "priorities": [],
}

FOR_ALL = {"earned_from": None, "earned_to": None, "named": 0}


async def make(staff: Staff, **other: object) -> Response:
    return await staff.call("POST", "/terms/S25/rounds", ADMIN, {**FIRST, **other})


async def names(staff: Staff) -> list[str]:
    found = (await staff.call("GET", "/terms/S25/rounds", ADMIN)).json()
    return [each["name"] for each in found["items"]]


@pytest.fixture
async def spring(staff: Staff) -> Staff:
    await staff.call("POST", "/terms", ADMIN, {"code": "S25"})
    return staff


async def test_a_round_lives_from_making_to_removal(spring: Staff) -> None:
    late = await make(spring, name="Late", opens_at=OPENS + 500, closes_at=OPENS + 600)
    assert late.status_code == 201
    made = (await make(spring, groups=["CS-1", "CS-1"], section_limit=4)).json()
    assert made == {
        "id": 2,
        "term": "S25",
        **FIRST,
        "actions": ["select", "drop", "swap"],
        "groups": ["CS-1"],
        "tags": [],
        **FOR_ALL,
        "credit_limit": None,
        "section_limit": 4,
        **FIRST_COME,
        "below_minimum": False,
    }
    found = (await spring.call("GET", "/terms/S25/rounds", ADMIN)).json()
    assert [each["name"] for each in found["items"]] == ["First choice", "Late"]
    assert (found["now"], found["time_zone"]) == (spring.house.clock(), "UTC")
    change = {"section_limit": None, "actions": ["swap"], "credit_limit": 7.5}
    changed = await spring.call("PATCH", "/rounds/2", ADMIN, change)
    assert changed.json() == {**made, **change}
    assert (await spring.call("GET", "/rounds/2", ADMIN)).json() == changed.json()
    gone = await spring.call("DELETE", "/rounds/2", ADMIN)
    assert gone.json() == changed.json()
    assert await names(spring) == ["Late"]
    for method in ("GET", "DELETE"):
        assert (await spring.call(method, "/rounds/2", ADMIN)).json()["code"] == "no_such_round"


WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"closes_at": OPENS}, "body.closes_at"),
    ({"closes_at": OPENS - 1}, "body.closes_at"),
    ({"opens_at": "soon"}, "body.opens_at"),
    ({"opens_at": -1}, "body.opens_at"),
    ({"closes_at": 1e300}, "body.closes_at"),
    ({"closes_at": LAST_MOMENT + 1}, "body.closes_at"),
    ({"name": ""}, "body.name"),
    ({"name": "  "}, "body.name"),
    ({"name": "First\x00choice"}, "body.name"),
    ({"name": "\u202eeciohc"}, "body.name"),
    ({"actions": []}, "body.actions"),
    ({"actions": ["watch"]}, "body.actions[0]"),
    ({"groups": [""]}, "body.groups[0]"),
    ({"groups": ["CS-1", " "]}, "body.groups[1]"),
    ({"tags": ["a\nb"]}, "body.tags[0]"),
    ({"credit_limit": -1}, "body.credit_limit"),
    ({"section_limit": 1.5}, "body.section_limit"),
    ({"earned_from": -1}, "body.earned_from"),
    ({"earned_from": 60, "earned_to": 59.5}, "body.earned_to"),
    ({"students": [""]}, "body.students[0]"),
)


async def test_what_is_wrong_is_named_and_nothing_is_made_or_changed(spring: Staff) -> None:
    made = (await make(spring, name="Before")).json()
    path = f"/rounds/{made['id']}"
    for wrong, place in WRONG:
        for answer in (
            await make(spring, **wrong),
            await spring.call("PATCH", path, ADMIN, {"name": "After", **wrong}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")
            assert [each["where"] for each in answer.json()["errors"]] == [place]
    assert await names(spring) == ["Before"]


async def test_groups_and_tags_are_written_as_those_of_people_are(spring: Staff) -> None:
    made = await make(spring, groups=[" CS-1 ", "CS-1"], tags=["cafe\u0301"], closes_at=LAST_MOMENT)
    assert (made.json()["groups"], made.json()["tags"]) == (["CS-1"], ["caf\u00e9"])
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        assert on_campus(made.json()["closes_at"], ZoneInfo(zone)).startswith("9999-12-3")


async def test_rounds_belong_to_real_terms_and_to_administrators(spring: Staff) -> None:
    missing = await spring.call("POST", "/terms/X/rounds", ADMIN, FIRST)
    assert missing.json()["code"] == "no_such_term"
    made = await make(spring)
    for headers in (spring.teacher("ada"), tokens.bearer("student")):
        for method, path, body in (
            ("GET", "/terms/S25/rounds", None),
            ("POST", "/terms/S25/rounds", FIRST),
            ("GET", "/rounds/1", None),
            ("GET", "/rounds/1/students", None),
            ("PATCH", "/rounds/1", {"name": "Mine"}),
            ("DELETE", "/rounds/1", None),
        ):
            refused = await spring.call(method, path, headers, body)
            assert refused.json()["code"] == "role_not_allowed", (method, path)
    assert (await spring.call("GET", "/rounds/1", ADMIN)).json() == made.json()


async def test_students_are_named_by_user_name_or_id_all_of_them_or_none(spring: Staff) -> None:
    await spring.load()
    wanted = ["s1", str(spring.students[0]), "s1"]
    made = (await make(spring, students=wanted, earned_from=60)).json()
    assert (made["named"], made["earned_from"]) == (2, 60)
    path = f"/rounds/{made['id']}"

    async def named() -> list[str]:
        found = (await spring.call("GET", f"{path}/students", ADMIN)).json()["items"]
        return [each["username"] for each in found]

    assert await named() == ["s0", "s1"]
    wrong = await spring.call("PATCH", path, ADMIN, {"students": ["s2", "nobody"], "name": "No"})
    assert (wrong.json()["code"], wrong.json()["values"]["names"]) == ("unknown_people", "nobody")
    assert (await make(spring, students=["nobody"])).json()["code"] == "unknown_people"
    assert await named() == ["s0", "s1"]
    assert await names(spring) == ["First choice"]
    kept = (await spring.call("PATCH", path, ADMIN, {"name": "Again"})).json()
    assert (kept["named"], await named()) == (2, ["s0", "s1"])
    nobody = await spring.call("PATCH", path, ADMIN, {"students": []})
    assert (nobody.json()["named"], await named()) == (0, [])
    (*_, told, _) = await spring.feed()
    assert told["body"] == {"ids": sorted(spring.students[:2])}


async def test_who_closes_a_round_stands_in_the_audit_log(spring: Staff, clock: Clock) -> None:
    made = (await make(spring, opens_at=clock.now - 5, policy="lottery")).json()
    closed = await spring.call("POST", f"/rounds/{made['id']}/close", ADMIN)
    assert closed.json()["closes_at"] == clock.now
    again = await spring.call("POST", f"/rounds/{made['id']}/close", ADMIN)
    assert again.json()["closes_at"] == clock.now
    database = spring.house.applications["data_node"].state.database
    (*_, last) = (await database.read(deeds.after, 0)).items
    assert (last.action, last.before["closes_at"]) == ("round_changed", made["closes_at"])
