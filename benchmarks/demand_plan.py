"""Students whose requests add up to a registrar's report.

The report counts requests and says nothing of who sent them. So students are drawn for each class
and round:

- The eligible (served, or refused for want of a seat alone) and those for a reserve place are
  ordinary students. None asks for a course twice, for more than the limit allows even if all is
  granted, or for two classes that meet at one time. So only want of a seat can refuse them.
- Those refused for a clash are ordinary students who surely hold a seat at that time: one of a
  class with room for all who asked before.
- Those refused for workload are students whose limit is below one class, and those refused for
  other reasons are of a group for which the rounds are not.

When a class meets is drawn, since the report does not tell it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.data_node.scratch import draw_meeting
from backend.domain.timetable import Meeting
from benchmarks.demand_file import Row, rounds_of

CREDITS = 4
LIMIT = 24
MOST = LIMIT // CREDITS  # requests that could all be granted, over all rounds
EACH = 4.0  # such requests a student on average
LIST = 6  # requests a round of those who get nothing
TRIES = 40  # students looked at for each request, before everybody is
ORDINARY, LIGHT, OUTSIDE = "ug", "ug-light", "outside"


@dataclass(slots=True)
class Person:
    """A student: what was asked for, and when those classes meet, as a bit mask."""

    group: str
    busy: int = 0
    courses: set[str] = field(default_factory=set)
    sure: list[str] = field(default_factory=list)

    def takes(self, course: str, slots: int) -> bool:
        """Whether a request for it could be granted whatever becomes of the others."""
        return len(self.courses) < MOST and course not in self.courses and not self.busy & slots


@dataclass(slots=True)
class Wave:
    """Requests that go out together: by student, what is asked for, in the student's order."""

    wishes: dict[int, list[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many requests."""
        return sum(map(len, self.wishes.values()))

    def add(self, person: int, section: str) -> None:
        """One more request, after the others of that student."""
        self.wishes.setdefault(person, []).append(section)


@dataclass(slots=True)
class Plan:
    """What is done, round by round.

    Attributes:
        people: a student's id here is the place in the list.
        times: of a section, as `draw_meeting` gives them.
        rounds: name to the requests of the demand and then those for a reserve place.
        unplaced: clashes for which no student was found, as they could not happen here.
    """

    people: list[Person]
    times: dict[str, dict[str, Any]]
    rounds: dict[str, tuple[Wave, Wave]] = field(default_factory=dict)
    unplaced: int = 0


def plan(rows: Sequence[Row], seed: int, students: int = 0) -> Plan:
    """Draw students and their requests.

    Args:
        students: ordinary ones; 0 takes as many as ask for `EACH` classes on average, and enough
            for the course that most ask for.

    Raises:
        ValueError: so many students cannot ask for so much.
    """
    drawn = random.Random(seed)
    wanted: Counter[str] = Counter()
    for row in rows:
        wanted[row.course] += row.eligible + row.reserve + row.clash
    enough = max(int(wanted.total() / EACH), 2 * max(wanted.values(), default=0))
    people = [Person(ORDINARY) for _ in range(students or enough)]
    times = {key: draw_meeting(drawn) for key in dict.fromkeys(row.key for row in rows)}
    made = Plan(people, times)
    drawing = _Drawing(drawn, made)
    for name, of_round in rounds_of(rows).items():
        made.rounds[name] = drawing.round(of_round)
    return made


class _Drawing:
    def __init__(self, drawn: random.Random, made: Plan) -> None:
        self._drawn = drawn
        self._plan = made
        self._ordinary = range(len(made.people))
        self._slots = {key: _slots(time) for key, time in made.times.items()}
        self._others: dict[str, list[int]] = {LIGHT: [], OUTSIDE: []}

    def round(self, rows: list[Row]) -> tuple[Wave, Wave]:
        """The requests of one round; clashes come last in a student's list."""
        main, reserve = Wave(), Wave()
        rows = self._drawn.sample(rows, len(rows))
        for row in rows:
            for person in self._eligible(row, row.eligible):
                main.add(person, row.key)
        for row in rows:
            for person in self._clashing(row):
                main.add(person, row.key)
            for person in self._eligible(row, row.reserve):
                reserve.add(person, row.key)
        for group in (LIGHT, OUTSIDE):
            self._refused_alone(main, rows, group)
        return _shuffled(self._drawn, main), _shuffled(self._drawn, reserve)

    def _eligible(self, row: Row, count: int) -> list[int]:
        slots, people = self._slots[row.key], self._plan.people
        found: list[int] = []
        for person in self._candidates(count):
            if people[person].takes(row.course, slots):
                found.append(person)
                people[person].courses.add(row.course)
                people[person].busy |= slots
                if not row.may_be_full:
                    people[person].sure.append(row.key)
                if len(found) == count:
                    return found
        if count:
            raise ValueError(f"{row.key}: too few students for {count} requests")
        return found

    def _candidates(self, count: int) -> Iterator[int]:
        """Students at random, and when that has gone on for long, all of them."""
        for _ in range(count * TRIES):
            yield self._drawn.choice(self._ordinary)
        if count:
            yield from self._drawn.sample(self._ordinary, len(self._ordinary))

    def _clashing(self, row: Row) -> list[int]:
        slots = self._slots[row.key]
        found: list[int] = []
        for person in self._candidates(row.clash):
            one = self._plan.people[person]
            meets = any(self._slots[key] & slots for key in one.sure)
            if meets and row.course not in one.courses:
                one.courses.add(row.course)
                found.append(person)
                if len(found) == row.clash:
                    return found
        self._plan.unplaced += row.clash - len(found)
        return found

    def _refused_alone(self, wave: Wave, rows: Iterable[Row], group: str) -> None:
        """Requests of students who can be given nothing, a handful each."""
        wishes = [
            row.key for row in rows for _ in range(row.workload if group == LIGHT else row.others)
        ]
        kept, people = self._others[group], self._plan.people
        most = max(Counter(wishes).values(), default=0)
        while len(kept) < max(most, -(-len(wishes) // LIST)):
            kept.append(len(people))
            people.append(Person(group))
        for place, key in enumerate(wishes):
            wave.add(kept[place % len(kept)], key)


def _slots(time: dict[str, Any]) -> int:
    return Meeting(time["days"], time["start_minute"], time["end_minute"]).slots


def _shuffled(drawn: random.Random, wave: Wave) -> Wave:
    order = drawn.sample(sorted(wave.wishes), len(wave.wishes))
    return Wave({person: wave.wishes[person] for person in order})
