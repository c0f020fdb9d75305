"""Credits are counted in whole hundredths, so that no sum is ever a little off."""

from __future__ import annotations


def format_credits(hundredths: int) -> str:
    """`3`, `1.5`, `0.25` for hundredths of a credit."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def credits_of(hundredths: int | None) -> int | float | None:
    """`3`, `1.5` for hundredths of a credit; None stays."""
    if hundredths is None:
        return None
    whole, rest = divmod(hundredths, 100)
    return hundredths / 100 if rest else whole


def hundredths_of(number: float | None) -> int | None:
    """Credits in hundredths; None stays."""
    return None if number is None else round(number * 100)
