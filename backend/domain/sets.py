"""Sets of sections that are had together or not at all: what the rules say, and who may wait.

Looking changes nothing. What a request gives back counts as gone, with the rest of its linked set;
a section that is both given back and wanted stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from backend.domain.eligibility import Section, first_refusal
from backend.domain.links import sets_of
from backend.domain.plans import SectionSet
from backend.domain.refusals import No
from backend.domain.requests import SWAP, Ticket, credits_wanted, single
from backend.domain.waitlist import Waiting

if TYPE_CHECKING:
    from backend.domain.selection import SeatBook

SECTION_FULL: Final = "section_full"
SEATS_KEPT: Final = "seats_kept"
SEATLESS: Final = (SECTION_FULL, SEATS_KEPT)
"""Reasons for which somebody may wait."""


def given_by(book: SeatBook, ticket: Ticket, given: SectionSet = ()) -> SectionSet:
    """What is held of what a request for a set gives back, with the rest of those sets.

    Args:
        given: what it gives back; () is what the request says.
    """
    if not given and isinstance(ticket, Waiting):
        given = ticket.gives
    if not given and ticket.action == SWAP and ticket.instead_of is not None:
        given = (ticket.instead_of,)
    return sets_of(given, book.held.get(ticket.student_id, {})) if given else ()


def looks(
    book: SeatBook,
    ticket: Ticket,
    option: SectionSet,
    chosen: Sequence[int] = (),
    given: SectionSet = (),
) -> Iterator[tuple[int, No | None]]:
    """What the rules say to each section of `option` that is to be taken.

    Args:
        chosen: sections that the request takes besides.
        given: what is given back for it; () is what the request says.
    """
    mine = book.held.get(ticket.student_id, {})
    whole = given_by(book, ticket, given)
    gone = [mine[each] for each in whole if each not in option]
    told = gone  # of a swap the first section is looked at as all that it is
    before = [_as_wanted(book, ticket, each) for each in chosen if each not in mine]
    known = [_as_wanted(book, ticket, each) for each in option if each in book.sections]
    for section_id in option:
        if section_id in whole:
            continue
        one = single(ticket, section_id)
        no = book.unknown(one)
        if no is None:
            attempt = book.attempt(one)
            attempt = replace(
                attempt,
                held=[*(each for each in attempt.held if each not in gone), *before],
                action=SWAP if ticket.action == SWAP else attempt.action,
                instead_of=told[0] if told else None,
                gone_with=told[1:],
                together=[each for each in known if each.id != section_id],
            )
            no, told = first_refusal(attempt), []
            before.append(attempt.section)
        yield section_id, no


def no_place(
    book: SeatBook, ticket: Ticket, option: SectionSet, others: Sequence[int], given: SectionSet
) -> No | None:
    """Why a set cannot be waited for: only a seat may be missing, and each part needs a place."""
    missing = None
    for section_id, no in looks(book, ticket, option, others, given):
        if no is not None and no.code not in SEATLESS:
            return no
        if section_id not in given:
            missing = missing or no
    if missing is None:
        return No(SECTION_FULL)  # nothing is missing but what is given back for it
    places = (book.no_place(ticket.student_id, each, missing) for each in option)
    return next((no for no in places if no is not None), None)


def no_promotion(book: SeatBook, waiting: Waiting) -> No | None:
    """Why somebody who waits cannot have the seat, or not all that is to be had with it."""
    if waiting.plan is None:
        return first_refusal(book.attempt(waiting))
    for section_id, no in looks(book, waiting, waiting.together):
        if no is not None and no.code in SEATLESS and section_id != waiting.section_id:
            return No("part_full", {"other": book.sections[section_id].name})
        if no is not None:
            return no
    return None


def _as_wanted(book: SeatBook, ticket: Ticket, section_id: int) -> Section:
    return book.sections[section_id].for_credits(credits_wanted(ticket, section_id))
