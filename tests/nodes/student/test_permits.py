"""A student who was granted an exception sees it, can use it, and hears when it is revoked."""

from __future__ import annotations

import asyncio

from backend.student_node.hub import Hub
from tests.nodes import tokens
from tests.nodes.student.conftest import Door
from tests.nodes.university import until

ADMIN = tokens.bearer("admin")


async def test_a_permit_is_seen_previewed_and_used_once(door: Door) -> None:
    section, (one, two, three, *_) = door.university.sections[0], door.university.students
    for student in (two, three):
        await door.select(student, section)
        await door.answered(student)
    await door.seats(section, 2)
    preview = f"/sections/{section}/preview"
    assert not (await door.call(one, "GET", preview)).json()["allowed"]
    hub: Hub = door.house.applications["student_node"].state.desk.hub
    theirs = hub.frames(hub.open(one, "s", None, lambda: 60))
    body = {"student": str(one), "kinds": ["over_capacity"], "reason": "r", "until": 4e9}
    await door.house.client.post(
        "data_node", f"/sections/{section}/permits", json_data=body, headers=ADMIN
    )
    async with asyncio.timeout(5):
        while b"event: permits" not in await anext(theirs):
            pass
    (permit,) = (await door.call(one, "GET", "/permits")).json()["items"]
    assert (permit["section_id"], permit["until"]) == (section, 4e9)
    assert (await door.call(two, "GET", "/permits")).json() == {"items": []}
    assert (await door.call(one, "GET", preview)).json()["allowed"]
    await door.select(one, section)
    assert [ticket["state"] for ticket in await door.answered(one)] == ["enrolled"]

    async def used() -> bool:
        left = (await door.call(one, "GET", "/permits")).json()["items"]
        return not left

    await until(used)
    assert (await door.call(one, "GET", f"/sections/{section}")).json()["ceiling"] == 3
