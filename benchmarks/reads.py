"""Readers of the catalogue while a rush runs: unchanged, changed, and the seats since a number.

All of them at once on one student node, straight at its socket: readers of a whole catalogue who
show the tag they have (304, and 200 with all of it whenever a description was changed), readers of
the seats since the number they have, and a steady rush of selections from a process of its own. How
old the counts are: from the decision until the first reader was told its change.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import msgspec
import uvloop

from benchmarks import load, paced
from benchmarks.bare import serving
from benchmarks.installation import Cost, Measured, cost_of, started
from benchmarks.load import Load
from benchmarks.paced import Paced
from benchmarks.readers import Read, read_on
from benchmarks.results import Result, run
from benchmarks.rush import Door, doors, open_pages, requests_of
from benchmarks.students import Crowd, gather

SECTIONS = 20_000
SECONDS = 15.0
TICKETS_PER_S = 500.0
STUDENTS = 2_000
CONDITIONAL_READERS, DELTA_READERS = 54, 18
TERM = "READS"
CHANGE_EVERY = 3.0  # seconds between two changes of a description
FLOOR_SECONDS = 3.0
GROWTH = (200, 2_000, 20_000)
GROWTH_SECONDS = 5.0
SETTLED = 2.0  # seconds after a change of much, and of the rush, before reading begins
LOOK_AGAIN = 0.02  # seconds


@dataclass(slots=True)
class Reading:
    """What readers got while a rush ran.

    Attributes:
        ages: seconds from decisions until a reader was told.
        memory_mb: of the student node, with the catalogue and everybody in it.
        start_s: how long the student node takes to be well after it was stopped.
    """

    conditional: Read = field(default_factory=Read)
    deltas: Read = field(default_factory=Read)
    ages: list[float] = field(default_factory=list)
    cost: Cost = field(default_factory=lambda: Cost({}))
    memory_mb: float = 0.0
    start_s: float = 0.0
    rush: Paced | None = None

    @property
    def together(self) -> Load:
        """All answers to readers."""
        latencies = self.conditional.latencies + self.deltas.latencies
        return Load(self.conditional.statuses + self.deltas.statuses, [], latencies, SECONDS)

    @property
    def failed(self) -> int:
        """How many answers were neither 200 nor 304."""
        return len(self.together.statuses) - self.together.count(200, 304)

    def age_ms(self, share: float) -> float:
        """How old counts are at most for `share` of the decisions."""
        ordered = sorted(self.ages)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def conditional(door: Door, term: str, token: str) -> Callable[[bytes], bytes]:
    """Asks for the whole catalogue unless it has the tag that the reader knows."""
    shown = {**door.headers, "Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
    path = f"{door.prefix}/catalogue/whole?term={term}"
    plain = load.request("GET", path, shown)
    start = plain[:-2]
    return lambda tag: b"%bIf-None-Match: %b\r\n\r\n" % (start, tag) if tag else plain


def deltas(door: Door, number: int, token: str) -> Callable[[bytes], bytes]:
    """Asks for the seats that changed since the number that the reader knows."""
    shown = {**door.headers, "Authorization": f"Bearer {token}"}
    begin, end = load.request("GET", f"{door.prefix}/catalogue/changes?after=*", shown).split(b"*")
    first = b"%d" % number
    return lambda known: b"%b%b%b" % (begin, known or first, end)


async def read_during_rush(
    installation: Measured, apart: ProcessPoolExecutor, crowd: Crowd, seconds: float
) -> Reading:
    """Readers and rush for so many seconds."""
    door = doors(installation)["direct"]
    found = Reading()
    section = _real_section(installation)
    number = await _number(door, crowd)
    tokens = itertools.cycle(crowd.tokens.values())
    kinds = [
        (
            [conditional(door, crowd.term, next(tokens)) for _ in range(CONDITIONAL_READERS)],
            found.conditional,
        ),
        ([deltas(door, number, next(tokens)) for _ in range(DELTA_READERS)], found.deltas),
    ]
    rush = paced.send_apart(apart, door.target, requests_of(crowd, door), TICKETS_PER_S)
    await asyncio.sleep(SETTLED)
    changing = asyncio.create_task(_change(installation, section))
    with cost_of(installation) as found.cost:
        await read_on(door.target, kinds, seconds)
    changing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await changing
    found.rush = await asyncio.wrap_future(rush)
    found.ages = _ages(await _decisions(installation, number), found.deltas)
    found.memory_mb = installation.memory_kb("student_node") / 1024
    return found


async def _number(door: Door, crowd: Crowd) -> int:
    """The newest change that the student node knows of, once it has loaded the new term."""
    await asyncio.sleep(SETTLED)
    token = next(iter(crowd.tokens.values()))
    shown = {**door.headers, "Authorization": f"Bearer {token}"}
    ask = load.request("GET", f"{door.prefix}/catalogue?limit=1", shown)
    page = await load.send(door.target, [ask], 1)
    return int(msgspec.json.decode(page.bodies[0])["number"])


def _real_section(installation: Measured) -> int:
    """A section of a term that is no rehearsal, whose description may change."""
    installation.staff("POST", "/api/teacher/terms", {"code": TERM, "name": "A real term"})
    course = {"term": TERM, "course": "C-1", "title": "A course"}
    wanted = {**course, "number": "1", "credits": 3, "capacity": 30}
    return int(installation.staff("POST", "/api/teacher/sections", wanted)["id"])


async def _change(installation: Measured, section: int) -> None:
    """Every few seconds a section gets another title, so that every tag is old."""
    for count in itertools.count():
        await asyncio.sleep(CHANGE_EVERY)
        path, change = f"/api/teacher/sections/{section}", {"title": f"Changed {count}"}
        await asyncio.to_thread(installation.staff, "PATCH", path, change)


async def _decisions(installation: Measured, after: int) -> list[tuple[int, float]]:
    """Number and Unix time of the decisions after change `after`, from the data node's feed."""
    found: list[tuple[int, float]] = []
    target = installation.socket_dir / "data_node.sock"
    shown = {"Internal-Token": installation.internal_token}
    while True:
        ask = load.request("GET", f"/internal/feed?after={after}&wait=0", shown)
        page = msgspec.json.decode((await load.send(target, [ask], 1)).bodies[0])
        found += [
            (event["number"], outcome["decided_at"])
            for event in page["events"]
            if event["kind"] == "outcomes"
            for outcome in event["body"]
        ]
        if not page["events"]:
            return found
        after = page["last"]


