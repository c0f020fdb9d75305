"""What services tell each other and their users, as structs that encode fast."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec import UNSET, UnsetType

from backend.common.requirements import REQUIREMENTS_EXAMPLE, CourseRequirements
from backend.common.rounds import ROUND_EXAMPLE, RoundView
from backend.common.shared_seats import CrossListing, KeptSeats
from backend.common.waitlist import SectionWaitlist


class MeetingView(msgspec.Struct, frozen=True, kw_only=True):
    """When and where a section meets.

    Attributes:
        days: letters of `MTWRFSU`, Monday to Sunday.
        start: local time, `HH:MM`.
        end: local time, `HH:MM`.
        weeks: numbers of the teaching weeks; None is every week.
        kind: what the catalogue calls it, `LEC`.
    """

    days: str
    start: str
    end: str
    weeks: list[int] | None = None
    kind: str = ""
    location: str = ""
    instructor: str = ""


class CoTeacher(msgspec.Struct, kw_only=True):
    """Somebody who looks after a section beside its teacher; the user name is for staff."""

    id: int
    name: str
    username: str | UnsetType = UNSET


class SectionView(msgspec.Struct, kw_only=True):
    """A section as everybody sees it.

    Attributes:
        term: the term's code.
        course: the course's code.
        number: the section's number in its term.
        credits: what it counts towards the credit limit.
        credits_max: the upper end of a listed range, otherwise `credits`.
        capacity: seats as planned; None is unlimited.
        ceiling: how many seats may be held now: the capacity plus permits, never below `taken`, or
            what is left of shared seats if that is less; None is unlimited.
        taken: how many seats are held.
        state: open, closed or cancelled.
        teacher: name of the teacher with id `teacher_id`.
        teacher_username: the user name; for staff, students are not told it.
        instructor: who teaches it as the catalogue says, whether there is an account or not.
        co_teachers: those who look after it beside the teacher, by name.
        tags: what one can look for, such as `online`; a data node of an earlier version has none.
        component: which part of its course it is, such as `lab`; "" stands alone.
        link_label: of the parts that it goes with; "" goes with all.
        components: the parts of the course that are to be had together; none if it stands alone.
        waitlist_limit: how many may wait for a seat; None where there is no waitlist, 0 where
            nobody new may.
        waiting: how many wait.
        cross_listed: with what it shares seats; not there where it shares none.
        kept: seats kept for some students; not there where none are.
    """

    id: int
    term: str
    course_id: int
    course: str
    title: str
    number: str
    credits: int | float
    credits_max: int | float
    capacity: int | None
    ceiling: int | None
    taken: int
    state: str
    teacher_id: int | None = None
    teacher: str | None = None
    teacher_username: str | UnsetType | None = UNSET
    instructor: str = ""
    location: str = ""
    meetings: list[MeetingView] = []
    tags: list[str] = []
    component: str = ""
    link_label: str = ""
    components: list[str] = []
    waitlist_limit: int | None = None
    waiting: int = 0
    cross_listed: CrossListing | UnsetType = UNSET
    kept: list[KeptSeats] | UnsetType = UNSET
    co_teachers: list[CoTeacher] = []


class SectionPage(msgspec.Struct, kw_only=True):
    """A part of a list of sections."""

    items: list[SectionView]
    total: int
    limit: int
    offset: int


class CourseView(msgspec.Struct, kw_only=True):
    """A course of a term; `sections` is how many it has."""

    id: int
    term: str
    code: str
    title: str
    sections: int


class CoursePage(msgspec.Struct, kw_only=True):
    """A part of a list of courses."""

    items: list[CourseView]
    total: int
    limit: int
    offset: int


class TermView(msgspec.Struct, kw_only=True):
    """A term; a scratch term belongs to a rehearsal.

    Attributes:
        first_day, last_day: of teaching, both known or neither. Week 1 is the one, from Monday, in
            which the first day lies.
        holidays: days between them without classes, in order.
        credit_minimum: credits that a student keeps who has no minimum of the own; None is none.
    """

    id: int
    code: str
    name: str
    state: str
    scratch: bool
    first_day: date | None = None
    last_day: date | None = None
    holidays: list[date] = []
    credit_minimum: int | float | None = None


class TermList(msgspec.Struct, kw_only=True):
    """All terms, the newest first, and the time zone (an IANA name) in which their days begin."""

    items: list[TermView]
    time_zone: str


class Snapshot(msgspec.Struct, kw_only=True):
    """The whole catalogue at one moment; `number` is the newest change that it knows of.

    Rounds come by their opening, whatever their term; requirements are those of the courses that
    have any. A data node of an earlier version has none of either. Waitlists are those with
    somebody on them.
    """

    number: int
    terms: list[TermView]
    sections: list[SectionView]
    rounds: list[RoundView] = []
    requirements: list[CourseRequirements] = []
    waitlists: list[SectionWaitlist] = []


class RosterEntry(msgspec.Struct, kw_only=True):
    """Somebody who holds a seat; `enrolled_at` is Unix time in seconds, `credits` what counts."""

    id: int
    username: str
    name: str
    group: str
    enrolled_at: float
    ticket_id: str
    credits: int | float


class RosterPlace(msgspec.Struct, kw_only=True):
    """Somebody who waits for a seat.

    Attributes:
        place: 1 is next.
        instead_of: course and number of the section given back for the seat.
        since: Unix seconds.
        code, detail, values: why the student was passed over when a seat was free the last time.
    """

    place: int
    id: int
    username: str
    name: str
    group: str
    since: float
    ticket_id: str
    instead_of: str | None = None
    code: str | None = None
    detail: str | None = None
    values: dict[str, str] = {}


class Roster(msgspec.Struct, kw_only=True):
    """A section and who holds its seats, by name; `waiting` is who waits for one, in order."""

    section: SectionView
    students: list[RosterEntry]
    waiting: list[RosterPlace] = []


class ImportCounts(msgspec.Struct, kw_only=True):
    """What an import did: `absent` ones are in the term but not in the file, and stay."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0


