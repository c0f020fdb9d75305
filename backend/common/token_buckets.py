"""How fast somebody may ask: a burst at once, then so many a second."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from backend.common.errors import Refused

SWEEP_AT = 50_000  # buckets; then those that are full again are forgotten


class TokenBuckets:
    """A token bucket for each who asks.

    Args:
        burst: requests at once.
        per_second: requests a second after that.
        clock: seconds, monotonic.
    """

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float]) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def take(self, whose: Hashable) -> None:
        """Count one request.

        Raises:
            Refused: `too_many_requests`, with the seconds until the next one is taken.
        """
        now = self._clock()
        left, since = self._buckets.get(whose, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._per_second)
        if left < 1:
            raise Refused("too_many_requests", retry_after=(1 - left) / self._per_second)
        if len(self._buckets) >= SWEEP_AT:
            self._sweep(now)
        self._buckets[whose] = (left - 1, now)

    def _sweep(self, now: float) -> None:
        """Forget the buckets that are full again."""
        idle = self._burst / self._per_second
        self._buckets = {
            whose: bucket for whose, bucket in self._buckets.items() if now - bucket[1] < idle
        }
