"""How much machinery so many students need, reckoned second by second from measured costs.

`python -m benchmarks.capacity` prints the table of docs/capacity.md; with `--students` and other
options one reckons for another university. Nothing is measured here: what a login, a request and a
decision cost, on SQLite and on PostgreSQL, comes from docs/performance/figures.json, which
`make bench` writes.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

DOCS: Final = Path(__file__).parents[1] / "docs"
FIGURES: Final = DOCS / "performance" / "figures.json"
TEXT: Final = DOCS / "performance" / "capacity.md"  # with the names of figures in braces
UNIVERSITIES: Final = (1_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
BUSY: Final = 0.7  # of a process's second, so that a moment more than usual does not pile up
LONGEST: Final = 6 * 3600  # seconds that are reckoned
ANSWERED: Final = 0.99  # of all tickets
LARGEST_MACHINE: Final = 16  # cores
MEASURED: Final = (1_000, 10_000, 100_000)  # students, in the growth of a decision
COLUMNS: Final = (
    *("students", "gateways", "student nodes", "cores for logins", "memory for streams"),
    *("longest line", "longest wait", "99 in 100 answered", "store in"),
)
MICRO: Final = 1e-6  # seconds
SQLITE: Final = "SQLite"
POSTGRES: Final = "PostgreSQL"
MEASURED_ON_BOTH: Final = (  # benchmark, figure, words
    ("writers", "written_per_s", "tickets written down, and how they ended"),
    ("writers", "decided_per_s_1000", "tickets decided, 1,000 students"),
    ("writers", "decided_per_s_100000", "tickets decided, 100,000 students"),
    ("copies", "decided_per_s", "tickets of a rehearsal, its clients on the same two cores"),
)
ON_POSTGRES: Final = (1_000, 100_000)  # students, in the ledgers that were measured there


@dataclass(frozen=True, slots=True)
class Day:
    """A registration day.

    Attributes:
        half_within: seconds in which half of the students have come; of the rest half in as many
            again, and so on.
        before: share that has logged in and opened a page before it opens.
        tickets: requests of a student, one after the other in the same minute.
        reads: what a student asks of the catalogue meanwhile.
    """

    half_within: float = 60.0
    before: float = 0.7
    tickets: int = 5
    reads: int = 30

    def came(self, after: float) -> float:
        """The share of students that has come `after` seconds."""
        return 1 - math.pow(0.5, after / self.half_within)


USUAL: Final = Day()


@dataclass(frozen=True, slots=True)
class Writers:
    """What the writers of an engine need for a ticket, as measured.

    One transaction follows the other over all copies, so what limits them is time by the clock.

    Attributes:
        line: seconds by the clock, to write it down and how it ended.
        line_cpu: seconds of processors for that, the server's too.
        ledger, ledger_cpu: the same for a decision, with so many students.
    """

    line: float
    line_cpu: float
    ledger: Mapping[int, float]
    ledger_cpu: Mapping[int, float]


class Writing(NamedTuple):
    """The same with a certain number of students."""

    line: float
    line_cpu: float
    ledger: float
    ledger_cpu: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Processor seconds of one process each, as measured; memory in bytes.

    Attributes:
        login: auth node and gateway, for a login with password and second factor.
        first, later: by node, a student's first request (with a look at the token) and others.
        read: gateway and student node, for a question to the catalogue.
        decision: of the data node with so many students, as measured for three numbers of them.
        postgres: the writers of PostgreSQL, in place of what queue and data node do with SQLite.
        line_cpu: what of the queue node's is SQLite's.
        stream: memory of an open stream, at the student node and at the gateway.
    """

    login: Mapping[str, float]
    first: Mapping[str, float]
    later: Mapping[str, float]
    read: Mapping[str, float]
    decision: Mapping[int, float]
    postgres: Writers
    line_cpu: float
    stream: Mapping[str, float]

    def writers(self, engine: str, students: int, queue: float) -> Writing:
        """What a ticket costs the writers; `queue` is the queue node's share of it on SQLite."""
        if engine == SQLITE:
            deciding = drawn_on(self.decision, students)
            return Writing(queue, queue, deciding, deciding)
        there = self.postgres
        return Writing(
            line=max(there.line, queue),
            line_cpu=queue - self.line_cpu + there.line_cpu,
            ledger=drawn_on(there.ledger, students),
            ledger_cpu=drawn_on(there.ledger_cpu, students),
        )


