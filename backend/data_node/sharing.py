"""Shared and kept seats of the sections of a batch: loaded with them, written back with them.

A batch of sections that share and keep nothing costs no query here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, listed, run_rows
from backend.common.dialects import among
from backend.data_node import feed
from backend.data_node.feed import Change
from backend.data_node.tables import pools, reserves, sections
from backend.domain.seats import Pool, Reserve, Seats

_POOLS = sa.select(pools.c.id, pools.c.taken, pools.c.ceiling, pools.c.capacity).where(
    among(pools.c.id, "ids")
)
_MEMBERS = sa.select(sections.c.pool_id, sections.c.id).where(among(sections.c.pool_id, "ids"))
_RESERVED = sa.select(reserves.c.section_id)
_RESERVES = (
    sa.select(
        reserves.c.section_id,
        reserves.c.id,
        reserves.c.name,
        reserves.c.seats,
        reserves.c.until,
        reserves.c.groups,
        reserves.c.tags,
        reserves.c.taken,
    )
    .where(among(reserves.c.section_id, "ids"))
    .order_by(reserves.c.section_id, reserves.c.id)
)
_SHARE = (
    sa.update(pools)
    .where(pools.c.id == sa.bindparam("pool"))
    .values(taken=pools.c.taken + sa.bindparam("step"))
)
_RESIZE = (
    sa.update(pools)
    .where(pools.c.id == sa.bindparam("pool"))
    .values(ceiling=sa.bindparam("top"), taken=sa.bindparam("held"))
)
_COUNT = (
    sa.update(reserves)
    .where(reserves.c.id == sa.bindparam("reserve"))
    .values(taken=sa.bindparam("count"))
)


def sections_that_keep(connection: sa.Connection) -> frozenset[int]:
    """The sections of which seats are kept for somebody."""
    return frozenset(row[0] for row in fetch(connection, _RESERVED, ()))


def members(connection: sa.Connection, pool_ids: Iterable[int]) -> dict[int, list[int]]:
    """The sections that share the seats of some pools, by pool."""
    found: dict[int, list[int]] = {}
    for pool_id, section_id in fetch(connection, _MEMBERS, ("ids",), (listed(pool_ids),)):
        found.setdefault(pool_id, []).append(section_id)
    return found


def tie(
    connection: sa.Connection, seats: Mapping[int, Seats], found: Mapping[int, Sequence[int]]
) -> None:
    """Tie the seats of the sections of some pools together, where they are not yet.

    Args:
        found: the sections of each pool; their seats are all there.
    """
    for row in fetch(connection, _POOLS, ("ids",), (listed(found),)):
        pool = Pool(*row)
        for section_id in found[pool.id]:
            if seats[section_id].pool is None:
                seats[section_id].pool = pool
                pool.members[section_id] = seats[section_id]


def add_reserves(
    connection: sa.Connection, seats: Mapping[int, Seats], ids: Collection[int]
) -> None:
    """Tell the seats of some sections what of them is kept."""
    for section_id, kept in reserves_of(connection, ids).items():
        seats[section_id].reserves = kept


def reserves_of(
    connection: sa.Connection, section_ids: Iterable[int]
) -> dict[int, tuple[Reserve, ...]]:
    """What is kept, by section, in the order in which it was set."""
    found: dict[int, tuple[Reserve, ...]] = {}
    for section_id, *row in fetch(connection, _RESERVES, ("ids",), (listed(section_ids),)):
        found[section_id] = (*found.get(section_id, ()), _reserve(*row))
    return found


def _reserve(  # noqa: PLR0917 - a row
    reserve_id: int, name: str, seats: int, until: float, groups: str, tags: str, taken: int
) -> Reserve:
    return Reserve(reserve_id, name, seats, until, _names(groups), _names(tags), taken)


def _names(text: str) -> frozenset[str]:
    return frozenset(msgspec.json.decode(text, type=list[str]))


def write(
    connection: sa.Connection, seats: Mapping[int, Seats], steps: Mapping[int, int]
) -> list[Change]:
    """Write what changed of shared and kept seats; what the feed is to be told besides.

    Args:
        steps: section to how many more of its seats are taken now.
    """
    shared: dict[int, int] = {}
    tied: dict[int, Pool] = {}
    kept: list[Reserve] = []
    told: list[list[int]] = []
    for section_id, step in steps.items():
        own = seats[section_id]
        pool = own.pool
        if pool is not None:
            tied[pool.id] = pool
            shared[pool.id] = shared.get(pool.id, 0) + step
        for reserve in own.reserves:
            kept.append(reserve)
            told.append([section_id, reserve.id, reserve.taken])
    steps_of_pools = [(n, pool) for pool, n in shared.items() if not tied[pool].resized]
    run_rows(connection, _SHARE, ("step", "pool"), steps_of_pools)
    resized = [(each.ceiling, each.taken, each.id) for each in tied.values() if each.resized]
    run_rows(connection, _RESIZE, ("top", "held", "pool"), resized)
    run_rows(connection, _COUNT, ("count", "reserve"), [(each.taken, each.id) for each in kept])
    return [(feed.RESERVES, told)] if told else []


def counts(seats: Mapping[int, Seats], changed: Iterable[int]) -> list[list[Any]]:
    """Section, seats taken, ceiling: of what changed, and of what shares seats with it."""
    found: dict[int, Seats] = {}
    for section_id in changed:
        own = found[section_id] = seats[section_id]
        if own.pool is not None:
            found |= own.pool.members
    return [
        [each, own.taken, own.ceiling if own.pool is None else own.shown_ceiling]
        for each, own in found.items()
    ]
