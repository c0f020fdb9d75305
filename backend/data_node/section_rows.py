"""Rows of sections and meetings: how import and forms alike write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from backend.common.bulk import listed
from backend.common.dialects import among
from backend.data_node.tables import meetings, sections
from backend.domain.catalogue_sections import ListedMeeting

Values = dict[str, Any]
_REVISED = (
    sa.update(sections).where(among(sections.c.id, "ids")).values(revision=sections.c.revision + 1)
)


def ceiling_of(capacity: int | None, taken: int, permitted: int) -> int | None:
    """How many seats may be held: never fewer than are taken; None is unlimited.

    Args:
        permitted: how many are held beyond the capacity by permits.
    """
    return None if capacity is None else max(capacity + permitted, taken)


def meeting_values(meeting: ListedMeeting) -> Values:
    """A meeting as the table has it."""
    return {
        "days": meeting.time.days,
        "start_minute": meeting.time.start,
        "end_minute": meeting.time.end,
        "weeks": meeting.time.weeks,
        "kind": meeting.kind,
        "location": meeting.location,
        "instructor": meeting.instructor,
    }


def put_meetings(connection: sa.Connection, wanted: Mapping[int, Sequence[Values]]) -> None:
    """Replace all meetings of some sections, given by section id."""
    gone = [{"section": section_id} for section_id in wanted]
    rows = [
        {"section_id": section_id, **values}
        for section_id, listed in wanted.items()
        for values in listed
    ]
    execute_many(
        connection,
        sa.delete(meetings).where(meetings.c.section_id == sa.bindparam("section")),
        gone,
    )
    execute_many(connection, sa.insert(meetings), rows)


def raise_revisions(connection: sa.Connection, section_ids: Iterable[int]) -> None:
    """Count a change of these sections, once each."""
    connection.execute(_REVISED, {"ids": listed(section_ids)})


def execute_many(
    connection: sa.Connection, statement: sa.Executable, rows: Sequence[Values]
) -> None:
    """Run `statement` once a row, in one go; not at all without rows."""
    if rows:
        connection.execute(statement, rows)
