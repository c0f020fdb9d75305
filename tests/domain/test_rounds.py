from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from backend.domain.eligibility import (
    CLOSED,
    DROP_CHECKS,
    Attempt,
    Seats,
    Section,
    Student,
    Term,
    all_refusals,
    first_refusal,
)
from backend.domain.refusals import No
from backend.domain.rounds import Asker, Round, no_round, over_the_limit

EVERYTHING = frozenset({"select", "drop", "swap"})
FIRST = Round(1, "First choice", 100, 200, EVERYTHING)
CHANGES = Round(2, "Changes", 300, 400, EVERYTHING)
NOBODYS = Round(9, "Nobody's", 0, 1, EVERYTHING, by_name=True)
ALICE = Asker(Student(group="CS-1", tags=frozenset({"honours"})), "select", 150)

moments = st.integers(0, 8)
rounds = st.lists(
    st.builds(
        lambda opens, lasts, **rest: Round(
            opens_at=opens, closes_at=opens + lasts, name="A round", **rest
        ),
        id=st.integers(1, 2),
        opens=moments,
        lasts=st.integers(1, 4),
        actions=st.sets(st.sampled_from(sorted(EVERYTHING)), min_size=1).map(frozenset),
        groups=st.sets(st.sampled_from(["CS-1", "CS-2"])).map(frozenset),
        tags=st.sets(st.sampled_from(["honours", "exchange"])).map(frozenset),
        section_limit=st.none() | st.integers(0, 3),
        earned_from=st.none() | st.integers(0, 3),
        earned_to=st.none() | st.integers(0, 3),
        by_name=st.booleans(),
    ),
    min_size=1,
    max_size=4,
)
askers = st.builds(
    Asker,
    who=st.builds(
        Student,
        group=st.sampled_from(["", "CS-1", "CS-2"]),
        tags=st.sets(st.sampled_from(["honours", "exchange"])).map(frozenset),
        earned=st.integers(0, 4),
        named_in=st.sets(st.integers(1, 2)).map(frozenset),
    ),
    action=st.sampled_from(sorted(EVERYTHING)),
    moment=moments,
)


def may(each: Round, asker: Asker) -> bool:
    """What a round says, by counting its seconds and looking at the audience one by one."""
    who = asker.who
    meant = [group == who.group for group in each.groups] + [tag in who.tags for tag in each.tags]
    limits = [each.earned_from, each.earned_to]
    least, most = (0 if limits[0] is None else limits[0], 9 if limits[1] is None else limits[1])
    told_apart = meant or limits != [None, None] or not each.by_name
    audience = told_apart and (any(meant) or not meant) and who.earned in range(least, most + 1)
    named = each.by_name and each.id in who.named_in
    seconds = range(int(each.opens_at), int(each.closes_at))
    return asker.moment in seconds and asker.action in each.actions and (audience or named)


Rule = Callable[[Sequence[Round], Asker], No | None]


def differs(rule: Rule, term: Sequence[Round], asker: Asker) -> bool:
    """Whether `rule` says no where a round permits it, or permits what no round does."""
    return (rule(term, asker) is None) != any(may(each, asker) for each in term)


@given(rounds, askers)
def test_one_round_that_permits_is_enough_and_none_is_not(term: list[Round], asker: Asker) -> None:
    assert not differs(no_round, term, asker)


def _open_a_second_too_long(term: Sequence[Round], asker: Asker) -> No | None:
    return no_round([replace(each, closes_at=each.closes_at + 1) for each in term], asker)


def _for_everybody(term: Sequence[Round], asker: Asker) -> No | None:
    return no_round([replace(each, groups=frozenset(), tags=frozenset()) for each in term], asker)


def _up_to_but_without(term: Sequence[Round], asker: Asker) -> No | None:
    """A limit that is reached counts as passed."""
    tops = [(each, each.earned_to) for each in term]
    return no_round([replace(e, earned_to=t and t - 1) for e, t in tops], asker)


def _only_by_name(term: Sequence[Round], asker: Asker) -> No | None:
    """Whoever is not named is left out, whatever else a round is for."""
    named = asker.who.named_in
    return no_round([e for e in term if not e.by_name or e.id in named] or [NOBODYS], asker)


