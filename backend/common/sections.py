"""What staff send to make or change a section by hand."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from backend.common.models import MeetingView


class NewMeeting(MeetingView, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When and where a section is to meet."""


class NewSection(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A section to be made.

    Attributes:
        term: code of the term.
        course: code of the course; an administrator may name a new one.
        title: without one the section has that of its course.
        number: unique in the term.
        credits_max: upper end of a range; None is the same as `credits`.
        capacity: seats; None is unlimited.
        teacher: user name; None is nobody yet, or the teacher who asks.
        state: open, closed or cancelled.
    """

    term: str
    course: str
    title: str = ""
    number: str
    credits: float
    credits_max: float | None = None
    capacity: int | None
    teacher: str | None = None
    instructor: str = ""
    location: str = ""
    state: str = "open"
    meetings: list[NewMeeting] = []


class SectionChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is to change of a section; fields left out stay as they are."""

    course: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    number: str | UnsetType = UNSET
    credits: float | UnsetType = UNSET
    credits_max: float | UnsetType = UNSET
    capacity: int | UnsetType | None = UNSET
    teacher: str | UnsetType | None = UNSET
    instructor: str | UnsetType = UNSET
    location: str | UnsetType = UNSET
    state: str | UnsetType = UNSET
    meetings: list[NewMeeting] | UnsetType = UNSET


NEW_SECTION_EXAMPLE = NewSection(
    term="F24",
    course="ARCH-4530",
    title="Building Sciences Capstone",
    number="69774",
    credits=5,
    capacity=10,
    teacher="ada",
    location="Peoples Avenue 3401",
    meetings=[
        NewMeeting(days="MR", start="16:00", end="17:50", kind="LEC", location="Peoples 3401")
    ],
)
CHANGE_EXAMPLE = SectionChange(capacity=12, state="closed")
