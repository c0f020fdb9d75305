"""The search for what a plan gets: against brute force, and within its bound."""

from collections.abc import Callable, Sequence
from itertools import chain, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import plans
from backend.domain.plans import Choice, Look, Part, Plan, SectionSet, choose
from backend.domain.refusals import No

sets = st.lists(st.integers(1, 8), min_size=1, max_size=2, unique=True).map(tuple)
wishes = st.lists(st.lists(sets, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4)
rivals = st.frozensets(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=16)


def rules(clashing: frozenset[tuple[int, int]]) -> Look:
    """No section twice, no two that clash, and 8 only after 1, as a corequisite would have it."""

    def look(option: SectionSet, chosen: Sequence[int]) -> No | None:
        before = list(chosen)
        if 8 in option and 1 not in before:
            return No("corequisite")
        for section in option:
            if any(section == other or (other, section) in clashing for other in before):
                return No("time_clash", {"other": str(section)})
            before.append(section)
        return None

    return look


def first_combination(plan: Plan, look: Look) -> tuple[SectionSet, ...] | None:
    """The first of all combinations in which every wish works beside those before it."""
    for combination in product(*plan.wishes):
        if all(
            look(option, list(chain(*combination[:place]))) is None
            for place, option in enumerate(combination)
        ):
            return combination
    return None


def wrong_choices(
    chooser: Callable[[Plan, Look], Choice], plan: Plan, look: Look
) -> tuple[SectionSet, ...] | str:
    """What is wrong with an all-or-nothing choice; empty if nothing is."""
    choice = chooser(plan, look)
    had = tuple(part.took for part in choice.parts)
    right = first_combination(plan, look)
    if right is None:
        return "something was chosen" if any(had) or choice.no is None else ""
    return "" if had == right and choice.no is None else right


@given(wishes, rivals)
def test_all_or_nothing_is_the_first_combination_that_brute_force_finds(
    wanted: list[tuple[SectionSet, ...]], clashing: frozenset[tuple[int, int]]
) -> None:
    plan = Plan(tuple(wanted), all_or_nothing=True)
    assert not wrong_choices(choose, plan, rules(clashing))


def test_brute_force_would_find_a_search_that_never_turns_back() -> None:
    """The control: greedy alone fails where the first wish must take its second alternative."""

    def greedy(plan: Plan, look: Look) -> Choice:
        choice = choose(Plan(plan.wishes), look)
        whole = all(part.took for part in choice.parts)
        return choice if whole else Choice((Part(),) * len(plan.wishes), No("plan_not_whole"))

    plan = Plan((((1,), (2,)), ((3,),)), all_or_nothing=True)
    look = rules(frozenset({(1, 3)}))
    assert wrong_choices(greedy, plan, look) == ((2,), (3,))
    assert not wrong_choices(choose, plan, look)


@given(wishes, rivals)
def test_best_effort_gives_each_wish_its_first_alternative_that_works(
    wanted: list[tuple[SectionSet, ...]], clashing: frozenset[tuple[int, int]]
) -> None:
    look = rules(clashing)
    chosen: list[int] = []
    for part, alternatives in zip(choose(Plan(tuple(wanted)), look).parts, wanted, strict=True):
        works = [option for option in alternatives if look(option, chosen) is None]
        assert part.took == (works[0] if works else ())
        assert part.no == (None if works else look(alternatives[0], chosen))
        chosen += part.took


def test_a_plan_that_fails_says_which_wishes_were_not_the_reason() -> None:
    plan = Plan((((1,),), ((2,),), ((3,),)), all_or_nothing=True)
    choice = choose(plan, rules(frozenset({(1, 2)})))
    assert [part.no and part.no.code for part in choice.parts] == [
        "plan_not_whole",
        "time_clash",
        "plan_not_whole",
    ]
    assert choice.no == No("time_clash", {"other": "2"})


def test_the_search_asks_no_more_often_than_it_may() -> None:
    asked = 0

    def look(option: SectionSet, _chosen: Sequence[int]) -> No | None:
        nonlocal asked
        asked += 1
        return No("never") if option == (99,) else None

    options = tuple((section,) for section in range(5))
    plan = Plan((options,) * (plans.MOST_WISHES - 1) + (((99,),),), all_or_nothing=True)
    assert choose(plan, look, most=500).no == No("plan_too_complex")
    greedy, alone = plans.MOST_WISHES, 5 * (plans.MOST_WISHES - 1) + 1
    assert asked == greedy + alone + 500


def test_a_wish_that_cannot_be_had_at_all_needs_no_search() -> None:
    def look(option: SectionSet, _chosen: Sequence[int]) -> No | None:
        return No("section_full") if option == (99,) else None

    options = tuple((section,) for section in range(5))
    plan = Plan((options,) * (plans.MOST_WISHES - 1) + (((99,),),), all_or_nothing=True)
    assert choose(plan, look, most=1).no == No("section_full")


@pytest.mark.parametrize("all_or_nothing", [False, True])
def test_a_plan_of_one_wish_is_refused_with_its_own_reason(*, all_or_nothing: bool) -> None:
    def look(_option: SectionSet, _chosen: Sequence[int]) -> No | None:
        return No("section_full")

    choice = choose(Plan((((1,),),), all_or_nothing), look)
    assert choice == Choice((Part(no=No("section_full")),), No("section_full"))
