"""Fairness reports: for administrators, until one of them publishes one."""

from __future__ import annotations

from backend.common.tickets import Order
from backend.data_node.decisions import decide_batch
from backend.data_node.main import create_app as create_data
from backend.student_node.main import create_app as create_student
from backend.teacher_node.main import create_app as create_teacher
from tests.conftest import House
from tests.nodes import tokens
from tests.nodes.university import build

ADMIN = tokens.bearer("admin")
PATH = "/terms/F24/report"


async def asked(house: House) -> None:
    """Six students want two seats."""
    await house.start("auth_node", tokens.create_auth)
    data = await house.start("data_node", create_data)
    database = data.state.database
    made = await database.write(build, [2], student_count=6)
    orders = [
        Order(
            ticket_id=f"t{number}",
            number=number,
            student_id=student,
            section_id=made.sections[0],
            action="select",
            accepted_at=1.9e9,
        )
        for number, student in enumerate(made.students, 1)
    ]
    await database.write(decide_batch, orders, 1.9e9)
    await house.start("teacher_node", create_teacher)
    await house.start("student_node", create_student)


async def test_a_report_is_for_administrators_until_it_is_published(house: House) -> None:
    await asked(house)
    report = (await house.client.get("teacher_node", PATH, headers=ADMIN)).json()
    assert (report["requests"], report["given"], report["refused"]) == (6, 2, 4)
    assert report["refusals"] == []
    assert report["inversions"] == 0
    for role in ("teacher", "student"):
        headers = tokens.bearer(role, person=1)
        refused = await house.client.get("teacher_node", PATH, headers=headers)
        assert refused.status_code == 403
    public = "/reports/F24"
    hidden = await house.client.get("student_node", public)
    assert (hidden.status_code, hidden.json()["code"]) == (404, "report_not_published")
    await house.client.put("teacher_node", PATH, headers=ADMIN)
    told = (await house.client.get("student_node", public)).json()
    assert told["sections"] == report["sections"]
    assert told["published_at"] is not None
    (listed,) = (await house.client.get("student_node", "/reports")).json()["items"]
    assert (listed["term"], listed["round"], listed["name"]) == ("F24", None, "Fall 2024")
    file = await house.client.get("student_node", public, params={"format": "csv"})
    assert file.content.decode("utf-8-sig").splitlines()[1] == "TEST-0 (70000),2,6,2,4,0"
    gone = await house.client.delete("teacher_node", PATH, headers=ADMIN)
    assert gone.status_code == 204
    assert (await house.client.get("student_node", public)).status_code == 404


async def test_an_unknown_round_is_refused(house: House) -> None:
    await asked(house)
    answer = await house.client.get("teacher_node", PATH, params={"round": 9}, headers=ADMIN)
    assert answer.json()["code"] == "no_such_round"
