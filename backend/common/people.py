"""What the nodes tell each other about people."""

from __future__ import annotations

from typing import Annotated

import msgspec

from backend.common.holds import OwnHold
from backend.common.permits import OwnPermit

USUAL_CREDIT_LIMIT = 24.0  # credits a term

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class PersonRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A student or teacher as the auth node announces one to the data node.

    Attributes:
        group, tags, credit_limit: of students; credits a term. None leaves tags and limit of a
            record that is there as they are; a new one has no tags and the usual limit.
    """

    username: Name
    name: Name
    group: str = ""
    tags: list[str] | None = None
    credit_limit: Annotated[float, msgspec.Meta(ge=0, le=1000)] | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A student's record and the sections held.

    Attributes:
        credit_limit: credits a term.
        credit_minimum: credits a term, instead of what a term asks for; None has none of the own.
        scratch_term: set for the synthetic student of a rehearsal.
        sections: ids of the sections held, oldest first.
        credits: those that were chosen of a range, by section.
        number: the newest change of the data node's feed that this knows of.
        holds: those that nobody has lifted, the oldest first; a data node of an earlier version
            has none.
        permits: those that nobody has used or revoked.
        history: the best that the student had in each course taken, in hundredths of a point, by
            the course's key; likewise.
        earned: credits of the courses passed.
        named_in: ids of the rounds that name the student.
    """

    id: int
    name: str
    group: str
    tags: list[str]
    credit_limit: float
    active: bool
    scratch_term: int | None
    sections: list[int]
    number: int
    holds: list[OwnHold] = []
    permits: list[OwnPermit] = []
    history: dict[str, int] = {}
    credit_minimum: float | None = None
    credits: dict[int, float] = {}
    earned: float = 0
    named_in: list[int] = []


class StudentRecords(msgspec.Struct, frozen=True):
    """Students to create or update."""

    students: list[PersonRecord]


class TeacherRecords(msgspec.Struct, frozen=True):
    """Teachers to create or update."""

    teachers: list[PersonRecord]
