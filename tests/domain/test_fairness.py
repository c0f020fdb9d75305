"""Nobody can be told in a report, and its counts are those of the log."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.fairness import FEWEST, OTHERS, Line, Tally, merged_counts, merged_lines

lines = st.lists(
    st.builds(Line, st.uuids().map(str), st.integers(0, 9), requests=st.integers(1, 12))
)
reasons = st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e", OTHERS]), st.integers(1, 12))


@given(lines)
def test_no_section_that_is_told_has_few_requests(found: list[Line]) -> None:
    total = sum(line.requests for line in found)
    told = merged_lines(found)
    assert all(line.requests >= FEWEST for line in told)
    assert sum(line.requests for line in told) == (total if total >= FEWEST else 0)
    assert [line.name for line in told].count(OTHERS) <= 1


@given(reasons)
def test_no_reason_that_is_told_is_rare(found: dict[str, int]) -> None:
    told = merged_counts(found)
    assert all(count >= FEWEST for count in told.values())
    total = sum(found.values())
    assert sum(told.values()) == (total if total >= FEWEST else 0)


def test_leaving_the_rare_ones_out_would_tell_them() -> None:
    """The control: a total beside what is told would give away what is not."""
    found = {"a": 9, "b": 2}
    naive = {name: count for name, count in found.items() if count >= FEWEST}
    assert sum(found.values()) - sum(naive.values()) == 2
    assert merged_counts(found) == {OTHERS: 11}


def entry(**columns: list[object]) -> dict[str, object]:
    count = len(columns["number"])
    usual: dict[str, list[object]] = {
        "ticket_id": [f"t{number}" for number in columns["number"]],
        "student_id": list(range(count)),
        "section_id": [1] * count,
        "action": ["select"] * count,
        "accepted_at": [10.0] * count,
        "outcome": ["enrolled"] * count,
    }
    fields = [*usual, "number", "code", "values", "parts", "scratch_term"]
    return {"fields": fields, "tickets": {**usual, **columns}}


SECTION: dict[str, object] = {
    "sections": [{"id": 1, "name": "A (1)", "term": 1}],
    "seats": [{"section": 1, "ceiling": 3}],
}


def test_a_tally_counts_what_was_asked_given_and_refused() -> None:
    tally = Tally(1)
    outcomes: list[object] = [*["enrolled"] * 3, *["refused"] * 6]
    codes: list[object] = [*[None] * 3, *["section_full"] * 6]
    tally.take(SECTION | entry(number=list(range(1, 10)), outcome=outcomes, code=codes))
    report = tally.report()
    assert (report.requests, report.students, report.given, report.refused) == (9, 9, 3, 6)
    assert (report.seats, report.inversions) == (3, 0)
    assert report.refusals == {"section_full": 6}
    assert [(line.name, line.seats, line.requests) for line in report.sections] == [("A (1)", 3, 9)]


def test_who_was_decided_too_late_counts_as_out_of_order_unless_drawn() -> None:
    drawn: dict[str, object] = {"draw": {}}
    for body, counts in (({}, (2, 0)), (drawn, (0, 4))):
        tally = Tally(1)
        tally.take(SECTION | entry(number=[3, 1, 2, 4]) | body)
        assert (tally.report().inversions, tally.report().drawn) == counts


def test_only_requests_of_the_round_are_counted() -> None:
    tally = Tally(1, 10.0, 20.0)
    times: list[object] = [9.0, 10.0, 19.0, 20.0]
    tally.take(SECTION | entry(number=[1, 2, 3, 4], accepted_at=times))
    assert tally.report().requests == 2
