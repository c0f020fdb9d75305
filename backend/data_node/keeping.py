"""Long lists for those who keep them: seats held and decisions, page by page.

Each page begins after the last row of the one before, so nothing is read twice however long the
list is, and what changes meanwhile can neither shift nor repeat a row.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.terms import (
    DecisionPage,
    DecisionRow,
    EnrolmentPage,
    EnrolmentRow,
    OutcomeCount,
    OutcomeCounts,
)
from backend.data_node.catalogue import credit_number, require_term
from backend.data_node.tables import (
    by_hand,
    courses,
    enrolments,
    outcomes,
    sections,
    students,
    terms,
)


def enrolment_page(
    connection: sa.Connection, term: str | None, after: str, limit: int
) -> EnrolmentPage:
    """Seats held, by section and student; without a term those of every real one.

    Args:
        after: `after` of the page before, "" for the first.

    Raises:
        Refused: `no_such_term`, `invalid_fields`.
    """
    require_term(connection, term)
    query = (
        sa.select(
            terms.c.code.label("term"),
            courses.c.code.label("course"),
            sections.c.number,
            sections.c.title,
            enrolments.c.section_id,
            enrolments.c.student_id,
            students.c.username,
            students.c.name,
            students.c.group,
            enrolments.c.ticket_id,
            enrolments.c.enrolled_at,
            sa.func.coalesce(enrolments.c.credits, sections.c.credits).label("credits"),
        )
        .join(sections, sections.c.id == enrolments.c.section_id)
        .join(courses, courses.c.id == sections.c.course_id)
        .join(terms, terms.c.id == sections.c.term_id)
        .join(students, students.c.id == enrolments.c.student_id)
        .where(_of_term(term))
        .where(sa.tuple_(enrolments.c.section_id, enrolments.c.student_id) > _place(after))
        .order_by(enrolments.c.section_id, enrolments.c.student_id)
        .limit(limit)
    )
    rows = [
        EnrolmentRow(**{**row, "credits": credit_number(row["credits"])})
        for row in connection.execute(query).mappings()
    ]
    last = f"{rows[-1].section_id}.{rows[-1].student_id}" if len(rows) == limit else None
    return EnrolmentPage(items=rows, after=last)


def decision_page(
    connection: sa.Connection, term: str | None, after: str, limit: int
) -> DecisionPage:
    """How requests ended, by ticket id; without a term all but those of rehearsals.

    Args:
        after: `after` of the page before, "" for the first.

    Raises:
        Refused: `no_such_term`.
    """
    require_term(connection, term)
    query = (
        sa.select(
            *(outcomes.c[name] for name in ("ticket_id", "number", "section_id", "student_id")),
            *(outcomes.c[name] for name in ("action", "instead_of", "outcome", "code", "detail")),
            outcomes.c.decided_at,
            terms.c.code.label("term"),
            courses.c.code.label("course"),
            sections.c.number.label("section"),
            students.c.username,
            by_hand.c.by,
            by_hand.c.reason,
        )
        .select_from(outcomes)
        .outerjoin(sections, sections.c.id == outcomes.c.section_id)
        .outerjoin(courses, courses.c.id == sections.c.course_id)
        .outerjoin(terms, terms.c.id == sections.c.term_id)
        .outerjoin(students, students.c.id == outcomes.c.student_id)
        .outerjoin(by_hand, by_hand.c.ticket_id == outcomes.c.ticket_id)
        .where(outcomes.c.scratch_term.is_(None) if term is None else terms.c.code == term)
        .where(outcomes.c.ticket_id > after)
        .order_by(outcomes.c.ticket_id)
        .limit(limit)
    )
    rows = [DecisionRow(**row) for row in connection.execute(query).mappings()]
    return DecisionPage(items=rows, after=rows[-1].ticket_id if len(rows) == limit else None)


def outcome_counts(connection: sa.Connection, term: str | None) -> OutcomeCounts:
    """How many requests ended in which way; without a term all but those of rehearsals.

    Raises:
        Refused: `no_such_term`.
    """
    require_term(connection, term)
    count = sa.func.count().label("count")
    query = (
        sa.select(outcomes.c.outcome, outcomes.c.code, count)
        .group_by(outcomes.c.outcome, outcomes.c.code)
        .order_by(count.desc())
    )
    if term is None:
        query = query.where(outcomes.c.scratch_term.is_(None))
    else:
        of_term = sa.select(sections.c.id).join(terms).where(terms.c.code == term)
        query = query.where(outcomes.c.section_id.in_(of_term))
    return OutcomeCounts(
        items=[OutcomeCount(**row) for row in connection.execute(query).mappings()]
    )


def _of_term(code: str | None) -> sa.ColumnElement[bool]:
    """Rows of a term, without leading the planner to begin there: each page would sort the term."""
    if code is None:
        return terms.c.scratch.is_(False)
    return terms.c.code.concat("") == code


def _place(after: str) -> sa.ColumnElement[Any]:
    section, _, student = (after or "0.0").partition(".")
    if not (section.isdecimal() and student.isdecimal()):
        message = "`after` of the page before"
        raise Refused("invalid_fields", errors=[{"where": "query.after", "message": message}])
    return sa.tuple_(int(section), int(student))
