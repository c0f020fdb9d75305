"""A small university drawn at random, with all that the rules look at, in the data node's database.

Few seats, few hours and low limits, so that every rule has something to say. What a draw makes
need not keep the rules: limits are lowered and sections closed after seats were taken.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from msgspec.structs import replace

from backend.common.tickets import Order
from backend.data_node import decisions, feed
from backend.data_node.tables import (
    counters,
    courses,
    decision_log,
    enrolments,
    meetings,
    metadata,
    sections,
    students,
    terms,
    waitlist,
)
from backend.data_node.tables import feed as feed_table
from backend.domain.ordering.priority import PolicyName
from backend.domain.plans import Plan
from backend.domain.selection import BY_HAND, DROP, PLAN, SELECT, SWAP, Action
from backend.domain.timetable import EVERY_WEEK
from benchmarks import random_facts, random_rounds, random_seats
from benchmarks.random_facts import HOUR, NOW
from benchmarks.random_rounds import GROUPS, TAGS

COURSES_A_TERM = 6
SECTIONS_A_TERM = 9
CONTESTED = 3  # of them, in a rush
STUDENTS = 12
SEATED = 40  # requests that are decided before anybody looks
SCRATCH = "SCRATCH"
CHOSEN = (None, None, 100, 200, 350)  # hundredths of a credit
NOBODY = 999_999_999
ACTIONS: tuple[Action, ...] = (SELECT, SELECT, SELECT, SWAP, SWAP, DROP, PLAN)


KEPT = (counters, feed_table, decision_log)
"""Who follows the feed goes on following it, and the log only grows."""


@dataclass
class RandomTerm:
    """What was drawn.

    Attributes:
        terms: codes.
        scratch_students: id of a student to the scratch term of that student.
        linked: sections that are parts of a course.
        policy: of the one round of the first term, which draws; None if it has no such round.
        choosing: whether students say how many credits they want.
        held, waited: sections by student, as `seat_some` left them.
    """

    drawn: random.Random
    terms: list[str] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)
    students: list[int] = field(default_factory=list)
    scratch_students: dict[int, int] = field(default_factory=dict)
    scratch_sections: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    held: dict[int, list[int]] = field(default_factory=dict)
    waited: dict[int, list[int]] = field(default_factory=dict)
    policy: PolicyName | None = None
    choosing: bool = False
    orders_made: int = 0

    def order(self, number: int | None = None, actions: Sequence[Action] = ACTIONS) -> Order:
        """The next request of somebody, at some moment; sometimes for what is not there.

        Args:
            number: its place in the line; None is the next.
        """
        drawn = self.drawn
        self.orders_made += 1
        action = drawn.choice(actions)
        leaving = action == DROP and self.waited and drawn.random() < 0.3
        student = drawn.choice(sorted(self.waited) if leaving else self.students)
        wanted = self._section(student)
        other = drawn.choice(self.waited[student]) if leaving else self._held(student)
        plan = self._plan(student) if action == PLAN else None
        if action == SWAP and drawn.random() < 0.3:
            plan = Plan(((self._together(self._of(student)),),), credits=self._credits(student))
        if plan is not None:
            wanted = plan.wishes[0][0][0]
        return Order(
            ticket_id=f"{self.orders_made:016x}",
            number=self.orders_made if number is None else number,
            student_id=student,
            section_id=other if action == DROP else wanted,
            plan=plan,
            action=action,
            instead_of=other if action == SWAP else None,
            accepted_at=NOW + drawn.uniform(-3, 3) * HOUR,
            scratch_term=self.scratch_students.get(student),
            credits=drawn.choice(CHOSEN) if self.choosing and action in (SELECT, SWAP) else None,
            wait=action != DROP and drawn.random() < 0.5,
        )

    def rush(self, count: int) -> list[Order]:
        """So many requests for a few neighbours in the catalogue of the first term, by whomever."""
        at = self.drawn.randrange(SECTIONS_A_TERM - CONTESTED + 1)
        wanted = self.sections[at : at + CONTESTED]
        orders = [self.order(actions=(SELECT,)) for _ in range(count)]
        return [replace(each, section_id=self.drawn.choice(wanted)) for each in orders]

    def _plan(self, student: int) -> Plan:
        drawn = self.drawn
        theirs = self._of(student)
        return Plan(
            tuple(
                tuple(self._together(theirs) for _ in range(options))
                for options in (drawn.randint(1, 3) for _ in range(drawn.randint(1, 3)))
            ),
            all_or_nothing=drawn.random() < 0.5,
            credits=self._credits(student),
        )

    def _credits(self, student: int) -> tuple[tuple[int, int], ...]:
        """Of what is wanted in a plan; most of it is offered for nothing else."""
        named = self.drawn.sample(self._of(student), 3) if self.choosing else ()
        return tuple((section, self.drawn.choice((100, 200, 350))) for section in sorted(named))

    def _together(self, theirs: list[int]) -> tuple[int, ...]:
        drawn = self.drawn
        if len(self.linked) > 1 and drawn.random() < 0.3:
            return tuple(drawn.sample(self.linked, 2))
        return tuple(drawn.sample(theirs, drawn.choice([1, 1, 2])))

    def _of(self, student: int) -> list[int]:
        return self.scratch_sections if student in self.scratch_students else self.sections

    def _section(self, student: int) -> int:
        theirs = self._of(student)
        if self.drawn.random() < 0.05:
            theirs = [NOBODY, *self.sections, *self.scratch_sections]
        return self.drawn.choice(theirs)

    def _held(self, student: int) -> int:
        held = self.held.get(student)
        if not held or self.drawn.random() < 0.1:
            return self._section(student)
        return self.drawn.choice(held)


def store(
    connection: sa.Connection,
    drawn: random.Random,
    *,
    draws: Sequence[PolicyName | None] = (None,),
) -> RandomTerm:
    """Draw one in place of whatever is in the database, some seats taken already.

    Args:
        draws: one of them is how the first term decides; None is in rounds that draw no lots.
    """
    _clear(connection)
    made = RandomTerm(drawn, policy=drawn.choice(draws))
    for code in ("A", "B", SCRATCH):
        _store_term(connection, made, code)
    _store_people(connection, made)
    seat_some(connection, made)
    _disturb(connection, made)
    random_facts.store(connection, drawn, made.students, made.sections)
    random_seats.store(connection, drawn, made.sections, GROUPS[1:])
    serve(connection, made)
    for code in made.terms:
        feed.append(connection, feed.CATALOGUE, {"term": code})
    feed.append(connection, feed.STUDENT, {"ids": made.students})
    return made


def serve(connection: sa.Connection, made: RandomTerm) -> None:
    """Give to those who wait what a change of theirs allows now, as the next requests would."""
    decisions.serve(connection, made.sections, NOW)


def seat_some(connection: sa.Connection, made: RandomTerm) -> None:
    """Decide some requests by hand, which no round binds."""
    orders = [made.order(BY_HAND) for _ in range(SEATED)]
    decisions.decide_batch(connection, orders, NOW)
    made.held = _by_student(connection, enrolments)
    made.waited = _by_student(connection, waitlist)


def _by_student(connection: sa.Connection, table: sa.Table) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    query = sa.select(table.c.student_id, table.c.section_id)
    for student, section in connection.execute(query.order_by(*query.selected_columns)):
        found.setdefault(student, []).append(section)
    return found


def _clear(connection: sa.Connection) -> None:
    for table in reversed(metadata.sorted_tables):
        if table not in KEPT:
            connection.execute(sa.delete(table))


def _store_term(connection: sa.Connection, made: RandomTerm, code: str) -> None:
    drawn, term, scratch = made.drawn, len(made.terms) + 1, code == SCRATCH
    row = {"id": term, "code": code, "name": code, "state": "open", "scratch": scratch}
    row["credit_minimum"] = drawn.choice([None, 200])
    connection.execute(sa.insert(terms).values(row))
    made.terms.append(code)
    feed.append(connection, feed.CATALOGUE, {"term": code})
    if made.policy is not None and len(made.terms) == 1:
        random_rounds.store_draw(connection, drawn, code, made.policy)
    elif not scratch:
        random_rounds.store(connection, drawn, code)
    own = [term * 100 + n for n in range(COURSES_A_TERM)]
    rows = [{"id": n, "term_id": term, "code": f"{code}-{n}", "title": ""} for n in own]
    connection.execute(sa.insert(courses), rows)
    ids = [term * 100 + n for n in range(SECTIONS_A_TERM)]
    described = [_section(drawn, section, term, drawn.choice(own)) for section in ids]
    for row in described:
        row["component"], row["link_label"] = "", ""
        row["waitlist_limit"] = None if scratch else drawn.choice([None, 0, 1, 3, 3])
        if row["course_id"] == own[0] and not scratch:
            row["component"] = drawn.choice(["lecture", "lab"])
            row["link_label"] = drawn.choice(["", "1", "2"])
            made.linked.append(ids[described.index(row)])
    connection.execute(sa.insert(sections), described)
    connection.execute(sa.insert(meetings), [m for n in ids for m in _meetings(drawn, n)])
    (made.scratch_sections if scratch else made.sections).extend(ids)


def _section(drawn: random.Random, section: int, term: int, course: int) -> dict[str, object]:
    credits_ = drawn.choice([0, 100, 150, 300, 400])
    capacity = drawn.choice([0, 1, 2, 3, 4, None])
    return {
        "id": section,
        "term_id": term,
        "course_id": course,
        "number": str(section),
        "title": "",
        "credits": credits_,
        "credits_max": credits_ + drawn.choice([0, 0, 0, 200]),
        "capacity": capacity,
        "ceiling": capacity,
        "taken": 0,
        "state": "open",
        "instructor": "",
        "location": "",
        "tags": [],
    }


def _meetings(drawn: random.Random, section: int) -> list[dict[str, object]]:
    return [
        {
            "section_id": section,
            "days": drawn.choice(["M", "T", "W", "MR"]),
            "start_minute": (start := drawn.randrange(480, 720, 30)),
            "end_minute": start + drawn.choice([50, 80]),
            "weeks": drawn.choice([EVERY_WEEK, EVERY_WEEK, 0b0101, 0b1010]),
            "kind": "LEC",
            "location": "",
            "instructor": "",
        }
        for _ in range(drawn.choice([0, 1, 1, 2]))
    ]


def _store_people(connection: sa.Connection, made: RandomTerm) -> None:
    """Students of the real terms, and one of the scratch term."""
    drawn, scratch_term = made.drawn, made.terms.index(SCRATCH) + 1
    made.students.extend(range(1, STUDENTS + 1))
    made.scratch_students[STUDENTS] = scratch_term
    rows = [
        {
            "id": student,
            "username": f"student{student}",
            "name": f"Student {student}",
            "group": drawn.choice(GROUPS),
            "tags": drawn.sample(TAGS, drawn.choice([0, 0, 1])),
            "credit_limit": drawn.choice([400, 800, 800, 2400]),
            "active": True,
            "credit_minimum": drawn.choice([None, None, 0, 300]),
            "scratch_term": made.scratch_students.get(student),
        }
        for student in made.students
    ]
    connection.execute(sa.insert(students), rows)


def _disturb(connection: sa.Connection, made: RandomTerm) -> None:
    """What staff change after seats were taken; who holds a seat keeps it."""
    drawn = made.drawn
    if drawn.random() < 0.3:
        _set(connection, terms, terms.c.code == drawn.choice(made.terms), state="closed")
    for section in drawn.sample(made.sections, 3):
        state = drawn.choice(["open", "closed", "cancelled"])
        _set(connection, sections, sections.c.id == section, state=state)
    for student in drawn.sample(made.students, 2):
        limit = drawn.choice([0, 300])
        _set(connection, students, students.c.id == student, credit_limit=limit)
    if drawn.random() < 0.3:
        student = drawn.choice(made.students)
        _set(connection, students, students.c.id == student, active=False)


def _set(
    connection: sa.Connection,
    table: sa.Table,
    which: sa.ColumnElement[bool],
    **values: object,
) -> None:
    connection.execute(sa.update(table).where(which).values(values))
