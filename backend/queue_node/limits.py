"""How fast one student may ask. Per student and never per address: a campus shares one.

Several copies of this node tell each other whose requests they have taken, with what they tell
anyway, so the limit is one over all of them. What a student sends to several in the same moment is
taken before they hear of it, and owed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

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

    def charge(self, students: Iterable[int]) -> None:
        """Count requests that other copies have taken, one for each time a student is named."""
        for student in students:
            self.count(student)
