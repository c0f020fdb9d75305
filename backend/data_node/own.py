"""Whose record a student's call is about: the caller's own, and nobody else's."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from backend.common.deps import Student
from backend.common.errors import Refused
from backend.common.parameters import PersonId


async def _own(student_id: PersonId, student: Student) -> int:
    if student.person != student_id:
        raise Refused("no_such_student", student=student_id)
    return student_id


OwnRecord = Annotated[int, Depends(_own)]
"""The id in the path, which must be that of the student who asks."""
