"""Routes answered in one piece: a client sees no difference, whatever it sends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
import uvicorn
from fastapi import Request, Response

from backend.common import http_server
from backend.common.errors import Refused
from backend.common.guarded import MIB, USUAL_BODY, GuardedApp
from backend.common.http_server import QuickProtocol, answer_bytes
from backend.common.whole_request import WholeRequest
from tests.conftest import INTERNAL

SHOWN = f"Internal-Token: {INTERNAL}\r\n"
WITHIN = 5.0  # seconds


class Echo:
    """Routes that say what they got; `hold` keeps an answer back until `go` is set."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.go = asyncio.Event()
        self.quick = 0

    async def echo(self, request: Request) -> Response:
        self.quick += type(request) is not Request
        return Response(
            await request.body() + b"|" + request.url.query.encode(),
            headers={"X-Said": request.headers.get("x-say", "")},
        )

    async def hold(self, request: Request) -> Response:
        self.asked.set()
        await self.go.wait()
        return Response(b"held")

    async def refuse(self, request: Request) -> Response:
        raise Refused("too_many_requests", retry_after=7)

    async def fall(self, request: Request) -> Response:
        raise RuntimeError("fell")

    async def nothing(self, request: Request) -> Response:
        return Response(status_code=204)

    async def broken(self, request: Request) -> Response:
        return Response(b"", headers={"X-Said": "two\r\nlines"})

    def at_once(self, request: WholeRequest) -> Response | None:
        text = request.headers.get("x-say")
        if text == "refuse":
            raise Refused("too_many_requests", retry_after=7)
        if text == "fall":
            raise RuntimeError("fell")
        return Response(b"at once") if text else None

    def app(self) -> GuardedApp:
        """The routes, each quick and the first one also as FastAPI has it."""
        app = GuardedApp(internal_token=INTERNAL, large_bodies={"/slow/echo": 10 * MIB})
        for route in (self.hold, self.refuse, self.fall, self.nothing, self.broken):
            app.serve_fast("GET", f"/{route.__name__}", route)
        app.serve_fast("POST", "/echo", self.echo)
        app.serve_fast("GET", "/ready", self.echo, self.at_once)
        app.post("/slow/echo")(self.echo)
        return app


@asynccontextmanager
async def serving(
    echo: Echo, folder: Path, keep_alive: int = 75
) -> AsyncIterator[tuple[Path, uvicorn.Server]]:
    path = folder / "s"
    config = uvicorn.Config(
        echo.app(),
        uds=str(path),
        http=QuickProtocol,
        ws="none",
        lifespan="off",
        timeout_keep_alive=keep_alive,
        log_config=None,
        server_header=False,
        date_header=False,
        proxy_headers=False,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())  # without signal handlers
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield path, server
    finally:
        echo.go.set()
        server.should_exit = True
        async with asyncio.timeout(WITHIN):
            await task


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def path(echo: Echo, tmp_path: Path) -> AsyncIterator[Path]:
    async with serving(echo, tmp_path) as (path, _):
        yield path


async def say(path: Path, *pieces: bytes) -> bytes:
    """Everything that comes back until the server closes; the last request asks it to."""
    reader, writer = await asyncio.open_unix_connection(str(path))
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0)
    async with asyncio.timeout(WITHIN):
        answer = await reader.read()
    writer.close()
    return answer


