"""What the student door can do: the copies in memory and the way to the queue, put together."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import msgspec

from backend.common.client import SocketClient
from backend.common.holds import OwnHold
from backend.common.holds import rule_of as rule_of_hold
from backend.common.models import SectionView
from backend.common.people import Standing
from backend.common.permits import OwnPermit, OwnPermits
from backend.common.rounds import OwnRound, own, rule_of
from backend.common.tickets import DrawToCome
from backend.common.tokens import STUDENT, Identity
from backend.common.transport import ServiceAway
from backend.domain.credits import hundredths_of
from backend.domain.drawn_later import drawing_round
from backend.domain.eligibility import Attempt, Seats, Student
from backend.domain.permits import Permit, PermitBook
from backend.domain.plans import Choice, Plan
from backend.domain.refusals import No
from backend.domain.selection import PLAN, SELECT, SWAP, Action, SeatBook
from backend.domain.waitlist import Waitlists
from backend.student_node.catalogue import Catalogue
from backend.student_node.courier import Courier
from backend.student_node.follower import Follower
from backend.student_node.herald import Herald
from backend.student_node.hub import Hub
from backend.student_node.selections import Selection
from backend.student_node.standings import Standings
from backend.student_node.waiting import OwnPlace, Waits
from backend.student_node.whole import Recent, Whole


class Timetable(msgspec.Struct, kw_only=True):
    """The sections a student holds; `credits` are all of theirs, the limit is of a term.

    Attributes:
        waiting: on which waitlists the student is, the longest wait first.
        credit_minimum: credits to keep of a term, instead of what the term asks for; None is as the
            term says.
    """

    sections: list[SectionView]
    credits: float
    credit_limit: float
    waiting: list[OwnPlace] = []
    credit_minimum: float | None = None


class _Wish(NamedTuple):
    """A ticket that nobody has asked for."""

    student_id: int
    section_id: int
    action: Action
    instead_of: int | None
    accepted_at: float
    number: int = 1  # it would stand in the line
    wait: bool = False
    ticket_id: str = ""
    plan: Plan | None = None
    credits: int | None = None


def _as_chosen(view: SectionView, chosen: float | None) -> SectionView:
    """A section with the credits that a student took it for."""
    if chosen is None:
        return view
    return msgspec.structs.replace(view, credits=chosen, credits_max=chosen)


def _student(standing: Standing) -> Student:
    """A student as the rules see one."""
    return Student(
        round(standing.credit_limit * 100),
        standing.active,
        standing.scratch_term,
        standing.group,
        frozenset(standing.tags),
        tuple(rule_of_hold(hold) for hold in standing.holds),
        hundredths_of(standing.credit_minimum),
        round(standing.earned * 100),
        frozenset(standing.named_in),
    )


class Outlook(NamedTuple):
    """Every reason against a request, and the draw that decides it."""

    refusals: list[No]
    draw: DrawToCome | None


class PlanOutlook(NamedTuple):
    """What a plan would get, and the draw that decides it."""

    choice: Choice
    draw: DrawToCome | None


def _seats_for_draw(book: SeatBook, wish: _Wish) -> DrawToCome | None:
    """The draw that decides `wish`, for which the book then has seats: nobody knows how many."""
    drawn = drawing_round(book, wish)
    if drawn is None:
        return None
    book.seats = {section_id: Seats(ceiling=None) for section_id in book.seats}
    return DrawToCome(round=drawn.id, name=drawn.name, at=drawn.draws_at or drawn.closes_at)


def _permit(own: OwnPermit) -> Permit:
    return Permit(own.id, frozenset(own.kinds), own.until)


class Desk:
    """Everything a student's request needs."""

    def __init__(self, client: SocketClient) -> None:
        self.catalogue = Catalogue()
        self.whole = Whole(self.catalogue)
        self.recent = Recent(self.catalogue)
        self.hub = Hub()
        self.standings = Standings(client)
        self.courier = Courier(client)
        self.herald = Herald(client)
        self.waits = Waits()
        self.follower = Follower(
            client, self.catalogue, self.recent, self.standings, self.hub, waits=self.waits
        )

    async def refusals(
        self, student_id: int, section_id: int, wanted: Selection, now: float
    ) -> Outlook:
        """What the rules would say if this student asked for this section so now.

        Where a draw decides, a section that is full now is none of the reasons.

        Raises:
            Refused: `not_ready`, `no_such_section`, `no_such_student`, `service_away`.
        """
        wish = _Wish(
            student_id,
            section_id,
            wanted.action,
            wanted.instead_of,
            now,
            plan=Plan((((section_id, *wanted.linked),),)) if wanted.linked else None,
            credits=hundredths_of(wanted.credits),
        )
        book = await self._book(student_id, [section_id, *wanted.linked], wanted.instead_of)
        drawn = _seats_for_draw(book, wish)
        return Outlook(book.refusals(wish), drawn)

    async def outlook(
        self,
        student_id: int,
        plan: Plan,
        now: float,
        *,
        wait: bool = False,
        instead_of: int | None = None,
    ) -> PlanOutlook:
        """What this student would get and wait for if the plan were decided now, or as `refusals`.

        Args:
            instead_of: what a swap gives back for it.

        Raises:
            Refused: as `refusals`.
        """
        book = await self._book(student_id, plan.sections, instead_of)
        action: Action = PLAN if instead_of is None else SWAP
        first = plan.wishes[0][0][0]
        wish = _Wish(student_id, first, action, instead_of, now, wait=wait, plan=plan)
        drawn = _seats_for_draw(book, wish)
        return PlanOutlook(book.outlook(wish, plan), drawn)

    async def attempt(self, student_id: int, section_id: int, now: float) -> Attempt:
        """What the rules would look at if this student asked for this section now.

        Raises:
            Refused: as `refusals`.
        """
        book = await self._book(student_id, [section_id])
        return book.attempt(_Wish(student_id, section_id, SELECT, None, now))

    async def _book(
        self, student_id: int, section_ids: Collection[int], instead_of: int | None = None
    ) -> SeatBook:
        """What is known here of a student and of some sections.

        Args:
            instead_of: what a swap would give back.
        """
        shelves = {section_id: self.catalogue[section_id] for section_id in section_ids}
        standing = await self.standings.of(student_id)
        student = _student(standing)
        held = {
            known.section.id: known.section.for_credits(
                hundredths_of(standing.credits.get(known.section.id))
            )
            for known in self.catalogue.known(standing.sections)
        }
        return SeatBook(
            {section_id: shelf.section for section_id, shelf in shelves.items()},
            {each: self.catalogue.seats_for(each, instead_of) for each in shelves},
            {student_id: student},
            {student_id: held},
            {student_id: standing.history},
            permits=PermitBook(
                {(student_id, own.section_id): _permit(own) for own in standing.permits}
            ),
            waitlists=Waitlists(self.waits),
        )

    async def rounds_of(self, user: Identity) -> list[OwnRound] | None:
        """The rounds that are for a student, by their opening; for anybody else there are none.

        None while the data node does not tell the student's group and tags; the terms can be
        looked at, and requests are accepted, all the same.

        Raises:
            Refused: `not_ready`, `no_such_student`.
        """
        rounds = self.catalogue.rounds()
        if user.role != STUDENT or not rounds:
            return []
        try:
            standing = await self.standings.of(user.person)
        except ServiceAway:
            return None
        student = _student(standing)
        return [own(each) for each in rounds if rule_of(each).is_for(student)]

    async def holds_of(self, student_id: int, now: float) -> list[OwnHold]:
        """The holds of a student that stand, the oldest first.

        Raises:
            Refused: `no_such_student`, `service_away`.
        """
        standing = await self.standings.of(student_id)
        return [hold for hold in standing.holds if rule_of_hold(hold).stands(now)]

    async def permits(self, student_id: int, now: float) -> OwnPermits:
        """The permits that a student can use now.

        Raises:
            Refused: `no_such_student`, `service_away`.
        """
        standing = await self.standings.of(student_id)
        return OwnPermits(items=[own for own in standing.permits if _permit(own).kinds_at(now)])

    async def timetable(self, student_id: int) -> Timetable:
        """What a student holds.

        Raises:
            Refused: `not_ready`, `no_such_student`, `service_away`.
        """
        self.catalogue.require_loaded()
        standing = await self.standings.of(student_id)
        views = [
            _as_chosen(shelf.view, standing.credits.get(shelf.view.id))
            for shelf in self.catalogue.known(standing.sections)
        ]
        return Timetable(
            sections=views,
            credits=sum(view.credits for view in views),
            credit_limit=standing.credit_limit,
            waiting=self._places(student_id, standing.sections),
            credit_minimum=standing.credit_minimum,
        )

    def _places(self, student_id: int, held: Collection[int]) -> list[OwnPlace]:
        """What a student waits for."""
        return [
            OwnPlace(
                section=self.catalogue[stand.section_id].view,
                ticket_id=stand.entry.ticket_id,
                place=stand.place,
                of=stand.of,
                instead_of=stand.entry.instead_of if stand.entry.instead_of in held else None,
                since=stand.entry.since,
                code=stand.entry.code,
                detail=stand.entry.detail,
                values=stand.entry.values,
                together=stand.entry.together,
                gives=tuple(each for each in stand.entry.gives if each in held),
            )
            for stand in self.waits.of_student(student_id)
        ]
