"""What there is about an attempt that a check can object to, as the bits of one number.

Most attempts have next to nothing of it: no hold, no round, no prerequisite. Sections and students
note theirs when they are made, so that a decision passes by the checks that have nothing to look
at; which check looks at what is written down beside `eligibility.CHECKS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from backend.domain.eligibility import Section, Student

INACTIVE: Final = 1 << 0
"""The student is not active."""
ON_HOLD: Final = 1 << 1
"""There are holds, whether they stand or not."""
SCRATCH: Final = 1 << 2
"""The term or the student belongs to a rehearsal."""
CLOSED: Final = 1 << 3
"""The section or its term is not open."""
ROUNDS: Final = 1 << 4
"""The term has rounds."""
REQUIREMENTS: Final = 1 << 5
"""The course of the section, or of one that is held, requires something."""
LINK: Final = 1 << 6
"""The section is a part of a set."""
POOL: Final = 1 << 7
"""The section shares seats."""
CREDIT_RANGE: Final = 1 << 8
"""The student chooses the credits."""
CREDIT_MINIMUM: Final = 1 << 9
"""The term or the student has a minimum of credits."""
HELD: Final = 1 << 10
"""The student holds a seat already."""
HISTORY: Final = 1 << 11
"""Something is known of what the student took before."""
SWAP: Final = 1 << 12
"""A seat is given back for the one that is wanted."""
ALWAYS: Final = 1 << 13
"""There are a student and a section."""

OPEN: Final = "open"


class Concerned:
    """What knows of itself what there is to look at.

    Attributes:
        concerns: bits as above; they follow from its fields and are none of them.
    """

    __slots__ = ("concerns",)
    concerns: int


def of_section(section: Section) -> int:
    """What of a section, and of its term, checks look at."""
    term = section.term
    return (
        (SCRATCH if term.scratch else 0)
        | (CLOSED if not term.state == section.state == OPEN else 0)
        | (ROUNDS if term.rounds else 0)
        | (REQUIREMENTS if section.requirements is not None else 0)
        | (LINK if section.link is not None else 0)
        | (POOL if section.pool is not None else 0)
        | (CREDIT_RANGE if section.credit_range is not None else 0)
        | (CREDIT_MINIMUM if term.credit_minimum else 0)
    )


def of_student(student: Student) -> int:
    """What of a student checks look at."""
    return (
        (INACTIVE if not student.active else 0)
        | (ON_HOLD if student.holds else 0)
        | (SCRATCH if student.scratch_term is not None else 0)
        | (CREDIT_MINIMUM if student.credit_minimum else 0)
    )
