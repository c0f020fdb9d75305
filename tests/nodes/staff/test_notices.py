"""What a change of a section does to those who hold a seat, before and after it is made."""

from __future__ import annotations

from typing import Any

from tests.nodes.staff.conftest import ADMIN, CATALOGUE, Staff
from tests.nodes.tokens import bearer

OTHER = {
    "term": "F24",
    "course": "ARTS-1000",
    "title": "Drawing",
    "number": "30001",
    "credits": 1,
    "capacity": 9,
    "meetings": [{"days": "M", "start": "08:00", "end": "09:00"}],
}
EARLIER = [{"days": "M", "start": "08:30", "end": "09:30"}]


async def held(staff: Staff) -> tuple[int, int]:
    """A section that three hold, and another one that the second of them holds too."""
    await staff.load()
    physics = (await staff.sections())["10001"]["id"]
    arts = (await staff.call("POST", "/sections", ADMIN, OTHER)).json()["id"]
    await staff.enrol(physics, *staff.students[:3])
    await staff.enrol(arts, staff.students[1])
    return physics, arts


async def change(staff: Staff, section: int, **fields: object) -> None:
    answer = await staff.call("PATCH", f"/sections/{section}", ADMIN, fields)
    assert answer.status_code == 200, answer.text


async def effects(staff: Staff, section: int, **fields: object) -> dict[str, Any]:
    answer = await staff.call("POST", f"/sections/{section}/effects", ADMIN, fields)
    found: dict[str, Any] = answer.json()
    return found


async def unread(staff: Staff, student: int) -> list[Any]:
    answer = await staff.house.client.get("data_node", f"/students/{student}/notices")
    items: list[Any] = answer.json()["items"]
    return items


async def test_staff_see_who_would_get_a_clash_and_nothing_is_changed(staff: Staff) -> None:
    physics, _ = await held(staff)
    before = await staff.sections()
    known = await staff.feed()
    assert await effects(staff, physics, meetings=EARLIER, capacity=2) == {
        "changed": ["capacity", "times", "place"],
        "keep": 3,
        "over": 1,
        "clashes": [
            {
                "id": staff.students[1],
                "username": "s1",
                "name": "Student 1",
                "sections": ["ARTS-1000 (30001)"],
            }
        ],
        "waitlist": {"waiting": 0, "promoted": [], "skipped": [], "removed": []},
    }
    assert await staff.sections() == before
    assert await staff.feed() == known
    assert await unread(staff, staff.students[1]) == []


async def test_effects_are_refused_where_the_change_would_be(staff: Staff) -> None:
    physics, _ = await held(staff)
    wrong = await effects(staff, physics, number="10002")
    assert wrong["code"] == "section_exists"
    path = f"/sections/{physics}/effects"
    assert (await staff.call("POST", path, staff.teacher("grace"), {})).json()["code"] == (
        "not_your_section"
    )
    student = bearer("student", person=staff.students[0])
    assert (await staff.call("POST", path, student, {})).json()["code"] == "role_not_allowed"


async def test_a_clash_that_was_there_before_is_no_effect(staff: Staff) -> None:
    physics, arts = await held(staff)
    await change(staff, arts, meetings=[{"days": "M", "start": "10:00", "end": "11:00"}])
    later = [{"days": "M", "start": "10:30", "end": "11:50"}]
    assert (await effects(staff, physics, meetings=later))["clashes"] == []


async def test_everybody_with_a_seat_is_told_what_changed_and_with_what_it_clashes(
    staff: Staff,
) -> None:
    physics, _ = await held(staff)
    await change(staff, physics, meetings=EARLIER, state="closed")
    told = [await unread(staff, student) for student in staff.students]
    assert [len(items) for items in told] == [1, 1, 1, 0]
    news = told[1][0]["news"]
    assert (news["course"], news["changed"]) == ("PHYS-1100", ["times", "place", "state"])
    assert (news["before"]["state"], news["after"]["state"]) == ("open", "closed")
    assert news["after"]["meetings"][0]["start"] == "08:30"
    assert news["clashes"] == ["ARTS-1000 (30001)"]
    assert told[0][0]["news"]["clashes"] == []
    assert (await staff.feed())[-1] == {
        "number": (await staff.feed())[-1]["number"],
        "kind": "notices",
        "body": {
            "event": {"section_id": physics, "changed": ["times", "place", "state"]},
            "students": staff.students[:3],
        },
    }


async def test_what_does_not_concern_them_is_not_told(staff: Staff) -> None:
    physics, _ = await held(staff)
    await change(staff, physics, title="Physics One", tags=["lab"], credits=3, credits_max=3)
    assert await unread(staff, staff.students[0]) == []
    await change(staff, physics, capacity=31)
    await change(staff, physics, capacity=31)
    assert [one["news"]["changed"] for one in await unread(staff, staff.students[0])] == [
        ["capacity"]
    ]


async def test_a_catalogue_tells_everybody_once_and_a_rehearsed_one_nobody(staff: Staff) -> None:
    await held(staff)
    moved = CATALOGUE.replace(b"MR,10:00,11:50,Hall 1", b"MR,8:00,9:50,Hall 1")
    await staff.load(moved, dry_run=True)
    assert await unread(staff, staff.students[1]) == []
    await staff.load(moved)
    await staff.load(moved)
    (told,) = await unread(staff, staff.students[1])
    assert (told["news"]["changed"], told["news"]["clashes"]) == (["times"], ["ARTS-1000 (30001)"])


async def test_a_notice_stays_until_its_own_student_has_read_it(staff: Staff) -> None:
    physics, _ = await held(staff)
    await change(staff, physics, state="cancelled")
    one, other = staff.students[:2]
    (notice,) = await unread(staff, one)
    client = staff.house.client
    for student in (other, one):
        path = f"/students/{student}/notices/read"
        body, shown = {"ids": [notice["id"]]}, bearer("student", person=student)
        done = await client.post("data_node", path, json_data=body, headers=shown)
        assert done.status_code == 204
        assert bool(await unread(staff, one)) == (student == other)
    assert len(await unread(staff, other)) == 1
