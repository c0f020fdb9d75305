from dataclasses import replace

import pytest

from backend.domain.credits import format_credits
from backend.domain.eligibility import (
    CANCELLED,
    CHECKS,
    CLOSED,
    Attempt,
    Seats,
    Section,
    Student,
    Term,
    all_refusals,
    first_refusal,
)
from backend.domain.holds import Hold
from backend.domain.refusals import REFUSALS
from backend.domain.requirements import Course, Requirements
from backend.domain.timetable import Meeting, schedule_of

FALL = Term(1)
SPRING = Term(2)
REHEARSAL = Term(3, scratch=True)
MORNING = schedule_of([Meeting("M", 600, 660)])

ALICE = Student(credit_limit=800)
ALGEBRA = Section(71, FALL, 5, "MATH-1 (71)", credits=400, schedule=MORNING)
LOGIC = Section(72, FALL, 6, "PHIL-1 (72)", credits=400, schedule=MORNING)
POETRY = Section(73, FALL, 7, "LIT-1 (73)", credits=600)
FITS = Attempt(ALICE, ALGEBRA, Seats(29, 30))


def test_an_attempt_that_breaks_no_rule_succeeds() -> None:
    assert first_refusal(FITS) is None
    assert all_refusals(FITS) == []


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (replace(FITS, student=replace(ALICE, active=False)), "student_inactive"),
        (replace(FITS, student=replace(ALICE, holds=(Hold("Books", "us"),))), "on_hold"),
        (replace(FITS, student=replace(ALICE, scratch_term=3)), "not_your_term"),
        (replace(FITS, section=replace(ALGEBRA, term=REHEARSAL)), "not_your_term"),
        (replace(FITS, section=replace(ALGEBRA, term=Term(1, CLOSED))), "term_closed"),
        (replace(FITS, section=replace(ALGEBRA, state=CLOSED)), "section_closed"),
        (replace(FITS, section=replace(ALGEBRA, state=CANCELLED)), "section_cancelled"),
        (replace(FITS, held=[ALGEBRA]), "already_held"),
        (replace(FITS, held=[replace(LOGIC, course_id=5)]), "course_already_held"),
        (replace(FITS, held=[LOGIC]), "time_clash"),
        (replace(FITS, held=[POETRY]), "credit_limit"),
        (replace(FITS, seats=Seats(30, 30)), "section_full"),
        (replace(FITS, seats=Seats(31, 30)), "section_full"),
        (replace(FITS, seats=Seats(0, 0)), "section_full"),
    ],
)
def test_each_rule_says_no_with_its_own_code(attempt: Attempt, code: str) -> None:
    no = first_refusal(attempt)
    assert no is not None
    assert no.code == code
    assert "(" not in no.sentence.replace("(71)", "").replace("(72)", ""), "a blank was not filled"


@pytest.mark.parametrize(
    "attempt",
    [
        replace(FITS, held=[replace(LOGIC, term=SPRING)]),
        replace(FITS, held=[replace(POETRY, term=SPRING)]),
        replace(FITS, seats=Seats(10_000, None)),
        replace(
            FITS,
            student=replace(ALICE, scratch_term=3),
            section=replace(ALGEBRA, term=REHEARSAL),
        ),
        replace(FITS, held=[replace(LOGIC, schedule=()), replace(POETRY, credits=0)]),
    ],
)
def test_what_no_rule_forbids_is_allowed(attempt: Attempt) -> None:
    assert first_refusal(attempt) is None


def test_a_student_reads_with_what_it_clashes_and_what_the_limit_is() -> None:
    clash, load = all_refusals(replace(FITS, held=[LOGIC, POETRY]))
    assert "PHIL-1 (72)" in clash.sentence
    assert "14 credits; your limit is 8" in load.sentence


def test_of_several_clashes_the_same_one_is_told_however_holdings_come() -> None:
    other = replace(LOGIC, id=99, name="ART-1 (99)")
    for held in ([LOGIC, other], [other, LOGIC]):
        no = first_refusal(replace(FITS, held=held))
        assert no is not None
        assert no.values == {"other": LOGIC.name}


def test_want_of_a_seat_is_said_last() -> None:
    attempt = replace(FITS, held=[LOGIC], seats=Seats(30, 30))
    assert [no.code for no in all_refusals(attempt)] == ["time_clash", "section_full"]
    assert CHECKS[-1].__name__ == "seat_is_free"


def test_every_check_is_documented_and_has_a_sentence() -> None:
    assert all(check.__doc__ for check in CHECKS)
    assert all(refusal.sentence.endswith(".") for refusal in REFUSALS.values())


@pytest.mark.parametrize(("hundredths", "text"), [(300, "3"), (150, "1.5"), (25, "0.25"), (0, "0")])
def test_credits_are_written_short(hundredths: int, text: str) -> None:
    assert format_credits(hundredths) == text


WITH_REQUIREMENTS = Requirements(Course("OLD-1"), Course("OLD-2"), ("MATH-1",))
EXCLUDING = replace(LOGIC, term=FALL, schedule=(), requirements=WITH_REQUIREMENTS)


@pytest.mark.parametrize(
    "attempt",
    [
        FITS,
        replace(FITS, seats=Seats(30, 30), student=replace(ALICE, holds=(Hold("Books", "us"),))),
        replace(FITS, section=replace(ALGEBRA, requirements=WITH_REQUIREMENTS)),
        replace(FITS, section=replace(ALGEBRA, course="MATH-1"), held=[EXCLUDING]),
        replace(FITS, section=replace(ALGEBRA, course="MATH-1"), history={"MATH-1": 6000}),
        replace(
            FITS, section=replace(ALGEBRA, requirements=Requirements(groups=frozenset({"CS-1"})))
        ),
    ],
)
def test_the_way_past_checks_that_cannot_say_no_changes_no_answer(attempt: Attempt) -> None:
    every = all_refusals(attempt)
    assert first_refusal(attempt) == (every[0] if every else None)
    assert bool(every) == (attempt is not FITS), "the control: each but the first is refused"
