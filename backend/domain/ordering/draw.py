"""Lots that nobody can choose and everybody can draw again.

The lot of a ticket is HMAC-SHA256(seed, ticket id); the lowest lot goes first. The seed is 256 bits
of the system's randomness. Its SHA-256 is published when the round is made, so that it cannot be
changed afterwards, and the seed itself when the draw is over, so that anybody can check it.
`docs/decisions/order.md` has the whole algorithm.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from backend.domain.eligibility import Student
from backend.domain.ordering.priority import Priority
from backend.domain.selection import Ticket

SEED_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Draw:
    """What decides the order, besides the tickets themselves.

    Attributes:
        seed: `SEED_BYTES` bytes.
        priorities: who goes first, in this order; everybody else comes last.
        early_until: Unix seconds; who was accepted before was early.
    """

    seed: bytes
    priorities: tuple[Priority, ...] = ()
    early_until: float = 0.0


Key = tuple[object, ...]
"""What tickets are sorted by."""


def commitment(seed: bytes) -> str:
    """What is published of a seed before it may be known: its SHA-256 in hexadecimal."""
    return hashlib.sha256(seed).hexdigest()


def lot(seed: bytes, ticket_id: str) -> bytes:
    """The lot of a ticket; the lowest goes first."""
    return hmac.digest(seed, ticket_id.encode(), "sha256")


class Wish(Protocol):
    """What a lot is drawn for: a ticket, or a part of one."""

    @property
    def ticket_id(self) -> str:
        """What the lot is drawn with."""
        ...

    @property
    def number(self) -> int:
        """The place in the line."""
        ...

    @property
    def student_id(self) -> int:
        """Who asks."""
        ...

    @property
    def section_id(self) -> int:
        """For what."""
        ...


def lots_of_wishes(wishes: Iterable[Wish], seed: bytes) -> Callable[[Wish], Key]:
    """One lot for each student and section, so that asking twice does not help.

    It is drawn with the first ticket of the student for the section; others follow right after it.
    """
    return _by_first(wishes, seed, lambda wish: (wish.student_id, wish.section_id))


def lots_of_students(tickets: Iterable[Wish], seed: bytes) -> Callable[[Wish], Key]:
    """One lot for each student, drawn with the student's first ticket."""
    return _by_first(tickets, seed, lambda ticket: (ticket.student_id,))


def rank(student: Student | None, priorities: tuple[Priority, ...]) -> int:
    """The place of the first priority that is for a student; with none, after the last."""
    if student is not None:
        for place, priority in enumerate(priorities):
            if priority.is_for(student.group, student.tags):
                return place
    return len(priorities)


def ranks(
    students: Mapping[int, Student], priorities: tuple[Priority, ...]
) -> Callable[[Ticket], int]:
    """The rank of a ticket's student."""
    return lambda ticket: rank(students.get(ticket.student_id), priorities)


def _by_first(
    wishes: Iterable[Wish], seed: bytes, owner: Callable[[Wish], Key]
) -> Callable[[Wish], Key]:
    lots: dict[Key, bytes] = {}
    for wish in sorted(wishes, key=lambda wish: wish.number):
        if owner(wish) not in lots:
            lots[owner(wish)] = lot(seed, wish.ticket_id)
    return lambda wish: (lots[owner(wish)], wish.number)
