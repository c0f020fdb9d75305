"""The way from the porch to a door and back; events are passed on as they come."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from time import perf_counter
from typing import Final

from fastapi import Request, Response
from starlette.types import Message, Receive, Scope, Send

from backend.common.client import IDEMPOTENCY_KEY, SocketClient
from backend.common.errors import Refused
from backend.common.guarded import MIB, USUAL_BODY, problem_response
from backend.common.lateness import Lateness
from backend.common.log import new_request_id, request_id
from backend.common.pulse import happens_within
from backend.common.services import STUDENT
from backend.common.tallies import NO_ROUTE, Tallies, Tally
from backend.common.transport import Answer, ServiceAway
from backend.common.transport import Response as Answered
from backend.common.whole_request import QuickEndpoint
from backend.gateway import selections
from backend.gateway.address import PREFIX, Door, door_of
from backend.gateway.body import ClientGoneError, read_body
from backend.gateway.headers import inward, outward
from backend.gateway.pressure import Pressure
from backend.gateway.selections import Selections

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUICK_METHODS: Final = frozenset(name.encode() for name in METHODS - {"HEAD"})
LARGE_BODIES: Final = {("teacher_node", "/catalogue/import"): 64 * MIB}
SELECTIONS: Final = (STUDENT.name, selections.PATH)
LARGE_BODY_ANSWER: Final = 120.0  # seconds: a whole catalogue is read, checked and stored
BUSY: Final = 503
TURNED_AWAY_AFTER: Final = 1.0  # seconds
NOBODY_KNOWN: Final = "unknown"  # an address, in X-Forwarded-For
KEY_NAME: Final = IDEMPOTENCY_KEY.lower()
USUAL_ANSWER: Final = 15.0  # seconds; the doors themselves give up after 10
CONNECT_WITHIN: Final = 4.0  # seconds; longer than a door needs to start again

log = logging.getLogger(__name__)


class Proxy:
    """Forwards `/api/{auth,teacher,student}/…`.

    Args:
        client: how the services are reached; it shows them the internal token.
        tallies: where answers are counted, by service: the paths are the services' own matter.
        lateness: of this process.

    Attributes:
        streams: how many streams of events are passed on now.
    """

    def __init__(self, client: SocketClient, tallies: Tallies, lateness: Lateness) -> None:
        self.client = client
        self.tallies = tallies
        self._pressure = Pressure(lateness)
        self.streams = 0
        self._tallies: dict[tuple[bytes, str], Tally] = {}
        self.selections = Selections(client)

    def quick(self, method: bytes, raw_path: bytes) -> QuickEndpoint | None:
        """What answers a request of usual size whose answer has an end."""
        door = door_of(raw_path)
        if door is None or door.streams or door in LARGE_BODIES or method not in QUICK_METHODS:
            return None
        tally = self._tallies.get((method, door.service))
        if tally is None:
            tally = self.tallies.route(method.decode(), route_of(door))
            self._tallies[method, door.service] = tally
        if self._pressure.anywhere and (refused := self._pressure.refusal(door, method.decode())):
            return partial(self._turn_away, refused, tally)
        if door == SELECTIONS and method == b"POST":
            return partial(self._select, door, tally)
        return partial(self._answer_quickly, door, tally)

    async def _turn_away(self, refused: Refused, tally: Tally, _request: Request) -> Response:
        """Answer after a pause, so that who asks again at once cannot do so too often."""
        self.tallies.refusals[refused.code] += 1
        tally.note_at_once(refused.refusal.status)
        await asyncio.sleep(TURNED_AWAY_AFTER)
        return problem_response(refused)

    async def _select(self, door: Door, tally: Tally, request: Request) -> Response:
        if not await self.selections.is_usual(request):
            return await self._answer_quickly(door, tally, request)
        began = perf_counter()
        request_id.set(new_request_id())
        answer = await self.selections.answer(request)
        tally.note(answer.status_code, perf_counter() - began)
        return answer

    async def _answer_quickly(self, door: Door, tally: Tally, request: Request) -> Response:
        began = perf_counter()
        request_id.set(new_request_id())
        body = await request.body()
        answer: Response
        try:
            answer = await self._answer(door, request.scope, body or None, USUAL_ANSWER)
        except Refused as refused:
            self.tallies.refusals[refused.code] += 1
            answer = _refusal(refused, request.scope)
        except Exception:
            log.exception("%s could not be passed on", door.path)
            answer = problem_response(Refused("internal_error"))
        took = perf_counter() - began
        tally.note(answer.status_code, took)
        if door.service == STUDENT.name:
            self._pressure.lateness.answered(took)
        return answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request_id.set(new_request_id())
        door = door_of(scope["raw_path"])
        with self.tallies.counted(scope, send, lambda: route_of(door)) as send_counted:
            try:
                await self._forward(door, scope, receive, send_counted)
            except ClientGoneError:
                return
            except Refused as refused:
                self.tallies.refusals[refused.code] += 1
                await _refusal(refused, scope)(scope, receive, send_counted)

    async def _forward(self, door: Door | None, scope: Scope, receive: Receive, send: Send) -> None:
        if door is None:
            raise Refused("not_found")
        if scope["method"] not in METHODS:
            raise Refused("method_not_allowed")
        if refused := self._pressure.refusal(door, scope["method"]):
            raise refused
        if not door.streams:
            await self._ask(door, scope, receive, send)
            return
        call = self.client.stream(
            scope["method"],
            door.service,
            _with_query(door, scope["query_string"]),
            content=await read_body(dict(scope["headers"]), receive, USUAL_BODY),
            headers=_headers(door, scope),
            timeout=USUAL_ANSWER,
            patience=CONNECT_WITHIN,
            lasting=True,
        )
        passing_on = _PassingOn(send, door)
        self.streams += 1
        try:
            async with call as answer:
                await passing_on.run(answer, receive)
        except ServiceAway as away:
            if not passing_on.begun:
                raise
            log.warning("%s broke off: %s", door.path, away)
        finally:
            self.streams -= 1

    async def _ask(self, door: Door, scope: Scope, receive: Receive, send: Send) -> None:
        limit = LARGE_BODIES.get(door)
        body = await read_body(dict(scope["headers"]), receive, limit or USUAL_BODY)
        answer = await self._answer(door, scope, body, LARGE_BODY_ANSWER if limit else USUAL_ANSWER)
        await answer(scope, receive, send)

    async def _answer(
        self, door: Door, scope: Scope, body: bytes | None, within: float
    ) -> PassedOn:
        """The answer of a call with an end, in one piece."""
        answer = await self.client.request(
            scope["method"],
            door.service,
            _with_query(door, scope["query_string"]),
            content=body,
            headers=_headers(door, scope),
            timeout=within,
            patience=CONNECT_WITHIN,
            lasting=door.lasting,
        )
        if answer.status_code == BUSY:
            self._pressure.hear(door, answer.content)
        return PassedOn(answer, cookies=door.cookies)


class PassedOn(Response):
    """A service's answer on its way to the client."""

    def __init__(self, answer: Answered, *, cookies: bool) -> None:
        self.status_code = answer.status_code
        self.body = answer.content
        self.raw_headers = outward(answer.headers, cookies=cookies)
        self.background = None


