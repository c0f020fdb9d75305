"""What staff did, noted in the transaction that does it, for the audit log of the auth node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa

from backend.common.deeds import MOST_AT_ONCE, Deed, DeedAction, Deeds
from backend.data_node.doer import Doer
from backend.data_node.tables import deeds

NO_NEWS = frozenset(
    {"id", "taken", "ceiling", "courses", "sections", "seats", "enrolments", "course_id"}
)
"""Fields that nobody sets, so that they are not worth an entry."""

View = TypeVar("View", bound=msgspec.Struct)
Facts = Mapping[str, Any]


class Target(NamedTuple):
    """What it was done to."""

    kind: str
    name: str


Work = Callable[[sa.Connection], View]
"""Something that is looked at or done in a transaction."""


def term_target(view: Any) -> Target:  # noqa: ANN401 - any view of a term
    """A term."""
    return Target("term", view.code)


def round_target(view: Any) -> Target:  # noqa: ANN401 - any view of a round
    """A round, with the term before it."""
    return Target("round", f"{view.term} {view.name}")


def section_target(view: Any) -> Target:  # noqa: ANN401 - any view of a section
    """A section, with the term before it."""
    return Target("section", f"{view.term} {view.course} ({view.number})")


def made(
    doer: Doer, action: DeedAction, target: Callable[[Any], Target], work: Work[View]
) -> Work[View]:
    """`work`, which makes what was not there, and notes it."""

    def run(connection: sa.Connection) -> View:
        view = work(connection)
        record(connection, doer, action, [(target(view), None, facts(view))])
        return view

    return run


def changed(
    doer: Doer,
    action: DeedAction,
    target: Callable[[Any], Target],
    look: Work[View],
    work: Work[View],
) -> Work[View]:
    """`work`, which changes what `look` looks at, and notes what is different."""

    def run(connection: sa.Connection) -> View:
        before = look(connection)
        after = work(connection)
        old, new = facts(before), facts(after)
        names = [name for name in new if old.get(name) != new[name]]
        if names:
            told = {name: old.get(name) for name in names}, {name: new[name] for name in names}
            record(connection, doer, action, [(target(before), *told)])
        return after

    return run


def removed(
    doer: Doer, action: DeedAction, target: Callable[[Any], Target], work: Work[View]
) -> Work[View]:
    """`work`, which removes what was there, and notes it."""

    def run(connection: sa.Connection) -> View:
        view = work(connection)
        record(connection, doer, action, [(target(view), facts(view), None)])
        return view

    return run


def facts(view: msgspec.Struct) -> dict[str, Any]:
    """What an entry tells of a view."""
    told: dict[str, Any] = msgspec.to_builtins(view)
    return {name: value for name, value in told.items() if name not in NO_NEWS}


def record(
    connection: sa.Connection,
    doer: Doer,
    action: DeedAction,
    told: Iterable[tuple[Target, Facts | None, Facts | None]],
) -> None:
    """Note something that was done to each target, with what was there before and holds after."""
    who = {
        "at": doer.now,
        "action": action,
        "account": doer.user.account,
        "actor": doer.user.username,
        "role": doer.user.role,
        "forwarded_for": doer.forwarded_for,
    }
    rows = [
        {**who, "target_kind": kind, "target": name, "before": before, "after": after}
        for (kind, name), before, after in told
    ]
    if rows:
        connection.execute(sa.insert(deeds), rows)


def after(connection: sa.Connection, number: int) -> Deeds:
    """Up to `MOST_AT_ONCE` deeds after `number`, oldest first."""
    query = sa.select(deeds).where(deeds.c.number > number).order_by(deeds.c.number)
    items = [Deed(**row._mapping) for row in connection.execute(query.limit(MOST_AT_ONCE))]
    last = connection.execute(sa.select(sa.func.max(deeds.c.number))).scalar() or 0
    return Deeds(items, last)
