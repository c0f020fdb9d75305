"""The event loop of a rehearsal: fast, and with time to clean up when it is interrupted."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
import uvloop

from backend.cli.calls import Calls
from backend.cli.rehearse_gateway import Gateway
from backend.cli.wire import Wire

Result = TypeVar("Result")


def with_gateway(
    calls: Calls, patience: float, work: Callable[[Gateway], Awaitable[Result]]
) -> Result:
    """The result of `work`, done through the gateway by whoever is logged in.

    Ctrl-C and SIGTERM cancel `work`, which then cleans up; a second one does not wait for that.

    Raises:
        click.Abort: it was interrupted.
    """

    async def run() -> Result:
        task = asyncio.current_task()
        if task is not None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        wire = Wire(calls.server, calls.store, calls.session)
        try:
            async with Gateway(wire.gateway_url, wire.authorization, patience) as gateway:
                return await work(gateway)
        finally:
            await wire.aclose()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            return runner.run(run())
        except asyncio.CancelledError:
            raise click.Abort from None
