"""A copy that takes connections and says nothing costs one call its patience, and no other."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from backend.common import targets, trying
from backend.common.client import SocketClient
from backend.common.settings import Settings
from backend.common.transport import ServiceAway, SocketTransport
from tests.system.installation import free_port

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
FIRST_WITHIN = 0.3  # seconds
PATIENCE = 4 * FIRST_WITHIN  # seconds


class Copies:
    """Two copies of the data node, of which the first can be frozen.

    Attributes:
        asked: which copy was asked for what.
    """

    def __init__(self) -> None:
        self.ports = [free_port(), free_port()]
        self.asked: Counter[tuple[int, bytes]] = Counter()
        self.awake = asyncio.Event()
        self.awake.set()
        urls = ",".join(f"http://127.0.0.1:{port}" for port in self.ports)
        settings = Settings(use_sockets=False, data_node_url=urls)
        self.client = SocketClient("x" * 32, transport=SocketTransport(settings=settings))

    async def serve(self, copy: int) -> asyncio.Server:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            request = await reader.readuntil(b"\r\n\r\n")
            self.asked[copy, request.split()[1]] += 1
            if copy == 0:
                await self.awake.wait()
            writer.write(ANSWER)
            writer.close()

        return await asyncio.start_server(answer, "127.0.0.1", self.ports[copy])

    async def get(self, calls: int = 8) -> list[float]:
        """How long each of some calls took."""
        loop, seconds = asyncio.get_running_loop(), []
        for _ in range(calls):
            began = loop.time()
            asked = await self.client.get("data_node", "/terms", timeout=PATIENCE)
            assert asked.status_code == 200
            seconds.append(loop.time() - began)
        return seconds


@pytest.fixture
async def copies(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Copies]:
    monkeypatch.setattr(trying, "FIRST_COPY_WITHIN", FIRST_WITHIN)
    monkeypatch.setattr(trying, "SILENT_AFTER", FIRST_WITHIN / 3)
    monkeypatch.setattr(targets, "PROBE_TIMEOUT", 0.1)
    made = Copies()
    servers = [await made.serve(copy) for copy in (0, 1)]
    yield made
    made.awake.set()
    await made.client.aclose()
    for server in servers:
        server.close()


async def test_one_call_waits_and_is_answered_elsewhere_and_the_next_do_not_wait(
    copies: Copies,
) -> None:
    await copies.get()
    assert copies.asked[0, b"/terms"] == copies.asked[1, b"/terms"], "the control: they take turns"
    copies.awake.clear()
    copies.asked.clear()
    seconds = await copies.get()
    assert sorted(took > FIRST_WITHIN / 2 for took in seconds) == [False] * 7 + [True]
    assert copies.asked[0, b"/terms"] == 1


async def test_it_is_asked_again_when_it_answers(copies: Copies) -> None:
    copies.awake.clear()
    await copies.get()
    copies.awake.set()
    async with asyncio.timeout(5):
        while copies.asked[0, b"/terms"] < 3:
            await copies.get(2)


async def test_a_repeat_that_was_not_needed_is_there_for_the_next(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets.RetryBudget, "RESERVE", 1.0)
    await copies.get()
    copies.awake.clear()
    seconds = await copies.get()
    assert FIRST_WITHIN / 2 < max(seconds) < PATIENCE / 2


@pytest.mark.parametrize(
    ("method", "reserve", "cut"), [("GET", 100.0, True), ("GET", 0.0, False), ("PUT", 100.0, False)]
)
async def test_what_changes_something_or_has_no_repeat_left_gets_the_whole_time(
    method: str, reserve: float, cut: bool, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets.RetryBudget, "RESERVE", reserve)
    copies.awake.clear()
    asking = {
        asyncio.create_task(copies.client.request(method, "data_node", "/terms", timeout=PATIENCE))
        for _ in range(2)
    }
    answered, waiting = await asyncio.wait(asking, timeout=2 * FIRST_WITHIN)
    assert len(answered) == (2 if cut else 1)
    copies.awake.set()
    await asyncio.gather(*waiting)


@pytest.mark.parametrize(("seconds", "cut"), [(15.0, 3.75), (10.0, 2.5), (5.0, 2.0), (20.0, 20.0)])
async def test_the_first_copy_has_a_quarter_of_the_time_and_not_less_than_some(
    seconds: float, cut: float, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "FIRST_COPY_WITHIN", 2.0)
    transport = copies.client.transport
    tries = trying.Trying(transport, "data_node", targets.RetryBudget(), seconds, None)
    assert tries.begin("http://127.0.0.1:9", hasty=True) == pytest.approx(cut, abs=0.1)
    tries.end()


async def test_what_must_not_arrive_twice_is_asked_once(copies: Copies) -> None:
    copies.awake.clear()
    answers = await asyncio.gather(
        *(copies.client.post("data_node", "/login", timeout=FIRST_WITHIN) for _ in range(2)),
        return_exceptions=True,
    )
    assert sorted(isinstance(answer, ServiceAway) for answer in answers) == [False, True]
    assert copies.asked[0, b"/login"] == copies.asked[1, b"/login"] == 1


async def test_while_one_waits_for_it_others_are_served(copies: Copies) -> None:
    copies.awake.clear()
    waiting = {asyncio.create_task(copies.client.post("data_node", "/login")) for _ in range(2)}
    answered, waiting = await asyncio.wait(waiting, timeout=FIRST_WITHIN)
    assert (len(answered), len(waiting)) == (1, 1), "the control: it is waited for"
    for _ in range(8):
        assert (await copies.client.post("data_node", "/login", timeout=5)).status_code == 200
    copies.awake.set()
    await asyncio.gather(*waiting)


async def test_one_that_is_alone_is_waited_for(copies: Copies) -> None:
    alone = Settings(use_sockets=False, data_node_url=f"http://127.0.0.1:{copies.ports[0]}")
    client = SocketClient("x" * 32, transport=SocketTransport(settings=alone))
    copies.awake.clear()
    asking = asyncio.create_task(client.get("data_node", "/terms"))
    assert not (await asyncio.wait({asking}, timeout=2 * FIRST_WITHIN))[0]
    copies.awake.set()
    assert (await asking).status_code == 200
    await client.aclose()
