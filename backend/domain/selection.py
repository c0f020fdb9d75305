"""Deciding tickets one after the other on a snapshot of seats and holdings: the heart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from backend.domain.eligibility import Attempt, No, Seats, Section, Student, first_refusal

Action = Literal["select", "drop"]
SELECT: Final = "select"
DROP: Final = "drop"

Ending = Literal["enrolled", "dropped", "refused", "cancelled"]
ENROLLED: Final = "enrolled"
DROPPED: Final = "dropped"
REFUSED: Final = "refused"
CANCELLED: Final = "cancelled"


class Ticket(Protocol):
    """One accepted request, as far as the decision needs it."""

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
        """To take a seat or to give it back."""
        ...


@dataclass(slots=True)
class Decision:
    """How a ticket ended: an outcome, and with `refused` the reason."""

    outcome: Ending
    no: No | None = None


@dataclass(slots=True)
class SeatBook:
    """Sections, seats, students and who holds what: all that a batch of tickets touches.

    `decide` changes it as the decisions fall, so the next ticket sees what the last one did.
    """

    sections: Mapping[int, Section]
    seats: Mapping[int, Seats]
    students: Mapping[int, Student]
    held: dict[int, dict[int, Section]] = field(default_factory=dict)
    """Student id to section id to section."""

    def decide(self, ticket: Ticket) -> Decision:
        """Decide one ticket and apply the decision."""
        if ticket.action == DROP:
            return self._drop(ticket)
        no = self._refusal(ticket)
        if no is not None:
            return Decision(REFUSED, no)
        section = self.sections[ticket.section_id]
        self.held.setdefault(ticket.student_id, {})[section.id] = section
        self.seats[section.id].taken += 1
        return Decision(ENROLLED)

    def decide_all(self, tickets: Iterable[Ticket]) -> list[Decision]:
        """Decide tickets in the order given."""
        return [self.decide(ticket) for ticket in tickets]

    def attempt(self, student_id: int, section_id: int) -> Attempt:
        """What the rules look at for this student and section.

        Raises:
            KeyError: the book knows no such student or section.
        """
        return Attempt(
            self.students[student_id],
            self.sections[section_id],
            self.seats[section_id],
            self.held.get(student_id, {}).values(),
        )

    def _refusal(self, ticket: Ticket) -> No | None:
        if ticket.section_id not in self.sections:
            return No("no_such_section")
        if ticket.student_id not in self.students:
            return No("no_such_student")
        return first_refusal(self.attempt(ticket.student_id, ticket.section_id))

    def _drop(self, ticket: Ticket) -> Decision:
        held = self.held.get(ticket.student_id, {})
        if ticket.section_id not in held:
            return Decision(REFUSED, No("not_held"))
        del held[ticket.section_id]
        self.seats[ticket.section_id].taken -= 1
        return Decision(DROPPED)
