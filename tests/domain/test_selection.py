"""The rule book by property: no schedule of tickets breaks an invariant."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility import Attempt, Seats, Section, Student, Term
from backend.domain.plans import Plan
from backend.domain.selection import DROP, SELECT, SWAP, Action, Decision, SeatBook
from backend.domain.selection import Ticket as Request
from backend.domain.timetable import Meeting, clash, schedule_of


@dataclass(frozen=True)
class Ticket:
    student_id: int
    section_id: int
    action: Action = SELECT
    instead_of: int | None = None
    accepted_at: float = 0.0
    number: int = 1
    plan: Plan | None = None
    wait: bool = False
    ticket_id: str = ""
    credits: int | None = None


FALL = Term(1)
STUDENTS = range(1, 5)
SECTIONS = range(1, 7)


@st.composite
def sections(draw: st.DrawFn) -> dict[int, Section]:
    return {
        number: Section(
            number,
            FALL,
            course_id=draw(st.integers(1, 4)),
            name=str(number),
            credits=draw(st.sampled_from([0, 150, 300, 400])),
            schedule=schedule_of(
                [
                    Meeting(
                        draw(st.sampled_from("MT")),
                        start := draw(st.integers(8, 11)) * 60,
                        start + 90,
                    )
                ]
            ),
        )
        for number in SECTIONS
    }


tickets = st.lists(
    st.builds(
        Ticket,
        student_id=st.sampled_from([*STUDENTS, 99]),
        section_id=st.sampled_from([*SECTIONS, 99]),
        action=st.sampled_from([SELECT, SELECT, SELECT, DROP, SWAP, SWAP]),
        instead_of=st.sampled_from([*SECTIONS, 99, None]),
    ),
    max_size=60,
)


def book_of(known: dict[int, Section], ceilings: list[int]) -> SeatBook:
    students = {number: Student(credit_limit=700) for number in STUDENTS}
    seats = {number: Seats(0, ceilings[number - 1]) for number in SECTIONS}
    return SeatBook(known, seats, students)


ceilings = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@given(sections(), ceilings, tickets)
def test_no_schedule_of_tickets_breaks_an_invariant(
    known: dict[int, Section], limits: list[int], schedule: list[Ticket]
) -> None:
    book = book_of(known, limits)
    for ticket in schedule:
        book.decide(ticket)
        assert broken_invariants(book) == []


@given(sections(), ceilings, tickets)
def test_a_decision_says_what_the_preview_said_just_before(
    known: dict[int, Section], limits: list[int], schedule: list[Ticket]
) -> None:
    book = book_of(known, limits)
    for ticket in schedule:
        preview = None
        known_to_all = ticket.student_id in book.students and ticket.section_id in book.sections
        if ticket.action != DROP and known_to_all:
            preview = next(iter(book.refusals(ticket)), None)
        decision = book.decide(ticket)
        if ticket.action != DROP and known_to_all:
            assert decision.no == preview


@given(sections(), ceilings, tickets)
def test_a_seat_given_back_is_free_again(
    known: dict[int, Section], limits: list[int], schedule: list[Ticket]
) -> None:
    book = book_of(known, limits)
    book.decide_all(schedule)
    for student, held in list(book.held.items()):
        for section in list(held):
            assert book.decide(Ticket(student, section, DROP)).outcome == "dropped"
    assert all(seats.taken == 0 for seats in book.seats.values())


@given(sections(), ceilings, tickets)
def test_a_swap_gives_one_seat_for_one_or_changes_nothing(
    known: dict[int, Section], limits: list[int], schedule: list[Ticket]
) -> None:
    assert broken_swaps(book_of(known, limits), schedule) == []


def test_the_property_of_swaps_would_find_a_seat_given_back_too_early() -> None:
    """The control: a book that frees the old seat before it looks at the new one is caught."""

    class Hasty(SeatBook):
        def decide(self, ticket: Request) -> Decision:
            if ticket.action == SWAP and ticket.instead_of is not None:
                super().decide(Ticket(ticket.student_id, ticket.instead_of, DROP))
                return super().decide(Ticket(ticket.student_id, ticket.section_id))
            return super().decide(ticket)

    right = book_of({n: Section(n, FALL, n) for n in SECTIONS}, [1] * 6)
    hasty = Hasty(right.sections, right.seats, right.students)
    schedule = [Ticket(1, 1), Ticket(2, 2), Ticket(1, 2, SWAP, 1)]
    assert broken_swaps(hasty, schedule) == ["2 for 1 was refused and changed 1's seats"]


def broken_swaps(book: SeatBook, schedule: list[Ticket]) -> list[str]:
    """What each swap of `schedule` did that it should not have done."""
    found = []
    for ticket in schedule:
        before = {student: set(held) for student, held in book.held.items()}
        mine = before.get(ticket.student_id, set())
        decision = book.decide(ticket)
        after = {student: set(held) for student, held in book.held.items()}
        name = f"{ticket.section_id} for {ticket.instead_of}"
        if ticket.action != SWAP:
            continue
        if decision.outcome == "refused" and before != after:
            found.append(f"{name} was refused and changed {ticket.student_id}'s seats")
        if decision.outcome != "refused":
            wanted = (mine - {ticket.instead_of}) | {ticket.section_id}
            if ticket.instead_of not in mine or after != {**before, ticket.student_id: wanted}:
                found.append(f"{name} did something else")
    return found


def test_a_swap_goes_where_taking_and_dropping_could_not() -> None:
    monday = schedule_of([Meeting("M", 540, 630)])
    one_course = {n: Section(n, FALL, 1, credits=400, schedule=monday) for n in SECTIONS}
    book = book_of(one_course, [1] * 6)
    book.decide(Ticket(1, 1))
    assert [no.code for no in book.refusals(Ticket(1, 2))] == [
        "course_already_held",
        "time_clash",
        "credit_limit",
    ]
    assert book.decide(Ticket(1, 2, SWAP, 1)).outcome == "enrolled"
    assert [list(book.held[1]), book.seats[1].taken, book.seats[2].taken] == [[2], 0, 1]


def test_a_swap_needs_a_seat_to_give_and_another_section() -> None:
    book = book_of({n: Section(n, FALL, n) for n in SECTIONS}, [1] * 6)
    book.decide(Ticket(1, 1))
    for instead_of, code in ((3, "not_held"), (None, "not_held"), (1, "same_section")):
        ticket = Ticket(1, 1 if instead_of == 1 else 2, SWAP, instead_of)
        decision = book.decide(ticket)
        assert decision.no is not None
        assert [decision.no.code] == [no.code for no in book.refusals(ticket)] == [code]


def test_the_invariants_would_find_a_book_without_rules() -> None:
    """The control: a book that never says no is caught."""

    class Yes(SeatBook):
        def attempt(self, ticket: Request) -> Attempt:
            real = super().attempt(ticket)
            return replace(real, seats=Seats(0, None), held=())

    full = book_of({n: Section(n, FALL, n) for n in SECTIONS}, [1] * 6)
    careless = Yes(full.sections, full.seats, full.students)
    for student in STUDENTS:
        careless.decide(Ticket(student, 1))
    assert "1 is oversold" in broken_invariants(careless)


def broken_invariants(book: SeatBook) -> list[str]:
    """What must never be, looked for without the rules' own code where it can be."""
    found = []
    for number, seats in book.seats.items():
        holders = sum(number in held for held in book.held.values())
        if seats.ceiling is not None and holders > seats.ceiling:
            found.append(f"{number} is oversold")
        if holders != seats.taken:
            found.append(f"{number} counts {seats.taken} seats for {holders} holders")
    for student, held in book.held.items():
        mine = list(held.values())
        if len({section.course_id for section in mine}) < len(mine):
            found.append(f"{student} holds a course twice")
        if sum(section.credits for section in mine) > book.students[student].credit_limit:
            found.append(f"{student} is over the limit")
        pairs = [(a, b) for i, a in enumerate(mine) for b in mine[i + 1 :]]
        if any(clash(a.schedule, b.schedule) for a, b in pairs):
            found.append(f"{student} is in two places at once")
    return found


def test_drop_without_a_seat_and_unknown_ids_are_refused() -> None:
    book = book_of({n: Section(n, FALL, n) for n in SECTIONS}, [1] * 6)

    def code(decision: Decision) -> str:
        assert decision.no is not None
        return decision.no.code

    assert code(book.decide(Ticket(1, 1, DROP))) == "not_held"
    assert code(book.decide(Ticket(1, 99))) == "no_such_section"
    assert code(book.decide(Ticket(99, 1))) == "no_such_student"


@given(sections(), ceilings, tickets)
def test_the_journal_tells_who_holds_what(
    known: dict[int, Section], ceilings: list[int], schedule: list[Ticket]
) -> None:
    book = book_of(known, ceilings)
    book.decide_all(schedule)
    holdings: set[tuple[int, int]] = set()
    for ticket, section_id, step in book.moves:
        (holdings.add if step > 0 else holdings.remove)((ticket.student_id, section_id))
    assert holdings == {(student, each) for student, mine in book.held.items() for each in mine}
