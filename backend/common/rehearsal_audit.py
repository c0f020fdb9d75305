"""Auditing a rehearsal: rosters and ticket log against what was planned and clients were told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import msgspec

from backend.common.rehearsal import MOST_SECTIONS, ScratchRoster, WantedSection, course_of
from backend.common.tickets import PlanPart, State
from backend.domain.audit import FULL, Audit, AuditedSection, Hours, LoggedTicket, Promise, audit
from backend.domain.plans import Plan
from backend.domain.selection import Action
from backend.domain.timetable import parse_time

MOST_FINDINGS = 20  # of each kind that travel; how many there are does in any case
LONGEST_ID = 64

TicketId = Annotated[str, msgspec.Meta(max_length=LONGEST_ID)]


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket in the log of the line; times are Unix seconds by the servers' clock."""

    id: str
    number: int
    student_id: int
    section_id: int
    action: Action
    instead_of: int | None = None
    state: State
    code: str | None = None
    accepted_at: float
    decided_at: float | None = None
    plan: Plan | None = None
    parts: tuple[PlanPart, ...] = ()


class ScratchLog(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the ticket log; `last` is the number to ask after next."""

    tickets: list[LogEntry]
    last: int


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a client was told of a ticket; `state` is what it heard last."""

    ticket_id: TicketId
    student_id: int
    section_id: int
    state: State


class WantedAudit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What clients know of a rehearsal.

    Attributes:
        sections: as they were asked for; one that is not named here should have no seats.
        told: every ticket that a client was told is accepted.
    """

    sections: Annotated[list[WantedSection], msgspec.Meta(max_length=MOST_SECTIONS)]
    told: list[Told]


class AuditReport(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a rehearsal.

    Attributes:
        clean: whether nothing is.
        figures: check to how many cases it found.
        findings: check to the first cases in words.
    """

    clean: bool
    figures: dict[str, int]
    findings: dict[str, list[str]]


def audit_rehearsal(
    planned: Iterable[WantedSection],
    rosters: Iterable[ScratchRoster],
    log: Iterable[LogEntry],
    promises: Sequence[Promise],
) -> Audit:
    """All checks, against the seats that were asked for, whatever the system says by now."""
    seats = {section.name: section.capacity for section in planned}
    tickets = [logged(entry) for entry in log]
    sections = [_audited(roster, seats.get(roster.name, 0)) for roster in rosters]
    return audit(sections, tickets, promises)


def report(
    wanted: WantedAudit, rosters: Iterable[ScratchRoster], log: Iterable[LogEntry]
) -> AuditReport:
    """The same for clients that are somewhere else."""
    promises = [Promise(t.ticket_id, t.student_id, t.section_id, t.state) for t in wanted.told]
    found = audit_rehearsal(wanted.sections, rosters, log, promises)
    cases = found.findings()
    return AuditReport(
        clean=found.clean,
        figures=found.figures(),
        findings={name: list(these[:MOST_FINDINGS]) for name, these in cases.items() if these},
    )


def logged(entry: LogEntry) -> LoggedTicket:
    """An entry as the audit sees it."""
    return LoggedTicket(
        entry.id,
        entry.number,
        entry.student_id,
        entry.section_id,
        entry.action,
        entry.state,
        entry.code,
        entry.instead_of,
        tuple(section for part in entry.parts for section in part.took),
        tuple(section for part in entry.parts for section in part.left),
        tuple(_full_of_plan(entry)),
    )


def _full_of_plan(entry: LogEntry) -> Iterator[int]:
    """Sections that a plan found full, where the answer is surely about one section."""
    wishes = entry.plan.wishes if entry.plan is not None else ()
    for alternatives, part in zip(wishes, entry.parts, strict=False):
        if part.code == FULL and len(alternatives[0]) == 1:
            yield alternatives[0][0]


def _audited(roster: ScratchRoster, capacity: int | None) -> AuditedSection:
    return AuditedSection(
        id=roster.id,
        name=roster.name,
        course=course_of(roster.name),
        capacity=capacity,
        taken=roster.taken,
        hours=tuple(
            Hours(
                meeting.days,
                parse_time(meeting.start),
                parse_time(meeting.end),
                None if meeting.weeks is None else frozenset(meeting.weeks),
            )
            for meeting in roster.meetings
        ),
        students=tuple(roster.students),
    )
