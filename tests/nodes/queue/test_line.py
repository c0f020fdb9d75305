"""The line: order, positions, keys, limits, cancelling, the data node's absence, restarts."""

from __future__ import annotations

import asyncio

import pytest

from backend.common.errors import Refused
from backend.common.tickets import Order
from backend.data_node.main import create_app as create_data
from backend.queue_node.limits import BURST, PER_SECOND, StudentLimits
from backend.queue_node.line import DrainRate
from backend.queue_node.line import Line as Waiting
from backend.queue_node.main import create_app as create_queue
from tests.conftest import Clock, running_house
from tests.nodes import tokens
from tests.nodes.queue.conftest import Line
from tests.nodes.university import until


async def test_an_accepted_request_gets_its_answer(line: Line) -> None:
    ticket = await line.ask(line.university.students[0], "k1")
    assert (ticket["number"], ticket["state"], ticket["position"]) == (1, "pending", 1)
    await line.drained()
    (decided,) = await line.tickets(line.university.students[0])
    assert (decided["id"], decided["state"], decided["position"]) == (ticket["id"], "enrolled", 0)
    assert decided["decided_at"] >= decided["accepted_at"]


async def test_numbers_are_the_order_in_which_requests_came(line: Line) -> None:
    section = line.university.sections[0]
    entries = [line.submission(s, section, "k") for s in line.university.students]
    tickets = await line.submit(*entries)
    assert [ticket["number"] for ticket in tickets] == [1, 2, 3, 4, 5]
    await line.drained()
    states = [(await line.tickets(s))[0]["state"] for s in line.university.students]
    assert states == ["enrolled", "enrolled", "refused", "refused", "refused"]


async def test_the_same_key_is_the_same_ticket(line: Line) -> None:
    student = line.university.students[0]
    copies = await asyncio.gather(*(line.ask(student, "k1") for _ in range(20)))
    assert {ticket["number"] for ticket in copies} == {1}
    await line.drained()
    later = await line.ask(student, "k1")
    assert (later["number"], later["state"]) == (1, "enrolled")
    assert len(await line.tickets(student)) == 1


async def test_a_key_used_for_something_else_is_refused_and_hurts_nobody(line: Line) -> None:
    one, other = line.university.students[:2]
    first, second = line.university.sections[:2]
    replies = await line.submit(
        line.submission(one, first, "k1"),
        line.submission(one, second, "k1"),
        line.submission(other, first, "k1"),
    )
    assert [reply.get("code") or reply["number"] for reply in replies] == [1, "key_reused", 2]


async def test_one_bad_entry_hurts_no_neighbour(line: Line) -> None:
    student, section = line.university.students[0], line.university.sections[0]
    good = line.submission(student, section, "k1")
    replies = await line.submit(
        {**good, "token": "no.such.token"},
        {**good, "token": tokens.token("teacher", person=student)},
        {**good, "token": tokens.token("student", expires=1_000_000_000)},
        {**good, "key": ""},
        {**good, "key": "x" * 101},
        {**good, "key": "new\nline"},
        good,
    )
    assert [reply.get("code") for reply in replies] == [
        "token_invalid",
        "role_not_allowed",
        "token_expired",
        "invalid_fields",
        "invalid_fields",
        "invalid_fields",
        None,
    ]


async def test_who_asks_too_fast_is_told_when_to_come_back_and_others_are_not(line: Line) -> None:
    one, other = line.university.students[:2]
    section = line.university.sections[0]
    entries = [line.submission(one, section, f"k{n}") for n in range(BURST + 1)]
    answer = await line.house.client.post(
        "queue_node",
        "/tickets",
        json_data={"entries": [*entries, line.submission(other, section, "k")]},
    )
    *mine, last, theirs = answer.json()["replies"]
    assert all(reply["ticket"] for reply in mine)
    assert last["problem"]["code"] == "too_many_requests"
    assert 0 < last["retry_after"] <= 1
    assert theirs["ticket"]["state"] == "pending"


async def test_who_repeats_what_was_accepted_is_told_so_however_fast(line: Line) -> None:
    student, (first, second) = line.university.students[0], line.university.sections[:2]
    entries = [line.submission(student, first, f"k{n}") for n in range(20)]
    tickets = await line.submit(*entries)
    spent = [line.submission(student, first, f"more{n}") for n in range(BURST)]
    assert (await line.submit(*spent))[-1]["code"] == "too_many_requests"
    other, new = line.submission(student, second, "k1"), line.submission(student, first, "new")
    *again, reused, refused = await line.submit(*entries, other, new)
    assert [ticket["id"] for ticket in again] == [ticket["id"] for ticket in tickets]
    assert (reused["code"], refused["code"]) == ("key_reused", "too_many_requests")


async def test_requests_wait_while_the_data_node_is_away_and_positions_are_told(
    line: Line,
) -> None:
    data = line.house.applications.pop("data_node")
    tickets = [await line.ask(student, "k") for student in line.university.students]
    assert [ticket["position"] for ticket in tickets] == [1, 2, 3, 4, 5]

    async def worried() -> bool:
        health = (await line.house.client.get("queue_node", "/health")).json()
        return "line" in health["trouble"]

    await until(worried)
    line.house.applications["data_node"] = data
    await line.drained()
    states = [(await line.tickets(s))[0]["state"] for s in line.university.students]
    assert states.count("enrolled") == 2


