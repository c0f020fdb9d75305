"""What a student or staff may ask for, as far as a decision needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from backend.domain.plans import Plan

SeatAction = Literal["select", "drop", "swap"]
"""What can be done with one seat; a round permits some of it."""

Action = Literal["select", "drop", "swap", "plan"]
SELECT: Final = "select"
DROP: Final = "drop"
SWAP: Final = "swap"
PLAN: Final = "plan"

BY_HAND: Final = 0
"""The number of what staff decide and of what follows from it: it never stood in the line."""


class Ticket(Protocol):
    """One accepted request, as far as the decision needs it."""

    @property
    def ticket_id(self) -> str:
        """What it is known by."""
        ...

    @property
    def number(self) -> int:
        """Its place in the line, or `BY_HAND`."""
        ...

    @property
    def student_id(self) -> int:
        """Who asks."""
        ...

    @property
    def section_id(self) -> int:
        """For what."""
        ...

    @property
    def action(self) -> Action:
        """To take a seat, to give it back, or to take one for another that is held."""
        ...

    @property
    def instead_of(self) -> int | None:
        """The section that a swap gives back."""
        ...

    @property
    def plan(self) -> Plan | None:
        """What a plan asks for; `section_id` is the first that it names.

        A swap with one has one wish with one set: what it takes for what it gives back.
        """
        ...

    @property
    def credits(self) -> int | None:
        """How many hundredths of a credit of a range are wanted; None is the lowest."""
        ...

    @property
    def accepted_at(self) -> float:
        """When it was accepted, in Unix seconds."""
        ...

    @property
    def wait(self) -> bool:
        """Whether a place on the waitlist is wanted if nothing but a seat is missing."""
        ...


@dataclass(frozen=True, slots=True)
class Single:
    """One section of a request, looked at as a request of its own."""

    ticket_id: str
    number: int
    student_id: int
    section_id: int
    accepted_at: float
    action: SeatAction = SELECT
    instead_of: int | None = None
    plan: Plan | None = None
    wait: bool = False
    credits: int | None = None


def credits_wanted(ticket: Ticket, section_id: int) -> int | None:
    """How many hundredths of a credit the request wants of a section; None is the lowest."""
    if ticket.plan is not None:
        return ticket.plan.credits_of(section_id)
    return ticket.credits if section_id == ticket.section_id else None


def single(ticket: Ticket, section_id: int) -> Single:
    """One section of a request."""
    return Single(
        ticket.ticket_id,
        ticket.number,
        ticket.student_id,
        section_id,
        ticket.accepted_at,
        credits=credits_wanted(ticket, section_id),
    )
