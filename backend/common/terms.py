"""What staff ask of terms, of rosters by hand, and of long lists to keep."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from backend.common.models import TERMS_EXAMPLE, TermView
from backend.common.parameters import LARGEST_ID
from backend.common.rounds import ROUND_EXAMPLE, OwnRound, own
from backend.common.tickets import LONGEST_KEY, WholeOutcome
from backend.domain.plans import MOST_TOGETHER
from backend.domain.selection import Action, Ending
from backend.domain.term_days import MOST_HOLIDAYS

TermState = Literal["open", "closed"]
TermName = Annotated[str, msgspec.Meta(max_length=200)]
Holidays = Annotated[list[date], msgspec.Meta(max_length=MOST_HOLIDAYS)]
Credits = Annotated[float, msgspec.Meta(ge=0, le=1000)]
Why = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_KEY)]


class NewTerm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term to be made; without a name it is called by its code."""

    code: str
    name: TermName = ""
    state: TermState = "open"
    first_day: date | None = None
    last_day: date | None = None
    holidays: Holidays = []
    credit_minimum: Credits | None = None


class TermChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to change of a term; what is left out stays.

    Null makes a day unknown, and asks for no minimum of credits.
    """

    name: TermName | UnsetType = UNSET
    state: TermState | UnsetType = UNSET
    first_day: date | UnsetType | None = UNSET
    last_day: date | UnsetType | None = UNSET
    holidays: Holidays | UnsetType = UNSET
    credit_minimum: Credits | UnsetType | None = UNSET


class TermDetail(TermView, kw_only=True):
    """A term and how much is in it; `seats` are those planned, `enrolments` those held."""

    courses: int
    sections: int
    seats: int
    enrolments: int


class OwnTerms(msgspec.Struct, kw_only=True):
    """The terms as a student sees them.

    Attributes:
        items: the newest first.
        time_zone: in which their days begin, an IANA name.
        now: Unix seconds by the server's clock, which is the one that counts.
        rounds: those of the terms that are for this student, by their opening; None while
            nobody can tell which these are.
        in_rounds: codes of the terms that take requests in rounds only, whomever those are for.
    """

    items: list[TermView]
    time_zone: str
    now: float
    rounds: list[OwnRound] | None
    in_rounds: list[str]


class ByHand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A seat that staff give or take away.

    Attributes:
        student: user name or id of the student.
        reason: kept with the outcome.
        key: names the request, so that the same one twice is decided once.
        linked: with `select`: ids of the sections of the same course that go with it; with `drop`
            of sections that are taken away at once with it.
        credits: how many of a range; None is the lowest.
        wait: whether the student waits if nothing but a seat is missing.
    """

    student: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    action: Literal["select", "drop"]
    reason: Why
    key: Key
    linked: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)], ...],
        msgspec.Meta(max_length=MOST_TOGETHER - 1),
    ] = ()
    credits: Credits | None = None
    wait: bool = False


class DecidedByHand(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended, under the same rules as everybody's request."""

    outcome: WholeOutcome
    username: str
    by: str
    reason: str


class EnrolmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A seat that is held; `enrolled_at` is Unix time in seconds, `credits` what counts."""

    term: str
    course: str
    number: str
    title: str
    section_id: int
    student_id: int
    username: str
    name: str
    group: str
    ticket_id: str
    enrolled_at: float
    credits: int | float


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """How a request ended; names are missing where what they name has been removed.

    Attributes:
        number: place in the line; 0 for what was done by hand.
        instead_of: id of the section that a swap gave back, if it succeeded.
        by, reason: of what staff did by hand.
        decided_at: Unix seconds.
    """

    ticket_id: str
    number: int
    term: str | None
    course: str | None
    section: str | None
    section_id: int
    student_id: int
    username: str | None
    action: Action
    instead_of: int | None
    outcome: Ending
    code: str | None
    detail: str | None
    decided_at: float
    by: str | None
    reason: str | None


class EnrolmentPage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a long list; `after` asks for the next one, None after the last."""

    items: list[EnrolmentRow]
    after: str | None


class DecisionPage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a long list; `after` asks for the next one, None after the last."""

    items: list[DecisionRow]
    after: str | None


class OutcomeCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many requests ended so; `code` is why they were refused."""

    outcome: Ending
    code: str | None
    count: int


class OutcomeCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How requests ended, the most frequent first."""

    items: list[OutcomeCount]


NEW_TERM_EXAMPLE = NewTerm(
    code="S25", name="Spring 2025", first_day=date(2025, 1, 6), last_day=date(2025, 4, 30)
)
TERM_CHANGE_EXAMPLE = TermChange(state="closed")
TERM_DETAIL_EXAMPLE = TermDetail(
    id=1,
    code="F24",
    name="Fall 2024",
    state="open",
    scratch=False,
    first_day=date(2024, 9, 2),
    last_day=date(2024, 12, 13),
    courses=920,
    sections=2224,
    seats=54205,
    enrolments=31_007,
)
BY_HAND_EXAMPLE = ByHand(
    student="alice", action="select", reason="Needs it to graduate", key="0d6f2c"
)
DECIDED_EXAMPLE = DecidedByHand(
    outcome=WholeOutcome(
        ticket_id="hand-1-0d6f2c",
        number=0,
        student_id=17,
        section_id=72,
        action="select",
        outcome="enrolled",
        decided_at=1_900_000_000.25,
    ),
    username="alice",
    by="admin",
    reason="Needs it to graduate",
)
ENROLMENTS_EXAMPLE = EnrolmentPage(
    items=[
        EnrolmentRow(
            term="F24",
            course="ARCH-4530",
            number="69774",
            title="Building Sciences Capstone",
            section_id=72,
            student_id=17,
            username="alice",
            name="Alice Ames",
            group="CS-1",
            ticket_id="5f0c1d7a9be24c83",
            enrolled_at=1_900_000_000.25,
            credits=5,
        )
    ],
    after="72.17",
)
DECISIONS_EXAMPLE = DecisionPage(
    items=[
        DecisionRow(
            ticket_id="5f0c1d7a9be24c83",
            number=1204,
            term="F24",
            course="ARCH-4530",
            section="69774",
            section_id=72,
            student_id=17,
            username="alice",
            action="select",
            instead_of=None,
            outcome="enrolled",
            code=None,
            detail=None,
            decided_at=1_900_000_000.25,
            by=None,
            reason=None,
        )
    ],
    after=None,
)
COUNTS_EXAMPLE = OutcomeCounts(
    items=[
        OutcomeCount(outcome="enrolled", code=None, count=31_007),
        OutcomeCount(outcome="refused", code="section_full", count=8204),
    ]
)
OWN_TERMS_EXAMPLE = OwnTerms(
    items=TERMS_EXAMPLE.items,
    time_zone=TERMS_EXAMPLE.time_zone,
    now=1_899_990_000.25,
    rounds=[own(ROUND_EXAMPLE)],
    in_rounds=["F24"],
)
