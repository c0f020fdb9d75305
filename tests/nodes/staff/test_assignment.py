"""Many sections given to a teacher, or to nobody, in one call."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff

AT_THE_SAME_TIME = {
    "term": "F24",
    "course": "MATH-1010",
    "number": "10004",
    "credits": 1,
    "capacity": 5,
    "meetings": [{"days": "M", "start": "11:00", "end": "12:00"}],
}


async def assign(
    staff: Staff, teacher: str | None, *ids: int, status: int = 200, **params: bool
) -> dict[str, Any]:
    wanted = {"teacher": teacher, "sections": list(ids)}
    answer = await staff.call("POST", "/sections/assignment", ADMIN, wanted, **params)
    assert answer.status_code == status, answer.text
    report: dict[str, Any] = answer.json()
    return report


async def ids(staff: Staff) -> dict[str, int]:
    await staff.load()
    await staff.call("POST", "/sections", ADMIN, AT_THE_SAME_TIME)
    return {number: section["id"] for number, section in (await staff.sections()).items()}


async def test_a_preview_says_from_whom_to_whom_and_changes_nothing(staff: Staff) -> None:
    known = await ids(staff)
    before, feed = await staff.sections(), await staff.feed()
    report = await assign(staff, "ada", known["10001"], known["10002"], dry_run=True)
    assert (report["dry_run"], report["teacher"], report["changed"]) == (True, "Ada", 1)
    assert [
        (one["number"], one["before"], one["before_username"], one["changed"])
        for one in report["sections"]
    ] == [("10001", "Ada", "ada", False), ("10002", "Grace", "grace", True)]
    assert (await staff.sections(), await staff.feed()) == (before, feed)


async def test_sections_are_given_to_a_teacher_and_to_nobody(staff: Staff) -> None:
    known = await ids(staff)
    feed = await staff.feed()
    await assign(staff, "ada", known["10002"], known["10003"], known["10003"])
    found = await staff.sections()
    assert {found[n]["teacher_username"] for n in ("10001", "10002", "10003")} == {"ada"}
    told = [event["body"] for event in (await staff.feed())[len(feed) :]]
    assert told == [{"id": known["10003"]}, {"id": known["10002"]}]
    await assign(staff, None, *known.values())
    assert {one["teacher"] for one in (await staff.sections()).values()} == {None}
    feed = await staff.feed()
    assert (await assign(staff, None, *known.values()))["changed"] == 0
    assert await staff.feed() == feed, "the same again is no change"


async def test_the_teachers_own_clashes_are_a_warning(staff: Staff) -> None:
    known = await ids(staff)
    clash = {"term": "F24", "section": "MATH-1010 (10004)", "other": "PHYS-1100 (10001)"}
    assert (await assign(staff, "ada", known["10004"], dry_run=True))["clashes"] == [clash]
    assert (await assign(staff, "grace", known["10004"], dry_run=True))["clashes"] == []
    both = await assign(staff, "grace", known["10004"], known["10001"])
    assert both["clashes"] == [clash], "two that are new to the teacher clash as well"
    cancelled = await staff.call(
        "PATCH", f"/sections/{known['10001']}", ADMIN, {"state": "cancelled"}
    )
    assert cancelled.status_code == 200
    assert (await assign(staff, "ada", known["10004"], dry_run=True))["clashes"] == []


@pytest.mark.parametrize(
    ("teacher", "more", "code", "status"),
    [
        ("nobody", [], "no_such_teacher", 404),
        ("ada", [999], "no_such_section", 404),
        ("ada", [-1], "invalid_fields", 422),
        ("ada", [2**63], "invalid_fields", 422),
        ("x" * 201, [], "invalid_fields", 422),
        ("ada", list(range(1, 6002)), "invalid_fields", 422),
    ],
)
async def test_one_that_cannot_be_given_leaves_all_as_they_were(
    staff: Staff, teacher: str, more: list[int], code: str, status: int
) -> None:
    known = await ids(staff)
    before = await staff.sections()
    refused = await assign(staff, teacher, known["10002"], *more, status=status)
    assert refused["code"] == code
    assert await staff.sections() == before
    if code == "no_such_section":
        assert refused["errors"][0]["where"] == "body.sections.1"
    assert (await assign(staff, "ada", status=422))["code"] == "invalid_fields"


async def test_only_administrators_give_sections_away(staff: Staff) -> None:
    known = await ids(staff)
    wanted = {"teacher": "ada", "sections": [known["10002"]]}
    for headers in (staff.teacher("grace"), tokens.bearer("student")):
        for node in ("teacher_node", "data_node"):
            answer = await staff.house.client.post(
                node, "/sections/assignment", json_data=wanted, headers=headers
            )
            assert answer.json()["code"] == "role_not_allowed"


async def test_of_very_many_the_term_is_read_anew(staff: Staff) -> None:
    rows = "".join(f"X-{n},X,1,LEC,,,,,,5,0,{n}\n" for n in range(60))
    header = "code,title,credits,type,instructor,days,start,end,location,capacity,enrolled,crn\n"
    await staff.load((header + rows).encode())
    every = [one["id"] for one in (await staff.sections()).values()]
    await assign(staff, "ada", *every)
    assert (await staff.feed())[-1] | {"number": 0} == {
        "number": 0,
        "kind": "catalogue",
        "body": {"term": "F24"},
    }
