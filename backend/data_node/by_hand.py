"""Seats given and taken away by staff: one more order for the seat transaction.

No rule is skipped: what the rules refuse to a student, they refuse to staff too.
"""

from __future__ import annotations

import sqlalchemy as sa
from msgspec.structs import asdict

from backend.common.errors import Refused
from backend.common.terms import ByHand, DecidedByHand
from backend.common.tickets import Order, Outcome, WholeOutcome
from backend.common.tokens import Identity
from backend.data_node import decisions
from backend.data_node.sections import own_section
from backend.data_node.student_names import students_named
from backend.data_node.tables import by_hand
from backend.domain.credits import hundredths_of
from backend.domain.plans import Plan
from backend.domain.selection import BY_HAND, PLAN, SELECT


def decide(
    connection: sa.Connection, section_id: int, wanted: ByHand, user: Identity, now: float
) -> DecidedByHand:
    """Decide at once, ahead of the line, and keep who wanted it and why.

    The same key of the same person again gives what stands. A teacher decides about the own
    sections only, those that go with them included.

    Raises:
        Refused: `no_such_section`, `not_your_section`, `no_such_student`, `key_reused`.
    """
    for each in (section_id, *wanted.linked):
        own_section(connection, each, user)
    student_id, username = student_named(connection, wanted.student)
    linked = wanted.linked
    credits_ = hundredths_of(wanted.credits)
    chosen = () if credits_ is None else ((section_id, credits_),)
    order = Order(
        ticket_id=f"hand-{user.account}-{wanted.key}",
        number=BY_HAND,
        student_id=student_id,
        section_id=section_id,
        action=PLAN if linked and wanted.action == SELECT else wanted.action,
        credits=credits_,
        accepted_at=now,
        plan=Plan((((section_id, *linked),),), credits=chosen) if linked else None,
        wait=wanted.wait,
    )
    standing = decisions.recorded(connection, [order.ticket_id]).get(order.ticket_id)
    if standing is None:
        (standing,) = decisions.decide_batch(connection, [order], now)
        values = {"ticket_id": order.ticket_id, "by": user.username, "reason": wanted.reason}
        connection.execute(sa.insert(by_hand).values(values))
    elif not _same(standing, order):
        raise Refused("key_reused")
    return DecidedByHand(
        outcome=WholeOutcome(**asdict(standing)),
        username=username,
        by=user.username,
        reason=wanted.reason,
    )


def _same(outcome: Outcome, order: Order) -> bool:
    return all(
        getattr(outcome, field) == getattr(order, field)
        for field in ("student_id", "section_id", "action")
    )


def student_named(connection: sa.Connection, name: str) -> tuple[int, str]:
    """Id and user name of a student; a user name that looks like an id goes first.

    Raises:
        Refused: `no_such_student`.
    """
    found = students_named(connection, [name])
    if name not in found:
        raise Refused("no_such_student")
    return found[name]
