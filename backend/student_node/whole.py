"""A whole term's catalogue as bytes: encoded and compressed once a change, not once a reader.

Seats change all the time and descriptions seldom. So the whole goes out with the seats of the
moment it was encoded and the number of the change they are of; what has changed since is a small
answer of its own, `Recent.since`. Compressing takes a moment, which no other reader waits for.
"""

from __future__ import annotations

import asyncio
import gzip
from collections import deque
from dataclasses import dataclass

import msgspec

import backend
from backend.common.errors import Refused
from backend.student_node.catalogue import Catalogue, Wish

GZIP_LEVEL = 6
KEPT_CHANGES = 5_000  # changes; a reader further behind loads the whole again
KEPT_ANSWERS = 1_000  # encoded answers to readers who are equally far behind
OLDEST_WHOLE = 1_000  # changes of seats after which the whole is encoded anew


@dataclass(frozen=True, slots=True)
class Encoded:
    """One term's catalogue, ready to be sent."""

    tag: str
    number: int
    plain: bytes
    zipped: bytes


class Whole:
    """The catalogue of each term as it is sent."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._encoded: dict[str, Encoded] = {}
        self._making: dict[str, asyncio.Task[Encoded]] = {}

    def tag_of(self, term: str) -> str:
        """What the catalogue of `term` is known by; another one as soon as a description changed.

        Raises:
            Refused: `not_ready`, `no_such_term`.
        """
        self._catalogue.require_term(term)
        return f'"{backend.__version__}-{self._catalogue.version}"'

    async def of(self, term: str) -> Encoded:
        """The catalogue of `term`, with the seats of the moment at which it was encoded.

        Raises:
            Refused: `not_ready`, `no_such_term`.
        """
        tag, found = self.tag_of(term), self._encoded.get(term)
        if found is not None and found.tag == tag:
            if self._catalogue.number - found.number > OLDEST_WHOLE:
                self._make(term)  # and nobody waits for it
            return found
        made = await asyncio.shield(self._make(term))
        if made.tag != tag:  # it was begun before the description changed
            made = await asyncio.shield(self._make(term))
        return made

    def _make(self, term: str) -> asyncio.Task[Encoded]:
        """The encoding of `term` that is under way; one at a time, whoever asks."""
        making = self._making.get(term)
        if making is None:
            making = self._making[term] = asyncio.create_task(self._encode(term))
            making.add_done_callback(lambda _task: self._making.pop(term))
        return making

    async def _encode(self, term: str) -> Encoded:
        tag, number = self.tag_of(term), self._catalogue.number
        shelves = self._catalogue.search(Wish(term))
        plain = msgspec.json.encode({"number": number, "items": [shelf.view for shelf in shelves]})
        zipped = await asyncio.to_thread(gzip.compress, plain, GZIP_LEVEL, mtime=0)
        encoded = self._encoded[term] = Encoded(tag, number, plain, zipped)
        return encoded


class Recent:
    """Which sections' seats changed lately."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._changes: deque[tuple[int, list[int]]] = deque(maxlen=KEPT_CHANGES)
        self._complete_after = 0
        self._answers: dict[int, bytes] = {}

    def start_at(self, number: int) -> None:
        """Changes up to `number` are unknown here."""
        self._changes.clear()
        self._answers.clear()
        self._complete_after = number

    def note(self, number: int, sections: list[int]) -> None:
        """The seats of `sections` changed with change `number`."""
        if len(self._changes) == KEPT_CHANGES:
            self._complete_after = self._changes[0][0]
        self._changes.append((number, sections))
        self._answers.clear()

    def since(self, after: int) -> bytes:
        """The seats now of the sections that changed after change `after`, as JSON.

        Raises:
            Refused: `not_ready`; `feed_gap`, when some of those changes are no longer known.
        """
        self._catalogue.require_loaded()
        known = self._answers.get(after)
        if known is None:
            if len(self._answers) >= KEPT_ANSWERS:
                self._answers.clear()
            known = self._answers[after] = self._encode(after)
        return known

    def _encode(self, after: int) -> bytes:
        if after < self._complete_after or after > self._catalogue.number:
            raise Refused("feed_gap", after=after)
        changed: set[int] = set()
        for number, sections in reversed(self._changes):
            if number <= after:
                break
            changed.update(sections)
        seats = [
            (shelf.view.id, shelf.view.taken, shelf.view.ceiling)
            for shelf in self._catalogue.known(sorted(changed))
        ]
        return msgspec.json.encode({"number": self._catalogue.number, "seats": seats})
