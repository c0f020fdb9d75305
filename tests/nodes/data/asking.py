"""A term with seats in a database, and somebody who asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backend.common.database import Database
from backend.common.tickets import Order, Outcome
from backend.data_node import decisions
from backend.domain.selection import BY_HAND, Action
from tests.nodes.university import University

MUCH_LATER = 10_000.0  # seconds


@dataclass
class Asking:
    """Students and sections by their places in `university`."""

    database: Database
    university: University
    _last: int = 0

    def request(
        self,
        accepted_at: float,
        *,
        student: int = 0,
        section: int = 0,
        action: Action = "select",
        instead_of: int | None = None,
        by_hand: bool = False,
    ) -> Order:
        """The next request, accepted then."""
        self._last += 1
        return Order(
            ticket_id=f"ticket-{self._last}",
            number=BY_HAND if by_hand else self._last,
            student_id=self.university.students[student],
            section_id=self.university.sections[section],
            action=action,
            instead_of=None if instead_of is None else self.university.sections[instead_of],
            accepted_at=accepted_at,
        )

    async def ask(self, accepted_at: float, **wanted: Any) -> Outcome:  # noqa: ANN401 - of `request`
        """How a request ends that was accepted then, and is decided much later."""
        order = self.request(accepted_at, **wanted)
        (outcome,) = await decisions.decide(self.database, [order], accepted_at + MUCH_LATER)
        return outcome
