"""Waiting until nobody waits in line, and why not to wait."""

from __future__ import annotations

from typing import Any, cast

import pytest

from backend.cli import selection
from backend.cli.calls import Calls
from backend.cli.output import Failure
from backend.domain.refusals import Exit

PAUSE = {"by": "root", "since": 1.0, "reason": ""}


class Moving:
    """Stands in for the staff door: a line that shrinks with each look."""

    def __init__(self, *lengths: int, paused_at: int | None = None) -> None:
        self.lengths = list(lengths)
        self.paused_at = paused_at

    def get(self, _service: str, _path: str) -> dict[str, Any]:
        pending = self.lengths.pop(0) if len(self.lengths) > 1 else self.lengths[0]
        return {"pending": pending, "paused": PAUSE if pending == self.paused_at else None}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses between two looks."""
    monkeypatch.setattr(selection, "LOOK_AGAIN", 0.0)


def wait(line: Moving, timeout: float | None = None) -> dict[str, Any]:
    return selection.wait_until_empty(cast("Calls", line), timeout)


def test_it_waits_until_nobody_waits_even_if_more_come() -> None:
    assert wait(Moving(3, 5, 2, 0))["pending"] == 0
    assert wait(Moving(0))["pending"] == 0


def test_a_paused_line_is_not_waited_for() -> None:
    with pytest.raises(Failure, match="paused by root, with 2 requests in it") as refused:
        wait(Moving(4, 2, paused_at=2))
    assert refused.value.exit_code == Exit.REFUSED


def test_it_gives_up_when_the_time_is_over() -> None:
    with pytest.raises(Failure, match="7 requests still wait") as failed:
        wait(Moving(7), timeout=0.0)
    assert failed.value.exit_code == Exit.FAILED
