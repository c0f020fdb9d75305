"""Everybody logs in at once: how many get in a second, and what everybody else feels of it.

Through the gateway, as people come: user name, password and code of the second factor in one call.
The floor is the bare Argon2 function on all cores, before and after. Meanwhile others look into the
catalogue at a steady rate, and people who logged in before go on with their sessions.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import cast

import msgspec
import pyotp
import uvloop

from benchmarks import load, paced
from benchmarks.imports import bare_rate
from benchmarks.installation import Cost, Measured, cost_of, started
from benchmarks.load import Load
from benchmarks.paced import Paced
from benchmarks.results import Result, run
from benchmarks.students import gather

STORM_SECONDS = 12.0  # that so many logins take as the machine can check; longer than any may wait
MAKERS = 8  # accounts that are made at once
PASSWORD = "a-right-good-passphrase-{}"
READS_PER_S = 100.0
COME_WITHIN = 2.0  # seconds
IDLE_SECONDS = 5.0
PREPARED_STEPS = 4  # of the second factor, 30 seconds each
SESSIONS = 100  # people who are logged in before
REFRESHES_PER_S = 20.0
SECTIONS = 200
READERS = 50  # students who look into the catalogue
LONGEST_STORM = 80.0  # seconds
Port = tuple[str, int]


class Person:
    """Somebody who logs in; the requests are made beforehand, so that sending them costs little."""

    def __init__(self, username: str, password: str, secret: str) -> None:
        self._shown = {"username": username, "password": password}
        self._code = pyotp.TOTP(secret)
        self._requests: dict[int, bytes] = {}

    def prepare(self) -> None:
        """Make the requests of the coming minutes."""
        now = self._step()
        for step in range(now, now + PREPARED_STEPS):
            self._requests[step] = self._request(step)

    def login(self) -> bytes:
        """A login with the code of this moment."""
        step = self._step()
        return self._requests.get(step) or self._request(step)

    def _step(self) -> int:
        return int(time.time()) // self._code.interval

    def _request(self, step: int) -> bytes:
        shown = self._shown | {"totp_code": self._code.generate_otp(step)}
        return load.request("POST", "/api/auth/login", None, msgspec.json.encode(shown))


@dataclass(eq=False, slots=True)
class _Visit(asyncio.Protocol):
    """One request over a connection of its own; `answer` is status, head and body."""

    request: bytes
    answer: asyncio.Future[tuple[int, bytes, bytes]]
    received: bytes = b""
    transport: asyncio.Transport = field(init=False)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.received = received = self.received + data
        head = received.find(load.END_OF_HEAD)
        if head >= 0 and load.complete(received, head):
            self.transport.close()
            self.answer.set_result((int(received[9:12]), received[:head], received[head + 4 :]))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.answer.done():
            self.answer.set_exception(error or ConnectionError("closed by the server"))


@dataclass(slots=True)
class Storm:
    """What became of everybody.

    Attributes:
        waits: seconds of each login from the first try until being in.
        answers: how many answers of each kind; `busy` came with a place and a time.
    """

    waits: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def wait(self, share: float) -> float:
        """Seconds within which `share` of all were in."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def people(installation: Measured, count: int) -> list[Person]:
    """Students with a password and a second factor, made by the administrator."""
    bodies = [
        {
            "role": "student",
            "username": f"storm{number:05}",
            "name": f"Student {number}",
            "email": f"storm{number:05}@uni.example",
            "password": PASSWORD.format(number),
        }
        for number in range(count)
    ]
    shown = {"Authorization": installation.bearer}
    requests = [
        load.request("POST", "/api/auth/users", shown, msgspec.json.encode(body)) for body in bodies
    ]
    made = uvloop.run(load.send(gateway(installation), requests, MAKERS))
    if made.count(201) < count:
        raise RuntimeError(f"not everybody was made: {Counter(made.statuses)}")
    secrets = [msgspec.json.decode(body)["totp"]["secret"] for body in made.bodies]
    return [
        Person(body["username"], body["password"], secret)
        for body, secret in zip(bodies, secrets, strict=True)
    ]


def gateway(installation: Measured) -> Port:
    """Where people come in."""
    return ("127.0.0.1", installation.ports["gateway"])


async def storm(target: Port, everybody: Sequence[Person]) -> Storm:
    """Everybody logs in within a moment; who is told to wait comes again at the time told."""
    result = Storm()
    started = time.perf_counter()
    apart = COME_WITHIN / len(everybody)
    async with asyncio.timeout(LONGEST_STORM), asyncio.TaskGroup() as coming:
        for person in everybody:
            coming.create_task(_get_in(target, person, result))
            await asyncio.sleep(apart)
    result.seconds = time.perf_counter() - started
    return result


async def _get_in(target: Port, person: Person, result: Storm) -> None:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    while True:
        visit = _Visit(person.login(), loop.create_future())
        await load.connect(target, visit)
        status, head, body = await visit.answer
        problem = msgspec.json.decode(body)
        if status == 200:
            result.answers[problem["status"]] += 1
            result.waits.append(time.perf_counter() - began)
            return
        result.answers[problem.get("code", str(status))] += 1
        await asyncio.sleep(_retry_after(head))


def _retry_after(head: bytes) -> float:
    """Seconds after which the answer wants one to come again."""
    lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    return next(float(value) for name, _, value in lines if name == b"retry-after")