def _ages(decisions: list[tuple[int, float]], read: Read) -> list[float]:
    """Seconds from each decision until the first reader knew of its change, while they read."""
    ages, told = [], iter(sorted(read.numbers))
    at, number = next(told)
    first = at
    for change, decided in decisions:
        while number < change:
            at, number = next(told, (0.0, sys.maxsize))
        if number == sys.maxsize:
            break
        if decided >= first:
            ages.append(max(0.0, at - decided))
    return ages


def bare(seconds: float) -> Read:
    """As many readers of a bare route."""
    read = Read()
    ask = load.request("GET", "/catalogue/whole", {"If-None-Match": '"bare"'})
    readers = [lambda _tag: ask] * (CONDITIONAL_READERS + DELTA_READERS)
    with serving("benchmarks.bare_reads") as path:
        uvloop.run(read_on(path, [(readers, read)], seconds))
    return read


def read_once(sections: int, seconds: float) -> Reading:
    """An installation with so many sections, read while a rush runs."""
    tickets = int(TICKETS_PER_S * (seconds + 2 * SETTLED))
    with started() as installation, paced.processes(1) as apart:
        crowd = gather(installation, tickets, sections, STUDENTS)
        installation.stop("student_node")
        began = time.perf_counter()
        installation.start("student_node")
        start_s = time.perf_counter() - began
        installation.wait_until_all_well()
        open_pages(crowd, doors(installation)["direct"])
        found = uvloop.run(read_during_rush(installation, apart, crowd, seconds))
    found.start_s = start_s
    return found


def measure(options: argparse.Namespace) -> Result:
    """The usual size; with `--growth` smaller ones too."""
    floor = bare(FLOOR_SECONDS)
    found = {options.sections: read_once(options.sections, options.seconds)}
    if options.growth:
        smaller = [size for size in GROWTH if size not in found]
        found |= {size: read_once(size, GROWTH_SECONDS) for size in smaller}
    return _result(options, found, floor)


def _result(options: argparse.Namespace, sizes: dict[int, Reading], floor: Read) -> Result:
    found = sizes[options.sections]
    whole = found.conditional.load
    result = Result(
        "reads",
        f"{options.sections:,} sections; {CONDITIONAL_READERS} readers who show a tag and"
        f" {DELTA_READERS} who ask for seats since a number, at once, on one student node, for"
        f" {options.seconds:.0f} s, while {TICKETS_PER_S:.0f} selections a second go through it; a"
        f" description changes every {CHANGE_EVERY:.0f} s, so {whole.count(200):,} of"
        f" {len(whole.statuses):,} got the whole catalogue. Floor: a bare route that answers 304,"
        " with as many readers.",
    )
    bare_rate, bare_p99 = floor.load.per_second, floor.load.quantile_ms(0.99)
    result.add("conditional_per_s", whole.per_second, "/s", "≥ 6,000", bare_rate)
    result.add("deltas_per_s", found.deltas.load.per_second, "/s", "≥ 2,000", bare_rate)
    result.add("p99_ms", found.together.quantile_ms(0.99), "ms", "≤ 100", bare_p99)
    result.add("counts_age_p99_ms", found.age_ms(0.99), "ms", "≤ 1,000")
    for size, one in sorted(sizes.items()):
        result.add(f"conditional_per_s_{size}", one.conditional.load.per_second, "/s")
        result.add(f"p99_ms_{size}", one.together.quantile_ms(0.99), "ms")
        result.add(f"student_node_mb_{size}", one.memory_mb, "MB")
        result.add(f"student_node_start_s_{size}", one.start_s, "s")
    result.cpu_us = found.cost.per(len(found.together.statuses))
    result.audit = {
        "reads failed": sum(one.failed for one in sizes.values()),
        "selections not accepted": sum(
            len(one.rush.load.statuses) - one.rush.load.count(202)
            for one in sizes.values()
            if one.rush
        ),
    }
    return result


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--sections", type=int, default=SECTIONS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--growth", action="store_true", help="smaller catalogues too")


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
