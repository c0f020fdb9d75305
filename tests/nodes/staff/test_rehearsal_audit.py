"""Auditing a rehearsal on the server: what clients were told against rosters and ticket log."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from backend.data_node.tables import enrolments
from backend.queue_node.main import create_app as create_queue
from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff
from tests.nodes.university import until

SECTIONS = [{"name": "A/1", "capacity": 2}]
WANTED = {"students": 3, "seed": 7, "sections": SECTIONS}


@pytest.fixture
async def rehearsed(staff: Staff) -> dict[str, Any]:
    """A scratch term whose three students asked for two seats, with what they were told."""
    await staff.house.start("queue_node", create_queue)
    term = (await staff.call("POST", "/rehearsals", ADMIN, WANTED)).json()
    path = f"/scratch-terms/{term['term']}/students"
    people = (await staff.house.client.get("data_node", path)).json()["students"]
    section = term["sections"][0]["id"]
    entries = [
        {
            "token": tokens.token("student", person=one["id"], scratch=term["term_id"]),
            "key": "k",
            "action": "select",
            "section_id": section,
        }
        for one in people
    ]
    body = {"entries": entries}
    asked = await staff.house.client.post("queue_node", "/tickets", json_data=body)
    ids = [reply["ticket"]["id"] for reply in asked.json()["replies"]]

    async def empty() -> object:
        return not (await staff.call("GET", "/selection", ADMIN)).json()["pending"]

    await until(empty)
    told = [
        {"ticket_id": id_, "student_id": one["id"], "section_id": section, "state": state}
        for id_, one, state in zip(ids, people, ["enrolled", "enrolled", "refused"], strict=True)
    ]
    return {"term": term["term"], "told": told}


async def audit(staff: Staff, term: str, told: object) -> dict[str, Any]:
    body = {"sections": SECTIONS, "told": told}
    answer = await staff.call("POST", f"/rehearsals/{term}/audit", ADMIN, body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_rehearsal_in_which_all_was_kept_is_clean(
    staff: Staff, rehearsed: dict[str, Any]
) -> None:
    found = await audit(staff, rehearsed["term"], rehearsed["told"])
    assert (found["clean"], found["findings"]) == (True, {})
    assert set(found["figures"].values()) == {0}


async def test_a_broken_promise_and_a_seat_that_went_are_found(
    staff: Staff, rehearsed: dict[str, Any]
) -> None:
    first, second, third = rehearsed["told"]
    await staff.database.write(_take_away, second["student_id"])
    told = [first, second, third | {"state": "enrolled"}]
    found = await audit(staff, rehearsed["term"], told)
    assert not found["clean"]
    assert found["figures"]["lost_tickets"] == len(found["findings"]["lost_tickets"]) == 2
    assert found["figures"]["wrong_seat_counts"] == 1


async def test_a_request_that_nobody_was_told_of_is_found(
    staff: Staff, rehearsed: dict[str, Any]
) -> None:
    found = await audit(staff, rehearsed["term"], rehearsed["told"][1:])
    assert found["figures"]["unknown_tickets"] == 1


async def test_real_terms_are_not_audited_and_teachers_audit_nothing(
    staff: Staff, rehearsed: dict[str, Any]
) -> None:
    await staff.load()
    body: dict[str, list[object]] = {"sections": [], "told": []}
    real = await staff.call("POST", "/rehearsals/F24/audit", ADMIN, body)
    assert real.json()["code"] == "not_a_scratch_term"
    path = f"/rehearsals/{rehearsed['term']}/audit"
    teacher = await staff.call("POST", path, staff.teacher("ada"), body)
    assert teacher.json()["code"] == "role_not_allowed"
    odd = await staff.call("POST", path, ADMIN, {"sections": [], "told": [{"state": "gone"}]})
    assert odd.json()["code"] == "invalid_fields"


def _take_away(connection: sa.Connection, student: int) -> None:
    connection.execute(sa.delete(enrolments).where(enrolments.c.student_id == student))
