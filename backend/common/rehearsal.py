"""What travels about a rehearsal: the scratch term, its students, rosters and outcomes."""

from __future__ import annotations

import secrets
import string
from typing import Annotated

import msgspec

from backend.common.models import MeetingView
from backend.domain.selection import Action, Ending

MOST_STUDENTS = 200_000
MOST_SECTIONS = 20_000
MOST_SEATS = 1_000_000
LONGEST_NAME = 60
LARGEST_SEED = 2**63 - 1
CODE_PREFIX = "SCRATCH-"
CODE_LETTERS = string.ascii_lowercase + string.digits
CODE_LENGTH = 6

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
Capacity = Annotated[int, msgspec.Meta(ge=0, le=MOST_SEATS)]
Count = Annotated[int, msgspec.Meta(ge=1, le=MOST_STUDENTS)]
Code = Annotated[str, msgspec.Meta(pattern=f"^{CODE_PREFIX}[a-z0-9]{{{CODE_LENGTH}}}$")]
Seed = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_SEED)]


class WantedSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section to rehearse with.

    Attributes:
        name: differs from all others; what stands before the last `/` is its course.
        capacity: seats; None is unlimited.
    """

    name: Name
    capacity: Capacity | None


class WantedRehearsal(msgspec.Struct, frozen=True, kw_only=True):
    """A scratch term to be made.

    Attributes:
        students: how many synthetic students.
        seed: decides the times of the sections; None draws one.
        code: the term's code, so that the same call again makes no second one; None draws one.
    """

    students: Count
    sections: Annotated[list[WantedSection], msgspec.Meta(min_length=1, max_length=MOST_SECTIONS)]
    seed: Seed | None = None
    code: Code | None = None


class ScratchSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section of a scratch term."""

    id: int
    name: str
    capacity: int | None


class ScratchTerm(msgspec.Struct, frozen=True, kw_only=True):
    """A scratch term that was made; `students` is how many."""

    term: str
    term_id: int
    students: int
    sections: list[ScratchSection]


class ScratchStudent(msgspec.Struct, frozen=True, kw_only=True):
    """A synthetic student."""

    id: int
    username: str


class ScratchStudents(msgspec.Struct, frozen=True, kw_only=True):
    """One page of synthetic students; `total` is how many there are in all."""

    term_id: int
    students: list[ScratchStudent]
    total: int


class ScratchRoster(msgspec.Struct, frozen=True, kw_only=True):
    """A section and the ids of the students who hold a seat in it.

    Attributes:
        course: the course's code.
        taken: what the section's counter says.
    """

    id: int
    name: str
    course: str
    capacity: int | None
    taken: int
    meetings: list[MeetingView]
    students: list[int]


class ScratchRosters(msgspec.Struct, frozen=True, kw_only=True):
    """All rosters of a scratch term."""

    sections: list[ScratchRoster]


class ScratchOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a ticket of a rehearsal ended, as the data node recorded it."""

    ticket_id: str
    number: int
    student_id: int
    section_id: int
    action: Action
    outcome: Ending
    code: str | None
    detail: str | None
    decided_at: float


class ScratchOutcomes(msgspec.Struct, frozen=True, kw_only=True):
    """One page of outcomes; `last` is the number to ask after next."""

    outcomes: list[ScratchOutcome]
    last: int


def draw_code() -> str:
    """A code for a new scratch term, such as `SCRATCH-k3x9ab`."""
    return CODE_PREFIX + "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def course_of(section: str) -> str:
    """The course that a section's name tells: all before the last `/`, or the whole name."""
    course, _, _ = section.rpartition("/")
    return course or section
