"""What the rules look at can be told and read again, whatever it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal, NamedTuple, get_args, get_type_hints

import pytest

from backend.domain.eligibility import Seats, Section, Student, Term
from backend.domain.facts import FactError, UnknownFactError, fact_of, plain, reader_of, writer_of
from backend.domain.proof_told import OF_BOOK
from backend.domain.rounds import Round
from backend.domain.selection import SeatBook
from backend.domain.timetable import EVERY_WEEK, Meeting, schedule_of


@dataclass(frozen=True)
class Course:
    code: str


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Course | AllOf, ...]


class Place(NamedTuple):
    name: str
    row: int | None


@dataclass(frozen=True)
class Rule:
    need: Course | AllOf | None
    kinds: frozenset[str]
    marks: Mapping[int, float]
    state: Literal["on", "off"] = "on"
    until: date | None = None
    at: tuple[int, str] = (1, "x")
    places: tuple[Place, ...] = ()
    limit: int | str | None = None


def again(fact: Any) -> Any:  # noqa: ANN401 - any dataclass
    return fact_of(type(fact), json.loads(json.dumps(plain(fact))))


def test_every_shape_comes_back() -> None:
    need = AllOf((Course("A"), AllOf((Course("B"), Course("C")))))
    rule = Rule(
        need, frozenset({"b", "a"}), {2: 1.5, 1: 0.5}, "off", date(2026, 9, 1), (7, "y"), limit=3
    )
    rule = replace(rule, places=(Place("hall", None), Place("room", 3)))
    assert again(rule) == rule
    assert again(Rule(None, frozenset(), {})) == Rule(None, frozenset(), {})


def test_a_week_of_slots_is_told_in_hexadecimal() -> None:
    term = Term(1, rounds=(Round(1, "First", 1.0, 2.0, frozenset({"select"})),))
    times = schedule_of([Meeting("MWF", 480, 530, EVERY_WEEK), Meeting("U", 1400, 1440, 5)])
    section = Section(7, term, 3, "A (1)", 300, schedule=times)
    told = plain(section)
    assert [type(slots) for _, slots in told["schedule"]] == [str, str]
    assert again(section) == section


def parts_of(hint: Any, seen: set[type[Any]]) -> set[type[Any]]:  # noqa: ANN401 - any type
    """The dataclasses in a type, as deep as they go, are added to `seen`."""
    if is_dataclass(hint) and isinstance(hint, type) and hint not in seen:
        seen.add(hint)
        for part in get_type_hints(hint).values():
            parts_of(part, seen)
    for arg in get_args(hint):
        parts_of(arg, seen)
    return seen


@pytest.mark.parametrize("kind", [Student, Section, Term, Round, Seats, SeatBook])
def test_every_field_of_the_rules_can_be_told(kind: type[Any]) -> None:
    """A new field of another type needs a word in `domain.facts`: a log must tell it."""
    assert kind in parts_of(kind, set())
    for part in parts_of(kind, set()) - {SeatBook}:
        for each in fields(part):
            assert callable(writer_of(part, each.name))
            assert callable(reader_of(part, each.name))


def test_what_else_a_seat_book_holds_can_be_told() -> None:
    book: Any = SeatBook({}, {}, {})
    told = {name: writer_of(SeatBook, name)(getattr(book, name)) for name in OF_BOOK}
    assert all(reader_of(SeatBook, name)(told[name]) == getattr(book, name) for name in OF_BOOK)


def test_students_who_are_alike_are_found_by_their_fields() -> None:
    """A field that cannot be hashed would break every decision."""
    assert len({Student(), Student(), Student(group="CS-1")}) == 2


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(FactError, match="no colour"):
        fact_of(Course, {"code": "A", "colour": "red"})
    with pytest.raises(FactError, match="not of type str"):
        fact_of(Course, {"code": 5})
    with pytest.raises(FactError, match="Course"):
        fact_of(Course, {})


def test_a_type_that_cannot_be_told_is_refused_by_name() -> None:
    @dataclass
    class Odd:
        where: complex

    with pytest.raises(UnknownFactError, match=r"Odd\.where"):
        writer_of(Odd, "where")
