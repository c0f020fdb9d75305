"""How fast one student may ask. Per student and never per address: a campus shares one."""

from __future__ import annotations

from collections.abc import Callable

from backend.common.token_buckets import TokenBuckets

BURST = 30  # requests at once: a whole plan and its corrections
PER_SECOND = 2.0  # requests a second after that


class StudentLimits(TokenBuckets):
    """A token bucket a student.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(BURST, PER_SECOND, clock)
