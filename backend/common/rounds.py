"""What the nodes and their users tell each other about the rounds of a term."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from backend.common.tickets import PlanPart
from backend.domain.credits import hundredths_of
from backend.domain.ordering.priority import FIRST_COME, Kind, PolicyName, Priority
from backend.domain.plans import Plan
from backend.domain.rounds import Round
from backend.domain.selection import Action, Ending, SeatAction

LAST_MOMENT = 253_402_214_399  # Unix seconds; a day later some clocks are past the year 9999
MOST_NAMES = 100  # groups, or tags, of a round
MOST_STUDENTS = 10_000  # whom a round names
LONGEST_EARLY = 86_400.0  # seconds

RoundName = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Moment = Annotated[float, msgspec.Meta(ge=0, le=LAST_MOMENT)]
Actions = Annotated[list[SeatAction], msgspec.Meta(min_length=1, max_length=3)]
Names = Annotated[
    list[Annotated[str, msgspec.Meta(min_length=1, max_length=200)]],
    msgspec.Meta(max_length=MOST_NAMES),
]
Students = Annotated[
    list[Annotated[str, msgspec.Meta(min_length=1, max_length=200)]],
    msgspec.Meta(max_length=MOST_STUDENTS),
]
CreditLimit = Annotated[float, msgspec.Meta(ge=0, le=1000)]
SectionLimit = Annotated[int, msgspec.Meta(ge=0, le=1000)]
EarlySeconds = Annotated[float, msgspec.Meta(gt=0, le=LONGEST_EARLY)]


class PriorityEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Students who go before those of later entries: of a group, or with a tag."""

    kind: Kind
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


Priorities = Annotated[list[PriorityEntry], msgspec.Meta(max_length=MOST_NAMES)]


class OwnRound(msgspec.Struct, kw_only=True):
    """A round as those see it whom it is for.

    Attributes:
        term: code of the term.
        opens_at, closes_at: Unix seconds; it is open from the one until just before the other.
        actions: what can be done in it, of select, drop, swap.
        credit_limit: credits of the term that one can come to hold in it; None is only one's own.
        section_limit: sections of the term, likewise.
        policy: in which order its requests are decided; all but `first_come` collect them for a
            draw.
        priorities: who goes first, in this order.
        early_seconds: with `early_lottery`, how long after the opening one is early.
        draws_at: when what was collected is decided, if that is not over.
        drawn_at: when it was decided.
        seed_hash: SHA-256 of the seed of its lots, in hexadecimal.
        seed: the seed itself, once the draw is over.
        below_minimum: one can go below the minimum of credits in it.
    """

    id: int
    term: str
    name: str
    opens_at: float
    closes_at: float
    actions: list[SeatAction]
    credit_limit: float | None = None
    section_limit: int | None = None
    policy: PolicyName = FIRST_COME
    priorities: list[PriorityEntry] = []
    early_seconds: float | None = None
    draws_at: float | None = None
    drawn_at: float | None = None
    seed_hash: str | None = None
    seed: str | None = None
    below_minimum: bool = False


class RoundView(OwnRound, kw_only=True):
    """A round as staff see it.

    Attributes:
        groups, tags: it is for students of one of the groups and for those with one of the tags;
            with neither for everybody.
        earned_from, earned_to: of those, only for students who have earned at least, and at most,
            as many credits.
        named: how many students it names; it is for them in any case, and without groups, tags and
            credits for nobody else.
    """

    groups: list[str] = []
    tags: list[str] = []
    earned_from: float | None = None
    earned_to: float | None = None
    named: int = 0


class NamedStudent(msgspec.Struct, kw_only=True):
    """A student whom a round names."""

    id: int
    username: str
    name: str
    group: str


class RoundStudents(msgspec.Struct, kw_only=True):
    """The students whom a round names, by user name."""

    items: list[NamedStudent]


class RoundList(msgspec.Struct, kw_only=True):
    """The rounds of a term by their opening.

    Attributes:
        now: Unix seconds by the server's clock.
        time_zone: of the campus, an IANA name.
    """

    items: list[RoundView]
    now: float
    time_zone: str