class ImportNote(msgspec.Struct, kw_only=True):
    """Something that was interpreted or left out, how often, and on which lines first.

    Attributes:
        code: what it is, for sentences in other languages.
        names: of columns, where it is about columns.
    """

    code: str
    message: str
    count: int
    lines: list[int] = []
    names: str = ""


class ImportReport(msgspec.Struct, kw_only=True):
    """What an import did, or with `dry_run` would do; meetings and seats are those of the file."""

    term: str
    created_term: bool
    dry_run: bool
    sections: ImportCounts
    courses: ImportCounts
    meetings: int
    seats: int
    notes: list[ImportNote]


SECTION_EXAMPLE = SectionView(
    id=17,
    term="F24",
    course_id=5,
    course="ARCH-4530",
    title="Building Sciences Capstone",
    number="69774",
    credits=5,
    credits_max=5,
    capacity=10,
    ceiling=10,
    taken=3,
    state="open",
    teacher_id=2,
    teacher="Ada Lovelace",
    teacher_username="ada",
    instructor="ada",
    location="Peoples Avenue 3401",
    meetings=[
        MeetingView(
            days="MR", start="16:00", end="17:50", kind="LEC", location="Peoples Avenue 3401"
        )
    ],
    tags=["writing"],
    waitlist_limit=5,
    waiting=1,
)
COURSE_EXAMPLE = CourseView(
    id=5, term="F24", code="ARCH-4530", title="Building Sciences Capstone", sections=2
)
TERM_EXAMPLE = TermView(
    id=1,
    code="F24",
    name="Fall 2024",
    state="open",
    scratch=False,
    first_day=date(2024, 9, 2),
    last_day=date(2024, 12, 13),
    holidays=[date(2024, 11, 28), date(2024, 11, 29)],
)
TERMS_EXAMPLE = TermList(items=[TERM_EXAMPLE], time_zone="Europe/Berlin")
SNAPSHOT_EXAMPLE = Snapshot(
    number=5120,
    terms=[TERM_EXAMPLE],
    sections=[SECTION_EXAMPLE],
    rounds=[ROUND_EXAMPLE],
    requirements=[REQUIREMENTS_EXAMPLE],
)
ROSTER_EXAMPLE = Roster(
    section=SECTION_EXAMPLE,
    students=[
        RosterEntry(
            id=17,
            username="alice",
            name="Alice Ames",
            group="CS-1",
            enrolled_at=1_900_000_000.25,
            ticket_id="5f0c1d7a9be24c83",
            credits=5,
        )
    ],
    waiting=[
        RosterPlace(
            place=1,
            id=18,
            username="ben",
            name="Ben Berg",
            group="CS-1",
            since=1_900_000_010.5,
            ticket_id="5f0c1d7a9be24c84",
            instead_of="ARCH-2110 (69912)",
            code="time_clash",
            detail="This section meets at the same time as CSCI-1100 (72013), which you hold.",
            values={"other": "CSCI-1100 (72013)"},
        )
    ],
)
IMPORT_EXAMPLE = ImportReport(
    term="F24",
    created_term=True,
    dry_run=False,
    sections=ImportCounts(created=2224),
    courses=ImportCounts(created=920),
    meetings=1805,
    seats=54205,
    notes=[
        ImportNote(
            code="no_time",
            message="861 rows have no time: their sections meet at no fixed time",
            count=861,
            lines=[8, 17, 25, 26, 30],
        )
    ],
)
CSV_BODY = {
    "required": True,
    "content": {
        "text/csv": {
            "schema": {"type": "string"},
            "example": (
                "code,title,credits,type,instructor,days,start,end,location,capacity,crn\n"
                "ARCH-4530,Building Sciences Capstone,5,LEC,ada,MR,16:00,17:50,J 3401,10,69774\n"
            ),
        }
    },
}
"""A catalogue file as the body of a request, in OpenAPI's words."""
