"""The days of a term on the command line."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import click

from backend.domain.term_days import MOST_HOLIDAYS

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[str]):
    """A day, `2024-09-02`."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The day in ISO 8601."""
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self.fail(f"{value!r} is no day such as 2024-09-02", param, ctx)


class Days(Day):
    """A day, or several in a row, `2024-12-23..2024-12-27`."""

    name = "days"

    def convert(  # type: ignore[override]  # several days, where its parent has one
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> list[str]:
        """Each of the days in ISO 8601."""
        first, _, last = str(value).partition("..")
        start = date.fromisoformat(super().convert(first, param, ctx))
        end = date.fromisoformat(super().convert(last or first, param, ctx))
        count = (end - start).days + 1
        if not 1 <= count <= MOST_HOLIDAYS:
            self.fail(f"{value!r} ends before it begins, or is longer than a term", param, ctx)
        return [(start + timedelta(days=days)).isoformat() for days in range(count)]


def days_options(command: Command) -> Command:
    """Gives a command the options for a term's days; `days` has those that were given."""

    @functools.wraps(command)
    def run(
        *args: Any,  # noqa: ANN401 - whatever the command takes
        first_day: str | None,
        last_day: str | None,
        holiday: tuple[list[str], ...],
        **given: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        days: dict[str, Any] = {"first_day": first_day, "last_day": last_day}
        days["holidays"] = [day for part in holiday for day in part]
        return command(*args, days={name: value for name, value in days.items() if value}, **given)

    options = (
        click.option("--first-day", type=Day(), metavar="DAY", help="When teaching begins."),
        click.option("--last-day", type=Day(), metavar="DAY", help="When it ends."),
        click.option(
            "--holiday",
            type=Days(),
            multiple=True,
            metavar="DAY[..DAY]",
            help="A day without classes, or a break; once for each.",
        ),
    )
    result: Any = run
    for option in reversed(options):
        result = option(result)
    return result  # type: ignore[no-any-return]  # a command still
