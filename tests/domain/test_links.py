"""Linked sections: whole sets or nothing, whatever is asked for."""

from dataclasses import replace
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility import Seats, Section, Student
from backend.domain.links import Link
from backend.domain.plans import Plan
from backend.domain.selection import DROP, PLAN, SELECT, SWAP, Decision, SeatBook
from backend.domain.selection import Ticket as Request
from tests.domain.test_selection import FALL, Ticket

PARTS = {
    1: ("lecture", "A"),
    2: ("lecture", "B"),
    3: ("lab", "A"),
    4: ("lab", "B"),
    5: ("lab", ""),
}
BOTH = frozenset({"lecture", "lab"})
LINKED = {
    number: Section(number, FALL, 1, str(number), 100, link=Link(*part, BOTH))
    for number, part in PARTS.items()
}
ALONE = {number: Section(number, FALL, number - 5, str(number), 100) for number in (6, 7)}
KNOWN = LINKED | ALONE  # 6 is of the linked course and stands alone, 7 of another

ids = st.sampled_from(sorted(KNOWN))
options = st.lists(ids, min_size=1, max_size=3, unique=True).map(tuple)
plans = st.builds(
    Plan,
    st.lists(st.lists(options, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(
        tuple
    ),
    st.booleans(),
)
singles = st.builds(
    Ticket,
    st.integers(1, 2),
    ids,
    st.sampled_from([SELECT, DROP, SWAP]),
    instead_of=ids,
)
planned = st.builds(
    lambda student, plan: Ticket(student, plan.wishes[0][0][0], PLAN, plan=plan),
    st.integers(1, 2),
    plans,
)
schedules = st.lists(st.one_of(singles, planned, planned), max_size=20)


def book_of(kind: type[SeatBook] = SeatBook, seats: int = 2) -> SeatBook:
    students = {number: Student() for number in (1, 2)}
    return kind(KNOWN, {number: Seats(0, seats) for number in KNOWN}, students)


def sets_of(*options: tuple[int, ...], student: int = 1) -> Ticket:
    """A plan of one wish."""
    return Ticket(student, options[0][0], PLAN, plan=Plan((options,)))


def broken_sets(book: SeatBook) -> list[str]:
    """Students who hold of a course neither one whole set nor one section that stands alone."""
    found = []
    for student, held in book.held.items():
        by_course = sorted(held.values(), key=lambda section: section.course_id)
        for course, of_course in groupby(by_course, lambda section: section.course_id):
            theirs = list(of_course)
            parts = sorted(PARTS[each.id][0] for each in theirs if each.id in PARTS)
            labels = {PARTS[each.id][1] for each in theirs if each.id in PARTS} - {""}
            alone = len(theirs) == 1 and not parts
            whole = parts == ["lab", "lecture"] and len(theirs) == len(parts) and len(labels) < 2
            if not (alone or whole):
                found.append(f"{student} holds {[each.id for each in theirs]} of {course}")
    return found


@given(schedules)
def test_whatever_is_asked_for_sets_stay_whole(schedule: list[Ticket]) -> None:
    book = book_of()
    for ticket in schedule:
        book.decide(ticket)
        assert broken_sets(book) == []
    counts = {number: sum(number in held for held in book.held.values()) for number in KNOWN}
    assert counts == {number: seats.taken for number, seats in book.seats.items()}


def test_the_property_would_find_a_drop_that_leaves_half_a_set() -> None:
    """The control."""

    class Careless(SeatBook):
        def decide(self, ticket: Request) -> Decision:
            if ticket.action != DROP:
                return super().decide(ticket)
            self.give_back(ticket, ticket.section_id)
            return Decision("dropped")

    book = book_of(Careless)
    book.decide_all([sets_of((1, 3)), Ticket(1, 3, DROP)])
    assert broken_sets(book) == ["1 holds [1] of 1"]


def code(decision: Decision) -> str:
    return decision.outcome if decision.no is None else decision.no.code


def test_a_part_needs_the_others_and_those_that_match() -> None:
    book = book_of()
    assert code(book.decide(Ticket(1, 1))) == "set_incomplete"
    assert code(book.decide(sets_of((1, 4)))) == "sections_not_linked"
    assert code(book.decide(sets_of((1, 2)))) == "set_incomplete"
    assert code(book.decide(sets_of((1, 3, 4)))) == "sections_not_linked"
    assert code(book.decide(sets_of((1, 3, 5)))) == "course_already_held"
    assert code(book.decide(sets_of((1, 4), (2, 4)))) == "enrolled"
    assert list(book.held[1]) == [2, 4]


def test_dropping_a_part_gives_the_set_back() -> None:
    book = book_of()
    decision = book.decide_all([sets_of((1, 5)), Ticket(1, 5, DROP)])[1]
    assert [sorted(part.left) for part in decision.parts] == [[1, 5]]
    assert book.held[1] == {}
    assert [book.seats[number].taken for number in KNOWN] == [0] * len(KNOWN)


def test_a_part_is_swapped_for_another_of_its_kind_and_a_set_for_another_course() -> None:
    book = book_of()
    book.decide(sets_of((1, 3)))
    assert code(book.decide(Ticket(1, 4, SWAP, 3))) == "sections_not_linked"
    within = book.decide(Ticket(1, 5, SWAP, 3))
    assert [(part.took, part.left) for part in within.parts] == [((5,), (3,))]
    assert sorted(book.held[1]) == [1, 5]
    for_all = book.decide(Ticket(1, 7, SWAP, 5))
    assert [(part.took, sorted(part.left)) for part in for_all.parts] == [((7,), [1, 5])]
    assert list(book.held[1]) == [7]


def test_a_set_is_given_back_with_all_its_credits_under_a_minimum() -> None:
    """A lab may have none of its own, but its lecture goes with it."""
    credits_of = {1: 400, 3: 0, 7: 100}
    known = {n: replace(KNOWN[n], credits=worth) for n, worth in credits_of.items()}
    student = Student(credit_minimum=300)
    book = SeatBook(known, {n: Seats(0, 2) for n in known}, {1: student})
    book.decide(sets_of((1, 3)))
    for ticket in (Ticket(1, 7, SWAP, 3), Ticket(1, 7, SWAP, 1), Ticket(1, 3, DROP)):
        assert code(book.decide(ticket)) == "credit_minimum"
    assert sorted(book.held[1]) == [1, 3]


def test_a_full_part_refuses_the_set_and_takes_nothing() -> None:
    book = book_of(seats=1)
    book.decide(sets_of((1, 3), student=2))
    assert code(book.decide(sets_of((1, 5)))) == "section_full"
    assert book.seats[5].taken == 0
