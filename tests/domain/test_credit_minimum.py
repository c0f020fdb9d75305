"""Nobody gets below the minimum of credits by giving back, unless a round lets them."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility import (
    CANCELLED,
    DROP_CHECKS,
    Attempt,
    Seats,
    Section,
    Student,
    Term,
    minimum_of,
)
from backend.domain.plans import Plan
from backend.domain.rounds import Round
from backend.domain.selection import BY_HAND, DROP, SELECT, SWAP, Action, SeatBook

OPENS, CLOSES = 100.0, 200.0
ROUND = Round(1, "Changes", OPENS, CLOSES, frozenset({"select", "drop", "swap"}))
LENIENT = replace(ROUND, id=2, below_minimum=True)
TERM = Term(1, credit_minimum=600)
NUMBERS = range(1, 6)


@dataclass(frozen=True)
class Ticket:
    section_id: int
    action: Action = SELECT
    instead_of: int | None = None
    student_id: int = 1
    accepted_at: float = OPENS
    plan: Plan | None = None
    wait: bool = False
    number: int = 1
    ticket_id: str = "ticket"
    credits: int | None = None


def book(
    credits_: dict[int, int],
    held: tuple[int, ...],
    term: Term = TERM,
    **student: Any,  # noqa: ANN401 - fields of a student
) -> SeatBook:
    sections = {n: Section(n, term, n, str(n), each) for n, each in credits_.items()}
    seats = {n: Seats(n in held, None) for n in sections}
    mine = {n: sections[n] for n in held}
    return SeatBook(sections, seats, {1: Student(**student)}, {1: mine})


def code(at: SeatBook, ticket: Ticket) -> str | None:
    previewed = at.refusals(ticket)
    no = at.decide(ticket).no
    assert previewed[:1] == ([] if no is None else [no])
    return None if no is None else no.code


def test_who_would_come_below_the_minimum_keeps_the_seat_and_reads_what_is_asked() -> None:
    three = book({1: 300, 2: 300, 3: 100}, (1, 2))
    no = three.decide(Ticket(1, DROP)).no
    assert no is not None
    assert no.sentence == "You would have 3 credits left; you have to keep at least 6."
    assert code(three, Ticket(3, SWAP, 1)) == "credit_minimum"
    assert code(three, Ticket(3)) is None
    assert code(three, Ticket(3, DROP)) is None


def test_who_is_below_already_may_take_and_swap_upwards_but_not_sink() -> None:
    below = book({1: 300, 2: 100, 3: 400}, (1,))
    assert code(below, Ticket(2, SWAP, 1)) == "credit_minimum"
    assert code(below, Ticket(1, DROP)) == "credit_minimum"
    assert code(below, Ticket(2)) is None
    assert code(below, Ticket(3, SWAP, 1)) is None


@pytest.mark.parametrize(("own", "least"), [(None, 600), (0, 0), (300, 300), (900, 900)])
def test_a_minimum_of_the_own_goes_before_that_of_the_term(own: int | None, least: int) -> None:
    student = Student(credit_minimum=own)
    assert minimum_of(student, TERM) == least
    assert minimum_of(student, Term(1)) == (own or 0)


def test_a_round_or_a_term_may_let_one_go_below() -> None:
    for rounds, answer in (((ROUND,), "credit_minimum"), ((ROUND, LENIENT), None)):
        bound = book({1: 600}, (1,), replace(TERM, rounds=rounds))
        assert code(bound, Ticket(1, DROP)) == answer
    assert code(book({1: 600}, (1,), Term(1)), Ticket(1, DROP)) is None
    for_others = replace(LENIENT, groups=frozenset({"CS-9"}))
    bound = book({1: 600}, (1,), replace(TERM, rounds=(ROUND, for_others)))
    assert code(bound, Ticket(1, DROP)) == "credit_minimum"


def test_it_binds_what_is_done_by_hand_but_neither_the_inactive_nor_what_is_cancelled() -> None:
    assert code(book({1: 600}, (1,)), Ticket(1, DROP, number=BY_HAND)) == "credit_minimum"
    assert code(book({1: 600}, (1,), active=False), Ticket(1, DROP)) is None
    gone = replace(Section(1, TERM, 1, credits=600), state=CANCELLED)
    drop = Attempt(Student(), gone, Seats(1, 1), [gone], DROP, OPENS)
    assert all(check(drop) is None for check in DROP_CHECKS)


schedules = st.lists(
    st.builds(
        Ticket,
        section_id=st.sampled_from(NUMBERS),
        action=st.sampled_from([SELECT, DROP, SWAP]),
        instead_of=st.sampled_from(NUMBERS),
    ),
    max_size=30,
)
several = st.fixed_dictionaries({n: st.sampled_from([0, 100, 250, 400]) for n in NUMBERS})


def broken(at: SeatBook, schedule: list[Ticket]) -> list[str]:
    """Every ticket that took the student further below the minimum."""
    found = []
    for ticket in schedule:
        before = sum(section.credits for section in at.held[1].values())
        at.decide(ticket)
        after = sum(section.credits for section in at.held[1].values())
        if after < before and after < 600:
            found.append(f"{ticket.action} from {before} to {after}")
    return found


@given(several, st.sets(st.sampled_from(NUMBERS)), schedules)
def test_no_schedule_of_requests_sinks_below_the_minimum(
    credits_: dict[int, int], held: set[int], schedule: list[Ticket]
) -> None:
    assert broken(book(credits_, tuple(held)), schedule) == []


def test_the_property_would_find_a_swap_that_nobody_counts() -> None:
    """The control: a book that looks at a swap as if nothing was given back is caught."""

    class Forgetful(SeatBook):
        def attempt(self, ticket: Any) -> Attempt:  # noqa: ANN401 - as the book's
            return replace(super().attempt(ticket), instead_of=None)

    right = book({1: 600, 2: 100}, (1,))
    careless = Forgetful(right.sections, right.seats, right.students, right.held)
    assert broken(careless, [Ticket(2, SWAP, 1)]) == ["swap from 600 to 100"]