class _PassingOn:
    """Brings the events of one stream to the client.

    Attributes:
        begun: whether the client has seen some of it. From then on a fault can only be shown by
            ending the connection before the end of the answer, which the server does for an
            application that returns early.
    """

    def __init__(self, send: Send, door: Door) -> None:
        self._send = send
        self._door = door
        self.begun = False

    async def run(self, answer: Answer, receive: Receive) -> None:
        """Pass `answer` on until its end, or until the client has gone or this process stops."""
        pump = asyncio.create_task(self._pump(answer))
        tasks = [
            pump,
            asyncio.create_task(_until_gone(receive)),
            asyncio.create_task(_until_stopped()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if pump.done():
                pump.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _pump(self, answer: Answer) -> None:
        self.begun = True
        await self._send(_start(answer.status, outward(answer.headers, cookies=self._door.cookies)))
        async for chunk in answer.content.iter_any():
            await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})


def _refusal(refused: Refused, scope: Scope) -> Response:
    if isinstance(refused, ServiceAway):
        log.warning("%s %s: %s", scope["method"], scope["path"], refused)
    return problem_response(refused)


def route_of(door: Door | None) -> str:
    """Under what name answers behind a door are counted."""
    return NO_ROUTE if door is None else PREFIX + door.service.removesuffix("_node")


def _start(status: int, headers: list[tuple[bytes, bytes]]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _until_stopped() -> None:
    await happens_within(asyncio.Event(), None)


def _with_query(door: Door, query: bytes) -> str:
    """Raises `Refused` for a query with bytes that no URL holds."""
    if not query:
        return door.path
    if not query.isascii():
        raise Refused("bad_request")
    return f"{door.path}?{query.decode()}"


def _headers(door: Door, scope: Scope) -> dict[str, str]:
    """What the service is told, a key only where a call with one can be repeated without harm."""
    headers = inward(scope["headers"], _peer(scope), cookies=door.cookies)
    if door.service != STUDENT.name:
        headers.pop(KEY_NAME, None)
    return headers


def _peer(scope: Scope) -> str:
    """Who calls: the other end of the connection, whatever is sent.

    On a Unix socket it is the last address that the web server in front has added; the mode of the
    socket says who that may be.
    """
    client = scope.get("client")
    if client:
        return str(client[0])
    named = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    last = named[-1].decode("latin-1").rpartition(",")[2].strip() if named else ""
    return last or NOBODY_KNOWN
