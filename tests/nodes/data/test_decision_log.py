"""The decision log of a real database, decided again: a whole day agrees, and bugs are found."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.people import PersonRecord
from backend.common.permits import NewPermit
from backend.common.rehearsal import WantedSection
from backend.common.rounds import NewRound, PriorityEntry
from backend.common.sections import SectionChange
from backend.common.tickets import Order
from backend.data_node import (
    decision_log_pages,
    decisions,
    draws,
    history,
    permit_grants,
    rounds,
    students,
    terms,
)
from backend.data_node.main import MIGRATIONS
from backend.data_node.scratch import create, remove
from backend.data_node.sections import change, effects
from backend.data_node.students import put_students
from backend.data_node.tables import decision_log, enrolments, sections, waitlist
from backend.data_node.tables import terms as terms_table
from backend.domain import eligibility
from backend.domain.history import read_history
from backend.domain.ordering.priority import PolicyName
from backend.domain.permits import Kind
from backend.domain.plans import Plan
from backend.domain.proof import Replay
from backend.domain.proof_chain import Entry, seal
from backend.domain.selection import BY_HAND, Action, Decision, SeatBook, Ticket
from tests.empty_databases import database_url
from tests.nodes.data.test_permits import OFFICE
from tests.nodes.university import University, build

NOW = 1_900_000_000.0
PAST = b"username,course,term,grade,credits\nstudent7,OLD-1,S24,A,4\nstudent8,OLD-1,S24,A,2\n"
CAPACITIES: list[int | None] = [3, 2, None, 5, 1, 4]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path / "data.db"), MIGRATIONS)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def made(database: Database) -> University:
    return await database.write(build, CAPACITIES, student_count=12, each=600)


async def entries(database: Database, code: str = "F24") -> list[Entry]:
    found: list[Entry] = []
    after: int | None = 0
    while after is not None:
        page = await database.read(decision_log_pages.page, code, after, 3)
        found += [Entry(e.term, e.sequence, e.previous, e.hash, e.body) for e in page.items]
        after = page.after
    return found


def replayed(log: list[Entry]) -> Replay:
    replay = Replay(log[0].term if log else 1)
    replay.take_all(log)
    return replay


def found(replay: Replay) -> list[tuple[str, int]]:
    return [(finding.code, finding.sequence) for finding in replay.findings]


def day(made: University, seed: int, count: int) -> list[Order]:
    drawn = random.Random(seed)

    def order(number: int) -> Order:
        action: Action = drawn.choice(("select", "select", "drop", "swap", "plan"))
        others = [*made.sections, 999]
        wishes = tuple(((drawn.choice(others),), (drawn.choice(others),)) for _ in range(2))
        plan = Plan(wishes, drawn.random() < 0.5) if action == "plan" else None
        return Order(
            ticket_id=f"t{number}",
            number=number,
            student_id=drawn.choice([*made.students, 777]),
            section_id=drawn.choice(others),
            action=action,
            instead_of=drawn.choice(others) if action == "swap" else None,
            plan=plan,
            accepted_at=NOW + number,
            wait=action in ("select", "swap") and drawn.random() < 0.5,
        )

    return [order(number) for number in range(1, count + 1)]


async def live(database: Database, made: University, seed: int = 1) -> None:
    """A day: batches, a restart, a change of capacity, a round, seats by hand, a leaver."""
    orders = day(made, seed, 240)
    cancelled = msgspec.structs.replace(by_hand(made), ticket_id="gone", number=999)
    batches = [orders[at : at + 12] for at in range(0, len(orders), 12)]
    changes: dict[int, Callable[[sa.Connection], object]] = {
        1: lambda c: c.execute(sa.update(sections).values(waitlist_limit=3)),
        5: lambda c: history.bring(c, read_history(PAST)),
        2: lambda c: grant(c, made),
        3: lambda c: c.info.clear(),
        4: lambda c: put_students(c, [PersonRecord(username="student1", name="A", group="G")]),
        6: lambda c: more_seats(c, made),
        8: lambda c: rounds.create(c, "F24", for_some(made)),
        11: lambda c: rounds.create(c, "F24", round_of("ranked", NOW + 132, NOW + 180)),
        13: lambda c: rounds.create(c, "F24", round_of("groups_lottery", NOW + 180, NOW + 235)),
        15: lambda c: draws.decide(c, 2, NOW + 180),
        19: lambda c: draws.decide(c, 3, NOW + 235),
        10: lambda c: decisions.decide_batch(c, [by_hand(made)], NOW),
        12: lambda c: students.remove_student(c, made.students[0], NOW),
        14: lambda c: decisions.cancel(c, cancelled, NOW),
        16: lambda c: take_away(c, made),
    }
    for number, batch in enumerate(batches):
        if number in changes:
            await database.write(changes[number])
        await decisions.decide(database, batch, NOW + number)


def grant(connection: sa.Connection, made: University) -> None:
    for student in range(6):
        kinds: list[Kind] = ["over_capacity", "credit", "clash"]
        new = NewPermit(student=f"student{student}", kinds=kinds, reason="Asked")
        permit_grants.grant(connection, made.sections[4], new, OFFICE)


def more_seats(connection: sa.Connection, made: University) -> None:
    """A section grows, and those who wait for it get its seats."""
    change(connection, made.sections[0], SectionChange(capacity=6), OFFICE.user, NOW)


def take_away(connection: sa.Connection, made: University) -> None:
    """The section with most waiting is looked at as if it did not take place, and is cancelled."""
    ids = connection.execute(sa.select(waitlist.c.section_id)).scalars().all()
    assert ids, "nobody waits, so this shows nothing"
    section, cancelled = max(ids, key=ids.count), SectionChange(state="cancelled")
    would = effects(connection, section, cancelled, OFFICE.user, NOW).waitlist
    assert len(would.removed) == would.waiting == ids.count(section)
    change(connection, section, cancelled, OFFICE.user, NOW)
    left = sa.select(waitlist.c.section_id).where(waitlist.c.section_id == section)
    assert connection.execute(left).all() == []


def for_some(made: University) -> NewRound:
    """A round for those who have earned credits, and for some by name."""
    named = [str(student) for student in made.students[:6]]
    return NewRound(
        name="R", opens_at=NOW, closes_at=NOW + 130, students=named, earned_from=3, earned_to=20
    )


def round_of(policy: PolicyName, opens_at: float, closes_at: float) -> NewRound:
    first = [PriorityEntry(kind="group", name="G")]
    return NewRound(
        name=policy,
        opens_at=opens_at,
        closes_at=closes_at,
        policy=policy,
        priorities=first if "groups" in policy else [],
    )


def by_hand(made: University) -> Order:
    return Order(
        ticket_id="hand-1",
        number=BY_HAND,
        student_id=made.students[5],
        section_id=made.sections[2],
        action="select",
        accepted_at=NOW,
    )


async def ledger(database: Database) -> tuple[dict[int, int], dict[tuple[int, int], float]]:
    def read(connection: sa.Connection) -> tuple[dict[int, int], dict[tuple[int, int], float]]:
        taken = connection.execute(sa.select(sections.c.id, sections.c.taken)).all()
        held = connection.execute(sa.select(enrolments)).all()
        seats = {(row.student_id, row.section_id): row.enrolled_at for row in held}
        return {row.id: row.taken for row in taken}, seats

    return await database.read(read)


@pytest.mark.parametrize("seed", range(3))
async def test_a_day_is_decided_again_as_it_was(
    database: Database, made: University, seed: int
) -> None:
    await live(database, made, seed)
    log = await entries(database)
    replay = replayed(log)
    replay.compare(*await ledger(database))
    assert replay.findings == []
    ended = {"enrolled", "refused", "dropped", "cancelled", "waitlisted"}
    assert ended <= replay.outcomes.keys()
    assert replay.moves > 20
    told = [json.loads(entry.body) for entry in log]
    for part in ("draw", "permits", "promoted", "waiting"):
        assert any(body.get(part) for body in told), f"a day without {part} proves nothing of it"


async def test_a_seat_that_nobody_decided_is_found_in_the_ledger(
    database: Database, made: University
) -> None:
    await live(database, made)
    replay = replayed(await entries(database))
    taken, held = await ledger(database)
    some = next(iter(held))
    stolen = {seat: at for seat, at in held.items() if seat != some}
    replay.compare({**taken, some[1]: taken[some[1]] - 1}, {**stolen, (99, some[1]): NOW + 30})
    assert [each.code for each in replay.findings] == [
        "ledger_seats",
        "ledger_lost",
        "ledger_unexplained",
    ]


async def test_changed_removed_and_swapped_entries_are_found_where_they_are(
    database: Database, made: University
) -> None:
    await live(database, made)
    log = await entries(database)
    byte = replace(log[6], body=log[6].body.replace("enrolled", "enrolleD", 1))
    assert ("hash_wrong", 7) in found(replayed([*log[:6], byte, *log[7:]]))
    assert found(replayed([*log[:6], *log[7:]]))[:2] == [("entry_missing", 8), ("link_broken", 8)]
    swapped = found(replayed([*log[:6], log[7], log[6], *log[8:]]))
    assert {("entry_missing", 8), ("entry_misplaced", 7)} <= set(swapped)
    shortened = replayed(log[:-1])
    shortened.expect_head(log[-1].hash, [entry.hash for entry in log[:-1]])
    assert found(shortened) == [("head_unknown", 0)]


Change = Callable[[dict[str, Any]], object]


def sealed_again(log: list[Entry], at: int, change: Change) -> list[Entry]:
    """A forger who can write the whole log: every hash after the change fits again."""
    body = json.loads(log[at].body)
    change(body)
    forged = [*log[:at], replace(log[at], body=json.dumps(body)), *log[at + 1 :]]
    for place in range(at, len(forged)):
        before = forged[place - 1].hash if place else "0" * 64
        entry = replace(forged[place], previous=before)
        sealed = seal(before, entry.term, entry.sequence, entry.body.encode())
        forged[place] = replace(entry, hash=sealed)
    return forged


def refuse_first(body: dict[str, Any]) -> None:
    """Somebody who was given a seat is told it was full."""
    at = body["tickets"]["outcome"].index("enrolled")
    body["tickets"]["outcome"][at] = "refused"
    body["tickets"].setdefault("code", [None] * len(body["tickets"]["number"]))[at] = "section_full"
    taken = [body["tickets"][name][at] for name in ("student_id", "section_id")]
    body["moves"].remove([*taken, 1])


def jump_the_line(body: dict[str, Any]) -> None:
    for column in body["tickets"].values():
        column[0], column[1] = column[1], column[0]


def give_a_seat(body: dict[str, Any]) -> None:
    body["moves"].append([1, 1, 1])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (refuse_first, "outcome_differs"),
        (refuse_first, "moves_differ"),
        (jump_the_line, "order_inverted"),
        (give_a_seat, "moves_differ"),
    ],
)
async def test_a_wrong_decision_is_found_although_every_hash_fits(
    database: Database, made: University, change: Change, code: str
) -> None:
    await live(database, made)
    log = sealed_again(await entries(database), 0, change)
    replay = replayed(log)
    assert not {"hash_wrong", "link_broken"} & {name for name, _ in found(replay)}
    assert (code, 1) in found(replay)


async def test_a_rule_that_is_left_out_is_found(
    database: Database, made: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: the node sells seats that are not there; the log tells what it did."""
    kept = tuple(check for check in eligibility.CHECKS if check.__name__ != "within_credit_limit")
    with monkeypatch.context() as planted:
        planted.setattr(eligibility.first_refusal, "__defaults__", (kept,))
        await live(database, made)
    assert "outcome_differs" in {code for code, _ in found(replayed(await entries(database)))}