@pytest.mark.parametrize(
    "wrong", [_open_a_second_too_long, _for_everybody, _up_to_but_without, _only_by_name]
)
def test_a_wrong_rule_would_be_found(wrong: Rule) -> None:
    """The control: planted mistakes are caught by the same comparison."""
    first = settings(phases=[Phase.generate], max_examples=2000, derandomize=True)
    cases = st.tuples(rounds, askers)
    term, asker = find(cases, lambda case: differs(wrong, *case), settings=first)
    assert not differs(no_round, term, asker)


@given(rounds, askers, st.integers(0, 4))
def test_limits_never_say_no_where_no_round_runs_and_one_that_allows_as_much_is_enough(
    term: list[Round], asker: Asker, sections: int
) -> None:
    running = [each for each in term if may(each, asker)]
    allowed = [e for e in running if e.section_limit is None or sections <= e.section_limit]
    no = over_the_limit(term, asker, sections, 0)
    assert (no is None) == (bool(allowed) or not running)


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (99.999, "round_not_open"),
        (100, None),
        (199.999, None),
        (200, "round_not_open"),
        (299.999, "round_not_open"),
        (300, None),
        (400, "round_over"),
    ],
)
def test_a_round_is_open_from_its_opening_until_just_before_its_closing(
    moment: float, code: str | None
) -> None:
    no = no_round([FIRST, CHANGES], replace(ALICE, moment=moment))
    assert (no.code if no else None) == code


SELECT_ONLY = replace(FIRST, actions=frozenset({"select"}))
FOR_OTHERS = replace(FIRST, groups=frozenset({"CS-2"}), tags=frozenset({"exchange"}))


@pytest.mark.parametrize(
    ("term", "asker", "code", "named"),
    [
        ([FOR_OTHERS], ALICE, "not_your_round", "First choice"),
        ([replace(FIRST, by_name=True)], ALICE, "round_by_name", "First choice"),
        ([replace(FIRST, earned_from=100)], ALICE, "round_needs_credits", "First choice"),
        ([replace(FIRST, earned_to=-1)], ALICE, "round_up_to_credits", "First choice"),
        (
            [FOR_OTHERS, replace(CHANGES, opens_at=90, earned_from=9)],
            ALICE,
            "round_needs_credits",
            "Changes",
        ),
        (
            [replace(CHANGES, by_name=True), replace(FIRST, earned_from=9, closes_at=110)],
            ALICE,
            "round_by_name",
            "Changes",
        ),
        ([FOR_OTHERS, CHANGES], ALICE, "round_not_open", "Changes"),
        ([FOR_OTHERS, replace(CHANGES, opens_at=50, closes_at=60)], ALICE, "round_over", "Changes"),
        ([SELECT_ONLY], replace(ALICE, action="drop"), "round_without_drop", "First choice"),
        ([SELECT_ONLY], replace(ALICE, action="swap"), "round_without_swap", "First choice"),
        (
            [replace(FIRST, actions=frozenset({"drop"}))],
            ALICE,
            "round_without_select",
            "First choice",
        ),
        ([SELECT_ONLY, CHANGES], replace(ALICE, action="drop"), "round_not_open", "Changes"),
        (
            [SELECT_ONLY, replace(CHANGES, opens_at=50, closes_at=60)],
            replace(ALICE, action="drop"),
            "round_without_drop",
            "First choice",
        ),
        (
            [replace(CHANGES, name="Late", opens_at=500, closes_at=600), CHANGES],
            ALICE,
            "round_not_open",
            "Changes",
        ),
    ],
)
def test_the_refusal_told_is_the_most_useful_one(
    term: list[Round], asker: Asker, code: str, named: str | None
) -> None:
    no = no_round(term, asker)
    assert no is not None
    assert (no.code, no.values.get("round")) == (code, named)
    assert "{" not in no.sentence
    assert "(" not in no.sentence, "a blank was not filled"


def test_whoever_is_early_reads_when_it_opens() -> None:
    opening = 1_900_000_000
    no = no_round([replace(CHANGES, opens_at=opening, closes_at=opening + 9)], ALICE)
    assert no is not None
    assert no.values["opens_at"] == "2030-03-17T17:46:40Z"
    assert "2030-03-17T17:46:40Z" in no.sentence


def test_a_group_or_a_tag_is_enough_to_be_meant() -> None:
    both = replace(FIRST, groups=frozenset({"CS-1"}), tags=frozenset({"exchange"}))
    assert both.is_for(Student(group="CS-1"))
    assert both.is_for(Student(tags=frozenset({"exchange"})))
    assert not both.is_for(Student(group="CS-2", tags=frozenset({"honours"})))


