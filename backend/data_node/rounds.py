"""The rounds of a term by hand: reading, making, changing and removing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from backend.common.errors import Refused
from backend.common.rounds import NewRound, RoundChange, RoundsOfTerm, RoundView, rule_of
from backend.data_node import feed
from backend.data_node.tables import rounds, terms
from backend.domain.flaws import EMPTY
from backend.domain.people import name_fault, normal
from backend.domain.rounds import Round

MOST_ROUNDS = 100  # a term

_ROWS = (
    sa.select(rounds, terms.c.code)
    .join(terms, terms.c.id == rounds.c.term_id)
    .order_by(rounds.c.opens_at, rounds.c.id)
)


def every(connection: sa.Connection) -> list[RoundView]:
    """The rounds of all terms, by their opening."""
    return [_view(row) for row in connection.execute(_ROWS)]


def of_term(connection: sa.Connection, term: str) -> list[RoundView]:
    """The rounds of a term, by their opening.

    Raises:
        Refused: `no_such_term`.
    """
    _term(connection, term)
    return _of_term(connection, term)


def rules(connection: sa.Connection) -> dict[int, tuple[Round, ...]]:
    """The rounds as the rules see them, by the id of their term."""
    found: dict[int, tuple[Round, ...]] = {}
    for row in connection.execute(_ROWS):
        found[row.term_id] = (*found.get(row.term_id, ()), rule_of(_view(row)))
    return found


def get(connection: sa.Connection, round_id: int) -> RoundView:
    """One round.

    Raises:
        Refused: `no_such_round`.
    """
    row = connection.execute(_ROWS.where(rounds.c.id == round_id)).one_or_none()
    if row is None:
        raise Refused("no_such_round", round=round_id)
    return _view(row)


def create(connection: sa.Connection, term: str, new: NewRound) -> RoundView:
    """Make a round; with the first one the term takes requests in its rounds only.

    Raises:
        Refused: `no_such_term`, `term_is_scratch`, `too_many_rounds`, `invalid_fields`.
    """
    found = _term(connection, term)
    if found.scratch:
        raise Refused("term_is_scratch", term=term)
    if len(_of_term(connection, term)) >= MOST_ROUNDS:
        raise Refused("too_many_rounds", term=term, limit=MOST_ROUNDS)
    made = connection.execute(
        sa.insert(rounds).values(term_id=found.id, **_columns(new)).returning(rounds.c.id)
    )
    round_id: int = made.scalar_one()
    _tell(connection, term)
    return get(connection, round_id)


def change(connection: sa.Connection, round_id: int, wanted: RoundChange) -> RoundView:
    """Change a round, also one that runs; requests that wait in line are decided by the new one.

    Raises:
        Refused: `no_such_round`, `invalid_fields`.
    """
    before = get(connection, round_id)
    asked = msgspec.structs.asdict(wanted).items()
    after = msgspec.structs.replace(before, **{name: v for name, v in asked if v is not UNSET})
    values = _columns(after)
    if values != _columns(before):
        connection.execute(sa.update(rounds).where(rounds.c.id == round_id).values(values))
        _tell(connection, before.term)
    return get(connection, round_id)


def remove(connection: sa.Connection, round_id: int) -> RoundView:
    """Remove a round; what it was. Without its last round a term takes requests while it is open.

    Raises:
        Refused: `no_such_round`.
    """
    gone = get(connection, round_id)
    connection.execute(sa.delete(rounds).where(rounds.c.id == round_id))
    _tell(connection, gone.term)
    return gone


def _tell(connection: sa.Connection, term: str) -> None:
    body = RoundsOfTerm(term=term, rounds=_of_term(connection, term))
    feed.append(connection, feed.ROUNDS, body)


def _of_term(connection: sa.Connection, term: str) -> list[RoundView]:
    return [_view(row) for row in connection.execute(_ROWS.where(terms.c.code == term))]


def _term(connection: sa.Connection, code: str) -> sa.Row[int, bool]:
    query = sa.select(terms.c.id, terms.c.scratch).where(terms.c.code == code)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise Refused("no_such_term", term=code)
    return row


def _columns(form: NewRound | RoundView) -> dict[str, Any]:
    """What can change of a round, as its row has it: each name once, as people's records have it.

    Raises:
        Refused: `invalid_fields`.
    """
    name = normal(form.name)
    groups, tags = ([normal(each) for each in names] for names in (form.groups, form.tags))
    errors = _faults({"name": name, **_placed("groups", groups), **_placed("tags", tags)})
    if form.closes_at <= form.opens_at:
        errors.append({"where": "body.closes_at", "message": "is later than opens_at"})
    if errors:
        raise Refused("invalid_fields", errors=errors)
    limit = form.credit_limit
    return {
        "name": name,
        "opens_at": form.opens_at,
        "closes_at": form.closes_at,
        "actions": list(dict.fromkeys(form.actions)),
        "groups": list(dict.fromkeys(groups)),
        "tags": list(dict.fromkeys(tags)),
        "credit_limit": None if limit is None else round(limit * 100),
        "section_limit": form.section_limit,
    }


def _placed(field: str, names: Sequence[str]) -> dict[str, str]:
    return {f"{field}[{place}]": name for place, name in enumerate(names)}


def _faults(names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What is wrong with names, by their place."""
    wrong = {place: name_fault(name) if name else EMPTY for place, name in names.items()}
    return [fault.at(f"body.{place}") for place, fault in wrong.items() if fault is not None]


def _view(row: sa.Row[Any]) -> RoundView:
    limit = row.credit_limit
    return RoundView(
        id=row.id,
        term=row.code,
        name=row.name,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        actions=row.actions,
        groups=row.groups,
        tags=row.tags,
        credit_limit=None if limit is None else limit / 100,
        section_limit=row.section_limit,
    )
