"""What machines and clients do to one installation: locked files, repeats, slowness, crowds."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from statistics import quantiles

import pytest

from backend.common.services import SERVICES
from tests.faults.crowd import Crowd
from tests.faults.supervised import Supervised, passed, until
from tests.system.command_line import COMMAND, CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD

ROOM = ("--students", "250", "--sections", "10", "--seats", "20", "--requests-per-student", "1")
RUSH = ("--students", "300", "--sections", "10", "--seats", "15", "--requests-per-student", "4")
LOCKED = 8.0  # seconds
REPEATS = 50
SLOW = 500  # clients
SLOW_FOR = 4.0  # seconds
FAST = 1.5  # seconds at most for 95 % of those who are not slow
AT_ONCE = 5000  # connections
PATIENCE = 100  # seconds
WELL_WITHIN = 10.0  # seconds

Client = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(scope="module")
def registrar(over_sockets: Supervised, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    line = CommandLine(over_sockets.environment, tmp_path_factory.mktemp("registrar"))
    done = line("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
    assert done.returncode == 0, done.stderr
    return line


@pytest.fixture(scope="module")
def crowd(over_sockets: Supervised, registrar: CommandLine) -> Iterator[Crowd]:
    term = registrar.json("rehearse", *ROOM, "--keep")["term"]
    yield Crowd(over_sockets.ports["gateway"], term)
    assert registrar("rehearse", "--remove", term).returncode == 0


@pytest.fixture(autouse=True)
def well_again(over_sockets: Supervised) -> Iterator[None]:
    """After each fault everything is well again without a hand."""
    yield
    for service in SERVICES:
        until(lambda name=service.name: _is_well(over_sockets, name), WELL_WITHIN)  # type: ignore[misc]


def _is_well(installation: Supervised, service: str) -> bool:
    return (installation.health(service) or {}).get("status") == "ok"


def test_databases_that_another_program_locks_are_waited_for(
    over_sockets: Supervised, registrar: CommandLine
) -> None:
    folder = Path(over_sockets.environment["DATA_DIR"])
    before = registrar.json("selection", "state")["last_number"]
    rush = subprocess.Popen(
        [COMMAND, "rehearse", "--json", *RUSH],
        env=registrar.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: registrar.json("selection", "state")["last_number"] > before + 50)
    with ExitStack() as locked:
        for name in ("data", "queue"):
            held = locked.enter_context(closing(sqlite3.connect(folder / f"{name}.db", timeout=9)))
            held.execute("BEGIN EXCLUSIVE")
        under_way = rush.poll() is None
        accepted = registrar.json("selection", "state")["last_number"]
        time.sleep(LOCKED)
        assert registrar.json("selection", "state")["last_number"] == accepted, "the control"
    stdout, stderr = rush.communicate(timeout=PATIENCE)
    assert rush.returncode == 0, stdout + stderr
    passed(stdout)
    assert under_way, "it was over before the databases were locked"


def test_one_request_that_comes_fifty_times_has_one_ticket_also_after_a_crash(
    over_sockets: Supervised, crowd: Crowd
) -> None:
    token = next(iter(crowd.looks()))[1]["Authorization"].removeprefix("Bearer ")
    before = _tickets(crowd, token)
    with ThreadPoolExecutor(REPEATS) as threads:
        asked = list(threads.map(lambda _: crowd.ask(token, "again-7"), range(REPEATS)))
    assert {each.status for each in asked} <= {202, 429}
    (ticket,) = {each.body["id"] for each in asked if each.status == 202}
    for service in ("queue_node", "data_node"):
        over_sockets.kill(service)
    later = crowd.ask(token, "again-7")
    assert (later.status, later.body["id"]) == (202, ticket)
    until(lambda: not crowd.undecided())
    assert sorted(_tickets(crowd, token)) == sorted([*before, ticket])


def _tickets(crowd: Crowd, token: str) -> list[str]:
    return [each["id"] for each in crowd.send("GET", "student/selections", token)[1]["items"]]


async def test_clients_that_are_slow_hold_up_nobody_else(crowd: Crowd) -> None:
    shown = [header["Authorization"] for _, header in crowd.looks()]
    heads = [_dribble(b"GET /api/student/terms HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 99)]
    post = b"POST /api/student/selections HTTP/1.1\r\nHost: x\r\nContent-Length: 400\r\n"
    bodies = [_dribble(b"{" + b" " * 99, post + b"Content-Type: application/json\r\n\r\n")]
    listeners = [_listen_slowly(token) for token in shown]
    kinds = (heads, bodies, listeners)
    async with asyncio.TaskGroup() as slow:
        clients = [
            slow.create_task(_connected(crowd.port, kinds[n % 3][n % len(kinds[n % 3])]))
            for n in range(SLOW)
        ]
        await asyncio.sleep(1)
        waits = []
        until_then = time.monotonic() + SLOW_FOR
        while (began := time.monotonic()) < until_then:
            assert (await asyncio.to_thread(crowd.ask_next)).status in (202, 429)
            waits.append(time.monotonic() - began)
        still = sum(not client.done() for client in clients)
        for client in clients:
            client.cancel()
    assert still > 0.9 * SLOW, "the control: they were there all the time"
    assert len(waits) > 10
    assert quantiles(waits, n=20, method="inclusive")[-1] < FAST


async def test_of_five_thousand_who_come_at_once_each_is_answered(crowd: Crowd) -> None:
    shown = [header["Authorization"] for _, header in crowd.looks()]
    sections = [section for section, _ in crowd.looks()]
    arrived = asyncio.Event()
    answers: list[tuple[int, dict[str, object]]] = []

    async def ask(n: int) -> None:
        body = json.dumps({"action": "select", "section_id": sections[n % 10]})
        head = [
            "POST /api/student/selections HTTP/1.1",
            "Host: x",
            "Connection: close",
            f"Authorization: {shown[n % len(shown)]}",
            f"Idempotency-Key: crowd-of-5000-{n}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
        reader, writer = await asyncio.open_connection("127.0.0.1", crowd.port)
        connected.append(n)
        await arrived.wait()
        writer.write(("\r\n".join(head) + "\r\n\r\n" + body).encode())
        answer = await reader.read()
        writer.close()
        status, _, rest = answer.partition(b"\r\n\r\n")
        answers.append((int(status.split()[1]), json.loads(rest)))

    connected: list[int] = []
    asking = [asyncio.create_task(ask(n)) for n in range(AT_ONCE)]
    async with asyncio.timeout(PATIENCE):
        while len(connected) < AT_ONCE:
            await asyncio.sleep(0.05)
        arrived.set()
        await asyncio.gather(*asking)
    found = Counter((status, str(body.get("code", ""))) for status, body in answers)
    assert {status for status, _ in found} <= {202, 429, 503}, found
    assert all(code for status, code in found if status != 202), "who is refused is told why"
    accepted = [str(body["id"]) for status, body in answers if status == 202]
    assert len(accepted) == len(set(accepted)) > 0
    await asyncio.to_thread(until, lambda: crowd.decided() >= set(accepted))


async def _connected(port: int, client: Client) -> None:
    with suppress(OSError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await client(reader, writer)
        finally:
            writer.close()


def _dribble(slowly: bytes, at_once: bytes = b"") -> Client:
    async def client(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(at_once)
        for at in range(len(slowly)):
            writer.write(slowly[at : at + 1])
            await asyncio.sleep(1)

    return client


def _listen_slowly(shown: str) -> Client:
    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = f"GET /api/student/events HTTP/1.1\r\nHost: x\r\nAuthorization: {shown}\r\n\r\n"
        writer.write(head.encode())
        while await reader.read(1):
            await asyncio.sleep(1)

    return client
