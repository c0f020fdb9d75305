"""Credits of a range, from the request to the timetable and the roster."""

from __future__ import annotations

import sqlalchemy as sa

from backend.common.transport import Response
from backend.data_node import feed
from backend.data_node.tables import enrolments, sections
from tests.nodes import tokens
from tests.nodes.student.conftest import Door
from tests.nodes.university import until


def _offer(connection: sa.Connection, section: int, most: int) -> None:
    update = sa.update(sections).where(sections.c.id == section)
    connection.execute(update.values(credits_max=most))
    feed.append(connection, feed.SECTION, {"id": section})


async def ask(door: Door, student: int, section: int, credits_: float, key: str) -> Response:
    body = {"section_id": section, "credits": credits_}
    return await door.call(student, "POST", "/selections", body, Idempotency_Key=key)


async def test_credits_are_asked_for_kept_and_shown(door: Door) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    database = door.house.applications["data_node"].state.database
    await database.write(_offer, section, 400)

    async def offered() -> bool:
        view = (await door.call(student, "GET", f"/sections/{section}")).json()
        return bool(view["credits_max"] == 4)

    await until(offered)
    path = f"/sections/{section}/preview?credits="
    preview = (await door.call(student, "GET", f"{path}4.5")).json()
    assert [each["code"] for each in preview["refusals"]] == ["credits_not_offered"]
    assert (await door.call(student, "GET", f"{path}2.5")).json()["allowed"]
    ticket = (await ask(door, student, section, 2.5, "k")).json()
    assert ticket["credits"] == 250
    assert (await ask(door, student, section, 2.5, "k")).json()["id"] == ticket["id"]
    assert (await ask(door, student, section, 3, "k")).json()["code"] == "key_reused"
    assert [each["state"] for each in await door.answered(student)] == ["enrolled"]
    await door.seats(section, 1)
    timetable = (await door.call(student, "GET", "/timetable")).json()
    assert (timetable["credits"], timetable["sections"][0]["credits"]) == (2.5, 2.5)
    query = sa.select(enrolments.c.credits)
    kept = await database.read(lambda connection: connection.execute(query).scalar_one())
    assert kept == 250
    roster = await door.house.client.get(
        "data_node", f"/sections/{section}/roster", headers=tokens.bearer("admin")
    )
    assert [each["credits"] for each in roster.json()["students"]] == [2.5]


async def test_credits_of_a_section_without_a_range_are_those_of_the_section(door: Door) -> None:
    student, section = door.university.students[1], door.university.sections[1]
    assert (await ask(door, student, section, 3, "a")).status_code == 202
    (refused,) = await door.answered(student)
    assert (refused["code"], refused["values"]["least"]) == ("credits_not_offered", "1")
