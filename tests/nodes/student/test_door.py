"""The student door from outside: find, preview, select, drop, timetable."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from backend.common.tickets import LONGEST_KEY
from backend.student_node import main as student_main
from backend.student_node.main import create_app as create_student
from backend.student_node.selections import LONGEST_LIST
from tests.conftest import House
from tests.nodes import tokens
from tests.nodes.student.conftest import Door


async def test_a_student_selects_and_finds_the_seat_in_the_timetable(door: Door) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    accepted = await door.select(student, section)
    assert accepted.status_code == 202
    assert accepted.json()["number"] == 1
    (ticket,) = await door.answered(student)
    assert ticket["state"] == "enrolled"
    await door.seats(section, 1)
    timetable = (await door.call(student, "GET", "/timetable")).json()
    assert [held["id"] for held in timetable["sections"]] == [section]
    assert (timetable["credits"], timetable["credit_limit"]) == (1, 24)


async def test_dropping_gives_the_seat_back(door: Door) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    await door.call(student, "GET", "/timetable")
    await door.select(student, section)
    await door.answered(student)
    dropped = await door.call(
        student, "POST", "/selections", {"action": "drop", "section_id": section}
    )
    assert dropped.status_code == 202
    assert (await door.answered(student))[0]["state"] == "dropped"
    await door.seats(section, 0)
    assert (await door.call(student, "GET", "/timetable")).json()["sections"] == []


async def test_the_preview_says_what_the_decision_will_say(door: Door) -> None:
    one, two, three = door.university.students[:3]
    section = door.university.sections[0]
    path = f"/sections/{section}/preview"
    assert (await door.call(three, "GET", path)).json() == {
        "allowed": True,
        "refusals": [],
        "waiting": None,
        "draw": None,
    }
    for student in (one, two):
        await door.select(student, section)
        await door.answered(student)
    await door.seats(section, 2)
    assert (await door.call(three, "GET", path)).json() == {
        "allowed": False,
        "refusals": [
            {"code": "section_full", "detail": "All seats of this section are taken.", "values": {}}
        ],
        "waiting": None,
        "draw": None,
    }
    mine = (await door.call(one, "GET", path)).json()["refusals"]
    assert [no["code"] for no in mine] == [
        "already_held",
        "course_already_held",
        "time_clash",
        "section_full",
    ]
    await door.select(three, section)
    assert (await door.answered(three))[0]["code"] == "section_full"


async def test_a_double_click_is_one_request(door: Door) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    clicks = await asyncio.gather(*(door.select(student, section, "click") for _ in range(10)))
    assert {click.json()["id"] for click in clicks} == {clicks[0].json()["id"]}
    assert len(await door.answered(student)) == 1


async def test_a_key_with_another_body_is_refused(door: Door) -> None:
    student, (first, second, _) = door.university.students[0], door.university.sections
    await door.select(student, first, "k")
    other = await door.select(student, second, "k")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_a_list_is_numbered_in_its_order_and_can_be_sent_again(door: Door) -> None:
    student = door.university.students[0]
    wishes = [
        {"section_id": door.university.sections[1]},
        {"section_id": 999_999},
        {"section_id": door.university.sections[0]},
    ]
    answers = [
        await door.call(student, "POST", "/selections", wishes, Idempotency_Key="plan")
        for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [202, 202]
    tickets = answers[0].json()["tickets"]
    assert [t.get("number") or t["code"] for t in tickets] == [1, "no_such_section", 2]
    assert [t.get("id") for t in answers[1].json()["tickets"]] == [t.get("id") for t in tickets]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad_request"),
        (b"{", "bad_request"),
        (b'"x"', "invalid_fields"),
        (b"{}", "invalid_fields"),
        (b"[]", "invalid_fields"),
        (b'{"section_id": "1"}', "invalid_fields"),
        (b'{"section_id": -1}', "invalid_fields"),
        (b'{"section_id": 1e30}', "invalid_fields"),
        (b'{"section_id": 1, "action": "steal"}', "invalid_fields"),
        (b'{"section_id": 1, "student": 2}', "invalid_fields"),
        (b'{"section_id": 999999}', "no_such_section"),
        (b"[" + b",".join([b'{"section_id": 1}'] * (LONGEST_LIST + 1)) + b"]", "invalid_fields"),
        (b" " * (1024 * 1024 + 1), "body_too_large"),
    ],
)
async def test_a_selection_that_is_wrong_is_refused_by_name(
    door: Door, body: bytes, code: str
) -> None:
    student = door.university.students[0]
    answer = await door.house.client.request(
        "POST",
        "student_node",
        "/selections",
        content=body,
        headers=tokens.bearer("student", person=student),
    )
    assert answer.json()["code"] == code
    assert await door.answered(student) == []


async def test_a_key_too_long_is_refused(door: Door) -> None:
    answer = await door.select(1, door.university.sections[0], "k" * (LONGEST_KEY + 1))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")


@pytest.mark.parametrize("role", ["teacher", "admin"])
async def test_only_students_select(door: Door, role: str) -> None:
    for method, path in [("POST", "/selections"), ("GET", "/timetable"), ("GET", "/events")]:
        answer = await door.house.client.request(
            method, "student_node", path, headers=tokens.bearer(role), content=b"{}"
        )
        assert answer.json()["code"] == "role_not_allowed"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "login_required"),
        ({"Authorization": "Basic eA=="}, "login_required"),
        ({"Authorization": "Bearer x"}, "token_invalid"),
        ({"Authorization": f"Bearer {tokens.token('student', expires=1)}"}, "token_expired"),
    ],
)
async def test_who_is_not_logged_in_gets_nowhere(
    door: Door, headers: dict[str, str], code: str
) -> None:
    paths = ["/catalogue", "/selections", "/timetable", "/events", "/sections/1/preview"]
    for path in paths:
        answer = await door.house.client.get("student_node", path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, code)
    post = await door.house.client.post("student_node", "/selections", headers=headers)
    assert (post.status_code, post.json()["code"]) == (401, code)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 3),
        ({"q": "course 1"}, 1),
        ({"q": "TEST-0 70000"}, 1),
        ({"q": "nothing"}, 0),
        ({"q": "ONLINE course"}, 1),
        ({"subject": "test"}, 3),
        ({"subject": "tes"}, 0),
        ({"credits": 1}, 3),
        ({"credits": 2}, 0),
        ({"days": "MW"}, 3),
        ({"days": "TR"}, 0),
        ({"tag": "online"}, 1),
        ({"tag": "line"}, 0),
        ({"term": "F24", "open": True}, 3),
    ],
)
async def test_the_catalogue_is_searched(
    door: Door, query: dict[str, str | int | bool], found: int
) -> None:
    answer = await door.house.client.get(
        "student_node", "/catalogue", params=query, headers=tokens.bearer("student")
    )
    assert answer.json()["total"] == len(answer.json()["items"]) == found


async def test_full_sections_are_left_out_when_only_seats_are_wanted(door: Door) -> None:
    section = door.university.sections[0]
    for student in door.university.students[:2]:
        await door.select(student, section)
    await door.seats(section, 2)
    open_ones = (await door.call(1, "GET", "/catalogue?open=true")).json()["items"]
    assert section not in [view["id"] for view in open_ones]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "offset=-1", "days=X", "open=maybe", "qq=1"]
)
async def test_a_search_that_is_wrong_is_refused(door: Door, query: str) -> None:
    answer = await door.call(1, "GET", f"/catalogue?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")


async def test_an_unknown_term_is_named(door: Door) -> None:
    early = await door.call(1, "GET", "/catalogue?term=SCRATCH-k3x9ab")
    assert (early.status_code, early.json()["total"]) == (200, 0)
    answer = await door.call(1, "GET", "/catalogue?term=X99")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_term")


async def test_a_reader_with_the_newest_page_gets_it_only_when_something_changed(
    door: Door,
) -> None:
    first = await door.call(1, "GET", "/catalogue")
    tag = first.headers["etag"]
    again = await door.call(1, "GET", "/catalogue", if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    section = door.university.sections[0]
    await door.select(door.university.students[0], section)
    await door.seats(section, 1)
    changed = await door.call(1, "GET", "/catalogue", if_none_match=tag)
    assert changed.status_code == 200


async def test_without_the_queue_node_a_selection_may_be_tried_again_and_reading_goes_on(
    door: Door,
) -> None:
    queue = door.house.applications.pop("queue_node")
    student, section = door.university.students[0], door.university.sections[0]
    away = await door.select(student, section, "k")
    assert (away.status_code, away.json()["code"]) == (503, "service_away")
    assert int(away.headers["retry-after"]) >= 1
    assert (await door.call(student, "GET", "/catalogue")).status_code == 200
    door.house.applications["queue_node"] = queue
    assert (await door.select(student, section, "k")).status_code == 202


async def test_before_the_catalogue_is_loaded_it_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(student_main, "LOAD_WITHIN", 0.1)
    await house.start("auth_node", tokens.create_auth)
    await house.start("student_node", create_student)
    answer = await house.client.get("student_node", "/catalogue", headers=tokens.bearer("student"))
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    health = (await house.client.get("student_node", "/health")).json()
    assert health["status"] == "degraded"


async def test_the_whole_catalogue_is_sent_again_only_when_a_description_changed(
    door: Door,
) -> None:
    first = await door.call(1, "GET", "/catalogue/whole?term=F24")
    assert [view["id"] for view in first.json()["items"]] == door.university.sections
    section = door.university.sections[0]
    await door.select(door.university.students[0], section)
    await door.seats(section, 1)
    tag = first.headers["etag"]
    again = await door.call(1, "GET", "/catalogue/whole?term=F24", if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    after = first.json()["number"]
    changes = (await door.call(1, "GET", f"/catalogue/changes?after={after}")).json()
    assert changes["seats"] == [[section, 1, 2]]
    later = (await door.call(1, "GET", f"/catalogue/changes?after={changes['number']}")).json()
    assert later["seats"] == []


async def test_a_student_hears_of_the_terms(door: Door) -> None:
    (term,) = (await door.call(1, "GET", "/terms")).json()["items"]
    assert (term["code"], term["state"], term["scratch"]) == ("F24", "open", False)


async def test_the_whole_catalogue_is_compressed_for_those_who_can_read_that(door: Door) -> None:
    plain = await door.call(1, "GET", "/catalogue/whole?term=F24")
    zipped = await door.call(1, "GET", "/catalogue/whole?term=F24", accept_encoding="br, gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/catalogue/whole", "invalid_fields"),
        ("/catalogue/whole?term=X99", "no_such_term"),
        ("/catalogue/changes", "invalid_fields"),
        ("/catalogue/changes?after=-1", "invalid_fields"),
        ("/catalogue/changes?after=99999999", "feed_gap"),
    ],
)
async def test_what_cannot_be_asked_of_the_catalogue(door: Door, path: str, code: str) -> None:
    assert (await door.call(1, "GET", path)).json()["code"] == code


async def test_the_fast_routes_ask_who_one_is_too(door: Door) -> None:
    for path in ("/catalogue/whole?term=F24", "/catalogue/changes?after=0"):
        answer = await door.house.client.get("student_node", path)
        assert (answer.status_code, answer.json()["code"]) == (401, "login_required")