async def test_a_pending_request_can_be_cancelled_and_the_line_moves_up(line: Line) -> None:
    data = line.house.applications.pop("data_node")
    one, two, three = line.university.students[:3]
    _, second, _ = [await line.ask(student, "k") for student in (one, two, three)]
    bearer = tokens.bearer("student", person=two)
    path = f"/tickets/{second['id']}"
    away = await line.house.client.delete("queue_node", path, headers=bearer)
    assert (away.status_code, away.json()["code"]) == (503, "service_away")

    line.house.applications["data_node"] = data
    cancelled = (await line.house.client.delete("queue_node", path, headers=bearer)).json()
    await line.drained()
    assert cancelled["state"] in ("cancelled", "enrolled")
    again = (await line.house.client.delete("queue_node", path, headers=bearer)).json()
    assert again["state"] == cancelled["state"]
    states = {(await line.tickets(student))[0]["state"] for student in (one, three)}
    assert states == {"enrolled"} if cancelled["state"] == "cancelled" else states


async def test_nobody_sees_or_cancels_somebody_elses_ticket(line: Line) -> None:
    one, other = line.university.students[:2]
    ticket = await line.ask(one, "k")
    bearer = tokens.bearer("student", person=other)
    for method in ("GET", "DELETE"):
        answer = await line.house.client.request(
            method, "queue_node", f"/tickets/{ticket['id']}", headers=bearer
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_ticket")
    assert await line.tickets(other) == []


async def test_what_was_accepted_survives_a_restart(line: Line, clock: Clock) -> None:
    line.house.applications.pop("data_node")
    async with running_house(line.house.settings, clock) as second_run:
        second_run.applications.update(line.house.applications)
        await line.house.stop()
        line.house.applications.clear()
        await second_run.start("auth_node", tokens.create_auth)
        await second_run.start("queue_node", create_queue)
        restarted = Line(second_run, line.university)
        tickets = [await restarted.ask(student, "k") for student in line.university.students]
    async with running_house(line.house.settings, clock) as third_run:
        await third_run.start("auth_node", tokens.create_auth)
        await third_run.start("data_node", create_data)
        await third_run.start("queue_node", create_queue)
        resumed = Line(third_run, line.university)
        await resumed.drained()
        decided = [(await resumed.tickets(s))[0] for s in line.university.students]
    assert [t["id"] for t in decided] == [t["id"] for t in tickets]
    assert [t["state"] for t in decided].count("enrolled") == 2


async def test_the_log_of_a_rehearsal_is_for_administrators_and_can_be_forgotten(
    line: Line,
) -> None:
    student, section = line.university.students[0], line.university.sections[0]
    await line.ask(student, "real")
    synthetic = {
        **line.submission(student, section, "k"),
        "token": tokens.token("student", person=student, scratch=77),
    }
    await line.submit(synthetic)
    await line.drained()
    client, params = line.house.client, {"scratch_term": 77}
    refused = await client.get(
        "queue_node", "/tickets/log", params=params, headers=tokens.bearer("teacher")
    )
    assert refused.json()["code"] == "role_not_allowed"
    admin = tokens.bearer("admin")
    log = (await client.get("queue_node", "/tickets/log", params=params, headers=admin)).json()
    assert [(t["number"], t["student_id"]) for t in log["tickets"]] == [(2, student)]
    await client.delete("queue_node", "/tickets/log", params=params, headers=admin)
    log = (await client.get("queue_node", "/tickets/log", params=params, headers=admin)).json()
    assert log["tickets"] == []
    assert len(await line.tickets(student)) == 1


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"token": "t", "key": "k", "action": "steal", "section_id": 1},
        {"token": "t", "key": "k", "action": "select", "section_id": "1"},
        {"token": "t", "key": 5, "action": "select", "section_id": 1},
    ],
)
async def test_a_malformed_entry_is_refused_with_its_place(
    line: Line, entry: dict[str, object]
) -> None:
    answer = await line.house.client.post("queue_node", "/tickets", json_data={"entries": [entry]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"].startswith("body.entries[0]")


# The parts without a node


def order(number: int) -> Order:
    return Order(
        ticket_id=str(number),
        number=number,
        student_id=1,
        section_id=1,
        action="select",
        accepted_at=0,
    )


def test_positions_count_only_who_still_waits() -> None:
    waiting = Waiting()
    waiting.join([order(n) for n in (3, 5, 8, 13)])
    waiting.leave([5])
    assert [waiting.position(n) for n in (3, 5, 8, 13, 99)] == [1, 0, 2, 3, 0]
    waiting.leave([3, 8, 77])
    assert [o.number for o in waiting.head(10)] == [13]


def test_the_estimate_follows_the_measured_rate() -> None:
    rate = DrainRate()
    assert rate.seconds_for(10) is None
    rate.decided(500, 0.5)
    assert rate.seconds_for(2000) == 2.0
    for _ in range(30):
        rate.decided(100, 1.0)
    assert rate.per_second == pytest.approx(100, rel=0.05)


def test_a_bucket_fills_again_with_time() -> None:
    clock = Clock(0)
    limits = StudentLimits(clock)
    for _ in range(BURST):
        limits.take(1)
    with pytest.raises(Refused) as refused:
        limits.take(1)
    assert refused.value.retry_after == pytest.approx(0.5)
    clock.advance(0.5)
    limits.take(1)
    limits.take(2)


def test_what_other_copies_have_taken_is_owed_up_to_a_burst() -> None:
    clock = Clock(0)
    limits = StudentLimits(clock)
    limits.charge([1] * (BURST - 1))
    limits.take(1)
    limits.charge([1] * 5 * BURST)
    with pytest.raises(Refused) as refused:
        limits.take(1)
    assert refused.value.retry_after == pytest.approx((BURST + 1) / PER_SECOND)
    limits.take(2)
