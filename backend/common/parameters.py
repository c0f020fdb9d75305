"""Parameters that several services take in the same form."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query

PAGE = 100  # items, unless asked for more or fewer
LONG_PAGE = 1000  # items of a list that is read whole
LARGEST_ID = 2**63 - 1
LARGEST_CATALOGUE = 64 * 1024 * 1024  # bytes of a file
CODE_OF_TERM = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$"
STAFF_ONLY = ("login_required", "token_expired", "token_invalid", "role_not_allowed")
"""Codes with which a route refuses those who are not logged in with the right role."""

TermCode = Annotated[
    str | None, Query(max_length=64, description="Code of a term; all real terms without.")
]
NewTermCode = Annotated[
    str, Query(pattern=CODE_OF_TERM, description="Code of the term; a new one is made.")
]
TermName = Annotated[str, Query(max_length=200, description="Name of the term; kept without.")]
DryRun = Annotated[bool, Query(description="Change nothing and only report.")]
SectionId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Id of a section.")]
PersonId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Id of a student or teacher.")]
PathStudent = Annotated[
    str, Path(max_length=200, description="User name or id of a student.", examples=["alice"])
]
TeacherId = Annotated[
    int | None, Query(ge=1, le=LARGEST_ID, description="Only this teacher's sections.")
]
TeacherName = Annotated[
    str | None, Query(max_length=200, description="Only sections of the teacher of this user name.")
]
OpenOnly = Annotated[
    bool, Query(description="Only open sections of open terms that have a free seat.")
]
SectionSort = Annotated[
    Literal[
        "",
        "course",
        "-course",
        "number",
        "-number",
        "title",
        "-title",
        "teacher",
        "-teacher",
        "capacity",
        "-capacity",
        "taken",
        "-taken",
        "free",
        "-free",
        "fill",
        "-fill",
    ],
    Query(description="What to sort by, descending after a `-`; by term and course without."),
]
CourseId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Id of a course of a term.")]
RoundId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Id of a round.")]
HoldId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Id of a hold.")]
HeldStudent = Annotated[
    str, Query(max_length=200, description="User name or id of a student; everybody without.")
]
NamedStudent = Annotated[
    str, Query(min_length=1, max_length=200, description="User name or id of a student.")
]
NamedCourse = Annotated[str, Query(min_length=1, max_length=200, description="Code of a course.")]
TermTaken = Annotated[str, Query(min_length=1, max_length=200, description="When it was taken.")]
PastHolds = Annotated[bool, Query(description="Those that were lifted or are over, too.")]
PermitId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Id of a permit.")]
RehearsalCode = Annotated[
    str,
    Path(pattern=CODE_OF_TERM, description="Code of a scratch term.", examples=["SCRATCH-k3x9ab"]),
]
After = Annotated[int, Query(ge=0, le=LARGEST_ID, description="The number to start after.")]
NamedTerm = Annotated[str, Path(max_length=64, description="Code of a term.", examples=["F24"])]
Force = Annotated[bool, Query(description="Even where students hold seats.")]
AfterPlace = Annotated[
    str, Query(max_length=200, description="`after` of the page before; the first page without.")
]
