"""Random terms through the seat transaction, cut into batches and broken off at random.

Whatever happens, nothing is oversold, nobody is in two places or over the limit, every ticket has
one answer, nobody is passed over, and in the end it is the same as without any cut or crash.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields, replace
from enum import Enum, auto
from itertools import cycle
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.common.tickets import Order, Outcome
from backend.data_node import book, decisions
from backend.data_node.book import Reference
from backend.data_node.feed import Change
from backend.data_node.tables import counters, decision_log, departures, feed, metadata
from backend.domain.eligibility import Attempt
from backend.domain.selection import Decision, SeatBook, Ticket
from benchmarks import random_term
from benchmarks.random_term import NOW
from tests.nodes.data import memory, referee

TICKETS = 40
EXAMPLES = 25
SEEDS_FOR_A_PLANT = 30
EVERY = 9  # of so many tickets one is cancelled before it is decided
NOT_COMPARED = {feed, counters, departures, decision_log}  # they tell of batches as well


class Crash(Enum):
    """What becomes of one delivery of a batch."""

    NONE = auto()
    BEFORE_COMMIT = auto()
    AFTER_COMMIT = auto()


class Undecided(Exception):
    """A ticket has another answer than the one that it was given."""


class Delivery(NamedTuple):
    """So many tickets at once, and what happens then.

    Attributes:
        restarted: what the node had in memory is gone before it.
    """

    size: int
    crash: Crash = Crash.NONE
    restarted: bool = False


ALONE = (Delivery(2),)
deliveries = st.lists(
    st.builds(Delivery, st.integers(1, 12), st.sampled_from(Crash), st.booleans()),
    min_size=1,
    max_size=30,
)
seeds = st.integers(0, 2**32)


class Played(NamedTuple):
    """What a schedule of deliveries led to."""

    faults: list[str]
    state: dict[str, list[tuple[Any, ...]]]


def play(seed: int, schedule: Sequence[Delivery]) -> Played:
    """Hand a random term's tickets to the seat transaction, as `schedule` says."""
    with closing(memory.database()) as connection:
        with connection.begin():
            made = random_term.store(connection, random.Random(seed))
        orders = [made.order() for _ in range(TICKETS)]
        with connection.begin():
            watching = referee.watching(connection)
        try:
            answers = list(_delivered(connection, orders, schedule))
        except Undecided as error:
            return Played([str(error)], {})
        except sa.exc.IntegrityError as error:
            return Played([f"broken: {error}"], {})
        with connection.begin():
            return Played(watching.faults_of(connection, orders, answers), _state(connection))


def _delivered(
    connection: sa.Connection, orders: Sequence[Order], schedule: Sequence[Delivery]
) -> Iterator[Outcome]:
    """The answers; a batch is repeated, with another size, until one of its answers arrives."""
    calm = (Delivery(d.size) for d in cycle(schedule))
    at = 0
    steps = iter(schedule)
    while at < len(orders):
        step = next(steps, None) or next(calm)
        if step.restarted:
            connection.info.pop("reference", None)
        batch = orders[at : at + step.size]
        _cancel(connection, [order for order in batch if order.number % EVERY == 0])
        transaction = connection.begin()
        outcomes = decisions.decide_batch(connection, batch, NOW)
        if step.crash is Crash.BEFORE_COMMIT:
            transaction.rollback()
            continue
        transaction.commit()
        if _cancel(connection, batch) != outcomes:
            raise Undecided("lost or doubled: what was decided does not stand")
        if step.crash is Crash.NONE:
            yield from outcomes
            at += step.size


def _cancel(connection: sa.Connection, orders: Sequence[Order]) -> list[Outcome]:
    """How the tickets stand after their students wanted to take them back."""
    with connection.begin():
        return [decisions.cancel(connection, order, NOW) for order in orders]


def _kept(table: sa.Table) -> list[sa.Column[Any]]:
    """Why somebody on a waitlist was passed over is asked anew with every batch."""
    return [column for column in table.columns if not column.name.startswith("skipped")]


def _state(connection: sa.Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted(
            (tuple(row) for row in connection.execute(sa.select(*_kept(table)))), key=repr
        )
        for table in metadata.sorted_tables
        if table not in NOT_COMPARED
    }


@settings(max_examples=EXAMPLES)
@given(seeds, deliveries)
def test_no_cut_and_no_crash_breaks_a_promise(seed: int, schedule: list[Delivery]) -> None:
    assert play(seed, schedule).faults == []


@settings(max_examples=EXAMPLES)
@given(seeds, deliveries)
def test_the_end_is_the_same_however_it_is_cut(seed: int, schedule: list[Delivery]) -> None:
    assert play(seed, schedule).state == play(seed, ALONE).state


class _NoClash(SeatBook):
    def attempt(self, ticket: Ticket) -> Attempt:
        real = super().attempt(ticket)
        return replace(real, held=[replace(held, schedule=()) for held in real.held])


class _NoLimit(SeatBook):
    def attempt(self, ticket: Ticket) -> Attempt:
        real = super().attempt(ticket)
        return replace(real, student=replace(real.student, credit_limit=10**6))


class _LastFirst(SeatBook):
    def decide_all(self, tickets: Iterable[Ticket]) -> list[Decision]:
        return super().decide_all(reversed(list(tickets)))[::-1]


def _instead(of: type[SeatBook]) -> Callable[[pytest.MonkeyPatch], None]:
    """Have the seat transaction decide with this book."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        right = book.load

        def load(
            connection: sa.Connection, orders: Sequence[Order], reference: Reference
        ) -> SeatBook:
            loaded = right(connection, orders, reference)
            return of(**{each.name: getattr(loaded, each.name) for each in fields(loaded)})

        patch.setattr(book, "load", load)

    return plant


def _seats_not_counted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decisions, "_write_seats", lambda *_: [])


def _refusals_not_kept(patch: pytest.MonkeyPatch) -> None:
    right = decisions.record

    def record(
        connection: sa.Connection,
        decided: Sequence[Outcome],
        scratch_terms: dict[str, int | None],
        changes: Sequence[Change] = (),
    ) -> None:
        kept = [each for each in decided if each.code is None]
        right(connection, kept, scratch_terms, changes)

    patch.setattr(decisions, "record", record)


def _replay_not_noticed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decisions, "recorded", lambda *_: {})


PLANTS = {
    "oversold": _seats_not_counted,
    "clash": _instead(_NoClash),
    "credits": _instead(_NoLimit),
    "order": _instead(_LastFirst),
    "lost or doubled": _refusals_not_kept,
    "broken": _replay_not_noticed,
}
ROUGH = (
    Delivery(5, Crash.BEFORE_COMMIT),
    Delivery(7),
    Delivery(9, Crash.AFTER_COMMIT),
    Delivery(4, restarted=True),
)


@pytest.mark.parametrize("fault", PLANTS)
def test_the_referee_finds_what_is_planted(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a wrong variant of the code breaks its promise within a few terms."""
    PLANTS[fault](monkeypatch)
    played = (play(seed, ROUGH) for seed in range(SEEDS_FOR_A_PLANT))
    assert any(found.startswith(fault) for each in played for found in each.faults)


def test_a_book_that_decides_the_last_first_ends_otherwise_when_cut_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    PLANTS["order"](monkeypatch)
    seeds = range(SEEDS_FOR_A_PLANT)
    assert any(play(seed, ROUGH).state != play(seed, ALONE).state for seed in seeds)
