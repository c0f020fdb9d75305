"""Was a draw right? Drawn again from the published seed, sharing no computation with the decision.

Whoever has the seed, its hash and the list of requests can do the same; see
`docs/decisions/order.md`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.domain.audit import LoggedTicket, order_inversions
from backend.domain.selection import SELECT


@dataclass(frozen=True, slots=True)
class PublishedDraw:
    """What everybody may know of a draw that is over.

    Attributes:
        seed, seed_hash: in hexadecimal; None where no lots are drawn.
        early_until: Unix seconds; with `early_lottery`, who was accepted before was early.
    """

    policy: str
    seed: str | None
    seed_hash: str | None
    early_until: float = 0.0


@dataclass(frozen=True, slots=True)
class DrawnTicket:
    """A ticket of a draw.

    Attributes:
        accepted_at: Unix seconds.
        rank: of the student's priority group; the lowest goes first.
        place: in the order of the draw, from 1.
    """

    ticket: LoggedTicket
    accepted_at: float
    rank: int
    place: int


@dataclass(frozen=True, slots=True)
class DrawAudit:
    """What is wrong, in words; one entry a case.

    Attributes:
        wrong_seeds: the seed is not the one whose hash was published.
        wrong_places: decided at another place than its lot, group and number give it.
        order_inversions: a seat given to a later ticket after an earlier one was refused for want
            of seats. With `ranked`: a seat given to a ticket with a higher lot than one that was
            refused for want of seats.
    """

    wrong_seeds: Sequence[str]
    wrong_places: Sequence[str]
    order_inversions: Sequence[str]


def audit_draw(draw: PublishedDraw, tickets: Sequence[DrawnTicket]) -> DrawAudit:
    """All checks of a draw that is over.

    Args:
        tickets: all of it, in any order.
    """
    key = _keys(draw, tickets)
    again = sorted(tickets, key=lambda each: key[each.ticket.id])
    if draw.policy == "ranked":
        return DrawAudit(list(_wrong_seed(draw)), [], list(_envy(again)))
    return DrawAudit(
        list(_wrong_seed(draw)),
        list(_wrong_places(again)),
        list(order_inversions([each.ticket for each in again])),
    )


def lot_of(seed: str, ticket_id: str) -> str:
    """The lot of a ticket in hexadecimal."""
    return hmac.new(bytes.fromhex(seed), ticket_id.encode("utf-8"), hashlib.sha256).hexdigest()


def _keys(
    draw: PublishedDraw, tickets: Sequence[DrawnTicket]
) -> dict[str, tuple[bool, int, str, int]]:
    """By ticket: late or not, priority group, lot, number."""
    firsts: dict[tuple[int, int], str] = {}
    keys = {}
    for each in sorted(tickets, key=lambda each: each.ticket.number):
        ticket = each.ticket
        late = draw.policy == "early_lottery" and each.accepted_at >= draw.early_until
        wish = (ticket.student_id, 0 if draw.policy == "serial" else ticket.section_id)
        lot = ""
        if draw.policy not in ("first_come", "groups") and not late:
            firsts.setdefault(wish, ticket.id)
            lot = lot_of(draw.seed or "", firsts[wish])
        keys[ticket.id] = (late, each.rank, lot, ticket.number)
    return keys


def _wrong_seed(draw: PublishedDraw) -> Iterator[str]:
    if draw.seed is None and draw.seed_hash is None:
        return
    found = hashlib.sha256(bytes.fromhex(draw.seed or "")).hexdigest()
    if found != draw.seed_hash:
        yield f"the hash of the seed is {found}, and {draw.seed_hash} was published"


def _wrong_places(again: Sequence[DrawnTicket]) -> Iterator[str]:
    for place, each in enumerate(again, 1):
        if each.place != place:
            yield f"ticket {each.ticket.number} was decided at place {each.place}, not {place}"


def _envy(again: Sequence[DrawnTicket]) -> Iterator[str]:
    refused: dict[int, LoggedTicket] = {}
    for each in again:
        ticket = each.ticket
        if ticket.action != SELECT:
            continue
        for section in ticket.found_full:
            refused.setdefault(section, ticket)
        for section in ticket.taken:
            if section in refused:
                earlier = refused[section].number
                yield f"ticket {ticket.number} was enrolled, ticket {earlier} had been refused"
