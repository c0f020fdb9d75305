"""Linked sections in the seat transaction: a set that staff have taken apart still goes back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from backend.common.sections import SectionChange
from backend.common.tickets import Order, Outcome
from backend.data_node import decisions, sections
from backend.data_node.tables import enrolments
from backend.data_node.tables import sections as section_rows
from backend.domain.plans import Plan
from backend.domain.selection import DROP, PLAN, Action
from benchmarks.random_facts import REGISTRAR
from tests.nodes.data import memory
from tests.nodes.university import University, build

NOW = 1_900_000_000.0


def linked(connection: sa.Connection) -> University:
    """The first two sections are a lecture and a lab of one course."""
    made = build(connection, [5, 5, 5])
    lecture, lab, _ = made.sections
    course = sa.select(section_rows.c.course_id).where(section_rows.c.id == lecture)
    for section, component in ((lecture, "lecture"), (lab, "lab")):
        connection.execute(
            sa.update(section_rows)
            .where(section_rows.c.id == section)
            .values(course_id=course.scalar_subquery(), component=component)
        )
    return made


def decide(
    connection: sa.Connection, student: int, section: int, action: Action, plan: Plan | None = None
) -> Outcome:
    order = Order(
        ticket_id=f"{action}-{section}",
        number=1,
        student_id=student,
        section_id=section,
        action=action,
        accepted_at=NOW,
        plan=plan,
    )
    with connection.begin():
        (outcome,) = decisions.decide_batch(connection, [order], NOW)
    return outcome


@pytest.mark.parametrize("apart", [0, 1])
def test_a_set_goes_back_whole_after_one_part_was_made_to_stand_alone(apart: int) -> None:
    connection = memory.database()
    with connection.begin():
        made = linked(connection)
    student, both = made.students[0], (made.sections[0], made.sections[1])
    assert decide(connection, student, both[0], PLAN, Plan(((both,),))).outcome == "enrolled"
    with connection.begin():
        alone = SectionChange(component="")
        sections.change(connection, both[apart], alone, REGISTRAR, NOW)
    outcome = decide(connection, student, both[1 - apart], DROP)
    assert outcome.outcome == "dropped"
    assert [part.left for part in outcome.parts] == [both]
    with connection.begin():
        assert connection.execute(sa.select(enrolments)).all() == []
        taken = connection.execute(sa.select(section_rows.c.taken)).scalars().all()
    assert taken == [0, 0, 0]
