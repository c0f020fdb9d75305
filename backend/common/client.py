"""`SocketClient`: call a service by its name; how it is reached is not the caller's concern."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from types import TracebackType
from typing import Self

from backend.common.log import request_id, traceparent
from backend.common.secrets import internal_token as configured_token
from backend.common.settings import get_settings
from backend.common.targets import RetryBudget
from backend.common.transport import (
    DEFAULT_TIMEOUT,
    Answer,
    Headers,
    Params,
    Response,
    ServiceAway,
    SocketTransport,
    Transport,
)
from backend.common.trying import Trying

INTERNAL_TOKEN = "Internal-Token"  # noqa: S105 - the name of a header
REQUEST_ID = "X-Request-ID"
TRACEPARENT = "traceparent"
IDEMPOTENCY_KEY = "Idempotency-Key"
SAFE_TO_REPEAT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})


class SocketClient:
    """Calls between services, and from the command line to them.

    Args:
        internal_token: shown in every call; None takes it from the settings, "" shows none.
        use_sockets: whether to prefer sockets; None takes it from the environment.
        transport: how calls travel; None makes a `SocketTransport`.

    Use it with `async with`, or call `aclose()` in the end.
    """

    def __init__(
        self,
        internal_token: str | None = None,
        use_sockets: bool | None = None,
        transport: Transport | None = None,
    ) -> None:
        self.transport: Transport = transport or SocketTransport(use_sockets)
        token = configured_token(get_settings()) if internal_token is None else internal_token
        self._internal_headers = {INTERNAL_TOKEN: token} if token else {}
        self._budgets: dict[str, RetryBudget] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self.transport.aclose()

    def request_headers(self, headers: Headers | None = None) -> dict[str, str]:
        """`headers` with what every call between services carries."""
        sent = {**(headers or {}), **self._internal_headers, REQUEST_ID: request_id.get()}
        if parent := traceparent.get():
            sent[TRACEPARENT] = parent
        return sent

    async def request(
        self,
        method: str,
        service: str,
        path: str,
        *,
        params: Params | None = None,
        json_data: object = None,
        content: bytes | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        patience: float | None = None,
        lasting: bool = False,
    ) -> Response:
        """Call `path` of `service`.

        A call that found no connection waits for one. One that broke after it may have been sent
        is repeated if its method or an Idempotency-Key makes that harmless and the service's retry
        budget allows it. Who looks or has such a key does not wait for the first of several copies
        until all the time is over, see `Trying.begin`.

        Args:
            timeout: seconds for everything.
            patience: seconds one waits for a connection; None is as long as `timeout` allows.
            lasting: the answer is long in coming, and many such calls may wait at once.

        Raises:
            ServiceAway: the service gave no answer within `timeout` seconds.
        """
        transport = self.transport
        sent_headers = self.request_headers(headers)
        trying = self._trying(service, timeout, patience)
        hasty = _is_hasty(method, headers)
        repeatable = hasty or method in SAFE_TO_REPEAT
        while True:
            address = transport.get_service_url(service)
            try:
                return await transport.request(
                    method,
                    address + path,
                    params=params,
                    json_data=json_data,
                    content=content,
                    headers=sent_headers,
                    timeout=trying.begin(address, hasty=hasty),
                    service=service,
                    lasting=lasting,
                )
            except ServiceAway as away:
                await trying.again(away, address, repeatable=repeatable)
            finally:
                trying.end()

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        service: str,
        path: str,
        *,
        content: bytes | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        patience: float | None = None,
        lasting: bool = False,
    ) -> AsyncIterator[Answer]:
        """Call `path` of `service` as `request` does; the answer is read while it comes.

        Args:
            timeout: seconds until the answer must have begun.
            patience: seconds one waits for a connection; None is as long as `timeout` allows.
            lasting: the answer may go on for hours, as events do.

        Raises:
            ServiceAway: no answer began in time, or (inside the block) it broke off.
        """
        sent_headers = self.request_headers(headers)
        trying = self._trying(service, timeout, patience)
        hasty = _is_hasty(method, headers)
        repeatable = hasty or method in SAFE_TO_REPEAT
        async with AsyncExitStack() as stack:
            while True:
                address = self.transport.get_service_url(service)
                opening = self.transport.open(
                    method,
                    address + path,
                    content=content,
                    headers=sent_headers,
                    begin_within=trying.begin(address, hasty=hasty),
                    service=service,
                    lasting=lasting,
                )
                try:
                    answer = await stack.enter_async_context(opening)
                    break
                except ServiceAway as away:
                    await trying.again(away, address, repeatable=repeatable)
                finally:
                    trying.end()
            yield answer

    def _trying(self, service: str, timeout: float, patience: float | None) -> Trying:
        budget = self._budgets.get(service)
        if budget is None:
            budget = self._budgets[service] = RetryBudget()
        return Trying(self.transport, service, budget, timeout, patience)

    async def get(
        self,
        service: str,
        path: str,
        *,
        params: Params | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        patience: float | None = None,
    ) -> Response:
        """`GET path`."""
        return await self.request(
            "GET",
            service,
            path,
            params=params,
            headers=headers,
            timeout=timeout,
            patience=patience,
        )

    async def post(
        self,
        service: str,
        path: str,
        *,
        json_data: object = None,
        content: bytes | None = None,
        params: Params | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        patience: float | None = None,
    ) -> Response:
        """`POST path` with a JSON body, or with `content` as it is."""
        return await self.request(
            "POST",
            service,
            path,
            params=params,
            json_data=json_data,
            content=content,
            headers=headers,
            timeout=timeout,
            patience=patience,
        )

    async def put(
        self,
        service: str,
        path: str,
        *,
        json_data: object = None,
        params: Params | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> Response:
        """`PUT path` with a JSON body."""
        return await self.request(
            "PUT",
            service,
            path,
            params=params,
            json_data=json_data,
            headers=headers,
            timeout=timeout,
        )

    async def patch(
        self,
        service: str,
        path: str,
        *,
        json_data: object = None,
        params: Params | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> Response:
        """`PATCH path` with a JSON body."""
        return await self.request(
            "PATCH",
            service,
            path,
            params=params,
            json_data=json_data,
            headers=headers,
            timeout=timeout,
        )

    async def delete(
        self,
        service: str,
        path: str,
        *,
        params: Params | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> Response:
        """`DELETE path`."""
        return await self.request(
            "DELETE", service, path, params=params, headers=headers, timeout=timeout
        )


def _is_hasty(method: str, headers: Headers | None) -> bool:
    """Whether another copy is asked soon: who looks, or says which request it is."""
    if method in ("GET", "HEAD"):
        return True
    return any(name.lower() == IDEMPOTENCY_KEY.lower() for name in headers or ())
