"""How many requests one queue node takes down durably, one by one, and how long each waits."""

from __future__ import annotations

import argparse
import sys

import msgspec
import uvloop

from backend.common.tickets import Newcomers, Submission, Submissions
from backend.student_node.herald import MOST
from benchmarks import bare_queue, load
from benchmarks.installation import Measured, cost_of, started
from benchmarks.results import Result, run
from benchmarks.students import Crowd, gather

TICKETS = 100_000
IN_FLIGHT = 256
SECTIONS = 200
WARM_UP = 2_000  # requests


def submissions(crowd: Crowd, installation: Measured) -> list[bytes]:
    """One call of the queue node a wish."""
    headers = {"Internal-Token": installation.internal_token}
    return [
        load.request("POST", "/tickets", headers, _body(wish.token, str(place), wish.section))
        for place, wish in enumerate(crowd.wishes)
    ]


def _body(token: str, key: str, section: int) -> bytes:
    entry = Submission(token=token, key=key, action="select", section_id=section)
    return msgspec.json.encode(Submissions([entry]))


def measure(options: argparse.Namespace) -> Result:
    """The line is paused meanwhile, so that only accepting is measured."""
    with started() as installation:
        crowd = gather(installation, options.tickets + WARM_UP, SECTIONS)
        pause(installation)
        requests = submissions(crowd, installation)
        target = installation.socket_dir / "queue_node.sock"
        if not options.cold:
            announce(crowd, installation)
        uvloop.run(load.send(target, requests[:WARM_UP], IN_FLIGHT))
        with cost_of(installation) as cost:
            done = uvloop.run(load.send(target, requests[WARM_UP:], IN_FLIGHT))
        floor = bare_queue.measure(requests[WARM_UP:], IN_FLIGHT)
    result = Result(
        "accepts",
        f"{options.tickets:,} single accepts, {IN_FLIGHT} in flight over one Unix socket each,"
        f" {len(crowd.tokens):,} students,"
        f" {'not announced' if options.cold else 'announced before'};"
        f" {done.count(200):,} answered 200.",
    )
    result.add("accepts_per_s", done.per_second, "/s", "≥ 12,000", floor.per_second)
    p99 = done.quantile_ms(0.99)
    result.add("accept_p99_ms", p99, "ms", "≤ 60", floor.quantile_ms(0.99))
    result.cpu_us = cost.per(options.tickets)
    return result


def announce(crowd: Crowd, installation: Measured) -> None:
    """Have the tokens checked, as the student node does when their students open a page."""
    tokens = list(crowd.tokens.values())
    headers = {"Internal-Token": installation.internal_token}
    calls = [
        load.request(
            "POST", "/tokens", headers, msgspec.json.encode(Newcomers(tokens[at : at + MOST]))
        )
        for at in range(0, len(tokens), MOST)
    ]
    uvloop.run(load.send(installation.socket_dir / "queue_node.sock", calls, 1))


def pause(installation: Measured) -> None:
    """Have nothing decided."""
    installation.staff("POST", "/api/teacher/selection/pause", {"reason": "a benchmark"})


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--cold", action="store_true", help="tokens that nobody has seen")


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
