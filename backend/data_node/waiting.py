"""Waitlists in the database: read when a batch needs them, written as it leaves them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, insert_rows, listed, run_rows
from backend.common.database import take_numbers
from backend.common.dialects import among
from backend.common.models import RosterPlace
from backend.common.tickets import (
    plan_from_text,
    plan_to_text,
    values_from_text,
    values_to_text,
)
from backend.common.waitlist import Place, SectionWaitlist
from backend.data_node import feed
from backend.data_node.feed import Change
from backend.data_node.tables import counters, courses, sections, students, waitlist
from backend.domain.refusals import No
from backend.domain.waitlist import Key, Waiting, Waitlists

Bring = Callable[[Collection[Waiting]], None]
"""Loads what a decision about somebody who waits has to know, unless it is loaded."""

_PLACE = (
    waitlist.c.ticket_id,
    waitlist.c.number,
    waitlist.c.student_id,
    waitlist.c.section_id,
    waitlist.c.instead_of,
    waitlist.c.accepted_at,
    waitlist.c.place,
    waitlist.c.skipped,
    waitlist.c.skipped_values,
    waitlist.c.plan,
    waitlist.c.gives,
    waitlist.c.credits,
    waitlist.c.wish,
)
_OF_SECTIONS = sa.select(*_PLACE).where(among(waitlist.c.section_id, "ids"))
_OF_STUDENTS = sa.select(*_PLACE).where(among(waitlist.c.student_id, "ids"))
_COUNTS = (
    sa.select(waitlist.c.section_id, sa.func.count())
    .where(among(waitlist.c.section_id, "ids"))
    .group_by(waitlist.c.section_id)
)
_ANY = sa.select(sa.func.count()).where(sections.c.waitlist_limit.is_not(None))
_WHERE = (
    waitlist.c.section_id == sa.bindparam("section"),
    waitlist.c.student_id == sa.bindparam("student"),
)
_LEAVE = sa.delete(waitlist).where(*_WHERE)
_SKIP = (
    sa.update(waitlist)
    .where(*_WHERE)
    .values(skipped=sa.bindparam("why"), skipped_values=sa.bindparam("filling"))
)
_COLUMNS = tuple(column.name for column in waitlist.columns)
_SHOWN = (
    sa.select(
        waitlist.c.section_id,
        waitlist.c.student_id,
        waitlist.c.ticket_id,
        waitlist.c.instead_of,
        waitlist.c.since,
        waitlist.c.skipped,
        waitlist.c.skipped_values,
        waitlist.c.plan,
        waitlist.c.gives,
    )
).order_by(waitlist.c.section_id, waitlist.c.place)
_SHOWN_OF = _SHOWN.where(among(waitlist.c.section_id, "ids"))


class Stored:
    """The places that were given before this batch, as `domain.waitlist.Source` wants them.

    Attributes:
        read: all that were asked for so far.
        on_read: told when places, and what was brought for them, have been read.
    """

    def __init__(self, connection: sa.Connection, bring: Bring) -> None:
        self._connection = connection
        self._bring = bring
        self._prepared: dict[int, list[Waiting]] = {}
        self.read: list[Waiting] = []
        self.on_read: Callable[[], None] = lambda: None

    def prepare(self, student_ids: Collection[int]) -> None:
        """Read at once what these students wait for."""
        self._prepared = {student: [] for student in student_ids}
        if not student_ids:
            return
        for waiting in self._read(_OF_STUDENTS, student_ids):
            self._prepared[waiting.student_id].append(waiting)

    def waiting_in(self, section_id: int) -> list[Waiting]:
        """Who waits for a section."""
        return self._read(_OF_SECTIONS, [section_id])

    def waiting_of(self, student_id: int) -> list[Waiting]:
        """What a student waits for."""
        if student_id in self._prepared:
            return self._prepared[student_id]
        return self._read(_OF_STUDENTS, [student_id])

    def _read(self, query: sa.Select[Any], ids: Collection[int]) -> list[Waiting]:
        rows = fetch(self._connection, query, ("ids",), (listed(ids),))
        found = [_waiting(row) for row in rows]
        if found:
            self._bring(found)
            self.read += found
            self.on_read()
        return found


def are_there(connection: sa.Connection) -> bool:
    """Whether any section has a waitlist."""
    ((count,),) = fetch(connection, _ANY, ())
    return bool(count)


def counts(connection: sa.Connection, section_ids: Collection[int]) -> dict[int, int]:
    """How many wait for these sections; those for which nobody waits are not among them."""
    return dict(fetch(connection, _COUNTS, ("ids",), (listed(section_ids),)))


def once_each(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[sa.Row[Any]]:
    """Places by ticket, student and section; of a set, which waits in several, the first alone."""
    columns = (waitlist.c.ticket_id, waitlist.c.student_id, waitlist.c.section_id, waitlist.c.plan)
    found: dict[tuple[str, int, int], Any] = {}
    for row in connection.execute(sa.select(*columns).where(where).order_by(waitlist.c.place)):
        plan = plan_from_text(row.plan)
        first = row.section_id if plan is None else plan.wishes[0][0][0]
        found.setdefault((row.ticket_id, row.student_id, first), row)
    return list(found.values())


def every(connection: sa.Connection) -> list[SectionWaitlist]:
    """All waitlists with somebody on them."""
    return _shown(connection.execute(_SHOWN).all())


def of_sections(connection: sa.Connection, section_ids: Collection[int]) -> list[SectionWaitlist]:
    """The waitlists of these sections, also those that are empty."""
    rows = fetch(connection, _SHOWN_OF, ("ids",), (listed(section_ids),))
    found = {each.section_id: each for each in _shown(rows)}
    empty = [SectionWaitlist(section_id=i, places=[]) for i in section_ids if i not in found]
    return [*found.values(), *empty]


def roster_places(connection: sa.Connection, section_id: int) -> list[RosterPlace]:
    """Who waits for a section, in order, as staff see it."""
    query = (
        sa.select(
            students.c.id,
            students.c.username,
            students.c.name,
            students.c.group,
            courses.c.code,
            sections.c.number,
        )
        .select_from(waitlist)
        .join(students, students.c.id == waitlist.c.student_id)
        .outerjoin(sections, sections.c.id == waitlist.c.instead_of)
        .outerjoin(courses, courses.c.id == sections.c.course_id)
        .where(waitlist.c.section_id == section_id)
    )
    people = {row.id: row for row in connection.execute(query)}
    (shown,) = of_sections(connection, [section_id])
    return [
        RosterPlace(
            place=number,
            id=place.student_id,
            username=row.username,
            name=row.name,
            group=row.group,
            since=place.since,
            ticket_id=place.ticket_id,
            instead_of=f"{row.code} ({row.number})" if row.code is not None else None,
            code=place.code,
            detail=place.detail,
            values=place.values,
        )
        for number, place in enumerate(shown.places, 1)
        for row in (people[place.student_id],)
    ]


def write(connection: sa.Connection, waitlists: Waitlists, now: float) -> list[Change]:
    """Write what a batch has changed; what the feed is to be told of it."""
    changed = waitlists.changed()
    if not changed:
        return []
    run_rows(connection, _LEAVE, ("section", "student"), sorted(waitlists.gone))
    skipped = [(*_why(_known(waitlists, key)), *key) for key in sorted(waitlists.touched)]
    run_rows(connection, _SKIP, ("why", "filling", "section", "student"), skipped)
    joined = sorted((_known(waitlists, key) for key in waitlists.joined), key=lambda w: w.place)
    if joined:
        first = take_numbers(connection, counters, "waitlist", len(joined))
        rows = [_row(waiting, first + i, now) for i, waiting in enumerate(joined)]
        insert_rows(connection, waitlist, _COLUMNS, rows)
    return [(feed.WAITLISTS, of_sections(connection, sorted(changed)))]


def _known(waitlists: Waitlists, key: Key) -> Waiting:
    found = waitlists.find(*key)
    if found is None:
        raise KeyError(key)
    return found


def _row(waiting: Waiting, place: int, now: float) -> tuple[Any, ...]:
    """In the order of the table."""
    return (
        waiting.section_id,
        waiting.student_id,
        waiting.ticket_id,
        waiting.number,
        waiting.instead_of,
        waiting.accepted_at,
        place,
        now,
        *_why(waiting),
        plan_to_text(waiting.plan),
        msgspec.json.encode(waiting.gives).decode() if waiting.gives else None,
        waiting.credits,
        waiting.wish,
    )


def _why(waiting: Waiting) -> tuple[str | None, str | None]:
    no = waiting.skipped
    return (None, None) if no is None else (no.code, values_to_text(dict(no.values)))


def _waiting(row: tuple[Any, ...]) -> Waiting:
    ticket, number, student, section, instead_of, accepted_at, place, skipped, *rest = row
    values, plan, gives, credits_, wish = rest
    return Waiting(
        ticket,
        number,
        student,
        section,
        instead_of,
        accepted_at,
        place,
        No(skipped, values_from_text(values)) if skipped is not None else None,
        plan_from_text(plan),
        _ids(gives),
        credits_,
        wish,
    )


def _ids(text: str | None) -> tuple[int, ...]:
    """Ids of sections as a column keeps them."""
    return msgspec.json.decode(text, type=tuple[int, ...]) if text else ()


def _shown(rows: Iterable[Any]) -> list[SectionWaitlist]:
    found: dict[int, list[Place]] = {}
    for section_id, student_id, ticket_id, instead_of, since, skipped, *rest in rows:
        filling, plan, gives = rest
        values = values_from_text(filling)
        wanted = plan_from_text(plan)
        place = Place(
            student_id=student_id,
            ticket_id=ticket_id,
            instead_of=instead_of,
            since=since,
            code=skipped,
            detail=No(skipped, values).sentence if skipped is not None else None,
            values=values,
            together=() if wanted is None else wanted.wishes[0][0],
            gives=_ids(gives),
        )
        found.setdefault(section_id, []).append(place)
    return [SectionWaitlist(section_id=i, places=places) for i, places in found.items()]
