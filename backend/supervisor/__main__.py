"""`python -m backend.supervisor start|stop|status`; people call it as `./start_backend.sh`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from backend.common.log import configure_logging
from backend.common.production import require_fitness
from backend.common.run import WRONG_SETTINGS
from backend.common.settings import Settings, SettingsError, get_settings
from backend.common.unix_socket import AlreadyRunningError
from backend.supervisor.addresses import AddressTakenError
from backend.supervisor.instance import (
    AlreadySupervisedError,
    Instance,
    running_pid,
    stop_running,
)
from backend.supervisor.supervisor import Supervisor

STOP_WITHIN = 60.0  # seconds: five steps of ten and some
NOT_RUNNING = 3  # as init scripts say it


def _start(settings: Settings) -> int:
    Instance(settings.data_path)
    return asyncio.run(_run(settings))


async def _run(settings: Settings) -> int:
    return await Supervisor(settings).run()


def _stop(settings: Settings) -> int:
    if stop_running(settings.data_path, STOP_WITHIN):
        _say("stopped")
    else:
        _say("nothing was running")
    return 0


def _status(settings: Settings) -> int:
    pid = running_pid(settings.data_path)
    _say("not running here" if pid is None else f"running (process {pid})")
    return NOT_RUNNING if pid is None else 0


def _say(text: str) -> None:
    print(text, file=sys.stderr)


COMMANDS: dict[str, Callable[[Settings], int]] = {
    "start": _start,
    "stop": _stop,
    "status": _status,
}


def main(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    command = COMMANDS.get(arguments[0] if arguments else "start")
    if command is None or len(arguments) > 1:
        _say(f"usage: python -m backend.supervisor {'|'.join(COMMANDS)}")
        return 2
    try:
        settings = require_fitness(None) if command is _start else get_settings()
        configure_logging("supervisor", settings)
        return command(settings)
    except SettingsError as error:
        _say(f"cannot start: {error}")
        return WRONG_SETTINGS
    except (AlreadySupervisedError, AddressTakenError, AlreadyRunningError, OSError) as error:
        _say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
