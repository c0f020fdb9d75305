"""What no database can hold is refused at the door, on every engine alike and on every node."""

from __future__ import annotations

import pytest

from backend.common.transport import Response
from backend.data_node.main import create_app as create_data
from backend.queue_node.main import create_app as create_queue
from tests.conftest import House
from tests.nodes import tokens

ADMIN = tokens.bearer("admin")
ORDER = {"ticket_id": "a", "number": 1, "student_id": 1, "section_id": 1, "action": "select"}
TOO_LARGE = 2**63


@pytest.fixture
async def data(house: House) -> House:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", create_data)
    return house


def places(answer: Response) -> list[str]:
    """Where a body or an address is wrong."""
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields"), answer.text
    return [place["where"] for place in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("method", "path", "body", "where"),
    [
        ("PUT", "/teachers", {"teachers": [{"username": "t", "name": "a\0"}]}, "teachers[0].name"),
        ("POST", "/tags/changes", {"ids": [1], "add": ["ok", "a\0b"]}, "add[1]"),
        ("POST", "/decisions/cancel", {**ORDER, "ticket_id": "\0", "accepted_at": 0}, "ticket_id"),
        ("PATCH", "/terms/F24", {"name": "\0"}, "name"),
        (
            "POST",
            "/sections/1/permits",
            {"student": "a", "kinds": ["over_capacity"], "reason": "\0"},
            "reason",
        ),
    ],
)
async def test_a_text_with_the_character_zero_is_refused_at_its_place(
    data: House, method: str, path: str, body: object, where: str
) -> None:
    answer = await data.client.request(method, "data_node", path, json_data=body, headers=ADMIN)
    assert places(answer) == [f"body.{where}"]


async def test_a_backslash_before_it_is_only_text(data: House) -> None:
    body = {"teachers": [{"username": "t", "name": "\\u0000"}]}
    assert (await data.client.put("data_node", "/teachers", json_data=body)).status_code == 200


@pytest.mark.parametrize("path", ["/courses?search=a%00b", "/sections?term=%00"])
async def test_a_question_with_the_character_zero_is_refused(data: House, path: str) -> None:
    assert places(await data.client.get("data_node", path, headers=ADMIN)) == ["query"]


@pytest.mark.parametrize("path", ["/terms/F\x0024", "/students/\x00/credits"])
async def test_an_address_with_the_character_zero_leads_nowhere(data: House, path: str) -> None:
    answer = await data.client.get("data_node", path, headers=ADMIN)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("field", ["number", "student_id", "section_id", "instead_of", "credits"])
async def test_a_number_that_no_database_holds_stops_its_batch_and_not_the_node(
    data: House, field: str
) -> None:
    order = {**ORDER, "accepted_at": 0, field: TOO_LARGE}
    for path, body in (("/decisions", {"orders": [order]}), ("/decisions/cancel", order)):
        answer = await data.client.post("data_node", path, json_data=body)
        assert places(answer)[0].endswith(field)


async def test_an_id_that_no_database_holds_is_no_students(data: House) -> None:
    body = {"ids": [TOO_LARGE], "add": ["honours"]}
    answer = await data.client.post("data_node", "/tags/changes", json_data=body, headers=ADMIN)
    assert places(answer) == ["body.ids[0]"]


@pytest.mark.parametrize("moment", ["1e300", "-1", "inf", "nan", str(TOO_LARGE)])
async def test_a_moment_that_no_clock_shows_is_refused(data: House, moment: str) -> None:
    await data.start("queue_node", create_queue)
    answer = await data.client.get("queue_node", "/line/through", params={"moment": moment})
    assert places(answer) == ["query.moment"]


@pytest.mark.parametrize("field", ["section_id", "instead_of", "credits"])
async def test_the_line_takes_no_number_that_its_database_does_not_hold(
    data: House, field: str
) -> None:
    await data.start("queue_node", create_queue)
    entry = {"token": tokens.token("student"), "key": "k", "action": "select", "section_id": 1}
    body = {"entries": [{**entry, field: TOO_LARGE}]}
    answer = await data.client.post("queue_node", "/tickets", json_data=body)
    assert places(answer) == [f"body.entries[0].{field}"]
