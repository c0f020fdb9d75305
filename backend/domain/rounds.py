"""When may whom do what? A term with rounds takes requests only while one of them permits it.

Rounds may overlap; one that permits is enough. What counts is the moment at which a request was
accepted, by the server's clock. A term without rounds knows only open and closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from backend.domain.credits import format_credits
from backend.domain.ordering.priority import EARLY_LOTTERY, FIRST_COME, PolicyName, Priority
from backend.domain.refusals import No

Phase = Literal["next", "now", "over"]
NEXT: Final = "next"
NOW: Final = "now"
OVER: Final = "over"
NOBODY_NAMED: Final[frozenset[str]] = frozenset()
_NOT_IN_ROUND: Final = {
    "select": "round_without_select",
    "drop": "round_without_drop",
    "swap": "round_without_swap",
}


@dataclass(frozen=True, slots=True)
class Round:
    """A time in which some students may do some things in a term.

    Attributes:
        opens_at, closes_at: Unix seconds; it is open from the one until just before the other.
        actions: of select, drop, swap.
        groups, tags: whom it is for: those of a group and those with a tag among them. Both empty:
            everybody.
        credit_limit: hundredths of a credit that a student may come to hold in the term by a
            request in this round; None sets no limit besides the student's own.
        section_limit: how many sections of the term, likewise.
        below_minimum: it lets students give back what takes them below their minimum of credits.
        policy: in which order its requests are decided.
        priorities: who goes first, for policies that ask.
        early_seconds: with `early_lottery`, how long after the opening one is early.
        drawn: whether the draw is over; what comes later is decided at once.
    """

    id: int
    name: str
    opens_at: float
    closes_at: float
    actions: frozenset[str]
    groups: frozenset[str] = NOBODY_NAMED
    tags: frozenset[str] = NOBODY_NAMED
    credit_limit: int | None = None
    section_limit: int | None = None
    below_minimum: bool = False
    policy: PolicyName = FIRST_COME
    priorities: tuple[Priority, ...] = ()
    early_seconds: float = 0.0
    drawn: bool = False

    @property
    def draws_at(self) -> float | None:
        """When its requests are decided together, in Unix seconds; None: each one at once."""
        if self.policy == FIRST_COME:
            return None
        if self.policy == EARLY_LOTTERY:
            return min(self.opens_at + self.early_seconds, self.closes_at)
        return self.closes_at

    @property
    def collects(self) -> bool:
        """Whether requests wait for its draw."""
        return self.policy != FIRST_COME and not self.drawn

    def is_open(self, moment: float) -> bool:
        """Whether it runs at `moment`."""
        return phase(self.opens_at, self.closes_at, moment) == NOW

    def is_for(self, group: str, tags: Iterable[str]) -> bool:
        """Whether a student of `group` with `tags` is meant."""
        if not self.groups and not self.tags:
            return True
        return group in self.groups or not self.tags.isdisjoint(tags)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to do what, and when, in Unix seconds."""

    group: str
    tags: frozenset[str]
    action: str
    moment: float


def phase(opens_at: float, closes_at: float, moment: float) -> Phase:
    """Whether a round is open at `moment`, or is yet to open, or is over."""
    if moment < opens_at:
        return NEXT
    return NOW if moment < closes_at else OVER


def no_round(rounds: Sequence[Round], asker: Asker) -> No | None:
    """Why no round of a term permits it, apart from limits; None if one does, or there are none.

    An opening to come is told before what is missing in a round that runs, and that before one
    that is over.
    """
    if not rounds or _running(rounds, asker):
        return None
    own = [each for each in rounds if each.is_for(asker.group, asker.tags)]
    if not own:
        return No("not_your_round")
    fitting = [each for each in own if asker.action in each.actions]
    coming = [each for each in fitting if each.opens_at > asker.moment]
    if coming:
        first = min(coming, key=_opening)
        return No("round_not_open", {"round": first.name, "opens_at": written(first.opens_at)})
    running = [each for each in own if each.is_open(asker.moment)]
    if fitting and not running:
        last = max(fitting, key=_closing)
        return No("round_over", {"round": last.name, "closes_at": written(last.closes_at)})
    named = min(running or own, key=_opening)
    return No(_NOT_IN_ROUND[asker.action], {"round": named.name})


def collecting_round(rounds: Sequence[Round], asker: Asker) -> Round | None:
    """The round whose draw a request waits for; None if one permits it at once, or none at all."""
    running = _running(rounds, asker)
    if not running or not all(each.collects for each in running):
        return None
    return min(running, key=_drawing)


def over_the_limit(
    rounds: Sequence[Round], asker: Asker, sections: int, hundredths: int
) -> No | None:
    """Why each round that runs for the asker allows less; None if one allows as much.

    Args:
        sections, hundredths: sections and hundredths of a credit that the asker would hold in the
            term.
    """
    first = None
    for each in _running(rounds, asker):
        no = _too_much(each, sections, hundredths)
        if no is None:
            return None
        first = first or no
    return first


def lets_below_minimum(rounds: Sequence[Round], asker: Asker) -> bool:
    """Whether a round that runs for the asker lets the minimum of credits be gone below."""
    return any(each.below_minimum for each in _running(rounds, asker))


def written(moment: float) -> str:
    """`2026-11-25T08:00:00Z` for Unix seconds."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _running(rounds: Iterable[Round], asker: Asker) -> list[Round]:
    return [
        each
        for each in rounds
        if each.is_open(asker.moment)
        and asker.action in each.actions
        and each.is_for(asker.group, asker.tags)
    ]


def _too_much(each: Round, sections: int, hundredths: int) -> No | None:
    if each.section_limit is not None and sections > each.section_limit:
        values = {"sections": str(sections), "limit": str(each.section_limit)}
        return No("round_section_limit", {"round": each.name, **values})
    if each.credit_limit is not None and hundredths > each.credit_limit:
        values = {"credits": format_credits(hundredths), "limit": format_credits(each.credit_limit)}
        return No("round_credit_limit", {"round": each.name, **values})
    return None


def _opening(each: Round) -> float:
    return each.opens_at


def _closing(each: Round) -> float:
    return each.closes_at


def _drawing(each: Round) -> tuple[float, int]:
    return each.draws_at or 0.0, each.id
