"""The audit of a draw on what the staff door tells about it."""

from __future__ import annotations

from collections.abc import Iterable

from backend.common.rehearsal_audit import LogEntry, logged
from backend.common.rounds import DrawnRequest, RoundView
from backend.domain.draw_audit import DrawAudit, DrawnTicket, PublishedDraw, audit_draw


def audit(view: RoundView, requests: Iterable[DrawnRequest]) -> DrawAudit:
    """Draw a round again.

    Args:
        requests: all of its draw.
    """
    early_until = min(view.opens_at + (view.early_seconds or 0.0), view.closes_at)
    draw = PublishedDraw(view.policy, view.seed, view.seed_hash, early_until)
    return audit_draw(draw, [_ticket(each) for each in requests])


def _ticket(request: DrawnRequest) -> DrawnTicket:
    entry = LogEntry(
        id=request.ticket_id,
        number=request.number,
        student_id=request.student_id,
        section_id=request.section_id,
        action=request.action,
        instead_of=request.instead_of,
        state=request.outcome,
        code=request.code,
        accepted_at=request.accepted_at,
        plan=request.plan,
        parts=request.parts,
    )
    return DrawnTicket(logged(entry), request.accepted_at, request.rank, request.place)
