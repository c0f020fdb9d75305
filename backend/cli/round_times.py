"""Moments on the command line: typed and shown in the time zone of the campus."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import click

from backend.cli.output import Failure
from backend.domain.exits import Exit

SHOWN = "%Y-%m-%d %H:%M:%S %z"


class When(click.ParamType[datetime]):
    """A moment, `2025-01-06 08:00` on campus or, with an offset, `2025-01-06T08:00+01:00`."""

    name = "when"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment; without a time zone where none was typed."""
        try:
            when = datetime.fromisoformat(str(value).strip())
        except ValueError:
            when = None
        if when is None or len(str(value).strip()) <= len("2025-01-06"):
            expected = "'2025-01-06 08:00', or with an offset 2025-01-06T08:00+01:00"
            self.fail(f"{value!r} is no moment; write {expected}", param, ctx)
        return when


def zone_of(name: str) -> tzinfo:
    """The time zone that a service named.

    Raises:
        Failure: this machine does not know it.
    """
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Failure(
            f"This machine does not know the time zone of the campus, {name};"
            " write moments with their offset, and look at --json."
        ) from None


def seconds_of(when: datetime, zone_name: str) -> float:
    """Unix seconds of what was typed.

    Raises:
        Failure: the clocks on campus leave this moment out, or show it twice.
    """
    if when.tzinfo is not None:
        return when.timestamp()
    zone = zone_of(zone_name)
    first, second = (when.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        raise Failure(
            f"In {zone_name} the clocks change then; write {when} with its offset from UTC.",
            exit_code=Exit.USAGE,
        )
    return first.timestamp()


def on_campus(seconds: float, zone: tzinfo) -> str:
    """A moment as people on campus read it, with the offset from UTC."""
    return datetime.fromtimestamp(seconds, zone).strftime(SHOWN)