def drawn_on(costs: Mapping[int, float], students: int) -> float:
    """The cost with so many students: measured ones on a line over the logarithm of the number."""
    points = [(math.log10(count), cost) for count, cost in costs.items()]
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in points)
    slope /= sum((x - middle_x) ** 2 for x, _ in points)
    return middle_y + slope * (math.log10(students) - middle_x)


def measured(figures: Mapping[str, Any]) -> Costs:
    """The costs in what `make bench` found."""
    results = figures["results"]
    rush, growth = results["rush"]["cpu_us"], results["rush_growth"]["cpu_us"]
    login, reads, ledger = (results[name]["cpu_us"] for name in ("login", "reads", "ledger"))
    passing_on = rush["gateway: gateway"] * MICRO
    nodes = ("queue_node", "student_node")
    writers, said = results["writers"]["cpu_us"], results["writers"]["figures"]
    return Costs(
        login={node: login[node] * MICRO for node in ("auth_node", "gateway")},
        first={node: growth[f"100,000 students: {node}"] * MICRO for node in nodes}
        | {"gateway": passing_on},
        later={node: growth[f"1,000 students: {node}"] * MICRO for node in nodes}
        | {"gateway": passing_on},
        read={"student_node": reads["student_node"] * MICRO, "gateway": passing_on},
        decision={
            count: ledger[f"{count:,} students and 2,000 sections"] * MICRO for count in MEASURED
        },
        postgres=Writers(
            line=1 / said["written_per_s"],
            line_cpu=_with_server(writers, "written"),
            ledger={count: 1 / said[f"decided_per_s_{count}"] for count in ON_POSTGRES},
            ledger_cpu={count: _with_server(writers, f"decided_{count}") for count in ON_POSTGRES},
        ),
        line_cpu=writers["written: node on SQLite"] * MICRO,
        stream={
            "student_node": results["events"]["figures"]["kb_per_stream"] * 1000,
            "gateway": results["events"]["figures"]["gateway_kb_per_stream"] * 1000,
        },
    )


def _with_server(cpu_us: Mapping[str, float], what: str) -> float:
    return (cpu_us[f"{what}: node"] + cpu_us[f"{what}: server"]) * MICRO


@dataclass(slots=True)
class Need:
    """What a day asks of an installation.

    Attributes:
        engine: what it is stored in: SQLite while all of it fits on one machine.
        gateways, student_nodes: copies, one core each, so that none is busier than `BUSY`.
        auth_cores: for Argon2, so that who comes in the first minute logs in within it.
        cores: for everything at the busiest second.
        longest_line: tickets that wait at the worst moment.
        longest_wait: seconds of a ticket.
        answered: seconds from the opening until 99 in 100 tickets have their answer.
        accepts, decides: tickets a second that the writers of line and ledger can take.
        streams: bytes for open streams.
    """

    students: int
    engine: str
    gateways: int = 1
    student_nodes: int = 1
    auth_cores: int = 1
    cores: int = 1
    longest_line: int = 0
    longest_wait: float = 0.0
    answered: int = 0
    accepts: float = 0.0
    decides: float = 0.0
    streams: float = 0.0


def reckon(students: int, costs: Costs, day: Day) -> Need:
    """What is needed on the engine that is right for so many."""
    need = reckon_on(SQLITE, students, costs, day)
    return need if need.cores <= LARGEST_MACHINE else reckon_on(POSTGRES, students, costs, day)


