"""Requests of a round that collects them: set aside, drawn together once, whatever breaks off."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.rounds import NewRound, PriorityEntry, RoundChange, RoundView, own
from backend.common.tags import TagChange
from backend.common.terms import TermChange
from backend.common.tickets import Order, Outcome, Outcomes
from backend.data_node import decisions, draw_result, draws, rounds, snapshot, student_tags, terms
from backend.data_node.feed import changes_after
from backend.data_node.main import MIGRATIONS
from backend.data_node.tables import rounds as round_rows
from backend.data_node.tables import sections
from backend.domain.selection import BY_HAND, Action
from tests.empty_databases import database_url
from tests.nodes.university import University, build

OPENS = 1_900_000_000.0
CLOSES = OPENS + 100
LOTTERY = NewRound(name="Draw", opens_at=OPENS, closes_at=CLOSES, policy="lottery")
HONOURS = PriorityEntry(kind="tag", name="honours")


@dataclass
class Term:
    """A term with seats in a database."""

    database: Database
    university: University
    orders: list[Order] = field(default_factory=list)

    async def ask(
        self,
        student: int,
        section: int = 0,
        action: Action = "select",
        *,
        at: float = OPENS + 1,
        by_hand: bool = False,
    ) -> Outcomes:
        """What the data node answers to a request that it has not seen."""
        number = len(self.orders) + 1
        order = Order(
            ticket_id=f"{number:012x}",
            number=BY_HAND if by_hand else number,
            student_id=self.university.students[student],
            section_id=self.university.sections[section],
            action=action,
            accepted_at=at,
        )
        self.orders.append(order)
        return await decisions.answers(self.database, [order], at)

    async def again(self) -> list[Outcome]:
        """All requests once more, as after a restart of the queue node."""
        return (await decisions.answers(self.database, self.orders, CLOSES)).outcomes

    async def open_round(self, new: NewRound = LOTTERY) -> RoundView:
        return await self.database.write(rounds.create, "F24", new)

    async def draw(self, round_id: int = 1, now: float = CLOSES) -> RoundView:
        return await self.database.write(draws.decide, round_id, now)

    async def seed(self) -> str:
        query = sa.select(round_rows.c.seed)
        return str(await self.database.read(lambda c: c.execute(query).scalar_one()))

    async def order_of_draw(self) -> list[int]:
        found = await self.database.read(draw_result.page, 1, 0, 1000)
        assert [each.place for each in found.items] == list(range(1, found.drawn + 1))
        return [each.number for each in found.items]

    async def everything_told(self) -> bytes:
        """All that leaves this node about rounds and requests."""
        view = await self.database.read(rounds.get, 1)
        told = [msgspec.json.encode(await self.database.read(snapshot.take))]
        told += [bytes(change["body"]) for change in await self.database.read(changes_after, 0)]
        told += [msgspec.json.encode(view), msgspec.json.encode(own(view))]
        return b"\n".join(told)


async def taken(term: Term) -> list[int]:
    query = sa.select(sections.c.taken).order_by(sections.c.id)
    return list(await term.database.read(lambda c: c.execute(query).scalars().all()))


async def opened(path: Path) -> Database:
    database = Database(database_url(path / "data.db"), MIGRATIONS)
    await database.start()
    return database


@pytest.fixture
async def term(tmp_path: Path) -> AsyncIterator[Term]:
    database = await opened(tmp_path)
    made = Term(database, await database.write(build, [2, 5, None]))
    yield made
    await made.database.stop()


async def test_requests_wait_for_the_draw_and_get_their_seats_in_its_order(term: Term) -> None:
    made = await term.open_round()
    assert (made.draws_at, made.seed, len(made.seed_hash or "")) == (CLOSES, None, 64)
    for student in range(5):
        answer = await term.ask(student)
        assert (answer.outcomes, [s.draw.at for s in answer.staged]) == ([], [CLOSES])
    assert (await taken(term), await term.again()) == ([0, 0, 0], [])
    with pytest.raises(Refused, match="collects requests until"):
        await term.draw(now=CLOSES - 0.001)
    drawn = await term.draw()
    seed = bytes.fromhex(drawn.seed or "")
    assert hashlib.sha256(seed).hexdigest() == made.seed_hash
    lots = {
        order.number: hmac.new(seed, order.ticket_id.encode(), "sha256").digest()
        for order in term.orders
    }
    by_hand = sorted(lots, key=lots.__getitem__)
    assert await term.order_of_draw() == by_hand
    outcomes = await term.again()
    assert [o.number for o in outcomes if o.outcome == "enrolled"] == sorted(by_hand[:2])
    assert {o.code for o in outcomes} == {None, "section_full"}
    told = [
        c["body"] for c in await term.database.read(changes_after, 0) if c["kind"] == "outcomes"
    ]
    assert [o.number for o in msgspec.json.decode(bytes(told[0]), type=list[Outcome])] == by_hand
    assert await term.draw(now=CLOSES + 50) == drawn
    assert await taken(term) == [2, 0, 0]


async def test_giving_back_and_what_staff_do_wait_for_no_draw(term: Term) -> None:
    await term.open_round()
    assert [o.outcome for o in (await term.ask(0, by_hand=True)).outcomes] == ["enrolled"]
    assert [o.outcome for o in (await term.ask(0, action="drop")).outcomes] == ["dropped"]
    assert [o.code for o in (await term.ask(0, at=OPENS - 1)).outcomes] == ["round_not_open"]


async def test_a_request_that_is_cancelled_is_not_drawn(term: Term) -> None:
    await term.open_round()
    await term.ask(0)
    await term.ask(1)
    await term.database.write(decisions.cancel, term.orders[0], OPENS + 2)
    await term.draw()
    assert await term.order_of_draw() == [2]
    assert [o.outcome for o in await term.again()] == ["cancelled", "enrolled"]


async def test_a_draw_that_breaks_off_has_not_been_and_comes_out_the_same(
    term: Term, tmp_path: Path
) -> None:
    await term.open_round()
    for student in range(5):
        await term.ask(student)
    broken: list[Any] = []

    def break_off(connection: sa.Connection) -> None:
        draws.decide(connection, 1, CLOSES)
        broken.extend(draw_result.page(connection, 1, 0, 1000).items)
        raise RuntimeError("the power is gone before the commit")

    with pytest.raises(RuntimeError):
        await term.database.write(break_off)
    assert (await taken(term), await term.again()) == ([0, 0, 0], [])
    assert (await term.database.read(rounds.get, 1)).seed is None
    await term.database.stop()
    term.database = await opened(tmp_path)
    assert [each.round_id for each in await term.database.read(draws.due, CLOSES)] == [1]
    await term.draw()
    after_commit = await term.again()
    await term.database.stop()  # killed after the commit, before anybody was told
    term.database = await opened(tmp_path)
    assert await term.database.read(draws.due, CLOSES) == []
    assert await term.again() == after_commit
    assert await term.order_of_draw() == [each.number for each in broken]


async def test_nobody_can_see_the_seed_before_the_draw(term: Term) -> None:
    await term.open_round()
    await term.ask(0)
    secret = (await term.seed()).encode()
    assert secret not in await term.everything_told()
    leaked = await term.everything_told() + msgspec.json.encode({"seed": secret.decode()})
    assert secret in leaked, "the control: a peek would be found"
    await term.draw()
    assert secret in await term.everything_told()


async def test_early_arrivals_are_drawn_together_and_later_ones_follow_at_once(term: Term) -> None:
    await term.open_round(
        msgspec.structs.replace(LOTTERY, policy="early_lottery", early_seconds=10.0)
    )
    for student in (0, 1, 2):
        await term.ask(student, at=OPENS + 9.999)
    late = await term.ask(3, at=OPENS + 10)
    assert late.outcomes == []
    drawn = await term.draw(now=OPENS + 11)
    assert (await term.order_of_draw())[-1] == 4
    assert drawn.seed is not None
    after = await term.ask(4, section=1, at=OPENS + 12)
    assert [o.outcome for o in after.outcomes] == ["enrolled"]


async def test_priority_groups_come_first_and_are_kept_with_the_draw(term: Term) -> None:
    last = TagChange(ids=term.university.students[3:], add=["honours"])
    await term.database.write(student_tags.change, last)
    await term.open_round(msgspec.structs.replace(LOTTERY, policy="groups", priorities=[HONOURS]))
    for student in range(5):
        await term.ask(student)
    await term.draw()
    found = await term.database.read(draw_result.page, 1, 0, 1000)
    assert [(each.number, each.rank) for each in found.items] == [
        (4, 0), (5, 0), (1, 1), (2, 1), (3, 1)
    ]  # fmt: skip


async def test_what_somebody_waits_for_stands(term: Term) -> None:
    async def refused(wanted: RoundChange) -> str:
        with pytest.raises(Refused) as no:
            await term.database.write(rounds.change, 1, wanted)
        return no.value.code

    made = await term.open_round()
    reordered = RoundChange(policy="groups", priorities=[HONOURS])
    changed = await term.database.write(rounds.change, 1, reordered)
    assert (changed.seed_hash, changed.priorities) == (None, [HONOURS])
    back = await term.database.write(rounds.change, 1, RoundChange(policy="lottery"))
    assert (back.priorities, back.seed_hash != made.seed_hash) == ([], True)
    await term.ask(0)
    assert await refused(reordered) == "round_order_fixed"
    with pytest.raises(Refused, match="let it be drawn first"):
        await term.database.write(rounds.remove, 1)
    closed = await term.database.write(draws.close, 1, OPENS + 5)
    assert (closed.closes_at, closed.draws_at) == (OPENS + 5, OPENS + 5)
    await term.draw(now=OPENS + 5)
    assert await refused(RoundChange(closes_at=CLOSES)) == "round_drawn"
    assert (await term.database.write(rounds.change, 1, RoundChange(name="X"))).name == "X"
    await term.database.write(rounds.remove, 1)


async def test_a_round_that_decides_at_once_or_has_not_begun_has_nothing_to_draw(
    term: Term,
) -> None:
    await term.open_round(NewRound(name="Changes", opens_at=OPENS, closes_at=CLOSES))
    with pytest.raises(Refused, match="decides each request at once"):
        await term.draw()
    with pytest.raises(Refused, match="nothing to close"):
        await term.database.write(draws.close, 1, OPENS)


async def test_a_term_that_goes_ends_what_waits_in_it(term: Term) -> None:
    await term.open_round()
    await term.ask(0)
    await term.database.write(terms.remove, "F24", False, OPENS + 2)
    assert [(o.outcome, o.code) for o in await term.again()] == [("refused", "no_such_section")]


async def test_a_closed_term_keeps_its_draw_waiting(term: Term) -> None:
    await term.open_round()
    await term.ask(0)
    await term.database.write(terms.change, "F24", TermChange(state="closed"))
    assert [each.closed for each in await term.database.read(draws.due, CLOSES)] == [True]
    with pytest.raises(Refused, match="closed"):
        await term.draw()
    assert await term.again() == []
