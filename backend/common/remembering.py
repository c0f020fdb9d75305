"""Answers kept for those who ask in the same words, who are many."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST = 4096  # bytes or characters of a question that is kept

Words = TypeVar("Words", str, bytes)
Answer = TypeVar("Answer")


def remember(most: int) -> Callable[[Callable[[Words], Answer]], Callable[[Words], Answer]]:
    """As `lru_cache` for what strangers send: a long question is answered, and forgotten.

    Thousands of different ones of any length would fill the memory.

    Args:
        most: answers that are kept.
    """

    def decorate(work: Callable[[Words], Answer]) -> Callable[[Words], Answer]:
        kept = lru_cache(maxsize=most)(work)

        @wraps(work)
        def ask(words: Words) -> Answer:
            return kept(words) if len(words) <= LONGEST else work(words)

        return ask

    return decorate
