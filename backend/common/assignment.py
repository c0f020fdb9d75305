"""Many sections given to one teacher, or to nobody."""

from __future__ import annotations

from typing import Annotated

import msgspec

from backend.common.parameters import LARGEST_ID

MOST = 5000  # sections an assignment

UserName = Annotated[str, msgspec.Meta(max_length=200)]
SectionIds = Annotated[
    list[Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]],
    msgspec.Meta(min_length=1, max_length=MOST),
]


class Assignment(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Whose these sections are to be.

    Attributes:
        teacher: user name; None is nobody.
        co_teachers: user names of those who are to look after them as well.
        sections: their ids.
    """

    teacher: UserName | None
    sections: SectionIds
    co_teachers: Annotated[list[UserName], msgspec.Meta(max_length=20)] = []


class AssignedSection(msgspec.Struct, kw_only=True):
    """A section of an assignment and whose it was: name and user name, None is nobody."""

    id: int
    term: str
    course: str
    number: str
    title: str
    before: str | None
    before_username: str | None
    changed: bool


class TeacherClash(msgspec.Struct, kw_only=True):
    """Two sections of the teacher, `CS-101 (2)`, that meet at the same time."""

    term: str
    section: str
    other: str


class AssignmentReport(msgspec.Struct, kw_only=True):
    """What an assignment did, or with `dry_run` would do.

    Attributes:
        teacher: name of the teacher; None is nobody.
        changed: how many sections change hands.
        clashes: a warning, up to 200; at least one of the two sections is new to the teacher.
    """

    dry_run: bool
    teacher: str | None
    teacher_username: str | None
    changed: int
    sections: list[AssignedSection]
    clashes: list[TeacherClash]


ASSIGNMENT_EXAMPLE = Assignment(teacher="ada", sections=[17])
REPORT_EXAMPLE = AssignmentReport(
    dry_run=False,
    teacher="Ada Lovelace",
    teacher_username="ada",
    changed=1,
    sections=[
        AssignedSection(
            id=17,
            term="F24",
            course="ARCH-4530",
            number="69774",
            title="Building Sciences Capstone",
            before=None,
            before_username=None,
            changed=True,
        )
    ],
    clashes=[TeacherClash(term="F24", section="ARCH-4530 (69774)", other="ARCH-2200 (69775)")],
)
REFUSALS = (
    "no_such_section",
    "no_such_teacher",
    "term_is_scratch",
    "invalid_fields",
    "bad_request",
)
"""Codes with which an assignment is refused to administrators."""
