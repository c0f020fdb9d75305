"""Scratch terms over HTTP: made whole, seen in pages, removed whole; real terms are left alone."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.transport import Response
from backend.data_node import main, scratch, tables
from backend.data_node.feed import CATALOGUE, changes_after
from backend.domain.timetable import Meeting, clash, schedule_of
from tests.conftest import House
from tests.nodes import tokens

Made = dict[str, Any]

ADMIN = tokens.bearer("admin")
SECTIONS = [
    {"name": "HS2903/L1", "capacity": 2},
    {"name": "HS2903/L2", "capacity": None},
    {"name": "CS1010/L1", "capacity": 0},
    {"name": "ALONE", "capacity": 7},
]


@pytest.fixture
async def data_node(house: House) -> House:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", main.create_app)
    return house


def database_of(house: House) -> Database:
    database: Database = house.applications["data_node"].state.database
    return database


async def add_real_term(house: House, code: str) -> None:
    def real_term(connection: sa.Connection) -> None:
        values = {"code": code, "name": "Fall", "state": "open", "scratch": False}
        connection.execute(sa.insert(tables.terms).values(values))

    await database_of(house).write(real_term)


async def create(house: House, **fields: object) -> Response:
    body = {"students": 5, "sections": SECTIONS, **fields}
    return await house.client.post("data_node", "/scratch-terms", json_data=body, headers=ADMIN)


async def made(house: House, **fields: object) -> Made:
    answer = await create(house, **fields)
    assert answer.status_code == 201, answer.text
    term: Made = answer.json()
    return term


async def rosters(house: House, term: str) -> list[dict[str, Any]]:
    answer = await house.client.get("data_node", f"/scratch-terms/{term}/rosters", headers=ADMIN)
    sections: list[dict[str, Any]] = answer.raise_for_status().json()["sections"]
    return sections


async def test_a_scratch_term_has_the_sections_asked_for(data_node: House) -> None:
    term = await made(data_node)
    assert term["term"].startswith("SCRATCH-")
    assert term["students"] == 5
    assert [{"name": s["name"], "capacity": s["capacity"]} for s in term["sections"]] == SECTIONS
    found = await rosters(data_node, term["term"])
    assert [section["course"] for section in found] == ["HS2903", "HS2903", "CS1010", "ALONE"]
    assert [section["taken"] for section in found] == [0, 0, 0, 0]
    assert all(section["students"] == [] for section in found)


async def test_unlimited_seats_have_no_ceiling(data_node: House) -> None:
    term = await made(data_node)

    def ceilings(connection: sa.Connection) -> list[int | None]:
        sections = tables.sections
        of_term = sa.select(sections.c.ceiling).where(sections.c.term_id == term["term_id"])
        return list(connection.execute(of_term.order_by(sections.c.id)).scalars())

    assert await database_of(data_node).read(ceilings) == [2, None, 0, 7]


async def test_one_seed_gives_one_timetable(data_node: House) -> None:
    first, again, other = [await made(data_node, seed=seed) for seed in (7, 7, 8)]
    times = [
        [section["meetings"] for section in await rosters(data_node, term["term"])]
        for term in (first, again, other)
    ]
    assert times[0] == times[1] != times[2]
    meeting = times[0][0][0]
    assert set(meeting["days"]) <= set("MTWRF")
    assert "08:00" <= meeting["start"] < meeting["end"] <= "20:00"


async def test_the_same_code_again_makes_nothing_new(data_node: House) -> None:
    first = await made(data_node, code="SCRATCH-abc123")
    again = await made(data_node, code="SCRATCH-abc123", students=9)
    assert first == again
    assert (first["term"], first["students"]) == ("SCRATCH-abc123", 5)


async def test_the_code_of_a_real_term_is_refused(data_node: House) -> None:
    await add_real_term(data_node, "SCRATCH-abc123")
    answer = await create(data_node, code="SCRATCH-abc123")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_a_scratch_term")


async def test_students_come_in_pages_and_belong_to_the_term(data_node: House) -> None:
    term = await made(data_node, students=7)
    path = f"/scratch-terms/{term['term']}/students"
    pages = [
        (
            await data_node.client.get("data_node", path, params={"limit": 4, "offset": offset})
        ).json()
        for offset in (0, 4, 8)
    ]
    assert [len(page["students"]) for page in pages] == [4, 3, 0]
    assert {(page["term_id"], page["total"]) for page in pages} == {(term["term_id"], 7)}
    names = [student["username"] for page in pages for student in page["students"]]
    assert names == [f"{term['term'].lower()}-{number:05}" for number in range(1, 8)]
    standing = await data_node.client.get(
        "data_node", f"/students/{pages[0]['students'][0]['id']}/standing"
    )
    assert standing.json()["scratch_term"] == term["term_id"]
    assert standing.json()["credit_limit"] == 24


async def decide(house: House, term: Made, choices: list[tuple[int, int]]) -> list[str]:
    """Outcomes of (student, section) choices, both by their place in the term."""
    answer = await house.client.get("data_node", f"/scratch-terms/{term['term']}/students")
    students = [student["id"] for student in answer.json()["students"]]
    orders = [
        {
            "ticket_id": f"{term['term']}-{number}",
            "number": number,
            "student_id": students[student],
            "section_id": term["sections"][section]["id"],
            "action": "select",
            "accepted_at": 0,
            "scratch_term": term["term_id"],
        }
        for number, (student, section) in enumerate(choices, start=1)
    ]
    decided = await house.client.post("data_node", "/decisions", json_data={"orders": orders})
    return [outcome["outcome"] for outcome in decided.raise_for_status().json()["outcomes"]]


async def test_rosters_and_outcomes_show_what_was_decided(data_node: House) -> None:
    term = await made(data_node)
    outcomes = await decide(data_node, term, [(0, 0), (1, 0), (2, 0), (3, 2)])
    assert outcomes == ["enrolled", "enrolled", "refused", "refused"]
    first, *_ = await rosters(data_node, term["term"])
    assert (first["taken"], len(first["students"])) == (2, 2)
    path = f"/scratch-terms/{term['term']}/outcomes"
    page = (
        await data_node.client.get(
            "data_node", path, params={"after": 1, "limit": 2}, headers=ADMIN
        )
    ).json()
    assert [outcome["number"] for outcome in page["outcomes"]] == [2, 3]
    assert page["outcomes"][1]["code"] == "section_full"
    assert page["last"] == 3


async def test_removing_leaves_nothing_but_real_people_and_terms(data_node: House) -> None:
    records = {"students": [{"username": "alice", "name": "Alice"}]}
    (alice,) = (await data_node.client.put("data_node", "/students", json_data=records)).json()[
        "ids"
    ]
    term, other = await made(data_node), await made(data_node)
    await decide(data_node, term, [(0, 0), (1, 3), (2, 1)])
    await decide(data_node, other, [(0, 0)])
    path = f"/scratch-terms/{term['term']}"
    assert (await data_node.client.delete("data_node", path, headers=ADMIN)).status_code == 204
    assert (await data_node.client.delete("data_node", path, headers=ADMIN)).status_code == 404

    def rows(connection: sa.Connection) -> dict[str, int]:
        counted = (tables.terms, tables.courses, tables.sections, tables.meetings, tables.students)
        return {
            table.name: connection.execute(
                sa.select(sa.func.count()).select_from(table)
            ).scalar_one()
            for table in (*counted, tables.enrolments, tables.outcomes)
        }

    assert await database_of(data_node).read(rows) == {
        "terms": 1,
        "courses": 3,
        "sections": 4,
        "meetings": 4,
        "students": 6,
        "enrolments": 1,
        "outcomes": 1,
    }
    assert (
        await data_node.client.get("data_node", f"/students/{alice}/standing")
    ).status_code == 200


async def test_late_tickets_of_a_removed_term_are_refused_and_block_nobody(
    data_node: House,
) -> None:
    term = await made(data_node)
    path = f"/scratch-terms/{term['term']}"
    students = (await data_node.client.get("data_node", f"{path}/students")).json()["students"]
    await data_node.client.delete("data_node", path, headers=ADMIN)
    order = {
        "ticket_id": "late",
        "number": 1,
        "student_id": students[0]["id"],
        "section_id": term["sections"][0]["id"],
        "action": "select",
        "accepted_at": 0,
        "scratch_term": term["term_id"],
    }
    for _ in range(2):
        answer = await data_node.client.post(
            "data_node", "/decisions", json_data={"orders": [order]}
        )
        (decided,) = answer.raise_for_status().json()["outcomes"]
        assert (decided["outcome"], decided["code"]) == ("refused", "no_such_section")


async def test_making_and_removing_are_in_the_feed(data_node: House) -> None:
    term = (await made(data_node))["term"]
    await data_node.client.delete("data_node", f"/scratch-terms/{term}", headers=ADMIN)
    changes = await database_of(data_node).read(changes_after, 0)
    assert [(change["kind"], msgspec.json.decode(change["body"])) for change in changes] == [
        (CATALOGUE, {"term": term})
    ] * 2


@pytest.mark.parametrize("method", ["GET rosters", "GET outcomes", "GET students", "DELETE "])
async def test_a_real_term_is_refused(data_node: House, method: str) -> None:
    await add_real_term(data_node, "F24")
    verb, part = method.split(" ")
    for code, status, problem in (
        ("F24", 409, "not_a_scratch_term"),
        ("SCRATCH-none00", 404, "no_such_term"),
    ):
        answer = await data_node.client.request(
            verb, "data_node", f"/scratch-terms/{code}/{part}".rstrip("/"), headers=ADMIN
        )
        assert (answer.status_code, answer.json()["code"]) == (status, problem)


@pytest.mark.parametrize("role", ["student", "teacher"])
async def test_only_administrators_rehearse(data_node: House, role: str) -> None:
    term = (await made(data_node))["term"]
    headers = tokens.bearer(role)
    body = {"students": 1, "sections": SECTIONS}
    answers = [
        await data_node.client.post("data_node", "/scratch-terms", json_data=body, headers=headers),
        await data_node.client.get("data_node", f"/scratch-terms/{term}/rosters", headers=headers),
        await data_node.client.get("data_node", f"/scratch-terms/{term}/outcomes", headers=headers),
        await data_node.client.delete("data_node", f"/scratch-terms/{term}", headers=headers),
        await data_node.client.delete("data_node", f"/scratch-terms/{term}"),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 401]


@pytest.mark.parametrize(
    "fields",
    [
        {"students": 0},
        {"students": 200_001},
        {"students": "many"},
        {"seed": -1},
        {"code": "F24"},
        {"sections": []},
        {"sections": [{"name": "A", "capacity": -1}]},
        {"sections": [{"name": "", "capacity": 1}]},
        {"sections": [{"name": "A"}]},
        {"sections": [{"name": "A", "capacity": 1}, {"name": "A", "capacity": 2}]},
    ],
)
async def test_what_cannot_be_made_is_refused_and_changes_nothing(
    data_node: House, fields: dict[str, object]
) -> None:
    answer = await create(data_node, **fields)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")
    assert answer.json()["errors"]
    terms = (await data_node.client.get("data_node", "/terms")).json()["items"]
    assert terms == []


async def test_a_hundred_thousand_students_take_seconds(
    data_node: House,
) -> None:
    loop_time = asyncio.get_running_loop().time
    started = loop_time()
    term = await made(data_node, students=100_000)
    assert loop_time() - started < 10
    started = loop_time()
    await data_node.client.delete("data_node", f"/scratch-terms/{term['term']}", headers=ADMIN)
    assert loop_time() - started < 10


def test_times_clash_sometimes_and_not_often() -> None:
    drawn = random.Random(5)
    schedules = [
        schedule_of([Meeting(m["days"], m["start_minute"], m["end_minute"])])
        for m in (scratch.draw_meeting(drawn) for _ in range(300))
    ]
    pairs = [clash(a, b) for i, a in enumerate(schedules) for b in schedules[:i]]
    assert 0.01 < sum(pairs) / len(pairs) < 0.06
