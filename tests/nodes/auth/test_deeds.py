"""What staff do in the data node is in the audit log too: once, whoever is away meanwhile."""

from __future__ import annotations

from typing import get_args

import sqlalchemy as sa

from backend.auth_node import deeds as collecting
from backend.auth_node.audit import Action
from backend.auth_node.tables import audit_log
from backend.common.deeds import DeedAction
from backend.data_node import deeds as noted
from tests.nodes.auth.conftest import Answer, School
from tests.nodes.university import until

SECTION = {"term": "F24", "course": "CS-1", "title": "One", "number": "1", "credits": 1}
ROUND = {"name": "First", "opens_at": 1, "closes_at": 4_000_000_000}
CATALOGUE = b"""code,title,credits,type,instructor,days,start,end,location,capacity,crn
CS-2,Two,3,LEC,Jo,M,08:00,09:00,Hall,5,2
"""
HISTORY = b"username,course,term,grade\nalice,MATH-1,S24,A\n"
SOURCE = "198.51.100.3"


async def do(
    school: School, method: str, path: str, body: object = None, content: bytes | None = None
) -> Answer:
    """An administrator's call of the data node, as the staff door passes it on."""
    answer = await school.house.client.request(
        method,
        "data_node",
        path,
        json_data=body,
        content=content,
        headers={"Authorization": f"Bearer {await school.admin()}", "X-Forwarded-For": SOURCE},
    )
    assert answer.status_code < 300, answer.text
    made: Answer = answer.json()
    return made


async def a_registrars_day(school: School) -> None:
    """Every deed once, and what changes nothing."""
    await school.create("teacher", "turing")
    await school.create("student", "alice")
    await do(school, "POST", "/terms", {"code": "F24"})
    await do(school, "PATCH", "/terms/F24", {"name": "Fall"})
    await do(school, "PATCH", "/terms/F24", {"name": "Fall"})
    await do(school, "POST", "/catalogue/import?term=F24", content=CATALOGUE)
    await do(school, "POST", "/catalogue/import?term=F24&dry_run=true", content=CATALOGUE)
    planned = await do(school, "POST", "/terms/F24/rounds", ROUND)
    await do(school, "PATCH", f"/rounds/{planned['id']}", {"name": "Early"})
    await do(school, "DELETE", f"/rounds/{planned['id']}")
    section = (await do(school, "POST", "/sections", {**SECTION, "capacity": 0}))["id"]
    await do(school, "PATCH", f"/sections/{section}", {"capacity": 1})
    given = {"teacher": "turing", "sections": [section]}
    await do(school, "POST", "/sections/assignment?dry_run=true", given)
    await do(school, "POST", "/sections/assignment", given)
    wanted = {"student": "alice", "kinds": ["clash"], "reason": "Agreed"}
    permit = await do(school, "POST", f"/sections/{section}/permits", wanted)
    for _ in range(2):
        await do(school, "DELETE", f"/permits/{permit['id']}")
    await do(school, "POST", "/history/import", content=HISTORY)
    await do(school, "DELETE", "/history?student=alice&course=MATH-1&term=S24")
    await do(school, "DELETE", "/terms/F24")


async def entries(school: School, **params: str | int) -> list[Answer]:
    answer = await school.call("GET", "/audit", token=await school.admin(), params=params)
    items: list[Answer] = answer.json()["items"]
    return items


async def all_brought_in(school: School) -> list[Answer]:
    """What the log holds once the last of the day is in it."""
    found: list[Answer] = []

    async def ended() -> bool:
        found[:] = await entries(school, limit=200)
        return any(entry["action"] == "term_removed" for entry in found)

    await until(ended)
    return found


async def test_every_deed_is_in_the_audit_log_once_with_what_was_there_before(
    school: School,
) -> None:
    await a_registrars_day(school)
    found = [entry for entry in await all_brought_in(school) if entry["source"] == SOURCE]
    assert sorted(entry["action"] for entry in found) == sorted(get_args(DeedAction))
    told = {entry["action"]: entry for entry in found}
    assert {entry["actor"] for entry in found} == {"admin"}
    assert (told["term_changed"]["before"], told["term_changed"]["after"]) == (
        {"name": "F24"},
        {"name": "Fall"},
    )
    assert (told["round_changed"]["target_kind"], told["round_changed"]["target"]) == (
        "round",
        "F24 First",
    )
    assert told["section_assigned"]["after"] == {"teacher": "turing"}
    assert told["section_changed"]["before"] == {"capacity": 0}
    (gone,) = await entries(school, target="alice", action="history_removed")
    assert gone["before"]["grade"] == "A"
    (about,) = await entries(school, target="alice", action="permit_granted")
    assert about["after"]["section"] == "F24 CS-1 (1)"
    assert (await entries(school, actor="admin", action="round_removed"))[0]["before"]["name"]


async def test_what_is_told_twice_is_written_once(school: School) -> None:
    await a_registrars_day(school)
    before = await all_brought_in(school)
    data = school.house.applications["data_node"].state.database
    office = school.house.applications["auth_node"].state.office
    told = (await data.read(noted.after, 0)).items
    assert len(told) == len(get_args(DeedAction))
    await office.database.write(collecting.take, told)
    count = sa.select(sa.func.count()).select_from(audit_log)
    total = await office.database.read(lambda c: c.execute(count).scalar_one())
    assert total == len(before)


async def test_an_older_copy_of_the_data_node_is_followed_from_where_it_stands(
    school: School,
) -> None:
    await a_registrars_day(school)
    await all_brought_in(school)
    data = school.house.applications["data_node"].state.database
    await data.write(lambda c: c.execute(sa.text("DELETE FROM deeds WHERE number > 3")))
    office = school.house.applications["auth_node"].state.office
    collector = collecting.DeedCollector(office.database, school.house.client)
    assert not await collector.collect()
    await do(school, "POST", "/terms", {"code": "S25"})
    made = {"action": "term_created", "target": "S25"}

    async def there() -> bool:
        return bool(await entries(school, **made))

    await until(there)


def test_what_can_be_noted_is_what_can_be_looked_for() -> None:
    assert set(get_args(DeedAction)) <= {action.value for action in Action}
