"""What staff change while students look: each change by the function behind its route."""

from __future__ import annotations

import random
from collections.abc import Callable

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.people import PersonRecord
from backend.common.rounds import RoundChange
from backend.common.sections import NewMeeting, SectionChange
from backend.common.terms import TermChange
from backend.data_node import cross_listing, rounds, sections, students, terms
from benchmarks import random_facts, random_seats
from benchmarks.random_facts import HOUR, NOW, REGISTRAR
from benchmarks.random_rounds import GROUPS, TAGS
from benchmarks.random_term import SCRATCH, RandomTerm, serve

CODES = [f"A-{100 + n}" for n in range(4)]
Change = Callable[[sa.Connection, random.Random, RandomTerm], object]


def make(connection: sa.Connection, made: RandomTerm, count: int) -> None:
    """Make that many changes; what is refused leaves nothing."""
    for _ in range(count):
        change = made.drawn.choice(CHANGES)
        connection.exec_driver_sql("SAVEPOINT change")
        try:
            change(connection, made.drawn, made)
        except Refused:
            connection.exec_driver_sql("ROLLBACK TO change")
        connection.exec_driver_sql("RELEASE change")
    serve(connection, made)


def _section(connection: sa.Connection, drawn: random.Random, made: RandomTerm) -> None:
    start = drawn.randrange(8, 12)
    meeting = NewMeeting(days=drawn.choice("MTW"), start=f"{start}:00", end=f"{start}:50")
    section = drawn.choice(made.sections)
    wanted = drawn.choice(
        [
            SectionChange(capacity=drawn.choice([0, 1, 3, 5, None])),
            SectionChange(state=drawn.choice(["open", "closed", "cancelled"])),
            SectionChange(credits=drawn.choice([1, 2, 4])),
            SectionChange(meetings=[meeting]),
            SectionChange(waitlist_limit=drawn.choice([None, 0, 2])),
            SectionChange(component=drawn.choice(["", "lecture", "lab"])),
            SectionChange(course=drawn.choice(CODES)),
        ]
    )
    sections.change(connection, section, wanted, REGISTRAR, NOW)


def _round(connection: sa.Connection, drawn: random.Random, _made: RandomTerm) -> None:
    every = rounds.every(connection)
    if not every:
        return
    one = drawn.choice(every)
    if drawn.random() < 0.3:
        rounds.remove(connection, one.id)
        return
    wanted = drawn.choice(
        [
            RoundChange(closes_at=one.opens_at + drawn.uniform(1, 9) * HOUR),
            RoundChange(section_limit=drawn.choice([None, 1, 3])),
            RoundChange(groups=drawn.sample(GROUPS[1:], drawn.choice([0, 1]))),
            RoundChange(actions=["select", "swap"]),
        ]
    )
    rounds.change(connection, one.id, wanted)


def _student(connection: sa.Connection, drawn: random.Random, made: RandomTerm) -> None:
    student = drawn.choice(made.students)
    record = PersonRecord(
        username=f"student{student}",
        name="Somebody",
        group=drawn.choice(GROUPS),
        tags=drawn.sample(TAGS, drawn.choice([0, 1])),
        credit_limit=drawn.choice([4.0, 12.0, 24.0]),
    )
    students.put_students(connection, [record])


def _leaver(connection: sa.Connection, drawn: random.Random, made: RandomTerm) -> None:
    if drawn.random() < 0.2:
        students.remove_student(connection, drawn.choice(made.students), NOW)


def _term(connection: sa.Connection, drawn: random.Random, made: RandomTerm) -> None:
    code = drawn.choice([term for term in made.terms if term != SCRATCH])
    terms.change(connection, code, TermChange(state=drawn.choice(["open", "open", "closed"])))


def _share(connection: sa.Connection, drawn: random.Random, made: RandomTerm) -> None:
    if drawn.random() < 0.2:
        cross_listing.part(connection, drawn.choice(made.sections), REGISTRAR, NOW)
    else:
        random_seats.share(connection, drawn, made.sections)


def _keep(connection: sa.Connection, drawn: random.Random, made: RandomTerm) -> None:
    random_seats.keep(connection, drawn, made.sections, GROUPS[1:])


def _facts(connection: sa.Connection, drawn: random.Random, made: RandomTerm) -> None:
    random_facts.store(connection, drawn, made.students, made.sections)


CHANGES: tuple[Change, ...] = (
    _section,
    _section,
    _section,
    _round,
    _student,
    _leaver,
    _share,
    _keep,
    _term,
    _facts,
)
"""All of them; a change of sections is the most frequent."""
