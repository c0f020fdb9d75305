"""A whole term's catalogue as bytes: encoded and compressed once a change, not once a reader.

Seats change all the time and descriptions seldom. So the whole goes out with the seats of the
moment it was encoded and the number of the change they are of; what has changed since is a small
answer of its own, `Recent.since`.
"""

from __future__ import annotations

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

    def of(self, term: str) -> Encoded:
        """The catalogue of `term`.

        Raises:
            Refused: `not_ready`, `no_such_term`.
        """
        found = self._encoded.get(term)
        tag = f'"{backend.__version__}-{self._catalogue.version}"'
        if (
            found is None
            or found.tag != tag
            or self._catalogue.number - found.number > OLDEST_WHOLE
        ):
            found = self._encoded[term] = self._encode(term, tag)
        return found

    def _encode(self, term: str, tag: str) -> Encoded:
        shelves = self._catalogue.search(Wish(term))
        body = {"number": self._catalogue.number, "items": [shelf.view for shelf in shelves]}
        plain = msgspec.json.encode(body)
        return Encoded(
            tag, self._catalogue.number, plain, gzip.compress(plain, GZIP_LEVEL, mtime=0)
        )


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
