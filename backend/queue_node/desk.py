"""The desk: everything between a submission and its ticket, and back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec

from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.services import DATA
from backend.common.tickets import (
    PENDING,
    Order,
    Outcome,
    Reply,
    Submission,
    Ticket,
    require_key,
)
from backend.common.tokens import STUDENT, Identity, TokenVerifier
from backend.queue_node import storage
from backend.queue_node.acceptor import Acceptor
from backend.queue_node.company import Company
from backend.queue_node.figures import Recorder
from backend.queue_node.limits import StudentLimits
from backend.queue_node.line import Line
from backend.queue_node.storage import Entry
from backend.queue_node.worker import Worker

PAUSE = 0.1  # seconds after a leadership that was lost

log = logging.getLogger(__name__)


class _TooFast(NamedTuple):
    """A request beyond its student's limit; it is no new one if its key is known."""

    entry: Entry
    refused: Refused


class Desk:
    """Takes submissions, tells where tickets stand, cancels them."""

    def __init__(
        self,
        database: Database,
        client: SocketClient,
        verifier: TokenVerifier,
        limits: StudentLimits,
        clock: Callable[[], float],
        *,
        company: Company,
    ) -> None:
        self.line = Line()
        self._company = company
        self.acceptor = Acceptor(database, self._accepted, clock)
        self.figures = Recorder(clock, self.line.__len__)
        self.worker = Worker(
            database,
            client,
            self.line,
            self.acceptor.finish,
            self.figures,
            told_staged=self._tell_staged,
            complete_to=lambda: company.read_to if database.shared else None,
        )
        self.database = database
        self._client = client
        self._verifier = verifier
        self.limits = limits
        self._clock = clock

    async def resume(self) -> None:
        """Put the tickets of an earlier run that have not ended back into the line."""
        await self._company.reload(self)

    async def hear(self) -> None:
        """Do as other copies tell, for as long as this runs."""
        await self._company.run(self)

    async def lead(self) -> None:
        """Hand the line on whenever no other copy does, for as long as this runs."""
        company, leader = self._company, 0
        while True:
            async with self.database.leading() as lost:
                if self.database.shared:
                    leader = await self.database.write(storage.lead_after, self.worker.behind)
                    log.info("this copy hands the line on now, as leader %d", leader)
                    await company.reload(self)
                company.leader = leader
                try:
                    await self.worker.run(lost, leader)
                finally:
                    company.leader = 0
            await asyncio.sleep(PAUSE)

    async def submit(self, submissions: Sequence[Submission]) -> list[Reply]:
        """Replies in the order of the submissions; one that is refused does not hurt the others."""
        checked = [await self._check(submission) for submission in submissions]
        entries = [entry for entry in checked if isinstance(entry, Entry)]
        answers = iter(await self.acceptor.accept(entries))
        too_fast = [each for each in checked if isinstance(each, _TooFast)]
        again = iter(await self._again(too_fast) if too_fast else ())
        told: list[Ticket | Refused] = []
        for each in checked:
            if isinstance(each, Entry):
                told.append(next(answers))
            else:
                told.append(next(again) if isinstance(each, _TooFast) else each)
        return [self._reply(answer) for answer in told]

    async def check_tokens(self, tokens: Sequence[str]) -> None:
        """Check tokens now, giving way to everybody who waits for an answer."""
        for token in tokens:
            with suppress(Refused):
                await self._verifier.identify(token)
            await asyncio.sleep(0)

    async def cancel(self, student_id: int, ticket_id: str) -> Ticket:
        """End a pending ticket as cancelled; the ticket as it stands afterwards.

        Raises:
            Refused: `no_such_ticket`; `service_away` while the data node cannot be asked.
        """
        ticket, order = await self.database.read(storage.one_of_student, student_id, ticket_id)
        if ticket.state != PENDING:
            return ticket
        answer = await self._client.post(
            DATA.name, "/decisions/cancel", content=msgspec.json.encode(order)
        )
        outcome = msgspec.json.decode(answer.raise_for_status().content, type=Outcome)
        await self.worker.finish([outcome])
        return (await self.database.read(storage.one_of_student, student_id, ticket_id))[0]

    async def is_through(self, moment: float) -> bool:
        """Whether all that was accepted before `moment` has been handed over."""
        if self._clock() < moment:
            return False
        # Whatever was accepted before is on disk now, and what comes later gets a later time.
        open_ones = await self.database.write(storage.let_through, moment)
        return all(number in self.worker.waiting for number in open_ones)

    def placed(self, ticket: Ticket) -> Ticket:
        """`ticket` with its position and estimate as they are now."""
        if ticket.state != PENDING:
            return ticket
        draw = self.worker.waiting.draw(ticket.number)
        if draw is not None:
            return msgspec.structs.replace(ticket, draw=draw)
        position = self.line.position(ticket.number)
        moving = self.worker.gate.pause is None
        estimate = self.worker.rate.seconds_for(position) if moving else None
        return msgspec.structs.replace(ticket, position=position, estimate_s=estimate)

    async def _tell_staged(self, numbers: Collection[int]) -> None:
        if self.database.shared:
            await self._company.tell_staged(self, numbers)

    def _accepted(self, orders: list[Order]) -> None:
        if orders:
            self.worker.join(orders)
            self.figures.accepted(len(orders))
            if self.database.shared:
                self._company.accepted()

    async def _again(self, too_fast: Sequence[_TooFast]) -> list[Ticket | Refused]:
        """What those were told whose requests are known already; the others ask too fast."""
        entries = [each.entry for each in too_fast]
        try:
            told = await self.database.read(storage.answers_again, entries)
        except Exception:
            log.exception("%d requests could not be looked up", len(entries))
            return [Refused("service_away", service="The Queue Node")] * len(entries)
        return [
            each.refused if answer is None else answer
            for each, answer in zip(too_fast, told, strict=True)
        ]

    async def _check(self, submission: Submission) -> Entry | _TooFast | Refused:
        try:
            student = await self._verifier.identify(submission.token)
            _require_student(student)
            require_key(submission.key)
        except Refused as refused:
            return refused
        entry = Entry(
            student.person,
            student.scratch_term,
            submission.key,
            submission.action,
            submission.section_id,
            submission.instead_of,
            submission.plan,
            submission.wait,
            submission.credits,
        )
        try:
            self.limits.take(student.person)
        except Refused as refused:
            return _TooFast(entry, refused)
        return entry

    def _reply(self, answer: Ticket | Refused) -> Reply:
        if isinstance(answer, Ticket):
            return Reply(ticket=self.placed(answer))
        return Reply(problem=answer.problem(), retry_after=answer.retry_after)


def _require_student(identity: Identity) -> None:
    if identity.role != STUDENT:
        raise Refused("role_not_allowed", role=identity.role)
