"""Holds: while one stands, a student takes no seats, but may give them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.refusals import No


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a student takes no seats.

    Attributes:
        reason: what the student reads.
        contact: whom the student asks about it.
        until: Unix seconds from which on it is over by itself; None is never.
    """

    reason: str
    contact: str
    until: float | None = None

    def stands(self, moment: float) -> bool:
        """Whether it binds what is asked for at `moment`."""
        return self.until is None or moment < self.until


def on_hold(holds: Iterable[Hold], moment: float) -> No | None:
    """The first hold that stands at `moment`, as a reason against taking a seat."""
    for hold in holds:
        if hold.stands(moment):
            return No("on_hold", {"reason": hold.reason, "contact": hold.contact})
    return None
