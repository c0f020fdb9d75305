"""Students' tags: changed all or not at all, found whatever the script they are written in."""

from __future__ import annotations

import pytest

from backend.data_node.main import create_app
from tests.conftest import House
from tests.nodes import tokens

ADMIN = tokens.bearer("admin")
PEOPLE: tuple[tuple[str, list[str]], ...] = (
    ("alice", ["honours", "学分"]),
    ("bob", ["honours%"]),
    ("carol", []),
)


@pytest.fixture
async def data(house: House) -> House:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", create_app)
    records = [{"username": name, "name": name, "tags": tags} for name, tags in PEOPLE]
    await house.client.put("data_node", "/students", json_data={"students": records})
    return house


async def _change(data: House, **wanted: object) -> list[dict[str, object]]:
    answer = await data.client.post("data_node", "/tags/changes", json_data=wanted, headers=ADMIN)
    students: list[dict[str, object]] = answer.raise_for_status().json()["students"]
    return students


async def _having(data: House, tag: str) -> list[int]:
    answer = await data.client.get("data_node", "/tags/students", params={"tag": tag})
    ids: list[int] = answer.raise_for_status().json()["ids"]
    return ids


async def _feed(data: House) -> list[object]:
    events = (await data.client.get("data_node", "/internal/feed")).json()["events"]
    return [event["body"] for event in events if event["kind"] == "student"]


async def test_a_change_tells_before_and_after_and_the_same_again_changes_nothing(
    data: House,
) -> None:
    wanted = {"ids": [3, 1, 99], "add": ["exchange", "honours"], "remove": ["学分"]}
    first = await _change(data, **wanted)
    assert first == [
        {"id": 1, "before": ["honours", "学分"], "after": ["honours", "exchange"]},
        {"id": 3, "before": [], "after": ["exchange", "honours"]},
    ]
    told = await _feed(data)
    assert told[-1] == {"ids": [1, 3]}
    again = await _change(data, **wanted)
    assert [each["before"] for each in again] == [each["after"] for each in first]
    assert await _feed(data) == told


async def test_a_dry_run_changes_nothing(data: House) -> None:
    [told] = await _change(data, ids=[2], add=["exchange"], dry_run=True)
    assert told["after"] == ["honours%", "exchange"]
    [still] = await _change(data, ids=[2], dry_run=True)
    assert still["before"] == still["after"] == ["honours%"]


async def test_one_with_too_many_tags_keeps_all_from_changing(data: House) -> None:
    await _change(data, ids=[3], add=[f"t{number}" for number in range(20)])
    body = {"ids": [1, 3], "add": ["one more"]}
    answer = await data.client.post("data_node", "/tags/changes", json_data=body, headers=ADMIN)
    assert answer.json()["code"] == "too_many_tags"
    assert answer.json()["values"] == {"count": 1, "limit": 20}
    assert await _having(data, "one more") == []


async def test_students_are_found_by_the_whole_tag_alone(data: House) -> None:
    assert await _having(data, "honours") == [1]
    assert await _having(data, "honours%") == [2]
    assert await _having(data, "学分") == [1]
    assert await _having(data, '"') == []


async def test_tags_in_use_count_active_students(data: House) -> None:
    await _change(data, ids=[2, 3], add=["honours"])
    await data.client.delete("data_node", "/students/1", headers=ADMIN)
    items = (await data.client.get("data_node", "/tags")).json()["items"]
    assert items == [{"name": "honours", "people": 2}, {"name": "honours%", "people": 1}]
    assert await _having(data, "honours") == [2, 3]
