"""A second opinion on what the seat transaction did, without the rules' own code.

It knows who held what before, walks through the recorded outcomes in the order of their numbers and
says what must not be. Times are compared minute by minute, not as bit masks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.common.tickets import Order, Outcome
from backend.data_node.tables import (
    feed,
    meetings,
    outcomes,
    permits,
    sections,
    staged,
    students,
    waitlist,
)
from tests.nodes.data.draw_referee import faults_of_draws
from tests.nodes.data.seat_count import SeatCount, counted, holdings

PROMOTED = "-promoted"
ALL_WEEKS = (1 << 53) - 1


class Time(NamedTuple):
    days: str
    start: int
    end: int
    weeks: int


class Room(NamedTuple):
    """A section as the referee sees it."""

    term: int
    course: int
    credits: int
    component: str
    label: str
    offered: bool
    times: tuple[Time, ...]


@dataclass
class Referee:
    """What was so before the first of the outcomes that are looked at.

    Attributes:
        moments: by ticket, when it was accepted.
        used: which kinds of permits a ticket used for a section.
    """

    rooms: dict[int, Room]
    limits: dict[int, int]
    seats: SeatCount
    before: frozenset[str]
    moments: dict[str, float]
    used: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def faults_of(
        self, connection: sa.Connection, orders: Sequence[Order], answers: Sequence[Outcome]
    ) -> list[str]:
        """What is wrong with the answers to `orders` and with what is stored now."""
        self.used = {
            (row.ticket_id, row.section_id): set(row.used_kinds)
            for row in connection.execute(sa.select(permits).where(permits.c.used_at.is_not(None)))
        }
        recorded = [row for row in _outcomes(connection) if row.ticket_id not in self.before]
        self.moments |= {order.ticket_id: order.accepted_at for order in orders}
        told_in = _order_told(connection)
        recorded.sort(key=lambda row: told_in[row.ticket_id])
        for row in recorded:
            self._follow(row)
        drawn = set(connection.execute(sa.select(staged.c.ticket_id)).scalars())
        self._require_order([row for row in recorded if row.ticket_id not in drawn])
        self.faults += faults_of_draws(connection, recorded)
        self._compare(connection)
        told = {answer.ticket_id: (answer.outcome, answer.code) for answer in answers}
        kept = {row.ticket_id: (row.outcome, row.code) for row in recorded}
        promoted = {ticket for ticket in kept if PROMOTED in ticket}
        waited = {ticket for ticket, (outcome, _) in kept.items() if outcome == "waitlisted"}
        asked = {order.ticket_id for order in orders}
        if len(recorded) != len(kept) or set(kept) - promoted != asked:
            self.faults.append("lost or doubled: not one outcome a ticket")
        if not {ticket.partition(PROMOTED)[0] for ticket in promoted} <= waited | self.before:
            self.faults.append("lost or doubled: somebody got a seat who did not wait")
        if told != {ticket: kept[ticket] for ticket in kept if ticket not in promoted}:
            self.faults.append("lost or doubled: an answer is not what was recorded")
        return self.faults

    def _require_order(self, recorded: Sequence[Any]) -> None:
        """Those who came later were decided later; a seat that was waited for has its own time."""
        numbers = [
            row.number
            for row in recorded
            if row.outcome != "cancelled" and PROMOTED not in row.ticket_id
        ]
        for one, other in pairwise(numbers):
            if other < one:
                self.faults.append(f"order: ticket {one} was decided before ticket {other}")

    def _follow(self, row: Any) -> None:  # noqa: ANN401 - a row of outcomes
        mine = self.seats.held.setdefault(row.student_id, set())
        name = f"ticket {row.number} of {row.student_id} for {row.section_id}"
        left, took = _moves(row)
        for section in left:
            if section not in mine:
                self.faults.append(f"order: {name} gave back what was not held")
            self.seats.leave(row.student_id, section)
        for section in took:
            self._sit(row, section, name, left)
            lifted = self.used.get((row.ticket_id, section), set())
            self._enter(mine, row.student_id, section, name, lifted)
            self.seats.enter(row.student_id, section)
        if not all(self._is_whole(mine, section) for section in took):
            self.faults.append(f"linked: {name} took a part without the others")
        if row.parts:
            return
        if row.code == "section_full" and self.seats.free(row.section_id):
            self.faults.append(f"order: {name} found no seat where one was free")
        elif row.code == "seats_kept" and not self._kept(row, row.section_id):
            self.faults.append(f"kept: {name} found nothing but kept seats where one was free")
        elif row.code == "internal_error":
            self.faults.append(f"broken: {name}")

    def _sit(self, row: Any, section: int, name: str, left: list[int]) -> None:  # noqa: ANN401
        """Whether there is a seat to take."""
        if "over_capacity" in self.used.get((row.ticket_id, section), set()):
            self.seats.permitted.add((row.student_id, section))
        elif not self.seats.own_free(section):
            self.faults.append(f"oversold: {name}")
        elif not self.seats.free(section) and not self.seats.share(section, left):
            self.faults.append(f"shared: {name} took a seat that is sold in another section")
        elif self._kept(row, section):
            self.faults.append(f"kept: {name} took a seat that is kept for others")

    def _kept(self, row: Any, section: int) -> bool:  # noqa: ANN401
        moment = self.moments[row.ticket_id.partition(PROMOTED)[0]]
        return self.seats.keeps_from(row.student_id, section, moment)

    def _is_whole(self, mine: set[int], section: int) -> bool:
        """Whether what is held of a section's course is one of each component, and fits it."""
        room = self.rooms[section]
        if not room.component:
            return True
        of_course = [each for each in self.rooms.values() if each.course == room.course]
        parts = [self.rooms[each] for each in mine if self.rooms[each].course == room.course]
        offered = {each.component for each in of_course if each.component and each.offered}
        labels = {each.label for each in parts} | {room.label}
        return offered <= {each.component for each in parts} and (
            not room.label or labels <= {room.label, ""}
        )

    def _enter(
        self, mine: set[int], student: int, section: int, name: str, lifted: set[str]
    ) -> None:
        room = self.rooms[section]
        others = [self.rooms[each] for each in mine if self.rooms[each].term == room.term]
        pool = self.seats.pools[section]
        if pool is not None and any(self.seats.pools[each] == pool for each in mine):
            self.faults.append(f"course twice: {name} has the same class already")
        if any(_same_part(room, other) for other in others):
            self.faults.append(f"course twice: {name}")
        if "clash" not in lifted and any(_meet(room, other) for other in others):
            self.faults.append(f"clash: {name}")
        total = room.credits + sum(other.credits for other in others)
        if "credit" not in lifted and total > self.limits[student]:
            self.faults.append(f"credits: {name}")

    def _compare(self, connection: sa.Connection) -> None:
        stored = holdings(connection)
        if stored != {student: held for student, held in self.seats.held.items() if held}:
            self.faults.append("lost or doubled: seats are not what the outcomes say")
        for row in connection.execute(sa.select(sections.c.id, sections.c.taken)):
            holders = sum(row.id in held for held in stored.values())
            if row.taken != holders:
                self.faults.append(f"oversold: {row.id} counts {row.taken} for {holders}")


