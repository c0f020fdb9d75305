"""Who waits for a seat, in order, and what a batch of tickets changes of that.

A place on a waitlist outlives the ticket that asked for it. The rules are asked again when a seat
comes free; the moment that counts for rounds stays the one at which the ticket was accepted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Final, Literal, Protocol

from backend.domain.flaws import Flawed, flaw
from backend.domain.plans import MOST_WISHES, Plan, SectionSet
from backend.domain.refusals import No

LARGEST_WAITLIST: Final = 1000
PROMOTED: Final = "-promoted"
_NEWEST: Final = 1 << 62  # places given in this batch come after all that are written down


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place on the waitlist of a section; a ticket itself, so that the rules can look at it.

    Attributes:
        ticket_id, number: of the ticket that waits.
        instead_of: what is given back for the seat, if it is still held then.
        accepted_at: when the ticket was accepted, in Unix seconds.
        place: decides who is ahead of whom; lower is earlier.
        skipped: why the student was passed over when a seat was free the last time.
        plan: one wish with one set, where that is to be had whole; it waits in each section of it.
        gives: what is given back for the set, as far as it is still held then.
        credits: how many hundredths of a credit of a range are wanted; None is the lowest.
        wish: the place of the wish in a plan of several, from 1; 0 for what is asked for alone.
    """

    ticket_id: str
    number: int
    student_id: int
    section_id: int
    instead_of: int | None
    accepted_at: float
    place: int = 0
    skipped: No | None = None
    plan: Plan | None = None
    gives: SectionSet = ()
    credits: int | None = None
    wish: int = 0

    @property
    def together(self) -> SectionSet:
        """The sections that are had together, in each of which it waits."""
        return (self.section_id,) if self.plan is None else self.plan.wishes[0][0]

    @property
    def action(self) -> Literal["select", "swap"]:
        """What the ticket asked for."""
        return "select" if self.instead_of is None else "swap"

    @property
    def wait(self) -> bool:
        """It has its place already."""
        return False

    def promotion(self, given_back: int | None) -> Waiting:
        """The ticket under which the seat is had, `given_back` for it."""
        of_wish = f"-{self.wish}" if self.wish else ""
        own = f"{self.ticket_id}{PROMOTED}{of_wish}"
        return replace(self, ticket_id=own, instead_of=given_back)


def promotions_of(ticket_id: str) -> tuple[str, ...]:
    """The tickets under which seats that `ticket_id` waits for are had, one a wish of a plan."""
    own = f"{ticket_id}{PROMOTED}"
    return (own, *(f"{own}-{wish}" for wish in range(1, MOST_WISHES + 1)))


def check_limit(limit: int) -> int:
    """How many may wait for a seat, as a form has it.

    Raises:
        ValueError: fewer than none, or more than anybody can wait behind.
    """
    if not 0 <= limit <= LARGEST_WAITLIST:
        wrong = flaw("waitlist_between", "0 to {most:,} may wait", most=LARGEST_WAITLIST)
        raise Flawed(wrong)
    return limit


class Source(Protocol):
    """Where places come from that were given before this batch.

    Whoever is returned, the seat book knows the student, what that student holds, and sections and
    seats of what is waited for and given back.
    """

    def waiting_in(self, section_id: int) -> Iterable[Waiting]:
        """Who waits for a section."""
        ...

    def waiting_of(self, student_id: int) -> Iterable[Waiting]:
        """What a student waits for."""
        ...


Key = tuple[int, int]
"""Section and student: nobody waits twice for one section."""


class Waitlists:
    """The places that a batch of tickets needs to know of, read when they are needed.

    Attributes:
        source: where places of before come from.
        in_use: whether there can be any place at all.
        gone: places of before that are given up; one may have been taken anew since.
        joined: places given in this batch that are still waited in.
        touched: places of before with a new reason for being passed over.
    """

    def __init__(self, source: Source | None = None) -> None:
        self.source = source
        self._sections: dict[int, dict[int, Waiting]] = {}
        self._students: dict[int, set[int]] = {}
        self._whole_sections: set[int] = set()
        self._whole_students: set[int] = set()
        self._places = count(_NEWEST)
        self.in_use = source is not None
        self.gone: set[Key] = set()
        self.joined: set[Key] = set()
        self.touched: set[Key] = set()

    def of_section(self, section_id: int) -> list[Waiting]:
        """Who waits for a section, in order."""
        if self.source is not None and section_id not in self._whole_sections:
            self._whole_sections.add(section_id)
            self._note(self.source.waiting_in(section_id))
        return _in_order(self._sections.get(section_id, {}).values())

    def of_student(self, student_id: int) -> list[Waiting]:
        """What a student waits for, in the order of the places."""
        if self.source is not None and student_id not in self._whole_students:
            self._whole_students.add(student_id)
            self._note(self.source.waiting_of(student_id))
        mine = self._students.get(student_id, ())
        return _in_order(self._sections[section][student_id] for section in mine)

    def find(self, section_id: int, student_id: int) -> Waiting | None:
        """The student's place on the waitlist of a section."""
        self.of_section(section_id)
        return self._sections.get(section_id, {}).get(student_id)

    def join(self, waiting: Waiting) -> None:
        """Give the next place."""
        self._put(replace(waiting, place=next(self._places)))
        self.joined.add((waiting.section_id, waiting.student_id))
        self.in_use = True

    def leave(self, section_id: int, student_id: int) -> bool:
        """Give up a place; whether there was one."""
        if self.find(section_id, student_id) is None:
            return False
        key = (section_id, student_id)
        del self._sections[section_id][student_id]
        self._students[student_id].remove(section_id)
        self.touched.discard(key)
        if key in self.joined:
            self.joined.remove(key)
        else:
            self.gone.add(key)
        return True

    def skip(self, waiting: Waiting, no: No) -> None:
        """Note why the student was passed over; the place stays."""
        key = (waiting.section_id, waiting.student_id)
        if waiting.skipped == no:
            return
        self._put(replace(waiting, skipped=no))
        if key not in self.joined:
            self.touched.add(key)

    def changed(self) -> set[int]:
        """The sections whose waitlists are different now."""
        return {section for section, _ in self.gone | self.joined | self.touched}

    def _note(self, read: Iterable[Waiting]) -> None:
        for each in read:
            here = self._sections.get(each.section_id, {})
            if each.student_id not in here and (each.section_id, each.student_id) not in self.gone:
                self._put(each)

    def _put(self, waiting: Waiting) -> None:
        self._sections.setdefault(waiting.section_id, {})[waiting.student_id] = waiting
        self._students.setdefault(waiting.student_id, set()).add(waiting.section_id)


def _in_order(entries: Iterable[Waiting]) -> list[Waiting]:
    return sorted(entries, key=lambda waiting: waiting.place)
