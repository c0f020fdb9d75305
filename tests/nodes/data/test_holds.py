"""What a hold changes in the seat transaction: no seat is taken, any may be given back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.holds import HoldView, NewHold
from backend.data_node import holds
from backend.data_node.main import MIGRATIONS
from tests.empty_databases import database_url
from tests.nodes.data.asking import Asking
from tests.nodes.university import build

NOW = 1_900_000_000.0
BY = "registrar"
ENDS = NOW + 100


class Term(Asking):
    """With holds."""

    async def hold(self, student: int = 0, until: float | None = None) -> HoldView:
        new = NewHold(
            students=[f"student{student}"], reason="Books", contact="the library", until=until
        )
        (placed,) = await self.database.write(holds.place, new, BY, NOW)
        return placed


@pytest.fixture
async def term(tmp_path: Path) -> AsyncIterator[Term]:
    database = Database(database_url(tmp_path / "data.db"), MIGRATIONS)
    await database.start()
    university = await database.write(build, [5, 5, None])
    yield Term(database, university)
    await database.stop()


async def test_a_student_with_a_hold_takes_and_swaps_nothing_and_may_drop(term: Term) -> None:
    assert (await term.ask(NOW)).outcome == "enrolled"
    placed = await term.hold()
    refused = await term.ask(NOW, section=1)
    assert (refused.outcome, refused.code) == ("refused", "on_hold")
    assert refused.values == {"reason": "Books", "contact": "the library"}
    assert (await term.ask(NOW, section=1, action="swap", instead_of=0)).code == "on_hold"
    assert (await term.ask(NOW, section=1, by_hand=True)).code == "on_hold"
    assert (await term.ask(NOW, student=1, section=1)).outcome == "enrolled"
    assert (await term.ask(NOW, action="drop")).outcome == "dropped"
    lifted = await term.database.write(holds.lift, placed.id, BY, NOW + 1)
    assert (lifted.lifted_at, lifted.lifted_by) == (NOW + 1, "registrar")
    assert (await term.ask(NOW, section=1)).outcome == "enrolled"


async def test_a_hold_that_ends_by_itself_binds_what_was_asked_for_before(term: Term) -> None:
    await term.hold(until=ENDS)
    assert (await term.ask(ENDS - 0.001)).code == "on_hold"
    assert (await term.ask(ENDS - 0.001, by_hand=True)).code == "on_hold"
    assert (await term.ask(ENDS)).outcome == "enrolled"


async def test_two_holds_are_lifted_one_by_one_and_once(term: Term) -> None:
    first, second = await term.hold(), await term.hold()
    done = await term.database.write(holds.lift, first.id, BY, NOW + 1)
    assert await term.database.write(holds.lift, first.id, BY, NOW + 9) == done
    assert (await term.ask(NOW)).code == "on_hold"
    await term.database.write(holds.lift, second.id, BY, NOW + 1)
    assert (await term.ask(NOW)).outcome == "enrolled"


async def test_holds_are_placed_on_all_or_none(term: Term) -> None:
    new = NewHold(students=["student1", "nobody", "nowhere"], reason="R", contact="C")
    with pytest.raises(Refused, match="nobody, nowhere"):
        await term.database.write(holds.place, new, BY, NOW)
    assert (await term.ask(NOW, student=1)).outcome == "enrolled"
    twice = NewHold(
        students=["student2", str(term.university.students[2])], reason="R", contact="C"
    )
    assert len(await term.database.write(holds.place, twice, BY, NOW)) == 1
