"""What travels between student, queue and data node about one selection request.

What there are thousands of is kept from the garbage collector: none of it can refer to itself.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec

from backend.common.errors import Refused
from backend.domain.plans import Part, Plan
from backend.domain.refusals import No
from backend.domain.selection import Action, Ending

State = Literal["pending"] | Ending
PENDING: Final = "pending"
LONGEST_KEY = 100

Stored = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""A number that every database can hold."""


def require_key(key: str) -> None:
    """Refuse what is no Idempotency-Key; raises `invalid_fields`."""
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        message = f"1 to {LONGEST_KEY} printable characters"
        raise Refused("invalid_fields", errors=[{"where": "Idempotency-Key", "message": message}])


class PlanPart(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of one wish of a plan.

    Attributes:
        took: the sections in which a seat was taken.
        left: those whose seats were given back.
        code, detail: why nothing was.
        values: what fills the sentence of `code`.
        waits: the sections of a better alternative that is waited for.
    """

    took: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    waits: tuple[int, ...] = ()
    code: str | None = None
    detail: str | None = None
    values: dict[str, str] = {}


class Submission(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a student asks for, as the student node hands it to the queue node.

    Attributes:
        token: the student's own access token; the queue node checks it again.
        key: the client's Idempotency-Key.
        instead_of: the section that a swap gives back.
        plan: what a plan asks for; `section_id` is the first section that it names.
        wait: a place on the waitlist is wanted if nothing but a seat is missing.
        credits: hundredths of a credit wanted of a range; None is the lowest.
    """

    token: str
    key: str
    action: Action
    section_id: Stored
    instead_of: Stored | None = None
    plan: Plan | None = None
    wait: bool = False
    credits: Stored | None = None


class Order(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An accepted ticket on its way to the data node.

    Attributes:
        number: its place in the recorded order.
        instead_of: the section that a swap gives back.
        credits: hundredths of a credit wanted of a range; None is the lowest.
        accepted_at: Unix seconds; the moment that counts for rules about time.
        scratch_term: the scratch term of a synthetic student.
        plan: what a plan asks for.
        wait: a place on the waitlist is wanted if nothing but a seat is missing.
    """

    ticket_id: str
    number: Stored
    student_id: Stored
    section_id: Stored
    action: Action
    instead_of: Stored | None = None
    accepted_at: float
    scratch_term: Stored | None = None
    plan: Plan | None = None
    wait: bool = False
    credits: Stored | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """How a ticket ended.

    Attributes:
        instead_of: the section that a swap gives back, if it succeeds.
        code, detail: why it was refused; of a drop `waitlist_left` or `waitlist_ended`, if nothing
            was held.
        values: what fills the sentence of `code`.
        decided_at: Unix seconds.
        parts: what became of each wish of a plan.
    """

    ticket_id: str
    number: int
    student_id: int
    section_id: int
    action: Action
    instead_of: int | None = None
    outcome: Ending
    code: str | None = None
    detail: str | None = None
    values: dict[str, str] = {}
    decided_at: float
    parts: tuple[PlanPart, ...] = ()


class WholeOutcome(Outcome, frozen=True, kw_only=True, omit_defaults=False, gc=False):
    """An outcome as programs outside read it: with what it does not have, too."""


class DrawToCome(msgspec.Struct, frozen=True, kw_only=True):
    """The draw that a ticket waits for.

    Attributes:
        round: id of the round.
        name: what the round is called.
        at: Unix seconds.
    """

    round: int
    name: str
    at: float


class Staged(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that is decided in a draw and not before."""

    ticket_id: str
    draw: DrawToCome


class Orders(msgspec.Struct, frozen=True):
    """A batch of tickets, in their order.

    Attributes:
        leader: which leadership among copies of the queue node hands it on; 0 where one copy runs.
    """

    orders: list[Order]
    leader: int = 0


class Outcomes(msgspec.Struct, frozen=True):
    """The outcomes of a batch, in its order.

    Attributes:
        staged: tickets of the batch that wait for a draw and have no outcome yet.
        number: the newest change of the feed that `staged` knows of.
    """

    outcomes: list[Outcome]
    staged: list[Staged] = []
    number: int = 0


class Promotion(msgspec.Struct, frozen=True, kw_only=True):
    """The seat that a place on a waitlist became.

    Attributes:
        at: Unix seconds.
        instead_of: the section whose seat was given back for it.
    """

    at: float
    instead_of: int | None = None


class Waited(msgspec.Struct, frozen=True):
    """Ids of a student's tickets that were put on waitlists."""

    tickets: list[str]


class Promotions(msgspec.Struct, frozen=True):
    """Which of some tickets got a seat from a waitlist, by id."""

    items: dict[str, Promotion]


class Ticket(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A ticket as its student sees it.

    Attributes:
        number: its place in the recorded order.
        instead_of: the section that a swap gives back, if it succeeds.
        credits: hundredths of a credit wanted of a range; None is the lowest.
        code, detail: why it was refused.
        values: what fills the sentence of `code`.
        position: how many tickets are decided up to and including this one; 0 once decided.
        estimate_s: seconds until the answer, from the measured rate; None while nothing is known,
            or the line is paused.
        draw: what it waits for after the line, if its round collects requests.
        accepted_at, decided_at: Unix seconds.
        plan: what a plan asks for; `section_id` is the first section that it names.
        parts: what became of each wish of a plan that has been decided.
        wait: a place on the waitlist is wanted if nothing but a seat is missing.
        promotion: of one that ended as `waitlisted`: the seat that it got since.
    """

    id: str
    number: int
    action: Action
    section_id: int
    instead_of: int | None = None
    state: State
    code: str | None = None
    detail: str | None = None
    values: dict[str, str] = {}
    position: int = 0
    estimate_s: float | None = None
    draw: DrawToCome | None = None
    accepted_at: float
    decided_at: float | None = None
    plan: Plan | None = None
    parts: tuple[PlanPart, ...] = ()
    wait: bool = False
    credits: int | None = None
    promotion: Promotion | None = None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """The queue node's answer to one submission: a ticket, or a problem with a Retry-After."""

    ticket: Ticket | None = None
    problem: dict[str, Any] | None = None
    retry_after: float | None = None


class Submissions(msgspec.Struct, frozen=True):
    """Submissions that travel together, in the order in which they came in."""

    entries: list[Submission]


class Newcomers(msgspec.Struct, frozen=True):
    """Access tokens that the student node has seen for the first time."""

    tokens: list[str]


class Replies(msgspec.Struct, frozen=True):
    """The replies to `Submissions`, in the same order."""

    replies: list[Reply]


def values_to_text(values: dict[str, str]) -> str | None:
    """A refusal's values as a column keeps them."""
    return msgspec.json.encode(values).decode() if values else None


def values_from_text(text: str | None) -> dict[str, str]:
    """A refusal's values as a column kept them."""
    return msgspec.json.decode(text, type=dict[str, str]) if text else {}


def part_of(part: Part) -> PlanPart:
    """A part of a decision as it travels."""
    no: No | None = part.no
    if no is None:
        return PlanPart(took=part.took, left=part.left, waits=part.waits)
    return PlanPart(
        took=part.took,
        left=part.left,
        waits=part.waits,
        code=no.code,
        detail=no.sentence,
        values=dict(no.values),
    )


def parts_to_text(parts: tuple[PlanPart, ...]) -> str | None:
    """Parts as a column keeps them."""
    return msgspec.json.encode(parts).decode() if parts else None


def parts_from_text(text: str | None) -> tuple[PlanPart, ...]:
    """Parts as a column kept them."""
    return msgspec.json.decode(text, type=tuple[PlanPart, ...]) if text else ()


def plan_to_text(plan: Plan | None) -> str | None:
    """A plan as a column keeps it."""
    return msgspec.json.encode(plan).decode() if plan else None


def plan_from_text(text: str | None) -> Plan | None:
    """A plan as a column kept it."""
    return msgspec.json.decode(text, type=Plan) if text else None
