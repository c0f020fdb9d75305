"""A registrar's real demand through this system: all rounds, all requests, as real tickets.

FILE is a report with the columns of `benchmarks.demand_file`. Students are drawn so that its demand
comes out, as `benchmarks.demand_plan` says; catalogue, rounds and seats go through the doors of
administrators, and each student sends one list a round through the gateway. Only logging in is left
out: the students' tokens are signed with the installation's own key.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import uvloop

from backend.auth_node.keys import load_signer
from backend.common.settings import load_settings
from backend.common.signing import Signer
from backend.common.tokens import AUDIENCE, STUDENT
from backend.common.transport import SocketTransport
from benchmarks import demand_file
from benchmarks.demand_plan import Plan, plan
from benchmarks.demand_run import Registration, School, register
from benchmarks.demand_tables import FIGURES, by_round, lines_of, markdown, write_csv
from benchmarks.installation import Measured, started
from benchmarks.results import Result, run

LIFETIME = 6 * 3600  # seconds that a student's token is good for
SEED = 1


def measure(options: argparse.Namespace) -> Result:
    """Hold all rounds, and compare."""
    rows = demand_file.read(options.file)
    made = plan(rows, options.seed, options.students)
    with started() as installation:
        registration = uvloop.run(_register(installation, rows, made))
    lines = lines_of(rows, registration)
    sums = by_round(lines)
    if options.csv:
        write_csv(options.csv, lines)
    if not options.json:
        print(markdown(sums, registration.seconds), end="\n\n")
    result = Result(
        "demand",
        f"{len(registration.asked):,} requests of {len(made.people):,} students for"
        f" {len(made.times):,} classes in {len(made.rounds)} rounds, seed {options.seed}.",
    )
    for name, line in sums.items():
        seconds = registration.seconds[name]
        result.add(f"round {name}: decisions_per_s", sum(line.here.values()) / seconds, "/s")
        for figure in FIGURES:
            told = f"registrar: {line.registrar[figure]:,}"
            result.add(f"round {name}: {figure}", line.here[figure], "requests", told)
    unanswered = len(registration.asked.keys() - registration.endings.keys())
    unforeseen = sum(line.here["unforeseen"] for line in sums.values())
    result.audit = {"unanswered": unanswered, "unforeseen": unforeseen, "unplaced": made.unplaced}
    return result


async def _register(
    installation: Measured, rows: list[demand_file.Row], made: Plan
) -> Registration:
    transport = SocketTransport(use_sockets=False)
    signer = load_signer(load_settings(installation.environment))
    gateway, sockets = installation.gateway_url, installation.socket_dir
    school = School(
        transport,
        teacher=f"{gateway}/api/teacher",
        student=f"{gateway}/api/student",
        data=f"unix://{sockets}/data_node.sock",
        queue=f"unix://{sockets}/queue_node.sock",
        internal=installation.internal_token,
        administrator=installation.bearer.removeprefix("Bearer "),
        sign=lambda student: _token(signer, student),
    )
    try:
        return await register(school, rows, made)
    finally:
        await transport.aclose()


def _token(signer: Signer, student: int) -> str:
    return signer.sign(
        {
            "aud": AUDIENCE,
            "sub": "0",
            "role": STUDENT,
            "pid": student,
            "name": f"student-{student}",
            "sid": "demand",
            "exp": int(time.time()) + LIFETIME,
        }
    )


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the registrar's report, CSV")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--students", type=int, default=0, help="0: four requests each or so")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write every class and round here")


if __name__ == "__main__":
    found = run(__doc__, measure, options, sys.argv[1:])
    sys.exit(1 if found.audit["unanswered"] or found.audit["unforeseen"] else 0)
