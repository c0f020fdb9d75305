"""A bundle of selections: each entry is checked and answered as if it had come alone."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
import pytest

from backend.common import bundle
from backend.common.bundle import Asked, Told
from tests.nodes import tokens
from tests.nodes.student.conftest import Door
from tests.nodes.university import until


async def told(door: Door, *asked: Asked) -> list[Told]:
    answer = await door.house.client.post(
        "student_node", bundle.PATH, content=bundle.encoder.encode(list(asked))
    )
    return bundle.told_decoder.decode(answer.raise_for_status().content)


def asked_by(student: int, section: int, key: str) -> Asked:
    body = msgspec.json.encode({"section_id": section})
    return Asked(tokens.bearer("student", person=student)["Authorization"], key, body)


def read(answer: Told) -> Any:  # noqa: ANN401 - JSON
    return msgspec.json.decode(answer.body)


async def test_each_entry_is_answered_as_if_it_came_alone(door: Door) -> None:
    first, second, _ = door.university.sections
    good = asked_by(1, first, "a")
    teacher = tokens.bearer("teacher", person=1)["Authorization"]
    both = msgspec.json.encode([{"section_id": first}, {"section_id": second}])
    wishes = [
        good,
        msgspec.structs.replace(good, authorization=""),
        msgspec.structs.replace(good, authorization="Bearer no-token"),
        msgspec.structs.replace(good, authorization=teacher),
        asked_by(1, 999_999, "b"),
        msgspec.structs.replace(good, body=b"{"),
        msgspec.structs.replace(good, body=b'{"section_id": "x"}'),
        msgspec.structs.replace(asked_by(2, second, "c"), body=both),
    ]
    answers = await told(door, *wishes)
    alone = []
    for wish in wishes[1:7]:
        answer = await door.house.client.request(
            "POST",
            "student_node",
            "/selections",
            content=wish.body,
            headers={"Authorization": wish.authorization, "Idempotency-Key": wish.key},
        )
        alone.append((answer.status_code, answer.json()["code"]))
    assert [(one.status, read(one)["code"]) for one in answers[1:7]] == alone
    assert (answers[0].status, answers[7].status) == (202, 202)
    numbers = [read(answers[0])["number"]] + [t["number"] for t in read(answers[7])["tickets"]]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3


async def test_the_same_key_in_one_bundle_is_one_ticket(door: Door) -> None:
    wish = asked_by(1, door.university.sections[0], "twice")
    first, second, other = await told(door, wish, wish, asked_by(1, 1, "x"))
    assert read(first)["id"] == read(second)["id"]
    assert other.status in (202, 404)


async def test_too_fast_is_said_with_its_time(door: Door) -> None:
    section = door.university.sections[2]
    answers = await told(door, *(asked_by(1, section, f"k{n}") for n in range(40)))
    refused = [one for one in answers if one.status == 429]
    assert refused
    assert all(int(one.retry_after) >= 1 for one in refused)


async def test_what_is_no_bundle_is_refused(door: Door) -> None:
    answer = await door.house.client.post("student_node", bundle.PATH, content=b"no bundle")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_a_token_is_checked_by_the_queue_node_before_its_student_asks(door: Door) -> None:
    seen: list[str] = []
    queue: Any = door.house.applications["queue_node"]
    queue.state.frame.verifier.on_new_token.append(lambda token, _: seen.append(token))
    student = tokens.bearer("student", person=7)
    answer = await door.house.client.get("student_node", "/catalogue", headers=student)
    assert answer.status_code == 200

    async def told_of_it() -> bool:
        return student["Authorization"].removeprefix("Bearer ") in seen

    await until(told_of_it)


async def test_a_forged_token_is_passed_over(door: Door) -> None:
    queue: Any = door.house.applications["queue_node"]
    seen: list[str] = []
    queue.state.frame.verifier.on_new_token.append(lambda token, _: seen.append(token))
    true = tokens.token("student", person=8)
    forged = true[:-4] + "AAAA"
    answer = await door.house.client.post(
        "queue_node", "/tokens", json_data={"tokens": [forged, "x", true]}
    )
    assert answer.status_code == 204
    assert true in seen
    assert not {forged, "x"} & set(seen)


async def test_what_would_break_a_bundle_is_refused_alone(door: Door) -> None:
    good = asked_by(1, door.university.sections[0], "a")
    replace = msgspec.structs.replace
    deep = base64.urlsafe_b64encode(b'{"alg":' + b"[" * 40_000).decode().rstrip("=")
    hostile = [
        replace(good, authorization=f"Bearer {deep}.e30.c2ln"),
        replace(good, body=b'{"section_id":' + b"[" * 100_000),
        replace(good, body=b'[{"credits_of":' * 20_000),
        replace(good, key="k" * 60_000),
        replace(good, key="a\0b"),
    ]
    answers = await told(door, *hostile, good)
    assert [one.status for one in answers] == [401, 422, 422, 422, 422, 202]


async def test_large_plans_that_come_together_go_on_in_more_than_one_call(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.student_node.courier.LARGEST_BODY", 1500)
    section = door.university.sections[0]
    answers = await told(door, *(asked_by(student, section, "k") for student in (1, 2, 3, 4, 5)))
    numbers = [read(one)["number"] for one in answers]
    assert numbers == sorted(numbers)
