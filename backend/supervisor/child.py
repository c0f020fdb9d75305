"""One service as a child process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from backend.common.services import Service
from backend.common.settings import CHECKOUT
from backend.supervisor.sockets import NO_SOCKET

TERMINATE_WITHIN = 10.0  # seconds a child may take to stop before it is killed
LAUNCH = Path(__file__).with_name("launch.py")


class Child:
    """The process of one service, in a session of its own.

    A terminal's Ctrl-C reaches the parent alone; when the parent is killed, the kernel kills the
    child (on Linux), so that nothing is left over. `launch.py` sees to that.

    Args:
        descriptor: the listening socket that it inherits, or `NO_SOCKET`.
        hurry: when set, stopping waits for nobody.
    """

    def __init__(self, service: Service, descriptor: int, hurry: asyncio.Event) -> None:
        self.service = service
        self._descriptor = descriptor
        self._hurry = hurry
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the process."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-IS",
            LAUNCH,
            str(os.getpid()),
            str(self._descriptor),
            self.service.module,
            cwd=CHECKOUT,
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=() if self._descriptor == NO_SOCKET else (self._descriptor,),
        )

    async def ended(self) -> int:
        """Wait for the end of the process; its exit code, negative for a signal."""
        assert self.process is not None  # noqa: S101 - started first
        return await self.process.wait()

    async def stop(self) -> None:
        """End the process: politely for `TERMINATE_WITHIN` seconds, then not."""
        if self.process is None or self.process.returncode is not None:
            return
        self._signal(signal.SIGTERM)
        ended = asyncio.create_task(self.process.wait())
        hurried = asyncio.create_task(self._hurry.wait())
        await asyncio.wait(
            {ended, hurried}, timeout=TERMINATE_WITHIN, return_when=asyncio.FIRST_COMPLETED
        )
        hurried.cancel()
        if not ended.done():
            self._signal(signal.SIGKILL)
        await ended

    def _signal(self, number: signal.Signals) -> None:
        assert self.process is not None  # noqa: S101 - started first
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return
