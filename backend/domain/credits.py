"""Credits are counted in whole hundredths, so that no sum is ever a little off."""

from __future__ import annotations


def format_credits(hundredths: int) -> str:
    """`3`, `1.5`, `0.25` for hundredths of a credit."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
