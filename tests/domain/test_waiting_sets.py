"""Linked sets and plans that wait: had whole or not at all, and nobody passes them by.

As in `test_waitlist`, the audit looks at the log alone, and each promise has a book with a planted
bug beside it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

import pytest

from backend.domain import serving
from backend.domain.audit import AuditedSection, Hours, LoggedTicket, passers_by
from backend.domain.eligibility import Seats, Section, Student, Term
from backend.domain.links import Link
from backend.domain.plans import Part, Plan, SectionSet
from backend.domain.refusals import No
from backend.domain.selection import DROP, PLAN, SELECT, SWAP, Action, Decision, SeatBook
from backend.domain.selection import Ticket as Request
from backend.domain.sets import no_promotion
from backend.domain.timetable import Meeting, schedule_of
from backend.domain.waitlist import Waiting

FALL = Term(1)
LIMIT = 900
NEEDED = frozenset({"lecture", "lab"})
LECTURES, LABS, OTHERS = (11, 12), (21, 22, 23), (31, 32)
TIMES = {
    11: Meeting("M", 540, 620),
    12: Meeting("T", 540, 620),
    21: Meeting("W", 540, 620),
    22: Meeting("R", 540, 620),
    23: Meeting("T", 600, 710),  # clashes with lecture 12
    31: Meeting("M", 600, 710),  # clashes with lecture 11
    32: Meeting("F", 540, 620),
}
SETS = [each for each in product(LECTURES, LABS) if each != (12, 23)]
STUDENTS = range(1, 7)


@dataclass(frozen=True)
class Ticket:
    student_id: int
    section_id: int
    action: Action = SELECT
    instead_of: int | None = None
    plan: Plan | None = None
    number: int = 1
    accepted_at: float = 0.0
    wait: bool = True
    credits: int | None = None
    ticket_id: str = ""


def section_of(number: int, waitlist: int | None = 9) -> Section:
    linked = {**dict.fromkeys(LECTURES, "lecture"), **dict.fromkeys(LABS, "lab")}
    return Section(
        number,
        FALL,
        course_id=1 if number in linked else number,
        name=str(number),
        credits=300,
        schedule=schedule_of([TIMES[number]]),
        link=Link(linked[number], "", NEEDED) if number in linked else None,
        waitlist_limit=waitlist,
    )


def book_of(ceiling: int = 1, kind: type[SeatBook] = SeatBook) -> SeatBook:
    return kind(
        {number: section_of(number) for number in TIMES},
        {number: Seats(0, ceiling) for number in TIMES},
        {student: Student(credit_limit=LIMIT) for student in STUDENTS},
    )


def one_set(student: int, option: SectionSet, number: int = 1) -> Ticket:
    return Ticket(student, option[0], PLAN, plan=Plan(((option,),)), number=number)


def plan(student: int, *wishes: tuple[SectionSet, ...], whole: bool = False) -> Ticket:
    return Ticket(student, wishes[0][0][0], PLAN, plan=Plan(wishes, whole))


def swap_set(student: int, option: SectionSet, old: int) -> Ticket:
    return Ticket(student, option[0], SWAP, old, Plan(((option,),)))


class Walk:
    """A random schedule, its log, and what must hold after each request."""

    def __init__(self, kind: type[SeatBook], seed: int) -> None:
        self.drawn = random.Random(seed)
        self.book = book_of(1 + seed % 2, kind)
        self.log: list[LoggedTicket] = []

    def run(self, steps: int = 60) -> None:
        for number in range(1, steps + 1):
            before = len(self.book.answers)
            ticket = replace(self.ticket(), number=number, ticket_id=f"t{number}")
            self.book.decide(ticket)
            self.note(number, before)
            self.check()
        assert list(passers_by(self.audited(), self.log, LIMIT)) == []

    def ticket(self) -> Ticket:
        drawn = self.drawn
        student, option = drawn.choice(STUDENTS), drawn.choice(SETS)
        mine = list(self.book.held.get(student, {}))
        what = drawn.choice(["set", "set", "plan", "drop", "drop", "swap", "part", "one"])
        if what == "drop":
            return Ticket(student, drawn.choice(mine or list(TIMES)), DROP, wait=False)
        if what == "one":
            return Ticket(student, drawn.choice(OTHERS))
        if what == "plan":
            options = tuple(drawn.sample(SETS, 3))
            return plan(student, options, ((31,), (32,)), whole=drawn.random() < 0.3)
        if what == "swap" and mine:
            return swap_set(student, option, drawn.choice(mine))
        if what == "part" and set(mine) & set(LABS):
            lab = min(
                set(mine) & set(LABS)
            )  # the audit does not know that one is had with a lecture
            return Ticket(student, drawn.choice(LABS), SWAP, lab, wait=False)
        return one_set(student, option)

    def note(self, number: int, before: int) -> None:
        for step, (ticket, decision) in enumerate(self.book.answers[before:]):
            parts = decision.parts
            self.log.append(
                LoggedTicket(
                    ticket.ticket_id,
                    number,
                    ticket.student_id,
                    ticket.section_id,
                    ticket.action,
                    decision.outcome,
                    decision.no.code if decision.no else None,
                    ticket.instead_of,
                    tuple(section for part in parts for section in part.took),
                    tuple(section for part in parts for section in part.left),
                    step=step if isinstance(ticket, Waiting) else 0,
                    waits=tuple(
                        (part.waits, part.took or self.given(ticket))
                        for part in parts
                        if part.waits
                    ),
                )
            )

    def given(self, ticket: Request) -> SectionSet:
        mine = self.book.held.get(ticket.student_id, {})
        old = mine.get(ticket.instead_of or 0)
        return (
            ()
            if old is None
            else tuple(each.id for each in mine.values() if each.course_id == old.course_id)
        )

    def check(self) -> None:
        for section, seats in self.book.seats.items():
            assert seats.taken <= (seats.ceiling or 0)
            line = self.book.waitlists.of_section(section)
            assert len(line) == seats.waiting
            for each in line:
                waited = [w.section_id for w in self.book.waitlists.of_student(each.student_id)]
                assert set(each.together) <= set(waited)
                assert not seats.free or no_promotion(self.book, each) is not None
        for mine in self.book.held.values():
            parts = [section.link.component for section in mine.values() if section.link]
            assert sorted(parts) in ([], sorted(NEEDED))
        ids = [ticket.ticket_id for ticket, _ in self.book.answers]
        assert len(set(ids)) == len(ids)

    def audited(self) -> list[AuditedSection]:
        """As to the audit a lecture and a lab are two courses, of which both may be held."""
        return [
            AuditedSection(
                number,
                str(number),
                "lecture" if number in LECTURES else "lab" if number in LABS else str(number),
                self.book.seats[number].ceiling,
                self.book.seats[number].taken,
                (Hours(meeting.days, meeting.start, meeting.end),),
                tuple(s for s, held in self.book.held.items() if number in held),
                300,
            )
            for number, meeting in TIMES.items()
        ]


class PassedBy(SeatBook):
    """Forgets to serve those who wait."""

    def serve(self, section_ids: object) -> None:
        """Do nothing."""


class OnlyTheSeat(SeatBook):
    """Gives the seat that came free, and not what goes with it."""

    def _take_set(self, ticket: Request, option: SectionSet) -> Part:
        if isinstance(ticket, Waiting):
            option = (ticket.section_id,)
        return super()._take_set(ticket, option)


class InOnePart(SeatBook):
    """Lets a set wait in its first section alone."""

    def _join_set(self, ticket: Request, plan: Plan, part: Part, wish: int) -> None:
        before = set(self.waitlists.joined)
        super()._join_set(ticket, plan, part, wish)
        for section, student in self.waitlists.joined - before:
            if section != part.waits[0]:
                self.waitlists.leave(section, student)
                self.seats[section].waiting -= 1


class Backwards(SeatBook):
    """Serves from the end."""

    def serve(self, section_ids: object) -> None:
        """Turn every list around."""
        lists, real = self.waitlists, self.waitlists.of_section
        lists.of_section = lambda section_id: real(section_id)[::-1]  # type: ignore[method-assign]
        super().serve(section_ids)  # type: ignore[arg-type]
        del lists.of_section


class OverHeads(SeatBook):
    """Looks at one line alone before it gives all that goes together."""

    def serve(self, section_ids: Iterable[int]) -> None:
        """Find nobody ahead."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(serving, "_ahead", lambda *_: iter(()))
            super().serve(section_ids)


