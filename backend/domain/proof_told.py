"""What the log of a term tells of a batch: the facts that the rules looked at, each when it is new.

A fact is told again when it may have changed since; so who writes a log remembers what it has told.
The parts of a body and what they mean: docs/decisions/proof.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Final

from backend.domain.eligibility import CHECKS, Seats, Section, Student, Term
from backend.domain.facts import Plain, plain, writer_of
from backend.domain.selection import SeatBook

RULES: Final = tuple(check.__name__ for check in CHECKS)
"""The rules in the order in which they are asked."""
OF_BOOK: Final = tuple(
    each.name
    for each in fields(SeatBook)
    if each.name
    not in {"sections", "seats", "students", "held", "moves", "answers", "waitlists", "permits"}
)
"""What else a seat book holds; it is told whole with each batch that has any of it."""

_limits = attrgetter(
    *(each.name for each in fields(Seats) if each.name not in {"taken", "pool", "resized"})
)
_of_student = attrgetter(*(each.name for each in fields(Student)))

_empty = SeatBook({}, {}, {})
_REST = tuple((name, writer_of(SeatBook, name), getattr(_empty, name)) for name in OF_BOOK)

News = dict[str, Plain]


@dataclass(slots=True)
class Telling:
    """What a log has told its readers; `news` is what it has to add for the next batch."""

    _terms: dict[int, Term] = field(default_factory=dict)
    _sections: dict[int, Section] = field(default_factory=dict)
    _limits: dict[int, object] = field(default_factory=dict)
    _standings: set[int] = field(default_factory=set)
    _current: set[int] = field(default_factory=set)
    _current_students: set[int] = field(default_factory=set)
    _version: tuple[object, int] = (None, -1)
    _began: bool = False

    def news(self, book: SeatBook, asking: Iterable[int], version: int) -> News:
        """What must be told before the tickets of these students are decided.

        Args:
            version: as long as it and `book.sections` stay the same, so do sections and students.
        """
        self._see(book, version)
        news: News = {}
        if not self._began:
            news["rules"] = list(RULES)
            self._began = True
        fresh = {*asking, *book.held} - self._current_students
        self._tell_sections(book, fresh, news)
        fresh = fresh & book.students.keys()
        if fresh:
            self._current_students |= fresh
            self._tell_students(book, fresh, news)
            self._tell_holdings(book, fresh, news)
        self._tell_seats(book, news)
        _tell_permits(book, None, news)
        _tell_pools(book, book.seats, news)
        _tell_rest(book, news)
        return news

    def brought(
        self, book: SeatBook, students: Collection[int], sections: Collection[int], news: News
    ) -> None:
        """Add to `news` what a decision under way has had read: nothing of it has changed yet.

        Args:
            students, sections: those that the book did not know before.
        """
        fresh = (set(students) - self._current_students) & book.students.keys()
        self._current_students |= fresh
        later: News = {}
        self._tell_sections(book, fresh, news)
        if fresh:
            self._tell_students(book, fresh, later)
            self._tell_holdings(book, fresh, later)
        self._limits.update((each, _limits(book.seats[each])) for each in sections)
        later["seats"] = [_told_seats(each, book.seats[each]) for each in sections]
        for part, told in later.items():
            news[part] = [*news.get(part, ()), *told]
        _tell_permits(book, students, news)
        _tell_pools(book, sections, news)
        _tell_more(book, students, news)

    def moved_elsewhere(self, students: Collection[int], sections: Collection[int]) -> None:
        """Other logs tell of these: they must be told again here."""
        self._standings.difference_update(students)
        self._current_students.difference_update(students)
        for section_id in sections:
            self._limits.pop(section_id, None)

    def about(self, book: SeatBook, sections: Collection[int]) -> News:
        """What sections are, and nothing else."""
        news: News = {}
        for section_id in sections:
            self._tell_section(book.sections[section_id], news)
        return news

    def _see(self, book: SeatBook, version: int) -> None:
        if self._version[0] is not book.sections or self._version[1] != version:
            self._version = (book.sections, version)
            self._current.clear()
            self._current_students.clear()

    def _tell_sections(self, book: SeatBook, students: Iterable[int], news: News) -> None:
        """Those that are asked for, and those held by students who were not looked at before."""
        held = [book.held[each] for each in students if each in book.held]
        fresh = set(book.seats).union(*held) - self._current
        if not fresh:
            return
        self._current |= fresh
        for section_id in sorted(fresh & book.sections.keys()):
            self._tell_section(book.sections[section_id], news)

    def _tell_section(self, section: Section, news: News) -> None:
        if self._sections.get(section.id) != section:
            self._sections[section.id] = section
            self._tell_term(section.term, news)
            told = plain(section, without=("term",))
            news.setdefault("sections", []).append({**told, "term": section.term.id})

    def _tell_term(self, term: Term, news: News) -> None:
        if self._terms.get(term.id) != term:
            self._terms[term.id] = term
            news.setdefault("terms", []).append(plain(term))

    def _tell_students(self, book: SeatBook, ids: Iterable[int], news: News) -> None:
        """Those who are alike in all but their ids are told together."""
        alike: dict[object, list[int]] = {}
        records = book.students
        for student_id in ids:
            alike.setdefault(_of_student(records[student_id]), []).append(student_id)
        news["students"] = [{"ids": same, **plain(records[same[0]])} for same in alike.values()]

    def _tell_seats(self, book: SeatBook, news: News) -> None:
        """Those that are new or have other limits; what is taken follows from the decisions."""
        known, seats = self._limits, book.seats
        now = list(map(_limits, seats.values()))
        if now != list(map(known.get, seats)):
            changed = [s for s, each in zip(seats, now, strict=True) if known.get(s) != each]
            known.update(zip(seats, now, strict=True))
            news["seats"] = [_told_seats(s, seats[s]) for s in sorted(changed)]

    def _tell_holdings(self, book: SeatBook, ids: set[int], news: News) -> None:
        fresh = ids - self._standings
        self._standings |= fresh
        held, sections = book.held, book.sections
        holding = fresh & held.keys()
        if all(sections[at] is seat for each in holding for at, seat in held[each].items()):
            news["held"] = [[each, *held[each]] for each in holding]
        else:
            news["held"] = [[each, *_seats(held[each], sections)] for each in holding]
        if len(holding) < len(fresh):
            news["without_seats"] = list(fresh - holding)


def _tell_rest(book: SeatBook, news: News) -> None:
    """What decisions only look at."""
    for name, write, empty in _REST:
        value = getattr(book, name)
        if value != empty:
            news.setdefault("book", {})[name] = write(value)


def _told_seats(section_id: int, seats: Seats) -> dict[str, Plain]:
    return {"section": section_id, **plain(seats, without=("pool",))}


def _tell_pools(book: SeatBook, sections: Iterable[int], news: News) -> None:
    """What these sections share with others, whenever somebody asks for one of them."""
    shared = {pool.id: pool for each in sections if (pool := book.seats[each].pool) is not None}
    if shared:
        told = [
            {**plain(pool, without=("members",)), "members": list(pool.members)}
            for pool in shared.values()
        ]
        news["pools"] = [*news.get("pools", ()), *told]


def _tell_more(book: SeatBook, students: Collection[int], news: News) -> None:
    """Of what else a book holds: earlier courses, and under which reserve these students sit."""
    if book.history:
        news.setdefault("book", {})["history"] = writer_of(SeatBook, "history")(book.history)
    seats = [[[s, c], kept] for (s, c), kept in book.reserved.items() if s in students]
    if seats:
        told = news.setdefault("book", {})
        told["reserved"] = [*told.get("reserved", ()), *seats]


def _tell_permits(book: SeatBook, students: Collection[int] | None, news: News) -> None:
    """The permits of these students; None is everybody."""
    if not (book.permits.unused or book.permits.seated):
        return
    told = news.setdefault("permits", {"unused": [], "seated": []})
    for (student, section), permit in book.permits.unused.items():
        if students is None or student in students:
            told["unused"].append([student, section, plain(permit)])
    for (student, section), number in book.permits.seated.items():
        if students is None or student in students:
            told["seated"].append([student, section, number])


def _seats(mine: Mapping[int, Section], sections: Mapping[int, Section]) -> list[Plain]:
    """The sections held: an id, or with it in what the seat differs from the section."""
    return [
        section_id if section is sections[section_id] else [section_id, _other(section, sections)]
        for section_id, section in mine.items()
    ]


def _other(section: Section, sections: Mapping[int, Section]) -> dict[str, Plain]:
    own, usual = (plain(each, without=("term",)) for each in (section, sections[section.id]))
    return {name: value for name, value in own.items() if usual[name] != value}


def moves_of(book: SeatBook) -> list[tuple[Any, ...]]:
    """The journal of a book as the log tells it: student, section, 1 or -1."""
    return [(ticket.student_id, section_id, step) for ticket, section_id, step in book.moves]
