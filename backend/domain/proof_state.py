"""Who holds what and what the rules looked at, followed through the log of a term.

Facts (sections, students, rounds) are as the log tells them. Seats and holdings of the term are
told when they are first met and follow from the decisions after that; told again, they must be
what has followed. Of other terms they are context, and as they are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from backend.domain.eligibility import Seats, Section, Student, Term
from backend.domain.facts import Plain, fact_of, plain, reader_of
from backend.domain.ordering.draw import Draw, commitment
from backend.domain.permits import Permit, PermitBook
from backend.domain.proof_told import OF_BOOK
from backend.domain.seats import Pool
from backend.domain.selection import SeatBook
from backend.domain.waitlist import Waiting, Waitlists

Note = Callable[[str, str, str], None]
"""Takes a finding's code, place and message."""
Move = tuple[int, int, int]
"""Student, section, 1 for a seat taken or -1 for one given back."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places on waitlists that an entry tells, as a batch had them read."""

    told: list[Waiting]

    def waiting_in(self, section_id: int) -> list[Waiting]:
        """Who waits for a section."""
        return [each for each in self.told if each.section_id == section_id]

    def waiting_of(self, student_id: int) -> list[Waiting]:
        """What a student waits for."""
        return [each for each in self.told if each.student_id == student_id]


def _permits(told: Mapping[str, Iterable[Sequence[Any]]]) -> PermitBook:
    book = PermitBook()
    for student, section, permit in told["unused"]:
        book.unused[student, section] = fact_of(Permit, permit)
    for student, section, number in told["seated"]:
        book.seated[student, section] = number
    return book


