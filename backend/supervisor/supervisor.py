"""The parent of all services, from their start to their end."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Final

from backend.common.client import SocketClient
from backend.common.health import Health, ask_health
from backend.common.secrets import internal_token
from backend.common.services import (
    AUTH,
    DATA,
    GATEWAY,
    QUEUE,
    SERVICES,
    STUDENT,
    TEACHER,
    Service,
)
from backend.common.settings import Settings
from backend.common.unix_socket import AlreadyRunningError
from backend.supervisor.addresses import AddressTakenError, check_ports
from backend.supervisor.child import Child
from backend.supervisor.keeper import STARTS_IN_A_ROW, GaveUpError, Keeper
from backend.supervisor.sockets import Sockets
from backend.supervisor.welcome import welcome

STOP_ORDER: Final = ((GATEWAY,), (STUDENT, TEACHER), (QUEUE,), (AUTH,), (DATA,))
STOPPING_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ASK_AGAIN: Final = 0.1  # seconds
WELL_WITHIN: Final = 15.0  # seconds that services which answer may still be unwell
FREE_WITHIN: Final = 2.0  # seconds in which what a killed supervisor left behind is gone

log = logging.getLogger(__name__)


class Supervisor:
    """Runs the services of one installation."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._stopping = asyncio.Event()
        self._hurry = asyncio.Event()
        self._ready = False
        self._exit_code = 0
        self._sockets = Sockets(settings)
        self._keepers: dict[Service, Keeper] = {}

    async def run(self) -> int:
        """Run everything until a signal says stop; a second one says at once.

        Returns:
            The exit code: 0 after a stop that was asked for.

        Raises:
            AddressTakenError, AlreadyRunningError: before anything was started.
            SettingsError: a secret is missing, or HOST must not be served.
        """
        token = internal_token(self.settings)  # made before several processes want to make it
        await self._claim_addresses()
        for service in SERVICES:
            child = Child(service, self._sockets.descriptor(service), self._hurry)
            self._keepers[service] = Keeper(child)
        for number in STOPPING_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, self._asked_to_stop)
        tasks = [asyncio.create_task(self._keep(keeper)) for keeper in self._keepers.values()]
        announcing = asyncio.create_task(self._announce(token))
        keeping_files = asyncio.create_task(self._sockets.keep())
        await self._stopping.wait()
        announcing.cancel()
        keeping_files.cancel()
        log.info("stopping")
        for together in STOP_ORDER:
            await asyncio.gather(*(self._end(service) for service in together))
        await asyncio.gather(announcing, keeping_files, *tasks, return_exceptions=True)
        return self._exit_code

    def _asked_to_stop(self) -> None:
        if self._stopping.is_set():
            self._hurry.set()
        self._stopping.set()

    async def _claim_addresses(self) -> None:
        """See that nobody answers where we will, and listen; the killed may take a moment to go."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + FREE_WITHIN
        while True:
            try:
                check_ports(self.settings)
                self._sockets.open()
            except (AddressTakenError, AlreadyRunningError):
                if loop.time() > deadline:
                    raise
            else:
                return
            await asyncio.sleep(ASK_AGAIN)

    async def _end(self, service: Service) -> None:
        self._sockets.close_port(service)
        await self._keepers[service].stop()
        self._sockets.close(service)

    async def _keep(self, keeper: Keeper) -> None:
        """Before the first time that all is ready, one that gives up ends everything."""
        try:
            await keeper.keep()
        except GaveUpError as error:
            if self._ready:
                log.error("%s; it stays down until the next start", error)  # noqa: TRY400
                self._sockets.close(keeper.child.service)
                return
            log.error("%s", error)  # noqa: TRY400 - the child has said what is wrong
            self._exit_code = error.code
            self._stopping.set()

    async def _announce(self, token: str) -> None:
        """Say where to click as soon as everything answers."""
        async with SocketClient(token) as client:
            unwell = await self._unwell_in_the_end(client)
        self._ready = True
        for keeper in self._keepers.values():
            keeper.limit = STARTS_IN_A_ROW
        for health in unwell:
            log.warning("%s is %s: %s", health.service.title, health.word, health.trouble)
        print(welcome(self.settings), flush=True)

    async def _unwell_in_the_end(self, client: SocketClient) -> list[Health]:
        """Who is unwell `WELL_WITHIN` seconds after all answered; [] as soon as nobody is."""
        loop = asyncio.get_running_loop()
        deadline: float | None = None
        while True:
            unwell = [h for h in await ask_health(client, SERVICES) if h.word != "online"]
            if all(health.word != "offline" for health in unwell):
                deadline = deadline or loop.time() + WELL_WITHIN
                if not unwell or loop.time() > deadline:
                    return unwell
            await asyncio.sleep(ASK_AGAIN)
