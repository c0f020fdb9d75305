"""The audit finds what a wrong system leaves behind, and nothing in a right one's result."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.audit import (
    Audit,
    AuditedSection,
    Hours,
    LoggedTicket,
    Promise,
    audit,
    order_inversions,
)
from backend.domain.eligibility import Seats, Section, Student, Term
from backend.domain.plans import Plan
from backend.domain.selection import DROP, SELECT, SWAP, Action, SeatBook
from backend.domain.timetable import Meeting, schedule_of

MONDAY_9 = Hours("M", 540, 600)
MONDAY_10 = Hours("MW", 600, 660)
MONDAY_HALF_9 = Hours("TM", 570, 630)
FULL = "section_full"


@dataclass
class History:
    """What a rush left behind; a test plants a bug into it."""

    sections: dict[str, AuditedSection]
    log: list[LoggedTicket]
    promises: list[Promise] = field(default_factory=list)

    def audit(self) -> Audit:
        return audit(list(self.sections.values()), self.log, self.promises)

    def seat(self, name: str, *students: int) -> None:
        section = self.sections[name]
        self.sections[name] = replace(section, students=students, taken=len(students))

    def ticket(self, number: int) -> LoggedTicket:
        return next(ticket for ticket in self.log if ticket.number == number)

    def change(self, number: int, /, **values: object) -> None:
        changed = replace(self.ticket(number), **values)  # type: ignore[arg-type]
        self.log[self.log.index(self.ticket(number))] = changed


def section(
    id_: int, name: str, capacity: int | None, hours: Hours, *students: int
) -> AuditedSection:
    course = name.partition("/")[0]
    return AuditedSection(id_, name, course, capacity, len(students), (hours,), students)


def ticket(
    number: int, student: int, section: int, state: str, code: str | None = None
) -> LoggedTicket:
    action = "drop" if state == "dropped" else "select"
    return LoggedTicket(f"t{number}", number, student, section, action, state, code)


def right_history() -> History:
    """Two seats in A/1: 11 and 12 get them, 13 is late; 12 drops and 14 gets that seat."""
    log = [
        ticket(1, 11, 1, "enrolled"),
        ticket(2, 12, 1, "enrolled"),
        ticket(3, 13, 1, "refused", FULL),
        ticket(4, 11, 2, "refused", "course_already_held"),
        ticket(5, 12, 1, "dropped"),
        ticket(6, 14, 1, "enrolled"),
        ticket(7, 11, 3, "enrolled"),
        ticket(8, 15, 2, "enrolled"),
        ticket(9, 15, 3, "cancelled", "cancelled"),
    ]
    sections = {
        "A/1": section(1, "A/1", 2, MONDAY_9, 11, 14),
        "A/2": section(2, "A/2", None, MONDAY_HALF_9, 15),
        "B/1": section(3, "B/1", 5, MONDAY_10, 11),
    }
    promises = [Promise(t.id, t.student_id, t.section_id, t.state) for t in log]
    return History(sections, log, promises)


def test_a_right_history_is_clean() -> None:
    result = right_history().audit()
    assert result.clean
    assert set(result.figures().values()) == {0}


def oversold(history: History) -> None:
    history.sections["A/1"] = replace(history.sections["A/1"], capacity=1)


def counter_off(history: History) -> None:
    history.sections["B/1"] = replace(history.sections["B/1"], taken=0)


def missing_in_the_log(history: History) -> None:
    history.log.remove(history.ticket(4))


def unanswered(history: History) -> None:
    history.change(4, state="pending", code=None)


def client_never_heard(history: History) -> None:
    history.promises[3] = replace(history.promises[3], state="pending")


def answer_changed(history: History) -> None:
    history.promises[3] = replace(history.promises[3], state="enrolled")


def ticket_of_another(history: History) -> None:
    history.promises[3] = replace(history.promises[3], student_id=99)


def two_requests_one_ticket(history: History) -> None:
    history.promises.append(history.promises[3])


def seat_gone(history: History) -> None:
    history.seat("A/1", 11)


def never_logged_as_asked(history: History) -> None:
    history.promises.append(Promise("t99", 16, 1, "pending"))


def twice_in_a_section(history: History) -> None:
    history.seat("B/1", 11, 11)


def twice_in_a_course(history: History) -> None:
    history.change(4, state="enrolled", code=None)
    history.promises[3] = replace(history.promises[3], state="enrolled")
    history.sections["A/2"] = replace(history.sections["A/2"], hours=())
    history.seat("A/2", 15, 11)


def seat_without_ticket(history: History) -> None:
    history.seat("B/1", 11, 12)


def seat_after_the_drop(history: History) -> None:
    history.sections["A/1"] = replace(history.sections["A/1"], capacity=3)
    history.seat("A/1", 11, 14, 12)


def seat_after_a_refusal(history: History) -> None:
    history.seat("A/1", 11, 14, 13)
    history.sections["A/1"] = replace(history.sections["A/1"], capacity=3)


def clashing(history: History) -> None:
    history.sections["B/1"] = replace(history.sections["B/1"], hours=(MONDAY_HALF_9,))


def overtaken(history: History) -> None:
    history.change(5, section_id=3)
    history.change(6, section_id=1)
    history.change(2, section_id=3)
    for place in (1, 4):
        history.promises[place] = replace(history.promises[place], section_id=3)
    history.seat("A/1", 11, 14)


def number_given_twice(history: History) -> None:
    history.change(9, number=8)


def in_line_twice(history: History) -> None:
    history.log.append(ticket(10, 13, 1, "refused", "already_held"))


PLANTED: list[tuple[Callable[[History], None], str]] = [
    (oversold, "oversold_sections"),
    (counter_off, "wrong_seat_counts"),
    (missing_in_the_log, "lost_tickets"),
    (unanswered, "lost_tickets"),
    (client_never_heard, "lost_tickets"),
    (answer_changed, "lost_tickets"),
    (ticket_of_another, "lost_tickets"),
    (two_requests_one_ticket, "lost_tickets"),
    (seat_gone, "lost_tickets"),
    (never_logged_as_asked, "lost_tickets"),
    (twice_in_a_section, "duplicate_enrolments"),
    (twice_in_a_course, "duplicate_enrolments"),
    (seat_without_ticket, "duplicate_enrolments"),
    (seat_after_the_drop, "duplicate_enrolments"),
    (seat_after_a_refusal, "duplicate_enrolments"),
    (clashing, "clashing_enrolments"),
    (overtaken, "order_inversions"),
    (number_given_twice, "order_inversions"),
    (in_line_twice, "unknown_tickets"),
]


@pytest.mark.parametrize(("bug", "figure"), PLANTED, ids=[bug.__name__ for bug, _ in PLANTED])
def test_a_planted_bug_is_found_once_and_under_its_name(
    bug: Callable[[History], None], figure: str
) -> None:
    history = right_history()
    bug(history)
    result = history.audit()
    assert {name: n for name, n in result.figures().items() if n} == {figure: 1}
    assert not result.clean


def swapped_history() -> History:
    """21 has the one seat in A/1, 22 is late; 21 swaps to B/1, 22 gets A/1 and cannot have C/1."""
    log = [
        ticket(1, 21, 1, "enrolled"),
        ticket(2, 22, 1, "refused", FULL),
        replace(ticket(3, 21, 2, "enrolled"), action="swap", instead_of=1),
        ticket(4, 22, 1, "enrolled"),
        replace(ticket(5, 22, 3, "refused", FULL), action="swap", instead_of=1),
    ]
    sections = {
        "A/1": section(1, "A/1", 1, MONDAY_9, 22),
        "B/1": section(2, "B/1", 1, MONDAY_10, 21),
        "C/1": section(3, "C/1", 0, MONDAY_9),
    }
    return History(sections, log, [Promise(t.id, t.student_id, t.section_id, t.state) for t in log])


def both_seats_kept(history: History) -> None:
    history.sections["A/1"] = replace(history.sections["A/1"], capacity=2)
    history.seat("A/1", 21, 22)


def both_seats_lost(history: History) -> None:
    history.seat("B/1")


def old_seat_lost_in_vain(history: History) -> None:
    history.seat("A/1")


def freed_seat_given_twice(history: History) -> None:
    history.sections["A/1"] = replace(history.sections["A/1"], capacity=2)
    history.seat("A/1", 22, 23)
    history.log.append(ticket(6, 23, 1, "enrolled"))
    history.promises.append(Promise("t6", 23, 1, "enrolled"))


@pytest.mark.parametrize(
    ("bug", "figure"),
    [
        (both_seats_kept, "duplicate_enrolments"),
        (both_seats_lost, "lost_tickets"),
        (old_seat_lost_in_vain, "lost_tickets"),
        (freed_seat_given_twice, "order_inversions"),
    ],
)
def test_a_bug_planted_into_a_swap_is_found(bug: Callable[[History], None], figure: str) -> None:
    history = swapped_history()
    assert history.audit().clean
    bug(history)
    assert {name: n for name, n in history.audit().figures().items() if n} == {figure: 1}


def test_findings_say_what_is_wrong() -> None:
    history = right_history()
    oversold(history)
    assert history.audit().oversold_sections == ["A/1: 2 students on 1 seats"]


def line(*steps: str) -> list[LoggedTicket]:
    """Tickets for one section: + enrolled, - dropped, 0 refused for want of seats, x otherwise."""
    states = {
        "+": ("enrolled", None),
        "-": ("dropped", None),
        "0": ("refused", FULL),
        "x": ("refused", "time_clash"),
    }
    return [
        ticket(number, number, 1, *states[step]) for number, step in enumerate("".join(steps), 1)
    ]


@pytest.mark.parametrize(
    ("history", "inversions"),
    [
        ("", 0),
        ("++00", 0),
        ("++x0+", 1),
        ("x+", 0),
        ("+0-+", 0),
        ("+0+-", 1),
        ("+0-++", 1),
        ("++0--++0", 0),
        ("+0-0+", 1),
        ("-0+", 1),
        ("0+++", 3),
        ("0-x+0", 0),
    ],
)
def test_order_inversions_of_one_line(history: str, inversions: int) -> None:
    assert len(list(order_inversions(line(history)))) == inversions


def test_a_refusal_in_another_section_is_no_inversion() -> None:
    log = [ticket(1, 1, 1, "refused", FULL), ticket(2, 2, 2, "enrolled")]
    assert list(order_inversions(log)) == []


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Hours("M", 540, 600), Hours("M", 600, 660), False),
        (Hours("M", 540, 601), Hours("M", 600, 660), True),
        (Hours("M", 540, 600), Hours("T", 540, 600), False),
        (Hours("MR", 540, 600), Hours("RF", 500, 700), True),
        (Hours("M", 540, 600, frozenset({1, 2})), Hours("M", 540, 600, frozenset({3})), False),
        (Hours("M", 540, 600, frozenset({1, 2})), Hours("M", 540, 600, frozenset({2, 3})), True),
        (Hours("M", 540, 600, frozenset({1})), Hours("M", 540, 600), True),
    ],
)
def test_two_hours_meet(one: Hours, other: Hours, meet: bool) -> None:
    assert one.meets(other) is other.meets(one) is meet


CLASSES = {
    1: ("A", Meeting("MR", 540, 620)),
    2: ("A", Meeting("TF", 540, 620)),
    3: ("B", Meeting("M", 600, 710)),
    4: ("C", Meeting("W", 480, 590)),
    5: ("D", Meeting("WF", 570, 650)),
}
ATTEMPTS = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(sorted(CLASSES)),
        st.sampled_from([SELECT, DROP, SWAP]),
        st.sampled_from(sorted(CLASSES)),
    ),
    max_size=60,
)


Attempt = tuple[int, int, Action, int]
"""Student, section, action, and the section to give back in a swap."""


@dataclass(frozen=True)
class Asked:
    student_id: int
    section_id: int
    action: Action
    instead_of: int | None = None
    accepted_at: float = 0.0
    number: int = 1
    wait: bool = False
    ticket_id: str = ""
    plan: Plan | None = None
    credits: int | None = None


def decide(attempts: list[Attempt], capacity: int) -> History:
    """The history that the rule book makes of `attempts`."""
    book = SeatBook(
        sections={
            id_: Section(id_, Term(1), ord(course), credits=400, schedule=schedule_of([meeting]))
            for id_, (course, meeting) in CLASSES.items()
        },
        seats={id_: Seats(0, capacity) for id_ in CLASSES},
        students={student: Student() for student in range(1, 7)},
    )
    log = []
    for number, (student, wanted, action, other) in enumerate(attempts, 1):
        instead_of = other if action == SWAP else None
        decision = book.decide(Asked(student, wanted, action, instead_of, number=number))
        code = decision.no.code if decision.no else None
        what = (student, wanted, action, decision.outcome, code, instead_of)
        log.append(LoggedTicket(f"t{number}", number, *what))
    sections = {
        str(id_): AuditedSection(
            id_,
            str(id_),
            course,
            capacity,
            book.seats[id_].taken,
            (Hours(meeting.days, meeting.start, meeting.end),),
            tuple(student for student, held in book.held.items() if id_ in held),
        )
        for id_, (course, meeting) in CLASSES.items()
    }
    promises = [Promise(t.id, t.student_id, t.section_id, t.state) for t in log]
    return History(sections, log, promises)


@given(attempts=ATTEMPTS, capacity=st.integers(0, 3))
def test_whatever_the_rule_book_decides_is_clean(attempts: list[Attempt], capacity: int) -> None:
    assert decide(attempts, capacity).audit().figures() == dict.fromkeys(
        decide([], 0).audit().figures(), 0
    )


def test_the_order_of_the_log_as_given_does_not_matter() -> None:
    history = right_history()
    random.Random(3).shuffle(history.log)
    assert history.audit().clean
