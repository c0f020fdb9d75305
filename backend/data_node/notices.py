"""Students told of changes to their sections: written with the change, kept until it is read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, insert_rows, listed
from backend.common.dialects import among
from backend.common.models import SectionView
from backend.common.notices import (
    MOST_AT_ONCE,
    NewNotices,
    Notice,
    NoticeList,
    SectionChanged,
    SectionFacts,
    SectionNews,
    What,
)
from backend.common.sections import schedule_in
from backend.data_node import feed
from backend.data_node.catalogue import Wanted, section_views
from backend.data_node.reference import section_name
from backend.data_node.tables import enrolments, notices
from backend.domain.timetable import Schedule, clash

Change = tuple[SectionView, SectionView]
"""A section before and after."""

_COLUMNS = ("student_id", "section_id", "at", "body")
_HOLDERS = (
    sa.select(enrolments.c.section_id, enrolments.c.student_id)
    .where(among(enrolments.c.section_id, "ids"))
    .order_by(enrolments.c.section_id, enrolments.c.student_id)
)
_other = enrolments.alias("other")
_HELD_WITH = (
    sa.select(enrolments.c.section_id, enrolments.c.student_id, _other.c.section_id)
    .join(_other, _other.c.student_id == enrolments.c.student_id)
    .where(among(enrolments.c.section_id, "ids"), _other.c.section_id != enrolments.c.section_id)
)
_READ = sa.delete(notices).where(
    notices.c.student_id == sa.bindparam("student"), among(notices.c.id, "ids")
)


class Seat(NamedTuple):
    """Who holds a seat in which section."""

    section: int
    student: int


def differences(before: SectionView, after: SectionView) -> list[What]:
    """What of a change concerns those who hold a seat."""
    told: dict[What, bool] = {
        "capacity": before.capacity != after.capacity,
        "times": schedule_in(before) != schedule_in(after),
        "place": _places(before) != _places(after),
        "state": before.state != after.state,
        "teacher": teachers_of(before) != teachers_of(after),
    }
    return [what for what, differs in told.items() if differs]


def keep(connection: sa.Connection, changes: Sequence[Change], now: float) -> dict[int, list[int]]:
    """Keep a notice of every change for each who holds a seat; students by section.

    Call it when the changes are written: clashes are looked for among the times that stand then.
    """
    news = {after.id: _news(before, after) for before, after in changes if after.taken}
    news = {section: one for section, one in news.items() if one.changed}
    found = new_clashes(connection, [one for one in changes if one[1].id in news])
    seats = [Seat(*row) for row in fetch(connection, _HOLDERS, ("ids",), (listed(news),))]
    usual = {section: msgspec.json.encode(one).decode() for section, one in news.items()}
    rows = [
        (seat.student, seat.section, now, _told(news[seat.section], found[seat]))
        if seat in found
        else (seat.student, seat.section, now, usual[seat.section])
        for seat in seats
    ]
    insert_rows(connection, notices, _COLUMNS, rows)
    told: dict[int, list[int]] = {}
    for seat in seats:
        told.setdefault(seat.section, []).append(seat.student)
    return told


def tell(connection: sa.Connection, before: SectionView, after: SectionView, now: float) -> None:
    """Keep notices of one change, and let the feed say who has new ones."""
    told = keep(connection, [(before, after)], now)
    if after.id in told:
        event = _event_of(after.id, differences(before, after))
        feed.append(connection, feed.NOTICES, NewNotices(event=event, students=told[after.id]))


def tell_waiting(
    connection: sa.Connection, change: Change, student_ids: Sequence[int], now: float
) -> None:
    """Keep a notice for each of those whose waitlist has ended, and let the feed say so."""
    before, after = change
    if not student_ids:
        return
    body = _told(msgspec.structs.replace(_news(before, after), waited=True), [])
    rows = [(student, after.id, now, body) for student in student_ids]
    insert_rows(connection, notices, _COLUMNS, rows)
    event = _event_of(after.id, differences(before, after))
    feed.append(connection, feed.NOTICES, NewNotices(event=event, students=list(student_ids)))


def tell_of_teachers(connection: sa.Connection, before: Sequence[SectionView], now: float) -> None:
    """Keep notices of who teaches these sections now, and let the feed say who has new ones."""
    after = section_views(connection, Wanted(ids=[view.id for view in before]))
    news = {view.id: view for view in after}
    told = keep(connection, [(view, news[view.id]) for view in before], now)
    changes = [
        (feed.NOTICES, NewNotices(event=_event_of(i, ["teacher"]), students=students))
        for i, students in told.items()
    ]
    if changes:
        feed.append_all(connection, changes)


def _event_of(section_id: int, changed: list[What]) -> SectionChanged:
    return SectionChanged(section_id=section_id, changed=changed)


def new_clashes(connection: sa.Connection, changes: Sequence[Change]) -> dict[Seat, list[str]]:
    """Names of the other sections that clash with a changed one now and did not before."""
    retimed = {
        after.id: (schedule_in(before), schedule_in(after), after.term)
        for before, after in changes
        if schedule_in(before) != schedule_in(after)
    }
    together = fetch(connection, _HELD_WITH, ("ids",), (listed(retimed),)) if retimed else []
    others = _known(connection, {other for _, _, other in together})
    found: dict[Seat, list[str]] = {}
    for section, student, other in together:
        old, new, term = retimed[section]
        name, theirs, their_term = others[other]
        theirs_before = retimed[other][0] if other in retimed else theirs
        if their_term == term and clash(new, theirs) and not clash(old, theirs_before):
            found.setdefault(Seat(section, student), []).append(name)
    return found


def unread(connection: sa.Connection, student_id: int) -> NoticeList:
    """What a student has not read yet, oldest first; what is more comes when these are read."""
    mine = sa.select(notices).where(notices.c.student_id == student_id).order_by(notices.c.id)
    return NoticeList(
        items=[
            Notice(
                id=row.id,
                section_id=row.section_id,
                at=row.at,
                news=msgspec.json.decode(row.body, type=SectionNews),
            )
            for row in connection.execute(mine.limit(MOST_AT_ONCE))
        ]
    )


def read(connection: sa.Connection, student_id: int, ids: Collection[int]) -> None:
    """Forget what a student has read; ids of others and of none do nothing."""
    connection.execute(_READ, {"student": student_id, "ids": listed(ids)})


def _known(connection: sa.Connection, ids: Collection[int]) -> dict[int, tuple[str, Schedule, str]]:
    """Name, times and term of sections."""
    views = section_views(connection, Wanted(ids=ids)) if ids else []
    return {
        view.id: (section_name(view.course, view.number), schedule_in(view), view.term)
        for view in views
    }


def _places(view: SectionView) -> set[str]:
    return {meeting.location or view.location for meeting in view.meetings} or {view.location}


def teachers_of(view: SectionView) -> list[str]:
    """Names of those who look after a section, its teacher first."""
    first = [] if view.teacher is None else [view.teacher]
    return [*first, *(each.name for each in view.co_teachers)]


def _news(before: SectionView, after: SectionView) -> SectionNews:
    return SectionNews(
        course=after.course,
        number=after.number,
        title=after.title,
        changed=differences(before, after),
        before=_facts(before),
        after=_facts(after),
    )


def _facts(view: SectionView) -> SectionFacts:
    return SectionFacts(
        capacity=view.capacity,
        state=view.state,
        location=view.location,
        meetings=view.meetings,
        teachers=teachers_of(view),
    )


def _told(news: SectionNews, clashes: list[str]) -> str:
    return msgspec.json.encode(msgspec.structs.replace(news, clashes=clashes)).decode()
