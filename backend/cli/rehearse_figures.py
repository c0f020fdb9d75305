"""The figures of a rehearsal: how many, how fast, and whether it passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.cli.rehearse_demand import DemandReport
from backend.cli.rehearse_plan import Plan
from backend.cli.rehearse_rush import ANSWERED, Rush
from backend.common.rehearsal_audit import LogEntry
from backend.domain.audit import FULL, Audit
from backend.domain.selection import ENROLLED, REFUSED

NOT_COMPARABLE = (
    "Only refusals for want of seats can be compared: the report's students had other timetables,"
    " workloads and priorities than the synthetic ones."
)


@dataclass(frozen=True, slots=True)
class Result:
    """A rehearsal that came to its end."""

    term: str
    plan: Plan
    rush: Rush
    log: Sequence[LogEntry]
    audit: Audit
    kept: bool
    report: DemandReport | None = None

    @property
    def passed(self) -> bool:
        """Whether every wish was accepted and decided and the audit found nothing."""
        counts = self.counts()
        whole = counts["submitted"] == counts["accepted"] == counts["decided"]
        return whole and self.audit.clean

    def counts(self) -> dict[str, int]:
        """How many wishes got how far."""
        ours = self._ours()
        return {
            "submitted": len(self.rush.wishes),
            "accepted": len(self.rush.accepted),
            "decided": sum(entry.state in ANSWERED for entry in ours),
            "enrolled": sum(entry.state == ENROLLED for entry in ours),
            "refused": sum(entry.state == REFUSED for entry in ours),
        }

    def figures(self) -> dict[str, Any]:
        """Everything, as it is printed by `--json`."""
        counts = self.counts()
        figures = {
            "term": self.term,
            "kept": self.kept,
            "passed": self.passed,
            "seed": self.plan.seed,
            "students": self.plan.students,
            "sections": len(self.plan.sections),
            "seats": self.plan.seats,
            "concurrency": self.rush.in_flight,
            **counts,
            **self.audit.figures(),
            **self.speed(),
            "refusals": dict(Counter(e.code for e in self._ours() if e.code).most_common()),
            "not_accepted": dict(Counter(w.refused for w in self.rush.wishes if w.refused)),
            "repeats": dict(self.rush.repeats.most_common()),
        }
        if self.report is not None:
            figures["demand"] = self.comparison(self.report)
        return figures

    def speed(self) -> dict[str, Any]:
        """Rates and times.

        A wish is accepted when its sender has the answer, counted from when it was first sent. The
        decision is counted from the acceptance, both by the servers' clock.
        """
        started = min((wish.sent_at for wish in self.rush.wishes), default=0.0)
        accepted = self.rush.accepted
        accepting = max((w.sent_at + w.accepted_after for w in accepted), default=0.0) - started
        decided = [e for e in self._ours() if e.state in ANSWERED]
        return {
            "accepted_per_s": _rate(len(accepted), accepting),
            "decided_per_s": _rate(len(decided), self._deciding(decided)),
            "accept_ms": _times([wish.accepted_after for wish in accepted]),
            "decision_ms": _times([(e.decided_at or 0) - e.accepted_at for e in decided]),
        }

    def comparison(self, report: DemandReport) -> dict[str, Any]:
        """The rehearsal beside the registrar's report."""
        refused = sum(entry.code == FULL for entry in self._ours())
        return {
            "round": report.round,
            "requests": report.requests,
            "seats_filled": self.counts()["enrolled"],
            "section_full": refused,
            "quota_exceeded": report.quota_exceeded,
            "note": NOT_COMPARABLE,
        }

    def _ours(self) -> list[LogEntry]:
        known = {wish.ticket_id for wish in self.rush.accepted}
        return [entry for entry in self.log if entry.id in known]

    def _deciding(self, decided: Sequence[LogEntry]) -> float:
        """Seconds from the first submission to the last decision, by the servers' clock.

        The first submission is the moment from which on the clients waited for an acceptance that
        the server dates.
        """
        first = min((w.accepted_at - w.accepted_after for w in self.rush.accepted), default=0.0)
        return max((entry.decided_at or 0 for entry in decided), default=0.0) - first


def _rate(count: int, seconds: float) -> float:
    return round(count / seconds, 1) if seconds > 0 else 0.0


def _times(seconds: Sequence[float]) -> dict[str, float | None]:
    """Milliseconds that half and 99 % of the cases stayed within; None without any."""
    ordered = sorted(seconds)
    return {
        name: round(ordered[-(-len(ordered) * percent // 100) - 1] * 1000, 1) if ordered else None
        for name, percent in (("p50", 50), ("p99", 99))
    }
