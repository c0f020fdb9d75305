"""Who gets a seat that has come free: those who wait, in their order, before anybody who asks now.

The rules are asked for each. Who is refused keeps the place, with the reason; a seat given back for
another goes on in the same way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from backend.domain.sets import no_promotion
from backend.domain.waitlist import Waiting

if TYPE_CHECKING:
    from backend.domain.selection import Move, SeatBook


def serve(book: SeatBook, section_ids: Iterable[int]) -> None:
    """Give the free seats of these sections to those who wait."""
    due = deque(section_ids)
    while due:
        section_id = due.popleft()
        seats = book.seats[section_id]
        if not (seats.waiting and seats.free):
            continue
        line = book.waitlists.of_section(section_id)
        sets = any(each.plan is not None for each in line)
        for waiting in line:
            if not seats.free:
                break
            freed = _serve_one(book, waiting)
            if freed and sets:  # somebody ahead may be able to have a whole set by now
                due.extendleft(reversed([*freed, section_id]))
                break
            due += freed


def hand_on(book: SeatBook, moves: Iterable[Move]) -> None:
    """Serve those who wait for a seat given back, and what its student waits for."""
    for ticket, section_id, step in moves:
        if step < 0:
            book.serve([*_sharing(book, section_id), *_waited_for(book, ticket.student_id)])


def _serve_one(book: SeatBook, waiting: Waiting) -> list[int]:
    """Serve somebody; the sections to serve then.

    A set is had after those who are ahead of it in the lines of its other sections. Places are
    given in one order, so that fewer and fewer are ahead. What they free is served first.
    """
    ahead = _ahead(book, waiting) if waiting.plan is not None else ()
    for each in ahead if no_promotion(book, waiting) is None else ():
        if book.seats[each.section_id].free:
            freed = _serve_one(book, each)
            if freed:
                return freed
    return _promote(book, waiting)


def _promote(book: SeatBook, waiting: Waiting) -> list[int]:
    """Give a seat to somebody who waits, if the rules allow it; the sections to serve then."""
    no = no_promotion(book, waiting)
    if no is not None:
        book.waitlists.skip(waiting, no)
        return []
    student, old = waiting.student_id, waiting.instead_of
    promotion = waiting.promotion(old if book.holds(student, old) else None)
    before = len(book.moves)
    book.answers.append((promotion, book.enrol(promotion)))
    freed = [
        each
        for _, section_id, step in book.moves[before:]
        if step < 0
        for each in _sharing(book, section_id)
    ]
    return [*freed, *_waited_for(book, student)] if freed else []


def _ahead(book: SeatBook, waiting: Waiting) -> Iterator[Waiting]:
    """Those who are ahead of a set in the lines of its other sections."""
    for section_id in waiting.together:
        if section_id != waiting.section_id:
            line = book.waitlists.of_section(section_id)
            yield from takewhile(lambda each: each.student_id != waiting.student_id, line)


def _sharing(book: SeatBook, section_id: int) -> list[int]:
    """A section and those that share seats with it."""
    pool = book.seats[section_id].pool
    return [section_id] if pool is None else list(pool.members)


def _waited_for(book: SeatBook, student_id: int) -> list[int]:
    return [waiting.section_id for waiting in book.waitlists.of_student(student_id)]
