"""Giving back what another course needs beside it: refused, unless both go at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from backend.domain.course_checks import keeps_corequisites
from backend.domain.eligibility import CANCELLED, Attempt, Seats, Section, Student, Term
from backend.domain.plans import Plan
from backend.domain.refusals import No
from backend.domain.requests import DROP, SWAP, Single
from backend.domain.requirement_text import read_need
from backend.domain.requirements import Requirements
from backend.domain.selection import SeatBook

FALL, SPRING = Term(1), Term(2)
COURSES = ("A-1", "B-1", "C-1", "D-1")
NEEDS = (None, "A-1", "B-1", "A-1 or B-1", "A-1 and C-1", "D-1")
STUDENT = Student()


def section(course: str, need: str | None = None, *, term: Term = FALL) -> Section:
    number = COURSES.index(course) + 1
    wanted = Requirements(corequisite=read_need(need)) if need else None
    return Section(number, term, number, f"{course} ({number})", course=course, requirements=wanted)


class Case(NamedTuple):
    """What is held, and which of it goes; what was passed before, and what a swap takes."""

    held: tuple[Section, ...]
    gone: frozenset[int]
    passed: frozenset[str]
    new: str | None


@st.composite
def cases(draw: st.DrawFn) -> Case:
    held = tuple(
        section(course, draw(st.sampled_from(NEEDS)), term=draw(st.sampled_from([FALL, SPRING])))
        for course in COURSES
        if draw(st.booleans())
    )
    if not held:
        held = (section("A-1"),)
    gone = frozenset(e.id for e in held if draw(st.booleans())) or frozenset({held[0].id})
    passed = draw(st.frozensets(st.sampled_from(COURSES)))
    return Case(held, gone, passed, draw(st.none() | st.sampled_from(COURSES)))


def attempt_of(case: Case) -> Attempt:
    """The first that goes is what is looked at; a swap takes a section of another number."""
    first, *others = [each for each in case.held if each.id in case.gone]
    history = dict.fromkeys(case.passed, 9000)
    common = {"history": history, "gone_with": others}
    if case.new is None:
        return Attempt(STUDENT, first, Seats(), case.held, DROP, **common)  # type: ignore[arg-type]
    new = replace(section(case.new), id=90)
    left = [each for each in case.held if each.id not in case.gone]
    return Attempt(STUDENT, new, Seats(), left, SWAP, instead_of=first, **common)  # type: ignore[arg-type]


def broken(case: Case) -> bool:
    """Whether somebody who stays loses what it needs, by trying each need out as Python."""
    term = next(each for each in case.held if each.id in case.gone).term
    mine = [each for each in case.held if each.term == term]
    left = {each.course for each in mine if each.id not in case.gone}
    if case.new is not None and term == FALL:
        left.add(case.new)
    before = {*left, *(each.course for each in mine)}

    def met(each: Section, held: set[str]) -> bool:
        need = next(n for n in NEEDS if n and read_need(n) == each.requirements.corequisite)  # type: ignore[union-attr]
        known = {c.replace("-", ""): c in held or c in case.passed for c in COURSES}
        return bool(eval(need.replace("-", ""), {}, known))

    stays = [each for each in mine if each.id not in case.gone and each.requirements]
    return any(met(each, before) and not met(each, left) for each in stays)


Rule = Callable[[Attempt], No | None]


def differs(rule: Rule, case: Case) -> bool:
    return (rule(attempt_of(case)) is not None) != broken(case)


@settings(max_examples=300)
@given(cases())
def test_nobody_who_stays_loses_what_it_needs(case: Case) -> None:
    assert not differs(keeps_corequisites, case)


def _alone(attempt: Attempt) -> No | None:
    """What goes with it is taken to stay."""
    held = [*attempt.held, *attempt.gone_with]
    return keeps_corequisites(replace(attempt, held=held, gone_with=()))


def _without_history(attempt: Attempt) -> No | None:
    return keeps_corequisites(replace(attempt, history={}))


def _of_any_term(attempt: Attempt) -> No | None:
    one = [replace(each, term=FALL) for each in attempt.held]
    old = attempt.instead_of and replace(attempt.instead_of, term=FALL)
    new = replace(attempt.section, term=FALL)
    return keeps_corequisites(replace(attempt, held=one, section=new, instead_of=old))


@pytest.mark.parametrize("wrong", [_alone, _without_history, _of_any_term])
def test_a_wrong_rule_would_be_found(wrong: Rule) -> None:
    """The control: planted mistakes are caught by the same comparison."""
    first = settings(phases=[Phase.generate], max_examples=3000, derandomize=True)
    assert not differs(
        keeps_corequisites, find(cases(), lambda c: differs(wrong, c), settings=first)
    )


def test_seats_of_cancelled_sections_and_of_the_inactive_are_not_bound() -> None:
    case = Case((section("A-1"), section("B-1", "A-1")), frozenset({1}), frozenset(), None)
    bound = attempt_of(case)
    no = keeps_corequisites(bound)
    assert no is not None
    assert no.values == {"given": "A-1 (1)", "other": "B-1 (2)"}
    assert keeps_corequisites(replace(bound, student=replace(STUDENT, active=False))) is None
    gone = replace(bound.section, state=CANCELLED)
    assert keeps_corequisites(replace(bound, section=gone)) is None


def test_two_that_need_each_other_go_by_a_drop_that_names_both() -> None:
    one, two = section("A-1", "B-1"), section("B-1", "A-1")
    seats = {1: Seats(1, 5), 2: Seats(1, 5), 3: Seats(0, 5)}
    known = {1: one, 2: two, 3: section("C-1")}
    book = SeatBook(known, seats, {7: STUDENT}, {7: {1: one, 2: two}})
    drop = Single("t1", 1, 7, 1, 5.0, action=DROP)
    assert [no.code for no in book.refusals(drop)] == ["corequisite_held"]
    assert book.decide(drop).no == book.refusals(drop)[0]
    more = replace(drop, ticket_id="t2", plan=Plan((((1, 3),),)))
    assert (book.decide(more).no, set(book.held[7])) == (No("not_held"), {1, 2})
    both = replace(drop, ticket_id="t3", plan=Plan((((1, 2),),)))
    assert book.refusals(both) == []
    decided = book.decide(both)
    assert (decided.outcome, decided.parts[0].left, book.held[7]) == ("dropped", (1, 2), {})
