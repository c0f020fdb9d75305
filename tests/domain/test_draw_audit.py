"""The audit of draws: nothing to find in a right one, and what was planted in a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.audit import LoggedTicket
from backend.domain.draw_audit import DrawAudit, DrawnTicket, PublishedDraw, audit_draw
from backend.domain.eligibility import Student
from backend.domain.ordering.draw import Draw, commitment, rank
from backend.domain.ordering.policies import POLICIES
from backend.domain.ordering.priority import PolicyName, Priority
from backend.domain.selection import SeatBook
from tests.domain.orders import Ticket, book, section, seed, winners

STUDENTS = tuple(Student(group=f"CS-{number % 2}") for number in range(1, 7))
FIRST = (Priority("group", "CS-1"),)
EARLY_UNTIL = 5.0
SEED = seed(7)
RIGHT = DrawAudit([], [], [])

wishes = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 2), st.integers(0, 9)), max_size=14
).map(
    lambda rows: [
        Ticket(number, student, wanted, accepted_at=at)
        for number, (student, wanted, at) in enumerate(rows, 1)
    ]
)


def two_sections() -> SeatBook:
    return book([section(1), section(2)], {1: 2, 2: 1}, STUDENTS)


def drawn(name: PolicyName, tickets: Sequence[Ticket]) -> list[DrawnTicket]:
    """A draw as it is published."""
    settled = POLICIES[name](two_sections(), tickets, Draw(SEED, FIRST, EARLY_UNTIL))
    seated = winners(settled)
    takes = name not in ("lottery", "early_lottery", "first_come")
    return [
        DrawnTicket(
            LoggedTicket(
                ticket.ticket_id,
                ticket.number,
                ticket.student_id,
                ticket.section_id,
                "select",
                "enrolled" if ticket.number in seated else "refused",
                decision.no.code if decision.no else None,
            ),
            ticket.accepted_at,
            rank(STUDENTS[ticket.student_id - 1], FIRST) if takes else 0,
            place,
        )
        for place, (ticket, decision) in enumerate(settled, 1)
    ]


def published(name: PolicyName) -> PublishedDraw:
    return PublishedDraw(name, SEED.hex(), commitment(SEED), EARLY_UNTIL)


@given(wishes)
def test_nothing_is_found_in_a_right_draw(tickets: list[Ticket]) -> None:
    for name in POLICIES:
        assert audit_draw(published(name), drawn(name, tickets)) == RIGHT, name


RUSH = [Ticket(number, number, 1) for number in range(1, 7)]


def _another_seed(name: PolicyName) -> DrawAudit:
    wrong = replace(published(name), seed=seed(8).hex())
    return audit_draw(wrong, drawn(name, RUSH))


def _by_the_line(name: PolicyName) -> DrawAudit:
    return audit_draw(published(name), drawn("first_come", RUSH))


def _two_outcomes_swapped(name: PolicyName) -> DrawAudit:
    right = drawn(name, RUSH)
    first = next(i for i, each in enumerate(right) if each.ticket.state == "enrolled")
    last = next(i for i, each in enumerate(right) if each.ticket.state == "refused")
    one, other = right[first].ticket, right[last].ticket
    right[first] = replace(right[first], ticket=replace(one, state="refused", code="section_full"))
    right[last] = replace(right[last], ticket=replace(other, state="enrolled", code=None))
    return audit_draw(published(name), right)


@pytest.mark.parametrize("name", ["lottery", "groups_lottery", "serial", "ranked"])
@pytest.mark.parametrize("wrong", [_another_seed, _two_outcomes_swapped])
def test_what_was_tampered_with_is_found(
    wrong: Callable[[PolicyName], DrawAudit], name: PolicyName
) -> None:
    assert wrong(name) != RIGHT


def test_a_draw_that_went_by_the_line_is_found() -> None:
    found = _by_the_line("lottery")
    assert found.wrong_places
    assert found.order_inversions