def post(path: str, body: bytes = b"", *lines: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{SHOWN}Content-Length: {len(body)}\r\n"
    return (head + "".join(f"{line}\r\n" for line in lines) + "\r\n").encode() + body


def get(path: str, *lines: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: x\r\n{SHOWN}"
        + "".join(f"{line}\r\n" for line in lines)
        + "\r\n"
    ).encode()


CLOSE = "Connection: close"


def echo_with(lines: str, body: str) -> str:
    return f"POST /echo HTTP/1.1\r\nHost: x\r\n{SHOWN}{lines}\r\n{CLOSE}\r\n\r\n{body}"


async def test_the_quick_answer_is_the_one_the_framework_gives(echo: Echo, path: Path) -> None:
    quick = await say(path, post("/echo?a=%20b", b"body", "X-Say: hello", CLOSE))
    slow = await say(path, post("/slow/echo?a=%20b", b"body", "X-Say: hello", CLOSE))
    assert sorted(quick.lower().split(b"\r\n")) == sorted(slow.lower().split(b"\r\n"))
    assert quick.endswith(b"body|a=%20b")
    assert b"X-Said: hello".lower() in quick.lower()
    assert echo.quick == 1


async def test_a_connection_is_kept_and_pipelined_requests_are_answered_in_order(
    path: Path,
) -> None:
    answer = await say(
        path, post("/echo", b"one") + post("/echo", b"two"), post("/echo", b"3", CLOSE)
    )
    bodies = [part.partition(b"\r\n\r\n")[2] for part in answer.split(b"HTTP/1.1 200 OK\r\n")[1:]]
    assert bodies == [b"one|", b"two|", b"3|"]


async def test_an_answer_that_is_held_holds_those_behind_it(echo: Echo, path: Path) -> None:
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(get("/hold") + post("/echo", b"after", CLOSE))
    await asyncio.wait_for(echo.asked.wait(), WITHIN)
    assert echo.quick == 0
    echo.go.set()
    answer = await asyncio.wait_for(reader.read(), WITHIN)
    writer.close()
    assert answer.index(b"held") < answer.index(b"after|")


async def test_a_body_may_come_in_pieces(path: Path) -> None:
    whole = post("/echo", b"0123456789", CLOSE)
    assert (await say(path, *(whole[i : i + 7] for i in range(0, len(whole), 7)))).endswith(
        b"0123456789|"
    )


@pytest.mark.parametrize(
    "request_",
    [
        echo_with("Transfer-Encoding: chunked", "4\r\nbody\r\n0\r\n\r\n"),
        echo_with("Content-Length: 4\r\nExpect: 100-continue", "body"),
    ],
    ids=["chunked", "expect"],
)
async def test_what_is_not_plain_goes_the_usual_way(echo: Echo, path: Path, request_: str) -> None:
    assert (await say(path, request_.encode())).endswith(b"body|")
    assert echo.quick == 0


async def test_an_old_client_is_answered_and_hung_up_on(path: Path) -> None:
    answer = await say(path, f"GET /nothing HTTP/1.0\r\n{SHOWN}\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 204 No Content\r\n")
    assert b"connection: close" in answer
    assert b"content-length" not in answer


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (get("/refuse", CLOSE), 429, b"too_many_requests"),
        (get("/fall", CLOSE), 500, b"internal_error"),
        (
            b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            403,
            b"caller_not_internal",
        ),
        (
            f"POST /echo HTTP/1.1\r\nHost: x\r\n{SHOWN}Content-Length: {USUAL_BODY + 1}\r\n"
            f"{CLOSE}\r\n\r\n".encode(),
            413,
            b"body_too_large",
        ),
    ],
)
async def test_what_is_refused_is_a_problem(
    path: Path, request_: bytes, status: int, code: bytes
) -> None:
    answer = await say(path, request_)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b'"code":"%b"' % code in answer


async def test_what_is_no_quick_route_is_left_to_the_framework(path: Path) -> None:
    for request in (post("/nowhere", b"", CLOSE), post("/nothing", b"", CLOSE)):
        assert (await say(path, request)).startswith(b"HTTP/1.1 404 ")


async def test_retry_after_is_said(path: Path) -> None:
    assert b"retry-after: 7" in await say(path, get("/refuse", CLOSE))


async def test_a_header_line_never_becomes_two(path: Path) -> None:
    assert await say(path, get("/broken", CLOSE)) == b""


async def test_a_client_that_leaves_disturbs_nobody(echo: Echo, path: Path) -> None:
    _, writer = await asyncio.open_unix_connection(str(path))
    writer.write(get("/hold"))
    await asyncio.wait_for(echo.asked.wait(), WITHIN)
    writer.close()
    await writer.wait_closed()
    echo.go.set()
    assert (await say(path, post("/echo", b"next", CLOSE))).endswith(b"next|")


async def test_an_answer_under_way_is_given_before_a_stop(echo: Echo, tmp_path: Path) -> None:
    async with serving(echo, tmp_path) as (path, server):
        reader, writer = await asyncio.open_unix_connection(str(path))
        writer.write(get("/hold"))
        await asyncio.wait_for(echo.asked.wait(), WITHIN)
        server.should_exit = True
        async with asyncio.timeout(WITHIN):
            while server.servers and server.servers[0].is_serving():
                await asyncio.sleep(0.01)
        echo.go.set()
        answer = await asyncio.wait_for(reader.read(), WITHIN)
        writer.close()
    assert answer.endswith(b"held")
    assert b"connection: close" in answer


@pytest.mark.parametrize(
    ("line", "status", "body"),
    [
        ("X-Say: at once", 200, b"at once"),
        ("X-Other: 1", 200, b"|"),
        ("X-Say: refuse", 429, b"too_many_requests"),
        ("X-Say: fall", 500, b"internal_error"),
    ],
)
async def test_what_needs_no_waiting_is_answered_at_once(
    path: Path, line: str, status: int, body: bytes
) -> None:
    first, second = get("/ready", line), get("/ready", line, CLOSE)
    answer = await say(path, first + second)
    assert answer.count(b"HTTP/1.1 %d " % status) == 2
    assert answer.count(body) == 2


