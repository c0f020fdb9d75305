"""Fairness reports: what a term or one of its rounds asked for and gave, for everybody to read."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Literal

import msgspec
from fastapi import Query

from backend.common.parameters import LARGEST_ID
from backend.domain.ordering.priority import PolicyName
from backend.domain.spreadsheets import formula_safe

RoundNumber = Annotated[
    int | None, Query(ge=1, le=LARGEST_ID, description="Id of a round; the whole term without.")
]
ReportFormat = Annotated[Literal["json", "csv"], Query(alias="format")]
CSV = "text/csv"
TOGETHER = "(others, told together)"
COLUMNS = ("section", "seats", "requests", "given", "refused", "waiting")


class ReportedRound(msgspec.Struct, frozen=True, kw_only=True):
    """The round that a report is about; times are Unix seconds."""

    id: int
    name: str
    policy: PolicyName
    opens_at: float
    closes_at: float


class ReasonCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many requests were refused for a reason; "" are those too rare to tell."""

    code: str
    count: int


class ReportedSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section; "" are those with too few requests to tell. `seats` None is unlimited."""

    section: str
    seats: int | None
    requests: int
    given: int
    refused: int
    waiting: int


class FairnessReport(msgspec.Struct, frozen=True, kw_only=True):
    """Counts, in which nobody can be told.

    Attributes:
        term: its code; round: None is the whole term.
        made_at, published_at: Unix seconds; None is not published.
        requests: to take a seat, of so many students.
        inversions: requests decided after a later one, where first come is first served.
        drawn: requests whose order a draw decided.
        sequence, hash: the newest entry of the decision log that is counted.
    """

    term: str
    round: ReportedRound | None
    made_at: float
    published_at: float | None = None
    requests: int
    students: int
    seats: int | None
    given: int
    refused: int
    waiting: int
    inversions: int
    drawn: int
    refusals: list[ReasonCount]
    sections: list[ReportedSection]
    sequence: int
    hash: str


class PublishedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that everybody may read."""

    term: str
    round: int | None
    name: str
    published_at: float


class PublishedReports(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, the newest first."""

    items: list[PublishedReport]


def as_csv(report: FairnessReport) -> bytes:
    """The sections of a report for spreadsheets, UTF-8 with a byte order mark."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for each in report.sections:
        row = [getattr(each, name) for name in COLUMNS[1:]]
        named = each.section or TOGETHER
        writer.writerow([formula_safe(named), *row])
    return ("\ufeff" + lines.getvalue()).encode()


REPORT_EXAMPLE = FairnessReport(
    term="F24",
    round=None,
    made_at=1_900_100_000,
    requests=18_204,
    students=4_310,
    seats=15_000,
    given=13_922,
    refused=4_100,
    waiting=182,
    inversions=0,
    drawn=0,
    refusals=[ReasonCount(code="section_full", count=3_870), ReasonCount(code="", count=9)],
    sections=[
        ReportedSection(
            section="CSCI-1100 (72013)", seats=30, requests=81, given=30, refused=51, waiting=0
        )
    ],
    sequence=310,
    hash="5b0f3ad0e3b3b6ea6a2d2c2e1a1f0e77c41c0f5e5d6a7b8c9d0e1f2a3b4c5d6e",
)
PUBLISHED_EXAMPLE = PublishedReports(
    items=[PublishedReport(term="F24", round=None, name="Fall 2024", published_at=1_900_100_000)]
)
