"""Checks that have nothing to look at are passed by, and no answer is another for it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, cast

import pytest

from backend.domain import concerns, eligibility
from backend.domain.eligibility import (
    CANCELLED,
    CHECKS,
    CLOSED,
    DROP_CHECKS,
    OPEN,
    Attempt,
    Check,
    Seats,
    Section,
    Student,
    Term,
    all_refusals,
    drops_freely,
    first_refusal,
)
from backend.domain.holds import Hold
from backend.domain.links import Link
from backend.domain.permits import KINDS
from backend.domain.requirements import Course, Requirements
from backend.domain.rounds import Round
from backend.domain.timetable import Meeting, schedule_of

MANY = 4000
NOW = 100.0
BOTH = frozenset({"lecture", "lab"})
REQUIREMENTS = (
    Requirements(Course("C1")),
    Requirements(corequisite=Course("C2")),
    Requirements(exclusions=("C1", "C2")),
    Requirements(groups=frozenset({"CS-1"})),
)
ROUNDS = (
    Round(1, "Open", 0.0, 200.0, frozenset({"select", "drop", "swap"}), section_limit=2),
    Round(2, "To come", 150.0, 200.0, frozenset({"select", "drop", "swap"})),
)
TIMES = tuple(schedule_of([Meeting("M", hour * 60, hour * 60 + 50)]) for hour in (8, 9, 10, 11, 12))


def seldom(drawn: Random, *others: object, usual: object = None) -> Any:  # noqa: ANN401 - any value
    """Mostly the usual, so that each check gets its turn to be the first that refuses."""
    return drawn.choice(others) if drawn.random() < 0.08 else usual


def a_section(drawn: Random, number: int) -> Section:
    made: dict[str, Any] = {
        "term": Term(
            drawn.choice((1, 1, 1, 2)),
            state=seldom(drawn, CLOSED, usual=OPEN),
            scratch=seldom(drawn, True, usual=False),
            rounds=seldom(drawn, ROUNDS, ROUNDS[1:], ROUNDS[:1], usual=()),
            credit_minimum=seldom(drawn, 600, 1200),
        ),
        "course": f"C{number % 8}",
        "credits": 300,
        "state": seldom(drawn, CLOSED, CANCELLED, usual=OPEN),
        "schedule": drawn.choice(TIMES),
        "requirements": seldom(drawn, *REQUIREMENTS),
        "link": seldom(drawn, Link("lecture", "", BOTH), Link("lab", "", BOTH)),
        "credit_range": seldom(drawn, (100, 400), (400, 500)),
        "pool": seldom(drawn, 1),
    }
    return Section(number, course_id=number % 8, name=f"S{number}", **made)


def an_attempt(drawn: Random) -> Attempt:
    wanted, *held = (a_section(drawn, drawn.randint(1, 30)) for _ in range(drawn.randint(1, 4)))
    swapped = held.pop() if held and drawn.random() < 0.3 else None
    dropped = swapped is None and drawn.random() < 0.2
    student = Student(
        credit_limit=drawn.choice((900, 1200, 1800)),
        active=drawn.random() > 0.05,
        scratch_term=seldom(drawn, 1, 2),
        group=drawn.choice(("", "CS-1")),
        holds=seldom(drawn, (Hold("Books", "us"),), (Hold("Fee", "us", NOW),), usual=()),
        credit_minimum=seldom(drawn, 0, 600),
    )
    return Attempt(
        student,
        wanted,
        Seats(drawn.randint(0, 12), 10),
        [*held, wanted] if dropped else held,
        "drop" if dropped else "select" if swapped is None else "swap",
        seldom(drawn, None, usual=NOW),
        swapped,
        NOW,
        permitted=frozenset(drawn.sample(KINDS, 1)) if drawn.random() < 0.1 else frozenset(),
        history=seldom(drawn, {"C1": 6000}, {"C2": 9000, "C3": 7000}, usual={}),
    )


@pytest.fixture(scope="module")
def attempts() -> list[Attempt]:
    drawn = Random(7)
    return [an_attempt(drawn) for _ in range(MANY)]


def differs(attempt: Attempt) -> bool:
    """Whether the short way gives another answer than asking every check."""
    if attempt.action == "drop":
        free = drops_freely(attempt.student, attempt.section, attempt.held)
        return free and bool(all_refusals(attempt, DROP_CHECKS))
    return first_refusal(attempt) != next(iter(all_refusals(attempt)), None)


def test_passing_checks_by_changes_no_answer(attempts: Sequence[Attempt]) -> None:
    assert not any(map(differs, attempts))


@pytest.mark.parametrize("checks", [*((check,) for check in CHECKS[:-1]), DROP_CHECKS])
def test_checks_that_are_wrongly_passed_by_are_noticed(
    checks: tuple[Check, ...], attempts: Sequence[Attempt], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what if these were never asked?"""
    for check in checks:
        monkeypatch.setitem(cast("dict[Check, int]", eligibility._ASKED_IF), check, 0)
    monkeypatch.setattr(eligibility, "_ASKED", eligibility._Asked(CHECKS))
    monkeypatch.setattr(eligibility, "_ASKED_OF_DROPS", eligibility._Asked(DROP_CHECKS))
    assert any(map(differs, attempts))


def test_a_plain_attempt_asks_few_checks() -> None:
    plain = Attempt(Student(), Section(1, Term(1), 1), Seats(0, 1))
    asked = eligibility._ASKED[eligibility._concerns_of(plain)]
    assert [check.__name__ for check in asked] == ["within_credit_limit", "seat_is_free"]
    assert drops_freely(plain.student, plain.section, ())
    assert not plain.section.concerns & concerns.ALWAYS