async def test_what_is_rolled_back_is_not_told_and_facts_are_told_again(
    database: Database, made: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = day(made, 5, 24)
    decide = SeatBook.decide

    def culprit(self: SeatBook, ticket: Ticket) -> Decision:
        if ticket.ticket_id == "t7":
            raise RuntimeError("planted")
        return decide(self, ticket)

    with monkeypatch.context() as planted:
        planted.setattr(SeatBook, "decide", culprit)
        await decisions.decide(database, orders[:12], NOW)
    await decisions.decide(database, orders[12:], NOW)
    replay = replayed(await entries(database))
    replay.compare(*await ledger(database))
    assert replay.findings == []
    assert replay.outcomes["internal_error"] == 1
    assert replay.tickets == 24 - sum(order.section_id == 999 for order in orders)


async def test_the_log_only_grows_and_a_rehearsals_goes_with_it(
    database: Database, made: University
) -> None:
    await live(database, made)
    for statement in (sa.delete(decision_log), sa.update(decision_log).values(body="{}")):
        with pytest.raises(sa.exc.IntegrityError, match="only grows"):
            await database.write(lambda c, s=statement: c.execute(s))  # type: ignore[misc]
    term = await database.write(create, "SCRATCH-1", 2, [WantedSection(name="A/1", capacity=1)], 1)
    people = await database.read(
        lambda c: (
            c.execute(sa.text(f"select id from students where scratch_term={term.term_id}"))
            .scalars()
            .all()
        )
    )
    orders = [
        Order(
            ticket_id=f"s{n}",
            number=1000 + n,
            student_id=student,
            section_id=term.sections[0].id,
            action="select",
            accepted_at=NOW,
            scratch_term=term.term_id,
        )
        for n, student in enumerate(people)
    ]
    await decisions.decide(database, orders, NOW)
    assert replayed(await entries(database, "SCRATCH-1")).outcomes == {"enrolled": 1, "refused": 1}
    await database.write(remove, "SCRATCH-1")
    assert {entry.term for entry in await entries(database)} == {made.term}


async def test_a_swap_between_terms_is_told_in_both_logs(
    database: Database, made: University
) -> None:
    def second_term(connection: sa.Connection) -> int:
        connection.execute(
            sa.insert(terms_table).values(code="S25", name="S", state="open", scratch=False)
        )
        values = dict(connection.execute(sa.select(sections)).mappings().first() or {})
        del values["id"]
        course = connection.execute(
            sa.text("insert into courses (term_id, code, title) values (2, 'X', 'X') returning id")
        ).scalar_one()
        row = {**values, "term_id": 2, "course_id": course, "number": "1", "taken": 0}
        return int(
            connection.execute(
                sa.insert(sections).values(row).returning(sections.c.id)
            ).scalar_one()
        )

    other = await database.write(second_term)
    student, (first, *_) = made.students[0], made.sections

    def order(number: int, section: int, old: int | None = None) -> Order:
        action = "select" if old is None else "swap"
        return Order(
            ticket_id=f"x{number}",
            number=number,
            student_id=student,
            section_id=section,
            action="swap" if action == "swap" else "select",
            instead_of=old,
            accepted_at=NOW,
        )

    await decisions.decide(database, [order(1, first)], NOW)
    await decisions.decide(database, [order(2, other, first), order(3, first, other)], NOW)
    await decisions.decide(database, [order(4, other, first)], NOW)
    for code, tickets in (("F24", 2), ("S25", 2)):
        replay = replayed(await entries(database, code))
        assert (found(replay), replay.tickets) == ([], tickets)
        replay.compare(*await ledger(database))
        assert found(replay) == []


async def test_the_log_of_a_removed_term_stays(database: Database, made: University) -> None:
    await live(database, made)
    await database.write(terms.remove, "F24", True, NOW)
    replay = replayed(await entries(database))
    assert replay.findings == []
    assert not any(replay.state.book.held.values())
