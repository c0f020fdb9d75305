"""The rounds of a term by hand: reading, making, changing and removing them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from backend.common.errors import Refused
from backend.common.rounds import (
    NewRound,
    PriorityEntry,
    RoundChange,
    RoundsOfTerm,
    RoundStudents,
    RoundView,
    rule_of,
)
from backend.data_node import audience, feed
from backend.data_node.tables import outcomes, rounds, staged, terms
from backend.domain.credits import credits_of, hundredths_of
from backend.domain.flaws import EMPTY
from backend.domain.ordering.draw import SEED_BYTES, commitment
from backend.domain.ordering.priority import (
    DRAWN,
    EARLY_LOTTERY,
    NEED_PRIORITIES,
    TAKE_PRIORITIES,
)
from backend.domain.people import name_fault, normal
from backend.domain.rounds import Round

MOST_ROUNDS = 100  # a term
_ORDER = ("policy", "priorities", "early_seconds")

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
        Refused: `no_such_term`, `term_is_scratch`, `too_many_rounds`, `unknown_people`,
            `invalid_fields`.
    """
    found = _term(connection, term)
    if found.scratch:
        raise Refused("term_is_scratch", term=term)
    if len(_of_term(connection, term)) >= MOST_ROUNDS:
        raise Refused("too_many_rounds", term=term, limit=MOST_ROUNDS)
    students = audience.ids_of(connection, new.students)
    values = {
        "term_id": found.id,
        **_columns(new),
        "named": len(students),
        "seed": _seed_for(new.policy),
    }
    made = connection.execute(sa.insert(rounds).values(values).returning(rounds.c.id))
    round_id: int = made.scalar_one()
    _name(connection, round_id, students)
    tell(connection, term)
    return get(connection, round_id)


def change(connection: sa.Connection, round_id: int, wanted: RoundChange) -> RoundView:
    """Change a round, also one that runs; requests that wait in line are decided by the new one.

    What another policy does not take goes with the change. While somebody waits for its draw a
    round keeps its order, and once it is drawn also its times.

    Raises:
        Refused: `no_such_round`, `round_drawn`, `round_order_fixed`, `unknown_people`,
            `invalid_fields`.
    """
    before = get(connection, round_id)
    asked = {n: v for n, v in msgspec.structs.asdict(wanted).items() if v is not UNSET}
    students = asked.pop("students", None)
    policy = asked.get("policy", before.policy)
    if policy not in TAKE_PRIORITIES:
        asked.setdefault("priorities", [])
    if policy != EARLY_LOTTERY:
        asked.setdefault("early_seconds", None)
    values, old = _columns(msgspec.structs.replace(before, **asked)), _columns(before)
    renamed = False
    if students is not None:
        named = audience.ids_of(connection, students)
        renamed = _name(connection, round_id, named)
        values["named"], old["named"] = len(named), before.named
    if values != old or renamed:
        different = {name for name in values if values[name] != old[name]}
        _require_changeable(connection, before, different)
        if (policy in DRAWN) != (before.seed_hash is not None):
            values["seed"] = _seed_for(policy)
        if "closes_at" in different:  # it ends anew
            values["end_told"] = False
        connection.execute(sa.update(rounds).where(rounds.c.id == round_id).values(values))
        tell(connection, before.term)
    return get(connection, round_id)


def students_of(connection: sa.Connection, round_id: int) -> RoundStudents:
    """The students whom a round names.

    Raises:
        Refused: `no_such_round`.
    """
    get(connection, round_id)
    return RoundStudents(items=audience.named(connection, round_id))


def _name(connection: sa.Connection, round_id: int, students: set[int]) -> bool:
    """Let a round name these students, and tell whose records are different; whether any is."""
    changed = audience.put(connection, round_id, students)
    if changed:
        feed.append(connection, feed.STUDENT, {"ids": sorted(changed)})
    return bool(changed)


def _require_changeable(connection: sa.Connection, before: RoundView, different: Set[str]) -> None:
    """Raises as `change`."""
    fixed = {*_ORDER, "opens_at"}
    if before.policy != EARLY_LOTTERY:
        fixed.add("closes_at")
    if before.drawn_at is not None and different & fixed:
        raise Refused("round_drawn", round=before.name)
    if different & set(_ORDER) and count_waiting(connection, before.id):
        raise Refused("round_order_fixed", round=before.name)


def _seed_for(policy: str) -> str | None:
    """A new seed in hexadecimal, where lots are drawn."""
    return secrets.token_hex(SEED_BYTES) if policy in DRAWN else None


