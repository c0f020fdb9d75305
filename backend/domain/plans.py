"""A plan: wishes in order, each with alternatives, answered in one turn.

The rules are asked through `Look`, which changes nothing, so an attempt that comes to nothing
leaves no trace: seats are taken only after everything is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from backend.domain.refusals import No

MOST_WISHES: Final = 20
MOST_ALTERNATIVES: Final = 5
MOST_TOGETHER: Final = 6  # sections of one set
MOST_LOOKS: Final = 4_000
"""How often a search asks the rules about one set; then a plan counts as too complex. As many take
about a tenth of a second, in which the line stands still."""

_STAYS: Final = frozenset(
    {
        "no_such_section",
        "term_closed",
        "section_closed",
        "section_cancelled",
        "on_hold",
        "course_of_groups",
        "course_of_tags",
        "course_passed",
        "prerequisite_missing",
        "excluded_held",
        "excluded_passed",
        "already_held",
        "course_already_held",
        "time_clash",
        "credit_limit",
        "section_full",
    }
)
"""Reasons against a set that no other section of the plan can lift; a search need not try it."""

SectionSet = tuple[int, ...]
"""Ids of sections that are had together or not at all: one, or a lecture with its lab."""

Look = Callable[[SectionSet, Sequence[int]], No | None]
"""Why a set cannot be had beside sections that are chosen already; None if it can."""

LookForPlace = Callable[[SectionSet, Sequence[int], SectionSet], No | None]
"""Why a set cannot be waited for beside sections that are had, others being given back for it; None
if it can."""

_NO_PLACE: Final = frozenset({"already_waiting", "waitlist_full"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What a student asks for in one ticket.

    Attributes:
        wishes: the most important first; each is its alternatives, the best first.
        all_or_nothing: whether seats are wanted only if every wish is given.
        credits: sections of a range, each with the hundredths of a credit that are wanted of it;
            of one that is not named the lowest.
    """

    wishes: tuple[tuple[SectionSet, ...], ...]
    all_or_nothing: bool = False
    credits: tuple[tuple[int, int], ...] = ()

    @property
    def sections(self) -> set[int]:
        """Every section that it names."""
        return {section for wish in self.wishes for option in wish for section in option}

    def credits_of(self, section_id: int) -> int | None:
        """How many hundredths of a credit are wanted of a section; None is the lowest."""
        return next((wanted for each, wanted in self.credits if each == section_id), None)


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one wish.

    Attributes:
        took: the sections in which a seat was taken.
        left: those whose seats were given back.
        no: why nothing was.
        waits: a better set than what was taken, which is waited for.
    """

    took: SectionSet = ()
    left: SectionSet = ()
    no: No | None = None
    waits: SectionSet = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer to a plan: one part a wish, and why it has nothing at all, if so."""

    parts: tuple[Part, ...]
    no: No | None = None


def choose(plan: Plan, look: Look, most: int = MOST_LOOKS) -> Choice:
    """What a plan gets.

    Best effort: wish by wish the first alternative that works beside those chosen before. All or
    nothing: the first combination that gives every wish, in the order in which an odometer counts
    whose first wheel is the most important wish; so the first wish has its best alternative with
    which there is a combination, then the second has, and so on.
    """
    parts = _best_effort(plan, look)
    if not plan.all_or_nothing or all(part.took for part in parts):
        no = None if any(part.took for part in parts) else parts[0].no
        return Choice(parts, no)
    search = _Search(plan, look, most)
    if search.succeeds():
        return Choice(tuple(Part(took) for took in search.chosen))
    missed = tuple(Part(no=part.no or No("plan_not_whole")) for part in parts)
    if search.exhausted:
        return Choice(missed, No("plan_too_complex"))
    return Choice(missed, next(part.no for part in parts if part.no is not None))


def with_places(plan: Plan, parts: Sequence[Part], look: LookForPlace) -> tuple[Part, ...]:
    """The parts with what is waited for: of each wish one set, the best that has a place.

    It is better than what the wish was given, and lacks nothing but a seat.
    """
    had = [section for part in parts for section in part.took]
    waited: set[int] = set()
    found = []
    for wish, part in zip(plan.wishes, parts, strict=True):
        others = [section for section in had if section not in part.took]
        reasons = []
        for option in takewhile(lambda each, took=part.took: each != took, wish):  # type: ignore[misc]
            no = No("already_waiting") if waited & set(option) else look(option, others, part.took)
            if no is None:
                waited.update(option)
                found.append(replace(part, waits=option))
                break
            reasons.append(no)
        else:
            told = next((no for no in reasons if no.code in _NO_PLACE), None)
            found.append(part if part.took or told is None else replace(part, no=told))
    return tuple(found)


def _best_effort(plan: Plan, look: Look) -> tuple[Part, ...]:
    chosen: list[int] = []
    parts = []
    for alternatives in plan.wishes:
        part = _first_that_works(alternatives, chosen, look)
        chosen += part.took
        parts.append(part)
    return tuple(parts)


def _first_that_works(
    alternatives: Sequence[SectionSet], chosen: Sequence[int], look: Look
) -> Part:
    """The first alternative that can be had, or why the first of all cannot."""
    first = None
    for option in alternatives:
        no = look(option, chosen)
        if no is None:
            return Part(option)
        first = first or no
    return Part(no=first)


class _Search:
    """Depth first, in rank order, up to a number of looks."""

    def __init__(self, plan: Plan, look: Look, most: int) -> None:
        self.chosen: list[SectionSet] = []
        self._look = look
        self._left = most
        self._wishes = [[o for o in wish if self._may_work(o)] for wish in plan.wishes]

    @property
    def exhausted(self) -> bool:
        """Whether it gave up before it had seen every combination."""
        return self._left < 0

    def succeeds(self) -> bool:
        """Whether there is a combination; `chosen` is the first then."""
        place = len(self.chosen)
        if place == len(self._wishes):
            return True
        if not all(self._wishes):
            return False
        before = [section for option in self.chosen for section in option]
        for option in self._wishes[place]:
            self._left -= 1
            if self.exhausted:
                return False
            if self._look(option, before) is None:
                self.chosen.append(option)
                if self.succeeds():
                    return True
                self.chosen.pop()
        return False

    def _may_work(self, option: SectionSet) -> bool:
        no = self._look(option, ())
        return no is None or no.code not in _STAYS
