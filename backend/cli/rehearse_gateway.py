"""The way of a real client: HTTP to the gateway, again and again while something is away."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, Self, TypeVar

import msgspec

from backend.cli.output import Failure
from backend.common.errors import Refused, refusal_from_problem
from backend.common.services import GATEWAY
from backend.common.transport import ServiceAway, SocketTransport

T = TypeVar("T")

NO_ANSWER = 0
AGAIN = frozenset({NO_ANSWER, 429, 502, 503, 504})
ONE_TRY = 20.0  # seconds until an answer; the gateway itself gives up after 15
FIRST_PAUSE = 0.1  # seconds; doubles from try to try
LONGEST_PAUSE = 3.0  # seconds, unless the server asks for more
JITTER = 0.5  # of a pause, added by lot so that clients do not come back together
MOST_CONNECTIONS = 1_000  # one for every request in flight; a student has a connection of his own


class Reply(NamedTuple):
    """What came back.

    Attributes:
        status: HTTP status, `NO_ANSWER` where the connection failed or nothing came in time.
        retry_after: seconds the server asks to wait.
    """

    status: int
    body: bytes = b""
    retry_after: float = 0.0

    @property
    def again(self) -> bool:
        """Whether the same request may well succeed later."""
        return self.status in AGAIN

    @property
    def cause(self) -> str:
        """The status, or in words that there is none."""
        return str(self.status) if self.status else "no answer"

    def refusal(self, who: str = GATEWAY.title) -> Refused:
        """The refusal that this is; `who` is said to be away where nobody answered."""
        try:
            problem = msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            problem = None
        status = self.status or 503
        return refusal_from_problem(problem, status, who)

    def pause(self, tries: int) -> float:
        """Seconds to wait before try number `tries` + 1."""
        backing_off = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries - 1, 10))
        wait = max(self.retry_after, backing_off)
        return wait * (1 + JITTER * random.random())  # noqa: S311 - no secret


class Gateway:
    """Connections to the gateway's address. Use it with `async with`.

    Args:
        url: such as `http://127.0.0.1:8000`.
        authorization: the header of the administrator who rehearses.
        patience: seconds for which a request is repeated while something is away.
    """

    def __init__(
        self,
        url: str,
        authorization: Callable[[], Awaitable[Mapping[str, str]]],
        patience: float,
    ) -> None:
        self.url = url
        self.patience = patience
        self._authorization = authorization
        self._transport = SocketTransport(use_sockets=False, connections=MOST_CONNECTIONS)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._transport.aclose()

    async def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        """One try."""
        try:
            answer = await self._transport.request(
                method, self.url + path, headers=headers, content=body, timeout=ONE_TRY
            )
        except ServiceAway:
            return Reply(NO_ANSWER)
        pause = _seconds(answer.headers.get("Retry-After"))
        return Reply(answer.status_code, answer.content, pause)

    async def staff(
        self,
        method: str,
        path: str,
        kind: type[T],
        body: object = None,
        patience: float | None = None,
    ) -> T:
        """The answer to the administrator as a `kind`, repeated while something is away.

        Only for calls that may be repeated without harm.

        Args:
            patience: seconds; None is the gateway's own.

        Raises:
            Refused: the answer is a refusal, or patience has run out.
            Failure: the answer is not what such a server says.
        """
        clock = asyncio.get_running_loop().time
        until = clock() + (self.patience if patience is None else patience)
        tries = 0
        while True:
            reply = await self._as_staff(method, path, body)
            tries += 1
            if 200 <= reply.status < 300:
                return self._decoded(reply.body, kind)
            if not reply.again or clock() >= until:
                raise reply.refusal(f"{GATEWAY.title} at {self.url}")
            await asyncio.sleep(reply.pause(tries))

    def _decoded(self, body: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(body or b"null", type=kind)
        except msgspec.MsgspecError as error:
            raise Failure(
                f"{self.url} does not answer like a course selection server: {error}"
            ) from None

    async def _as_staff(self, method: str, path: str, body: object) -> Reply:
        try:
            shown = await self._authorization()
        except Refused as refused:
            if not refused.refusal.retry:
                raise
            return Reply(refused.refusal.status, refused.body())
        headers = {**shown, "Content-Type": "application/json"}
        encoded = None if body is None else msgspec.json.encode(body)
        return await self.send(method, path, headers, encoded)


def _seconds(retry_after: str | None) -> float:
    try:
        return max(0.0, float(retry_after or 0))
    except ValueError:
        return 0.0