class Keeping(SeatBook):
    """Gives nothing back for what a plan waited for."""

    def enrol(self, ticket: Request) -> Decision:
        """Forget what it is had for."""
        if isinstance(ticket, Waiting):
            ticket = replace(ticket, gives=())
        return super().enrol(ticket)


def walk_often(kind: type[SeatBook]) -> None:
    for seed in range(60):
        Walk(kind, seed).run()


def test_walks_of_the_right_book_find_nothing() -> None:
    walk_often(SeatBook)


@pytest.mark.parametrize("kind", [PassedBy, OnlyTheSeat, InOnePart, Backwards, OverHeads, Keeping])
def test_walks_find_a_planted_bug(kind: type[SeatBook]) -> None:
    with pytest.raises(AssertionError):
        walk_often(kind)


def code(decision: Decision) -> tuple[str, str | None]:
    return decision.outcome, decision.no.code if decision.no else None


def held(book: SeatBook, student: int) -> set[int]:
    return set(book.held.get(student, {}))


def waits(book: SeatBook, student: int) -> list[int]:
    return [each.section_id for each in book.waitlists.of_student(student)]


def test_a_set_waits_in_each_part_and_is_had_when_all_can_be() -> None:
    book = book_of()
    book.decide_all([one_set(1, (11, 21)), one_set(2, (12, 22))])
    assert code(book.decide(one_set(3, (11, 22)))) == ("waitlisted", None)
    assert waits(book, 3) == [11, 22]
    book.decide(Ticket(1, 11, DROP))
    assert held(book, 3) == set()
    first = book.waitlists.find(11, 3)
    assert first is not None
    assert first.skipped == No("part_full", {"other": "22"})
    book.decide(Ticket(2, 22, DROP))
    assert held(book, 3) == {11, 22}
    assert waits(book, 3) == []
    assert book.answers[-1][1].parts == [Part((11, 22))]


