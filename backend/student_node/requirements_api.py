"""The student door's requirements: what a course asks for, and what of it the student has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fastapi import APIRouter, Response

from backend.common.bodies import answer, documented
from backend.common.deps import ServiceFrame, Student
from backend.common.parameters import SectionId
from backend.common.requirements import OWN_REQUIREMENTS_EXAMPLE, NeedLine, OwnRequirements
from backend.common.service import errors
from backend.domain.grades import PASSING
from backend.domain.requirements import (
    NO_REQUIREMENTS,
    Course,
    Every,
    Need,
    unmet,
)
from backend.student_node.asking import NOT_LOGGED_IN, TheDesk
from backend.student_node.desk import Desk

router = APIRouter(tags=["requirements"])

Fits = Callable[[Course], bool]
Titles = Callable[[str], str]


@router.get(
    "/sections/{section_id}/requirements",
    summary="What a course requires, and what of it I have",
    response_model=None,
    responses=errors(
        *NOT_LOGGED_IN,
        "role_not_allowed",
        "not_ready",
        "no_such_section",
        "no_such_student",
        "invalid_fields",
        "service_away",
    ),
    openapi_extra=documented(gives=OwnRequirements, example=OWN_REQUIREMENTS_EXAMPLE),
)
async def get_requirements(
    section_id: SectionId, desk: TheDesk, frame: ServiceFrame, student: Student
) -> Response:
    """The lines of a need come as in a list: what is deeper belongs to what stands before it."""
    return answer(await own_requirements(desk, student.person, section_id, frame.clock()))


async def own_requirements(
    desk: Desk, student_id: int, section_id: int, now: float
) -> OwnRequirements:
    """What the course of a section requires, and what of it a student meets.

    Raises:
        Refused: `not_ready`, `no_such_section`, `no_such_student`, `service_away`.
    """
    attempt = await desk.attempt(student_id, section_id, now)
    wanted = attempt.section.requirements or NO_REQUIREMENTS
    term = attempt.section.term.id
    beside = {held.course for held in attempt.held if held.term.id == term}

    def passed(course: Course) -> bool:
        return course.passed(attempt.history)

    def beside_or_passed(course: Course) -> bool:
        return course.key in beside or passed(course)

    def free_of(course: str) -> bool:
        return course not in beside and attempt.history.get(course, 0) < PASSING

    def title(course: str) -> str:
        return desk.catalogue.title_of(term, course)

    return OwnRequirements(
        prerequisite=list(_lines(wanted.prerequisite, passed, title)),
        corequisite=list(_lines(wanted.corequisite, beside_or_passed, title)),
        exclusions=[
            NeedLine(
                depth=0, kind="course", course=course, title=title(course), met=free_of(course)
            )
            for course in wanted.exclusions
        ],
        groups=sorted(wanted.groups),
        tags=sorted(wanted.tags),
        group_fits=not wanted.groups or attempt.student.group in wanted.groups,
        tags_fit=not wanted.tags or not wanted.tags.isdisjoint(attempt.student.tags),
        repeats=wanted.repeats,
        passed=attempt.history.get(attempt.section.course, 0) >= PASSING,
    )


def _lines(need: Need | None, fits: Fits, title: Titles, depth: int = 0) -> Iterator[NeedLine]:
    if need is None:
        return
    met = unmet(need, fits) is None
    if isinstance(need, Course):
        yield NeedLine(
            depth=depth,
            kind="course",
            course=need.key,
            title=title(need.key),
            grade=need.grade,
            met=met,
        )
        return
    yield NeedLine(depth=depth, kind="every" if isinstance(need, Every) else "either", met=met)
    for part in need.parts:
        yield from _lines(part, fits, title, depth + 1)
