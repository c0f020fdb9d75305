"""Which requests a draw decides, and when: one rule for the preview and for setting them aside."""

from __future__ import annotations

from backend.domain.eligibility import OPEN
from backend.domain.requests import BY_HAND, DROP, PLAN, SELECT, Ticket
from backend.domain.rounds import Asker, Round, collecting_round
from backend.domain.selection import SeatBook


def drawing_round(book: SeatBook, ticket: Ticket) -> Round | None:
    """The round whose draw a request waits for.

    Giving back needs no draw, and staff are bound to no round. What a closed term would refuse
    anyway is refused at once.
    """
    if ticket.number == BY_HAND or ticket.action == DROP:
        return None
    section = book.sections.get(ticket.section_id)
    student = book.students.get(ticket.student_id)
    if section is None or student is None or section.term.state != OPEN:
        return None
    action = SELECT if ticket.action == PLAN else ticket.action
    return collecting_round(section.term.rounds, Asker(student, action, ticket.accepted_at))
