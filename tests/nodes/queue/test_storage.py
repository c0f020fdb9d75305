"""What is written down about a ticket comes back whole: after a restart, and for its student."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.common.database import Database
from backend.common.tickets import Outcome
from backend.queue_node import storage
from backend.queue_node.main import MIGRATIONS
from backend.queue_node.storage import Entry
from tests.empty_databases import database_url

NOW = 1_900_000_000.25
SWAP = Entry(7, None, "key", "swap", 2, instead_of=1)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path / "queue.db"), MIGRATIONS)
    await opened.start()
    yield opened
    await opened.stop()


async def test_an_order_is_the_same_after_a_restart(database: Database) -> None:
    accepted = await database.write(storage.accept, [SWAP, Entry(8, 3, "key", "select", 2)], NOW)
    swap, taking = accepted.orders
    assert (swap.action, swap.section_id, swap.instead_of) == ("swap", 2, 1)
    assert (taking.instead_of, taking.scratch_term, taking.accepted_at) == (None, 3, NOW)
    assert (await database.read(storage.pending_after, 0))[1] == accepted.orders


async def test_the_student_reads_what_filled_the_refusal(database: Database) -> None:
    (order,) = (await database.write(storage.accept, [SWAP], NOW)).orders
    values = {"other": "CSCI-1100 (72013)"}
    refused = Outcome(
        ticket_id=order.ticket_id,
        number=order.number,
        student_id=order.student_id,
        section_id=order.section_id,
        action=order.action,
        instead_of=order.instead_of,
        outcome="refused",
        code="time_clash",
        detail="It clashes.",
        values=values,
        decided_at=NOW + 1,
    )
    await database.write(storage.finish, [refused])
    (ticket,) = await database.read(storage.of_student, order.student_id)
    assert (ticket.state, ticket.instead_of, ticket.values) == ("refused", 1, values)
    (again,) = (await database.write(storage.accept, [SWAP], NOW + 2)).answers
    assert again == ticket


async def test_nothing_is_accepted_before_a_moment_that_was_let_through(
    database: Database,
) -> None:
    early = await database.write(storage.accept, [Entry(1, None, "a", "select", 2)], 10.0)
    assert await database.write(storage.let_through, 20.5) == [early.orders[0].number]
    late = await database.write(storage.accept, [Entry(1, None, "b", "select", 2)], 15.0)
    assert late.orders[0].accepted_at == 20.5
    assert await database.write(storage.let_through, 12.0) == [1]  # never takes it back
    again = await database.write(storage.accept, [Entry(1, None, "c", "select", 2)], 15.0)
    assert again.orders[0].accepted_at == 20.5
