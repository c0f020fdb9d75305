"""When may whom do what? A term with rounds takes requests only while one of them permits it.

Rounds may overlap; one that permits is enough. What counts is the moment at which a request was
accepted, by the server's clock. A term without rounds knows only open and closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, Protocol

from backend.domain.credits import format_credits
from backend.domain.ordering.priority import EARLY_LOTTERY, FIRST_COME, PolicyName, Priority
from backend.domain.refusals import No

Phase = Literal["next", "now", "over"]
NEXT: Final = "next"
NOW: Final = "now"
OVER: Final = "over"
NOBODY_NAMED: Final[frozenset[str]] = frozenset()
NO_ROUNDS: Final[frozenset[int]] = frozenset()
_NOT_IN_ROUND: Final = {
    "select": "round_without_select",
    "drop": "round_without_drop",
    "swap": "round_without_swap",
}


class Who(Protocol):
    """A student, as far as the audience of a round goes."""

    @property
    def group(self) -> str:
        """Of the academic record."""
        ...

    @property
    def tags(self) -> frozenset[str]:
        """Of the academic record."""
        ...

    @property
    def earned(self) -> int:
        """Hundredths of a credit of the courses passed; 0 where no round asks for them."""
        ...

    @property
    def named_in(self) -> frozenset[int]:
        """Ids of the rounds that name this student."""
        ...


@dataclass(frozen=True, slots=True)
class Round:
    """A time in which some students may do some things in a term.

    Attributes:
        opens_at, closes_at: Unix seconds; it is open from the one until just before the other.
        actions: of select, drop, swap.
        groups, tags: whom it is for: those of a group and those with a tag among them. Both empty:
            everybody.
        earned_from, earned_to: of those, only students who have earned at least, and at most, as
            many hundredths of a credit.
        by_name: it names students, whom it is for in any case; without groups, tags and credits it
            is for nobody else.
        credit_limit: hundredths of a credit that a student may come to hold in the term by a
            request in this round; None sets no limit besides the student's own.
        section_limit: how many sections of the term, likewise.
        below_minimum: it lets students give back what takes them below their minimum of credits.
        policy: in which order its requests are decided.
        priorities: who goes first, for policies that ask.
        early_seconds: with `early_lottery`, how long after the opening one is early.
        drawn: whether the draw is over; what comes later is decided at once.
        seed_hash: SHA-256 of the seed of its lots, in hexadecimal; None where none are drawn.
    """

    id: int
    name: str
    opens_at: float
    closes_at: float
    actions: frozenset[str]
    groups: frozenset[str] = NOBODY_NAMED
    tags: frozenset[str] = NOBODY_NAMED
    earned_from: int | None = None
    earned_to: int | None = None
    by_name: bool = False
    credit_limit: int | None = None
    section_limit: int | None = None
    below_minimum: bool = False
    policy: PolicyName = FIRST_COME
    priorities: tuple[Priority, ...] = ()
    early_seconds: float = 0.0
    drawn: bool = False
    seed_hash: str | None = None

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

    @property
    def counts_credits(self) -> bool:
        """Whether it matters how many credits a student has earned."""
        return self.earned_from is not None or self.earned_to is not None

    def is_for(self, who: Who) -> bool:
        """Whether a student is meant."""
        return kept_out(self, who) is None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to do what, and when, in Unix seconds."""

    who: Who
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
    own = [each for each in rounds if each.is_for(asker.who)]
    if not own:
        return kept_out(_nearest(rounds, asker.moment), asker.who)
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


def kept_out(each: Round, who: Who) -> No | None:
    """Why a student is not meant by a round; None if it is for this one too."""
    if each.by_name and each.id in who.named_in:
        return None
    if each.groups or each.tags:
        if who.group not in each.groups and each.tags.isdisjoint(who.tags):
            whom = ", ".join([*sorted(each.groups), *sorted(each.tags)])
            return No("not_your_round", {"round": each.name, "whom": whom})
    elif each.by_name and not each.counts_credits:
        return No("round_by_name", {"round": each.name})
    return _other_credits(each, who.earned)


def _other_credits(each: Round, earned: int) -> No | None:
    values = {"round": each.name, "earned": format_credits(earned)}
    if each.earned_from is not None and earned < each.earned_from:
        least = format_credits(each.earned_from)
        return No("round_needs_credits", {**values, "least": least})
    if each.earned_to is not None and earned > each.earned_to:
        return No("round_up_to_credits", {**values, "most": format_credits(each.earned_to)})
    return None


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
        if each.is_open(asker.moment) and asker.action in each.actions and each.is_for(asker.who)
    ]


def _too_much(each: Round, sections: int, hundredths: int) -> No | None:
    if each.section_limit is not None and sections > each.section_limit:
        values = {"sections": str(sections), "limit": str(each.section_limit)}
        return No("round_section_limit", {"round": each.name, **values})
    if each.credit_limit is not None and hundredths > each.credit_limit:
        values = {"credits": format_credits(hundredths), "limit": format_credits(each.credit_limit)}
        return No("round_credit_limit", {"round": each.name, **values})
    return None


def _nearest(rounds: Sequence[Round], moment: float) -> Round:
    """The round that runs, or else the next to open, or else the last that was over."""
    coming = [each for each in rounds if each.closes_at > moment]
    return min(coming, key=_opening) if coming else max(rounds, key=_closing)


def _opening(each: Round) -> float:
    return each.opens_at


def _closing(each: Round) -> float:
    return each.closes_at


def _drawing(each: Round) -> tuple[float, int]:
    return each.draws_at or 0.0, each.id