def reckon_on(engine: str, students: int, costs: Costs, day: Day) -> Need:
    """Second by second from the opening until 99 in 100 tickets have their answer."""
    share_first = 1 / day.tickets
    cost = {node: _mixed(costs, node, share_first) for node in costs.first}
    writing = costs.writers(engine, students, cost["queue_node"])
    need = Need(students, engine, streams=students * sum(costs.stream.values()))
    need.accepts, need.decides = BUSY / writing.line, BUSY / writing.ledger
    late = students * (1 - day.before) * day.came(60) / 60
    logins = late * costs.login["auth_node"]
    need.auth_cores = math.ceil(logins / BUSY)
    waiting = line = done = 0.0
    while done < ANSWERED * students * day.tickets and need.answered < LONGEST:
        come = students * (day.came(need.answered + 1) - day.came(need.answered))
        waiting += come * day.tickets
        accepted = min(waiting, need.accepts)
        line += accepted
        decided = min(line, need.decides)
        waiting, line, done = waiting - accepted, line - decided, done + decided
        need.longest_line = max(need.longest_line, round(waiting + line))
        wait = waiting / need.accepts + line / need.decides
        need.longest_wait = max(need.longest_wait, wait)
        reading = come * day.reads
        gateway = accepted * cost["gateway"] + reading * costs.read["gateway"]
        gateway += come * (1 - day.before) * costs.login["gateway"]
        student = accepted * cost["student_node"] + reading * costs.read["student_node"]
        need.gateways = max(need.gateways, math.ceil(gateway / BUSY))
        need.student_nodes = max(need.student_nodes, math.ceil(student / BUSY))
        writers = accepted * writing.line_cpu + decided * writing.ledger_cpu
        busy = gateway + student + writers + logins
        need.cores = max(need.cores, math.ceil(busy / BUSY))
        need.answered += 1
    return need


def _mixed(costs: Costs, node: str, share_first: float) -> float:
    return share_first * costs.first[node] + (1 - share_first) * costs.later[node]


def engine(need: Need) -> str:
    """What to store in, and on how many cores."""
    if need.engine == SQLITE:
        cores = max(2, 2 ** math.ceil(math.log2(need.cores)))
        return f"SQLite, one machine of {cores} cores"
    return f"PostgreSQL, {need.cores} cores on several machines"


def table(needs: list[Need]) -> str:
    """The needs as a table of Markdown."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|" + "---|" * len(COLUMNS)]
    lines += [
        f"| {need.students:,} | {need.gateways} | {need.student_nodes} | {need.auth_cores}"
        f" | {need.streams / 1e6:,.0f} MB | {need.longest_line:,} | {need.longest_wait:,.0f} s"
        f" | after {need.answered:,} s | {engine(need)} |"
        for need in needs
    ]
    return "\n".join(lines) + "\n"


def page(figures: Mapping[str, Any]) -> str:
    """docs/capacity.md."""
    day, costs = USUAL, measured(figures)
    needs = [reckon(students, costs, day) for students in UNIVERSITIES]
    return TEXT.read_text().format(
        table=table(needs),
        half=f"{day.half_within:g}",
        before=f"{100 * day.before:g}",
        tickets=day.tickets,
        reads=day.reads,
        busy=f"{100 * BUSY:g}",
        accepts=f"{needs[-1].accepts:,.0f}",
        decides=f"{needs[-1].decides:,.0f}",
        login=f"{1000 * costs.login['auth_node']:.0f}",
        measured=measured_table(figures["results"]),
    )


def measured_table(results: Mapping[str, Any]) -> str:
    """What was measured on each engine in the same run, as a table of Markdown."""
    lines = [f"| measured, a second | {POSTGRES} | {SQLITE} |", "|---|---:|---:|"]
    for benchmark, name, words in MEASURED_ON_BOTH:
        detail = results[benchmark]["detail"]
        (found,) = (figure for figure in detail if figure["name"] == name)
        lines.append(f"| {words} | {found['value']:,.0f} | {found['floor']:,.0f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the page or a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, nargs="*", default=list(UNIVERSITIES))
    parser.add_argument("--half-within", type=float, default=USUAL.half_within)
    parser.add_argument("--before", type=float, default=USUAL.before)
    parser.add_argument("--tickets", type=int, default=USUAL.tickets)
    parser.add_argument("--reads", type=int, default=USUAL.reads)
    parser.add_argument("--page", action="store_true", help="docs/capacity.md")
    given = parser.parse_args()
    figures = json.loads(FIGURES.read_text())
    if given.page:
        print(page(figures), end="")
        return
    day = Day(given.half_within, given.before, given.tickets, given.reads)
    costs = measured(figures)
    print(table([reckon(students, costs, day) for students in given.students]), end="")


if __name__ == "__main__":
    main()
