"""What staff say and see about the least and the most credits of students, and who has less."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

Credits = Annotated[float, msgspec.Meta(ge=0, le=1000)]


class CreditRules(msgspec.Struct, frozen=True, kw_only=True):
    """The bounds of one student's credits.

    Attributes:
        credit_limit: credits a term at most.
        credit_minimum: credits a term to keep, instead of what a term asks for; 0 is none, None is
            what each term says.
    """

    id: int
    username: str
    name: str
    credit_limit: int | float
    credit_minimum: int | float | None


class CreditRulesChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to change of the bounds of a student; what is left out stays."""

    credit_limit: Credits | UnsetType = UNSET
    credit_minimum: Credits | UnsetType | None = UNSET


class BelowMinimum(msgspec.Struct, frozen=True, kw_only=True):
    """A student who holds fewer credits of a term than the minimum."""

    id: int
    username: str
    name: str
    group: str
    credits: int | float
    minimum: int | float


class BelowMinimumPage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the list of those below the minimum, by name."""

    term: str
    items: list[BelowMinimum]
    total: int
    limit: int
    offset: int


RULES_EXAMPLE = CreditRules(
    id=17, username="alice", name="Alice Ames", credit_limit=24, credit_minimum=None
)
RULES_CHANGE_EXAMPLE = CreditRulesChange(credit_minimum=6)
BELOW_EXAMPLE = BelowMinimumPage(
    term="F24",
    items=[
        BelowMinimum(
            id=17, username="alice", name="Alice Ames", group="CS-1", credits=8, minimum=12
        )
    ],
    total=1,
    limit=100,
    offset=0,
)
