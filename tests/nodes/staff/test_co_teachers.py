"""Several teachers of one section: each may what its teacher may, but not hand it over."""

from __future__ import annotations

import pytest

from tests.nodes.staff.conftest import ADMIN, Staff


@pytest.fixture
async def section(staff: Staff) -> int:
    """A section of grace's."""
    await staff.load()
    return int((await staff.sections())["10002"]["id"])


async def shared(staff: Staff, section: int, *others: str) -> dict[str, object]:
    wanted = {"co_teachers": list(others)}
    answer = await staff.call("PATCH", f"/sections/{section}", ADMIN, wanted)
    assert answer.status_code == 200, answer.text
    view: dict[str, object] = answer.json()
    return view


async def codes(staff: Staff, section: int, username: str) -> set[str | None]:
    """What a teacher is told who looks at a section and changes it."""
    headers, path = staff.teacher(username), f"/sections/{section}"
    answers = [
        await staff.call("GET", path, headers),
        await staff.call("GET", f"{path}/roster", headers),
        await staff.call("GET", f"{path}/permits", headers),
        await staff.call("PATCH", path, headers, {"location": f"Room of {username}"}),
    ]
    return {answer.json().get("code") for answer in answers}


async def test_who_shares_a_section_sees_its_roster_and_changes_it(
    staff: Staff, section: int
) -> None:
    assert await codes(staff, section, "ada") == {"not_your_section"}
    view = await shared(staff, section, "ada", "grace", "ada")
    assert view["co_teachers"] == [{"id": staff.teachers["ada"], "name": "Ada", "username": "ada"}]
    assert view["teacher_username"] == "grace"
    for teacher in ("ada", "grace"):
        assert await codes(staff, section, teacher) == {None}
    own = (await staff.call("GET", "/sections", staff.teacher("ada"))).json()["items"]
    assert [each["number"] for each in own] == ["10001", "10002"]
    found = await staff.sections(teacher="ada")
    assert sorted(found) == ["10001", "10002"]
    await shared(staff, section)
    assert await codes(staff, section, "ada") == {"not_your_section"}
    assert await codes(staff, section, "grace") == {None}


async def test_only_administrators_say_who_shares_a_section(staff: Staff, section: int) -> None:
    path = f"/sections/{section}"
    refused = await staff.call("PATCH", path, staff.teacher("grace"), {"co_teachers": ["ada"]})
    assert refused.json()["code"] == "not_your_section"
    unknown = await staff.call("PATCH", path, ADMIN, {"co_teachers": ["ada", "nobody"]})
    assert unknown.json()["code"] == "no_such_teacher"
    assert (await staff.sections())["10002"]["co_teachers"] == []


async def test_who_becomes_the_teacher_is_not_one_of_the_others_any_more(
    staff: Staff, section: int
) -> None:
    await shared(staff, section, "ada")
    path = f"/sections/{section}"
    view = (await staff.call("PATCH", path, ADMIN, {"teacher": "ada"})).json()
    assert (view["teacher_username"], view["co_teachers"]) == ("ada", [])


async def test_those_who_hold_a_seat_are_told_who_teaches_and_before_it_is_said_so(
    staff: Staff, section: int
) -> None:
    await staff.enrol(section, *staff.students[:2])
    path = f"/sections/{section}"
    wanted = {"teacher": "ada", "co_teachers": ["grace"]}
    effects = (await staff.call("POST", f"{path}/effects", ADMIN, wanted)).json()
    assert (effects["changed"], effects["keep"]) == (["teacher"], 2)
    assert (await staff.sections())["10002"]["teacher_username"] == "grace"
    await staff.call("PATCH", path, ADMIN, wanted)
    *_, notices = await staff.feed()
    assert notices["body"] == {
        "event": {"section_id": section, "changed": ["teacher"]},
        "students": staff.students[:2],
    }


async def test_many_sections_are_given_to_several_at_once(staff: Staff, section: int) -> None:
    other = (await staff.sections())["10001"]["id"]
    await staff.enrol(other, staff.students[0])
    wanted = {"teacher": "grace", "co_teachers": ["ada"], "sections": [section, other]}
    report = (await staff.call("POST", "/sections/assignment", ADMIN, wanted)).json()
    assert report["changed"] == 2
    again = (await staff.call("POST", "/sections/assignment", ADMIN, wanted)).json()
    assert again["changed"] == 0
    for each in (await staff.sections(teacher="grace")).values():
        assert [one["username"] for one in each["co_teachers"]] == ["ada"]
    *_, notices = await staff.feed()
    assert notices["body"]["students"] == staff.students[:1]
    alone = {"teacher": "grace", "sections": [section]}
    assert (await staff.call("POST", "/sections/assignment", ADMIN, alone)).json()["changed"] == 1
    assert await codes(staff, section, "ada") == {"not_your_section"}
