"""The checks of what a course requires: asked like all others, from `eligibility.CHECKS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.domain.grades import PASSING
from backend.domain.links import set_of
from backend.domain.refusals import No
from backend.domain.requirement_text import write_need
from backend.domain.requirements import (
    NO_REQUIREMENTS,
    closed_to,
    missing_before,
    missing_beside,
    passed_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend.domain.eligibility import Attempt, Section


def course_is_for_them(attempt: Attempt) -> No | None:
    """The student's group and tags are among those that the course is for."""
    wanted = attempt.section.requirements
    if wanted is None:
        return None
    return closed_to(wanted, attempt.student.group, attempt.student.tags)


def not_passed_before(attempt: Attempt) -> No | None:
    """Nobody takes a course again that was passed, unless it allows that."""
    if not attempt.history:
        return None
    section = attempt.section
    wanted = section.requirements or NO_REQUIREMENTS
    return No("course_passed") if passed_before(section.course, wanted, attempt.history) else None


def prerequisite_is_passed(attempt: Attempt) -> No | None:
    """What the course needs was passed before, well enough."""
    wanted = attempt.section.requirements
    if wanted is None:
        return None
    missing = missing_before(wanted, attempt.history)
    return No("prerequisite_missing", {"needed": write_need(missing)}) if missing else None


def corequisite_is_taken(attempt: Attempt) -> No | None:
    """What goes with the course is held in its term, comes with it, or was passed before."""
    wanted = attempt.section.requirements
    if wanted is None or wanted.corequisite is None:
        return None
    beside = {held.course for held in _of_term(attempt)}
    missing = missing_beside(wanted, attempt.history, beside)
    return No("corequisite_missing", {"needed": write_need(missing)}) if missing else None


def keeps_corequisites(attempt: Attempt) -> No | None:
    """Nobody gives back what another course that is held needs in its term, but with it.

    What was missing before is no reason. It binds neither the inactive nor the seats of a cancelled
    section. Of several courses that need it the section with the lowest id is told.
    """
    given = attempt.section if attempt.action == "drop" else attempt.instead_of
    if given is None or given.state == "cancelled" or not attempt.student.active:
        return None
    term = [each for each in attempt.held if each.term.id == given.term.id]
    gone = {*set_of(given, term), given.id, *(each.id for each in attempt.gone_with)}
    kept = sorted((each for each in term if each.id not in gone), key=lambda each: each.id)
    after = {each.course for each in kept}
    if attempt.action != "drop":
        new = (attempt.section, *attempt.together)
        after.update(each.course for each in new if each.term.id == given.term.id)
    others = (each for each in attempt.gone_with if each.term.id == given.term.id)
    before = {*after, given.course, *(each.course for each in others)}
    for each in kept:
        wanted = each.requirements
        if wanted is None or wanted.corequisite is None:
            continue
        missing = missing_beside(wanted, attempt.history, after)
        if missing and not missing_beside(wanted, attempt.history, before):
            return No("corequisite_held", {"given": given.name, "other": each.name})
    return None


def nothing_excludes_it(attempt: Attempt) -> No | None:
    """Neither the course nor one held in its term excludes the other, nor does one passed before.

    Of several that are held the section with the lowest id is told.
    """
    section = attempt.section
    own = section.requirements.exclusions if section.requirements else ()
    others = [
        held
        for held in attempt.held
        if (
            held.course in own
            or (held.requirements and section.course in held.requirements.exclusions)
        )
        and held.term.id == section.term.id
    ]
    if others:
        return No("excluded_held", {"other": min(others, key=lambda held: held.id).name})
    for course in own:
        if attempt.history.get(course, 0) >= PASSING:
            return No("excluded_passed", {"other": course})
    return None


def _of_term(attempt: Attempt) -> Iterator[Section]:
    """What the student has, or comes to have by the same request, of the section's term."""
    term = attempt.section.term.id
    return (each for each in (*attempt.held, *attempt.together) if each.term.id == term)
