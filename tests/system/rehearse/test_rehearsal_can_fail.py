"""A rehearsal against a wrong server fails and says why; against a busy one it passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from backend.cli import rehearse_run
from backend.cli.rehearse_display import NoDisplay
from backend.cli.rehearse_figures import Result
from backend.cli.rehearse_gateway import Gateway
from backend.cli.rehearse_plan import even_plan
from backend.cli.rehearse_run import rehearse
from backend.common.errors import Refused
from tests.system.rehearse.campus import Campus

FIGURES = (
    "oversold_sections",
    "lost_tickets",
    "duplicate_enrolments",
    "clashing_enrolments",
    "order_inversions",
    "passers_by",
    "unknown_tickets",
    "wrong_seat_counts",
)


async def admin() -> Mapping[str, str]:
    return {"Authorization": "Bearer admin"}


async def rehearsal(campus: Campus, patience: float = 60) -> Result:
    """Forty students ask for three of five sections with four seats each."""
    plan = even_plan(students=40, sections=5, seats=4, per_student=3, seed=1)
    with campus.running() as url:
        async with Gateway(url, admin, patience) as gateway:
            return await rehearse(gateway, plan, 16, NoDisplay(), keep=False)


async def figures_of(campus: Campus, patience: float = 60) -> dict[str, Any]:
    result = await rehearsal(campus, patience)
    return result.figures()


async def test_a_right_server_passes() -> None:
    campus = Campus()
    figures = await figures_of(campus)
    assert figures["passed"]
    assert [figures[name] for name in FIGURES] == [0] * len(FIGURES)
    assert figures["submitted"] == figures["accepted"] == figures["decided"] == 120
    assert figures["enrolled"] == 20
    assert figures["refusals"] == {"section_full": 100}
    assert campus.removed == [campus.term]


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("oversells", {"oversold_sections", "order_inversions"}),
        ("loses a ticket", {"lost_tickets"}),
        ("forgets seats", {"lost_tickets", "wrong_seat_counts"}),
        ("clashes", {"clashing_enrolments"}),
        ("later before earlier", {"order_inversions"}),
        ("two tickets a request", set()),
    ],
)
async def test_a_wrong_server_fails(fault: str, found: set[str]) -> None:
    campus = Campus({fault, "answers get lost"})
    figures = await figures_of(campus)
    assert not figures["passed"]
    assert {name for name in FIGURES if figures[name]} >= found
    assert (figures["unknown_tickets"] > 0) == (fault == "two tickets a request")
    assert campus.removed == [campus.term]


@pytest.mark.parametrize("trouble", ["busy", "answers get lost"])
async def test_what_is_busy_or_breaks_is_asked_again_with_the_same_key(trouble: str) -> None:
    campus = Campus({trouble})
    figures = await figures_of(campus)
    assert figures["passed"]
    assert figures["accepted"] == 120 == len(campus.tickets)
    assert campus.created == (2 if trouble == "answers get lost" else 1)
    assert sum(figures["repeats"].values()) > 10
    assert figures["accept_ms"]["p99"] >= 100


async def test_a_server_that_never_answers_is_given_up() -> None:
    figures = await figures_of(Campus({"never answers"}), patience=1)
    assert not figures["passed"]
    assert (figures["lost_tickets"], figures["decided"]) == (120, 0)
    assert figures["decision_ms"] == {"p50": None, "p99": None}


async def test_a_server_that_refuses_is_not_asked_again() -> None:
    figures = await figures_of(Campus({"refuses"}))
    assert not figures["passed"]
    assert figures["not_accepted"] == {"term_closed": 120}
    assert figures["repeats"] == {}


async def test_a_server_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearse_run, "SETUP_PATIENCE", 0.2)
    plan = even_plan(students=1, sections=1, seats=1, per_student=1, seed=1)
    async with Gateway("http://127.0.0.1:9", admin, patience=0.2) as gateway:
        with pytest.raises(Refused, match=r"Gateway at http://127\.0\.0\.1:9 does not answer"):
            await rehearse(gateway, plan, 1, NoDisplay(), keep=False)
