"""A student node that cannot keep up: nobody looks any more, everybody's requests are decided."""

from __future__ import annotations

import pytest

from backend.common.lateness import LATE, RISES_AFTER
from tests.nodes.student.conftest import Door
from tests.nodes.test_metrics import scrape, value


@pytest.mark.parametrize("late", [True, False])
async def test_previews_wait_and_requests_are_taken_and_decided(door: Door, *, late: bool) -> None:
    section, student = door.university.sections[0], door.university.students[0]
    lateness = door.house.applications["student_node"].state.frame.lateness
    for _ in range(RISES_AFTER * late):
        lateness.note(LATE[0])
    preview = await door.call(student, "GET", f"/sections/{section}/preview")
    asked = await door.select(student, section)
    assert asked.status_code == 202
    (ticket,) = await door.answered(student)
    assert ticket["state"] == "enrolled"
    if late:
        assert (preview.status_code, preview.json()["code"]) == (503, "very_busy")
        assert preview.headers["retry-after"]
    else:
        assert preview.status_code == 200
    told = await scrape(door.house, "student_node")
    assert value(told, "shed_total", kind="look") == late
    assert value(told, "shed_total", kind="ask") == 0
