"""Fairness reports: counted from the decision log, and kept once they are published."""

from __future__ import annotations

import json

import msgspec
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.reports import (
    FairnessReport,
    PublishedReport,
    PublishedReports,
    ReasonCount,
    ReportedRound,
    ReportedSection,
)
from backend.data_node import decision_log_pages, rounds
from backend.data_node.tables import published_reports, terms
from backend.data_node.tables import rounds as round_rows
from backend.domain.fairness import Tally
from backend.domain.proof_chain import FIRST

WHOLE_TERM = 0  # in the place of a round
ENTRIES = 50  # of the log, read at once


async def count(database: Database, code: str, round_id: int | None, now: float) -> FairnessReport:
    """The report of a term or round as the log has it now; its pages are read one by one.

    Raises:
        Refused: `no_such_term`, `no_such_round`.
    """
    term, about = await database.read(_about, code, round_id)
    tally = Tally(term, *((about.opens_at, about.closes_at) if about else ()))
    sequence, newest = 0, FIRST
    after: int | None = 0
    while after is not None:
        page = await database.read(decision_log_pages.page, code, after, ENTRIES)
        for entry in page.items:
            tally.take(json.loads(entry.body))
            sequence, newest = entry.sequence, entry.hash
        after = page.after
    found = tally.report()
    return FairnessReport(
        term=code,
        round=about,
        made_at=now,
        published_at=await database.read(_published_at, term, round_id),
        requests=found.requests,
        students=found.students,
        seats=found.seats,
        given=found.given,
        refused=found.refused,
        waiting=found.waiting,
        inversions=found.inversions,
        drawn=found.drawn,
        refusals=[ReasonCount(code=name, count=many) for name, many in found.refusals.items()],
        sections=[
            ReportedSection(
                section=line.name,
                seats=line.seats,
                requests=line.requests,
                given=line.given,
                refused=line.refused,
                waiting=line.waiting,
            )
            for line in found.sections
        ],
        sequence=sequence,
        hash=newest,
    )


def publish(connection: sa.Connection, report: FairnessReport, now: float) -> FairnessReport:
    """Let everybody read a report as it is; one that was published before is replaced.

    Raises:
        Refused: `no_such_term`, `no_such_round`.
    """
    round_id = report.round.id if report.round else None
    term, _ = _about(connection, report.term, round_id)
    told = msgspec.structs.replace(report, published_at=now)
    _withdraw(connection, term, round_id)
    values = {
        "term_id": term,
        "round_id": round_id or WHOLE_TERM,
        "body": msgspec.json.encode(told).decode(),
        "published_at": now,
    }
    connection.execute(sa.insert(published_reports).values(values))
    return told


def withdraw(connection: sa.Connection, code: str, round_id: int | None) -> None:
    """Let nobody but administrators read a report any more.

    Raises:
        Refused: `no_such_term`, `no_such_round`.
    """
    term, _ = _about(connection, code, round_id)
    _withdraw(connection, term, round_id)


def every(connection: sa.Connection) -> PublishedReports:
    """The reports that everybody may read, the newest first."""
    name = sa.func.coalesce(round_rows.c.name, terms.c.name)
    query = (
        sa.select(
            terms.c.code, published_reports.c.round_id, name, published_reports.c.published_at
        )
        .join_from(published_reports, terms, terms.c.id == published_reports.c.term_id)
        .outerjoin(round_rows, round_rows.c.id == published_reports.c.round_id)
        .order_by(published_reports.c.published_at.desc())
    )
    return PublishedReports(
        items=[
            PublishedReport(term=code, round=round_id or None, name=name, published_at=at)
            for code, round_id, name, at in connection.execute(query)
        ]
    )


def published(connection: sa.Connection, code: str, round_id: int | None) -> FairnessReport:
    """A report that everybody may read.

    Raises:
        Refused: `report_not_published`.
    """
    query = (
        sa.select(published_reports.c.body)
        .join_from(published_reports, terms, terms.c.id == published_reports.c.term_id)
        .where(terms.c.code == code, published_reports.c.round_id == (round_id or WHOLE_TERM))
    )
    body = connection.execute(query).scalar()
    if body is None:
        raise Refused("report_not_published")
    return msgspec.json.decode(body, type=FairnessReport)


def _about(
    connection: sa.Connection, code: str, round_id: int | None
) -> tuple[int, ReportedRound | None]:
    """The id of a term, and what round of it."""
    term = connection.execute(sa.select(terms.c.id).where(terms.c.code == code)).scalar()
    if term is None:
        raise Refused("no_such_term", term=code)
    if round_id is None:
        return int(term), None
    view = rounds.get(connection, round_id)
    if view.term != code:
        raise Refused("no_such_round", round=round_id)
    return int(term), ReportedRound(
        id=view.id,
        name=view.name,
        policy=view.policy,
        opens_at=view.opens_at,
        closes_at=view.closes_at,
    )


def _published_at(connection: sa.Connection, term: int, round_id: int | None) -> float | None:
    query = sa.select(published_reports.c.published_at).where(*_which(term, round_id))
    return connection.execute(query).scalar()


def _withdraw(connection: sa.Connection, term: int, round_id: int | None) -> None:
    connection.execute(sa.delete(published_reports).where(*_which(term, round_id)))


def _which(term: int, round_id: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        published_reports.c.term_id == term,
        published_reports.c.round_id == (round_id or WHOLE_TERM),
    )
