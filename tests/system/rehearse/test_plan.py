"""What a rehearsal asks for is repeatable, spread evenly, and never the same thing twice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.cli.rehearse_demand import DemandedSection, DemandReport
from backend.cli.rehearse_plan import demand_plan, even_plan
from backend.common.rehearsal import course_of


def report(*demands: int, classes: int = 1) -> DemandReport:
    """Sections with these demands, `classes` of them a course, five seats each."""
    return DemandReport(
        "0",
        [
            DemandedSection(f"C{at // classes}/{at % classes}", 5, demand, None)
            for at, demand in enumerate(demands)
        ],
    )


def test_every_student_asks_for_as_many_different_sections_as_said() -> None:
    plan = even_plan(students=50, sections=6, seats=3, per_student=4, seed=1)
    assert len(plan.requests) == len(set(plan.requests)) == 200
    assert set(Counter(student for student, _ in plan.requests).values()) == {4}
    assert (plan.seats, len({section.name for section in plan.sections})) == (18, 6)


def test_a_seed_gives_the_same_plan_and_another_a_different_one() -> None:
    assert even_plan(50, 6, 3, 4, seed=1) == even_plan(50, 6, 3, 4, seed=1)
    assert even_plan(50, 6, 3, 4, seed=1).requests != even_plan(50, 6, 3, 4, seed=2).requests
    assert demand_plan(report(9, 4), None, 1) == demand_plan(report(9, 4), None, 1)
    assert (
        demand_plan(report(9, 4), None, 1).requests != demand_plan(report(9, 4), None, 2).requests
    )


def test_requests_come_in_no_order_of_students_or_sections() -> None:
    requests = even_plan(100, 6, 3, 4, seed=1).requests
    assert requests != sorted(requests)
    requests = demand_plan(report(30, 40, 50), None, 1).requests
    assert [section for _, section in requests] != sorted(section for _, section in requests)


@given(
    demands=st.lists(st.integers(0, 40), min_size=1, max_size=12),
    more=st.integers(0, 30),
    classes=st.integers(1, 4),
    seed=st.integers(0, 99),
)
def test_demand_is_met_exactly_evenly_and_without_repetition(
    demands: list[int], more: int, classes: int, seed: int
) -> None:
    students = max(1, *demands) + more
    plan = demand_plan(report(*demands, classes=classes), students, seed)
    assert len(set(plan.requests)) == len(plan.requests)
    asked = Counter(section for _, section in plan.requests)
    assert [asked[at] for at in range(len(demands))] == demands
    each = Counter(student for student, _ in plan.requests)
    loads = [each[student] for student in range(students)]
    assert sum(loads) == sum(demands)
    assert max(loads) <= -(-sum(demands) // students) + 1


def test_nobody_asks_for_two_classes_of_a_course_while_there_are_others() -> None:
    plan = demand_plan(report(30, 30, 30, 50, 20, 10, classes=3), 100, seed=4)
    courses = Counter(
        (student, course_of(plan.sections[section].name)) for student, section in plan.requests
    )
    assert set(courses.values()) == {1}


def test_students_are_a_fifth_of_the_requests_unless_said() -> None:
    assert demand_plan(report(*[50] * 20), None, 1).students == 200
    assert demand_plan(report(*[50] * 20), 300, 1).students == 300
    assert demand_plan(report(70, 5), None, 1).students == 70


def test_too_few_students_for_a_section_are_refused() -> None:
    with pytest.raises(ValueError, match="70 students ask for C0/0"):
        demand_plan(report(70, 5), 69, 1)
