"""Does the preview say what the decision will be? Asked of random terms, code by code.

Both nodes run in this process with a real database. The preview comes from the student node's
copies, which follow the data node's feed; the decision from `decide_batch`, rolled back, so that
both look at the same stored state. Between two rounds of cases some requests are decided for good
and staff change this and that. One half of the decisions looks everything up anew, so that a change
of which the feed was not told is seen, too.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import msgspec
import sqlalchemy as sa
import uvloop

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.models import MeetingView
from backend.common.rounds import RoundsOfTerm
from backend.common.settings import Settings
from backend.common.tickets import Order, Outcome, PlanPart, part_of
from backend.data_node import feed
from backend.data_node.decisions import decide_batch
from backend.data_node.main import create_app as create_data
from backend.data_node.reference import Reference
from backend.data_node.reserve_ends import ReserveEnds
from backend.domain.plans import Choice
from backend.domain.refusals import No
from backend.domain.selection import (
    DROP,
    DROPPED,
    PLAN,
    SEATS_KEPT,
    SECTION_FULL,
    SELECT,
    SWAP,
    WAITLISTED,
    Action,
)
from backend.student_node.desk import Desk
from backend.student_node.main import create_app as create_student
from backend.student_node.selections import Selection
from benchmarks import random_changes, random_facts, random_term
from benchmarks.random_term import RandomTerm
from benchmarks.results import Result, run
from tests.conftest import INTERNAL, Clock, House, running_house
from tests.nodes import tokens
from tests.nodes.university import until

CASES = 100_000
CASES_A_STATE = 60
STATES_A_TERM = 3
CHANGES_A_STATE = 4
WANT_OF_A_SEAT = (SECTION_FULL, SEATS_KEPT, WAITLISTED, "waitlist_full", "already_waiting")
CASES_A_PLANT = 240
PREVIEWED: tuple[Action, ...] = (SELECT, SELECT, SWAP, PLAN, DROP)


class Answer(NamedTuple):
    """What a request is told: the code of a refusal, "" for a seat, and what fills its sentence.

    Attributes:
        parts: what becomes of each wish of a plan.
    """

    code: str
    values: Mapping[str, str] = MappingProxyType({})
    parts: Sequence[PlanPart] = ()


@dataclass(slots=True)
class Compared:
    """What was compared.

    Attributes:
        answers: how often each code was the decision.
        differences: what preview and decision said of the same request, where they differ.
    """

    cases: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def add(self, order: Order, preview: Answer, decision: Answer) -> None:
        """Note one case."""
        self.cases += 1
        self.answers[decision.code or "enrolled"] += 1
        if _by_the_rules(order, preview) != _by_the_rules(order, decision):
            self.differences.append(f"{order}: preview {preview}, decision {decision}")


class _Undone(Exception):
    """Carries the outcomes out of a transaction that is to leave nothing."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self.outcomes = outcomes


class Nodes:
    """A data node and a student node that follows it."""

    def __init__(self, database: Database, desk: Desk) -> None:
        self.database = database
        self.desk = desk

    async def at_rest(self) -> None:
        """End what is due by now and wait until the student node knows of every change.

        Else the data node ends it by itself, in some second, between a preview and its decision.
        """
        await ReserveEnds(self.database, lambda: random_facts.NOW).end_due()
        last = await self.database.read(feed.last_number)

        async def known() -> bool:
            return self.desk.catalogue.number >= last

        await until(known)

    async def preview(self, order: Order) -> Answer:
        """What the student node says of a request; of several refusals the first."""
        try:
            if order.plan is not None:
                outlook = await self.desk.outlook(
                    order.student_id,
                    order.plan,
                    order.accepted_at,
                    wait=order.wait,
                    instead_of=order.instead_of,
                )
                return _of_plan(order, outlook.choice)
            wanted = Selection(
                action=order.action,
                instead_of=order.instead_of,
                credits=None if order.credits is None else order.credits / 100,
            )
            found = await self.desk.refusals(
                order.student_id, order.section_id, wanted, order.accepted_at
            )
        except Refused as refused:
            return Answer(refused.code)
        return _told(found.refusals[0] if found.refusals else None)

    async def decisions(self, orders: Sequence[Order], *, anew: bool) -> list[Answer]:
        """What the data node would decide of each, had it come alone.

        Args:
            anew: nothing that earlier batches have read is used.
        """
        try:
            await self.database.write(_decide_apart, orders, Reference() if anew else None)
        except _Undone as undone:
            return [_answer(outcome) for outcome in undone.outcomes]
        raise AssertionError("nothing was undone")


