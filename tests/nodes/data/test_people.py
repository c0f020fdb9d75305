"""Academic records as the auth node announces and removes them."""

from __future__ import annotations

import pytest

from backend.data_node.main import create_app
from tests.conftest import House
from tests.nodes import tokens
from tests.nodes.university import build

ALICE = {"username": "alice", "name": "Alice Ames", "group": "CS-1", "tags": ["honours"]}


@pytest.fixture
async def data(house: House) -> House:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", create_app)
    return house


async def test_announcing_a_student_twice_gives_the_same_id(data: House) -> None:
    first = await data.client.put("data_node", "/students", json_data={"students": [ALICE]})
    again = await data.client.put(
        "data_node", "/students", json_data={"students": [{**ALICE, "name": "Alice B. Ames"}]}
    )
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    student = first.json()["ids"][0]
    standing = (await data.client.get("data_node", f"/students/{student}/standing")).json()
    assert standing["name"] == "Alice B. Ames"
    assert standing["sections"] == []


async def test_ids_come_in_the_order_of_the_records(data: House) -> None:
    records = [{"username": name, "name": name} for name in ("zoe", "alice", "zoe")]
    answer = await data.client.put("data_node", "/students", json_data={"students": records})
    ids = answer.json()["ids"]
    assert ids[0] == ids[2] != ids[1]


async def test_removing_a_student_frees_the_seats_and_keeps_the_history(data: House) -> None:
    database = data.applications["data_node"].state.database
    made = await database.write(build, [1])
    one, other = made.students[:2]
    enrol = {
        "orders": [
            {
                "ticket_id": "a",
                "number": 1,
                "student_id": one,
                "section_id": made.sections[0],
                "action": "select",
                "accepted_at": 0,
            }
        ]
    }
    await data.client.post("data_node", "/decisions", json_data=enrol)
    for _ in range(2):
        removed = await data.client.delete(
            "data_node", f"/students/{one}", headers=tokens.bearer("admin")
        )
        assert removed.status_code == 204
    again = {"orders": [{**enrol["orders"][0], "ticket_id": "b", "number": 2}]}
    refused = (await data.client.post("data_node", "/decisions", json_data=again)).json()
    assert refused["outcomes"][0]["code"] == "student_inactive"
    free = {"orders": [{**enrol["orders"][0], "ticket_id": "c", "student_id": other}]}
    taken = (await data.client.post("data_node", "/decisions", json_data=free)).json()
    assert taken["outcomes"][0]["outcome"] == "enrolled"
    events = (await data.client.get("data_node", "/internal/feed")).json()["events"]
    kinds = [event["kind"] for event in events]
    assert "student" in kinds
    endings = [o["outcome"] for e in events if e["kind"] == "outcomes" for o in e["body"]]
    assert endings == ["enrolled", "dropped", "refused", "enrolled"]


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        (b"", "bad_request", None),
        (b"{", "bad_request", None),
        (b"\xff", "bad_request", None),
        (b"[]", "invalid_fields", "body"),
        (b'{"students": [{"username": "a"}]}', "invalid_fields", "body.students[0]"),
        (
            b'{"students": [{"username": "", "name": "x"}]}',
            "invalid_fields",
            "body.students[0].username",
        ),
        (
            b'{"students": [{"username": 7, "name": "x"}]}',
            "invalid_fields",
            "body.students[0].username",
        ),
    ],
)
async def test_a_body_that_is_wrong_is_refused_with_its_place(
    data: House, body: bytes, code: str, where: str | None
) -> None:
    answer = await data.client.request("PUT", "data_node", "/students", content=body)
    problem = answer.json()
    assert problem["code"] == code
    assert answer.headers["content-type"] == "application/problem+json"
    if where:
        assert problem["errors"][0]["where"] == where


@pytest.mark.parametrize("path", ["/students/999999", "/teachers/999999"])
async def test_removing_who_is_not_there_says_so(data: House, path: str) -> None:
    answer = await data.client.delete("data_node", path, headers=tokens.bearer("admin"))
    assert answer.status_code == 404


async def test_a_reader_beyond_the_feed_is_told_to_load_again(data: House) -> None:
    answer = await data.client.get("data_node", "/internal/feed", params={"after": 10**6})
    assert (answer.status_code, answer.json()["code"]) == (410, "feed_gap")


async def test_nobody_gets_in_without_the_internal_token(data: House) -> None:
    shown: list[dict[str, str]] = [
        {},
        {"Internal-Token": "guessed"},
        {"Internal-Token": "x" * 5000},
    ]
    for token in shown:
        answer = await data.client.transport.request(
            "GET", "http://data_node/courses", headers=token
        )
        assert answer.json()["code"] == "caller_not_internal"
    health = await data.client.transport.request("GET", "http://data_node/health")
    assert health.status_code == 200
