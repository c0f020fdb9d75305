"""Rehearsals through the staff door: passed on to the data node and the queue node."""

from __future__ import annotations

from typing import Any

import pytest

from backend.queue_node.main import create_app as create_queue
from tests.nodes.staff.conftest import ADMIN, Staff

WANTED = {"students": 3, "seed": 7, "sections": [{"name": "A/1", "capacity": 2}]}


async def make(staff: Staff) -> dict[str, Any]:
    await staff.house.start("queue_node", create_queue)
    answer = await staff.call("POST", "/rehearsals", ADMIN, WANTED)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_rehearsal_is_made_looked_at_and_removed(staff: Staff) -> None:
    code = (await make(staff))["term"]
    path = f"/rehearsals/{code}"
    rosters = (await staff.call("GET", f"{path}/rosters", ADMIN)).json()
    assert [(s["name"], s["students"]) for s in rosters["sections"]] == [("A/1", [])]
    outcomes = await staff.call("GET", f"{path}/outcomes", ADMIN, after=5, limit=10)
    assert outcomes.json() == {"outcomes": [], "last": 5}
    tickets = await staff.call("GET", f"{path}/tickets", ADMIN, after=6)
    assert tickets.json() == {"tickets": [], "last": 6}
    removed = await staff.call("DELETE", path, ADMIN)
    assert (removed.status_code, removed.content) == (204, b"")
    gone = await staff.call("GET", f"{path}/rosters", ADMIN)
    assert (gone.status_code, gone.json()["code"]) == (404, "no_such_term")


async def test_a_real_term_is_no_rehearsal(staff: Staff) -> None:
    await staff.load()
    await make(staff)
    for method, path in (("GET", "/rosters"), ("GET", "/tickets"), ("DELETE", "")):
        answer = await staff.call(method, f"/rehearsals/F24{path}", ADMIN)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_a_scratch_term")
    assert len(await staff.sections(term="F24")) == 3


async def test_rehearsals_show_up_in_no_list_of_real_sections(staff: Staff) -> None:
    await staff.load()
    code = (await make(staff))["term"]
    assert set(await staff.sections()) == {"10001", "10002", "10003"}
    courses = (await staff.call("GET", "/courses", ADMIN)).json()
    assert {course["term"] for course in courses["items"]} == {"F24"}
    assert set(await staff.sections(term=code)) == {"A/1"}


async def test_a_rehearsals_sections_are_not_changed_by_hand(staff: Staff) -> None:
    section = (await make(staff))["sections"][0]["id"]
    answer = await staff.call("PATCH", f"/sections/{section}", ADMIN, {"capacity": 9})
    assert (answer.status_code, answer.json()["code"]) == (409, "term_is_scratch")


async def test_while_the_queue_is_away_a_rehearsal_stays_whole(staff: Staff) -> None:
    code = (await make(staff))["term"]
    queue = staff.house.applications.pop("queue_node")
    away = await staff.call("DELETE", f"/rehearsals/{code}", ADMIN)
    assert (away.status_code, away.json()["code"]) == (503, "service_away")
    assert away.headers["retry-after"]
    staff.house.applications["queue_node"] = queue
    assert (await staff.call("DELETE", f"/rehearsals/{code}", ADMIN)).status_code == 204


@pytest.mark.parametrize("path", ["/rosters", "/outcomes", "/tickets", ""])
async def test_teachers_rehearse_nothing(staff: Staff, path: str) -> None:
    method = "GET" if path else "DELETE"
    answer = await staff.call(method, f"/rehearsals/SCRATCH-x{path}", staff.teacher("ada"))
    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")


async def test_a_code_cannot_lead_elsewhere(staff: Staff) -> None:
    answer = await staff.call("DELETE", "/rehearsals/..%2Fstudents", ADMIN)
    assert answer.status_code in (404, 405, 422)
    refused = await staff.call("POST", "/rehearsals", ADMIN, {"students": 0, "sections": []})
    assert refused.json()["code"] == "invalid_fields"
