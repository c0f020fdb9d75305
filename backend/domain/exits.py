"""How `course-cli` ends; apart from the refusals, so that its help starts without them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What `course-cli` leaves with."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    LOGIN_FIRST = 4
    REFUSED = 5
    AWAY = 6
    INTERRUPTED = 130
