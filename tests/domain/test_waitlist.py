"""Waitlists by property: no schedule lets anybody pass by, and nobody who waits breaks a rule.

The audit looks at the log alone and shares no computation with the rules. Each promise has a book
with a planted bug beside it, so that a machine that finds nothing could not pass.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.domain import serving
from backend.domain.audit import Audit, AuditedSection, Hours, LoggedTicket, Promise, audit
from backend.domain.eligibility import Attempt, Seats, Section, Student, Term
from backend.domain.refusals import No
from backend.domain.rounds import Round
from backend.domain.selection import DROP, SELECT, SWAP, Action, Decision, SeatBook
from backend.domain.selection import Ticket as Request
from backend.domain.timetable import NO_TIME, Meeting, schedule_of
from backend.domain.waitlist import Waiting

FALL = Term(1)
CREDITS = 400
LIMIT = 900
TIMES = {
    1: ("A", Meeting("M", 540, 620)),
    2: ("A", Meeting("T", 540, 620)),
    3: ("B", Meeting("M", 600, 710)),
    4: ("C", Meeting("W", 480, 590)),
    5: ("D", Meeting("F", 480, 590)),
}
STUDENTS = range(1, 6)
student_ids = st.sampled_from([1, 2, 3, 4])
section_ids = st.sampled_from([1, 2, 3, 4])
waits = st.sampled_from([True, True, True, False])


@dataclass(frozen=True)
class Ticket:
    student_id: int
    section_id: int
    action: Action = SELECT
    instead_of: int | None = None
    accepted_at: float = 0.0
    number: int = 1
    wait: bool = True
    plan: None = None
    credits: int | None = None
    ticket_id: str = ""


def section_of(number: int, waitlist: int | None = 3, term: Term = FALL) -> Section:
    course, meeting = TIMES[number]
    return Section(
        number,
        term,
        course_id=ord(course),
        name=str(number),
        credits=CREDITS,
        schedule=schedule_of([meeting]),
        waitlist_limit=waitlist,
    )


def book_of(ceiling: int, kind: type[SeatBook] = SeatBook, waitlist: int | None = 3) -> SeatBook:
    return kind(
        {number: section_of(number, waitlist) for number in TIMES},
        {number: Seats(0, ceiling) for number in TIMES},
        {student: Student(credit_limit=LIMIT) for student in STUDENTS},
    )


class Schedules(RuleBasedStateMachine):
    """Students ask in any order; seats become more; nothing promised is ever broken."""

    def __init__(self) -> None:
        super().__init__()
        self.book = book_of(1)
        self.log: list[LoggedTicket] = []
        self.number = 0

    @rule(student=student_ids, section=section_ids, wait=waits)
    def select(self, student: int, section: int, wait: bool) -> None:
        self.ask(Ticket(student, section, wait=wait))

    @rule(student=student_ids, section=section_ids)
    def drop(self, student: int, section: int) -> None:
        self.ask(Ticket(student, section, DROP))

    @rule(student=student_ids, section=section_ids, other=st.integers(0, 3), wait=waits)
    def swap(self, student: int, section: int, other: int, wait: bool) -> None:
        """The section given back is mostly one that is held."""
        mine = [*self.book.held.get(student, {}), section]
        self.ask(Ticket(student, section, SWAP, mine[other % len(mine)], wait=wait))

    @rule(section=section_ids)
    def more_seats(self, section: int) -> None:
        seats = self.book.seats[section]
        if seats.ceiling is None or seats.ceiling >= 2:
            return
        seats.ceiling += 1
        before = len(self.book.answers)
        self.book.serve([section])
        self.number += 1
        self.note(before)

    def ask(self, ticket: Ticket) -> None:
        self.number += 1
        named = replace(ticket, number=self.number, ticket_id=f"t{self.number}")
        before = len(self.book.answers)
        self.book.decide(named)
        self.note(before)

    def note(self, before: int) -> None:
        for step, (ticket, decision) in enumerate(self.book.answers[before:]):
            promoted = isinstance(ticket, Waiting)
            self.log.append(
                LoggedTicket(
                    ticket.ticket_id,
                    self.number,
                    ticket.student_id,
                    ticket.section_id,
                    ticket.action,
                    decision.outcome,
                    decision.no.code if decision.no else None,
                    ticket.instead_of,
                    step=step + 1 if promoted else 0,
                )
            )

    def audit(self) -> Audit:
        sections = [
            AuditedSection(
                number,
                str(number),
                course,
                self.book.seats[number].ceiling,
                self.book.seats[number].taken,
                (Hours(meeting.days, meeting.start, meeting.end),),
                tuple(s for s, held in self.book.held.items() if number in held),
                CREDITS,
            )
            for number, (course, meeting) in TIMES.items()
        ]
        promises = [
            Promise(t.id, t.student_id, t.section_id, t.state) for t in self.log if not t.step
        ]
        return audit(sections, self.log, promises, LIMIT)

    def teardown(self) -> None:
        """The audit of all that happened is clean."""
        # More seats are not in the log, so a seat of theirs looks as if it came out of order.
        found = {name: these for name, these in self.audit().findings().items() if these}
        found.pop("order_inversions", None)
        assert found == {}

    @invariant()
    def no_seat_is_left_to_somebody_who_could_have_it(self) -> None:
        for section, seats in self.book.seats.items():
            waiting = self.book.waitlists.of_section(section)
            assert len(waiting) == seats.waiting <= 3
            if seats.free:
                idle = [each for each in waiting if not self.book.refusals(replace(each))]
                assert idle == []

    @invariant()
    def nobody_waits_for_what_they_hold_or_gets_a_seat_twice(self) -> None:
        ids = [ticket.id for ticket in self.log]
        assert len(set(ids)) == len(ids)
        for student in STUDENTS:
            waited = {each.section_id for each in self.book.waitlists.of_student(student)}
            assert waited.isdisjoint(self.book.held.get(student, {}))


class PassedBy(SeatBook):
    """Forgets to serve those who wait."""

    def serve(self, section_ids: object) -> None:
        """Do nothing."""


class Unasked(SeatBook):
    """Asks no rule before it gives somebody on a waitlist the seat."""

    def attempt(self, ticket: Request) -> Attempt:
        """Hold nothing against somebody who waits."""
        real = super().attempt(ticket)
        return replace(real, held=()) if isinstance(ticket, Waiting) else real


class Backwards(SeatBook):
    """Serves from the end."""

    def serve(self, section_ids: object) -> None:
        """Turn every list around."""
        lists, real = self.waitlists, self.waitlists.of_section
        lists.of_section = lambda section_id: real(section_id)[::-1]  # type: ignore[method-assign]
        super().serve(section_ids)  # type: ignore[arg-type]
        del lists.of_section


class Forgetful(SeatBook):
    """Leaves whoever got a seat on the waitlist."""

    def take(self, ticket: Request, section_id: int) -> None:
        """Keep the place."""
        places = self.seats[section_id].waiting
        self.seats[section_id].waiting = 0
        super().take(ticket, section_id)
        self.seats[section_id].waiting = places


class Alone(SeatBook):
    """Serves a seat given back by hand, and not one that a promotion gives back."""

    def serve(self, section_ids: Iterable[int]) -> None:
        """Serve nobody besides."""
        real = serving._promote
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(serving, "_promote", lambda book, waiting: real(book, waiting)[:0])
            super().serve(section_ids)


machine_settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_no_schedule_breaks_a_promise_of_the_waitlists() -> None:
    run_state_machine_as_test(Schedules, settings=machine_settings)


def walk(kind: type[SeatBook], seed: int) -> None:
    """One schedule of the machine, drawn without looking for the smallest that fails."""
    machine, drawn = Schedules(), random.Random(seed)
    machine.book = book_of(1, kind)
    for _ in range(60):
        student, section = drawn.randint(1, 4), drawn.randint(1, 4)
        what = drawn.choice(["select", "select", "drop", "swap", "swap", "more"])
        if what == "select":
            machine.select(student, section, wait=True)
        elif what == "drop":
            machine.drop(student, section)
        elif what == "swap":
            machine.swap(student, section, drawn.randint(0, 3), wait=True)
        elif drawn.random() < 0.1:
            machine.more_seats(section)
        machine.no_seat_is_left_to_somebody_who_could_have_it()
        machine.nobody_waits_for_what_they_hold_or_gets_a_seat_twice()
    machine.teardown()


def walk_often(kind: type[SeatBook]) -> None:
    for seed in range(50):
        walk(kind, seed)


def test_walks_of_the_right_book_find_nothing() -> None:
    walk_often(SeatBook)


@pytest.mark.parametrize("kind", [PassedBy, Unasked, Backwards, Forgetful, Alone])
def test_walks_find_a_planted_bug(kind: type[SeatBook]) -> None:
    with pytest.raises(AssertionError):
        walk_often(kind)


def code(decision: Decision) -> tuple[str, str | None]:
    return decision.outcome, decision.no.code if decision.no else None


def filled(waitlist: int | None = 3) -> SeatBook:
    """One seat each; student 1 has that of section 1, student 2 that of section 4."""
    book = book_of(1, waitlist=waitlist)
    book.decide_all([Ticket(1, 1), Ticket(2, 4)])
    return book


def test_a_place_needs_a_waitlist_the_wish_and_room() -> None:
    assert code(filled(None).decide(Ticket(3, 1))) == ("refused", "section_full")
    assert code(filled(0).decide(Ticket(3, 1))) == ("refused", "section_full")
    book = filled(2)
    assert code(book.decide(Ticket(3, 1, wait=False))) == ("refused", "section_full")
    assert code(book.decide(Ticket(3, 1))) == ("waitlisted", None)
    assert code(book.decide(Ticket(3, 1))) == ("refused", "already_waiting")
    assert code(book.decide(Ticket(4, 1))) == ("waitlisted", None)
    assert code(book.decide(Ticket(5, 1))) == ("refused", "waitlist_full")
    assert [each.student_id for each in book.waitlists.of_section(1)] == [3, 4]


def test_who_could_not_have_the_seat_anyway_does_not_wait() -> None:
    book = filled()
    book.decide(Ticket(3, 3))
    assert code(book.decide(Ticket(3, 1))) == ("refused", "time_clash")


def test_who_clashes_is_passed_over_with_the_reason_and_keeps_the_place() -> None:
    book = filled()
    book.decide_all([Ticket(3, 1), Ticket(4, 1), Ticket(3, 3), Ticket(1, 1, DROP)])
    assert 1 in book.held[4]
    (kept,) = book.waitlists.of_section(1)
    assert (kept.student_id, kept.skipped) == (3, No("time_clash", {"other": "3"}))
    book.decide(Ticket(4, 1, DROP))
    assert book.seats[1].free
    book.decide(Ticket(3, 3, DROP))
    assert 1 in book.held[3]


def test_a_promotion_gives_the_other_seat_back_and_that_goes_on() -> None:
    book = filled()
    book.decide_all([Ticket(2, 1, SWAP, 4, ticket_id="b"), Ticket(3, 4, ticket_id="c")])
    before = len(book.answers)
    book.decide(Ticket(1, 1, DROP))
    told = [(t.ticket_id, t.action, t.instead_of, d.outcome) for t, d in book.answers[before + 1 :]]
    assert told == [
        ("b-promoted", "swap", 4, "enrolled"),
        ("c-promoted", "select", None, "enrolled"),
    ]
    assert book.held == {1: {}, 2: {1: book.sections[1]}, 3: {4: book.sections[4]}}


def test_what_would_be_given_back_may_be_gone_already() -> None:
    book = filled()
    book.decide_all([Ticket(2, 1, SWAP, 4), Ticket(2, 4, DROP), Ticket(1, 1, DROP)])
    ticket, decision = book.answers[-1]
    assert (ticket.action, ticket.instead_of, decision.outcome) == ("select", None, "enrolled")


def test_leaving_a_waitlist_frees_no_seat() -> None:
    book = filled()
    book.decide(Ticket(3, 1))
    assert book.refusals(Ticket(3, 1, DROP)) == []
    assert code(book.decide(Ticket(3, 1, DROP))) == ("dropped", "waitlist_left")
    assert book.refusals(Ticket(3, 1, DROP)) == [No("not_held")]
    assert code(book.decide(Ticket(3, 1, DROP))) == ("refused", "not_held")
    assert (book.seats[1].taken, book.seats[1].waiting) == (1, 0)


def test_the_round_that_counts_is_the_one_in_which_the_ticket_was_accepted() -> None:
    early = Round(1, "early", 100, 200, frozenset({SELECT}))
    late = Round(2, "late", 300, 400, frozenset({DROP}))
    book = filled()
    known = {n: section_of(n, term=replace(FALL, rounds=(early, late))) for n in TIMES}
    book = SeatBook(known, book.seats, book.students, book.held)
    assert code(book.decide(Ticket(3, 1, accepted_at=150)))[0] == "waitlisted"
    assert code(book.decide(Ticket(1, 1, DROP, accepted_at=350)))[0] == "dropped"
    assert 1 in book.held[3]


def test_a_batch_serves_those_who_wait_before_its_first_ticket() -> None:
    """What keeps somebody from a seat may end without a seat changing hands."""
    book = filled()
    book.decide_all([Ticket(3, 1), Ticket(3, 3), Ticket(1, 1, DROP)])
    book.held[3][3] = replace(book.sections[3], schedule=NO_TIME)
    assert [code(each) for each in book.decide_all([Ticket(4, 1)])] == [("waitlisted", None)]
    assert 1 in book.held[3]
