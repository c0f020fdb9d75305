"""What requirements change in the seat transaction: who gets a seat, and what others are told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.requirements import SavedRequirements, WantedRequirements
from backend.common.tags import TagChange
from backend.common.tickets import Order, Outcome
from backend.data_node import decisions, history, requirements, snapshot, student_tags
from backend.data_node.feed import changes_after
from backend.data_node.main import MIGRATIONS
from backend.data_node.tables import sections
from backend.domain.history import read_history
from backend.domain.plans import Plan
from tests.empty_databases import database_url
from tests.nodes.data.asking import Asking
from tests.nodes.university import build

NOW = 1_900_000_000.0


class Term(Asking):
    """With rules of its courses, which are TEST-0 to TEST-3."""

    async def require(self, course: int, **wanted: Any) -> SavedRequirements:  # noqa: ANN401
        course_id = await self.database.read(_course, self.university.sections[course])
        return await self.database.write(requirements.put, course_id, WantedRequirements(**wanted))

    async def took(self, course: str, grade: str, student: int = 0) -> None:
        row = f"student{student},{course},S24,{grade}"
        reading = read_history(f"username,course,term,grade\n{row}\n".encode())
        await self.database.write(history.bring, reading)

    def order(self, section: int, **wanted: Any) -> Order:  # noqa: ANN401
        return self.request(NOW, section=section, **wanted)

    async def asks(self, section: int, **wanted: Any) -> Outcome:  # noqa: ANN401
        return await self.ask(NOW, section=section, **wanted)


def _course(connection: sa.Connection, section_id: int) -> int:
    query = sa.select(sections.c.course_id).where(sections.c.id == section_id)
    return int(connection.execute(query).scalar_one())


@pytest.fixture
async def term(tmp_path: Path) -> AsyncIterator[Term]:
    database = Database(database_url(tmp_path / "data.db"), MIGRATIONS)
    await database.start()
    university = await database.write(build, [5, 5, 5, None])
    yield Term(database, university)
    await database.stop()


async def test_a_prerequisite_is_asked_of_everybody_and_by_hand(term: Term) -> None:
    await term.require(0, prerequisite="old-1>=C and (OLD-2 or OLD-3)")
    first = await term.asks(0)
    assert (first.code, first.values) == (
        "prerequisite_missing",
        {"needed": "OLD-1>=C and (OLD-2 or OLD-3)"},
    )
    await term.took("OLD-1", "D")
    await term.took("Old-3", "60")
    assert (await term.asks(0)).values == {"needed": "OLD-1>=C"}
    assert (await term.asks(0, by_hand=True)).code == "prerequisite_missing"
    await term.took("OLD-1", "B")
    assert (await term.asks(0)).outcome == "enrolled"
    assert (await term.asks(0, student=1)).code == "prerequisite_missing"
    assert (await term.asks(1, student=1)).outcome == "enrolled"
    swap = await term.asks(0, student=1, action="swap", instead_of=1)
    assert swap.code == "prerequisite_missing"
    await term.require(0)
    assert (await term.asks(0, student=1)).outcome == "enrolled"


async def test_a_corequisite_counts_as_soon_as_the_batch_gave_it(term: Term) -> None:
    await term.require(1, corequisite="TEST-0")
    assert (await term.asks(1)).values == {"needed": "TEST-0"}
    orders = [term.order(0), term.order(1), term.order(1, student=1), term.order(0, student=1)]
    decided = await decisions.decide(term.database, orders, NOW + 1)
    assert [each.code for each in decided] == [None, None, "corequisite_missing", None]
    await term.took("TEST-0", "P", student=2)
    assert (await term.asks(1, student=2)).outcome == "enrolled"


async def test_corequisites_of_each_other_are_had_by_a_request_that_names_both(term: Term) -> None:
    await term.require(0, corequisite="TEST-1")
    await term.require(1, corequisite="TEST-0")
    assert (await term.asks(0)).code == (await term.asks(1)).code == "corequisite_missing"
    first, second = term.university.sections[:2]
    order = msgspec.structs.replace(
        term.order(0), action="plan", plan=Plan(wishes=(((first, second),),))
    )
    (outcome,) = await decisions.decide(term.database, [order], NOW + 1)
    assert outcome.outcome == "enrolled"
    assert (await term.asks(0, action="drop")).code == "corequisite_held"
    assert (await term.asks(1, action="drop", by_hand=True)).code == "corequisite_held"
    both = msgspec.structs.replace(term.order(1, action="drop"), plan=order.plan)
    (gone,) = await decisions.decide(term.database, [both], NOW + 1)
    assert (gone.outcome, gone.parts[0].left) == ("dropped", (first, second))


async def test_what_goes_along_with_a_course_is_given_back_after_it(term: Term) -> None:
    await term.require(1, corequisite="TEST-0 or OLD-1")
    assert [(await term.asks(n)).outcome for n in (0, 1)] == ["enrolled", "enrolled"]
    kept = await term.asks(0, action="drop")
    assert (kept.code, kept.values["other"]) == ("corequisite_held", "TEST-1 (70001)")
    assert (await term.asks(2, action="swap", instead_of=0)).code == "corequisite_held"
    orders = [term.order(n, action="drop") for n in (1, 0)]
    decided = await decisions.decide(term.database, orders, NOW + 1)
    assert [each.outcome for each in decided] == ["dropped", "dropped"]
    assert [(await term.asks(n, student=1)).outcome for n in (0, 1)] == ["enrolled", "enrolled"]
    await term.took("OLD-1", "B", student=1)
    assert (await term.asks(0, student=1, action="drop")).outcome == "dropped"


async def test_courses_exclude_each_other_whichever_comes_first(term: Term) -> None:
    await term.require(1, exclusions=["test-0", "OLD-9"])
    assert (await term.asks(0)).outcome == "enrolled"
    refused = await term.asks(1)
    assert (refused.code, refused.values) == ("excluded_held", {"other": "TEST-0 (70000)"})
    assert (await term.asks(1, action="swap", instead_of=0)).outcome == "enrolled"
    refused = await term.asks(0)
    assert (refused.code, refused.values) == ("excluded_held", {"other": "TEST-1 (70001)"})
    await term.took("OLD-9", "A", student=1)
    assert (await term.asks(1, student=1)).code == "excluded_passed"
    await term.took("OLD-9", "F", student=2)
    assert (await term.asks(1, student=2)).outcome == "enrolled"


async def test_a_course_is_for_groups_and_tags(term: Term) -> None:
    await term.require(0, tags=["year 2"])
    assert (await term.asks(0)).values == {"tags": "year 2"}
    second_year = TagChange(ids=term.university.students[:1], add=["year 2"])
    await term.database.write(student_tags.change, second_year)
    assert (await term.asks(0)).outcome == "enrolled"
    await term.require(1, groups=["CS-1"])
    assert (await term.asks(1)).code == "course_of_groups"


async def test_a_passed_course_is_taken_again_only_where_that_is_allowed(term: Term) -> None:
    await term.took("TEST-0", "F")
    await term.took("TEST-1", "D-")
    await term.took("TEST-2", "D-")
    await term.require(2, repeats=True)
    assert (await term.asks(0)).outcome == "enrolled"
    assert (await term.asks(1)).code == "course_passed"
    assert (await term.asks(1, student=1)).outcome == "enrolled"
    assert (await term.asks(2)).outcome == "enrolled"


async def test_requirements_are_told_to_those_who_keep_copies(term: Term) -> None:
    saved = await term.require(0, prerequisite="NEW-1 or TEST-1", exclusions=["TEST-1", "OLD-1"])
    assert saved.unknown_courses == ["NEW-1", "OLD-1"]
    (told,) = (await term.database.read(snapshot.take)).requirements
    assert (told.course, told.prerequisite, told.exclusions) == (
        "TEST-0",
        "NEW-1 or TEST-1",
        ["TEST-1", "OLD-1"],
    )
    again = await term.require(0, prerequisite="(new-1)or test-1", exclusions=["test-1", "old-1"])
    assert again == saved
    kinds = [change["kind"] for change in await term.database.read(changes_after, 0)]
    assert kinds.count("requirements") == 1, "a change that changes nothing was told"
    await term.require(0)
    assert (await term.database.read(snapshot.take)).requirements == []
