"""What the queue node tells the staff about the line, and what they ask of it."""

from __future__ import annotations

from typing import Annotated

import msgspec

Reason = Annotated[str, msgspec.Meta(max_length=200)]


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A pause that stands.

    Attributes:
        since: Unix seconds.
        by: user name of the administrator who paused.
        reason: what that administrator said about it, or "".
    """

    since: float
    by: str
    reason: str


class WantedPause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an administrator says about a pause."""

    reason: Reason = ""


class LineState(msgspec.Struct, frozen=True, kw_only=True):
    """How long the line is and how fast it moves.

    Attributes:
        pending: tickets that wait.
        awaiting_draw: tickets that have left the line and wait for the draw of their round.
        drain_per_s: tickets decided a second of work, over the latest batches.
        last_number: number of the newest ticket.
        trouble: why the line makes no progress, "" while it does.
        paused: the pause that stands, if there is one.
    """

    pending: int
    drain_per_s: float
    last_number: int
    trouble: str
    paused: Pause | None = None
    awaiting_draw: int = 0


class LineSecond(msgspec.Struct, frozen=True, kw_only=True):
    """One second of the line.

    Attributes:
        at: its beginning, Unix seconds.
        accepted: requests that came.
        decided: requests that were decided.
        pending: requests that waited at its end.
        p50_ms, p99_ms: milliseconds from acceptance to decision within which half and 99 % of the
            decided ones stayed, at most 10 % too long; None where none was decided.
    """

    at: int
    accepted: int
    decided: int
    pending: int
    p50_ms: float | None
    p99_ms: float | None


class LineFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What the line did in the last minute, and second by second in the last five.

    Attributes:
        accepted, decided: requests in the last minute.
        p50_ms, p99_ms: as in `LineSecond`, over the last minute.
        seconds: whole seconds, the oldest first.
    """

    accepted: int
    decided: int
    p50_ms: float | None
    p99_ms: float | None
    seconds: list[LineSecond]


PAUSE_EXAMPLE = WantedPause(reason="The hall of PHYS-1100 is being changed")
STATE_EXAMPLE = LineState(pending=1204, drain_per_s=9800.5, last_number=40_117, trouble="")
FIGURES_EXAMPLE = LineFigures(
    accepted=5200,
    decided=5190,
    p50_ms=8.1,
    p99_ms=41.1,
    seconds=[
        LineSecond(at=1_900_000_000, accepted=910, decided=905, pending=12, p50_ms=8.1, p99_ms=37.4)
    ],
)