def _decide_apart(
    connection: sa.Connection, orders: Sequence[Order], reference: Reference | None
) -> None:
    outcomes: list[Outcome] = []
    for order in orders:
        connection.exec_driver_sql("SAVEPOINT alone")
        outcomes += decide_batch(connection, [order], order.accepted_at, reference)
        connection.exec_driver_sql("ROLLBACK TO alone")
        connection.exec_driver_sql("RELEASE alone")
    raise _Undone(outcomes)


def _told(no: No | None, parts: Sequence[PlanPart] = ()) -> Answer:
    return Answer("", {}, parts) if no is None else Answer(no.code, no.values, parts)


def _of_plan(order: Order, choice: Choice) -> Answer:
    parts = [part_of(part) for part in choice.parts]
    if choice.no is not None and any(part.waits for part in parts):
        return Answer(WAITLISTED, {}, _known(order.action, parts))
    return _told(choice.no, _known(order.action, parts))


def _known(action: Action, parts: Iterable[PlanPart]) -> tuple[PlanPart, ...]:
    """What is told of parts beforehand: not what of two sets stays, and goes with the old one."""
    if action == PLAN:
        return tuple(parts)
    return tuple(PlanPart(waits=part.waits) for part in parts if part.waits)


def _answer(outcome: Outcome) -> Answer:
    """Of a swap the preview does not tell which linked sections go with the old one.

    To give up a place on a waitlist is no refusal.
    """
    parts = _known(outcome.action, outcome.parts)
    if outcome.outcome == DROPPED:
        return Answer("", {}, parts)
    code = WAITLISTED if outcome.outcome == WAITLISTED else outcome.code or ""
    return Answer(code, outcome.values, parts)


def _by_the_rules(order: Order, answer: Answer) -> Answer:
    """What the rules alone say: whether one may wait for a seat is not asked of them.

    A section that there is not is missed by the preview before a drop is looked at.
    """
    if order.plan is None and order.wait and answer.code in WANT_OF_A_SEAT:
        return Answer(SECTION_FULL)
    if order.action == DROP and answer.code == "no_such_section":
        return Answer("not_held")
    return answer


async def started(house: House) -> Nodes:
    """Both nodes in this process."""
    await house.start("auth_node", tokens.create_auth)
    data = await house.start("data_node", create_data)
    student = await house.start("student_node", create_student)
    return Nodes(data.state.database, student.state.desk)


async def compare(nodes: Nodes, cases: int, seed: int) -> Compared:
    """Compare that many requests, in ever new random terms."""
    drawn, compared = random.Random(seed), Compared()
    while compared.cases < cases:
        made = await nodes.database.write(random_term.store, drawn)
        made.choosing = True
        for _ in range(STATES_A_TERM):
            left = min(CASES_A_STATE, cases - compared.cases)
            await _compare_some(nodes, made, left, compared)
            await nodes.database.write(random_term.seat_some, made)
            await nodes.database.write(random_changes.make, made, CHANGES_A_STATE)
    return compared


async def _compare_some(nodes: Nodes, made: RandomTerm, count: int, compared: Compared) -> None:
    await nodes.at_rest()
    orders = [made.order(actions=PREVIEWED) for _ in range(count)]
    previews = [await nodes.preview(order) for order in orders]
    decided = await nodes.decisions(orders, anew=made.drawn.random() < 0.5)
    for order, preview, decision in zip(orders, previews, decided, strict=True):
        compared.add(order, preview, decision)


