"""Several writes in one commit: what became of each goes to whoever waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

MOST_TOGETHER = 64  # writes that share a commit; nobody waits for more than these

Work = Callable[[sa.Connection], Any]


class Failed:
    """What a write raised in place of a result."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def hand_out(futures: Sequence[asyncio.Future[Any]], outcomes: Sequence[Any]) -> None:
    """Give each who waits for one of several writes what became of his own."""
    for future, outcome in zip(futures, outcomes, strict=True):
        if future.done():  # nobody waits for it any more
            continue
        if isinstance(outcome, Failed):
            future.set_exception(outcome.error)
        else:
            future.set_result(outcome)
