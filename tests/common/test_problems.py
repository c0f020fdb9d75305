"""A refusal keeps what its sentence is made of, so that pages can say it in another language."""

from __future__ import annotations

from backend.common.errors import Refused, refusal_from_problem


def test_a_problem_tells_the_values_of_its_sentence() -> None:
    problem = Refused("busy", place=7, seconds=3).problem()
    assert problem["values"] == {"place": 7, "seconds": 3}
    assert "number 7" in problem["detail"]


def test_a_problem_without_values_has_no_such_member() -> None:
    assert "values" not in Refused("section_full").problem()


def test_values_survive_the_way_through_another_service() -> None:
    first = Refused("time_clash", other="MATH101-01")
    again = refusal_from_problem(first.problem(), 409, "The data node")
    assert again.problem() == first.problem()
