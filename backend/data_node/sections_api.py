"""Sections over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common import assignment
from backend.common.assignment import Assignment, AssignmentReport
from backend.common.bodies import answer, documented, read_body
from backend.common.deps import (
    Administrator,
    Limit,
    NodeDatabase,
    Offset,
    Search,
    Staff,
)
from backend.common.models import (
    ROSTER_EXAMPLE,
    SECTION_EXAMPLE,
    Roster,
    SectionPage,
    SectionView,
)
from backend.common.parameters import (
    PAGE,
    STAFF_ONLY,
    DryRun,
    OpenOnly,
    SectionId,
    SectionSort,
    TeacherId,
    TeacherName,
    TermCode,
)
from backend.common.sections import (
    CHANGE_EXAMPLE,
    CHANGE_REFUSALS,
    EFFECTS_EXAMPLE,
    FILL_EXAMPLE,
    NEW_SECTION_EXAMPLE,
    NewSection,
    SectionChange,
    SectionEffects,
    SectionFill,
)
from backend.common.service import errors
from backend.data_node import catalogue, deeds, section_fill, sections
from backend.data_node.assignment import assign
from backend.data_node.catalogue import Wanted, section_view
from backend.data_node.deeds import section_target
from backend.data_node.doer import ByWhom

router = APIRouter(tags=["sections"])


@router.get(
    "/sections",
    summary="Sections, by course and number or as wanted",
    response_model=None,
    responses=errors("caller_not_internal", "no_such_term", "invalid_fields"),
    openapi_extra=documented(
        gives=SectionPage,
        example=SectionPage(items=[SECTION_EXAMPLE], total=1, limit=PAGE, offset=0),
    ),
)
async def get_sections(
    *,
    database: NodeDatabase,
    term: TermCode = None,
    teacher_id: TeacherId = None,
    teacher: TeacherName = None,
    with_seats: OpenOnly = False,
    search: Search = "",
    sort: SectionSort = "",
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """Sections whose course, title, number or teacher have every word of `search`."""
    wanted = Wanted(
        term=term,
        teacher_id=teacher_id,
        search=search,
        teacher=teacher,
        with_seats=with_seats,
        sort=sort,
    )
    return answer(await database.read(catalogue.section_page, wanted, limit, offset))


@router.get(
    "/sections/{section_id}",
    summary="One section",
    response_model=None,
    responses=errors("no_such_section", "invalid_fields"),
    openapi_extra=documented(gives=SectionView, example=SECTION_EXAMPLE),
)
async def get_section(database: NodeDatabase, section_id: SectionId) -> Response:
    """One section with its meetings and seats."""
    return answer(await database.read(catalogue.section_view, section_id))


@router.post(
    "/sections",
    summary="Make a section",
    status_code=201,
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "not_your_section",
        "no_such_term",
        "no_such_course",
        "no_such_teacher",
        "section_exists",
        "term_is_scratch",
        "invalid_fields",
        "bad_request",
    ),
    openapi_extra=documented(
        NewSection,
        SectionView,
        status=201,
        takes_example=NEW_SECTION_EXAMPLE,
        example=SECTION_EXAMPLE,
    ),
)
async def post_section(request: Request, database: NodeDatabase, doer: ByWhom) -> Response:
    """A teacher makes it for himself; an administrator may name a course that is new."""
    new = await read_body(request, NewSection, judged=True)
    work = deeds.made(
        doer, "section_created", section_target, lambda c: sections.create(c, new, doer.user)
    )
    return answer(await database.write(work), status=201)


@router.post(
    "/sections/assignment",
    summary="Give sections to a teacher, or to nobody",
    response_model=None,
    responses=errors(*STAFF_ONLY, *assignment.REFUSALS),
    openapi_extra=documented(
        Assignment,
        AssignmentReport,
        takes_example=assignment.ASSIGNMENT_EXAMPLE,
        example=assignment.REPORT_EXAMPLE,
    ),
)
async def post_assignment(
    *,
    request: Request,
    database: NodeDatabase,
    _user: Administrator,
    doer: ByWhom,
    dry_run: DryRun = False,
) -> Response:
    """All or nothing. Clashes of the teacher's own times are a warning and forbid nothing."""
    wanted = await read_body(request, Assignment)
    return answer(await database.write(assign, wanted, doer, dry_run=dry_run))


@router.patch(
    "/sections/{section_id}",
    summary="Change a section",
    response_model=None,
    responses=errors(*STAFF_ONLY, *CHANGE_REFUSALS),
    openapi_extra=documented(
        SectionChange, SectionView, takes_example=CHANGE_EXAMPLE, example=SECTION_EXAMPLE
    ),
)
async def patch_section(
    *,
    request: Request,
    database: NodeDatabase,
    doer: ByWhom,
    section_id: SectionId,
) -> Response:
    """What is left out stays. With fewer seats than are taken nobody loses one.

    Those who hold a seat get a notice of what concerns them.
    """
    change = await read_body(request, SectionChange, judged=True)
    work = deeds.changed(
        doer,
        "section_changed",
        section_target,
        lambda c: section_view(c, section_id),
        lambda c: sections.change(c, section_id, change, doer.user, doer.now),
    )
    return answer(await database.write(work))


@router.post(
    "/sections/{section_id}/effects",
    summary="What a change would do to those who hold a seat or wait for one",
    response_model=None,
    responses=errors(*STAFF_ONLY, *CHANGE_REFUSALS),
    openapi_extra=documented(
        SectionChange, SectionEffects, takes_example=CHANGE_EXAMPLE, example=EFFECTS_EXAMPLE
    ),
)
async def post_effects(
    request: Request, database: NodeDatabase, doer: ByWhom, section_id: SectionId
) -> Response:
    """Nothing is changed; it is refused where the change would be."""
    change = await read_body(request, SectionChange, judged=True)
    return answer(await database.write(sections.effects, section_id, change, doer.user, doer.now))


@router.get(
    "/sections/{section_id}/roster",
    summary="Who holds the seats of a section",
    response_model=None,
    responses=errors(*STAFF_ONLY, "not_your_section", "no_such_section", "invalid_fields"),
    openapi_extra=documented(gives=Roster, example=ROSTER_EXAMPLE),
)
async def get_roster(database: NodeDatabase, user: Staff, section_id: SectionId) -> Response:
    """By name."""
    return answer(await database.read(sections.roster, section_id, user))


@router.get(
    "/sections/{section_id}/fill",
    summary="How a section filled",
    response_model=None,
    responses=errors(*STAFF_ONLY, "not_your_section", "no_such_section", "invalid_fields"),
    openapi_extra=documented(gives=SectionFill, example=FILL_EXAMPLE),
)
async def get_fill(database: NodeDatabase, user: Staff, section_id: SectionId) -> Response:
    """Seats held at each moment, from all decisions, also of those who have left since."""
    return answer(await database.read(section_fill.fill, section_id, user))
