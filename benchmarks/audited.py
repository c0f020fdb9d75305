"""Is the result of a rush right? Asked of the system as its clients and administrators ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
import uvloop

from backend.common.rehearsal import course_of
from backend.domain.audit import AuditedSection, Hours, LoggedTicket, Promise, audit
from backend.domain.timetable import parse_time
from benchmarks import load
from benchmarks.installation import Measured
from benchmarks.students import PAGE, REHEARSALS, Crowd

if TYPE_CHECKING:
    from benchmarks.rush import Door

READERS = 64
ACCEPTED = 202


def audit_of(installation: Measured, crowd: Crowd, door: Door, sent: load.Load) -> dict[str, int]:
    """How many faults of each kind `backend.domain.audit` finds in what `sent` brought about."""
    rosters = installation.staff("GET", f"{REHEARSALS}/{crowd.term}/rosters")["sections"]
    seats = {section.name: section.capacity for section in crowd.plan.sections}
    sections = [_section(roster, seats[roster["name"]]) for roster in rosters]
    log = [_logged(entry) for entry in _log(installation, crowd.term)]
    return audit(sections, log, _promises(crowd, door, sent)).figures()


def _promises(crowd: Crowd, door: Door, sent: load.Load) -> list[Promise]:
    told = _told(crowd, door)
    promises = []
    for wish, status, body in zip(crowd.wishes, sent.statuses, sent.bodies, strict=True):
        if status == ACCEPTED:
            ticket = msgspec.json.decode(body)["id"]
            state = told.get(ticket, "")
            promises.append(Promise(ticket, wish.student, wish.section, state))
    return promises


def _told(crowd: Crowd, door: Door) -> dict[str, str]:
    """What each student's own list says: ticket to state."""
    asks = [
        load.request(
            "GET",
            f"{door.prefix}/selections",
            {**door.headers, "Authorization": f"Bearer {token}"},
        )
        for token in crowd.tokens.values()
    ]
    lists = uvloop.run(load.send(door.target, asks, READERS))
    return {
        ticket["id"]: ticket["state"]
        for body in lists.bodies
        for ticket in msgspec.json.decode(body)["items"]
    }


def _log(installation: Measured, term: str) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        path = f"{REHEARSALS}/{term}/tickets?after={after}&limit={PAGE}"
        page = installation.staff("GET", path)
        yield from page["tickets"]
        if not page["tickets"]:
            return
        after = page["last"]


def _logged(entry: dict[str, Any]) -> LoggedTicket:
    return LoggedTicket(
        entry["id"],
        entry["number"],
        entry["student_id"],
        entry["section_id"],
        entry["action"],
        entry["state"],
        entry["code"],
        entry["instead_of"],
    )


def _section(roster: dict[str, Any], capacity: int | None) -> AuditedSection:
    return AuditedSection(
        id=roster["id"],
        name=roster["name"],
        course=course_of(roster["name"]),
        capacity=capacity,
        taken=roster["taken"],
        hours=tuple(_hours(meeting) for meeting in roster["meetings"]),
        students=tuple(roster["students"]),
    )


def _hours(meeting: dict[str, Any]) -> Hours:
    weeks = meeting.get("weeks")
    span = parse_time(meeting["start"]), parse_time(meeting["end"])
    return Hours(meeting["days"], *span, None if weeks is None else frozenset(weeks))
