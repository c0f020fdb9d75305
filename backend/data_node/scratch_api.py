"""Routes of the data node for rehearsals: scratch terms, their rosters and outcomes."""

from __future__ import annotations

import secrets
import string
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.common.deps import Administrator, Limit, NodeDatabase, Offset
from backend.common.service import errors
from backend.data_node import scratch

MOST_STUDENTS = 200_000
MOST_SECTIONS = 10_000
MOST_SEATS = 1_000_000
LONGEST_NAME = 60
LARGEST_SEED = 2**63 - 1
CODE_LETTERS = string.ascii_lowercase + string.digits
CODE_LENGTH = 6

router = APIRouter(prefix="/scratch-terms", tags=["rehearsals"])

_UNKNOWN = ("no_such_term", "not_a_scratch_term")
_ADMIN = ("login_required", "token_invalid", "token_expired", "role_not_allowed")


class ScratchSection(BaseModel):
    """A section to rehearse with; what stands before the last `/` of its name is its course."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME, examples=["HS2903/L1"])
    capacity: int | None = Field(
        ge=0, le=MOST_SEATS, description="Seats; null is unlimited.", examples=[230]
    )


class ScratchTermWanted(BaseModel):
    """A scratch term to be made."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "students": 2000,
                    "seed": 7,
                    "sections": [
                        {"name": "HS2903/L1", "capacity": 230},
                        {"name": "HS2903/L2", "capacity": None},
                    ],
                }
            ]
        }
    )

    students: int = Field(ge=1, le=MOST_STUDENTS, description="How many synthetic students.")
    seed: int | None = Field(
        None, ge=0, le=LARGEST_SEED, description="Decides the times; null draws one."
    )
    sections: list[ScratchSection] = Field(min_length=1, max_length=MOST_SECTIONS)

    @model_validator(mode="after")
    def names_differ(self) -> ScratchTermWanted:
        """Refuse two sections of one name."""
        seen: set[str] = set()
        for section in self.sections:
            if section.name in seen:
                raise ValueError(f"two sections are called {section.name}")
            seen.add(section.name)
        return self


class MadeSection(BaseModel):
    """A section of the scratch term."""

    id: int
    name: str
    capacity: int | None


class ScratchTerm(BaseModel):
    """A scratch term that was made."""

    term: str = Field(examples=["SCRATCH-k3x9ab"])
    term_id: int
    students: int
    sections: list[MadeSection]


class ScratchStudent(BaseModel):
    """A synthetic student."""

    id: int
    username: str = Field(examples=["scratch-k3x9ab-00001"])


class ScratchStudents(BaseModel):
    """One page of synthetic students."""

    term_id: int
    students: list[ScratchStudent]
    total: int


class MeetingTime(BaseModel):
    """When a section meets; `weeks` is null for every week."""

    days: str = Field(examples=["MR"])
    start: str = Field(examples=["16:00"])
    end: str = Field(examples=["17:50"])
    weeks: list[int] | None


class ScratchRoster(BaseModel):
    """A section with the students who hold a seat in it."""

    id: int
    name: str
    course: str
    capacity: int | None
    taken: int
    meetings: list[MeetingTime]
    students: list[int]


class ScratchRosters(BaseModel):
    """The rosters of a scratch term."""

    sections: list[ScratchRoster]


class ScratchOutcome(BaseModel):
    """How a ticket of the rehearsal ended."""

    ticket_id: str
    number: int
    student_id: int
    section_id: int
    action: str
    outcome: str
    code: str | None
    detail: str | None
    decided_at: float


class ScratchOutcomes(BaseModel):
    """One page of outcomes; `last` is where the next page starts after."""

    outcomes: list[ScratchOutcome]
    last: int


@router.post(
    "",
    summary="Make a scratch term with synthetic students for a rehearsal",
    status_code=201,
    response_model=ScratchTerm,
    responses=errors(*_ADMIN, "invalid_fields"),
)
async def create_scratch_term(
    wanted: ScratchTermWanted, _user: Administrator, database: NodeDatabase
) -> dict[str, Any]:
    """The term is open at once and seen by its synthetic students alone."""
    code = scratch.CODE_PREFIX + _random_code()
    seed = secrets.randbelow(LARGEST_SEED) if wanted.seed is None else wanted.seed
    sections = [(section.name, section.capacity) for section in wanted.sections]
    return await database.write(scratch.create, code, wanted.students, sections, seed)


@router.get(
    "/{code}/students",
    summary="The synthetic students of a scratch term",
    response_model=ScratchStudents,
    responses=errors(*_UNKNOWN),
)
async def list_scratch_students(
    code: str, database: NodeDatabase, limit: Limit = 1000, offset: Offset = 0
) -> dict[str, Any]:
    """By id; for the auth node, which gives tokens to nobody else in a rehearsal."""
    return await database.read(scratch.list_students, code, limit, offset)


@router.get(
    "/{code}/rosters",
    summary="Who holds which seat in a scratch term",
    response_model=ScratchRosters,
    responses=errors(*_ADMIN, *_UNKNOWN),
)
async def show_scratch_rosters(code: str, _user: Administrator, database: NodeDatabase) -> Response:
    """All sections with their counters, times and students."""
    found = await database.read(scratch.rosters, code)
    return Response(msgspec.json.encode(found), media_type="application/json")


@router.get(
    "/{code}/outcomes",
    summary="How the tickets of a scratch term ended",
    response_model=ScratchOutcomes,
    responses=errors(*_ADMIN, *_UNKNOWN),
)
async def list_scratch_outcomes(
    code: str,
    _user: Administrator,
    database: NodeDatabase,
    after: Annotated[int, Query(ge=0, description="The ticket number to start after.")] = 0,
    limit: Limit = 1000,
) -> dict[str, Any]:
    """By ticket number."""
    return await database.read(scratch.outcomes_after, code, after, limit)


@router.delete(
    "/{code}",
    summary="Remove a scratch term with everything in it",
    status_code=204,
    responses=errors(*_ADMIN, *_UNKNOWN),
)
async def remove_scratch_term(code: str, _user: Administrator, database: NodeDatabase) -> None:
    """Real terms are refused."""
    await database.write(scratch.remove, code)


def _random_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
