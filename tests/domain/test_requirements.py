"""Requirements: read, written, and evaluated as a brute-force evaluator does."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.flaws import Flawed
from backend.domain.grades import SCALE, points_of
from backend.domain.requirement_text import DEEPEST, MOST_COURSES, read_need, write_need
from backend.domain.requirements import (
    Course,
    Either,
    Every,
    Need,
    Requirements,
    closed_to,
    leaves,
    missing_before,
    missing_beside,
    passed_before,
    unmet,
)

CODES = ("CS-1", "MATH 2", "AND", "物理-3")
WITH_GRADE = st.sampled_from(["", "C", "A-", "60", "87.5", "良好"])
COURSES = st.builds(Course, st.sampled_from(CODES), WITH_GRADE)


def _needs(depth: int) -> st.SearchStrategy[Need]:
    """Needs as reading makes them: no Every within an Every, no Either within an Either."""
    every, either = _of(Every, depth), _of(Either, depth)
    return COURSES | every | either if depth else COURSES


def _of(kind: type[Every] | type[Either], depth: int) -> st.SearchStrategy[Need]:
    if not depth:
        return COURSES
    other: type[Every] | type[Either] = Either if kind is Every else Every
    parts = st.lists(COURSES | _of(other, depth - 1), min_size=2, max_size=3).map(tuple)
    return parts.map(kind)


NEEDS = _needs(3)
HISTORIES = st.dictionaries(
    st.sampled_from(CODES), st.sampled_from([0, 5999, 6000, 7300, 8750, 9000, 10_000])
)


@given(NEEDS)
def test_what_is_written_is_read_as_the_same(need: Need) -> None:
    assert read_need(write_need(need)) == need


def brute_force(text: str, history: dict[str, int]) -> bool:
    """Evaluates a text by turning it into Python, knowing nothing of the reader."""

    def course(match: re.Match[str]) -> str:
        code, grade = match["quoted"] or match["code"], match["grade"]
        least = points_of(grade) if grade else SCALE["D-"]
        return str(history.get(code, -1) >= least)

    spelt = re.compile(
        r'(?:"(?P<quoted>[^"]+)"|(?<![^\s(])(?!(?:and|or)\s)(?P<code>[^\s()>="]+))'
        r"(?:>=(?P<grade>[^\s()]+))?"
    )
    return bool(eval(spelt.sub(course, text)))


@given(NEEDS, HISTORIES)
def test_a_need_is_met_exactly_where_brute_force_says_so(
    need: Need, history: dict[str, int]
) -> None:
    met = missing_before(Requirements(prerequisite=need), history) is None
    assert met == brute_force(write_need(need), history)


def test_the_comparison_finds_an_evaluator_that_is_wrong() -> None:
    """The control: one that takes any part of an Every for enough differs somewhere."""

    def wrong(need: Need, history: dict[str, int]) -> bool:
        if isinstance(need, Course):
            return need.passed(history)
        return any(wrong(part, history) for part in need.parts)

    need = Every((Course("CS-1"), Course("AND", "C")))
    histories = [{"CS-1": one, "AND": two} for one, two in product((0, 6000, 7300), repeat=2)]
    assert any(wrong(need, h) != brute_force(write_need(need), h) for h in histories)
    assert all(
        (unmet(need, lambda c, h=h: c.passed(h)) is None) == brute_force(write_need(need), h)  # type: ignore[misc]
        for h in histories
    )


@given(NEEDS, HISTORIES)
def test_what_is_missing_is_part_of_it_and_enough(need: Need, history: dict[str, int]) -> None:
    missing = unmet(need, lambda course: course.passed(history))
    if missing is None:
        return
    assert set(leaves(missing)) <= set(leaves(need))
    better = history | {leaf.key: 10_000 for leaf in leaves(missing)}
    assert unmet(need, lambda course: course.passed(better)) is None


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("", None),
        ("  ", None),
        ("cs-1010", Course("CS-1010")),
        ("CS-1010 >= c\u2212", Course("CS-1010", "C-")),
        ('"cs  1010" ≥ 60', Course("CS 1010", "60")),
        ("A-1 and B-1 or C-1", Either((Every((Course("A-1"), Course("B-1"))), Course("C-1")))),
        ("A-1 AND (B-1 OR C-1)", Every((Course("A-1"), Either((Course("B-1"), Course("C-1")))))),
        (
            "\uff08A-1 或 B-1\uff09 且 C-1",
            Every((Either((Course("A-1"), Course("B-1"))), Course("C-1"))),
        ),
        ("A-1且B-1", Every((Course("A-1"), Course("B-1")))),
        ("((A-1))", Course("A-1")),
        ("A-1 & (B-1 && C-1)", Every((Course("A-1"), Course("B-1"), Course("C-1")))),
        ("A-1 | (B-1 || C-1)", Either((Course("A-1"), Course("B-1"), Course("C-1")))),
        ('"or" or A-1', Either((Course("OR"), Course("A-1")))),
    ],
)
def test_people_write_it_in_many_ways(text: str, need: Need | None) -> None:
    assert read_need(text) == need
    assert read_need(write_need(need)) == need


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("and A-1", "need_course", 1),
        ("A-1 and", "need_course", 8),
        ("A-1 or or B-1", "need_course", 8),
        ("(A-1 or B-1", "need_close", 1),
        ("A-1 and (B-1", "need_close", 9),
        ("A-1)", "need_open", 4),
        ("()", "need_course", 2),
        ("A-1 B-1", "need_word", 5),
        ("A-1 >= Z", "need_grade", 8),
        ("A-1 >=", "need_grade", 7),
        ("A-1 > C", "need_sign", 5),
        ('A-1 and "B', "need_sign", 9),
        ('""', "need_course", 2),
        ("A-1 and " + "B" * 33, "need_code", 9),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(text: str, code: str, place: int) -> None:
    with pytest.raises(Flawed) as caught:
        read_need(text)
    assert (caught.value.flaw.code, caught.value.flaw.values["place"]) == (code, place)


def test_a_need_has_bounds() -> None:
    assert read_need("(" * DEEPEST + "A-1" + ")" * DEEPEST) == Course("A-1")
    for text in (
        "(" * (DEEPEST + 1) + "A-1" + ")" * (DEEPEST + 1),
        " or ".join(["A-1"] * (MOST_COURSES + 1)),
        "A" * 2001,
    ):
        with pytest.raises(Flawed):
            read_need(text)


@given(st.text(alphabet='AB-1 ()"&|<>=≥且或andor', max_size=30))
def test_no_text_makes_it_fail_otherwise(text: str) -> None:
    try:
        need = read_need(text)
    except Flawed:
        return
    assert read_need(write_need(need)) == need


def test_a_corequisite_is_held_or_passed() -> None:
    wanted = Requirements(corequisite=read_need("A-1>=B and B-1"))
    assert missing_beside(wanted, {}, {"A-1", "B-1"}) is None
    assert missing_beside(wanted, {"A-1": points_of("B"), "B-1": points_of("P")}, ()) is None
    assert missing_beside(wanted, {"A-1": points_of("C")}, {"B-1"}) == Course("A-1", "B")


def test_who_may_take_a_course_and_who_took_it() -> None:
    wanted = Requirements(groups=frozenset({"CS-1"}), tags=frozenset({"year 2", "year 3"}))
    assert closed_to(wanted, "CS-1", frozenset({"year 3"})) is None
    for group, tags, code in (
        ("CS-2", frozenset({"year 2"}), "course_of_groups"),
        ("CS-1", frozenset(), "course_of_tags"),
    ):
        no = closed_to(wanted, group, tags)
        assert no is not None
        assert no.code == code
    assert passed_before("A-1", Requirements(), {"A-1": 6000})
    assert not passed_before("A-1", Requirements(), {"A-1": 5999})
    assert not passed_before("A-1", Requirements(repeats=True), {"A-1": 6000})
