"""How a call travels: to the nodes of this machine, or through a remote server's gateway."""

from __future__ import annotations

import time
from collections.abc import Mapping

import backend
from backend.cli.output import Failure
from backend.cli.session import VALID_FOR, Session, SessionStore, login_line
from backend.common.client import SocketClient
from backend.common.errors import Refused
from backend.common.services import AUTH, GATEWAY, STUDENT, TEACHER
from backend.common.settings import Settings, get_settings
from backend.common.targets import Targets
from backend.common.transport import (
    DEFAULT_TIMEOUT,
    Headers,
    Params,
    Response,
    SocketTransport,
)
from backend.domain.refusals import Exit

RENEW_BEFORE = 30.0  # seconds before its end an access token is renewed
STALE = ("token_expired", "token_invalid")  # the latter when the signing key is a new one
CONNECT_PATIENCE = 2.0  # seconds a person waits for a service that does not listen
USER_AGENT = f"course-cli/{backend.__version__}"
DOORS = {AUTH.name: "auth", TEACHER.name: "teacher", STUDENT.name: "student"}


class GatewayTransport(SocketTransport):
    """Calls nodes through the `/api` address of a remote server.

    It shows no internal token and needs none of this machine's settings.

    Args:
        server: such as `https://courses.example.edu`.
    """

    def __init__(self, server: str) -> None:
        super().__init__(use_sockets=False, settings=Settings())
        self.server = server
        self._gateway = Targets("", [server])

    def targets_of(self, service: str) -> Targets:  # noqa: ARG002
        """The gateway is the way to every service."""
        return self._gateway

    def get_service_url(self, service: str, default_url: str | None = None) -> str:  # noqa: ARG002
        """The address of `service` behind the gateway.

        Raises:
            Failure: nobody outside reaches this service.
        """
        if service not in DOORS:
            raise Failure(f"{service} cannot be reached from outside its installation")
        return f"{self.server}/api/{DOORS[service]}"

    async def reachable(self, service: str, url: str, seconds: float) -> bool:  # noqa: ARG002
        """No other address is known, so nothing is tried again for want of a connection."""
        return False

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Params | None = None,
        json_data: object = None,
        content: bytes | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,  # noqa: ASYNC109
        service: str = "",
        lasting: bool = False,
    ) -> Response:
        """One call, as `SocketTransport.request`, answered without compression."""
        answer = await super().request(
            method,
            url,
            params=params,
            json_data=json_data,
            content=content,
            headers={**(headers or {}), "Accept-Encoding": "identity"},
            timeout=timeout,
            service=service,
            lasting=lasting,
        )
        if 300 <= answer.status_code < 400:
            target = answer.headers.get("Location", "another address")
            raise Failure(f"{self.server} sends us on to {target}; use that address as --server")
        return answer


class Wire:
    """Calls in the name of whoever is logged in; tokens are renewed on the way.

    Args:
        server: address of a remote installation; "" is the one on this machine.
        store: where the session is.
        session: who is logged in, if anybody is.
    """

    def __init__(self, server: str, store: SessionStore, session: Session | None) -> None:
        self.server = server
        self.store = store
        self.session = session
        self.transport: SocketTransport
        if server:
            self.transport = GatewayTransport(server)
            self.client = SocketClient(internal_token="", transport=self.transport)
        else:
            self.transport = SocketTransport()
            self.client = SocketClient(transport=self.transport)

    @property
    def gateway_url(self) -> str:
        """The address that browsers use."""
        return self.server or get_settings().urls(GATEWAY.name)[0]

    async def aclose(self) -> None:
        """Close all connections."""
        await self.client.aclose()

    async def call(
        self,
        method: str,
        service: str,
        path: str,
        *,
        params: Params | None = None,
        json_data: object = None,
        content: bytes | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,  # noqa: ASYNC109
        anonymous: bool = False,
    ) -> Response:
        """Call `path` of `service` and return its good answer.

        Args:
            timeout: seconds.
            anonymous: whether to call as nobody, as logging in does.

        Raises:
            Refused: the service says no, or is away.
            Failure: nobody is logged in.
        """

        async def send() -> Response:
            shown = {} if anonymous else await self.authorization()
            answer = await self.client.request(
                method,
                service,
                path,
                params=params,
                json_data=json_data,
                content=content,
                headers={"User-Agent": USER_AGENT, **(headers or {}), **shown},
                timeout=timeout,
                patience=CONNECT_PATIENCE,
            )
            return answer.raise_for_status()

        try:
            return await send()
        except Refused as refused:
            if anonymous or refused.code not in STALE:
                raise
        await self.renew()
        return await send()

    async def authorization(self) -> Mapping[str, str]:
        """The header that says who calls.

        Raises:
            Failure: nobody is logged in.
        """
        session = self._logged_in()
        if session.access_until - time.time() < RENEW_BEFORE:
            session = await self.renew()
        return {"Authorization": f"Bearer {session.access_token}"}

    def _logged_in(self) -> Session:
        if self.session is None or self.session.server != self.server:
            where = f" to {self.server}" if self.server else ""
            raise Failure(
                f"you are not logged in{where}",
                exit_code=Exit.LOGIN_FIRST,
                hint=login_line(self.server, self.store.context),
            )
        return self.session

    async def renew(self) -> Session:
        """Get a new access token.

        A refresh token works once, so commands that run at the same time take turns, and the later
        one takes what the earlier one got.
        """
        seen = self._logged_in()
        async with self.store.locked():
            stored = self.store.load()
            if stored is not None and stored.server == self.server:
                self.session = stored
            current = self._logged_in()
            if current.access_token == seen.access_token:
                current = await self._refresh(current)
                self.store.save(current)
            self.session = current
        return current

    async def keep(self, tokens: dict[str, object]) -> Session:
        """Make what a login answered the session."""
        session = session_from(tokens, self.server)
        async with self.store.locked():
            self.store.save(session, current=True)
        self.session = session
        return session

    async def leave(self) -> None:
        """End the session here, then on the server.

        Raises:
            Refused, Failure: the server did not end it; here it has ended.
        """
        try:
            await self.call("POST", AUTH.name, "/logout")
        finally:
            async with self.store.locked():
                self.store.forget()
            self.session = None

    async def _refresh(self, session: Session) -> Session:
        try:
            answer = await self.call(
                "POST",
                AUTH.name,
                "/refresh",
                json_data={"refresh_token": session.refresh_token},
                anonymous=True,
            )
        except Refused as refused:
            if refused.refusal.retry:
                raise
            raise Failure(
                "your session has ended; please log in again",
                exit_code=Exit.LOGIN_FIRST,
                hint=login_line(self.server, self.store.context),
            ) from None
        return session_from(answer.json(), self.server, session)


def session_from(tokens: dict[str, object], server: str, earlier: Session | None = None) -> Session:
    """The session that the auth node's answer opens, or continues `earlier` with."""
    now = time.time()
    user = tokens.get("user")
    who = user if isinstance(user, dict) else {}
    return Session(
        server=server,
        username=str(who.get("username", earlier.username if earlier else "")),
        role=str(who.get("role", earlier.role if earlier else "")),
        access_token=str(tokens["access_token"]),
        access_until=now + float(str(tokens["expires_in"])),
        refresh_token=str(tokens["refresh_token"]),
        until=earlier.until if earlier else now + VALID_FOR,
    )
