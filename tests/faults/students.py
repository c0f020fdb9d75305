"""Students who ask, look, ask again and give up, and readers; all of it is recorded."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import suppress

import msgspec

from backend.cli.rehearse_gateway import Reply
from backend.common.client import IDEMPOTENCY_KEY
from backend.domain.selection import DROP, DROPPED, ENROLLED, SELECT, SWAP, Action
from tests.faults.door import LOOK_AGAIN, PATIENCE, REHEARSALS, SELECTIONS, Door, Term, told
from tests.histories.history import Answer, Place, Recorder, Roster, Rosters, Wish
from tests.histories.tickets import ENDINGS

READERS = 2
BETWEEN_READS = 0.1  # seconds
CREDITS = 400  # hundredths of a credit that each section of a scratch term counts
AT_ONCE = 0.4  # of the requests are followed by the next before they are answered
AGAIN = 0.1  # of them are sent once more though they were accepted: a finger that slipped
LONGEST_THOUGHT = 0.3  # seconds before the next request
LONGEST_PAUSE = 0.5  # seconds between two tries; a patient crowd would miss the next fault


class Students:
    """All students of a term.

    Args:
        seed: what they want and how they behave.
        wishes: how many each student has at most.
        gives_up: how many tries that brought no answer, of all such, are a student's last.

        patience: seconds after which a student looks no longer for an answer.

    Attributes:
        over: set when nobody is to begin anything new.
        refused: why requests were not even accepted.
    """

    def __init__(
        self,
        door: Door,
        term: Term,
        seed: int,
        *,
        wishes: int,
        gives_up: float = 0.0,
        patience: float = PATIENCE,
    ) -> None:
        self.recorder = Recorder()
        self.over = asyncio.Event()
        self.refused: Counter[str] = Counter()
        self._door = door
        self._term = term
        self._seed = seed
        self._wishes = wishes
        self._gives_up = gives_up
        self._patience = patience
        self._held: dict[int, set[int]] = {student: set() for student in term.tokens}
        self._places: dict[int, dict[str, Wish]] = {student: {} for student in term.tokens}

    async def run(self) -> None:
        """Let everybody do what they want, to the end; read rosters all through."""
        readers = [asyncio.create_task(self._read_on(-1 - i)) for i in range(READERS)]
        async with asyncio.TaskGroup() as group:
            for student in self._term.tokens:
                group.create_task(self._student(student))
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)

    async def settle(self) -> None:
        """Let everybody look until all their tickets have ended, or they have no more patience."""
        async with asyncio.TaskGroup() as group:
            for student, theirs in self._places.items():
                group.create_task(self._answered(student, set(theirs)))

    @property
    def accepted(self) -> dict[str, Wish]:
        """Ticket to request."""
        return {t: wish for theirs in self._places.values() for t, wish in theirs.items()}

    async def _student(self, student: int) -> None:
        drawn = random.Random(f"{self._seed}-{student}")
        for number in range(self._wishes):
            if self.over.is_set():
                return
            wish = self._wish(drawn, student, f"{self._term.code}-{student}-{number}")
            place = await self._ask(drawn, wish)
            if place is not None and drawn.random() >= AT_ONCE:
                await self._answered(student, {place.ticket})
                await asyncio.sleep(drawn.uniform(0.0, LONGEST_THOUGHT))

    def _wish(self, drawn: random.Random, student: int, key: str) -> Wish:
        sections, held = sorted(self._term.capacities), sorted(self._held[student])
        action: Action = drawn.choice((SELECT, SELECT, DROP, SWAP)) if held else SELECT
        if action == DROP:
            return Wish(key, student, drawn.choice(held), DROP)
        if action == SWAP:
            left = drawn.choice(held)
            other = drawn.choice([each for each in sections if each != left])
            return Wish(key, student, other, SWAP, left)
        return Wish(key, student, drawn.choice(sections), SELECT)

    async def _ask(self, drawn: random.Random, wish: Wish) -> Place | None:
        """Send a request until it is accepted or refused, or the student gives up."""
        headers = {
            **self._term.tokens[wish.student],
            IDEMPOTENCY_KEY: wish.key,
            "Content-Type": "application/json",
        }
        body = _body(wish)
        async with asyncio.timeout(PATIENCE):
            tries = 0
            while True:
                tries += 1
                ask = self.recorder.ask(wish.student, wish)
                reply = await self._door.send("POST", SELECTIONS, headers, body)
                if reply.status == 202:
                    ticket = told(reply.body)
                    place = Place(ticket["id"], ticket["number"])
                    self.recorder.ok(ask, place)
                    self._places[wish.student][place.ticket] = wish
                    if drawn.random() >= AGAIN:
                        return place
                elif 400 <= reply.status < 500:
                    self.recorder.fail(ask)
                    self.refused[reply.refusal().code] += 1
                    if reply.status != 429:
                        return None
                elif drawn.random() < self._gives_up:
                    return None
                await asyncio.sleep(min(LONGEST_PAUSE, reply.pause(tries)))

    async def _answered(self, student: int, tickets: set[str]) -> None:
        """Look until these tickets have ended; if they never do, it is for the checkers to say."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                while tickets:
                    seen = await self._look(student)
                    tickets = tickets - {each.ticket for each in seen if each.state in ENDINGS}
                    await asyncio.sleep(LOOK_AGAIN)

    async def _look(self, student: int) -> tuple[Answer, ...]:
        look = self.recorder.look(student, student)
        reply = await self._door.send("GET", SELECTIONS, self._term.tokens[student])
        if reply.status != 200:
            return ()
        seen = tuple(
            answer_of({**each, "student_id": student}) for each in told(reply.body)["items"]
        )
        self.recorder.ok(look, seen)
        self._note(student, seen)
        return seen

    def _note(self, student: int, seen: tuple[Answer, ...]) -> None:
        held: set[int] = set()
        for answer in sorted(seen, key=lambda each: each.number):
            wish = self._places[student].get(answer.ticket)
            if answer.state == ENROLLED:
                held.add(answer.section)
            if answer.state == DROPPED:
                held.discard(answer.section)
            elif answer.state == ENROLLED and wish is not None and wish.instead_of is not None:
                held.discard(wish.instead_of)
        self._held[student] = held

    async def _read_on(self, process: int) -> None:
        while True:
            await self.read(process)
            await asyncio.sleep(BETWEEN_READS)

    async def read(self, process: int) -> Rosters | None:
        """All rosters, if they can be had."""
        header = await self._door.administrator()
        read = self.recorder.read(process)
        path = f"{REHEARSALS}/{self._term.code}/rosters"
        reply = await self._door.send("GET", path, header)
        if reply.status != 200:
            return None
        rosters = rosters_of(reply)
        self.recorder.ok(read, rosters)
        return rosters


def _body(wish: Wish) -> bytes:
    body: dict[str, object] = {"action": wish.action, "section_id": wish.section}
    if wish.instead_of is not None:
        body["instead_of"] = wish.instead_of
    return msgspec.json.encode(body)


def rosters_of(reply: Reply) -> Rosters:
    """Rosters as the teacher node tells them."""
    return Rosters(
        tuple(
            Roster(each["id"], each["capacity"], each["taken"], tuple(each["students"]), CREDITS)
            for each in told(reply.body)["sections"]
        )
    )


def answer_of(said: dict[str, object]) -> Answer:
    """An answer as any node tells it."""
    return msgspec.convert(
        {
            "ticket": said.get("ticket_id") or said["id"],
            "number": said["number"],
            "student": said["student_id"],
            "section": said["section_id"],
            "action": said["action"],
            "state": said.get("outcome") or said["state"],
            "full": said.get("code") == "section_full",
        },
        Answer,
    )
