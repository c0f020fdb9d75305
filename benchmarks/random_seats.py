"""What staff arrange of the seats of a random term: some are shared, some kept for a while."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.shared_seats import WantedListing, WantedReserve, WantedReserves
from backend.data_node import cross_listing, reserves
from benchmarks.random_facts import HOUR, NOW, REGISTRAR

SHARED = 4  # times that two sections are to be one class
Arrange = Callable[[sa.Connection, random.Random, Sequence[int], Sequence[str]], None]
KEEPING = 8  # times that seats of a section are to be kept


def store(
    connection: sa.Connection,
    drawn: random.Random,
    sections: Sequence[int],
    groups: Sequence[str],
) -> None:
    """Share and keep this and that; what is refused leaves nothing."""
    wanted: list[Arrange] = [*[share] * SHARED, *[keep] * KEEPING]
    for arrange in wanted:
        connection.exec_driver_sql("SAVEPOINT arranged")
        try:
            arrange(connection, drawn, sections, groups)
        except Refused:
            connection.exec_driver_sql("ROLLBACK TO arranged")
        connection.exec_driver_sql("RELEASE arranged")


def share(
    connection: sa.Connection,
    drawn: random.Random,
    sections: Sequence[int],
    _groups: Sequence[str] = (),
) -> None:
    """Let two sections share seats, neighbours in the catalogue."""
    one, other = (sections[at := drawn.randrange(1, len(sections))], sections[at - 1])
    wanted = WantedListing(sections=[other], capacity=drawn.choice([1, 3, 6]))
    cross_listing.share(connection, one, wanted, REGISTRAR, NOW)


def keep(
    connection: sa.Connection,
    drawn: random.Random,
    sections: Sequence[int],
    groups: Sequence[str],
) -> None:
    """Keep seats of a section for a group, or keep none of it any more."""
    kept = WantedReserve(
        name="Engineers",
        seats=drawn.choice([1, 2]),
        until=NOW + drawn.uniform(-2, 4) * HOUR,
        groups=drawn.sample(groups, 1),
    )
    wanted = WantedReserves(kept=drawn.choice([[], [kept], [kept]]))
    reserves.keep(connection, drawn.choice(sections), wanted, REGISTRAR, NOW - 9 * HOUR)
