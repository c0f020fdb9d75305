"""The staff door over HTTP: catalogue, sections, rosters."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request, Response

from backend.common import assignment
from backend.common.assignment import Assignment, AssignmentReport
from backend.common.bodies import documented
from backend.common.deps import Administrator, Limit, Offset, Search, Staff
from backend.common.errors import Refused
from backend.common.models import (
    COURSE_EXAMPLE,
    CSV_BODY,
    IMPORT_EXAMPLE,
    ROSTER_EXAMPLE,
    SECTION_EXAMPLE,
    TERMS_EXAMPLE,
    CoursePage,
    ImportReport,
    Roster,
    SectionPage,
    SectionView,
    TermList,
)
from backend.common.parameters import (
    PAGE,
    STAFF_ONLY,
    DryRun,
    NewTermCode,
    OpenOnly,
    SectionId,
    SectionSort,
    TeacherId,
    TeacherName,
    TermCode,
    TermName,
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
from backend.common.tokens import TEACHER
from backend.teacher_node.forwarding import LONG_TIMEOUT, Forward, own
from backend.teacher_node.roster_file import roster_file, roster_file_name

CSV = "text/csv"

router = APIRouter()

Format = Annotated[Literal["json", "csv"], Query(description="`csv` is a file for spreadsheets.")]


@router.get(
    "/terms",
    summary="All terms",
    tags=["catalogue"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "service_away"),
    openapi_extra=documented(gives=TermList, example=TERMS_EXAMPLE),
)
async def get_terms(_user: Staff, forward: Forward) -> Response:
    """All terms, the newest first, those of rehearsals among them."""
    return await forward.get("/terms")


@router.get(
    "/courses",
    summary="Courses, by code",
    tags=["catalogue"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(
        gives=CoursePage,
        example=CoursePage(items=[COURSE_EXAMPLE], total=1, limit=PAGE, offset=0),
    ),
)
async def get_courses(
    *,
    _user: Staff,
    forward: Forward,
    term: TermCode = None,
    search: Search = "",
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """Courses whose code and title have every word of `search`."""
    params = {"term": term, "search": search, "limit": limit, "offset": offset}
    return await forward.get("/courses", params)


@router.get(
    "/sections",
    summary="Own sections; all of them for administrators",
    tags=["sections"],
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(
        gives=SectionPage,
        example=SectionPage(items=[SECTION_EXAMPLE], total=1, limit=PAGE, offset=0),
    ),
)
async def get_sections(
    *,
    user: Staff,
    forward: Forward,
    term: TermCode = None,
    teacher_id: TeacherId = None,
    teacher: TeacherName = None,
    with_seats: OpenOnly = False,
    search: Search = "",
    sort: SectionSort = "",
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """A teacher sees the own sections alone, whatever `teacher_id` says."""
    params = {
        "term": term,
        "teacher_id": user.person if user.role == TEACHER else teacher_id,
        "teacher": teacher,
        "with_seats": with_seats,
        "search": search,
        "sort": sort,
        "limit": limit,
        "offset": offset,
    }
    return await forward.get("/sections", params)


@router.get(
    "/sections/{section_id}",
    summary="One section",
    tags=["sections"],
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "not_your_section", "no_such_section", "invalid_fields", "service_away"
    ),
    openapi_extra=documented(gives=SectionView, example=SECTION_EXAMPLE),
)
async def get_section(user: Staff, forward: Forward, section_id: SectionId) -> Response:
    """With its meetings and seats."""
    answer = await forward.call("GET", f"/sections/{section_id}")
    if user.role == TEACHER and answer.status_code == 200:
        section = msgspec.json.decode(answer.content, type=SectionView)
        own_ids = {section.teacher_id, *(each.id for each in section.co_teachers)}
        if user.person not in own_ids:
            raise Refused("not_your_section")
    return own(answer)


@router.post(
    "/sections",
    summary="Make a section",
    tags=["sections"],
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
        "service_away",
    ),
    openapi_extra=documented(
        NewSection,
        SectionView,
        status=201,
        takes_example=NEW_SECTION_EXAMPLE,
        example=SECTION_EXAMPLE,
    ),
)
async def post_section(request: Request, _user: Staff, forward: Forward) -> Response:
    """A teacher makes it for himself; an administrator may name a course that is new."""
    return own(await forward.call("POST", "/sections", content=await request.body()))


@router.post(
    "/sections/assignment",
    summary="Give sections to a teacher, or to nobody",
    tags=["sections"],
    response_model=None,
    responses=errors(*STAFF_ONLY, *assignment.REFUSALS, "service_away"),
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
    _user: Administrator,
    forward: Forward,
    dry_run: DryRun = False,
) -> Response:
    """All or nothing. Clashes of the teacher's own times are a warning and forbid nothing."""
    answer = await forward.call(
        "POST",
        "/sections/assignment",
        params={"dry_run": dry_run},
        content=await request.body(),
        timeout=LONG_TIMEOUT,
    )
    return own(answer)


