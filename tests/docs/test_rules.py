"""docs/rules.md is what the rule book says, and sends nobody to a place that there is not."""

from __future__ import annotations

from backend.domain.eligibility import CHECKS, DROP_CHECKS, no_time_clash
from backend.domain.refusals import No
from backend.domain.rounds import no_round
from tests.docs import rules_page
from tests.docs.documents import CHECKOUT
from tests.docs.rules_page import SET_AT, codes_of, page, unknown_places
from tests.system.cli.examples import leaves


def test_the_page_says_what_the_rules_say() -> None:
    assert (CHECKOUT / "docs/rules.md").read_text() == page(), "run: make docs"


def test_every_check_names_where_it_is_set() -> None:
    named = {check.__name__ for check in (*CHECKS, *DROP_CHECKS)}
    assert set(SET_AT) == named, "say in SET_AT of tests/docs/rules_page.py where staff set it"


def test_what_is_named_is_there() -> None:
    router = (CHECKOUT / "frontend/src/app/router.ts").read_text()
    commands = {path for path, _ in leaves()}
    assert unknown_places(router, commands) == []
    assert set(unknown_places("", set())) > {"/admin/terms", "round create"}


def test_the_codes_are_read_from_the_rules_themselves() -> None:
    assert codes_of(no_time_clash) == ["time_clash"]
    assert set(codes_of(no_round)) >= {"round_not_open", "round_over", "round_without_swap"}
    assert codes_of(_says_more) == ["time_clash", "section_full", "section_closed"]
    assert rules_page.codes_of(_says_nothing) == []


def _says_more(full: bool, clash: bool) -> No:
    return No("time_clash") if clash else No("section_full" if full else "section_closed")


def _says_nothing() -> None:
    return None
