"""Tags of students: by user name or id, all or nothing, in the audit log."""

from __future__ import annotations

from typing import Any

import pytest

from backend.common.transport import Response
from tests.nodes.auth.conftest import School, refused


async def _wish(school: School, who: list[str], **wish: Any) -> Response:  # noqa: ANN401 - JSON
    return await school.post("/users/tags", {"who": who, **wish}, token=await school.admin())


async def _tags(school: School, student: int) -> list[str]:
    path = f"/users/student/{student}/tags"
    answer = await school.call("GET", path, token=await school.admin())
    tags: list[str] = answer.raise_for_status().json()["tags"]
    return tags


async def _tagged(school: School) -> list[Any]:
    params = {"action": "user_tagged"}
    answer = await school.call("GET", "/audit", token=await school.admin(), params=params)
    return [(row["target"], row["before"], row["after"]) for row in answer.json()["items"]]


@pytest.fixture
async def three(school: School) -> School:
    """Students 1 to 3, of whom the third has the first one's id as user name, and a teacher."""
    for username in ("alice", "bob", "0001"):
        await school.create("student", username)
    await school.create("teacher", "turing")
    return school


async def test_a_preview_tells_who_changes_and_who_is_unknown(three: School) -> None:
    await _wish(three, ["bob"], add=["honours"])
    who = ["ALICE", "2", "turing", "99", "nobody"]
    told = (await _wish(three, who, add=["honours"], dry_run=True)).json()["results"]
    assert [(row["who"], row["status"], row["username"]) for row in told] == [
        ("ALICE", "changed", "alice"),
        ("2", "unchanged", "bob"),
        ("turing", "unknown", None),
        ("99", "unknown", None),
        ("nobody", "unknown", None),
    ]
    assert (told[0]["before"], told[0]["after"]) == ([], ["honours"])
    [shown] = (await _wish(three, ["bob"], dry_run=True)).json()["results"]
    assert shown["after"] == ["honours"]
    assert await _tags(three, 1) == []


async def test_one_who_is_unknown_keeps_all_from_changing_unless_passed_over(
    three: School,
) -> None:
    answer = await _wish(three, ["alice", "nobody"], add=["honours"])
    assert refused(answer, 422, "unknown_people")
    assert answer.json()["values"] == {"count": 1, "names": "nobody"}
    assert await _tags(three, 1) == []
    await _wish(three, ["alice", "nobody"], add=["honours"], skip_unknown=True)
    assert await _tags(three, 1) == ["honours"]


async def test_a_user_name_wins_over_an_id_that_looks_the_same(three: School) -> None:
    [row] = (await _wish(three, ["0001"], add=["a"], dry_run=True)).json()["results"]
    assert row["id"] == 3
    [row] = (await _wish(three, ["1"], add=["a"], dry_run=True)).json()["results"]
    assert row["id"] == 1


async def test_each_call_is_in_the_audit_log_with_before_and_after(three: School) -> None:
    for _ in range(2):
        await _wish(three, ["alice", "1"], add=[" honours "], remove=["exchange"])
    assert await _tagged(three) == [
        ("alice", {"tags": ["honours"]}, {"tags": ["honours"]}),
        ("alice", {"tags": []}, {"tags": ["honours"]}),
    ]


@pytest.mark.parametrize(
    ("wish", "code", "where"),
    [
        ({}, "tags_missing", "body.add"),
        ({"add": ["a", "  "]}, "tag_empty", "body.add[1]"),
        ({"remove": ["  "]}, "tag_empty", "body.remove[0]"),
        ({"add": ["a"], "remove": ["a"]}, "tag_both", "body.add"),
    ],
)
async def test_a_wish_that_makes_no_sense_is_refused(
    three: School, wish: dict[str, list[str]], code: str, where: str
) -> None:
    answer = await _wish(three, ["alice"], **wish)
    assert refused(answer, 422, "invalid_fields")
    assert [(one["code"], one["where"]) for one in answer.json()["errors"]] == [(code, where)]


async def test_people_are_listed_by_tag(three: School) -> None:
    await _wish(three, ["bob", "0001"], add=["学分"])
    token = await three.admin()

    async def listed(**params: str) -> list[str]:
        answer = await three.call("GET", "/users", token=token, params=params)
        return [row["username"] for row in answer.json()["items"]]

    assert await listed(tag="学分") == ["bob", "0001"]
    assert await listed(tag="学分", sort="-id") == ["0001", "bob"]
    assert await listed(tag="学分", role="teacher") == []
    assert await listed(tag="nobody has it") == []
    used = (await three.call("GET", "/tags", token=token)).json()["items"]
    assert used == [{"name": "学分", "people": 2}]


async def test_without_the_data_node_a_change_is_refused_and_leaves_no_trace(
    three: School,
) -> None:
    data_node = three.house.applications.pop("data_node")
    answer = await _wish(three, ["alice"], add=["honours"])
    assert refused(answer, 503, "service_away")
    three.house.applications["data_node"] = data_node
    assert await _tags(three, 1) == []
    assert await _tagged(three) == []
