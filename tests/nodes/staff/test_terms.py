"""Terms by hand: made, opened, closed, removed with what is in them."""

from __future__ import annotations

import pytest

from backend.common.transport import Response
from backend.data_node.main import create_app as create_data
from tests.conftest import House
from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff

LOADED = {"courses": 2, "sections": 3, "seats": 50}


async def by_hand(
    staff: Staff, section: int, student: str, action: str, key: str, reason: str = "Because"
) -> Response:
    body = {"student": student, "action": action, "reason": reason, "key": key}
    return await staff.call("POST", f"/sections/{section}/roster", ADMIN, body)


async def kinds(staff: Staff) -> list[str]:
    return [event["kind"] for event in await staff.feed()]


async def test_a_term_is_made_once(staff: Staff) -> None:
    made = await staff.call("POST", "/terms", ADMIN, {"code": "S25", "state": "closed"})
    assert made.status_code == 201
    term = made.json()
    assert (term["code"], term["name"], term["state"]) == ("S25", "S25", "closed")
    assert (term["courses"], term["sections"], term["enrolments"]) == (0, 0, 0)
    again = await staff.call("POST", "/terms", ADMIN, {"code": "S25"})
    assert (again.status_code, again.json()["code"]) == (409, "term_exists")
    assert (await kinds(staff))[-1] == "catalogue"


@pytest.mark.parametrize("code", ["", " ", "F/24", "x" * 33, "../x", "历史"])
async def test_a_term_with_an_odd_code_is_not_made(staff: Staff, code: str) -> None:
    refused = await staff.call("POST", "/terms", ADMIN, {"code": code})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_fields")
    assert refused.json()["errors"][0]["where"] == "body.code"


