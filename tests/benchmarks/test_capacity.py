"""The reckoning of capacity adds up, and its page is the one that it writes."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from benchmarks.capacity import (
    BUSY,
    DOCS,
    FIGURES,
    UNIVERSITIES,
    USUAL,
    Day,
    drawn_on,
    measured,
    page,
    reckon,
)

FOUND = json.loads(FIGURES.read_text())
COSTS = measured(FOUND)


def test_the_page_is_what_the_figures_give() -> None:
    written = (DOCS / "capacity.md").read_text()
    assert written == page(FOUND), "run python -m benchmarks.capacity --page > docs/capacity.md"


def test_more_students_never_need_less() -> None:
    needs = [reckon(students, COSTS, USUAL) for students in UNIVERSITIES]
    for fewer, more in pairwise(needs):
        assert fewer.gateways <= more.gateways
        assert fewer.student_nodes <= more.student_nodes
        assert fewer.auth_cores <= more.auth_cores
        assert fewer.cores <= more.cores
        assert fewer.longest_line <= more.longest_line
        assert fewer.decides > more.decides


def test_who_all_come_at_once_wait_as_long_as_the_slowest_writer_takes() -> None:
    crowd, at_once = 1_000_000, Day(half_within=0.01)
    need = reckon(crowd, COSTS, at_once)
    slowest = min(need.accepts, need.decides)
    assert need.answered == pytest.approx(0.99 * crowd * at_once.tickets / slowest, rel=0.01)
    dearer = {students: 2 * cost for students, cost in COSTS.postgres.ledger.items()}
    slower = reckon(crowd, replace(COSTS, postgres=replace(COSTS.postgres, ledger=dearer)), at_once)
    assert slower.decides == pytest.approx(need.decides / 2)
    assert slower.answered > need.answered * 1.2, "the control: a slower writer is noticed"


def test_an_installation_is_reckoned_with_what_was_measured_on_its_engine() -> None:
    small, large = (reckon(students, COSTS, USUAL) for students in (10_000, 1_000_000))
    assert (small.engine, large.engine) == ("SQLite", "PostgreSQL")
    assert small.decides == pytest.approx(BUSY / drawn_on(COSTS.decision, 10_000))
    assert large.decides == pytest.approx(BUSY / drawn_on(COSTS.postgres.ledger, 1_000_000))
    writers = FOUND["results"]["writers"]["figures"]
    assert large.accepts <= BUSY * writers["written_per_s"]
    assert drawn_on(COSTS.postgres.ledger, 1_000) == pytest.approx(
        1 / writers["decided_per_s_1000"]
    )


def test_logins_before_spare_cores() -> None:
    none_before = reckon(100_000, COSTS, replace(USUAL, before=0.0))
    all_before = reckon(100_000, COSTS, replace(USUAL, before=1.0))
    logins = 100_000 * 0.5 / 60 * COSTS.login["auth_node"] / BUSY
    assert none_before.auth_cores == pytest.approx(logins, abs=1)
    assert all_before.auth_cores <= 1
    assert all_before.gateways < none_before.gateways
