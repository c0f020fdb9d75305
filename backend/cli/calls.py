"""How a command calls a service: `with connect() as calls: calls.get("auth_node", "/me")`.

Commands are plain functions, so that Ctrl-C works while they ask something; only a call runs in
an event loop. A command with an asynchronous heart runs it by `calls.run(heart(calls.wire))`.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Coroutine, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

import click

from backend.cli.output import Failure, complain
from backend.domain.refusals import Exit

if TYPE_CHECKING:
    from backend.cli.session import Contexts, Session, SessionStore
    from backend.cli.wire import Wire

LOCAL = "local"
USUAL = 30.0  # seconds a call may take
PAGE = 200  # items asked for at once
MOST_PAGES = 100_000

Params = Mapping[str, str | int | float | bool | None]
Result = TypeVar("Result")


def connect(*, tolerant: bool = False) -> Calls:
    """The way to the services of the installation that this command is for.

    Args:
        tolerant: whether a damaged session file only counts as "not logged in".
    """
    from backend.cli.session import SessionStore, context_for  # noqa: PLC0415 - quick start

    given = click.get_current_context().find_root().params
    server = _server_in(given.get("server"))
    stored = _contexts(SessionStore(), tolerant)
    context = given.get("context") or (stored.current if server is None else stored.at(server))
    known = stored.contexts.get(context)
    if server is None:
        server = known.server if known else ""
    store = SessionStore(context=context or context_for(server))
    return Calls(server, store, None if known is None or known.over else known)


def _contexts(store: SessionStore, tolerant: bool) -> Contexts:
    try:
        return store.contexts()
    except Failure as failure:
        if not tolerant:
            raise
        from backend.cli.session import Contexts  # noqa: PLC0415 - quick start

        complain(f"{failure.sentence}; going on without it")
        return Contexts("", {})


def _server_in(given: str | None) -> str | None:
    """The server that was named; "" is this machine, None is none."""
    if not given:
        return None
    return "" if given == LOCAL else checked_server(given)


def checked_server(url: str) -> str:
    """`url` as the address of a server.

    Raises:
        Failure: it is no address, or passwords would travel to it in the clear.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise Failure(
            f"{url!r} is no address of a server",
            exit_code=Exit.USAGE,
            hint="course-cli --server https://courses.example.edu status",
        )
    if parts.scheme == "http" and not _is_loopback(parts.hostname) and not _plain_allowed():
        raise Failure(
            f"{url} would carry passwords unencrypted; use https://,"
            " or set ALLOW_PLAIN_HTTP=true on a private network",
            exit_code=Exit.USAGE,
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix('/api')}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _plain_allowed() -> bool:
    from backend.common.settings import get_settings  # noqa: PLC0415 - quick start

    return get_settings().allow_plain_http


class Calls:
    """Blocking calls in the name of whoever is logged in. Use it with `with`.

    Every method raises `Refused` where the service says no or is away, and `Failure` where nobody
    is logged in.

    Args:
        server: address of a remote installation; "" is the one on this machine.
        store: where the session is.
        session: who is logged in, if anybody is.
    """

    def __init__(self, server: str, store: SessionStore, session: Session | None) -> None:
        self.server = server
        self.store = store
        self.session = session
        self._runner = asyncio.Runner()
        self._wire: Wire | None = None

    @property
    def wire(self) -> Wire:
        """The same for coroutines.

        Raises:
            Failure: the settings of this machine cannot be used.
        """
        if self._wire is None:
            self._wire = self._make_wire()
        return self._wire

    def _make_wire(self) -> Wire:
        from backend.cli.wire import Wire  # noqa: PLC0415 - quick start
        from backend.common.settings import SettingsError  # noqa: PLC0415 - quick start

        try:
            return Wire(self.server, self.store, self.session)
        except SettingsError as error:
            raise Failure(str(error), hint="course-cli check") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        try:
            if self._wire is not None:
                self._runner.run(self._wire.aclose())
        finally:
            self._runner.close()

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """The result of `coroutine`."""
        return self._runner.run(coroutine)

    def require_login(self) -> None:
        """Find out that nobody is logged in before asking for anything.

        Raises:
            Failure: nobody is.
        """
        self.run(self.wire.authorization())

    def call(
        self,
        method: str,
        service: str,
        path: str,
        *,
        params: Params | None = None,
        json_data: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = USUAL,
        anonymous: bool = False,
    ) -> Any:  # noqa: ANN401 - JSON is any value
        """The decoded answer of `path` of `service`; None where it has no body."""
        answer = self.run(
            self.wire.call(
                method,
                service,
                path,
                params=params,
                json_data=json_data,
                content=content,
                headers=headers,
                timeout=timeout,
                anonymous=anonymous,
            )
        )
        if not answer.content:
            return None
        try:
            return answer.json()
        except ValueError:
            raise Failure(
                f"{self.server or service} does not answer like a course selection server"
            ) from None

    def get(self, service: str, path: str, params: Params | None = None) -> Any:  # noqa: ANN401
        """`GET path`."""
        return self.call("GET", service, path, params=params)

    def post(self, service: str, path: str, json_data: object = None) -> Any:  # noqa: ANN401
        """`POST path` with a JSON body."""
        return self.call("POST", service, path, json_data=json_data)

    def delete(self, service: str, path: str) -> None:
        """`DELETE path`."""
        self.call("DELETE", service, path)

    def every(self, service: str, path: str, params: Params) -> list[dict[str, Any]]:
        """All items of a list that the service hands out in pages, each once."""
        items: dict[object, dict[str, Any]] = {}
        offset = 0
        for _ in range(MOST_PAGES):
            page = self.get(service, path, {**params, "limit": PAGE, "offset": offset})
            items.update((item["id"], item) for item in page["items"])
            offset += len(page["items"])
            if not page["items"] or offset >= page["total"]:
                break
        return list(items.values())

    def part(
        self, service: str, path: str, params: Params, limit: int, offset: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Up to `limit` items from `offset` on, and how many there are in all."""
        items: list[dict[str, Any]] = []
        total = 0
        while len(items) < limit:
            wanted = {"limit": min(PAGE, limit - len(items)), "offset": offset + len(items)}
            page = self.get(service, path, {**params, **wanted})
            items += page["items"]
            total = page["total"]
            if not page["items"] or offset + len(items) >= total:
                break
        return items, total