async def test_closing_a_term_stops_selecting_in_it_at_once(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    closed = await staff.call("PATCH", "/terms/F24", ADMIN, {"state": "closed"})
    assert closed.json()["state"] == "closed"
    refused = await by_hand(staff, section, "s0", "select", "k1")
    assert refused.json()["outcome"]["code"] == "term_closed"
    await staff.call("PATCH", "/terms/F24", ADMIN, {"state": "open"})
    enrolled = await by_hand(staff, section, "s0", "select", "k2")
    assert enrolled.json()["outcome"]["outcome"] == "enrolled"


async def test_a_change_that_changes_nothing_tells_nobody(staff: Staff) -> None:
    await staff.load()
    before = await kinds(staff)
    for change in ({"state": "open"}, {}):
        assert (await staff.call("PATCH", "/terms/F24", ADMIN, change)).status_code == 200
    assert await kinds(staff) == before
    renamed = await staff.call("PATCH", "/terms/F24", ADMIN, {"name": "Autumn"})
    assert renamed.json()["name"] == "Autumn"
    assert await kinds(staff) == [*before, "catalogue"]


async def test_a_term_says_how_much_is_in_it(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    await staff.enrol(section, *staff.students[:2])
    term = (await staff.call("GET", "/terms/F24", staff.teacher("ada"))).json()
    assert {name: term[name] for name in LOADED} == LOADED
    assert term["enrolments"] == 2
    missing = await staff.call("GET", "/terms/X", ADMIN)
    assert (missing.status_code, missing.json()["code"]) == (404, "no_such_term")


async def test_an_empty_term_goes_and_one_with_students_only_by_force(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    assert (await by_hand(staff, section, "s0", "select", "k")).status_code == 200
    refused = await staff.call("DELETE", "/terms/F24", ADMIN)
    assert (refused.status_code, refused.json()["code"]) == (409, "term_has_enrolments")
    assert refused.json()["detail"].startswith("Students hold seats in the term F24 (1);")
    assert (await staff.call("GET", "/terms/F24", ADMIN)).json()["enrolments"] == 1
    gone = await staff.call("DELETE", "/terms/F24", ADMIN, force=True)
    assert {name: gone.json()[name] for name in LOADED} == LOADED
    assert (await staff.call("GET", "/terms/F24", ADMIN)).status_code == 404
    assert await staff.sections() == {}
    last = (await staff.feed())[-1]
    assert (last["kind"], last["body"]) == ("catalogue", {"term": "F24"})


async def test_seats_lost_with_a_term_leave_an_outcome(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    await by_hand(staff, section, "s0", "select", "k")
    await staff.call("DELETE", "/terms/F24", ADMIN, force=True)
    rows = (await staff.call("GET", "/outcomes", ADMIN)).json()["items"]
    assert [(row["action"], row["outcome"]) for row in rows] == [
        ("select", "enrolled"),
        ("drop", "dropped"),
    ]
    assert {row["username"] for row in rows} == {"s0"}
    assert {row["term"] for row in rows} == {None}, "the names are gone, the history is not"
    standing = await staff.house.client.get("data_node", f"/students/{staff.students[0]}/standing")
    assert standing.json()["sections"] == []


async def test_a_rehearsals_term_is_left_alone(staff: Staff) -> None:
    body = {"students": 2, "seed": 1, "sections": [{"name": "A/1", "capacity": 1}]}
    code = (await staff.call("POST", "/rehearsals", ADMIN, body)).json()["term"]
    for method, path in (("PATCH", f"/terms/{code}"), ("DELETE", f"/terms/{code}")):
        refused = await staff.call(method, path, ADMIN, {} if method == "PATCH" else None)
        assert refused.json()["code"] == "term_is_scratch"


async def test_terms_are_changed_by_administrators_alone(staff: Staff) -> None:
    await staff.load()
    for service in ("teacher_node", "data_node"):
        for method, path in (("POST", "/terms"), ("PATCH", "/terms/F24"), ("DELETE", "/terms/F24")):
            refused = await staff.house.client.request(
                method, service, path, json_data={}, headers=staff.teacher("ada")
            )
            assert refused.json()["code"] == "role_not_allowed", (service, method)
    assert (await staff.call("GET", "/terms/F24", tokens.bearer("student"))).status_code == 403


async def test_the_tables_of_a_new_installation_take_it(house: House) -> None:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", create_data)
    made = await house.client.post("data_node", "/terms", json_data={"code": "A"}, headers=ADMIN)
    assert made.status_code == 201


async def test_a_term_says_when_it_is_taught_and_where_the_clock_stands(staff: Staff) -> None:
    days = {"first_day": "2025-01-06", "last_day": "2025-04-30"}
    holidays = ["2025-04-21", "2025-04-18", "2025-04-21"]
    made = await staff.call("POST", "/terms", ADMIN, {"code": "S25", **days, "holidays": holidays})
    assert made.status_code == 201, made.text
    listed = (await staff.call("GET", "/terms", ADMIN)).json()
    assert listed["time_zone"] == "UTC"
    term = listed["items"][0]
    assert {name: term[name] for name in days} == days
    assert term["holidays"] == ["2025-04-18", "2025-04-21"], "each once, in order"
    path, later = "/terms/S25", {"last_day": "2025-05-02"}
    changed = (await staff.call("PATCH", path, ADMIN, later)).json()
    assert (changed["first_day"], changed["last_day"]) == ("2025-01-06", "2025-05-02")
    assert changed["holidays"] == term["holidays"]
    nothing: dict[str, object] = {"first_day": None, "last_day": None, "holidays": []}
    emptied = (await staff.call("PATCH", path, ADMIN, nothing)).json()
    assert {name: emptied[name] for name in nothing} == nothing


@pytest.mark.parametrize(
    ("days", "where"),
    [
        ({"first_day": "2024-09-02"}, "body.last_day"),
        ({"first_day": "2024-09-02", "last_day": "2024-02-30"}, "body.last_day"),
        ({"holidays": ["2024-10-03"]}, "body.holidays"),
    ],
)
async def test_days_that_make_no_term_change_nothing(
    staff: Staff, days: dict[str, object], where: str
) -> None:
    await staff.load()
    before = (await staff.call("GET", "/terms/F24", ADMIN)).json()
    refused = await staff.call("PATCH", "/terms/F24", ADMIN, days)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_fields")
    assert refused.json()["errors"][0]["where"] == where
    assert (await staff.call("GET", "/terms/F24", ADMIN)).json() == before
