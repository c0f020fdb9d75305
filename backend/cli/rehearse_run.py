"""One rehearsal from its scratch term to its audit; it removes what it made, however it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from backend.cli.output import Failure, say
from backend.cli.rehearse_display import Display
from backend.cli.rehearse_figures import Result
from backend.cli.rehearse_gateway import Gateway
from backend.cli.rehearse_plan import Plan
from backend.cli.rehearse_rush import Rush, Wish
from backend.common.errors import Refused
from backend.common.rehearsal import (
    ScratchRosters,
    ScratchTerm,
    WantedRehearsal,
    draw_code,
)
from backend.common.rehearsal_audit import LogEntry, ScratchLog, audit_rehearsal
from backend.domain.audit import Audit, Promise

REHEARSALS = "/api/teacher/rehearsals"
PAGE = 1000
SETUP_PATIENCE = 10.0  # seconds; nothing is lost yet, and whoever waits wants to know
NOT_THERE = frozenset({"no_such_term", "role_not_allowed", "login_required", "token_invalid"})
"""Refusals to remove a term that was removed by a call whose answer got lost, or never made."""


class _Token(msgspec.Struct):
    student_id: int
    token: str


class _Tokens(msgspec.Struct):
    tokens: list[_Token]
    total: int


async def rehearse(
    gateway: Gateway, plan: Plan, in_flight: int, watch: Display, *, keep: bool
) -> Result:
    """Rehearse `plan` and audit the result.

    Args:
        in_flight: requests under way at once.
        keep: whether the scratch term stays.

    Raises:
        Refused: the system refuses to be rehearsed, or does not answer for too long.
        Failure: the scratch term is not what was asked for.
    """
    watch.step("making students")
    async with _scratch_term(gateway, plan, watch, keep=keep) as term:
        watch.step("getting tokens")
        tokens = await _tokens(gateway, term)
        await _open(gateway, term, next(iter(tokens.values())))
        rush = Rush(gateway, tokens, _wishes(plan, term, list(tokens)), in_flight, watch.tell)
        watch.step("the rush")
        await rush.send()
        watch.step("waiting for answers")
        await rush.follow()
        watch.step("auditing")
        rosters = await gateway.staff("GET", f"{REHEARSALS}/{term.term}/rosters", ScratchRosters)
        log = await _log(gateway, term.term)
        return Result(term.term, plan, rush, log, _audit(plan, rosters, log, rush), keep)


async def remove(gateway: Gateway, code: str, patience: float | None = None) -> None:
    """Remove the scratch term `code` and all that belongs to it.

    Args:
        patience: seconds; None is the gateway's own.

    Raises:
        Refused: `no_such_term`, `not_a_scratch_term`, or the system does not answer.
    """
    await gateway.staff("DELETE", f"{REHEARSALS}/{code}", type(None), patience=patience)


@asynccontextmanager
async def _scratch_term(
    gateway: Gateway, plan: Plan, watch: Display, *, keep: bool
) -> AsyncIterator[ScratchTerm]:
    wanted = WantedRehearsal(
        students=plan.students, sections=plan.sections, seed=plan.seed, code=draw_code()
    )
    code = str(wanted.code)
    patience: float | None = 0
    try:
        term = await gateway.staff("POST", REHEARSALS, ScratchTerm, wanted, SETUP_PATIENCE)
        patience = None
        _is_as_planned(term, plan)
        yield term
    finally:
        if patience is not None or not keep:
            watch.step("removing the scratch term")
            await _clean_up(gateway, code, patience)


async def _clean_up(gateway: Gateway, code: str, patience: float | None) -> None:
    try:
        await remove(gateway, code, patience)
    except Refused as refused:
        if refused.code not in NOT_THERE:
            say(f"{code} may be left over; remove it with: course-cli rehearse --remove {code}")


def _is_as_planned(term: ScratchTerm, plan: Plan) -> None:
    made = [(section.name, section.capacity) for section in term.sections]
    if made != [(section.name, section.capacity) for section in plan.sections]:
        raise Failure(f"{term.term} does not have the sections that were asked for")


async def _tokens(gateway: Gateway, term: ScratchTerm) -> dict[int, str]:
    """Student to the header that shows who asks."""
    path = f"/api/auth/rehearsals/{term.term}/tokens"
    tokens: dict[int, str] = {}
    for offset in range(0, term.students, PAGE):
        page = await gateway.staff("POST", f"{path}?limit={PAGE}&offset={offset}", _Tokens)
        tokens.update((entry.student_id, f"Bearer {entry.token}") for entry in page.tokens)
    if len(tokens) != term.students:
        raise Failure(f"{len(tokens)} of {term.students} students of {term.term} got a token")
    return tokens


async def _open(gateway: Gateway, term: ScratchTerm, token: str) -> None:
    """Wait until the doors have heard of the new term.

    Raises:
        Refused: they have not within the gateway's patience.
    """
    clock = asyncio.get_running_loop().time
    until = clock() + gateway.patience
    path = f"/api/student/sections/{term.sections[-1].id}"
    tries = 0
    while (reply := await gateway.send("GET", path, {"Authorization": token})).status != 200:
        tries += 1
        if not (reply.again or reply.status == 404) or clock() > until:
            raise reply.refusal()
        await asyncio.sleep(reply.pause(tries))


def _wishes(plan: Plan, term: ScratchTerm, students: Sequence[int]) -> list[Wish]:
    ids = [section.id for section in term.sections]
    return [
        Wish(students[student], ids[section], f"{term.term}-{place}")
        for place, (student, section) in enumerate(plan.requests)
    ]


async def _log(gateway: Gateway, code: str) -> list[LogEntry]:
    log: list[LogEntry] = []
    after = 0
    while True:
        path = f"{REHEARSALS}/{code}/tickets?after={after}&limit={PAGE}"
        page = await gateway.staff("GET", path, ScratchLog)
        log += page.tickets
        after = page.last
        if not page.tickets:
            return log


def _audit(plan: Plan, rosters: ScratchRosters, log: Sequence[LogEntry], rush: Rush) -> Audit:
    promises = [
        Promise(wish.ticket_id, wish.student_id, wish.section_id, wish.state)
        for wish in rush.accepted
    ]
    return audit_rehearsal(plan.sections, rosters.sections, log, promises)
