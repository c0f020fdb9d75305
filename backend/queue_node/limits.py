"""How fast one student may ask. Per student and never per address: a campus shares one."""

from __future__ import annotations

from collections.abc import Callable

from backend.common.errors import Refused

BURST = 30  # requests at once: a whole plan and its corrections
PER_SECOND = 2.0  # requests a second after that
IDLE_AFTER = BURST / PER_SECOND  # seconds after which a bucket is full again
SWEEP_AT = 50_000  # buckets; then those that are full again are forgotten


class StudentLimits:
    """A token bucket a student.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[int, tuple[float, float]] = {}

    def take(self, student_id: int) -> None:
        """Count one request.

        Raises:
            Refused: `too_many_requests`, with the seconds until the next one is taken.
        """
        now = self._clock()
        left, since = self._buckets.get(student_id, (float(BURST), now))
        left = min(BURST, left + (now - since) * PER_SECOND)
        if left < 1:
            raise Refused("too_many_requests", retry_after=(1 - left) / PER_SECOND)
        if len(self._buckets) >= SWEEP_AT:
            self._sweep(now)
        self._buckets[student_id] = (left - 1, now)

    def _sweep(self, now: float) -> None:
        self._buckets = {
            student: bucket
            for student, bucket in self._buckets.items()
            if now - bucket[1] < IDLE_AFTER
        }
