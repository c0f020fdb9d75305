"""Nodes that are killed at a step, from outside: `python -m tests.faults.stepped MODULE`.

It runs MODULE as `python -m` would, with a trap around the function of each step of its service.
A trap does nothing until it is armed: by a file named after the step, which holds how many passes
are left. The last of them leaves a mark instead of the file, and kills the process. So the process
that is started next is a sound one. `supervise` is the supervisor whose children are run like this.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import inspect
import os
import runpy
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from backend.common.database import Database
from tests.faults.steps import FORGOTTEN, STEPS, Step

FOLDER: Final = "STEPS_FOLDER"  # the variable with the folder of the files
LATER: Final = 0.03  # seconds in which an answer goes out
NAME: Final = "tests.faults.stepped"
LAUNCH: Final = Path(__file__).with_name("stepped_launch.py")


class Traps:
    """Which steps are deadly now.

    Args:
        folder: where one says so.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._passes: dict[Step, int] = {}

    def arm(self, step: Step, passes: int) -> None:
        """Kill whoever passes `step`, at the pass that is counted."""
        self._died(step).unlink(missing_ok=True)
        new = self._folder / "new"
        new.write_text(str(passes))
        new.rename(self._armed(step))

    def disarm(self, step: Step) -> None:
        """Let everybody pass."""
        self._armed(step).unlink(missing_ok=True)

    def was_reached(self, step: Step) -> bool:
        """Whether a process died there since it was armed."""
        return self._died(step).exists()

    def passed(self, step: Step) -> None:
        """A process passes `step`; it may be its last."""
        if self.is_deadly(step):
            die()

    def is_deadly(self, step: Step) -> bool:
        """Whether this pass is the one that kills; it is marked."""
        armed = self._armed(step)
        try:
            deadly = int(armed.read_text())
        except FileNotFoundError:
            return False
        self._passes[step] = self._passes.get(step, 0) + 1
        if self._passes[step] < deadly:
            return False
        armed.rename(self._died(step))
        return True

    def _armed(self, step: Step) -> Path:
        return self._folder / f"armed {step}"

    def _died(self, step: Step) -> Path:
        return self._folder / f"died {step}"


class ForgottenError(Exception):
    """A transaction was rolled back; its work had this result."""


def die() -> None:
    """Go, as in a crash."""
    os.kill(os.getpid(), signal.SIGKILL)


def lay(traps: Traps, step: Step) -> None:
    """Put a trap around the function of `step`."""
    owner, name = _place(step)
    whole = getattr(owner, name)
    if step.where in ("uncommitted", "committed", "forgotten"):
        setattr(owner, name, _marked(whole, step))
        return
    if inspect.iscoroutinefunction(whole):
        setattr(owner, name, _around(traps, step, whole))
        return
    raise TypeError(f"{step.function} is nothing to wait for")


def _place(step: Step) -> tuple[Any, str]:
    module, _, path = step.function.partition(":")
    *classes, name = path.split(".")
    return functools.reduce(getattr, classes, importlib.import_module(module)), name


def _around(
    traps: Traps, step: Step, whole: Callable[..., Awaitable[Any]]
) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(whole)
    async def trapped(*args: Any, **kw: Any) -> Any:  # noqa: ANN401
        if step.where == "before":
            traps.passed(step)
        result = await whole(*args, **kw)
        if step.where == "after":
            traps.passed(step)
        if step.where == "later":
            asyncio.get_running_loop().call_later(LATER, traps.passed, step)
        return result

    return trapped


def _marked(whole: Callable[..., Any], step: Step) -> Callable[..., Any]:
    """The same function, with the steps of the transaction that it is the work of."""

    @functools.wraps(whole)
    def marked(*args: Any, **kw: Any) -> Any:  # noqa: ANN401
        return whole(*args, **kw)

    vars(marked)["steps"] = [*getattr(whole, "steps", ()), step]
    return marked


def watch_commits(traps: Traps) -> None:
    """Put a trap on both sides of the commits of marked functions."""
    for name in ("write", "write_together"):
        setattr(Database, name, _watched(traps, getattr(Database, name)))


def _watched(traps: Traps, write: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(write)
    async def watched(self: Database, function: Callable[..., Any], *args: Any, **kw: Any) -> Any:  # noqa: ANN401
        steps = [step for step in getattr(function, "steps", ()) if _is_about(step, args)]

        def work(*inner: Any, **named: Any) -> Any:  # noqa: ANN401
            result = function(*inner, **named)
            for step in steps:
                if step.where == "uncommitted":
                    traps.passed(step)
                if step.where == "forgotten" and traps.is_deadly(step):
                    raise ForgottenError(result)
            return result

        try:
            result = await write(self, work if steps else function, *args, **kw)
        except ForgottenError as forgotten:
            asyncio.get_running_loop().call_later(LATER, die)
            return forgotten.args[0]
        for step in steps:
            if step.where == "committed":
                traps.passed(step)
        return result

    return watched


def _is_about(step: Step, args: tuple[Any, ...]) -> bool:
    return not step.about or any(type(each).__name__ == step.about for each in args[0])


def run(module: str) -> None:
    """Become the service of `module`, with its traps."""
    traps = Traps(Path(os.environ[FOLDER]))
    for step in (*STEPS, FORGOTTEN):
        if f"backend.{step.service}.main" == module:
            lay(traps, step)
    watch_commits(traps)
    sys.argv = [module]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def supervise() -> None:
    """Run the supervisor; a child that dies every other second is no sick child here."""
    child = importlib.import_module("backend.supervisor.child")
    keeper = importlib.import_module("backend.supervisor.keeper")
    vars(child)["LAUNCH"] = LAUNCH
    vars(keeper)["STEADY_AFTER"] = 0.0
    sys.argv = ["supervisor", "start"]
    runpy.run_module("backend.supervisor", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    if sys.argv[1] == "supervise":
        supervise()
    else:
        run(sys.argv[1])
