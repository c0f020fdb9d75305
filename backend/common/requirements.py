"""What the nodes and their users tell each other about what courses require."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from backend.common.rounds import Names
from backend.domain.requirement_text import LONGEST_TEXT, read_need
from backend.domain.requirements import Requirements

MOST_EXCLUSIONS = 60

NeedText = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
CourseCodes = Annotated[
    list[Annotated[str, msgspec.Meta(min_length=1, max_length=64)]],
    msgspec.Meta(max_length=MOST_EXCLUSIONS),
]


class WantedRequirements(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a course is to require; it replaces what it required.

    Attributes:
        prerequisite: what was passed before, `CS-1010>=C and (MATH-1010 or MATH-1020)`.
        corequisite: what is held in the same term or was passed before, likewise.
        exclusions: courses that are not taken with it in one term, nor passed before it.
        groups: only students of one of them; empty is everybody.
        tags: only students with one of them; empty is everybody.
        repeats: whether those who passed it may take it again.
    """

    prerequisite: NeedText = ""
    corequisite: NeedText = ""
    exclusions: CourseCodes = []
    groups: Names = []
    tags: Names = []
    repeats: bool = False


class CourseRequirements(msgspec.Struct, frozen=True, kw_only=True):
    """What a course of a term requires; fields as in `WantedRequirements`."""

    course_id: int
    term: str
    course: str
    title: str
    prerequisite: str = ""
    corequisite: str = ""
    exclusions: list[str] = []
    groups: list[str] = []
    tags: list[str] = []
    repeats: bool = False


class SavedRequirements(CourseRequirements, frozen=True, kw_only=True):
    """What a course requires now.

    Attributes:
        unknown_courses: codes that it names and no term has; perhaps misspelt.
    """

    unknown_courses: list[str]


class RequirementList(msgspec.Struct, frozen=True):
    """The courses of a term that require something, by code."""

    items: list[CourseRequirements]


class NeedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a need: a course, or what is asked of the deeper lines that follow it.

    Attributes:
        depth: from 0.
        kind: `every` and `either` say how many of the parts are needed.
        title: of the course in this term, "" where it has none.
        grade: the least that is enough; "" is any that passes.
        met: whether the student has it.
    """

    depth: int
    kind: Literal["course", "every", "either"]
    course: str = ""
    title: str = ""
    grade: str = ""
    met: bool


class OwnRequirements(msgspec.Struct, frozen=True, kw_only=True):
    """What the course of a section requires, and what of it a student meets.

    Attributes:
        exclusions: a line each; `met` says that it is neither held nor passed.
        groups, tags: those whom it is for; empty is everybody.
        group_fits, tags_fit: whether the student is among them.
        repeats: whether those who passed it may take it again.
        passed: whether the student passed it.
    """

    prerequisite: list[NeedLine]
    corequisite: list[NeedLine]
    exclusions: list[NeedLine]
    groups: list[str]
    group_fits: bool
    tags: list[str]
    tags_fit: bool
    repeats: bool
    passed: bool


_need = lru_cache(maxsize=4096)(read_need)


@lru_cache(maxsize=4096)
def rule(
    prerequisite: str,
    corequisite: str,
    *,
    exclusions: tuple[str, ...],
    groups: tuple[str, ...],
    tags: tuple[str, ...],
    repeats: bool,
) -> Requirements:
    """What a course requires as the rules see it, from texts that were read before."""
    return Requirements(
        _need(prerequisite),
        _need(corequisite),
        exclusions,
        frozenset(groups),
        frozenset(tags),
        repeats,
    )


def rule_of(view: CourseRequirements) -> Requirements:
    """What a course requires as the rules see it."""
    return rule(
        view.prerequisite,
        view.corequisite,
        exclusions=tuple(view.exclusions),
        groups=tuple(view.groups),
        tags=tuple(view.tags),
        repeats=view.repeats,
    )


WANTED_EXAMPLE = WantedRequirements(
    prerequisite="CS-1010>=C and (MATH-1010 or MATH-1020)", exclusions=["CS-2020"], tags=["year 2"]
)
REQUIREMENTS_EXAMPLE = CourseRequirements(
    course_id=5,
    term="F24",
    course="CS-2010",
    title="Algorithms",
    prerequisite=WANTED_EXAMPLE.prerequisite,
    exclusions=["CS-2020"],
    tags=["year 2"],
)
SAVED_EXAMPLE = SavedRequirements(
    **msgspec.structs.asdict(REQUIREMENTS_EXAMPLE), unknown_courses=["CS-2020"]
)
OWN_REQUIREMENTS_EXAMPLE = OwnRequirements(
    prerequisite=[
        NeedLine(depth=0, kind="every", met=False),
        NeedLine(
            depth=1,
            kind="course",
            course="CS-1010",
            title="Introduction to Programming",
            grade="C",
            met=True,
        ),
        NeedLine(depth=1, kind="either", met=False),
        NeedLine(depth=2, kind="course", course="MATH-1010", met=False),
        NeedLine(depth=2, kind="course", course="MATH-1020", met=False),
    ],
    corequisite=[],
    exclusions=[NeedLine(depth=0, kind="course", course="CS-2020", met=True)],
    groups=[],
    group_fits=True,
    tags=["year 2"],
    tags_fit=True,
    repeats=False,
    passed=False,
)
