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


PAUSE_EXAMPLE = WantedPause(reason="The hall of PHYS-1100 is being changed")
STATE_EXAMPLE = LineState(pending=1204, drain_per_s=9800.5, last_number=40_117, trouble="")
