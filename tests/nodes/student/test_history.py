"""A student's own academic record: to read, and nobody else's."""

from __future__ import annotations

from backend.common.tokens import STUDENT
from tests.nodes import tokens
from tests.nodes.student.conftest import Door

ADMIN = tokens.bearer("admin")
FILE = b"username,course,term,grade,credits\nstudent0,OLD-1,F23,B+,4\nstudent1,OLD-2,F23,F,3\n"


async def test_a_student_reads_the_own_record_and_nobody_elses(door: Door) -> None:
    client, (one, two, *_) = door.house.client, door.university.students
    brought = await client.request(
        "POST", "data_node", "/history/import", content=FILE, headers=ADMIN
    )
    assert brought.status_code == 200, brought.text
    mine, other = (tokens.bearer(STUDENT, person=person) for person in (one, two))
    found = (await client.get("student_node", "/history", headers=mine)).json()
    assert [(each["course"], each["passed"]) for each in found["items"]] == [("OLD-1", True)]
    assert found["earned"] == 4
    theirs = (await client.get("student_node", "/history", headers=other)).json()
    assert [each["course"] for each in theirs["items"]] == ["OLD-2"]
    for headers, status in ((other, 404), (ADMIN, 403)):
        refused = await client.get("data_node", f"/students/{one}/history", headers=headers)
        assert refused.status_code == status
    assert (await client.get("student_node", "/history", headers=ADMIN)).status_code == 403
