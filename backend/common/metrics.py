"""`/metrics`: what a service counts, in Prometheus' format, for the installation alone.

The gateway leads to no node's, and tells its own to nobody without the installation's token.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from fastapi import Request, Response

import backend
from backend.common.client import INTERNAL_TOKEN
from backend.common.copies import own_process
from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.exposition import CONTENT_TYPE, Collector, Family, exposition
from backend.common.feeds import Following
from backend.common.guarded import GuardedApp
from backend.common.lateness import KINDS, Lateness
from backend.common.secrets import same_secret
from backend.common.services import Service
from backend.common.tallies import Tallies

METRICS: Final = "/metrics"
DESCRIPTORS: Final = Path("/proc/self/fd")
FEED: Final = {
    "up": "1 while the feed answers.",
    "followed": "Number of the last change taken in.",
    "waited": "Changes in the latest answer, which were behind until then.",
    "silent_seconds": "Seconds since the feed answered; a quiet one answers every 20.",
}
_begun = time.time()


def serve_metrics(app: GuardedApp, collectors: Iterable[Collector], token: str) -> None:
    """Add `/metrics` to `app`, for who shows `token`."""

    @app.get(METRICS, include_in_schema=False)
    async def metrics(request: Request) -> Response:
        if not same_secret(request.headers.get(INTERNAL_TOKEN, ""), token):
            raise Refused("not_found")
        told = exposition(family for collect in collectors for family in collect())
        return Response(told, headers={"Content-Type": CONTENT_TYPE})


def of_process(service: Service) -> Collector:
    """Memory, processor time and age of this process."""

    def collect() -> Iterable[Family]:
        info = Family("course_selection_info", "gauge", "What runs here; always 1.")
        yield info.add(1, service=service.name, version=backend.__version__)
        used = resource.getrusage(resource.RUSAGE_SELF)
        yield Family(
            "process_cpu_seconds_total", "counter", "Processor time, of user and system."
        ).add(used.ru_utime + used.ru_stime)
        yield Family("process_resident_memory_bytes", "gauge", "Bytes in main memory.").add(
            own_process().memory
        )
        yield Family("process_start_time_seconds", "gauge", "Unix time of the start.").add(_begun)
        yield Family("process_open_fds", "gauge", "Open files and connections.").add(
            sum(1 for _ in DESCRIPTORS.iterdir()) if DESCRIPTORS.exists() else 0
        )

    return collect


def of_requests(tallies: Tallies) -> Collector:
    """Requests, how long they took, and refusals."""

    def collect() -> Iterable[Family]:
        requests = Family("course_selection_requests_total", "counter", "Answered requests.")
        took = Family(
            "course_selection_request_seconds", "histogram", "Seconds until an answer began."
        )
        for (method, route), tally in tallies.routes.items():
            for status, count in tally.statuses.items():
                requests.add(count, method=method, route=route, status=str(status))
            took.add_steps(tally.steps, tally.seconds, method=method, route=route)
        refusals = Family("course_selection_refusals_total", "counter", "Refusals, by their code.")
        for code, count in tallies.refusals.items():
            refusals.add(count, code=code)
        yield from (requests, took, refusals)

    return collect


def of_lateness(lateness: Lateness) -> Collector:
    """How late the process is, and how many requests have to come again because of that."""

    def collect() -> Iterable[Family]:
        yield Family(
            "course_selection_late_seconds",
            "gauge",
            "What a request waited here in the last second.",
        ).add(lateness.seconds)
        shed = Family(
            "course_selection_shed_total", "counter", "Requests that were told to come again."
        )
        for urgency, kind in KINDS.items():
            shed.add(lateness.shed[urgency], kind=kind)
        yield shed

    return collect


def of_trouble(trouble: Mapping[str, Callable[[], str]]) -> Collector:
    """Whether each part is in trouble, without its words."""

    def collect() -> Iterable[Family]:
        family = Family("course_selection_trouble", "gauge", "1 for a part that is in trouble.")
        for part, tell in trouble.items():
            family.add(int(bool(tell())), part=part)
        yield family

    return collect


def of_database(database: Database) -> Collector:
    """Transactions and the time that callers waited for them."""

    def collect() -> Iterable[Family]:
        count = Family("course_selection_transactions_total", "counter", "Ended transactions.")
        seconds = Family(
            "course_selection_transaction_seconds_total",
            "counter",
            "Seconds that callers waited for transactions, in line and in work.",
        )
        for kind, spent in database.spent.items():
            count.add(spent.count, kind=kind)
            seconds.add(spent.seconds, kind=kind)
        yield from (count, seconds)

    return collect


def of_streams(count: Callable[[], int]) -> Collector:
    """Open streams of events."""

    def collect() -> Iterable[Family]:
        yield Family("course_selection_open_streams", "gauge", "Open streams of events.").add(
            count()
        )

    return collect


def of_feeds(followed: Sequence[Following]) -> Collector:
    """How far feeds were followed."""

    def collect() -> Iterable[Family]:
        up, number, waited, silent = (
            Family(f"course_selection_feed_{name}", "gauge", words) for name, words in FEED.items()
        )
        for each in followed:
            up.add(int(each.up), feed=each.service)
            number.add(each.number, feed=each.service)
            waited.add(each.waited, feed=each.service)
            silent.add(each.silent_for(), feed=each.service)
        yield from (up, number, waited, silent)

    return collect
