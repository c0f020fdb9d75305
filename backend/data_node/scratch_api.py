"""Routes of the data node for rehearsals: scratch terms, their rosters and outcomes."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, Limit, NodeDatabase, Offset
from backend.common.errors import Refused
from backend.common.models import MeetingView
from backend.common.rehearsal import (
    LARGEST_SEED,
    ScratchOutcome,
    ScratchOutcomes,
    ScratchRoster,
    ScratchRosters,
    ScratchSection,
    ScratchStudent,
    ScratchStudents,
    ScratchTerm,
    WantedRehearsal,
    WantedSection,
    draw_code,
)
from backend.common.service import errors
from backend.data_node import scratch

router = APIRouter(prefix="/scratch-terms", tags=["rehearsals"])

_NOT_ADMIN = ("login_required", "token_invalid", "token_expired", "role_not_allowed")
_UNKNOWN = ("no_such_term", "not_a_scratch_term", "invalid_fields")

Code = Annotated[
    str, Path(max_length=64, description="Code of a scratch term.", examples=["SCRATCH-k3x9ab"])
]
EXAMPLE_SECTION = ScratchSection(id=72, name="HS2903/L1", capacity=230)


@router.post(
    "",
    summary="Make a scratch term with synthetic students for a rehearsal",
    status_code=201,
    response_model=None,
    responses=errors(*_NOT_ADMIN, "bad_request", "invalid_fields", "not_a_scratch_term"),
    openapi_extra=documented(
        WantedRehearsal,
        ScratchTerm,
        status=201,
        takes_example=WantedRehearsal(
            students=2000, seed=7, sections=[WantedSection(name="HS2903/L1", capacity=230)]
        ),
        example=ScratchTerm(
            term="SCRATCH-k3x9ab", term_id=3, students=2000, sections=[EXAMPLE_SECTION]
        ),
    ),
)
async def create_scratch_term(
    request: Request, _user: Administrator, database: NodeDatabase
) -> Response:
    """The term is open at once and open to its synthetic students alone.

    Sections whose names agree up to the last `/` belong to one course; every section counts four
    credits and gets a time between Monday and Friday. The same call with the same `code` again
    makes nothing new and answers with what stands.
    """
    wanted = await read_body(request, WantedRehearsal)
    _names_differ(wanted)
    code = wanted.code or draw_code()
    seed = secrets.randbelow(LARGEST_SEED) if wanted.seed is None else wanted.seed
    made = await database.write(scratch.create, code, wanted.students, wanted.sections, seed)
    return answer(made, status=201)


@router.get(
    "/{code}/students",
    summary="The synthetic students of a scratch term",
    response_model=None,
    responses=errors(*_UNKNOWN),
    openapi_extra=documented(
        gives=ScratchStudents,
        example=ScratchStudents(
            term_id=3,
            students=[ScratchStudent(id=90001, username="scratch-k3x9ab-00001")],
            total=2000,
        ),
    ),
)
async def list_scratch_students(
    code: Code, database: NodeDatabase, limit: Limit = 1000, offset: Offset = 0
) -> Response:
    """By id; the auth node gives rehearsal tokens to these and to nobody else."""
    return answer(await database.read(scratch.list_students, code, limit, offset))


@router.get(
    "/{code}/rosters",
    summary="Who holds which seat in a scratch term",
    response_model=None,
    responses=errors(*_NOT_ADMIN, *_UNKNOWN),
    openapi_extra=documented(
        gives=ScratchRosters,
        example=ScratchRosters(
            sections=[
                ScratchRoster(
                    id=72,
                    name="HS2903/L1",
                    course="HS2903",
                    capacity=230,
                    taken=1,
                    meetings=[MeetingView(days="MR", start="16:00", end="17:50", kind="LEC")],
                    students=[90001],
                )
            ]
        ),
    ),
)
async def show_scratch_rosters(
    code: Code, _user: Administrator, database: NodeDatabase
) -> Response:
    """All sections with their counters, times and students."""
    return answer(await database.read(scratch.rosters, code))


@router.get(
    "/{code}/outcomes",
    summary="How the tickets of a scratch term ended",
    response_model=None,
    responses=errors(*_NOT_ADMIN, *_UNKNOWN),
    openapi_extra=documented(
        gives=ScratchOutcomes,
        example=ScratchOutcomes(
            outcomes=[
                ScratchOutcome(
                    ticket_id="5f0c1d7a9be24c83",
                    number=1204,
                    student_id=90001,
                    section_id=72,
                    action="select",
                    outcome="refused",
                    code="section_full",
                    detail="All seats of this section are taken.",
                    decided_at=1_900_000_000.25,
                )
            ],
            last=1204,
        ),
    ),
)
async def list_scratch_outcomes(
    code: Code,
    _user: Administrator,
    database: NodeDatabase,
    after: Annotated[
        int, Query(ge=0, le=LARGEST_SEED, description="The ticket number to start after.")
    ] = 0,
    limit: Limit = 1000,
) -> Response:
    """By ticket number; `last` is the number to ask after next."""
    return answer(await database.read(scratch.outcomes_after, code, after, limit))


@router.delete(
    "/{code}",
    summary="Remove a scratch term with everything in it",
    status_code=204,
    responses=errors(*_NOT_ADMIN, *_UNKNOWN),
)
async def remove_scratch_term(code: Code, _user: Administrator, database: NodeDatabase) -> None:
    """Its courses, sections, students, enrolments and outcomes go; a real term is refused."""
    await database.write(scratch.remove, code)


def _names_differ(wanted: WantedRehearsal) -> None:
    names = Counter(section.name for section in wanted.sections)
    twice = [
        {"where": "body.sections", "message": f"{count} sections are called {name}"}
        for name, count in names.items()
        if count > 1
    ]
    if twice:
        raise Refused("invalid_fields", errors=twice)
