"""What a round changes in the seat transaction: the moment of acceptance decides, and for whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.rounds import NewRound, RoundChange, RoundView
from backend.common.tags import TagChange
from backend.data_node import history, rounds, snapshot, student_tags, terms
from backend.data_node.feed import changes_after
from backend.data_node.main import MIGRATIONS
from backend.domain.history import read_history
from tests.empty_databases import database_url
from tests.nodes.data.asking import Asking
from tests.nodes.university import build

OPENS = 1_900_000_000.0
CLOSES = OPENS + 100
FIRST = NewRound(name="First choice", opens_at=OPENS, closes_at=CLOSES)


class Term(Asking):
    """With rounds."""

    async def open_round(self, new: NewRound = FIRST) -> RoundView:
        return await self.database.write(rounds.create, "F24", new)


@pytest.fixture
async def term(tmp_path: Path) -> AsyncIterator[Term]:
    database = Database(database_url(tmp_path / "data.db"), MIGRATIONS)
    await database.start()
    university = await database.write(build, [5, 5, None])
    yield Term(database, university)
    await database.stop()


async def test_what_counts_is_when_a_request_was_accepted(term: Term) -> None:
    await term.open_round()
    early = await term.ask(OPENS - 0.001)
    assert (early.outcome, early.code) == ("refused", "round_not_open")
    assert early.values == {"round": "First choice", "opens_at": "2030-03-17T17:46:40Z"}
    assert (await term.ask(OPENS)).outcome == "enrolled"
    assert (await term.ask(CLOSES - 0.001, section=1)).outcome == "enrolled"
    assert (await term.ask(CLOSES, section=2)).code == "round_over"
    assert (await term.ask(CLOSES, action="drop")).code == "round_over"
    assert (await term.ask(CLOSES - 1, action="drop")).outcome == "dropped"


async def test_a_decision_by_hand_is_bound_to_no_round(term: Term) -> None:
    await term.open_round()
    assert (await term.ask(OPENS - 50, by_hand=True)).outcome == "enrolled"
    assert (await term.ask(CLOSES + 50, action="drop", by_hand=True)).outcome == "dropped"


async def test_a_change_of_a_round_counts_from_the_next_decision_on(term: Term) -> None:
    made = await term.open_round()
    assert (await term.ask(CLOSES)).code == "round_over"
    later = RoundChange(closes_at=CLOSES + 1, actions=["select"])
    await term.database.write(rounds.change, made.id, later)
    assert (await term.ask(CLOSES)).outcome == "enrolled"
    assert (await term.ask(CLOSES, action="drop")).code == "round_without_drop"
    swap = await term.ask(CLOSES, section=1, action="swap", instead_of=0)
    assert swap.code == "round_without_swap"
    await term.database.write(rounds.remove, made.id)
    assert (await term.ask(CLOSES + 999, action="drop")).outcome == "dropped"


async def test_groups_tags_and_limits_are_those_of_the_records(term: Term) -> None:
    await term.open_round(
        NewRound(name="Honours", opens_at=OPENS, closes_at=CLOSES, tags=["honours"], credit_limit=2)
    )
    assert (await term.ask(OPENS)).code == "not_your_round"
    honoured = TagChange(ids=term.university.students[:1], add=["honours"])
    await term.database.write(student_tags.change, honoured)
    assert (await term.ask(OPENS)).outcome == "enrolled"
    assert (await term.ask(OPENS, section=1)).outcome == "enrolled"
    third = await term.ask(OPENS, section=2)
    assert (third.code, third.values["limit"]) == ("round_credit_limit", "2")
    assert (await term.ask(OPENS, student=1)).code == "not_your_round"


async def test_credits_earned_are_those_of_the_history_and_of_what_courses_are_worth(
    term: Term,
) -> None:
    """TEST-0 is worth one credit here; OLD-1 says its own, OLD-2 nothing, and OLD-3 failed."""
    await term.open_round(
        NewRound(name="Seniors", opens_at=OPENS, closes_at=CLOSES, earned_from=4.5, earned_to=5)
    )
    none = await term.ask(OPENS, section=1)
    assert (none.code, none.values["earned"]) == ("round_needs_credits", "0")
    lines = ["test-0,S23,C,", "TEST-0,F23,A,", "OLD-1,S23,P,3.5", "OLD-2,S23,A,", "OLD-3,S23,F,9"]
    text = "".join(f"student0,{line}\n" for line in lines)
    file = read_history(f"username,course,term,grade,credits\n{text}".encode())
    assert file.errors == []
    await term.database.write(history.bring, file)
    assert (await term.ask(OPENS, section=1)).outcome == "enrolled"
    known = await term.database.read(history.of_student, "student0")
    assert (known.earned, known.items[0].credits) == (4.5, 3.5)
    more = read_history(b"username,course,term,grade,credits\nstudent0,OLD-2,S23,A,0.75\n")
    await term.database.write(history.bring, more)
    assert (await term.ask(OPENS, section=2)).code == "round_up_to_credits"
    assert (await term.ask(OPENS, student=1)).code == "round_needs_credits"


async def test_who_is_named_is_meant_until_the_list_is_another(term: Term) -> None:
    made = await term.open_round(
        NewRound(name="Team", opens_at=OPENS, closes_at=CLOSES, students=["student0", "student1"])
    )
    assert (await term.ask(OPENS)).outcome == "enrolled"
    assert (await term.ask(OPENS, student=2)).code == "round_by_name"
    await term.database.write(rounds.change, made.id, RoundChange(students=["student2"]))
    assert (await term.ask(OPENS, section=1)).code == "round_by_name"
    assert (await term.ask(OPENS, student=2)).outcome == "enrolled"
    await term.database.write(rounds.change, made.id, RoundChange(earned_from=1))
    assert (await term.ask(OPENS, student=2, section=1)).outcome == "enrolled"
    assert (await term.ask(OPENS, student=1, section=1)).code == "round_needs_credits"


async def test_a_round_is_told_to_those_who_keep_copies_and_goes_with_its_term(term: Term) -> None:
    made = await term.open_round()
    (told,) = [
        change["body"]
        for change in await term.database.read(changes_after, 0)
        if change["kind"] == "rounds"
    ]
    assert b'"First choice"' in bytes(told)
    assert (await term.database.read(snapshot.take)).rounds == [made]
    await term.database.write(rounds.change, made.id, RoundChange(name="First choice"))
    kinds = [change["kind"] for change in await term.database.read(changes_after, 0)]
    assert kinds.count("rounds") == 1, "a change that changes nothing was told"
    await term.database.write(terms.remove, "F24", False, CLOSES)
    with pytest.raises(Refused, match="There is no round"):
        await term.database.read(rounds.get, made.id)


async def test_a_term_has_so_many_rounds_and_no_more(
    term: Term, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "MOST_ROUNDS", 1)
    await term.open_round()
    with pytest.raises(Refused, match="A term has 1 rounds at most"):
        await term.open_round()
