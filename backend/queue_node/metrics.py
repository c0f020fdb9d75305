"""What the line tells who watches the system."""

from __future__ import annotations

from collections.abc import Iterable

from backend.common.exposition import Collector, Family
from backend.queue_node.desk import Desk


def of_line(desk: Desk) -> Collector:
    """The line's length and speed, and the tickets that this process wrote down."""

    def collect() -> Iterable[Family]:
        yield Family("course_selection_line_length", "gauge", "Tickets that wait.").add(
            len(desk.line)
        )
        yield Family(
            "course_selection_line_drain_rate", "gauge", "Tickets decided a second of work."
        ).add(desk.worker.rate.per_second)
        yield Family("course_selection_line_paused", "gauge", "1 while it is paused.").add(
            int(desk.worker.gate.pause is not None)
        )
        yield Family(
            "course_selection_tickets_accepted_total", "counter", "Tickets accepted here."
        ).add(desk.acceptor.taken)
        decided = Family(
            "course_selection_tickets_decided_total", "counter", "Tickets whose end came in here."
        )
        for (outcome, code), count in desk.acceptor.ended.items():
            decided.add(count, outcome=outcome, code=code)
        yield decided

    return collect
