"""Linked sections in the tables: which components a course offers, and a change of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from backend.common.bulk import fetch
from backend.common.errors import Refused
from backend.data_node import feed
from backend.data_node.tables import enrolments, sections
from backend.domain.eligibility import CANCELLED

_COMPONENTS = sa.select(sections.c.course_id, sections.c.component).where(
    sections.c.component != sa.text("''"), sections.c.state != sa.text(f"'{CANCELLED}'")
)


def components(connection: sa.Connection) -> dict[int, frozenset[str]]:
    """The components of every course that has linked sections; cancelled ones offer nothing."""
    found: dict[int, set[str]] = {}
    for course_id, component in fetch(connection, _COMPONENTS, ()):
        found.setdefault(course_id, set()).add(component)
    return {course_id: frozenset(names) for course_id, names in found.items()}


def one_of_each_set() -> sa.Select[Any]:
    """Seats held, of linked sections one a set: the others go with it."""
    other = enrolments.alias()
    earlier = sa.exists().where(
        other.c.student_id == enrolments.c.student_id,
        other.c.course_id == enrolments.c.course_id,
        other.c.component < enrolments.c.component,
    )
    return sa.select(enrolments).where(~earlier)


def holding_twice(connection: sa.Connection, section_id: int, component: str) -> int:
    """How many who hold a seat in a section would hold two of `component` if it were one."""
    mine = enrolments.alias()
    other = sa.exists().where(
        enrolments.c.student_id == mine.c.student_id,
        enrolments.c.course_id == mine.c.course_id,
        enrolments.c.component == component,
        enrolments.c.section_id != section_id,
    )
    twice = sa.select(sa.func.count()).where(mine.c.section_id == section_id, other)
    return int(connection.execute(twice).scalar_one())


def follow_component(connection: sa.Connection, section_id: int, component: str) -> None:
    """Let those who hold a seat in a section hold it as `component`.

    Raises:
        Refused: `component_held`, if somebody would have two sections of one component then.
    """
    count = holding_twice(connection, section_id, component)
    if count:
        raise Refused("component_held", count=count)
    connection.execute(
        sa.update(enrolments)
        .where(enrolments.c.section_id == section_id)
        .values(component=component)
    )


def tell_siblings(connection: sa.Connection, section_id: int, course_ids: Iterable[int]) -> None:
    """Tell the feed that linked sections of these courses are different: what goes with them is."""
    query = sa.select(sections.c.id).where(
        sections.c.course_id.in_(set(course_ids)),
        sections.c.component != "",
        sections.c.id != section_id,
    )
    for sibling in connection.execute(query.order_by(sections.c.id)).scalars().all():
        feed.append(connection, feed.SECTION, {"id": sibling})
