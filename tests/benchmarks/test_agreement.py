"""What a student is told before a request is what the request will be told."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa

from backend.data_node import feed
from benchmarks.agreement import PLANTS, Nodes, compare, plants_found, started
from tests.conftest import House
from tests.tools import IN_CI

CASES = 600
MUST_COME = {
    "enrolled",
    "section_full",
    "time_clash",
    "credit_limit",
    "course_already_held",
    "already_held",
    "round_over",
    "section_closed",
    "not_held",
    "on_hold",
    "prerequisite_missing",
    "course_passed",
}


@pytest.fixture
async def nodes(house: House) -> Nodes:
    return await started(house)


async def test_preview_and_decision_agree_on_random_terms(nodes: Nodes) -> None:
    seed = 7 if IN_CI else random.randrange(2**32)
    compared = await compare(nodes, CASES, seed)
    assert compared.differences == [], f"seed {seed}"
    assert compared.cases == CASES


async def test_the_cases_reach_the_rules(nodes: Nodes) -> None:
    compared = await compare(nodes, 3 * CASES, seed=1)
    assert compared.differences == []
    never = {"internal_error", "no_such_student"}
    assert set(compared.answers) >= MUST_COME
    assert never.isdisjoint(compared.answers)


async def test_every_planted_difference_is_found(nodes: Nodes) -> None:
    found = await plants_found(nodes, seed=4)
    assert set(found) == set(PLANTS)
    assert all(found.values()), found


async def test_a_change_of_which_the_feed_is_not_told_is_found(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: copies that hear of no student's new record go on with the old one."""
    right = feed.append

    def forgetful(connection: sa.Connection, kind: str, body: object) -> int:
        return 0 if kind == feed.STUDENT else right(connection, kind, body)

    monkeypatch.setattr(feed, "append", forgetful)
    compared = await compare(nodes, 3 * CASES, seed=7)
    assert compared.differences
