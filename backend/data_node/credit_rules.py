"""The bounds of students' credits by hand, and who holds less of a term than the minimum."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from backend.common.credit_rules import (
    BelowMinimum,
    BelowMinimumPage,
    CreditRules,
    CreditRulesChange,
)
from backend.common.dialects import total
from backend.common.errors import Refused
from backend.data_node import feed
from backend.data_node.student_names import students_named
from backend.data_node.tables import enrolments, sections, students, terms
from backend.domain.credits import credits_of, hundredths_of


def of_student(connection: sa.Connection, name: str) -> CreditRules:
    """The bounds of the student with this user name or id.

    Raises:
        Refused: `no_such_student`.
    """
    found = students_named(connection, [name])
    if name not in found:
        raise Refused("no_such_student")
    row = connection.execute(sa.select(students).where(students.c.id == found[name].id)).one()
    return CreditRules(
        id=row.id,
        username=row.username,
        name=row.name,
        credit_limit=row.credit_limit / 100 if row.credit_limit % 100 else row.credit_limit // 100,
        credit_minimum=credits_of(row.credit_minimum),
    )


def change(connection: sa.Connection, name: str, wanted: CreditRulesChange) -> CreditRules:
    """Change what `wanted` says; what waits in line is decided by it.

    Raises:
        Refused: `no_such_student`.
    """
    before = of_student(connection, name)
    asked = msgspec.structs.asdict(wanted).items()
    values = {field: hundredths_of(value) for field, value in asked if value is not UNSET}
    if values:
        update = sa.update(students).where(students.c.id == before.id)
        connection.execute(update.values(values))
        feed.append(connection, feed.STUDENT, {"ids": [before.id]})
    return of_student(connection, name)


def below_minimum(
    connection: sa.Connection, term: str, limit: int, offset: int
) -> BelowMinimumPage:
    """Active students who hold fewer credits of the term than their minimum, by name.

    Raises:
        Refused: `no_such_term`.
    """
    found = connection.execute(sa.select(terms).where(terms.c.code == term)).one_or_none()
    if found is None:
        raise Refused("no_such_term", term=term)
    query = below(found)
    how_many = sa.select(sa.func.count()).select_from(query.subquery())
    page = query.order_by(students.c.name, students.c.id).limit(limit).offset(offset)
    return BelowMinimumPage(
        term=term,
        items=[
            BelowMinimum(
                id=row.id,
                username=row.username,
                name=row.name,
                group=row.group,
                credits=credits_of(row.credits) or 0,
                minimum=credits_of(row.minimum) or 0,
            )
            for row in connection.execute(page)
        ],
        total=connection.execute(how_many).scalar_one(),
        limit=limit,
        offset=offset,
    )


def below(term: sa.Row[Any]) -> sa.Select[Any]:
    """Active students with fewer hundredths of a credit in a term than they have to keep."""
    own = sa.func.coalesce(enrolments.c.credits, sections.c.credits)
    held = (
        sa.select(enrolments.c.student_id, total(own).label("credits"))
        .join(sections, sections.c.id == enrolments.c.section_id)
        .where(sections.c.term_id == term.id)
        .group_by(enrolments.c.student_id)
        .subquery()
    )
    counted = sa.func.coalesce(held.c.credits, 0)
    minimum = sa.func.coalesce(students.c.credit_minimum, term.credit_minimum, 0)
    return (
        sa.select(
            students.c.id,
            students.c.username,
            students.c.name,
            students.c.group,
            counted.label("credits"),
            minimum.label("minimum"),
        )
        .outerjoin(held, held.c.student_id == students.c.id)
        .where(students.c.active, students.c.scratch_term.is_(None), counted < minimum)
    )
