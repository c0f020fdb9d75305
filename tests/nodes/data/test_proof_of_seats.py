"""Logs of shared and kept seats, chosen credits and draws: decided again, and forgeries found."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend.cli.round_replay import differences
from backend.common.database import Database
from backend.common.people import PersonRecord
from backend.common.rounds import DrawnRequest, NewRound, RoundView
from backend.common.shared_seats import WantedListing, WantedReserve, WantedReserves
from backend.common.tickets import Order
from backend.data_node import (
    cross_listing,
    decisions,
    draw_result,
    draws,
    feed,
    reserves,
    rounds,
    students,
)
from backend.data_node.main import MIGRATIONS
from backend.data_node.tables import sections
from backend.domain.ordering.priority import PolicyName
from backend.domain.proof_chain import Entry
from backend.domain.selection import Action
from tests.nodes.data.test_decision_log import (
    Change,
    entries,
    found,
    ledger,
    replayed,
    sealed_again,
)
from tests.nodes.data.test_permits import OFFICE
from tests.nodes.university import University, build

NOW = 1_900_000_000.0
CLOSES = NOW + 100
Sections = list[int]


@dataclass
class Term:
    """Sections 0 and 1 share two seats; of the two of section 2 one is kept for students 0 and 1.

    Those two may have twelve credits; section 3 is had for one to six, every other for six.
    """

    database: Database
    university: University
    asked: int = field(default=0)

    async def ask(
        self, student: int, section: int, credits_: int | None = None, action: Action = "select"
    ) -> None:
        """Ask for a seat, alone in its batch."""
        self.asked += 1
        order = Order(
            ticket_id=f"{self.asked:012x}",
            number=self.asked,
            student_id=self.university.students[student],
            section_id=self.university.sections[section],
            action=action,
            accepted_at=NOW + self.asked,
            credits=credits_,
        )
        await decisions.decide(self.database, [order], NOW + self.asked)

    async def log(self) -> list[Entry]:
        """The log, in which nothing is wrong."""
        log = await entries(self.database)
        replay = replayed(log)
        replay.compare(*await ledger(self.database))
        assert replay.findings == []
        return log

    async def draw(self, policy: PolicyName) -> tuple[RoundView, list[DrawnRequest]]:
        """A round of that policy in which four want the shared seats and four the kept ones."""
        new = NewRound(name="Draw", opens_at=NOW, closes_at=CLOSES, policy=policy)
        made = await self.database.write(rounds.create, "F24", new)
        await self.ask(5, 0, action="drop")  # so that the log knows the round
        for student in range(4):
            await self.ask(student, student % 2)
            await self.ask(student, 2)
        await self.database.write(draws.decide, made.id, CLOSES)
        drawn = await self.database.read(draw_result.page, made.id, 0, 100)
        return drawn.round, drawn.items


@pytest.fixture
async def term(tmp_path: Path) -> AsyncIterator[Term]:
    database = Database(f"sqlite:///{tmp_path}/data.db", MIGRATIONS)
    await database.start()
    made = await database.write(build, [5, 5, 2, None], student_count=6, each=600)
    await database.write(_arrange, made.sections)
    yield Term(database, made)
    await database.stop()


def _arrange(connection: sa.Connection, ids: Sections) -> None:
    first, second, keeping, chosen = ids
    group = [
        PersonRecord(username=f"student{n}", name="A", group="G", credit_limit=12.0)
        for n in range(2)
    ]
    students.put_students(connection, group)
    shared = WantedListing(sections=[second], capacity=2)
    cross_listing.share(connection, first, shared, OFFICE.user, NOW)
    kept = WantedReserve(name="G", seats=1, until=NOW + 1000, groups=["G"])
    reserves.keep(connection, keeping, WantedReserves(kept=[kept]), OFFICE.user, NOW)
    of_range = sa.update(sections).where(sections.c.id == chosen)
    connection.execute(of_range.values(credits=100, credits_max=600))
    feed.append(connection, feed.CATALOGUE, {"term": "F24"})


def _seat_for_refused(body: dict[str, Any]) -> None:
    """Somebody who was refused got the seat all the same."""
    tickets = body["tickets"]
    tickets["outcome"][0] = "enrolled"
    for name in {"code", "values"} & tickets.keys():
        del tickets[name]
    body["moves"].append([tickets["student_id"][0], tickets["section_id"][0], 1])


def _fewer_credits(body: dict[str, Any]) -> None:
    """Somebody is said to have chosen one credit."""
    body["tickets"]["credits"][0] = 100


async def _forged(term: Term, at: int, change: Change) -> set[tuple[str, int]]:
    """What is found of a log whose entry at that place was changed, and every hash with it."""
    log = sealed_again(await term.log(), at, change)
    assert json.loads(log[at].body) != json.loads((await term.log())[at].body)
    return set(found(replayed(log)))


async def test_a_seat_more_than_are_shared_is_found(term: Term) -> None:
    for student in range(3):
        await term.ask(student, student % 2)
    refused = json.loads((await term.log())[2].body)["tickets"]
    assert refused["code"] == ["section_full"]
    kinds = await _forged(term, 2, _seat_for_refused)
    assert {("outcome_differs", 3), ("moves_differ", 3), ("oversold", 3)} <= kinds


async def test_a_kept_seat_that_somebody_else_got_is_found(term: Term) -> None:
    await term.ask(2, 2)
    await term.ask(3, 2)
    assert json.loads((await term.log())[1].body)["tickets"]["code"] == ["seats_kept"]
    assert ("outcome_differs", 2) in await _forged(term, 1, _seat_for_refused)


async def test_credits_that_nobody_chose_are_found_where_they_count(term: Term) -> None:
    await term.ask(0, 3, 600)
    await term.ask(0, 0)
    await term.ask(0, 2)
    assert json.loads((await term.log())[2].body)["tickets"]["code"] == ["credit_limit"]
    assert ("outcome_differs", 3) in await _forged(term, 0, _fewer_credits)


async def test_a_seat_given_back_for_one_of_another_term_leaves_the_shared_ones(term: Term) -> None:
    """What a log hears of another batch counts for what sections share, too."""
    await term.ask(0, 0)
    await term.ask(1, 1)
    replay = replayed(await term.log())
    replay.state.apply([(term.university.students[0], term.university.sections[0], -1)])
    pools = [seats.pool for seats in replay.state.seats.values() if seats.pool is not None]
    assert {pool.taken for pool in pools} == {1}


def _another_seed(body: dict[str, Any]) -> None:
    body["draw"]["seed"] = "00" * 32


def _two_swapped(body: dict[str, Any]) -> None:
    """Two who asked for one section get what the other was given."""
    tickets = body["tickets"]
    ended = list(zip(tickets["section_id"], tickets["outcome"], strict=True))
    one, other = next(
        (ended.index((section, "enrolled")), ended.index((section, "refused")))
        for section, _ in ended
        if {(section, "enrolled"), (section, "refused")} <= set(ended)
    )
    for column in ("outcome", "code"):
        tickets[column][one], tickets[column][other] = tickets[column][other], tickets[column][one]


POLICIES: tuple[PolicyName, ...] = ("ranked", "serial", "lottery")


@pytest.mark.parametrize("policy", POLICIES)
async def test_a_draw_is_decided_anew_from_the_log(term: Term, policy: PolicyName) -> None:
    view, requests = await term.draw(policy)
    log = await term.log()
    assert differences(view, requests, log) == []
    outcomes = {each.outcome for each in requests}
    assert outcomes == {"enrolled", "refused"}
    place = next(at for at, entry in enumerate(log) if "draw" in json.loads(entry.body))
    assert ("seed_differs", place + 1) in await _forged(term, place, _another_seed)
    assert ("outcome_differs", place + 1) in await _forged(term, place, _two_swapped)
    assert differences(view, requests, sealed_again(log, place, _two_swapped))
    lost = next(each for each in requests if each.outcome == "enrolled")
    told = [each if each is not lost else _refused(each) for each in requests]
    wrong = f"ticket {lost.number}: enrolled follows, refused section_full told"
    assert differences(view, told, log) == [wrong]
    assert differences(view, requests[1:], log)
    assert differences(view, requests, log[:place]) is None


def _refused(request: DrawnRequest) -> DrawnRequest:
    return msgspec.structs.replace(request, outcome="refused", code="section_full")
