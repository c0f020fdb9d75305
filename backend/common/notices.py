"""What students are told of changes to sections in which they hold a seat, or waited for one."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from backend.common.models import MeetingView
from backend.common.parameters import LARGEST_ID

MOST_AT_ONCE = 500  # notices

What = Literal["capacity", "times", "place", "state", "teacher"]
"""What of a section concerns those who hold a seat."""


class SectionFacts(msgspec.Struct, kw_only=True):
    """What of a section concerns those who hold a seat, at one moment.

    Attributes:
        teachers: names; of changes told by an earlier version there are none.
    """

    capacity: int | None
    state: str
    location: str
    meetings: list[MeetingView]
    teachers: list[str] = []


class SectionNews(msgspec.Struct, kw_only=True):
    """One change of a section, as one student is told it.

    Attributes:
        changed: what is different.
        clashes: the student's other sections that meet at the same time now and did not before,
            `CS-101 (2)`.
        waited: the student held no seat and waited for one; the waitlist has ended.
    """

    course: str
    number: str
    title: str
    changed: list[What]
    before: SectionFacts
    after: SectionFacts
    clashes: list[str] = []
    waited: bool = False


class Notice(msgspec.Struct, kw_only=True):
    """Something that a student has not read yet; `at` is Unix time in seconds."""

    id: int
    section_id: int
    at: float
    news: SectionNews


class BelowNotice(msgspec.Struct, kw_only=True):
    """A round was over, and the student held less of its term than the minimum.

    Attributes:
        term: its name.
        at: when that was found, in Unix seconds.
        credits, minimum: held then, and to be held at least.
    """

    round_id: int
    round: str
    term: str
    at: float
    credits: float
    minimum: float


class NoticeList(msgspec.Struct, kw_only=True):
    """What a student has not read yet, oldest first; at most `MOST_AT_ONCE`.

    Attributes:
        below: rounds that ended with too few credits.
    """

    items: list[Notice]
    below: list[BelowNotice] = []


class NoticesRead(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Ids of the notices that were read, and of the rounds that ended with too few credits."""

    ids: Annotated[
        list[Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]],
        msgspec.Meta(max_length=MOST_AT_ONCE),
    ]
    rounds: Annotated[
        list[Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]],
        msgspec.Meta(max_length=MOST_AT_ONCE),
    ] = []


class SectionChanged(msgspec.Struct, kw_only=True):
    """The event `changed`: there is something new to read.

    Attributes:
        section_id: the section that is different now; None if it is about credits.
    """

    section_id: int | None
    changed: list[What]


class NewNotices(msgspec.Struct, kw_only=True):
    """What the data node's feed says of one change: who has a notice of it now."""

    event: SectionChanged
    students: list[int]


NOTICES_EXAMPLE = NoticeList(
    items=[
        Notice(
            id=31,
            section_id=17,
            at=1_900_000_000.25,
            news=SectionNews(
                course="ARCH-4530",
                number="69774",
                title="Building Sciences Capstone",
                changed=["place"],
                before=SectionFacts(
                    capacity=10, state="open", location="Peoples Avenue 3401", meetings=[]
                ),
                after=SectionFacts(capacity=10, state="open", location="Hall 2", meetings=[]),
            ),
        )
    ]
)
READ_EXAMPLE = NoticesRead(ids=[31])
