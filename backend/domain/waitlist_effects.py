"""What serving the waitlist of a section did, read from the book in which it was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.refusals import No
from backend.domain.selection import DROP, SECTION_FULL, SeatBook
from backend.domain.sets import no_promotion


@dataclass(frozen=True, slots=True)
class ListEffects:
    """What became of those who waited for one section, each by the student's id, in their order.

    Attributes:
        promoted: they got a seat.
        skipped: they wait still, and would be passed over if a seat came free: the reason.
        removed: they do not wait any more.
    """

    promoted: tuple[int, ...] = ()
    skipped: tuple[tuple[int, No], ...] = ()
    removed: tuple[int, ...] = ()


def list_effects(book: SeatBook, section_id: int) -> ListEffects:
    """What the answers of `book` and its waitlist say of one section."""
    return ListEffects(
        promoted=tuple(t.student_id for t, at, step in book.moves if at == section_id and step > 0),
        skipped=tuple(_passed_over(book, section_id)),
        removed=tuple(
            ticket.student_id
            for ticket, _ in book.answers
            if ticket.section_id == section_id and ticket.action == DROP
        ),
    )


def _passed_over(book: SeatBook, section_id: int) -> Iterable[tuple[int, No]]:
    for waiting in book.waitlists.of_section(section_id):
        no = no_promotion(book, waiting)
        if no is not None and no.code != SECTION_FULL:
            yield waiting.student_id, no
