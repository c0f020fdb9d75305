"""How far something long has come: on a terminal only, on standard error."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import click

from backend.cli.output import may_colour, on_terminal

BAR = 24  # cells
FILLED, EMPTY = "━", "─"
REDRAW = 0.1  # seconds between two drawings
TRUSTED_AFTER = 1.0  # seconds until a rate says something
CLEAR = "\r\x1b[K"


class Progress:
    """A bar with rate and remaining time. Use it with `with`; call `advance` as work is done.

    Args:
        doing: what is done, such as "Importing".
        total: how much there is to do; None where nobody knows.
        unit: what is counted, such as "students".
        clock: seconds.
    """

    def __init__(
        self,
        doing: str,
        total: int | None,
        unit: str = "",
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.doing = doing
        self.total = total
        self.unit = unit
        self.done = 0
        self._before = 0
        self._clock = clock
        self._began = clock()
        self._drawn = -REDRAW
        self._shown = on_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()

    def skip(self, count: int) -> None:
        """Count what an earlier run had done, which says nothing about the rate."""
        self.done += count
        self._before += count
        self._draw()

    def advance(self, count: int = 1) -> None:
        """Count `count` more as done."""
        self.done += count
        self._draw()

    def line(self) -> str:
        """What a person sees now."""
        parts = [self.doing]
        if self.total:
            parts.append(_bar(min(1.0, self.done / self.total)))
        parts.append(self._count())
        seconds = self._clock() - self._began
        rate = (self.done - self._before) / seconds if seconds >= TRUSTED_AFTER else 0.0
        if rate > 0:
            parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
            if self.total and self.done < self.total:
                parts.append(f"{_minutes((self.total - self.done) / rate)} left")
        return "  ".join(parts)

    def _count(self) -> str:
        of = f" of {self.total:,}" if self.total is not None else ""
        return f"{self.done:,}{of} {self.unit}".rstrip()

    def _draw(self) -> None:
        now = self._clock()
        if not self._shown or (now - self._drawn < REDRAW and self.done != self.total):
            return
        self._drawn = now
        line = _cut(self.line())
        if may_colour(sys.stderr):
            line = re.sub(f"{FILLED}+", lambda bar: click.style(bar[0], fg="green"), line)
        sys.stderr.write(CLEAR + line)
        sys.stderr.flush()


def _bar(part: float) -> str:
    filled = round(BAR * part)
    return FILLED * filled + EMPTY * (BAR - filled) + f" {part:4.0%}"


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _cut(line: str) -> str:
    """`line`, no longer than the terminal, so that it can be drawn over."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return line
    return line[: columns - 1] if columns > 1 else line
