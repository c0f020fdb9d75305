"""What staff send to make or change a section by hand, and what that would do."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from backend.common.models import MeetingView, SectionView
from backend.common.notices import What
from backend.domain.links import Link
from backend.domain.timetable import EVERY_WEEK, Meeting, Schedule, parse_time, schedule_of

CHANGE_REFUSALS = (
    "not_your_section",
    "no_such_section",
    "no_such_course",
    "no_such_teacher",
    "section_exists",
    "course_change_with_students",
    "component_held",
    "term_is_scratch",
    "invalid_fields",
    "bad_request",
)
"""Codes with which a change of a section is refused to staff."""


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
        co_teachers: user names of those who look after it as well.
        state: open, closed or cancelled.
        tags: what students can look for, such as `online`.
        component: which part of its course it is, such as `lab`; "" stands alone.
        link_label: of the parts that it goes with; "" goes with all.
        waitlist_limit: how many may wait for a seat; None or 0 is nobody.
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
    tags: list[str] = []
    component: str = ""
    link_label: str = ""
    waitlist_limit: int | None = None
    co_teachers: list[str] = []


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
    tags: list[str] | UnsetType = UNSET
    component: str | UnsetType = UNSET
    link_label: str | UnsetType = UNSET
    waitlist_limit: int | UnsetType | None = UNSET
    co_teachers: list[str] | UnsetType = UNSET


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


class StudentClash(msgspec.Struct, kw_only=True):
    """Somebody who holds a seat and gets a clash; `sections` are the others, `CS-101 (2)`."""

    id: int
    username: str
    name: str
    sections: list[str]


class ListedStudent(msgspec.Struct, kw_only=True):
    """Somebody who waits, or waited, for a seat."""

    id: int
    username: str
    name: str


class PassedOver(ListedStudent, kw_only=True):
    """Somebody who waits on, with why a seat that came free would go to the next."""

    code: str
    detail: str
    values: dict[str, str] = {}


class WaitlistEffects(msgspec.Struct, kw_only=True):
    """What a change would do to those who wait for a seat, in their order.

    Attributes:
        waiting: how many wait before the change.
        promoted: they get a seat at once.
        skipped: they wait on, and the rules would not let them have a seat as things are then.
        removed: they wait no more, and are told.
    """

    waiting: int
    promoted: list[ListedStudent] = []
    skipped: list[PassedOver] = []
    removed: list[ListedStudent] = []


class SectionEffects(msgspec.Struct, kw_only=True):
    """What a change would do to those who hold a seat, and to those who wait for one.

    Attributes:
        changed: what of the change concerns them.
        keep: how many hold a seat; all of them keep it.
        over: how many of them there are beyond the new number of seats.
        clashes: those whose other sections meet at the new times and did not at the old ones.
    """

    changed: list[What]
    keep: int
    over: int
    clashes: list[StudentClash]
    waitlist: WaitlistEffects


class FillPoint(msgspec.Struct, kw_only=True):
    """How many seats were held from a moment on; `at` is Unix time in seconds."""

    at: float
    taken: int


class SectionFill(msgspec.Struct, kw_only=True):
    """How a section filled, in the order of time."""

    points: list[FillPoint]


FILL_EXAMPLE = SectionFill(
    points=[FillPoint(at=1_900_000_000.25, taken=1), FillPoint(at=1_900_000_001.5, taken=3)]
)
EFFECTS_EXAMPLE = SectionEffects(
    changed=["times"],
    keep=3,
    over=0,
    clashes=[StudentClash(id=17, username="alice", name="Alice Ames", sections=["CS-101 (2)"])],
    waitlist=WaitlistEffects(
        waiting=1, promoted=[ListedStudent(id=18, username="bob", name="Bob Bell")]
    ),
)


def schedule_in(view: SectionView) -> Schedule:
    """When a section meets, as the rules compare it."""
    return schedule_of(meeting_in(meeting) for meeting in view.meetings)


def meeting_in(view: MeetingView) -> Meeting:
    """A meeting as the rules know it."""
    weeks = sum(1 << (week - 1) for week in view.weeks) if view.weeks else EVERY_WEEK
    return Meeting(view.days, parse_time(view.start), parse_time(view.end), weeks)


def link_in(view: SectionView) -> Link | None:
    """How a section belongs to the others of its course, as the rules know it."""
    if not view.component:
        return None
    return Link(view.component, view.link_label, frozenset(view.components))
