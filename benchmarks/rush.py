"""Everybody submits at once: accepted and decided, through the gateway and straight to its node."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import msgspec
import uvloop

from benchmarks import audited, bare_queue, load, nginx
from benchmarks.accepts import submissions
from benchmarks.installation import Cost, Measured, cost_of, started
from benchmarks.load import Load, Target
from benchmarks.results import Result, run
from benchmarks.students import Crowd, gather

TICKETS = 100_000
IN_FLIGHT = 256
SECTIONS = 200
STUDENTS = (1_000, 10_000, 100_000)
GROWTH_TICKETS, GROWTH_SECTIONS = 20_000, 2_000
LOOK_AGAIN = 0.01  # seconds
DECIDED_WITHIN = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Door:
    """A way in: where it listens, the path that it adds, and what callers must show."""

    name: str
    target: Target
    prefix: str
    headers: dict[str, str]


@dataclass(slots=True)
class Rushed:
    """One rush to its end.

    Attributes:
        decided: Unix time at which nobody was waiting any more.
        audit: how many faults of each kind.
    """

    load: Load
    cost: Cost
    began: float
    decided: float
    audit: dict[str, int]

    @property
    def per_second(self) -> float:
        """Tickets accepted and decided."""
        return len(self.load.statuses) / (self.decided - self.began)

    @property
    def lag_s(self) -> float:
        """Seconds from the last accept until nobody waits."""
        return max(0.0, self.decided - self.load.finished)


def doors(installation: Measured) -> dict[str, Door]:
    """The gateway's port and the student node's socket."""
    shown = {"Internal-Token": installation.internal_token}
    direct: Path = installation.socket_dir / "student_node.sock"
    gateway = ("127.0.0.1", installation.ports["gateway"])
    return {
        "gateway": Door("gateway", gateway, "/api/student", {}),
        "direct": Door("direct", direct, "", shown),
    }


def requests_of(crowd: Crowd, door: Door) -> list[bytes]:
    """A selection for every wish."""
    return [
        load.request(
            "POST",
            f"{door.prefix}/selections",
            {
                **door.headers,
                "Authorization": f"Bearer {wish.token}",
                "Idempotency-Key": f"{crowd.term}-{place}",
            },
            b'{"section_id":%d}' % wish.section,
        )
        for place, wish in enumerate(crowd.wishes)
    ]


def open_pages(crowd: Crowd, door: Door) -> None:
    """Every student looks at the catalogue, as a page does that was opened before the rush."""

    def look(path: str, token: str) -> bytes:
        headers = {**door.headers, "Authorization": f"Bearer {token}"}
        return load.request("GET", f"{door.prefix}/catalogue/{path}", headers)

    anybody = next(iter(crowd.tokens.values()))
    whole = uvloop.run(load.send(door.target, [look(f"whole?term={crowd.term}", anybody)], 1))
    number = msgspec.json.decode(whole.bodies[0])["number"]
    looks = [look(f"changes?after={number}", token) for token in crowd.tokens.values()]
    seen = uvloop.run(load.send(door.target, looks, IN_FLIGHT))
    if seen.count(200) != len(looks):
        raise RuntimeError(f"{len(looks)} looks at the catalogue: {Counter(seen.statuses)}")


def rush(installation: Measured, crowd: Crowd, door: Door) -> Rushed:
    """Send all wishes of `crowd` through `door`, wait for the last answer, and audit."""
    requests = requests_of(crowd, door)
    with cost_of(installation) as cost:
        began = time.time()
        sent, decided = uvloop.run(_send_and_wait(installation, requests, door))
    faults = audited.audit_of(installation, crowd, door, sent)
    return Rushed(sent, cost, began, decided, faults)


async def _send_and_wait(
    installation: Measured, requests: Sequence[bytes], door: Door
) -> tuple[Load, float]:
    sent = await load.send(door.target, requests, IN_FLIGHT)
    ask = load.request("GET", "/state", {"Internal-Token": installation.internal_token})
    queue = installation.socket_dir / "queue_node.sock"
    until = time.monotonic() + DECIDED_WITHIN
    while msgspec.json.decode((await load.send(queue, [ask], 1)).bodies[0])["pending"]:
        if time.monotonic() > until:
            raise TimeoutError("the line does not get empty")
        await asyncio.sleep(LOOK_AGAIN)
    return sent, time.time()


def measure(options: argparse.Namespace) -> Result:
    """All ways in, one after the other, each with students of its own."""
    if options.growth:
        return growth(options)
    done: dict[str, Rushed] = {}
    with started() as installation, ExitStack() as stack:
        ways = doors(installation)
        if nginx.installed():
            port = stack.enter_context(nginx.in_front(installation))
            ways["nginx"] = Door("nginx", ("127.0.0.1", port), "/api/student", {})
        for name, door in ways.items():
            crowd = gather(installation, options.tickets, options.sections, options.students)
            if not options.cold:
                open_pages(crowd, door)
            done[name] = rush(installation, crowd, door)
        floor = bare_queue.measure(submissions(crowd, installation), IN_FLIGHT)
        memory = {name: installation.memory_kb(name) / 1024 for name in installation.processes}
    return _result(options, done, floor, memory)


def _result(
    options: argparse.Namespace, done: dict[str, Rushed], floor: Load, memory: dict[str, float]
) -> Result:
    gateway, direct = done["gateway"], done["direct"]
    refused = {name: len(r.load.statuses) - r.load.count(202) for name, r in done.items()}
    result = Result(
        "rush",
        f"{options.tickets:,} tickets each way, {IN_FLIGHT} in flight, {options.sections}"
        f" sections; not accepted: {refused}. Students {_came(options)}."
        f" Floor: one bare durable append a ticket. {_nginx(done)}",
    )
    result.add("gateway_per_s", gateway.per_second, "/s", "≥ 3,000", floor.per_second)
    result.add("direct_per_s", direct.per_second, "/s", "≥ 5,000", floor.per_second)
    if "nginx" in done:
        result.add("nginx_per_s", done["nginx"].per_second, "/s", "", floor.per_second)
    p99 = max(r.load.quantile_ms(0.99) for r in done.values())
    result.add("accept_p99_ms", p99, "ms", "≤ 200", floor.quantile_ms(0.99))
    result.add("lag_s", max(r.lag_s for r in done.values()), "s", "≤ 1")
    for name, megabytes in memory.items():
        result.add(f"memory_mb_{name}", megabytes, "MB")
    for way, rushed in done.items():
        costs = rushed.cost.per(options.tickets)
        result.cpu_us |= {f"{way}: {name}": cost for name, cost in costs.items()}
    names = gateway.audit
    result.audit = {name: sum(r.audit[name] for r in done.values()) for name in names}
    return result


def _nginx(done: dict[str, Rushed]) -> str:
    if "nginx" in done:
        return "nginx: deploy/nginx.conf with other ports, one worker."
    return "nginx is not installed here, so there is no figure for it."


def growth(options: argparse.Namespace) -> Result:
    """The same short rush straight to the student node, with ever more students there."""
    sizes = [size for size in STUDENTS if size <= options.most_students]
    result = Result(
        "rush_growth",
        f"{GROWTH_TICKETS:,} tickets straight to the student node, {IN_FLIGHT} in flight,"
        f" {GROWTH_SECTIONS:,} sections, with so many students there.",
    )
    for students in sizes:
        with started() as installation:
            door = doors(installation)["direct"]
            crowd = gather(installation, GROWTH_TICKETS, GROWTH_SECTIONS, students)
            open_pages(crowd, door)
            requests = requests_of(crowd, door)
            with cost_of(installation) as cost:
                began = time.time()
                sent, decided = uvloop.run(_send_and_wait(installation, requests, door))
            result.add(f"per_s_{students}", len(requests) / (decided - began), "/s")
            result.add(f"not_accepted_{students}", len(requests) - sent.count(202), "tickets")
            for name in ("data_node", "queue_node", "student_node"):
                megabytes = installation.memory_kb(name) / 1024
                result.add(f"{name}_mb_{students}", megabytes, "MB")
            costs = cost.per(len(requests))
            result.cpu_us |= {f"{students:,} students: {name}": us for name, us in costs.items()}
    return result


def _came(options: argparse.Namespace) -> str:
    return "come with tokens that nobody has seen" if options.cold else "have a page open before"


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--sections", type=int, default=SECTIONS)
    parser.add_argument("--cold", action="store_true", help="no student has a page open before")
    parser.add_argument("--students", type=int, default=0, help="0: a fifth of the tickets")
    parser.add_argument("--growth", action="store_true", help="only with ever more students")
    parser.add_argument("--most-students", type=int, default=STUDENTS[-1], help="with --growth")


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