@router.patch(
    "/sections/{section_id}",
    summary="Change a section",
    tags=["sections"],
    response_model=None,
    responses=errors(*STAFF_ONLY, *CHANGE_REFUSALS, "service_away"),
    openapi_extra=documented(
        SectionChange, SectionView, takes_example=CHANGE_EXAMPLE, example=SECTION_EXAMPLE
    ),
)
async def patch_section(
    request: Request, _user: Staff, forward: Forward, section_id: SectionId
) -> Response:
    """What is left out stays. With fewer seats than are taken nobody loses one.

    Those who hold a seat get a notice of what concerns them.
    """
    body = await request.body()
    return own(await forward.call("PATCH", f"/sections/{section_id}", content=body))


@router.post(
    "/sections/{section_id}/effects",
    summary="What a change would do to those who hold a seat or wait for one",
    tags=["sections"],
    response_model=None,
    responses=errors(*STAFF_ONLY, *CHANGE_REFUSALS, "service_away"),
    openapi_extra=documented(
        SectionChange, SectionEffects, takes_example=CHANGE_EXAMPLE, example=EFFECTS_EXAMPLE
    ),
)
async def post_effects(
    request: Request, _user: Staff, forward: Forward, section_id: SectionId
) -> Response:
    """Nothing is changed; it is refused where the change would be."""
    body = await request.body()
    return own(await forward.call("POST", f"/sections/{section_id}/effects", content=body))


@router.get(
    "/sections/{section_id}/roster",
    summary="Who holds the seats of a section",
    tags=["sections"],
    response_model=None,
    responses={
        200: {"content": {CSV: {"example": roster_file(ROSTER_EXAMPLE).decode("utf-8-sig")}}},
        **errors(
            *STAFF_ONLY, "not_your_section", "no_such_section", "invalid_fields", "service_away"
        ),
    },
    openapi_extra=documented(gives=Roster, example=ROSTER_EXAMPLE),
)
async def get_roster(
    *,
    _user: Staff,
    forward: Forward,
    section_id: SectionId,
    wanted: Annotated[Format, Query(alias="format")] = "json",
) -> Response:
    """By name. As CSV it is UTF-8 with a byte order mark, and no cell can act as a formula."""
    answer = await forward.call("GET", f"/sections/{section_id}/roster")
    if wanted == "json" or answer.status_code != 200:
        return own(answer)
    roster = msgspec.json.decode(answer.content, type=Roster)
    disposition = f'attachment; filename="{roster_file_name(roster)}"'
    headers = {"Content-Disposition": disposition}
    return Response(roster_file(roster), headers=headers, media_type=CSV)


@router.get(
    "/sections/{section_id}/fill",
    summary="How a section filled",
    tags=["sections"],
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "not_your_section", "no_such_section", "invalid_fields", "service_away"
    ),
    openapi_extra=documented(gives=SectionFill, example=FILL_EXAMPLE),
)
async def get_fill(_user: Staff, forward: Forward, section_id: SectionId) -> Response:
    """Seats held at each moment, from all decisions, also of those who have left since."""
    return await forward.get(f"/sections/{section_id}/fill")


@router.post(
    "/catalogue/import",
    summary="Bring a catalogue file into a term",
    tags=["catalogue"],
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "catalogue_invalid",
        "term_is_scratch",
        "invalid_fields",
        "service_away",
    ),
    openapi_extra={
        **documented(gives=ImportReport, example=IMPORT_EXAMPLE),
        "requestBody": CSV_BODY,
    },
)
async def post_catalogue(
    *,
    request: Request,
    _user: Administrator,
    forward: Forward,
    term: NewTermCode,
    name: TermName = "",
    dry_run: DryRun = False,
) -> Response:
    """All or nothing. Rows with one `crn` are the meetings of one section; see the notes."""
    answer = await forward.call(
        "POST",
        "/catalogue/import",
        params={"term": term, "name": name, "dry_run": dry_run},
        content=await request.body(),
        timeout=LONG_TIMEOUT,
    )
    return own(answer)