class NewRound(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A round to be made; fields as in `RoundView`.

    Attributes:
        students: user names or ids of those whom it names.
    """

    name: RoundName
    opens_at: Moment
    closes_at: Moment
    actions: Actions = msgspec.field(default_factory=lambda: ["select", "drop", "swap"])
    groups: Names = []
    tags: Names = []
    earned_from: CreditLimit | None = None
    earned_to: CreditLimit | None = None
    students: Students = []
    credit_limit: CreditLimit | None = None
    section_limit: SectionLimit | None = None
    policy: PolicyName = FIRST_COME
    priorities: Priorities = []
    early_seconds: EarlySeconds | None = None
    below_minimum: bool = False


class RoundChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to change of a round; what is left out stays, null takes a limit away.

    Attributes:
        students: they replace those whom it named.
    """

    name: RoundName | UnsetType = UNSET
    opens_at: Moment | UnsetType = UNSET
    closes_at: Moment | UnsetType = UNSET
    actions: Actions | UnsetType = UNSET
    groups: Names | UnsetType = UNSET
    tags: Names | UnsetType = UNSET
    earned_from: CreditLimit | UnsetType | None = UNSET
    earned_to: CreditLimit | UnsetType | None = UNSET
    students: Students | UnsetType = UNSET
    credit_limit: CreditLimit | UnsetType | None = UNSET
    section_limit: SectionLimit | UnsetType | None = UNSET
    policy: PolicyName | UnsetType = UNSET
    priorities: Priorities | UnsetType = UNSET
    early_seconds: EarlySeconds | UnsetType | None = UNSET
    below_minimum: bool | UnsetType = UNSET


class RoundsOfTerm(msgspec.Struct, kw_only=True):
    """All rounds of a term after one of them changed."""

    term: str
    rounds: list[RoundView]


class DrawnRequest(msgspec.Struct, kw_only=True):
    """A request of a draw.

    Attributes:
        number: its place in the line.
        rank: which entry of the priorities is the student's, from 0; their count for none.
        place: in the order of the draw, from 1.
        outcome, code: how it ended, and why it was refused.
        accepted_at: Unix seconds.
        plan, parts: what a plan asked for, and what became of each wish.
    """

    ticket_id: str
    number: int
    student_id: int
    section_id: int
    course: str | None
    section: str | None
    action: Action
    instead_of: int | None
    accepted_at: float
    rank: int
    place: int
    outcome: Ending
    code: str | None
    plan: Plan | None = None
    parts: tuple[PlanPart, ...] = ()


class DrawResult(msgspec.Struct, kw_only=True):
    """How the draw of a round went, page by page.

    Attributes:
        waiting: how many requests wait for the draw.
        drawn: how many it decided.
        after: place to ask after next; None on the last page.
    """

    round: RoundView
    waiting: int
    drawn: int
    items: list[DrawnRequest]
    after: int | None


def rule_of(view: RoundView) -> Round:
    """A round as the rules see it."""
    return Round(
        id=view.id,
        name=view.name,
        opens_at=view.opens_at,
        closes_at=view.closes_at,
        actions=frozenset(view.actions),
        groups=frozenset(view.groups),
        tags=frozenset(view.tags),
        earned_from=hundredths_of(view.earned_from),
        earned_to=hundredths_of(view.earned_to),
        by_name=view.named > 0,
        credit_limit=hundredths_of(view.credit_limit),
        section_limit=view.section_limit,
        policy=view.policy,
        priorities=tuple(Priority(each.kind, each.name) for each in view.priorities),
        early_seconds=view.early_seconds or 0.0,
        drawn=view.drawn_at is not None,
        below_minimum=view.below_minimum,
        seed_hash=view.seed_hash,
    )


def own(view: RoundView) -> OwnRound:
    """A round without whom else it is for."""
    fields = OwnRound.__struct_fields__
    return OwnRound(**{name: getattr(view, name) for name in fields})


_SEED_HASH = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
ROUND_EXAMPLE = RoundView(
    id=3,
    term="F24",
    name="First choice",
    opens_at=1_900_000_000,
    closes_at=1_900_086_400,
    actions=["select", "swap"],
    groups=["CS-1"],
    section_limit=4,
    policy="lottery",
    draws_at=1_900_086_400,
    seed_hash=_SEED_HASH,
)
NEW_ROUND_EXAMPLE = NewRound(
    name="First choice",
    opens_at=1_900_000_000,
    closes_at=1_900_086_400,
    actions=["select", "swap"],
    groups=["CS-1"],
    section_limit=4,
    policy="lottery",
)
ROUND_CHANGE_EXAMPLE = RoundChange(closes_at=1_900_172_800)
ROUNDS_EXAMPLE = RoundList(items=[ROUND_EXAMPLE], now=1_899_990_000, time_zone="UTC")
ROUND_STUDENTS_EXAMPLE = RoundStudents(
    items=[NamedStudent(id=17, username="alice", name="Alice Ames", group="CS-1")]
)
DRAW_EXAMPLE = DrawResult(
    round=ROUND_EXAMPLE,
    waiting=0,
    drawn=1,
    items=[
        DrawnRequest(
            ticket_id="5f0c1d7a9be24c8300aa11bb",
            number=1204,
            student_id=17,
            section_id=72,
            course="CSCI-1100",
            section="72013",
            action="select",
            instead_of=None,
            accepted_at=1_900_000_000,
            rank=0,
            place=1,
            outcome="enrolled",
            code=None,
        )
    ],
    after=None,
)
