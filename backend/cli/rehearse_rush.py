"""The rush: every selection sent at once by those who want it, and every ticket followed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, get_args

import msgspec

from backend.cli.rehearse_gateway import Gateway, Reply
from backend.common.client import IDEMPOTENCY_KEY
from backend.common.tickets import PENDING, Ticket
from backend.domain.selection import SELECT, Ending

T = TypeVar("T")

SELECTIONS = "/api/student/selections"
ANSWERED = frozenset(get_args(Ending))
FIRST_LOOK = 0.2  # seconds until one looks again for an answer; grows by half each time
LONGEST_LOOK = 2.0  # seconds


class _OwnTickets(msgspec.Struct):
    items: list[Ticket]


@dataclass(slots=True)
class Wish:
    """One selection that a student sends, and what came of it.

    Attributes:
        sent_at: when it was first sent; seconds of the event loop's clock, 0 before.
        accepted_after: seconds from then to the acceptance, repetitions included.
        accepted_at: when the queue accepted it, Unix seconds by the server's clock.
        state: what the student was told last.
        refused: why it was not even accepted, if it was not.
    """

    student_id: int
    section_id: int
    key: str
    sent_at: float = 0.0
    tries: int = 0
    ticket_id: str = ""
    accepted_after: float = 0.0
    accepted_at: float = 0.0
    state: str = PENDING
    refused: str = ""


@dataclass(slots=True)
class Rush:
    """All wishes, sent as a real crowd would.

    Args:
        tokens: the access token of each student.
        in_flight: how many requests are under way at once.
        tell: called with "accepted" or "decided" for each ticket that gets there.

    Attributes:
        repeats: why requests had to be sent again, and how often.
    """

    gateway: Gateway
    tokens: dict[int, str]
    wishes: Sequence[Wish]
    in_flight: int
    tell: Callable[[str], None]
    repeats: Counter[str] = field(default_factory=Counter)
    _bodies: dict[int, bytes] = field(default_factory=dict)
    _last_news: float = 0.0

    @property
    def accepted(self) -> list[Wish]:
        """The wishes that became tickets."""
        return [wish for wish in self.wishes if wish.ticket_id]

    async def send(self) -> None:
        """Send every wish until it is accepted, refused, or patience has run out."""
        self._bodies = {
            section: msgspec.json.encode({"action": SELECT, "section_id": section})
            for section in {wish.section_id for wish in self.wishes}
        }
        await keep_at(self.wishes, self._send, self.in_flight)

    async def _send(self, wish: Wish) -> float | None:
        clock = asyncio.get_running_loop().time
        wish.sent_at = wish.sent_at or clock()
        wish.tries += 1
        headers = {
            "Authorization": self.tokens[wish.student_id],
            IDEMPOTENCY_KEY: wish.key,
            "Content-Type": "application/json",
        }
        reply = await self.gateway.send("POST", SELECTIONS, headers, self._bodies[wish.section_id])
        waited = clock() - wish.sent_at
        if reply.again and waited < self.gateway.patience:
            self.repeats[reply.cause] += 1
            return reply.pause(wish.tries)
        self._take(wish, reply, waited)
        return None

    def _take(self, wish: Wish, reply: Reply, waited: float) -> None:
        if reply.status != 202:
            wish.refused = reply.refusal().code if reply.status else "no_answer"
            return
        try:
            ticket = msgspec.json.decode(reply.body, type=Ticket)
        except msgspec.MsgspecError:
            wish.refused = "unreadable_answer"
            return
        wish.ticket_id = ticket.id
        wish.accepted_after = waited
        wish.accepted_at = ticket.accepted_at
        self.tell("accepted")
        self._hear(wish, ticket.state)

    async def follow(self) -> None:
        """Ask as each student until every ticket has its answer.

        Gives up when for the gateway's patience there has been no new answer at all.
        """
        waiting: dict[int, dict[str, Wish]] = {}
        for wish in self.accepted:
            if wish.state not in ANSWERED:
                waiting.setdefault(wish.student_id, {})[wish.ticket_id] = wish
        looks: Counter[int] = Counter()
        self._last_news = asyncio.get_running_loop().time()

        async def look(student: int) -> float | None:
            looks[student] += 1
            return await self._look(student, waiting[student], looks[student])

        await keep_at(waiting, look, self.in_flight)

    async def _look(self, student: int, open_: dict[str, Wish], looks: int) -> float | None:
        headers = {"Authorization": self.tokens[student]}
        reply = await self.gateway.send("GET", SELECTIONS, headers)
        for ticket in _tickets_in(reply):
            if ticket.id in open_ and ticket.state in ANSWERED:
                self._hear(open_.pop(ticket.id), ticket.state)
        silence = asyncio.get_running_loop().time() - self._last_news
        if not open_ or silence > self.gateway.patience:
            return None
        if reply.status != 200:
            self.repeats[reply.cause] += 1
            return reply.pause(looks)
        return min(LONGEST_LOOK, FIRST_LOOK * 1.5 ** min(looks - 1, 10))

    def _hear(self, wish: Wish, state: str) -> None:
        wish.state = state
        if state in ANSWERED:
            self._last_news = asyncio.get_running_loop().time()
            self.tell("decided")


def _tickets_in(reply: Reply) -> list[Ticket]:
    if reply.status != 200:
        return []
    try:
        return msgspec.json.decode(reply.body, type=_OwnTickets).items
    except msgspec.MsgspecError:
        return []


async def keep_at(
    items: Iterable[T], work: Callable[[T], Awaitable[float | None]], at_once: int
) -> None:
    """Work on all items, `at_once` at a time.

    Args:
        work: returns None when it is done with an item, or the seconds after which the item comes
            again; meanwhile others have its place.
    """
    loop = asyncio.get_running_loop()
    ready: asyncio.Queue[T | None] = asyncio.Queue()
    left = 0
    for item in items:
        ready.put_nowait(item)
        left += 1
    workers = min(at_once, left)

    async def worker() -> None:
        nonlocal left
        while (item := await ready.get()) is not None:
            pause = await work(item)
            if pause is not None:
                loop.call_later(pause, ready.put_nowait, item)
                continue
            left -= 1
            if not left:
                for _ in range(workers):
                    ready.put_nowait(None)

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(worker())
