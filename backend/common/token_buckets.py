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
        left = self._left(whose, now)
        if left < 1:
            raise Refused("too_many_requests", retry_after=(1 - left) / self._per_second)
        self._keep(whose, left - 1, now)

    def count(self, whose: Hashable) -> None:
        """Count one request that was taken elsewhere; at most a burst is owed."""
        now = self._clock()
        self._keep(whose, max(-self._burst, self._left(whose, now) - 1), now)

    def _left(self, whose: Hashable, now: float) -> float:
        left, since = self._buckets.get(whose, (float(self._burst), now))
        return min(self._burst, left + (now - since) * self._per_second)

    def _keep(self, whose: Hashable, left: float, now: float) -> None:
        if len(self._buckets) >= SWEEP_AT:
            self._sweep(now)
        self._buckets[whose] = (left, now)

    def _sweep(self, now: float) -> None:
        """Forget the buckets that are full again."""
        idle = 2 * self._burst / self._per_second  # a burst may be owed
        self._buckets = {
            whose: bucket for whose, bucket in self._buckets.items() if now - bucket[1] < idle
        }
