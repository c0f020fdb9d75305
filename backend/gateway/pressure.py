"""What the porch does not pass on while it or the node behind a door cannot keep up."""

from __future__ import annotations

from time import monotonic
from typing import Final

from backend.common.errors import Refused
from backend.common.lateness import Lateness
from backend.domain.urgency import Urgency, urgency_of
from backend.gateway.address import Door

VERY_BUSY: Final = b'"code":"very_busy"'
TRUSTED_FOR: Final = 0.5  # seconds for which a node's word that it is late is taken


class Pressure:
    """The lateness of this process, and what nodes have said of theirs.

    Attributes:
        anywhere: whether there is any, so that nothing else is looked at while there is none.
    """

    def __init__(self, lateness: Lateness) -> None:
        self.lateness = lateness
        self._until: dict[str, float] = {}

    @property
    def anywhere(self) -> bool:
        """Whether anything has to wait, or had to a moment ago."""
        return bool(self.lateness.degree or self.lateness.share or self._until)

    def hear(self, door: Door, problem: bytes) -> None:
        """Hear what a node says that does not do what it was asked for."""
        if VERY_BUSY in problem:
            self._until[door.service] = monotonic() + TRUSTED_FOR

    def refusal(self, door: Door, method: str) -> Refused | None:
        """Why a request has to come again, counted; None if it has not."""
        urgency = urgency_of(door.service, method, door.path)
        return self.lateness.refusal(urgency) or self._on_behalf(door, urgency)

    def _on_behalf(self, door: Door, urgency: Urgency) -> Refused | None:
        until = self._until.get(door.service)
        if until is None or urgency > Urgency.LOOK:
            return None
        if until < monotonic():
            del self._until[door.service]
            return None
        return self.lateness.turn_away(urgency)
