"""One service as a child process."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Callable

from backend.common.services import Service
from backend.common.settings import CHECKOUT

TERMINATE_WITHIN = 10.0  # seconds a child may take to stop before it is killed
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class Child:
    """The process of one service, in a session of its own.

    A terminal's Ctrl-C reaches the parent alone; when the parent is killed, the kernel kills the
    child (on Linux), so that nothing is left over.

    Args:
        hurry: when set, stopping waits for nobody.
    """

    def __init__(self, service: Service, hurry: asyncio.Event) -> None:
        self.service = service
        self._hurry = hurry
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the process."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            self.service.module,
            cwd=CHECKOUT,
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_tie_to_parent(),
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


def _tie_to_parent() -> Callable[[], None] | None:
    """What the child runs before the service: from then on it dies with this process."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return tie