def test_credits_narrow_groups_down_and_who_is_named_is_meant_in_any_case() -> None:
    seniors = replace(FIRST, groups=frozenset({"CS-1"}), earned_from=9000, earned_to=12000)
    assert [n for n in (8999, 9000, 12000, 12001) if seniors.is_for(senior(n))] == [9000, 12000]
    assert not seniors.is_for(senior(9000, group="CS-2"))
    named = replace(seniors, by_name=True)
    assert named.is_for(senior(0, group="CS-2", named_in=frozenset({named.id})))
    assert not named.is_for(senior(0, group="CS-1", named_in=frozenset({named.id + 1})))
    assert named.is_for(senior(9000))


def senior(earned: int, **other: Any) -> Student:  # noqa: ANN401 - any field of a student
    return Student(earned=earned, **{"group": "CS-1", **other})


LIMITED = replace(FIRST, section_limit=2, credit_limit=800)
FALL = Term(1, rounds=(LIMITED,))
SPRING = Term(2)
STUDENT = Student(group="CS-1")
ALGEBRA = Section(71, FALL, 5, "MATH-1 (71)", credits=400)
LOGIC = Section(72, FALL, 6, "PHIL-1 (72)", credits=400)
POETRY = Section(73, FALL, 7, "LIT-1 (73)", credits=300)
IN_TIME = Attempt(STUDENT, ALGEBRA, Seats(0, 30), moment=150)


def codes(attempt: Attempt) -> list[str]:
    return [no.code for no in all_refusals(attempt)]


def test_limits_of_a_round_count_what_is_held_of_its_term() -> None:
    other_term = replace(POETRY, term=SPRING)
    assert codes(replace(IN_TIME, held=[LOGIC])) == []
    assert codes(replace(IN_TIME, held=[LOGIC, other_term])) == []
    assert codes(replace(IN_TIME, held=[LOGIC, POETRY])) == ["round_section_limit"]
    heavy = replace(LOGIC, credits=401)
    assert codes(replace(IN_TIME, held=[heavy])) == ["round_credit_limit"]


def test_of_rounds_at_the_same_time_the_more_generous_one_counts() -> None:
    generous = replace(FIRST, id=3, section_limit=3, credit_limit=None)
    term = Term(1, rounds=(LIMITED, generous))
    attempt = replace(IN_TIME, section=replace(ALGEBRA, term=term), held=[LOGIC, POETRY])
    assert codes(attempt) == []


def test_what_staff_decide_by_hand_is_bound_to_no_round() -> None:
    assert codes(replace(IN_TIME, moment=50)) == ["round_not_open"]
    assert codes(replace(IN_TIME, moment=None, held=[LOGIC, POETRY])) == []


def test_a_term_without_rounds_knows_only_open_and_closed() -> None:
    free = replace(IN_TIME, section=replace(ALGEBRA, term=SPRING), moment=5)
    assert codes(free) == []
    shut = replace(free, section=replace(ALGEBRA, term=Term(2, CLOSED)))
    assert codes(shut) == ["term_closed"]
    assert first_refusal(replace(shut, action="drop"), DROP_CHECKS) is None


def test_a_closed_term_with_rounds_keeps_its_seats_as_they_are() -> None:
    closed = replace(ALGEBRA, term=replace(FALL, state=CLOSED))
    drop = replace(IN_TIME, section=closed, action="drop")
    no = first_refusal(drop, DROP_CHECKS)
    assert no is not None
    assert no.code == "term_closed"
    assert first_refusal(replace(drop, moment=None), DROP_CHECKS) is None


@pytest.mark.parametrize(("moment", "allowed"), [(99, False), (100, True), (200, False)])
def test_giving_a_seat_back_needs_a_round_too(moment: float, allowed: bool) -> None:
    drop = replace(IN_TIME, action="drop", moment=moment)
    assert (first_refusal(drop, DROP_CHECKS) is None) == allowed


def test_a_swap_between_terms_needs_a_round_in_both() -> None:
    elsewhere = replace(POETRY, term=Term(3, rounds=(CHANGES,)))
    swap = replace(IN_TIME, action="swap", instead_of=elsewhere)
    assert codes(swap) == ["round_not_open"]
    assert codes(replace(swap, instead_of=LOGIC)) == []
    shut = Term(3, CLOSED, rounds=(FIRST,))
    assert codes(replace(swap, instead_of=replace(POETRY, term=shut))) == ["term_closed"]
