"""Who asks for what in a rehearsal, and in which order the requests come; drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from backend.cli.rehearse_demand import DemandReport
from backend.common.rehearsal import WantedSection, course_of

REQUESTS_A_STUDENT = 5  # where a demand file does not say how many students there were


@dataclass(frozen=True, slots=True)
class Plan:
    """A rehearsal as it is to be.

    Attributes:
        students: how many.
        requests: in the order in which they come, each (student, section), both by their place.
    """

    students: int
    sections: list[WantedSection]
    requests: list[tuple[int, int]]
    seed: int

    @property
    def seats(self) -> int | None:
        """How many seats there are in all; None if any section is unlimited."""
        known = [s.capacity for s in self.sections if s.capacity is not None]
        return sum(known) if len(known) == len(self.sections) else None


def even_plan(students: int, sections: int, seats: int, per_student: int, seed: int) -> Plan:
    """Every student asks for `per_student` different ones of `sections` equal sections.

    Args:
        per_student: at most `sections`.
        seats: of each section.
    """
    drawn = random.Random(seed)  # noqa: S311 - a rehearsal is to be repeatable
    requests = [
        (student, section)
        for student in range(students)
        for section in drawn.sample(range(sections), per_student)
    ]
    drawn.shuffle(requests)
    wanted = [WantedSection(name=f"R{n:04}/01", capacity=seats) for n in range(1, sections + 1)]
    return Plan(students, wanted, requests, seed)


def demand_plan(report: DemandReport, students: int | None, seed: int) -> Plan:
    """As many requests for each section as the report says, spread evenly over the students.

    Nobody asks twice for one section, and for two sections of one course only where there are too
    few students.

    Args:
        students: None is a fifth of the requests, but enough for the section most in demand.

    Raises:
        ValueError: there are fewer students than requests for one section.
    """
    most = max(report.sections, key=lambda section: section.demand)
    if students is None:
        students = max(-(-report.requests // REQUESTS_A_STUDENT), most.demand, 1)
    if students < most.demand:
        raise ValueError(
            f"{most.demand:,} students ask for {most.name}, so {students:,} students are too few"
        )
    drawn = random.Random(seed)  # noqa: S311 - a rehearsal is to be repeatable
    requests = list(_deal(report, students, drawn))
    drawn.shuffle(requests)
    wanted = [WantedSection(name=s.name, capacity=s.capacity) for s in report.sections]
    return Plan(students, wanted, requests, seed)


def _deal(report: DemandReport, students: int, drawn: random.Random) -> Iterator[tuple[int, int]]:
    deck = _Deck(students, drawn)
    places = sorted(range(len(report.sections)), key=lambda at: course_of(report.sections[at].name))
    for _, of_course in groupby(places, key=lambda at: course_of(report.sections[at].name)):
        in_course: set[int] = set()
        for place in of_course:
            students_dealt = deck.deal(report.sections[place].demand, in_course)
            in_course.update(students_dealt)
            yield from ((student, place) for student in students_dealt)


class _Deck:
    """Students in a drawn order; everybody has a turn before anybody has the next."""

    def __init__(self, students: int, drawn: random.Random) -> None:
        self._students = students
        self._drawn = drawn
        self._cards: list[int] = []

    def deal(self, count: int, unwanted: Collection[int]) -> list[int]:
        """`count` different students, those in `unwanted` only if there are not enough others."""
        dealt: dict[int, None] = {}
        self._take(dealt, count, unwanted)
        if len(dealt) < count:
            self._shuffle_in()
            self._take(dealt, count, unwanted)
        self._take(dealt, count, ())
        return list(dealt)

    def _take(self, dealt: dict[int, None], count: int, unwanted: Collection[int]) -> None:
        passed = []
        while self._cards and len(dealt) < count:
            student = self._cards.pop()
            if student in unwanted or student in dealt:
                passed.append(student)
            else:
                dealt[student] = None
        self._cards += reversed(passed)

    def _shuffle_in(self) -> None:
        """A new deck, under what is left of the old one."""
        fresh = list(range(self._students))
        self._drawn.shuffle(fresh)
        self._cards = fresh + self._cards
