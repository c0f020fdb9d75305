"""Carrying a plan of demand out: a term, its rounds, and every request as a ticket."""

from __future__ import annotations

import asyncio
import csv
import io
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from backend.common.client import INTERNAL_TOKEN
from backend.common.transport import Transport
from backend.domain.timetable import format_time
from benchmarks.demand_file import Row, rounds_of
from benchmarks.demand_plan import CREDITS, LIGHT, LIMIT, ORDINARY, Person, Plan, Wave
from tests.nodes.university import until

TERM = "DEMAND"
IN_FLIGHT = 128
A_CALL = 1000  # students, or items of a page
ROUND_LASTS = 6 * 3600.0  # seconds, if nobody closes it
LONGEST_CALL = 120.0  # seconds
CATALOGUE = (
    "code",
    "title",
    "credits",
    "type",
    "instructor",
    "days",
    "start",
    "end",
    "location",
    "capacity",
    "crn",
)


@dataclass(frozen=True, slots=True)
class School:
    """Where the doors are, and what opens them.

    Attributes:
        teacher, student, data, queue: addresses of nodes; the first two may be a gateway's.
        administrator: an administrator's access token.
        sign: a student's access token, by id.
        clock: the school's time in Unix seconds.
    """

    transport: Transport
    teacher: str
    student: str
    data: str
    queue: str
    internal: str
    administrator: str
    sign: Callable[[int], str]
    clock: Callable[[], float] = time.time

    async def staff(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401
        """What an administrator is answered; text is sent as it is."""
        headers = {"Authorization": f"Bearer {self.administrator}"}
        return await self._call(method, self.teacher + path, headers, body)

    async def nodes(self, method: str, url: str, body: object = None) -> Any:  # noqa: ANN401
        """What one node would be answered by another."""
        return await self._call(method, url, {}, body)

    async def ask(self, student: int, method: str, path: str, body: object, key: str) -> Any:  # noqa: ANN401
        """What a student is answered."""
        headers = {"Authorization": f"Bearer {self.sign(student)}", "Idempotency-Key": key}
        return await self._call(method, self.student + path, headers, body)

    async def _call(self, method: str, url: str, headers: Mapping[str, str], body: object) -> Any:  # noqa: ANN401
        text = body.encode() if isinstance(body, str) else None
        answer = await self.transport.request(
            method,
            url,
            json_data=body if text is None else None,
            content=text,
            headers={**headers, INTERNAL_TOKEN: self.internal},
            timeout=LONGEST_CALL,
        )
        if answer.status_code >= 400:
            raise RuntimeError(f"{method} {url}: {answer.status_code} {answer.content!r}")
        return answer.json() if answer.content else None


@dataclass(slots=True)
class Registration:
    """What came of it.

    Attributes:
        asked: round, section and whether it was of the demand, by ticket.
        endings: how each ticket ended: `enrolled` or the code of the refusal.
        seconds: by round, from the first request until nobody waited.
    """

    asked: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def counts(self) -> dict[tuple[str, str], Counter[tuple[bool, str]]]:
        """By round and section: of the demand or not and how it ended, how often."""
        found: dict[tuple[str, str], Counter[tuple[bool, str]]] = {}
        for ticket, (name, section, of_demand) in self.asked.items():
            ended = of_demand, self.endings.get(ticket, "unanswered")
            found.setdefault((name, section), Counter())[ended] += 1
        return found


async def register(school: School, rows: Sequence[Row], made: Plan) -> Registration:
    """Hold all rounds of the plan, one after the other."""
    students = await _enter(school, made.people)
    every = {row.key: row for row in rows}
    await _offer(school, every.values(), (), {}, made)
    registration = Registration()
    by_round = rounds_of(rows)
    for name, waves in made.rounds.items():
        sections = await _sections(school)
        taken = {key: section["taken"] for key, section in sections.items()}
        await _offer(school, every.values(), by_round[name], taken, made)
        ids = {key: section["id"] for key, section in sections.items()}
        opened = await school.staff("POST", f"/terms/{TERM}/rounds", _round(name, school.clock()))
        began = time.perf_counter()
        for place, wave in enumerate(waves):
            asked = await _send(school, wave, students, ids, f"{name}-{place}")
            registration.asked |= {
                ticket: (name, section, place == 0) for ticket, section in asked.items()
            }
        registration.seconds[name] = time.perf_counter() - began
        await school.staff("DELETE", f"/rounds/{opened['id']}")
    registration.endings = await _endings(school)
    return registration


async def _enter(school: School, people: Sequence[Person]) -> list[int]:
    """Put the students into the data node, as the auth node does; their ids."""
    ids: list[int] = []
    for at in range(0, len(people), A_CALL):
        records = [
            {
                "username": f"demand-{place}",
                "name": f"Student {place}",
                "group": person.group,
                "credit_limit": 0 if person.group == LIGHT else LIMIT,
            }
            for place, person in enumerate(people[at : at + A_CALL], at)
        ]
        answer = await school.nodes("PUT", f"{school.data}/students", {"students": records})
        ids += answer["ids"]
    return ids


async def _offer(
    school: School,
    every: Iterable[Row],
    offered: Iterable[Row],
    taken: Mapping[str, int],
    made: Plan,
) -> None:
    """Bring the catalogue in, with the seats that are held and those on offer now."""
    on_offer = {row.key: row.vacancy for row in offered}
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(CATALOGUE)
    for row in every:
        vacancy = on_offer.get(row.key, 0)
        seats = "unlimited" if vacancy is None else taken.get(row.key, 0) + vacancy
        time_ = made.times[row.key]
        hours = time_["days"], format_time(time_["start_minute"]), format_time(time_["end_minute"])
        lines.writerow([row.course, row.title, CREDITS, "LEC", "", *hours, "", seats, row.key])
    await school.staff("POST", f"/catalogue/import?term={TERM}", text.getvalue())


async def _sections(school: School) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    while True:
        path = f"/sections?term={TERM}&limit={A_CALL}&offset={len(found)}"
        page = await school.staff("GET", path)
        found |= {section["number"]: section for section in page["items"]}
        if not page["items"] or len(found) >= page["total"]:
            return found


def _round(name: str, now: float) -> dict[str, object]:
    return {
        "name": f"Round {name}",
        "opens_at": now - 60,
        "closes_at": now + ROUND_LASTS,
        "actions": ["select"],
        "groups": [ORDINARY, LIGHT],
    }


async def _send(
    school: School, wave: Wave, students: Sequence[int], ids: Mapping[str, int], name: str
) -> dict[str, str]:
    """Have every student send the list, and wait until all are answered; section by ticket."""
    left = iter(wave.wishes.items())
    asked: dict[str, str] = {}

    async def send() -> None:
        for person, wishes in left:
            body = [{"section_id": ids[key]} for key in wishes]
            key = f"{name}-{person}"
            answer = await school.ask(students[person], "POST", "/selections", body, key)
            for ticket, section in zip(answer["tickets"], wishes, strict=True):
                asked[ticket["id"]] = section

    await asyncio.gather(*(send() for _ in range(IN_FLIGHT)))

    async def nobody_waits() -> bool:
        return not (await school.nodes("GET", f"{school.queue}/state"))["pending"]

    await until(nobody_waits, LONGEST_CALL)
    return asked


async def _endings(school: School) -> dict[str, str]:
    """How every ticket of the term ended."""
    found: dict[str, str] = {}
    after: str | None = ""
    while after is not None:
        path = f"/outcomes?term={TERM}&limit={A_CALL}&after={quote(after)}"
        page = await school.staff("GET", path)
        found |= {row["ticket_id"]: row["code"] or row["outcome"] for row in page["items"]}
        after = page["after"]
    return found
