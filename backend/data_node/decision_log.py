"""Writing the decision log: one entry a batch and term, in the transaction that decides.

What an entry holds and how entries are chained: docs/decisions/proof.md and `domain.proof_chain`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from msgspec.structs import astuple

from backend.common.bulk import fetch, insert_rows
from backend.common.dialects import total
from backend.common.tickets import Order, Outcome
from backend.data_node.tables import decision_log, sections, terms
from backend.data_node.waiting import Stored
from backend.domain.facts import plain
from backend.domain.proof import FORM
from backend.domain.proof_answers import NO_TERM
from backend.domain.proof_chain import FIRST, seal
from backend.domain.proof_told import Telling, moves_of
from backend.domain.selection import SeatBook

ANSWER: Final = ("outcome", "code", "values", "parts")
FIELDS: Final = (*Order.__struct_fields__, *ANSWER)

_newest = decision_log.alias("newest")
_HEAD = sa.select(decision_log.c.sequence, decision_log.c.hash).where(
    decision_log.c.term_id == sa.bindparam("term"),
    decision_log.c.sequence
    == sa.select(sa.func.max(_newest.c.sequence))
    .where(_newest.c.term_id == sa.bindparam("again"))
    .scalar_subquery(),
)
_TERM = (
    sa.select(terms.c.code, total(sections.c.taken))
    .join_from(terms, sections, isouter=True)
    .where(terms.c.id == sa.bindparam("term"))
    .group_by(terms.c.id)
)
_TERM_OF = sa.select(sections.c.term_id).where(sections.c.id == sa.bindparam("section"))
_COLUMNS = ("term_id", "sequence", "at", "previous", "hash", "body")


@dataclass(slots=True)
class _Chain:
    """The end of a chain, and what its entries have told.

    Attributes:
        whole: whether everything in `told` is written; otherwise it is forgotten and told again.
    """

    term: int
    sequence: int = 0
    hash: str = FIRST
    told: Telling = field(default_factory=Telling)
    whole: bool = True


@dataclass(slots=True)
class Page:
    """The entries that a batch is going to make, begun before it is decided.

    A batch that touches several terms stands whole in the chain of each: what one request does may
    decide the next.

    Attributes:
        bodies, chains: what each chain is told, and the chain, by term.
        served: sections whose free seats went to those who wait before anything was decided; None
            where nobody can wait.
        draw: by which draw the order came about, if by one.
    """

    book: SeatBook
    orders: Sequence[Order]
    now: float
    bodies: dict[int, dict[str, Any]] = field(default_factory=dict)
    chains: dict[int, _Chain] = field(default_factory=dict)
    served: list[int] | None = None
    draw: dict[str, Any] | None = None
    _students: set[int] = field(default_factory=set)
    _sections: set[int] = field(default_factory=set)

    def begin(self, places: Stored) -> None:
        """Note what is known so far; `places` tells when more is read."""
        self.served = list(self.book.seats)
        self._students = {order.student_id for order in self.orders}.union(self.book.held)
        self._sections = set(self.book.seats)
        places.on_read = self.add
        self.add()

    def add(self) -> None:
        """Tell what has been read meanwhile."""
        places = self.book.waitlists.source
        assert isinstance(places, Stored)  # noqa: S101 - it was at the beginning
        students = {each.student_id for each in places.read} - self._students
        new = self.book.seats.keys() - self._sections
        self._students |= students
        self._sections |= new
        if students or new:
            for term, chain in self.chains.items():
                chain.told.brought(self.book, students, sorted(new), self.bodies[term])


def open_page(
    connection: sa.Connection,
    book: SeatBook,
    orders: Sequence[Order],
    version: int,
    now: float,
) -> Page:
    """Note the facts that the rules are going to look at.

    Args:
        version: of sections and students, as `Telling.news` takes it.
    """
    page = Page(book, orders, now)
    asking = [order.student_id for order in orders]
    for term in _terms_of(connection, book, orders):
        chain = page.chains[term] = _chain(connection, term)
        chain.whole = False
        news = chain.told.news(book, asking, version)
        page.bodies[term] = {**_beginning(connection, chain, now), **news}
    if isinstance(book.waitlists.source, Stored):
        page.begin(book.waitlists.source)
    return page


def close_page(connection: sa.Connection, page: Page, decided: Sequence[Outcome]) -> None:
    """Write what was decided after what `open_page` noted; nothing, if nothing was."""
    if not decided:
        return
    orders = {order.ticket_id: order for order in page.orders}
    ended = [o for o in decided if o.ticket_id in orders]
    moves = moves_of(page.book)
    tickets = _columns([orders[o.ticket_id] for o in ended], ended)
    rest: dict[str, Any] = {"tickets": tickets, "moves": moves}
    if len(ended) < len(decided):
        rest["promoted"] = [
            (at, o.ticket_id, o.student_id, o.section_id, o.outcome)
            for at, o in enumerate(decided)
            if o.ticket_id not in orders
        ]
        whole = {at: o.parts for at, o in enumerate(decided) if o.parts}
        rest["promoted_parts"] = {
            at: p for at, p in whole.items() if decided[at].ticket_id not in orders
        }
    if page.served is not None:
        source = page.book.waitlists.source
        read = source.read if isinstance(source, Stored) else ()
        once = {(each.section_id, each.student_id): each for each in read}
        rest |= {"served": page.served, "waiting": [plain(each) for each in once.values()]}
    if page.draw is not None:
        rest["draw"] = page.draw
    for term, body in page.bodies.items():
        _append(connection, page.chains[term], {**body, **rest})
        page.chains[term].whole = True
    _tell_others(connection, page, moves)


def append_alone(connection: sa.Connection, order: Order, outcome: Outcome) -> None:
    """Write one outcome that no rule has decided: what was cancelled or cannot be decided."""
    term = order.scratch_term
    if term is None:
        found = connection.execute(_TERM_OF, {"section": order.section_id}).scalar()
        term = NO_TERM if found is None else int(found)
    chain = _chain(connection, term)
    body = _beginning(connection, chain, outcome.decided_at)
    _append(connection, chain, {**body, "tickets": _columns([order], [outcome])})


def remove(connection: sa.Connection, term: int) -> None:
    """Remove the chain of a scratch term, which goes with its rehearsal."""
    connection.execute(sa.delete(decision_log).where(decision_log.c.term_id == term))
    _chains(connection).pop(term, None)


def _terms_of(connection: sa.Connection, book: SeatBook, orders: Sequence[Order]) -> set[int]:
    """The terms in whose chains a batch stands: those of its sections and of its rehearsals."""
    known: dict[int, int] = connection.info.setdefault("terms_of_sections", {})
    found = set(map(known.get, book.seats))  # a section stays in its term
    if None in found:
        known.update((each, book.sections[each].term.id) for each in book.seats)
        found = set(map(known.get, book.seats))
    found |= {order.scratch_term for order in orders}
    found.discard(None)
    if not book.seats.keys() >= {order.section_id for order in orders}:
        found.add(NO_TERM)
    return {term for term in found if term is not None}


def _columns(orders: Sequence[Order], ended: Sequence[Outcome]) -> dict[str, Sequence[Any]]:
    """Orders and how they ended, as columns by the names of `FIELDS`, without those of nothing."""
    if not orders:
        return {}
    columns = (
        *zip(*map(astuple, orders), strict=True),
        tuple([o.outcome for o in ended]),
        tuple([o.code for o in ended]),
        tuple([o.values or None for o in ended]),
        tuple([o.parts or None for o in ended]),
    )
    named = zip(FIELDS, columns, strict=True)
    return {name: column for name, column in named if _has_anything(column)}


def _has_anything(column: Sequence[Any]) -> bool:
    """Most columns begin with something; to count in those that do not is what costs."""
    return column[0] is not None or column.count(None) < len(column)


def _tell_others(
    connection: sa.Connection, page: Page, moves: Collection[tuple[int, int, int]]
) -> None:
    """Terms that the batch did not begin with learn of seats that moved in them all the same."""
    chains = _chains(connection)
    known: dict[int, int] = connection.info["terms_of_sections"]
    moved = {section for _, section, _ in moves}
    if len(chains) == len(page.chains) and page.chains.keys() >= set(map(known.get, moved)):
        return
    for term in {page.book.sections[section].term.id for section in moved}:
        if term not in page.chains:
            _tell_elsewhere(connection, page, term, moves)
    students = {student for student, _, _ in moves}
    for term in chains.keys() - page.chains.keys():
        chains[term].told.moved_elsewhere(students, moved)


def _tell_elsewhere(
    connection: sa.Connection, page: Page, term: int, moves: Collection[tuple[int, int, int]]
) -> None:
    chain = _chain(connection, term)
    mine = [move for move in moves if page.book.sections[move[1]].term.id == term]
    about = chain.told.about(page.book, {section for _, section, _ in mine})
    body = _beginning(connection, chain, page.now)
    _append(connection, chain, {**body, **about, "elsewhere": mine})


def _beginning(connection: sa.Connection, chain: _Chain, now: float) -> dict[str, Any]:
    """What every body has, and that of the first entry."""
    body: dict[str, Any] = {"form": FORM, "at": now, "fields": FIELDS}
    if chain.sequence:
        return body
    row = connection.execute(_TERM, {"term": chain.term}).one_or_none()
    code, taken = row or ("", 0)
    return {**body, "chain": {"term": chain.term, "code": code, "taken": taken}}


def _append(connection: sa.Connection, chain: _Chain, body: Mapping[str, Any]) -> None:
    text = msgspec.json.encode(body)
    sequence, previous = chain.sequence + 1, chain.hash
    sealed = seal(previous, chain.term, sequence, text)
    row = (chain.term, sequence, body["at"], previous, sealed, text.decode())
    insert_rows(connection, decision_log, _COLUMNS, [row])
    chain.sequence, chain.hash = sequence, sealed


def _chain(connection: sa.Connection, term: int) -> _Chain:
    """The chain as the database has it: a transaction that was rolled back has told nothing."""
    chains = _chains(connection)
    chain = chains.get(term)
    rows = fetch(connection, _HEAD, ("term", "again"), (term, term))
    sequence, head = rows[0] if rows else (0, FIRST)
    if chain is None or not chain.whole or (chain.sequence, chain.hash) != (sequence, head):
        chain = chains[term] = _Chain(term, sequence, head)
    return chain


def _chains(connection: sa.Connection) -> dict[int, _Chain]:
    """What has been told on this connection, by term."""
    chains: dict[int, _Chain] = connection.info.setdefault("decision_log", {})
    return chains