def count_waiting(connection: sa.Connection, round_id: int) -> int:
    """How many requests wait for the draw of a round."""
    ended = sa.exists().where(outcomes.c.ticket_id == staged.c.ticket_id)
    query = sa.select(sa.func.count()).select_from(staged)
    return connection.execute(query.where(staged.c.round_id == round_id, ~ended)).scalar_one()


def remove(connection: sa.Connection, round_id: int) -> RoundView:
    """Remove a round; what it was. Without its last round a term takes requests while it is open.

    Raises:
        Refused: `no_such_round`; `round_has_waiting`, while requests wait for its draw.
    """
    gone = get(connection, round_id)
    waiting = count_waiting(connection, round_id)
    if waiting:
        raise Refused("round_has_waiting", round=gone.name, count=waiting)
    _name(connection, round_id, set())
    connection.execute(sa.delete(rounds).where(rounds.c.id == round_id))
    tell(connection, gone.term)
    return gone


def tell(connection: sa.Connection, term: str) -> None:
    """Tell the feed what the rounds of a term are now."""
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
    first = [PriorityEntry(kind=each.kind, name=normal(each.name)) for each in form.priorities]
    named = {f"priorities[{place}].name": each.name for place, each in enumerate(first)}
    errors = _faults({"name": name, **_placed("groups", groups), **_placed("tags", tags), **named})
    errors += [{"where": f"body.{where}", "message": said} for where, said in _order_faults(form)]
    if form.closes_at <= form.opens_at:
        errors.append({"where": "body.closes_at", "message": "is later than opens_at"})
    least, most = form.earned_from, form.earned_to
    if least is not None and most is not None and most < least:
        errors.append({"where": "body.earned_to", "message": "is not less than earned_from"})
    if errors:
        raise Refused("invalid_fields", errors=errors)
    return {
        "name": name,
        "opens_at": form.opens_at,
        "closes_at": form.closes_at,
        "actions": list(dict.fromkeys(form.actions)),
        "groups": list(dict.fromkeys(groups)),
        "tags": list(dict.fromkeys(tags)),
        "earned_from": hundredths_of(least),
        "earned_to": hundredths_of(most),
        "credit_limit": hundredths_of(form.credit_limit),
        "section_limit": form.section_limit,
        "policy": form.policy,
        "priorities": msgspec.to_builtins(list(dict.fromkeys(first))),
        "early_seconds": form.early_seconds,
        "below_minimum": form.below_minimum,
    }


def _order_faults(form: NewRound | RoundView) -> Iterator[tuple[str, str]]:
    """What does not go with the policy: the field, and what is expected of it."""
    if form.priorities and form.policy not in TAKE_PRIORITIES:
        yield "priorities", f"go with {', '.join(sorted(TAKE_PRIORITIES))} only"
    if not form.priorities and form.policy in NEED_PRIORITIES:
        yield "priorities", f"are needed with {form.policy}"
    if (form.early_seconds is not None) != (form.policy == EARLY_LOTTERY):
        yield "early_seconds", f"are needed with {EARLY_LOTTERY}, and go with it only"


def _placed(field: str, names: Sequence[str]) -> dict[str, str]:
    return {f"{field}[{place}]": name for place, name in enumerate(names)}


def _faults(names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What is wrong with names, by their place."""
    wrong = {place: name_fault(name) if name else EMPTY for place, name in names.items()}
    return [fault.at(f"body.{place}") for place, fault in wrong.items() if fault is not None]


def _view(row: sa.Row[Any]) -> RoundView:
    """A round as everybody may see it: its seed is told only when it is drawn."""
    seed, drawn = row.seed, row.drawn_at is not None
    view = RoundView(
        id=row.id,
        term=row.code,
        name=row.name,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        actions=row.actions,
        groups=row.groups,
        tags=row.tags,
        earned_from=credits_of(row.earned_from),
        earned_to=credits_of(row.earned_to),
        named=row.named,
        credit_limit=None if row.credit_limit is None else row.credit_limit / 100,
        section_limit=row.section_limit,
        policy=row.policy,
        priorities=msgspec.convert(row.priorities, list[PriorityEntry]),
        early_seconds=row.early_seconds,
        drawn_at=row.drawn_at,
        seed_hash=None if seed is None else commitment(bytes.fromhex(seed)),
        seed=seed if drawn else None,
        below_minimum=row.below_minimum,
    )
    view.draws_at = None if drawn else rule_of(view).draws_at
    return view
