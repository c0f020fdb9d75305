"""Shared seats are never oversold and kept ones never given away, whatever is asked and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility import Section, Student, Term
from backend.domain.seats import Pool, Reserve, Seats
from backend.domain.selection import DROP, SELECT, SWAP, SeatBook
from tests.domain.orders import Ticket

TERM = Term(1)
UNTIL = 100.0
STUDENTS = range(1, 9)
FRESHMEN = frozenset({"freshman"})
FRESH = range(1, 4)  # students with the tag; student 1 is in the group G too


def student(number: int) -> Student:
    return Student(
        group="G" if number == 1 else "",
        tags=FRESHMEN if number in FRESH else frozenset(),
    )


def book(seats: dict[int, Seats], pools: dict[int, int | None] | None = None) -> SeatBook:
    shared = pools or {}
    sections = {n: Section(n, TERM, n, str(n), pool=shared.get(n)) for n in seats}
    return SeatBook(sections, seats, {n: student(n) for n in STUDENTS})


def sharing(first: int, second: int, both: int) -> SeatBook:
    """Sections 1 and 2 share, section 3 does not."""
    pool = Pool(9, 0, both, both)
    pool.members = {1: Seats(0, first, pool=pool), 2: Seats(0, second, pool=pool)}
    return book({**pool.members, 3: Seats(0, 2)}, {1: 9, 2: 9})


def keeping(ceiling: int, seats: int, groups: int = 0) -> SeatBook:
    """Section 1 keeps seats for freshmen, and after them some for the group G."""
    kept = [Reserve(1, "first-year students", seats, UNTIL, tags=FRESHMEN)]
    if groups:
        kept.append(Reserve(2, "G", groups, UNTIL, groups=frozenset({"G"})))
    return book({1: Seats(0, ceiling, reserves=tuple(kept)), 2: Seats(0, 3)})


def code(at: SeatBook, ticket: Ticket) -> str | None:
    previewed = at.refusals(ticket)
    no = at.decide(ticket).no
    assert previewed[:1] == ([] if no is None else [no])
    return None if no is None else no.code


def test_the_lower_of_own_and_shared_seats_is_what_is_left() -> None:
    at = sharing(first=3, second=3, both=4)
    assert [code(at, Ticket(1, n, 1)) for n in (1, 2)] == [None, None]
    assert [at.seats[n].shown_ceiling for n in (1, 2, 3)] == [3, 2, 2]
    assert [code(at, Ticket(1, n, 2)) for n in (3, 4, 5)] == [None, None, "section_full"]
    assert [at.seats[n].shown_ceiling for n in (1, 2)] == [2, 2]
    assert code(at, Ticket(1, 6, 1)) == "section_full"
    assert code(at, Ticket(1, 3, 2, DROP)) is None
    assert code(at, Ticket(1, 6, 1)) is None


def test_nobody_holds_one_class_twice_but_may_swap_within_it_when_it_is_full() -> None:
    at = sharing(first=2, second=2, both=1)
    assert code(at, Ticket(1, 1, 1)) is None
    assert [no.code for no in at.refusals(Ticket(1, 1, 2))] == ["cross_listed_held", "section_full"]
    assert code(at, Ticket(1, 2, 2, SWAP, 3)) == "not_held"
    assert code(at, Ticket(1, 1, 2, SWAP, 1)) is None
    pool = at.seats[1].pool
    assert pool is not None
    assert (list(at.held[1]), pool.taken) == ([2], 1)


def test_a_swap_within_a_class_with_more_than_its_seats_leaves_them_as_many() -> None:
    at = sharing(first=3, second=3, both=3)
    assert [code(at, Ticket(1, n, 1)) for n in (1, 2, 3)] == [None] * 3
    pool = at.seats[1].pool
    assert pool is not None
    pool.capacity = 1  # it shrank, and nobody lost a seat
    assert code(at, Ticket(1, 1, 2, SWAP, 1)) is None
    assert (pool.taken, pool.ceiling) == (3, 3)
    assert code(at, Ticket(1, 1, 3, SWAP, 2)) is None
    assert (pool.taken, pool.ceiling) == (2, 2)
    assert code(at, Ticket(1, 4, 2)) == "section_full"


def test_seats_are_kept_until_the_moment_and_those_they_are_for_take_them() -> None:
    at = keeping(ceiling=3, seats=2)
    assert code(at, Ticket(1, 5, 1)) is None
    no = at.decide(Ticket(1, 6, 1)).no
    assert no is not None
    assert no.sentence == (
        "The seats left are kept for first-year students until 1970-01-01T00:01:40Z;"
        " then they are for everybody."
    )
    assert code(at, Ticket(1, 1, 1)) is None
    assert code(at, Ticket(1, 6, 1, accepted_at=UNTIL - 0.001)) == "seats_kept"
    assert code(at, Ticket(1, 6, 1, accepted_at=UNTIL)) is None
    assert code(at, Ticket(1, 2, 1)) == "section_full"


def test_a_seat_given_back_is_kept_again_for_whom_it_was() -> None:
    at = keeping(ceiling=2, seats=1)
    assert code(at, Ticket(1, 1, 1)) is None
    assert code(at, Ticket(1, 1, 1, DROP)) is None
    assert [code(at, Ticket(1, n, 1)) for n in (5, 6)] == [None, "seats_kept"]
    assert code(at, Ticket(1, 2, 1)) is None


def test_one_of_two_reserves_is_used_up_before_the_other() -> None:
    at = keeping(ceiling=3, seats=1, groups=1)
    assert [code(at, Ticket(1, n, 1)) for n in (2, 1, 5)] == [None, None, None]
    assert at.reserved == {(2, 1): 1, (1, 1): 2}


asked = st.builds(
    Ticket,
    number=st.just(1),
    student_id=st.sampled_from(STUDENTS),
    section_id=st.sampled_from([1, 2, 3]),
    action=st.sampled_from([SELECT, SELECT, SELECT, DROP, SWAP]),
    instead_of=st.sampled_from([1, 2, 3]),
    accepted_at=st.sampled_from([0.0, UNTIL - 1]),
)
schedules = st.lists(asked, max_size=40)
few = st.integers(0, 5)


def oversold(at: SeatBook, schedule: list[Ticket], both: int) -> list[str]:
    """What is held beyond the seats there are, counted by who holds them."""
    found = []
    for ticket in schedule:
        at.decide(ticket)
        holders = {n: sum(n in held for held in at.held.values()) for n in at.seats}
        if holders[1] + holders[2] > both:
            found.append(f"{holders[1]} and {holders[2]} of {both}")
        found += [f"{n} counts wrong" for n, seats in at.seats.items() if seats.taken != holders[n]]
        found += [f"{s} twice" for s, held in at.held.items() if {1, 2} <= held.keys()]
    return found


@given(few, few, few, schedules)
def test_shared_seats_are_never_oversold(
    first: int, second: int, both: int, schedule: list[Ticket]
) -> None:
    assert oversold(sharing(first, second, both), schedule, both) == []


def test_the_property_would_find_a_pool_that_nobody_counts() -> None:
    """The control: sections that do not know of the pool they share are caught."""
    apart = book({1: Seats(0, 1), 2: Seats(0, 1), 3: Seats(0, 1)}, {1: 9, 2: 9})
    assert oversold(apart, [Ticket(1, 1, 1), Ticket(1, 2, 2)], both=1) == ["1 and 1 of 1"]


def given_away(
    at: SeatBook, schedule: list[Ticket], reserved: Callable[[SeatBook], int]
) -> list[int]:
    """How many others hold a seat beyond those that are not kept, after each ticket."""
    found = []
    for ticket in schedule:
        if ticket.section_id not in at.seats:
            continue
        at.decide(ticket)
        others = sum(1 in held for number, held in at.held.items() if number not in FRESH)
        if others > reserved(at):
            found.append(others)
    return found


@given(st.integers(0, 6), st.integers(1, 4), schedules)
def test_others_never_get_what_is_kept(ceiling: int, seats: int, schedule: list[Ticket]) -> None:
    at = keeping(ceiling, seats)
    assert given_away(at, schedule, lambda _: max(0, ceiling - seats)) == []
    mine = sum(1 in held for number, held in at.held.items() if number in FRESH)
    assert at.seats[1].reserves[0].taken == mine


def test_the_property_would_find_a_reserve_that_is_not_looked_at() -> None:
    """The control: a reserve whose time is over all along is caught."""
    at = keeping(2, 1)
    at.seats[1].reserves = tuple(replace(each, until=0.0) for each in at.seats[1].reserves)
    schedule = [Ticket(1, 5, 1), Ticket(1, 6, 1)]
    assert given_away(at, schedule, lambda _: 1) == [2]
