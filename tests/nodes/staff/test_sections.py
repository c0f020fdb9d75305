"""Making and changing sections by hand, through the staff door."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from backend.data_node.catalogue import Wanted, chosen_ids
from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff

NEW: dict[str, Any] = {
    "term": "F24",
    "course": "PHYS-1100",
    "number": "20001",
    "credits": 1.5,
    "capacity": 12,
    "meetings": [{"days": "wm", "start": "9:00", "end": "10:30", "weeks": [1, 3, 2]}],
}


async def make(staff: Staff, headers: dict[str, str] = ADMIN, **fields: str) -> dict[str, Any]:
    answer = await staff.call("POST", "/sections", headers, {**NEW, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_section_is_made_with_everything_it_says(staff: Staff) -> None:
    await staff.load()
    made = await make(staff, teacher="grace", location="Hall 7")
    assert made["title"] == "Physics I"
    assert (made["credits"], made["credits_max"]) == (1.5, 1.5)
    assert (made["capacity"], made["ceiling"], made["taken"]) == (12, 12, 0)
    assert made["teacher"] == "Grace"
    assert made["meetings"] == [
        {
            "days": "MW",
            "start": "09:00",
            "end": "10:30",
            "weeks": [1, 2, 3],
            "kind": "",
            "location": "",
            "instructor": "",
        }
    ]
    assert (await staff.feed())[-1]["body"] == {"id": made["id"]}
    assert (await staff.sections())["20001"] == made


async def test_an_administrator_makes_a_new_course_along_with_its_section(staff: Staff) -> None:
    await staff.load()
    made = await make(staff, course="ARTS-1000", title="Drawing")
    assert (made["course"], made["title"]) == ("ARTS-1000", "Drawing")
    untitled = await staff.call("POST", "/sections", ADMIN, {**NEW, "course": "X-1", "number": "3"})
    (wrong,) = untitled.json()["errors"]
    assert (wrong["where"], wrong["code"]) == ("body.title", "title_needed")
    assert wrong["message"] == "is empty, and the course X-1 is new"


async def test_a_teacher_makes_sections_for_nobody_else(staff: Staff) -> None:
    await staff.load()
    ada = staff.teacher("ada")
    assert (await make(staff, ada))["teacher"] == "Ada"
    assert (await make(staff, ada, number="20002", teacher="ada"))["teacher"] == "Ada"
    for fields, code in (
        ({"teacher": "grace"}, "not_your_section"),
        ({"course": "NEW-1", "title": "New"}, "no_such_course"),
    ):
        answer = await staff.call("POST", "/sections", ada, {**NEW, "number": "3", **fields})
        assert answer.json()["code"] == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"term": "S25"}, "no_such_term"),
        ({"number": "10001"}, "section_exists"),
        ({"teacher": "nobody"}, "no_such_teacher"),
        ({"unknown": 1}, "invalid_fields"),
        ({"capacity": "many"}, "invalid_fields"),
        ({"capacity": 10**30}, "invalid_fields"),
    ],
)
async def test_what_cannot_be_made_is_refused(
    staff: Staff, fields: dict[str, Any], code: str
) -> None:
    await staff.load()
    answer = await staff.call("POST", "/sections", ADMIN, {**NEW, **fields})
    assert answer.json()["code"] == code
    assert "20001" not in await staff.sections()


async def test_every_wrong_field_is_named(staff: Staff) -> None:
    await staff.load()
    fields: dict[str, Any] = {
        "number": "  ",
        "credits": -1,
        "capacity": -5,
        "state": "maybe",
        "location": "a\x00b",
        "meetings": [
            {"days": "MX", "start": "9", "end": "10:00"},
            {"days": "M", "start": "12:00", "end": "11:00"},
            {"days": "M", "start": "10:00", "end": "11:00", "weeks": [54]},
        ],
    }
    answer = await staff.call("POST", "/sections", ADMIN, {**NEW, **fields})
    assert answer.status_code == 422
    assert [error["where"] for error in answer.json()["errors"]] == [
        "body.number",
        "body.credits",
        "body.capacity",
        "body.location",
        "body.state",
        "body.meetings.0.days",
        "body.meetings.0.start",
        "body.meetings.1",
        "body.meetings.2.weeks",
    ]


async def test_a_change_leaves_the_rest_as_it_was(staff: Staff) -> None:
    await staff.load()
    before = (await staff.sections())["10002"]
    path = f"/sections/{before['id']}"
    change = {"location": "Hall 8", "state": "closed", "number": "10009"}
    answer = await staff.call("PATCH", path, staff.teacher("grace"), change)
    assert answer.json() == {**before, **change}
    known = await staff.feed()
    assert known[-1]["body"] == {"id": before["id"]}
    assert (await staff.call("PATCH", path, ADMIN, change)).status_code == 200
    assert await staff.feed() == known, "the same again is no change"


async def test_meetings_and_credits_can_be_changed(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10003"]
    path = f"/sections/{section['id']}"
    answer = await staff.call("PATCH", path, ADMIN, {"credits": 5})
    assert answer.json()["errors"][0]["where"] == "body.credits_max"
    change = {"credits": 2, "credits_max": 2, "meetings": NEW["meetings"]}
    changed = (await staff.call("PATCH", path, ADMIN, change)).json()
    assert (changed["credits"], changed["credits_max"]) == (2, 2)
    assert changed["meetings"][0]["days"] == "MW"
    emptied = (await staff.call("PATCH", path, ADMIN, {"meetings": [], "credits": 3})).json()
    assert (emptied["credits"], emptied["credits_max"], emptied["meetings"]) == (3, 3, [])


async def test_tags_are_kept_once_each_and_can_be_taken_away(staff: Staff) -> None:
    await staff.load()
    made = await staff.call("POST", "/sections", ADMIN, {**NEW, "tags": ["online", " online ", ""]})
    assert made.json()["tags"] == ["online"]
    path = f"/sections/{made.json()['id']}"
    changed = (await staff.call("PATCH", path, ADMIN, {"tags": ["写作", "online"]})).json()
    assert changed["tags"] == ["写作", "online"]
    assert (await staff.call("PATCH", path, ADMIN, {"tags": []})).json()["tags"] == []
    wrong = await staff.call("PATCH", path, ADMIN, {"tags": ["x" * 41]})
    (error,) = wrong.json()["errors"]
    assert (error["where"], error["code"]) == ("body.tags", "text_long")


async def test_shrinking_a_section_takes_no_seat_away_and_tells_the_seats(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    await staff.enrol(section, *staff.students[:3])
    path = f"/sections/{section}"
    shrunk = (await staff.call("PATCH", path, ADMIN, {"capacity": 1})).json()
    assert (shrunk["capacity"], shrunk["ceiling"], shrunk["taken"]) == (1, 3, 3)
    *_, changed, seats, notices = await staff.feed()
    assert (changed["kind"], changed["body"]) == ("section", {"id": section})
    assert (seats["kind"], seats["body"]) == ("seats", [[section, 3, 3]])
    assert notices["body"]["students"] == staff.students[:3]
    unlimited = (await staff.call("PATCH", path, ADMIN, {"capacity": None})).json()
    assert (unlimited["capacity"], unlimited["ceiling"]) == (None, None)
    grown = (await staff.call("PATCH", path, ADMIN, {"capacity": 8})).json()
    assert (grown["capacity"], grown["ceiling"]) == (8, 8)


async def test_a_section_changes_its_course_only_while_it_is_empty(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10002"]["id"]
    path = f"/sections/{section}"
    moved = (await staff.call("PATCH", path, ADMIN, {"course": "MATH-1010"})).json()
    assert moved["course"] == "MATH-1010"
    await staff.enrol(section, staff.students[0])
    answer = await staff.call("PATCH", path, ADMIN, {"course": "PHYS-1100"})
    assert answer.json()["code"] == "course_change_with_students"
    unknown = await staff.call("PATCH", path, ADMIN, {"course": "X-1"})
    assert unknown.json()["code"] == "no_such_course"


async def test_a_teacher_touches_only_the_own_sections(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    for node in ("teacher_node", "data_node"):
        answer = await staff.house.client.patch(
            node, f"/sections/{section}", json_data={"capacity": 1}, headers=staff.teacher("grace")
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "not_your_section")
    handed = await staff.call(
        "PATCH", f"/sections/{section}", staff.teacher("ada"), {"teacher": "grace"}
    )
    assert handed.json()["code"] == "not_your_section"
    by_admin = await staff.call("PATCH", f"/sections/{section}", ADMIN, {"teacher": "grace"})
    assert by_admin.json()["teacher"] == "Grace"
    nobody = await staff.call("PATCH", f"/sections/{section}", ADMIN, {"teacher": None})
    assert nobody.json()["teacher"] is None


async def test_students_make_and_change_nothing(staff: Staff) -> None:
    await staff.load()
    student = tokens.bearer("student", person=staff.students[0])
    for node in ("teacher_node", "data_node"):
        made = await staff.house.client.post(node, "/sections", json_data=NEW, headers=student)
        assert (made.status_code, made.json()["code"]) == (403, "role_not_allowed")
        changed = await staff.house.client.patch(
            node, "/sections/1", json_data={"capacity": 99}, headers=student
        )
        assert changed.json()["code"] == "role_not_allowed"


async def test_teachers_see_their_own_sections_and_administrators_all(staff: Staff) -> None:
    await staff.load()
    other = staff.teachers["grace"]
    own = await staff.call("GET", "/sections", staff.teacher("ada"), teacher_id=other)
    assert [section["number"] for section in own.json()["items"]] == ["10001"]
    assert set(await staff.sections()) == {"10001", "10002", "10003"}
    assert set(await staff.sections(teacher_id=other)) == {"10002"}
    assert set(await staff.sections(search="phys grace")) == {"10002"}
    assert set(await staff.sections(search="50%")) == set()


async def test_pages_cover_all_sections_once(staff: Staff) -> None:
    await staff.load()
    numbers = []
    for offset in range(4):
        page = (await staff.call("GET", "/sections", ADMIN, limit=1, offset=offset)).json()
        assert page["total"] == 3
        numbers += [section["number"] for section in page["items"]]
    assert numbers == ["10003", "10001", "10002"]


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("course", "10003 10001 10002"),
        ("number", "10001 10002 10003"),
        ("-title", "10002 10001 10003"),
        ("teacher", "10001 10002 10003"),
        ("-teacher", "10003 10002 10001"),
        ("capacity", "10003 10002 10001"),
        ("-taken", "10002 10001 10003"),
        ("free", "10003 10002 10001"),
        ("-fill", "10003 10002 10001"),
    ],
)
async def test_sections_come_in_the_order_that_is_wanted(
    staff: Staff, sort: str, numbers: str
) -> None:
    await staff.load()
    found = await staff.sections()
    await staff.enrol(found["10002"]["id"], *staff.students[:2])
    await staff.enrol(found["10001"]["id"], staff.students[2])
    in_order = numbers.split()
    assert list(await staff.sections(sort=sort)) == in_order
    paged = [next(iter(await staff.sections(sort=sort, limit=1, offset=n))) for n in range(3)]
    assert paged == in_order, "a page begins where the one before ended"


async def test_no_limit_counts_as_the_most_seats_and_an_unknown_order_is_refused(
    staff: Staff,
) -> None:
    await staff.load()
    section = (await staff.sections())["10003"]["id"]
    await staff.call("PATCH", f"/sections/{section}", ADMIN, {"capacity": None})
    for sort in ("-capacity", "-free"):
        assert list(await staff.sections(sort=sort, limit=1)) == ["10003"]
    odd = await staff.call("GET", "/sections", ADMIN, sort="salary")
    assert odd.json()["code"] == "invalid_fields"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("sort", "sorts_itself"), [("number", False), ("-number", False), ("title", True)]
)
async def test_the_sections_of_a_term_are_found_by_an_index(
    staff: Staff, sort: str, sorts_itself: bool
) -> None:
    await staff.load()

    def plan(connection: sa.Connection) -> str:
        wanted = Wanted(term="F24", sort=sort)
        query = chosen_ids(wanted).limit(25).compile(compile_kwargs={"literal_binds": True})
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
        return "\n".join(step[-1] for step in steps)

    steps = await staff.database.read(plan)
    assert "SCAN sections" not in steps
    assert ("USE TEMP B-TREE FOR ORDER BY" in steps) == sorts_itself


async def test_courses_count_their_sections(staff: Staff) -> None:
    await staff.load()
    page = (await staff.call("GET", "/courses", staff.teacher("ada"), term="F24")).json()
    assert [(course["code"], course["sections"]) for course in page["items"]] == [
        ("MATH-1010", 1),
        ("PHYS-1100", 2),
    ]
    found = (await staff.call("GET", "/courses", ADMIN, search="calc")).json()
    assert [course["code"] for course in found["items"]] == ["MATH-1010"]
    unknown = await staff.call("GET", "/courses", ADMIN, term="S99")
    assert unknown.json()["code"] == "no_such_term"


async def test_nobody_gets_in_without_the_right_role(staff: Staff) -> None:
    for path in ("/terms", "/courses", "/sections", "/sections/1/roster", "/rehearsals/X/rosters"):
        nobody = await staff.call("GET", path, {})
        assert (nobody.status_code, nobody.json()["code"]) == (401, "login_required")
        student = await staff.call("GET", path, tokens.bearer("student"))
        assert (student.status_code, student.json()["code"]) == (403, "role_not_allowed")


async def test_a_node_that_is_away_is_named_with_a_time_to_try_again(staff: Staff) -> None:
    staff.house.applications.pop("data_node")
    answer = await staff.call("GET", "/sections", ADMIN)
    assert (answer.status_code, answer.json()["code"]) == (503, "service_away")
    assert answer.headers["retry-after"] == "1"
