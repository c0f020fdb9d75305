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
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.common.tickets import Order, Outcome
from backend.data_node import book, decisions, draws, sharing, staging
from backend.data_node.book import LoadedBook
from backend.data_node.feed import Change
from backend.data_node.reference import Reference
from backend.data_node.tables import counters, decision_log, departures, feed, metadata
from backend.domain.eligibility import CHECKS, Attempt, Seats, first_refusal
from backend.domain.ordering import first_come
from backend.domain.ordering.policies import POLICIES
from backend.domain.ordering.priority import PolicyName
from backend.domain.selection import Decision, Ticket
from benchmarks import random_term
from benchmarks.random_facts import HOUR, NOW
from benchmarks.random_rounds import COLLECTING
from tests.nodes.data import memory, referee

TICKETS = 40
RUSH = 15  # more where lots are drawn
CLOSED = NOW + 10 * HOUR
POLICIES_OF_TERMS = (*[None] * 4, *COLLECTING)
EXAMPLES = 16
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


def play(
    seed: int,
    schedule: Sequence[Delivery],
    policies: Sequence[PolicyName | None] = POLICIES_OF_TERMS,
) -> Played:
    """Hand a random term's tickets to the seat transaction, as `schedule` says."""
    with closing(memory.database()) as connection:
        with connection.begin():
            made = random_term.store(connection, random.Random(seed), draws=policies)
        orders = [made.order() for _ in range(TICKETS)]
        orders += made.rush(RUSH) if made.policy else []
        with connection.begin():
            watching = referee.watching(connection)
        try:
            answers = list(_delivered(connection, orders, schedule))
            answers += _drawn(connection, orders, schedule[0].crash)
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
        decided = {outcome.ticket_id for outcome in outcomes}
        if _cancel(connection, [each for each in batch if each.ticket_id in decided]) != outcomes:
            raise Undecided("lost or doubled: what was decided does not stand")
        if step.crash is Crash.NONE:
            yield from outcomes
            at += step.size


def _drawn(connection: sa.Connection, orders: Sequence[Order], crash: Crash) -> Iterator[Outcome]:
    """The answers to what was set aside for draws, which are broken off once if it is to crash."""
    with connection.begin():
        staged = staging.waiting(connection, [order.ticket_id for order in orders])
        due = [each for each in draws.due(connection, CLOSED) if not each.closed]
    for each in due:
        for commits in (False, True) if crash is Crash.BEFORE_COMMIT else (True,):
            transaction = connection.begin()
            draws.decide(connection, each.round_id, CLOSED)
            transaction.commit() if commits else transaction.rollback()
    with connection.begin():
        waiting = {each.ticket_id for each in staged}
        left = [order for order in orders if order.ticket_id in waiting]
        yield from decisions.decide_batch(connection, left, CLOSED)


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
@example(9707, [Delivery(1)])  # a plan gets two seats that it waited for
def test_no_cut_and_no_crash_breaks_a_promise(seed: int, schedule: list[Delivery]) -> None:
    assert play(seed, schedule).faults == []


@settings(max_examples=EXAMPLES)
@given(seeds, deliveries)
def test_the_end_is_the_same_however_it_is_cut(seed: int, schedule: list[Delivery]) -> None:
    assert play(seed, schedule).state == play(seed, ALONE).state


class _NoClash(LoadedBook):
    def attempt(self, ticket: Ticket) -> Attempt:
        real = super().attempt(ticket)
        return replace(real, held=[replace(held, schedule=()) for held in real.held])


class _NoLimit(LoadedBook):
    def attempt(self, ticket: Ticket) -> Attempt:
        real = super().attempt(ticket)
        return replace(real, student=replace(real.student, credit_limit=10**6))


class _LastFirst(LoadedBook):
    def decide_all(self, tickets: Iterable[Ticket]) -> list[Decision]:
        return super().decide_all(reversed(list(tickets)))[::-1]


def _instead(of: type[LoadedBook]) -> Callable[[pytest.MonkeyPatch], None]:
    """Have the seat transaction decide with this book."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        right = book.load

        def load(
            connection: sa.Connection, orders: Sequence[Order], reference: Reference
        ) -> LoadedBook:
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


def _shared_seats_not_counted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sharing, "tie", lambda *_: None)


def _nothing_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Seats, "kept_from", lambda *_: None)


def _without(rule: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Have one rule never asked."""
    asked = tuple(check for check in CHECKS if check.__name__ != rule)
    return lambda patch: patch.setattr(first_refusal, "__defaults__", (asked,))


def _by_the_line(patch: pytest.MonkeyPatch) -> None:
    """Have no lots drawn: who came first goes first."""
    patch.setattr(draws, "POLICIES", dict.fromkeys(POLICIES, first_come.settle))


PLANTS = {
    "oversold": _seats_not_counted,
    "shared": _shared_seats_not_counted,
    "kept": _nothing_kept,
    "linked": _without("takes_a_whole_set"),
    "course twice": _without("not_cross_listed_with_held"),
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
    played = (play(seed, ROUGH, COLLECTING) for seed in range(SEEDS_FOR_A_PLANT))
    assert any(found.startswith(fault) for each in played for found in each.faults)


@pytest.mark.parametrize("policy", COLLECTING)
def test_the_referee_finds_a_draw_that_went_by_the_line(
    policy: PolicyName, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: lots that nobody looks at are found, whatever the policy makes of them."""
    _by_the_line(monkeypatch)
    played = (play(seed, ROUGH, [policy]) for seed in range(SEEDS_FOR_A_PLANT))
    assert any(found.startswith("draw") for each in played for found in each.faults)


def test_a_book_that_decides_the_last_first_ends_otherwise_when_cut_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    PLANTS["order"](monkeypatch)
    seeds = range(SEEDS_FOR_A_PLANT)
    assert any(play(seed, ROUGH).state != play(seed, ALONE).state for seed in seeds)
