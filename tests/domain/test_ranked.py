"""Deferred acceptance against an independent checker of stability and brute force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from backend.domain.eligibility import Student
from backend.domain.ordering import ranked
from backend.domain.ordering.draw import Draw, lot
from backend.domain.ordering.priority import Priority
from backend.domain.ordering.settling import in_order
from backend.domain.plans import Plan
from backend.domain.seats import Pool, Reserve
from backend.domain.selection import PLAN, SWAP, SeatBook
from tests.domain.orders import Ticket, book, section, seed, winners

STUDENTS = range(1, 5)
CONTROL: dict[str, Any] = {
    "settings": settings(phases=[Phase.generate], max_examples=2_000),
    "random": Random(1),
}
"""For markets that only have to be found: the same ones each time, and none made smaller."""
Matching = frozenset[int]
"""Numbers of tickets."""


@dataclass(frozen=True)
class Market:
    """Students who rank sections, with the rules written down once more without the seat book.

    Attributes:
        courses, hours, capacities: one a section; sections are numbered from 1.
        wishes: student and section, the one liked better first.
        most: sections that a student may have.
    """

    courses: tuple[int, ...]
    hours: tuple[int, ...]
    capacities: tuple[int, ...]
    wishes: tuple[tuple[int, int], ...]
    most: int
    seed: bytes

    @property
    def tickets(self) -> list[Ticket]:
        return [Ticket(number, *wish) for number, wish in enumerate(self.wishes, 1)]

    def book(self) -> SeatBook:
        sections = [
            section(number, course, hour)
            for number, (course, hour) in enumerate(zip(self.courses, self.hours, strict=True), 1)
        ]
        students = [Student(credit_limit=100 * self.most) for number in STUDENTS]
        return book(sections, dict(enumerate(self.capacities, 1)), students)

    def matched(self) -> Matching:
        return frozenset(winners(ranked.settle(self.book(), self.tickets, Draw(self.seed))))

    def liked_best(self, tickets: list[Ticket]) -> list[Ticket]:
        """What one student takes of `tickets`: the best first, whatever fits."""
        chosen: list[Ticket] = []
        for ticket in sorted(tickets, key=lambda each: each.number):
            fits = not any(self._exclude(ticket, other) for other in chosen)
            if fits and len(chosen) < self.most:
                chosen.append(ticket)
        return chosen

    def _exclude(self, one: Ticket, other: Ticket) -> bool:
        a, b = one.section_id - 1, other.section_id - 1
        return self.courses[a] == self.courses[b] or self.hours[a] == self.hours[b]

    def of_student(self, student: int, matching: Matching) -> list[Ticket]:
        return [t for t in self.tickets if t.student_id == student and t.number in matching]

    def in_section(self, number: int, matching: Matching) -> list[Ticket]:
        return [t for t in self.tickets if t.section_id == number and t.number in matching]

    def impossible(self, matching: Matching) -> Iterator[str]:
        """Which rules a matching breaks."""
        for number, capacity in enumerate(self.capacities, 1):
            if len(self.in_section(number, matching)) > capacity:
                yield f"{number} is oversold"
        for student in STUDENTS:
            mine = self.of_student(student, matching)
            if self.liked_best(mine) != mine:
                yield f"{student} has what does not fit together"

    def unstable(self, matching: Matching) -> Iterator[str]:
        """Who would rather have a section that would rather have them."""
        for ticket in self.tickets:
            mine = self.of_student(ticket.student_id, matching)
            if ticket.number in matching or ticket not in self.liked_best([*mine, ticket]):
                continue
            there = self.in_section(ticket.section_id, matching)
            free = len(there) < self.capacities[ticket.section_id - 1]
            if free or any(self._lot(ticket) < self._lot(other) for other in there):
                yield f"ticket {ticket.number} is envious with reason"

    def _lot(self, ticket: Ticket) -> bytes:
        return lot(self.seed, ticket.ticket_id)

    def wasted(self, matching: Matching) -> Iterator[str]:
        """Seats left empty that somebody asked for and who could have had them besides theirs."""
        for ticket in self.tickets:
            mine = self.of_student(ticket.student_id, matching)
            there = self.in_section(ticket.section_id, matching)
            fits = not any(self._exclude(ticket, other) for other in mine)
            if (
                ticket.number not in matching
                and fits
                and len(mine) < self.most
                and len(there) < self.capacities[ticket.section_id - 1]
            ):
                yield f"{ticket.section_id} has a seat for {ticket.number}"

    def all_stable(self) -> Iterator[Matching]:
        """Every stable matching there is, by trying all subsets of tickets."""
        for bits in range(2 ** len(self.wishes)):
            matching = frozenset(t.number for t in self.tickets if bits >> t.number - 1 & 1)
            if not [*self.impossible(matching), *self.unstable(matching)]:
                yield matching


class Plans(Market):
    """The same wishes, but each student asks for all of them in one plan."""

    def matched(self) -> Matching:
        plans = [
            Ticket(self._number(student), student, mine[0].section_id, PLAN, plan=_plan_of(mine))
            for student in STUDENTS
            if (mine := [t for t in self.tickets if t.student_id == student])
        ]
        settled = ranked.settle(self.book(), plans, Draw(self.seed))
        had = {
            (each.ticket.student_id, section)
            for each in settled
            for part in each.decision.parts
            for section in part.took
        }
        return frozenset(t.number for t in self.tickets if (t.student_id, t.section_id) in had)

    def _lot(self, ticket: Ticket) -> bytes:
        name = f"{self._number(ticket.student_id):012x}:{ticket.section_id}"
        return lot(self.seed, name)

    def _number(self, student: int) -> int:
        return 100 + student


def _plan_of(tickets: list[Ticket]) -> Plan:
    return Plan(tuple(((ticket.section_id,),) for ticket in tickets))


def _market(draw: st.DrawFn, most_wishes: int, *, orderly: bool) -> Market:
    count = draw(st.integers(1, 4))
    courses = tuple(draw(st.integers(1, 4)) for _ in range(count))
    # Orderly: what excludes each other does so in groups, here the sections of one course.
    hours = courses if orderly else tuple(draw(st.integers(8, 11)) for _ in range(count))
    pairs = st.tuples(st.sampled_from(STUDENTS), st.integers(1, count))
    return Market(
        courses,
        tuple(8 + hour % 12 for hour in hours),
        tuple(draw(st.integers(1, 2)) for _ in range(count)),
        tuple(draw(st.lists(pairs, unique=True, max_size=most_wishes))),
        draw(st.integers(1, 3)),
        seed(draw(st.integers(0, 999))),
    )


@st.composite
def orderly(draw: st.DrawFn) -> Market:
    return _market(draw, 12, orderly=True)


@st.composite
def small(draw: st.DrawFn) -> Market:
    return _market(draw, 7, orderly=True)


@st.composite
def anything(draw: st.DrawFn) -> Market:
    return _market(draw, 12, orderly=False)


@given(orderly())
def test_a_matching_is_stable_where_wishes_exclude_each_other_in_groups(market: Market) -> None:
    matching = market.matched()
    assert [*market.impossible(matching), *market.unstable(matching)] == []


@given(orderly())
def test_wishes_of_a_plan_are_matched_like_requests_of_their_own(market: Market) -> None:
    plans = Plans(*astuple(market))
    matching = plans.matched()
    assert [*plans.impossible(matching), *plans.unstable(matching), *plans.wasted(matching)] == []


def test_of_the_alternatives_of_a_wish_one_is_had_and_the_best_that_can_be() -> None:
    plan = Plan((((1,), (2,)), ((3,),), ((4, 5),)))
    tickets = [Ticket(1, 2, 1), Ticket(2, 1, 1, PLAN, plan=plan), Ticket(3, 1, 2, PLAN, plan=plan)]
    first = (Priority("group", "CS-4"),)
    several = book(map(section, range(1, 6)), {}, [Student(), Student(group="CS-4")])
    settled = {
        e.ticket.number: e.decision for e in ranked.settle(several, tickets, Draw(seed(1), first))
    }
    assert [settled[1].outcome, settled[2].outcome, settled[3].outcome] == [
        "enrolled", "enrolled", "refused"
    ]  # fmt: skip
    assert [part.took for part in settled[2].parts] == [(2,), (3,), (4, 5)]


@given(small())
def test_no_stable_matching_gives_any_student_something_better(market: Market) -> None:
    matching = market.matched()
    for other in market.all_stable():
        for student in STUDENTS:
            mine = market.of_student(student, matching)
            assert market.liked_best(market.of_student(student, matching | other)) == mine


@given(anything())
def test_whatever_clashes_nothing_is_oversold_impossible_or_wasted(market: Market) -> None:
    matching = market.matched()
    assert [*market.impossible(matching), *market.wasted(matching)] == []


def _first_wishes_first(market: Market) -> Matching:
    """The planted mistake: seats are given for good at once, first wishes before second ones."""
    place = {
        ticket.number: [t for t in market.tickets if t.student_id == ticket.student_id].index(
            ticket
        )
        for ticket in market.tickets
    }
    settled = in_order(
        market.book(),
        market.tickets,
        lambda ticket: (place[ticket.number], lot(market.seed, ticket.ticket_id)),
    )
    return frozenset(winners(settled))


def _by_the_line(market: Market) -> Matching:
    """The planted mistake: first come, first served; nobody asks the sections."""
    return frozenset(winners(in_order(market.book(), market.tickets, lambda t: (t.number,))))


@pytest.mark.parametrize("wrong", [_first_wishes_first, _by_the_line])
def test_an_unstable_matching_would_be_found(wrong: Callable[[Market], Matching]) -> None:
    """The control: two planted mistakes are caught by the same checker."""
    market = find(orderly(), lambda each: bool([*each.unstable(wrong(each))]), **CONTROL)
    assert [*market.unstable(market.matched())] == []


def test_a_stable_matching_that_is_better_for_sections_would_be_found() -> None:
    """The control: there are markets in which students could have been given less."""
    market = find(small(), lambda each: len([*each.all_stable()]) > 1, **CONTROL)
    worse = next(each for each in market.all_stable() if each != market.matched())
    assert any(
        market.liked_best(market.of_student(student, worse | market.matched()))
        != market.of_student(student, worse)
        for student in STUDENTS
    )


def test_priority_groups_go_before_lots_in_every_section() -> None:
    students = [Student(), Student(group="CS-4")]
    tickets = [Ticket(1, 1, 1), Ticket(2, 2, 1)]
    first = (Priority("group", "CS-4"),)
    for number in range(20):
        one_seat = book([section(1)], {1: 1}, students)
        assert winners(ranked.settle(one_seat, tickets, Draw(seed(number), first))) == {2}


def _by_lot(tickets: list[Ticket], number: int) -> list[int]:
    return [t.number for t in sorted(tickets, key=lambda t: lot(seed(number), t.ticket_id))]


def test_lots_decide_who_gets_the_last_shared_seat_whatever_the_section() -> None:
    tickets = [Ticket(1, 1, 1), Ticket(2, 2, 2), Ticket(3, 3, 1)]
    for number in range(12):
        shared = book([section(1), section(2)], {1: 2, 2: 2}, [Student() for _ in STUDENTS])
        pool = Pool(1, ceiling=2, capacity=2, members=dict(shared.seats))
        for seats in shared.seats.values():
            seats.pool = pool
        settled = ranked.settle(shared, tickets, Draw(seed(number)))
        assert winners(settled) == set(_by_lot(tickets, number)[:2])


def test_lots_decide_who_gets_the_last_seat_that_is_not_kept_for_others() -> None:
    people = [Student(), Student(), Student(group="CS-4")]
    tickets = [Ticket(1, 1, 1), Ticket(2, 2, 1), Ticket(3, 3, 1)]
    for number in range(12):
        keeping = book([section(1)], {1: 2}, people)
        keeping.seats[1].reserves = (Reserve(1, "CS-4", 1, 9.0, frozenset({"CS-4"})),)
        first = next(n for n in _by_lot(tickets, number) if n != 3)
        assert winners(ranked.settle(keeping, tickets, Draw(seed(number)))) == {first, 3}
        assert keeping.seats[1].reserves[0].taken == 1


def test_a_swap_and_a_request_for_the_same_section_have_one_lot() -> None:
    for number in range(12):
        one_seat = book([section(1), section(2)], {1: 1}, [Student() for _ in STUDENTS])
        tickets = [Ticket(1, 1, 1, SWAP, 2), Ticket(2, 1, 1), Ticket(3, 2, 1)]
        first = _by_lot([tickets[0], tickets[2]], number)[0]
        settled = ranked.settle(one_seat, tickets, Draw(seed(number)))
        assert winners(settled) == {2 if first == 1 else 3}


def test_swaps_come_after_the_matching() -> None:
    one_seat = book([section(1), section(2)], {1: 1, 2: 1}, [Student(), Student()])
    one_seat.decide(Ticket(1, 1, 1))
    tickets = [Ticket(2, 1, 2, SWAP, 1), Ticket(3, 2, 1), Ticket(4, 2, 2)]
    settled = ranked.settle(one_seat, tickets, Draw(seed(1)))
    assert [each.ticket.number for each in settled][:2] == [4, 2]
    assert winners(settled) == {4}