def _seats_without_end(desk: Desk, made: RandomTerm) -> None:
    for section in made.sections:
        desk.catalogue.count(section, 0, None)


def _no_rounds(desk: Desk, made: RandomTerm) -> None:
    for term in made.terms:
        desk.catalogue.put_rounds(RoundsOfTerm(term=term, rounds=[]))


def _dearer(desk: Desk, made: RandomTerm) -> None:
    for section in made.sections:
        view = desk.catalogue[section].view
        changed = msgspec.structs.replace(view, credits=view.credits + 1)
        desk.catalogue.put(changed, desk.catalogue.version)


def _all_at_once(desk: Desk, made: RandomTerm) -> None:
    monday = [MeetingView(days="M", start="08:00", end="09:00")]
    for section in made.sections:
        view = msgspec.structs.replace(desk.catalogue[section].view, meetings=monday)
        desk.catalogue.put(view, desk.catalogue.version)


def _all_open(desk: Desk, made: RandomTerm) -> None:
    for section in made.sections:
        view = msgspec.structs.replace(desk.catalogue[section].view, state="open")
        desk.catalogue.put(view, desk.catalogue.version)


def _nobody_waits(desk: Desk, _made: RandomTerm) -> None:
    desk.waits.load([])


PLANTS: dict[str, Callable[[Desk, RandomTerm], None]] = {
    "seats without end": _seats_without_end,
    "no rounds": _no_rounds,
    "a credit more": _dearer,
    "all at one hour": _all_at_once,
    "all sections open": _all_open,
    "nobody waits": _nobody_waits,
}
"""The controls: what is put wrong in the student node's copies, and must be found."""


async def plants_found(nodes: Nodes, seed: int) -> dict[str, int]:
    """How many differences each plant leads to."""
    found: dict[str, int] = {}
    for name, plant in PLANTS.items():
        drawn, compared = random.Random(seed), Compared()
        for _ in range(CASES_A_PLANT // CASES_A_STATE):
            made = await nodes.database.write(random_term.store, drawn)
            await nodes.at_rest()
            plant(nodes.desk, made)
            await _compare_some(nodes, made, CASES_A_STATE, compared)
        found[name] = len(compared.differences)
    return found


async def compare_both(cases: int, seed: int) -> tuple[Compared, float, dict[str, int]]:
    """What was compared, the seconds it took, and what the controls found."""
    with tempfile.TemporaryDirectory(prefix="agreement-") as folder:
        settings = Settings(data_dir=folder, use_sockets=False, internal_token=INTERNAL)
        async with running_house(settings, Clock(random_facts.NOW)) as house:
            nodes = await started(house)
            began = time.perf_counter()
            compared = await compare(nodes, cases, seed)
            seconds = time.perf_counter() - began
            return compared, seconds, await plants_found(nodes, seed)


def measure(options: argparse.Namespace) -> Result:
    """Compare, and say what differed."""
    compared, seconds, plants = uvloop.run(compare_both(options.cases, options.seed))
    answers = ", ".join(f"{code} {count:,}" for code, count in compared.answers.most_common())
    result = Result(
        "agreement",
        f"{compared.cases:,} requests in random terms, seed {options.seed}: {answers}.",
    )
    result.add("cases_per_s", compared.cases / seconds, "/s")
    result.add("disagreements", len(compared.differences), "of all cases", "0")
    for name, count in plants.items():
        result.add(f"found of “{name}”", count, f"of {CASES_A_PLANT} cases", "> 0")
    missed = sum(count == 0 for count in plants.values())
    result.audit = {"disagreements": len(compared.differences), "plants not found": missed}
    for difference in compared.differences[:5]:
        print(difference, file=sys.stderr)
    return result


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=1)


if __name__ == "__main__":
    found = run(__doc__, measure, options, sys.argv[1:])
    sys.exit(1 if any(found.audit.values()) else 0)