def test_a_set_needs_a_waitlist_with_room_in_each_part() -> None:
    book = book_of()
    known = {**book.sections, 22: section_of(22, None)}
    book = SeatBook(known, book.seats, book.students)
    book.decide_all([one_set(1, (11, 21))])
    assert code(book.decide(one_set(3, (11, 22)))) == ("refused", "section_full")
    assert code(book.decide(one_set(3, (11, 21)))) == ("waitlisted", None)
    assert code(book.decide(one_set(3, (12, 21)))) == ("refused", "already_waiting")


def test_leaving_one_part_leaves_the_set() -> None:
    book = book_of()
    book.decide_all([one_set(1, (11, 21)), one_set(3, (11, 22))])
    assert code(book.decide(Ticket(3, 22, DROP))) == ("dropped", "waitlist_left")
    assert (waits(book, 3), book.seats[11].waiting, book.seats[22].waiting) == ([], 0, 0)


def test_a_plan_takes_what_it_gets_and_waits_for_the_best_that_lacks_a_seat() -> None:
    book = book_of()
    book.decide_all([Ticket(1, 31), one_set(1, (12, 22)), one_set(2, (11, 21))])
    wanted = plan(3, ((11, 22), (12, 21), (11, 23)), ((31,), (32,)))
    book.seats[11].ceiling = 2
    decision = book.decide(replace(wanted, ticket_id="p"))
    assert code(decision) == ("enrolled", None)
    assert [(part.took, part.waits) for part in decision.parts] == [
        ((11, 23), (11, 22)),
        ((32,), ()),  # section 31 clashes with lecture 11
    ]
    book.decide(Ticket(1, 22, DROP))
    assert held(book, 3) == {11, 22, 32}
    ticket, promoted = book.answers[-1]
    assert (ticket.ticket_id, promoted.parts) == ("p-promoted-1", [Part((22,), (23,))])


def test_a_plan_for_all_or_nothing_that_gets_nothing_waits_for_nothing() -> None:
    book = book_of()
    book.decide(Ticket(1, 31))
    asked = (((31,),), ((32,),))
    assert code(book.decide(plan(2, *asked, whole=True))) == ("refused", "section_full")
    assert waits(book, 2) == []
    assert code(book.decide(plan(2, *asked))) == ("enrolled", None)
    assert waits(book, 2) == [31]


def test_a_swap_of_sets_keeps_the_old_until_the_new_is_had() -> None:
    book = book_of()
    book.decide_all([one_set(1, (11, 21)), one_set(2, (12, 22))])
    assert code(book.decide(replace(swap_set(1, (12, 22), 21), wait=False))) == (
        "refused",
        "section_full",
    )
    assert code(book.decide(swap_set(1, (12, 21), 11))) == ("waitlisted", None)
    assert held(book, 1) == {11, 21}
    book.decide(Ticket(2, 12, DROP))
    assert held(book, 1) == {12, 21}
    assert book.answers[-1][1].parts == [Part((12,), (11,))]


def test_nobody_waits_to_swap_what_is_not_held() -> None:
    book = book_of()
    assert code(book.decide(one_set(1, (11, 21)))) == ("enrolled", None)
    assert code(book.decide(swap_set(2, (11, 21), 31))) == ("refused", "not_held")
    assert waits(book, 2) == []


def test_a_wish_of_a_plan_and_a_place_name_their_credits() -> None:
    book = book_of()
    known = {**book.sections, 31: replace(section_of(31), credit_range=(300, 500))}
    book = SeatBook(known, book.seats, book.students)
    chosen = Plan((((31,), (32,)),), credits=((31, 450),))
    book.decide(Ticket(1, 31, PLAN, plan=chosen))
    assert book.held[1][31].credits == 450
    book.decide_all([Ticket(2, 31, credits=400), Ticket(3, 31, PLAN, plan=chosen)])
    book.decide_all([Ticket(1, 31, DROP), Ticket(2, 31, DROP)])
    assert book.held[3][31].credits == 450
    too_many = replace(chosen, credits=((31, 600),))
    assert code(book.decide(Ticket(4, 31, PLAN, plan=too_many, wait=False)))[0] == "enrolled"
    assert held(book, 4) == set() or held(book, 4) == {32}
