"""What a student's calendar shows, and the secret address at which it can be read."""

from __future__ import annotations

import sqlalchemy as sa

from backend.common.calendars import CalendarFacts, FeedState, HeldSection
from backend.common.errors import Refused
from backend.data_node.catalogue import Wanted, section_views, term_views
from backend.data_node.tables import calendar_feeds, enrolments, sections, students


def held(connection: sa.Connection, student_id: int) -> CalendarFacts:
    """The sections that a student holds, with their terms."""
    query = (
        sa.select(sections.c.id, sections.c.revision)
        .join_from(enrolments, sections, enrolments.c.section_id == sections.c.id)
        .where(enrolments.c.student_id == student_id)
    )
    revisions = {row.id: row.revision for row in connection.execute(query)}
    views = section_views(connection, Wanted(ids=list(revisions)))
    codes = {view.term for view in views}
    return CalendarFacts(
        terms=[term for term in term_views(connection) if term.code in codes],
        sections=[HeldSection(section=view, revision=revisions[view.id]) for view in views],
    )


def at_address(connection: sa.Connection, digest: str) -> CalendarFacts:
    """What is at the address whose secret has this digest.

    Raises:
        Refused: `no_such_calendar`.
    """
    query = (
        sa.select(students.c.id)
        .join(calendar_feeds, calendar_feeds.c.student_id == students.c.id)
        .where(calendar_feeds.c.digest == digest, students.c.active)
    )
    student_id = connection.execute(query).scalar_one_or_none()
    if student_id is None:
        raise Refused("no_such_calendar")
    return held(connection, student_id)


def state(connection: sa.Connection, student_id: int) -> FeedState:
    """Whether a student's calendar has an address."""
    query = sa.select(calendar_feeds.c.made_at).where(calendar_feeds.c.student_id == student_id)
    return FeedState(made_at=connection.execute(query).scalar_one_or_none())


def replace(connection: sa.Connection, student_id: int, digest: str, now: float) -> FeedState:
    """Give a student's calendar a new address; the one before ends.

    Raises:
        Refused: `no_such_student`.
    """
    known = sa.select(students.c.id).where(students.c.id == student_id, students.c.active)
    if connection.execute(known).first() is None:
        raise Refused("no_such_student")
    revoke(connection, student_id)
    row = {"student_id": student_id, "digest": digest, "made_at": now}
    connection.execute(sa.insert(calendar_feeds).values(row))
    return FeedState(made_at=now)


def revoke(connection: sa.Connection, student_id: int) -> None:
    """End the address, if there is one."""
    connection.execute(sa.delete(calendar_feeds).where(calendar_feeds.c.student_id == student_id))
