"""What the system itself has written down of a term, gathered from every place that has it."""

from __future__ import annotations

import asyncio
from typing import cast

import msgspec

from backend.common.client import SocketClient
from backend.common.proof import LogPage
from backend.common.receipts import SignedReceipt
from backend.common.rehearsal_audit import AuditReport, ScratchLog, Told, WantedAudit
from backend.common.settings import load_settings
from backend.common.tickets import State
from backend.common.transport import SocketTransport
from backend.data_node.feed import OUTCOMES
from tests.faults.door import LOOK_AGAIN, PATIENCE, REHEARSALS, Door, Term, told
from tests.faults.students import Students, answer_of
from tests.histories.checkers import check_all
from tests.histories.history import Answer, History, Receipt
from tests.histories.tickets import ENDINGS, known
from tests.system.installation import Installation

RECEIPTS = 12  # tickets whose receipts are looked at, each twice
PAGE = 1000
NO_RECEIPT = 404
MOST_CASES = 10  # are told of each checker
LOOKS = 40  # until it is taken for what it is
SAYER = -9  # the process that reads when all is quiet


async def gather(
    installation: Installation, door: Door, term: Term, students: Students, after: int = 0
) -> History:
    """The history of students who have done all they wanted, with what the nodes say of it.

    The line, the decision log and the feed of each copy of the data node are read as answers.

    Args:
        after: the number of a change of the feed before the term began.
    """
    await students.settle()
    line = await _until_answered(door, term)
    history = students.recorder.history
    history.answers = {"the line": line, "the decision log": await _decision_log(door, term)}
    for address in data_nodes(installation):
        history.answers[f"the feed at {address}"] = await _feed(installation, address, term, after)
    history.receipts = await _receipts(door, term, history)
    await _quiet_read(door, term, students)
    return history


async def audited(door: Door, term: Term, students: Students) -> dict[str, int]:
    """The figures of the product's own audit."""
    states = {
        answer.ticket: answer.state
        for look in students.recorder.history.looks
        for answer in look.told or ()
        if answer.state in ENDINGS
    }
    promises = [
        Told(
            ticket_id=ticket,
            student_id=wish.student,
            section_id=wish.section,
            state=cast(State, states[ticket]),
        )
        for ticket, wish in students.accepted.items()
    ]
    wanted = WantedAudit(sections=list(term.sections), told=promises)
    path = f"{REHEARSALS}/{term.code}/audit"
    return (await door.staff("POST", path, AuditReport, wanted)).figures


def found_in(history: History, term: Term) -> dict[str, list[str]]:
    """What the checkers find: the first cases of each that finds any."""
    found = check_all(history, term.capacities)
    return {name: cases[:MOST_CASES] for name, cases in found.items() if cases}


async def _until_answered(door: Door, term: Term) -> list[Answer]:
    """The log of the line, when nothing of the term is in the line any more."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answers = await _line(door, term)
            if all(answer.state in ENDINGS for answer in answers):
                return answers
            await asyncio.sleep(LOOK_AGAIN)


async def _line(door: Door, term: Term) -> list[Answer]:
    found: list[Answer] = []
    after = 0
    while True:
        path = f"{REHEARSALS}/{term.code}/tickets?after={after}&limit={PAGE}"
        page = await door.staff("GET", path, ScratchLog)
        if not page.tickets:
            return found
        found += [answer_of(msgspec.to_builtins(each)) for each in page.tickets]
        after = page.last


async def _decision_log(door: Door, term: Term) -> list[Answer]:
    """The answers to students of `term`; a batch stands whole in the log of each of its terms."""
    found: list[Answer] = []
    after: int | None = 0
    while after is not None:
        path = f"/api/teacher/terms/{term.code}/log?after={after}"
        page = await door.staff("GET", path, LogPage)
        for entry in page.items:
            columns = told(entry.body.encode())["tickets"]
            rows = zip(*columns.values(), strict=True)
            answers = [answer_of(dict(zip(columns, row, strict=True))) for row in rows]
            found += [each for each in answers if each.student in term.tokens]
        after = page.after
    return found


def data_nodes(installation: Installation) -> list[str]:
    """The addresses of all copies of the data node."""
    return _inside(installation).transport.addresses("data_node")


async def newest_change(installation: Installation, term: Term) -> int:
    """The number of the newest change of the feed."""
    async with _inside(installation) as client:
        path = f"/students/{next(iter(term.tokens))}/standing"
        standing = (await client.get("data_node", path)).raise_for_status().json()
    number: int = standing["number"]
    return number


async def _feed(installation: Installation, address: str, term: Term, after: int) -> list[Answer]:
    """The answers that those hear who follow one copy of the data node."""
    found: list[Answer] = []
    async with _inside(installation) as client:
        while True:
            url, headers = f"{address}/internal/feed?after={after}", client.request_headers()
            answer = await client.transport.request("GET", url, headers=headers)
            page = answer.raise_for_status().json()
            if not page["events"]:
                return found
            for event in page["events"]:
                if event["kind"] == OUTCOMES:
                    found += [answer_of(e) for e in event["body"] if e["student_id"] in term.tokens]
            after = page["last"]


def _inside(installation: Installation) -> SocketClient:
    """A client as the nodes have one."""
    settings = load_settings(installation.environment)
    return SocketClient(settings.internal_token, transport=SocketTransport(settings=settings))


async def _receipts(door: Door, term: Term, history: History) -> list[Receipt]:
    found = []
    for request in [each for each in known(history) if each.state in ENDINGS][-RECEIPTS:]:
        for _ in range(2):
            path = f"/api/student/tickets/{request.ticket}/receipt"
            reply = await door.send("GET", path, term.tokens[request.wish.student])
            if reply.status == NO_RECEIPT:  # it is decided, so that is for the checkers to tell
                found.append(Receipt(request.ticket, request.number or 0, "missing", ""))
                continue
            assert reply.status == 200, reply
            receipt = msgspec.json.decode(reply.body, type=SignedReceipt).receipt
            proof = f"{receipt.log} {receipt.sequence} {receipt.hash}"
            found.append(Receipt(receipt.ticket_id, receipt.number, receipt.outcome, proof))
    return found


async def _quiet_read(door: Door, term: Term, students: Students) -> None:
    """Read once more, with what each student is said to hold; their node may learn it late."""
    async with asyncio.timeout(PATIENCE):
        while (rosters := await students.read(SAYER)) is None:
            await asyncio.sleep(LOOK_AGAIN)
    said: dict[int, int] = {}
    held = dict.fromkeys(term.tokens, 0)
    for roster in rosters.sections:
        for student in roster.students:
            held[student] = held.get(student, 0) + roster.credits
    for _ in range(LOOKS):
        for student in [each for each in term.tokens if said.get(each) != held[each]]:
            reply = await door.send("GET", "/api/student/timetable", term.tokens[student])
            if reply.status == 200:
                said[student] = round(100 * told(reply.body)["credits"])
        if said == held:
            break
        await asyncio.sleep(LOOK_AGAIN)
    read = students.recorder.history.reads[-1]
    assert read.told is not None
    read.told = type(read.told)(read.told.sections, said)