def watching(connection: sa.Connection) -> Referee:
    """A referee who knows what is so now."""
    times: dict[int, list[Time]] = {}
    for row in connection.execute(sa.select(meetings)):
        time = Time(row.days, row.start_minute, row.end_minute, row.weeks or ALL_WEEKS)
        times.setdefault(row.section_id, []).append(time)
    rooms = {
        row.id: Room(
            row.term_id,
            row.course_id,
            row.credits,
            row.component,
            row.link_label,
            row.state != "cancelled",
            tuple(times.get(row.id, ())),
        )
        for row in connection.execute(sa.select(sections))
    }
    limits = {row.id: row.credit_limit for row in connection.execute(sa.select(students))}
    before = frozenset(row.ticket_id for row in _outcomes(connection))
    moments = {row.ticket_id: row.accepted_at for row in connection.execute(sa.select(waitlist))}
    return Referee(rooms, limits, counted(connection), before, moments)


def _order_told(connection: sa.Connection) -> dict[str, int]:
    """The order in which decisions fell, as the feed tells them: ticket to place."""
    query = sa.select(feed.c.body).where(feed.c.kind == "outcomes").order_by(feed.c.number)
    bodies = connection.execute(query).scalars()
    tickets = (outcome["ticket_id"] for body in bodies for outcome in json.loads(body))
    return {ticket: place for place, ticket in enumerate(tickets)}


def _moves(row: Any) -> tuple[list[int], list[int]]:  # noqa: ANN401
    """The sections that an outcome gave back, and those that it took."""
    if row.parts:
        parts = json.loads(row.parts)
        left, took = ([s for part in parts for s in part.get(key, ())] for key in ("left", "took"))
        return left, took
    if row.outcome == "dropped":
        return [] if row.code in {"waitlist_left", "waitlist_ended"} else [row.section_id], []
    if row.outcome != "enrolled":
        return [], []
    return [] if row.instead_of is None else [row.instead_of], [row.section_id]


def _outcomes(connection: sa.Connection) -> Sequence[Any]:
    return connection.execute(sa.select(outcomes)).all()


def _same_part(one: Room, other: Room) -> bool:
    """Whether they are of one course, and not a lecture and its lab."""
    parts = {one.component, other.component}
    return one.course == other.course and (len(parts) == 1 or "" in parts)


def _meet(one: Room, other: Room) -> bool:
    return any(
        set(a.days) & set(b.days) and a.weeks & b.weeks and a.start < b.end and b.start < a.end
        for a in one.times
        for b in other.times
    )
