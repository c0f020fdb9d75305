"""What a service counts while it answers: plain integers, put into words when somebody asks.

Counting one answer costs less than a microsecond, which the busiest routes can bear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

from starlette.types import Message, Scope, Send

BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds at which a step of the histograms ends; the last one has no end."""

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER: Final = "other"  # clients may send any method and any path; neither may fill the memory
NO_ROUTE: Final = "none"
ROUTE: Final = "course_selection.route"  # in a scope, the template of the path


class Tally:
    """Answers of one route.

    Attributes:
        statuses: status code to how many.
        steps: how many took so long, by the step of `BOUNDS`.
        seconds: what they took altogether.
    """

    __slots__ = ("seconds", "statuses", "steps")

    def __init__(self) -> None:
        self.statuses: dict[int, int] = {}
        self.steps = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def note(self, status: int, seconds: float) -> None:
        """Count an answer that began `seconds` after its request was there."""
        self.steps[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds
        statuses = self.statuses
        statuses[status] = statuses.get(status, 0) + 1

    def note_at_once(self, status: int) -> None:
        """Count an answer that waited for nothing: it belongs to the first step, unmeasured."""
        self.steps[0] += 1
        self.statuses[status] = self.statuses.get(status, 0) + 1


class Tallies:
    """Everything that one service counts of its requests.

    Attributes:
        routes: method and template of the path to its answers.
        refusals: code to how many times it was said.
    """

    def __init__(self) -> None:
        self.routes: dict[tuple[str, str], Tally] = {}
        self.refusals: Counter[str] = Counter()

    def route(self, method: str, path: str) -> Tally:
        """The answers of a route, by the template of its path."""
        key = (method if method in METHODS else OTHER, path)
        tally = self.routes.get(key)
        if tally is None:
            tally = self.routes[key] = Tally()
        return tally

    @contextmanager
    def counted(self, scope: Scope, send: Send, route: Callable[[], str]) -> Iterator[Send]:
        """`send`, for a request whose answer is counted when it has begun.

        Args:
            route: the template of the path, asked for at the end, when it is known.
        """
        began = perf_counter()
        status = 0
        took = 0.0

        async def send_counted(message: Message) -> None:
            nonlocal status, took
            if message["type"] == "http.response.start":
                status = message["status"]
                took = perf_counter() - began
            await send(message)

        try:
            yield send_counted
        finally:
            scope[ROUTE] = template = route()
            if status:  # else nobody got an answer
                self.route(scope["method"], template).note(status, took)


def template_of(scope: Scope) -> str:
    """The template of the path that the framework has found for a request."""
    return getattr(scope.get("route"), "path", NO_ROUTE)
