"""Who of those who ask finds a seat, shared and kept ones included; nothing is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from backend.domain.ordering.proposals import Proposal
from backend.domain.seats import Pool, Seats
from backend.domain.selection import SeatBook


def sharing(book: SeatBook, section_id: int) -> Iterable[int]:
    """A section and those with which it shares seats."""
    pool = book.seats[section_id].pool
    return (section_id,) if pool is None else pool.members


def without_seat(book: SeatBook, section_id: int, ordered: list[Proposal]) -> Iterable[Proposal]:
    """Those for whom no seat is left, or none that is not kept for others.

    Args:
        ordered: who asks for the section or one that shares its seats, first who goes first.
    """
    seats = book.seats[section_id]
    if seats.pool is None and not seats.reserves:
        if seats.ceiling is None:
            return ()
        return ordered[max(0, seats.ceiling - seats.taken) :]
    return _one_by_one(book, section_id, ordered)


def _one_by_one(book: SeatBook, section_id: int, ordered: list[Proposal]) -> Iterator[Proposal]:
    copies = _copies(book, section_id)
    for proposal in ordered:
        seats = copies[proposal.section_id]
        student = book.students[proposal.student_id]
        moment = proposal.ticket.accepted_at
        if not seats.free or seats.kept_from(student.group, student.tags, moment) is not None:
            yield proposal
            continue
        seats.taken += 1
        if seats.pool is not None:
            seats.pool.taken += 1
        reserve = seats.reserve_of(student.group, student.tags)
        if reserve is not None:
            reserve.taken += 1


def _copies(book: SeatBook, section_id: int) -> dict[int, Seats]:
    shared = book.seats[section_id].pool
    pool: Pool | None = None if shared is None else replace(shared, members={})
    return {
        each: replace(
            book.seats[each], pool=pool, reserves=tuple(map(replace, book.seats[each].reserves))
        )
        for each in sharing(book, section_id)
    }