def reads(installation: Measured) -> list[bytes]:
    """What people who are in look at: the catalogue they have, and the seats since then."""
    crowd = gather(installation, READERS, SECTIONS, READERS)
    requests = []
    for token in crowd.tokens.values():
        shown = {"Authorization": f"Bearer {token}"}
        path = f"/api/student/catalogue/whole?term={crowd.term}"
        requests.append(load.request("GET", path, shown | {"Accept-Encoding": "gzip"}))
        requests.append(load.request("GET", "/api/student/catalogue?limit=20", shown))
    return requests


@dataclass(slots=True)
class Stormed:
    """A storm, and what went on beside it."""

    idle: Load
    storm: Storm
    meanwhile: Paced
    refreshed: Load
    cost: Cost


async def _weather(
    installation: Measured,
    everybody: Sequence[Person],
    sessions: Sequence[bytes],
    reader: Future[Paced],
) -> tuple[Storm, Paced, Load]:
    """The storm, until everybody is in; the sessions taken before are used meanwhile."""
    target = gateway(installation)
    refreshing = asyncio.create_task(paced.send(target, sessions, REFRESHES_PER_S, 8))
    stormed = await storm(target, everybody)
    refreshed = await refreshing
    return stormed, await asyncio.wrap_future(reader), refreshed.load


def measure(options: argparse.Namespace) -> Result:
    """Bare, idle, storm, bare."""
    with started() as installation, paced.processes(1) as apart:
        before = bare_rate()
        logins = options.logins or int(STORM_SECONDS * before)
        everybody = people(installation, logins + SESSIONS)
        early, late = everybody[:SESSIONS], everybody[SESSIONS:]
        asks = reads(installation)
        for person in late:
            person.prepare()
        logged_in = [person.login() for person in early]
        sessions = _refreshes(uvloop.run(load.send(gateway(installation), logged_in, MAKERS)))
        idle = _read(apart, installation, asks, IDLE_SECONDS).result()
        expected = len(late) / before
        with cost_of(installation) as cost:
            reader = _read(apart, installation, asks, max(1.0, 0.9 * expected))
            stormed, meanwhile, refreshed = uvloop.run(
                _weather(installation, late, sessions, reader)
            )
        bare = (before + bare_rate()) / 2
    return _result(bare, Stormed(idle.load, stormed, meanwhile, refreshed, cost))


def _refreshes(logins: Load) -> list[bytes]:
    tokens = [msgspec.json.decode(body)["refresh_token"] for body in logins.bodies]
    bodies = [msgspec.json.encode({"refresh_token": token}) for token in tokens]
    return [load.request("POST", "/api/auth/refresh", None, body) for body in bodies]


def _read(
    apart: ProcessPoolExecutor, installation: Measured, asks: list[bytes], seconds: float
) -> Future[Paced]:
    requests = paced.repeated(asks, int(READS_PER_S * seconds))
    return paced.send_apart(apart, gateway(installation), requests, READS_PER_S, 16)


def _result(bare: float, found: Stormed) -> Result:
    done, logins = found.storm, len(found.storm.waits)
    result = Result(
        "login",
        f"{logins:,} students come within {COME_WITHIN:.0f} seconds and log in through the"
        " gateway, password and second factor in one call; answers:"
        f" {dict(done.answers)}. Meanwhile {READS_PER_S:.0f} reads of the catalogue a second, and"
        " sessions that were taken before are refreshed. Floor: the bare Argon2 function on all"
        " cores.",
    )
    result.add("logins_per_s", logins / done.seconds, "/s", floor=bare)
    result.add("argon2_ratio", logins / done.seconds / bare, "of the floor", "≥ 0.9")
    idle, storm_p99 = found.idle.quantile_ms(0.99), found.meanwhile.load.quantile_ms(0.99)
    result.add("catalogue_p99_ratio", storm_p99 / idle, "× idle", "≤ 2")
    result.add("catalogue_p99_ms", storm_p99, "ms", floor=idle)
    for name, part in _parts(found.meanwhile.load).items():
        result.add(f"catalogue_p99_ms_{name}", part.quantile_ms(0.99), "ms", floor=idle)
    result.add("refresh_p99_ms", found.refreshed.quantile_ms(0.99), "ms")
    result.add("last_login_s", done.wait(1.0), "s")
    result.add("told_to_wait", done.answers["busy"], "answers")
    result.cpu_us = found.cost.per(logins) | {"reader": found.meanwhile.cpu / logins * 1e6}
    result.audit = {
        "reads failed": len(found.meanwhile.load.statuses) - found.meanwhile.load.count(200),
        "refreshes failed": len(found.refreshed.statuses) - found.refreshed.count(200),
        "answers other than in or busy": sum(
            count for name, count in done.answers.items() if name not in ("ok", "busy")
        ),
    }
    return result


def _parts(reads: Load) -> dict[str, Load]:
    """The reads while people come, and those while the ones who came wait for their turn."""
    first = int(COME_WITHIN * READS_PER_S)
    parts = {"coming": slice(0, first), "waiting": slice(first, None)}
    return {
        name: Load(reads.statuses[part], reads.bodies[part], reads.latencies[part])
        for name, part in parts.items()
    }


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument(
        "--logins", type=int, default=0, help=f"0: as many as take {STORM_SECONDS:.0f} seconds"
    )


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
