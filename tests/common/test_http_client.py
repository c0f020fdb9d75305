"""Our HTTP client against a server that says exactly what a test wants, on both event loops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from backend.common.http_answer import HIGH_WATER
from backend.common.http_pool import POOL_SIZE
from backend.common.http_request import request_bytes
from backend.common.settings import Settings
from backend.common.transport import ServiceAway, SocketTransport

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nX-A: 2\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
OTHERS = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nothers"


class Server:
    """Answers each request with the next thing that `talk` says.

    Attributes:
        connections: how many were made.
        ended: set when a client has hung up.
    """

    def __init__(self, path: Path, talk: Talk) -> None:
        self.url = f"unix://{path}"
        self.connections = 0
        self.ended = asyncio.Event()
        self._talk = talk

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                await self._talk(reader, writer)
                await writer.drain()
        self.ended.set()
        writer.close()


async def _connected(server: Server, count: int) -> None:
    """Wait until so many connections were made."""
    async with asyncio.timeout(5):
        while server.connections < count:
            await asyncio.sleep(0)


@asynccontextmanager
async def serving(path: Path, talk: Talk) -> AsyncIterator[tuple[Server, SocketTransport]]:
    made = Server(path / "x.sock", talk)
    transport = SocketTransport(False, Settings())
    server = await asyncio.start_unix_server(made.serve, path / "x.sock")
    try:
        yield made, transport
    finally:
        await transport.aclose()
        server.close()


def says(*answers: bytes, hang_up: bool = False) -> Talk:
    """Each answer once, the last one for ever."""
    left = list(answers)

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])
        if hang_up:
            await writer.drain()
            writer.close()

    return talk


async def says_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"never")


async def test_a_connection_is_kept(tmp_path: Path) -> None:
    async with serving(tmp_path, says(HELLO)) as (server, transport):
        for _ in range(3):
            answer = await transport.request("GET", server.url)
            assert (answer.status_code, answer.text) == (200, "hello")
            assert answer.headers["x-a"] == "1"
            assert list(answer.headers.items())[1:] == [("X-A", "1"), ("X-A", "2")]
        assert server.connections == 1


@pytest.mark.parametrize(
    ("method", "said", "body"),
    [
        ("GET", CHUNKED, "abc"),
        ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", ""),
        ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", ""),
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", ""),
        ("POST", b"HTTP/1.1 100 Continue\r\n\r\n" + HELLO, "hello"),
    ],
)
async def test_every_framing_is_understood_and_the_connection_kept(
    tmp_path: Path, method: str, said: bytes, body: str
) -> None:
    async with serving(tmp_path, says(said)) as (server, transport):
        for _ in range(2):
            assert (await transport.request(method, server.url)).text == body
        assert server.connections == 1


async def test_an_answer_may_end_with_its_connection(tmp_path: Path) -> None:
    said = b"HTTP/1.1 200 OK\r\n\r\nhello"
    async with serving(tmp_path, says(said, hang_up=True)) as (server, transport):
        assert (await transport.request("GET", server.url)).text == "hello"
        assert (await transport.request("GET", server.url)).text == "hello"
        assert server.connections == 2


async def test_a_cut_off_answer_is_none(tmp_path: Path) -> None:
    async with serving(tmp_path, says(HELLO[:-1], hang_up=True)) as (server, transport):
        with pytest.raises(ServiceAway, match="ended before the answer") as caught:
            await transport.request("GET", server.url, service="data_node")
        assert caught.value.sent


@pytest.mark.parametrize("rest", [OTHERS, OTHERS[:9], b"garbage"])
async def test_bytes_that_nobody_asked_for_are_nobodys_answer(tmp_path: Path, rest: bytes) -> None:
    async with serving(tmp_path, says(HELLO + rest, HELLO)) as (server, transport):
        for _ in range(3):
            assert (await transport.request("GET", server.url)).text == "hello"
        assert server.connections == 2


async def test_what_is_no_http_is_an_error(tmp_path: Path) -> None:
    async with serving(tmp_path, says(b"220 mail.example ESMTP\r\n")) as (server, transport):
        with pytest.raises(ServiceAway, match="no HTTP"):
            await transport.request("GET", server.url)


async def test_a_call_costs_its_deadline_and_its_connection(tmp_path: Path) -> None:
    async with serving(tmp_path, says_nothing) as (server, transport):
        started = asyncio.get_running_loop().time()
        with pytest.raises(ServiceAway, match="no answer in time") as caught:
            await transport.request("GET", server.url, timeout=0.2)
        assert 0.19 <= asyncio.get_running_loop().time() - started < 1
        assert caught.value.sent
        await asyncio.wait_for(server.ended.wait(), 5)


async def test_who_is_cancelled_leaves_no_answer_to_others(tmp_path: Path) -> None:
    async with serving(tmp_path, says_nothing) as (server, transport):
        call = asyncio.create_task(transport.request("GET", server.url))
        await _connected(server, 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await asyncio.wait_for(server.ended.wait(), 5)


async def test_a_connection_that_the_server_gave_up_is_not_used(tmp_path: Path) -> None:
    async with serving(tmp_path, says(HELLO, hang_up=True)) as (server, transport):
        for _ in range(5):
            assert (await transport.request("POST", server.url)).text == "hello"
            await asyncio.sleep(0.01)
        assert server.connections == 5


async def test_more_callers_than_connections_wait_in_their_order(tmp_path: Path) -> None:
    async with serving(tmp_path, says(HELLO)) as (server, transport):
        begun: list[int] = []

        async def call(number: int) -> None:
            async with transport.open("GET", server.url):
                begun.append(number)

        await asyncio.gather(*(call(number) for number in range(2 * POOL_SIZE)))
        begun.clear()
        await asyncio.gather(*(call(number) for number in range(4 * POOL_SIZE)))
        assert server.connections == POOL_SIZE
        late = [place - number for place, number in enumerate(begun)]
        assert max(late) < POOL_SIZE, "nobody is overtaken by more than are under way"


async def test_who_waits_in_vain_for_a_connection_was_not_sent(tmp_path: Path) -> None:
    async with serving(tmp_path, says_nothing) as (server, transport):
        calls = [
            asyncio.create_task(transport.request("GET", server.url)) for _ in range(POOL_SIZE)
        ]
        await asyncio.sleep(0)
        with pytest.raises(ServiceAway, match="busy") as caught:
            await transport.request("GET", server.url, timeout=0.2)
        assert not caught.value.sent
        with pytest.raises(ServiceAway) as unanswered:
            await transport.request("GET", server.url, timeout=0.2, lasting=True)
        assert unanswered.value.sent, "calls that are long in coming take nobody's connection"
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)


async def test_who_waits_when_the_client_is_closed_is_told(tmp_path: Path) -> None:
    async with serving(tmp_path, says_nothing) as (server, transport):
        calls = [
            asyncio.create_task(transport.request("GET", server.url)) for _ in range(POOL_SIZE + 9)
        ]
        await _connected(server, POOL_SIZE)
        await transport.aclose()
        async with asyncio.timeout(2):
            ended = await asyncio.gather(*calls, return_exceptions=True)
        assert all(isinstance(error, ServiceAway) for error in ended)
        assert sum("closed" in str(error) for error in ended) == 9


async def test_a_stream_is_read_no_faster_than_it_is_taken(tmp_path: Path) -> None:
    given = 0

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal given
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 33554432\r\n\r\n")
        for _ in range(512):
            writer.write(bytes(65536))
            given += 65536
            await writer.drain()

    async with serving(tmp_path, talk) as (server, transport):
        async with transport.open("GET", server.url) as answer:
            await asyncio.sleep(0.3)
            assert 0 < given < 8 * HIGH_WATER
            assert sum([len(piece) async for piece in answer.content.iter_any()]) == 33554432
        async with transport.open("GET", server.url) as answer:
            assert len(await answer.read()) == 33554432
        assert server.connections == 1


async def test_a_stream_that_is_left_early_ends_its_connection(tmp_path: Path) -> None:
    begun = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun"
    async with serving(tmp_path, says(begun)) as (server, transport):
        async with transport.open("GET", server.url) as answer:
            assert answer.status == 200
        await asyncio.wait_for(server.ended.wait(), 5)


def test_a_line_break_in_a_header_is_refused() -> None:
    with pytest.raises(ValueError, match="line break"):
        request_bytes("GET", "x", "/", {"A": "1\r\nInternal-Token: 2"}, None)


def test_a_path_cannot_become_another_request() -> None:
    sent = request_bytes("GET", "x", "/a b\r\nX: 1#é?q=%20", {}, None)
    assert sent == b"GET /a%20b%0D%0AX:%201%23%C3%A9?q=%20 HTTP/1.1\r\nHost: x\r\n\r\n"
