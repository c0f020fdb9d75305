"""A report for everybody on what a term or a round asked for and gave, in which nobody can be told.

Counted from the decision log alone. Groups of fewer than `FEWEST` requests are told together with
others, until each group that is told has at least as many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from backend.domain.proof_answers import Told, told_answers
from backend.domain.selection import BY_HAND, DROP, ENROLLED, REFUSED, WAITLISTED

FEWEST: Final = 5
OTHERS: Final = ""
"""The name of what is told together."""


@dataclass(slots=True)
class Line:
    """What was asked for in one section.

    Attributes:
        requests: to take a seat; of them given, refused and put on the waitlist.
        seats: how many there are; None is unlimited.
    """

    name: str
    seats: int | None
    requests: int = 0
    given: int = 0
    refused: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Report:
    """What is told.

    Attributes:
        students: who asked for a seat, each once.
        inversions: requests that were decided after a later one, where first come is first served.
        drawn: requests whose order a draw decided.
        refusals: reason to count; `OTHERS` are those too rare to tell.
    """

    requests: int = 0
    students: int = 0
    given: int = 0
    refused: int = 0
    waiting: int = 0
    seats: int | None = 0
    inversions: int = 0
    drawn: int = 0
    refusals: dict[str, int] = field(default_factory=dict)
    sections: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Counts the entries of a log, one after the other.

    Attributes:
        opens_at, closes_at: only requests accepted in between, in Unix seconds; None is all.
    """

    term: int
    opens_at: float | None = None
    closes_at: float | None = None
    _names: dict[int, str] = field(default_factory=dict)
    _of_term: set[int] = field(default_factory=set)
    _seats: dict[int, int | None] = field(default_factory=dict)
    _lines: dict[int, Line] = field(default_factory=dict)
    _students: set[int] = field(default_factory=set)
    _refusals: Counter[str] = field(default_factory=Counter)
    _number: int = 0
    _inversions: int = 0
    _drawn: int = 0

    def take(self, body: Mapping[str, Any]) -> None:
        """Count one entry."""
        for section in body.get("sections", ()):
            self._names[section["id"]] = section["name"]
            if section["term"] == self.term:
                self._of_term.add(section["id"])
        for seats in body.get("seats", ()):
            self._seats[seats["section"]] = seats["ceiling"]
        for told in told_answers(body):
            if told.section_id in self._of_term:
                self._count(told, drawn="draw" in body)

    def _count(self, told: Told, *, drawn: bool) -> None:
        ticket = told.ticket
        if ticket is None:  # who has waited and got a seat is counted with the request
            line = self._lines.get(told.section_id)
            if line is not None and line.waiting:
                line.waiting -= 1
                line.given += 1
            return
        if not told.by_rules or ticket.number == BY_HAND or not self._is_in(ticket.accepted_at):
            return
        if drawn:
            self._drawn += 1
        elif ticket.number < self._number:
            self._inversions += 1
        else:
            self._number = ticket.number
        if ticket.action != DROP:
            self._ask(told, ticket.student_id)

    def _is_in(self, moment: float) -> bool:
        after = self.opens_at is None or moment >= self.opens_at
        return after and (self.closes_at is None or moment < self.closes_at)

    def _ask(self, told: Told, student: int) -> None:
        section = told.section_id
        name, seats = self._names.get(section, ""), self._seats.get(section, 0)
        line = self._lines.setdefault(section, Line(name, seats))
        line.seats = seats
        line.requests += 1
        self._students.add(student)
        outcome = told.answer.outcome
        line.given += outcome == ENROLLED
        line.refused += outcome == REFUSED
        line.waiting += outcome == WAITLISTED
        if outcome == REFUSED:
            self._refusals[told.answer.code or OTHERS] += 1

    def report(self) -> Report:
        """What may be told of it."""
        lines = sorted(self._lines.values(), key=lambda line: line.name)
        limits = [line.seats for line in lines]
        return Report(
            requests=sum(line.requests for line in lines),
            students=len(self._students),
            given=sum(line.given for line in lines),
            refused=sum(line.refused for line in lines),
            waiting=sum(line.waiting for line in lines),
            seats=None if None in limits else sum(limit or 0 for limit in limits),
            inversions=self._inversions,
            drawn=self._drawn,
            refusals=merged_counts(self._refusals),
            sections=merged_lines(lines),
        )


def merged_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts of at least `FEWEST` each, the rarest told together as `OTHERS`."""
    left = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    small = left.pop(OTHERS, 0)
    for name in [name for name, count in left.items() if count < FEWEST]:
        small += left.pop(name)
    while 0 < small < FEWEST and left:
        small += left.popitem()[1]
    return {**left, OTHERS: small} if small >= FEWEST else left


def merged_lines(lines: Iterable[Line]) -> list[Line]:
    """Sections with at least `FEWEST` requests each, the others told together as the last."""
    told = [line for line in lines if line.requests >= FEWEST]
    small = [line for line in lines if line.requests < FEWEST]
    told.sort(key=lambda line: (-line.requests, line.name))
    while small and sum(line.requests for line in small) < FEWEST and told:
        small.append(told.pop())
    together = Line(OTHERS, 0)
    for line in small:
        unlimited = together.seats is None or line.seats is None
        together.seats = None if unlimited else (together.seats or 0) + (line.seats or 0)
        for name in ("requests", "given", "refused", "waiting"):
            setattr(together, name, getattr(together, name) + getattr(line, name))
    kept = sorted(told, key=lambda line: line.name)
    return [*kept, together] if together.requests >= FEWEST else kept
