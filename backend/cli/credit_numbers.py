"""Numbers of credits as flags take them, and how a list shows them."""

from __future__ import annotations

import math

import click


class Limit(click.ParamType[float | str]):
    """A number, or `none` for no limit."""

    name = "limit"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | str:
        """The number; `none` as it is, since None is what click takes for "not given"."""
        text = str(value).strip().lower()
        if text == "none":
            return text
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.fail(f"{value!r} is no limit; give a number or none", param, ctx)
        return int(number) if number.is_integer() else number


def as_sent(value: float | str) -> float | None:
    """What a service is told: null for `none`."""
    return None if isinstance(value, str) else value