async def test_nobody_is_answered_at_once_without_the_internal_token(path: Path) -> None:
    request = b"GET /ready HTTP/1.1\r\nHost: x\r\nX-Say: hi\r\nConnection: close\r\n\r\n"
    assert b'"code":"caller_not_internal"' in await say(path, request)


async def test_an_idle_connection_is_closed_in_time_and_a_busy_one_is_not(
    echo: Echo, tmp_path: Path
) -> None:
    async with serving(echo, tmp_path, keep_alive=1) as (path, _):
        busy_reader, busy = await asyncio.open_unix_connection(str(path))
        busy.write(get("/nothing") + get("/hold"))
        reader, writer = await asyncio.open_unix_connection(str(path))
        writer.write(get("/nothing"))
        await asyncio.wait_for(echo.asked.wait(), WITHIN)
        since = time.monotonic()
        answer = await asyncio.wait_for(reader.read(), WITHIN)
        assert 0.5 < time.monotonic() - since < 2.5
        assert answer.startswith(b"HTTP/1.1 204 ")
        writer.close()
        echo.go.set()
        held = await asyncio.wait_for(busy_reader.readuntil(b"held"), WITHIN)
        assert held.endswith(b"held")
        busy.close()


async def test_who_never_comes_to_the_end_of_a_head_is_hung_up_on_in_time(
    echo: Echo, tmp_path: Path
) -> None:
    async with serving(echo, tmp_path, keep_alive=1) as (path, _):
        since = time.monotonic()
        silent, quiet = await asyncio.open_unix_connection(str(path))
        reader, writer = await asyncio.open_unix_connection(str(path))
        writer.write(b"GET /nothing HTTP/1.1\r\nX-Long: ")
        reading = asyncio.gather(reader.read(), silent.read())
        while not reading.done() and time.monotonic() - since < WITHIN:
            writer.write(b"x")  # one at a time
            await asyncio.sleep(0.1)
        assert reading.done(), "it is waited for"
        assert list(await reading) == [b"", b""]
        assert 0.5 < time.monotonic() - since < 2.5
        quiet.close()
        writer.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BODY_WITHIN", "LARGE_BODY_WITHIN", "LOOK_AGAIN"):
        monkeypatch.setattr(http_server, name, 0.2)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "head",
    [
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n",
        "POST /slow/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n",
        "POST /slow/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n",
    ],
    ids=["in one piece", "by uvicorn", "large"],
)
async def test_who_never_comes_to_the_end_of_a_body_is_told_so_in_time(
    echo: Echo, tmp_path: Path, head: str
) -> None:
    async with serving(echo, tmp_path, keep_alive=1) as (path, _):
        reader, writer = await asyncio.open_unix_connection(str(path))
        writer.write(f"{head}{SHOWN}\r\n".encode())
        reading = asyncio.ensure_future(reader.read())
        since = time.monotonic()
        while not reading.done() and time.monotonic() - since < WITHIN:
            writer.write(b"x")  # one at a time
            await asyncio.sleep(0.05)
        assert reading.done(), "it is waited for"
        assert (await reading).startswith(b"HTTP/1.1 408 ")
        writer.close()


async def test_the_control_a_patient_server_waits_for_a_body_meanwhile(path: Path) -> None:
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(f"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n{SHOWN}\r\n".encode())
    reading = asyncio.ensure_future(reader.read(1))
    for letter in b"abcd":
        assert not (await asyncio.wait({reading}, timeout=0.3))[0]  # longer than the impatient wait
        writer.write(bytes([letter]))
    assert await asyncio.wait_for(reading, WITHIN) == b"H"
    writer.close()


def test_the_length_is_said_where_the_answer_does_not() -> None:
    answer = Response(b"four")
    answer.raw_headers = []
    assert (
        answer_bytes(answer, keep_alive=True) == b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfour"
    )


@pytest.mark.parametrize(
    "endless", [b"GET /ready HTTP/1.1\r\nX-Long: ", b"GET /ready HTTP/1.1\r\n", b"GET /"]
)
async def test_a_head_without_end_is_not_waited_for(path: Path, endless: bytes) -> None:
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(endless)
    more = b"X-More: more\r\n" if endless.endswith(b"\n") else b"x" * 14
    async with asyncio.timeout(WITHIN):
        with suppress(ConnectionError):
            for _ in range(40):
                writer.write(more * 5000)
                await writer.drain()
        with suppress(ConnectionError):
            assert (await reader.read()).startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 "))
    writer.close()
    assert (await say(path, get("/ready", "Connection: close"))).startswith(b"HTTP/1.1 200 ")