@dataclass(slots=True)
class State:
    """What a reader of the log of `term` knows.

    Attributes:
        opening: seats that were held in the term before its log began.
    """

    term: int
    opening: int | None = None
    terms: dict[int, Term] = field(default_factory=dict)
    sections: dict[int, Section] = field(default_factory=dict)
    students: dict[int, Student] = field(default_factory=dict)
    seats: dict[int, Seats] = field(default_factory=dict)
    book: SeatBook = field(init=False)
    _met: set[int] = field(default_factory=set)
    _pools: dict[int, Pool] = field(default_factory=dict)
    _queues: dict[int, list[str]] = field(default_factory=dict)
    _found_taken: int = 0
    _found_held: int = 0

    def __post_init__(self) -> None:
        """Begin with an empty book."""
        self.book = SeatBook(self.sections, self.seats, self.students)

    def learn(self, body: Mapping[str, Plain], note: Note) -> None:
        """Take over what an entry tells before its tickets.

        Raises:
            FactError: it tells something that no fact can be.
        """
        for told in body.get("terms", ()):
            term = fact_of(Term, told)
            self.terms[term.id] = term
        before: dict[int, Section] = {}
        for told in body.get("sections", ()):
            section = fact_of(Section, told, term=self.terms[told["term"]])
            if section.id in self.sections:
                before[section.id] = self.sections[section.id]
            self.sections[section.id] = section
        self._renew_held(before)
        for told in body.get("students", ()):
            alike = {name: value for name, value in told.items() if name != "ids"}
            self.students.update(dict.fromkeys(told["ids"], fact_of(Student, alike)))
        self._learn_seats(body.get("seats", ()), note)
        self._learn_pools(body.get("pools", ()), note)
        nothing: list[list[Plain]] = [[each] for each in body.get("without_seats", ())]
        self._learn_holdings([*body.get("held", ()), *nothing], note)
        self.book.permits = _permits(body.get("permits", {"unused": (), "seated": ()}))
        places = Places([fact_of(Waiting, each) for each in body.get("waiting", ())])
        self.book.waitlists = Waitlists(places if "waiting" in body else None)
        self._compare_queues(places, note)
        rest = body.get("book", {})
        for name in OF_BOOK:
            told = reader_of(SeatBook, name)(rest[name]) if name in rest else None
            setattr(self.book, name, getattr(SeatBook({}, {}, {}), name) if told is None else told)

    def apply(self, moves: Iterable[Move]) -> None:
        """Do what the log says was done; no rule is asked."""
        for student, section, step in moves:
            mine = self.book.held.setdefault(student, {})
            if step > 0:
                mine[section] = self.sections[section]
            else:
                mine.pop(section, None)
            if section in self.seats:
                seats = self.seats[section]
                seats.taken += step
                if seats.pool is not None:
                    seats.pool.taken += step

    def note_queue(self, tickets: Iterable[tuple[int, str]]) -> None:
        """Those who got a place on a waitlist, section and ticket, in their order."""
        for section_id, ticket_id in tickets:
            self._queues.setdefault(section_id, []).append(ticket_id)

    def flaw_of_draw(self, told: Mapping[str, Plain]) -> tuple[str, str] | None:
        """In what a draw is not that of its round, as the log told it before: code and message."""
        name = f"round {told['round']}"
        found = next((r for r in self.terms[self.term].rounds if r.id == told["round"]), None)
        if found is None or (
            found.policy != told["policy"]
            or (found.draws_at or 0.0) != told["early_until"]
            or [list(priority) for priority in found.priorities] != told["priorities"]
        ):
            return "draw_differs", f"{name} draws in another way"
        shown = commitment(reader_of(Draw, "seed")(told["seed"]))
        if found.seed_hash is not None and found.seed_hash != shown:
            return "seed_differs", f"{name}: the hash of the seed is {shown}, not {found.seed_hash}"
        return None

    def own(self, section_id: int) -> bool:
        """Whether a section is of this term."""
        return section_id in self.sections and self.sections[section_id].term.id == self.term

    def _compare_queues(self, places: Places, note: Note) -> None:
        """Nobody has come to stand before somebody who waited before."""
        told: dict[int, list[str]] = {}
        for each in sorted(places.told, key=lambda waiting: waiting.place):
            told.setdefault(each.section_id, []).append(each.ticket_id)
        for section_id, now in told.items():
            known = self._queues.get(section_id, [])
            both = set(known) & set(now)
            if [t for t in now if t in both] != [t for t in known if t in both]:
                note("waitlist_changed", "waiting", f"section {section_id}: the order is another")

    def _renew_held(self, before: Mapping[int, Section]) -> None:
        """What is held of sections that have changed, each seat with what it has of its own."""
        for mine in self.book.held.values() if before else ():
            for section_id in before.keys() & mine.keys():
                old, seat = before[section_id], mine[section_id]
                names = [each.name for each in fields(Section)]
                own = {n: v for n in names if (v := getattr(seat, n)) != getattr(old, n)}
                new = self.sections[section_id]
                mine[section_id] = replace(new, **own) if own else new

    def _learn_seats(self, told: Iterable[Mapping[str, Plain]], note: Note) -> None:
        for place, each in enumerate(told):
            section = each["section"]
            new = fact_of(Seats, {name: value for name, value in each.items() if name != "section"})
            before = self.seats.get(section)
            if self.own(section):
                if before is None:
                    self._found_taken += new.taken
                elif before.taken != new.taken:
                    message = f"section {section} has {new.taken} taken, not {before.taken}"
                    note("seats_changed", f"seats[{place}]", message)
            if before is not None:
                new.pool = before.pool
            self.seats[section] = new
        if self.opening is not None and self._found_taken > self.opening:
            message = f"{self._found_taken} seats were taken before, not {self.opening}"
            note("seats_unexplained", "seats", message)
            self.opening = None

    def _learn_pools(self, told: Iterable[Mapping[str, Plain]], note: Note) -> None:
        """Seats that sections share; what is taken of them must be what has followed."""
        for place, each in enumerate(told):
            rest = {name: value for name, value in each.items() if name != "members"}
            new = fact_of(Pool, rest)
            before = self._pools.get(new.id)
            if before is not None and before.taken != new.taken:
                message = f"pool {new.id} has {new.taken} taken, not {before.taken}"
                note("seats_changed", f"pools[{place}]", message)
            self._pools[new.id] = new
            for section_id in each["members"]:
                if section_id in self.seats:
                    new.members[section_id] = self.seats[section_id]
                    self.seats[section_id].pool = new

    def _learn_holdings(self, told: Iterable[Sequence[Any]], note: Note) -> None:
        for place, (student, *seats) in enumerate(told):
            now = dict(map(self._seat, seats))
            before = {s for s in self.book.held.get(student, ()) if self.own(s)}
            own = {s for s in now if self.own(s)}
            if student in self._met and own != before:
                message = f"student {student} holds {sorted(own)}, not {sorted(before)}"
                note("holdings_changed", f"held[{place}]", message)
            if student not in self._met:
                self._found_held += len(own)
            self._met.add(student)
            self.book.held[student] = now
        if self.opening is not None and self._found_held > self.opening:
            message = f"{self._found_held} seats were held before, not {self.opening}"
            note("holdings_unexplained", "held", message)
            self.opening = None

    def _seat(self, told: Plain) -> tuple[int, Section]:
        """A section held; with in what the seat differs from it."""
        if isinstance(told, int):
            return told, self.sections[told]
        section_id, differing = told
        section = self.sections[section_id]
        usual = plain(section, without=("term",))
        return section_id, fact_of(Section, {**usual, **differing}, term=section.term)
