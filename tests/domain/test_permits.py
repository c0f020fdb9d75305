"""Permits by property: they lift what they name for whom they name, and seats stay counted."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility import Seats, Section, Student, Term
from backend.domain.permits import (
    CLASH,
    CREDIT,
    KINDS,
    LIFTED_BY,
    OVER_CAPACITY,
    Kind,
    Permit,
    PermitBook,
    Place,
)
from backend.domain.plans import Plan
from backend.domain.refusals import REFUSALS
from backend.domain.selection import DROP, SELECT, SWAP, Action, SeatBook
from backend.domain.timetable import Meeting, schedule_of

FALL = Term(1)
STUDENTS = range(1, 5)
CAPACITIES = {1: 0, 2: 1, 3: 2, 4: None}
NOON = schedule_of([Meeting("M", 720, 780)])
SECTIONS = {n: Section(n, FALL, course_id=n, name=str(n), credits=100) for n in CAPACITIES}


@dataclass(frozen=True)
class Ticket:
    student_id: int
    section_id: int
    action: Action = SELECT
    instead_of: int | None = None
    accepted_at: float = 10.0
    number: int = 1
    ticket_id: str = "t"
    plan: Plan | None = None
    wait: bool = False
    credits: int | None = None


places = st.tuples(st.sampled_from(STUDENTS), st.sampled_from(list(SECTIONS)))
kinds = st.sets(st.sampled_from(KINDS), min_size=1).map(frozenset)
granted = st.dictionaries(places, kinds, max_size=10)
schedules = st.lists(
    st.builds(
        Ticket,
        student_id=st.sampled_from(STUDENTS),
        section_id=st.sampled_from(list(SECTIONS)),
        action=st.sampled_from([SELECT, SELECT, DROP, SWAP]),
        instead_of=st.sampled_from(list(SECTIONS)),
    ),
    max_size=40,
)
Granted = dict[Place, frozenset[Kind]]


def book_of(permitted: Granted, kept: type[PermitBook] = PermitBook) -> SeatBook:
    permits = {place: Permit(n, kinds) for n, (place, kinds) in enumerate(permitted.items())}
    seats = {n: Seats(0, capacity) for n, capacity in CAPACITIES.items()}
    students = {n: Student() for n in STUDENTS}
    return SeatBook(SECTIONS, seats, students, permits=kept(permits))


def miscounted(book: SeatBook, schedule: list[Ticket]) -> list[str]:
    """Where seats and ceilings are not what capacity and permits in use make of them."""
    found = []
    for ticket in schedule:
        book.decide(ticket)
        for number, capacity in CAPACITIES.items():
            seats = book.seats[number]
            beyond = sum(section == number for _, section in book.permits.seated)
            if capacity is not None and seats.taken > capacity + beyond:
                found.append(f"{seats.taken} in {number}")
            if seats.ceiling != (None if capacity is None else capacity + beyond):
                found.append(f"{number} lets {seats.ceiling} in")
            if seats.permitted != beyond:
                found.append(f"{number} counts {seats.permitted}")
    return found


@given(granted, schedules)
def test_with_permits_there_are_never_more_than_seats_and_permits_in_use(
    permitted: Granted, schedule: list[Ticket]
) -> None:
    assert miscounted(book_of(permitted), schedule) == []


class Forgetful(PermitBook):
    """Keeps the seat for others when its student leaves."""

    def leave(self, place: Place) -> bool:
        super().leave(place)
        return False


def test_the_property_would_find_a_seat_that_stays_when_its_student_leaves() -> None:
    """The control: a book that keeps the seat of a permit for the next one is caught."""
    permitted = {(1, 2): frozenset[Kind]({OVER_CAPACITY})}
    schedule = [Ticket(2, 2), Ticket(1, 2), Ticket(1, 2, DROP), Ticket(3, 2)]
    assert miscounted(book_of(permitted), schedule) == []
    assert "2 in 2" in miscounted(book_of(permitted, Forgetful), schedule)


@given(granted, schedules)
def test_a_permit_is_used_once_and_by_the_student_it_names(
    permitted: Granted, schedule: list[Ticket]
) -> None:
    book = book_of(permitted)
    book.decide_all(schedule)
    used = [use.permit for use in book.permits.uses]
    assert len(used) == len(set(used))
    assert len(used) + len(book.permits.unused) == len(permitted)
    assert all(place in permitted for place in book.permits.seated)


def refused(book: SeatBook, ticket: Ticket) -> str | None:
    no = book.decide(ticket).no
    return no.code if no else None


def crowded(permit: Permit | None) -> SeatBook:
    """Student 1 holds a seat at noon and all credits; section 2 is at noon and full."""
    held = Section(1, FALL, 1, name="A (1)", credits=300, schedule=NOON)
    wanted = Section(2, FALL, 2, credits=300, schedule=NOON)
    permits = PermitBook({} if permit is None else {(1, 2): permit})
    return SeatBook(
        {1: held, 2: wanted},
        {1: Seats(1, 1), 2: Seats(1, 1)},
        {1: Student(credit_limit=300)},
        {1: {1: held}},
        permits=permits,
    )


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        (frozenset[Kind](), "time_clash"),
        (frozenset({OVER_CAPACITY, CREDIT}), "time_clash"),
        (frozenset({OVER_CAPACITY, CLASH}), "credit_limit"),
        (frozenset({CLASH, CREDIT}), "section_full"),
        (frozenset({OVER_CAPACITY, CLASH, CREDIT}), None),
    ],
)
def test_a_permit_lifts_what_it_names_and_nothing_else(
    kinds: frozenset[Kind], code: str | None
) -> None:
    book = crowded(Permit(7, kinds))
    assert [no.code for no in book.refusals(Ticket(1, 2))][:1] == ([code] if code else [])
    assert refused(book, Ticket(1, 2)) == code
    assert len(book.permits.uses) == (code is None)


def test_a_permit_is_for_requests_made_in_time() -> None:
    permit = Permit(7, frozenset({OVER_CAPACITY, CLASH, CREDIT}), until=10.0)
    assert refused(crowded(permit), Ticket(1, 2, accepted_at=10.0)) is None
    assert refused(crowded(permit), Ticket(1, 2, accepted_at=10.1)) == "time_clash"


def test_a_permit_that_is_not_needed_is_not_used() -> None:
    book = book_of({(1, 3): frozenset({OVER_CAPACITY})})
    assert refused(book, Ticket(1, 3)) is None
    assert (book.permits.uses, book.seats[3].ceiling) == ([], 2)


def test_a_plan_uses_permits_for_the_sections_that_need_them() -> None:
    over, clash = frozenset[Kind]({OVER_CAPACITY}), frozenset[Kind]({CLASH})
    book = book_of({(1, 1): over, (1, 2): over, (1, 3): clash})
    wanted = Ticket(1, 1, "plan", plan=Plan((((1, 2),), ((3,),)), all_or_nothing=True))
    assert refused(book, wanted) is None
    assert [(use.permit, use.kinds) for use in book.permits.uses] == [(0, over)]
    assert (book.seats[1].ceiling, book.seats[2].ceiling) == (1, 1)


def test_what_a_closed_section_or_a_round_refuses_no_permit_lifts() -> None:
    assert set(LIFTED_BY) <= set(REFUSALS)
    assert {"section_closed", "section_cancelled", "round_not_open", "term_closed"}.isdisjoint(
        LIFTED_BY
    )


def test_a_section_that_shrank_keeps_its_students_and_takes_nobody_for_those_who_leave() -> None:
    section = SECTIONS[2]
    held = {n: {2: section} for n in (1, 2, 3)}
    seats = Seats(3, ceiling=3, surplus=2)
    book = SeatBook({2: section}, {2: seats}, {n: Student() for n in STUDENTS}, held)
    assert [refused(book, Ticket(n, 2, DROP)) for n in (1, 2)] == [None, None]
    assert (seats.taken, seats.ceiling) == (1, 1)
    assert refused(book, Ticket(4, 2)) == "section_full"
    assert refused(book, Ticket(3, 2, DROP)) is None
    assert refused(book, Ticket(4, 2)) is None
