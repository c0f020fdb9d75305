"""Exceptions for one student in one section: which "no" each kind lifts, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from backend.domain.refusals import No

Kind = Literal["over_capacity", "prerequisite", "clash", "credit"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
OVER_CAPACITY: Final = "over_capacity"
PREREQUISITE: Final = "prerequisite"
CLASH: Final = "clash"
CREDIT: Final = "credit"
NOTHING: Final[frozenset[Kind]] = frozenset()

LIFTED_BY: Final[Mapping[str, Kind]] = {
    "section_full": OVER_CAPACITY,
    "prerequisite_missing": PREREQUISITE,
    "corequisite_missing": PREREQUISITE,
    "seats_kept": OVER_CAPACITY,
    "time_clash": CLASH,
    "credit_limit": CREDIT,
}
"""The refusals that a permit can lift. Rounds, holds and closed sections are not among them: they
are not about one student in one section."""


@dataclass(frozen=True, slots=True)
class Permit:
    """An exception that has not been used, or one whose seat is held.

    Attributes:
        until: Unix seconds up to which a request must have been accepted; None is for ever.
    """

    id: int
    kinds: frozenset[Kind]
    until: float | None = None

    def kinds_at(self, moment: float) -> frozenset[Kind]:
        """What it lifts for a request accepted at `moment`."""
        return self.kinds if self.until is None or moment <= self.until else NOTHING


@dataclass(frozen=True, slots=True)
class Use:
    """A permit that gave a student a seat.

    Attributes:
        kinds: those without which the ticket would have been refused.
    """

    permit: int
    ticket_id: str
    kinds: frozenset[Kind]


Place = tuple[int, int]
"""A student's id and a section's."""


@dataclass(slots=True)
class PermitBook:
    """The permits of the students of a batch, and what becomes of them.

    Attributes:
        unused: those that nobody has revoked or used.
        seated: ids of those by which a seat beyond the capacity is held.
        uses, left: the journal: which were used, and the ids of those whose seat was given back.
    """

    unused: dict[Place, Permit] = field(default_factory=dict)
    seated: dict[Place, int] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    left: list[int] = field(default_factory=list)

    def kinds(self, place: Place, moment: float) -> frozenset[Kind]:
        """What is permitted to a request accepted at `moment`."""
        permit = self.unused.get(place)
        return NOTHING if permit is None else permit.kinds_at(moment)

    def use(self, place: Place, ticket_id: str, kinds: frozenset[Kind]) -> None:
        """The permit is over, whether all it permits was needed or not."""
        permit = self.unused.pop(place)
        self.uses.append(Use(permit.id, ticket_id, kinds))
        if OVER_CAPACITY in kinds:
            self.seated[place] = permit.id

    def leave(self, place: Place) -> bool:
        """Whether a seat that is given back was beyond the capacity."""
        permit = self.seated.pop(place, None)
        if permit is not None:
            self.left.append(permit)
        return permit is not None


def lifts(permitted: frozenset[Kind], no: No) -> bool:
    """Whether a refusal does not count for whom these kinds are permitted."""
    return bool(permitted) and LIFTED_BY.get(no.code) in permitted
