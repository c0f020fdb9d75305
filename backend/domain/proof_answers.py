"""Requests and answers as an entry of a decision log tells them, and as the rules give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final, NamedTuple, cast, get_type_hints

from backend.domain.eligibility import Section
from backend.domain.facts import Plain, reader_of_type
from backend.domain.refusals import No
from backend.domain.selection import CANCELLED, WAITLISTED, Decision, Ticket

BROKEN: Final = "internal_error"
"""The code of what could not be decided; no rule says so."""

NO_TERM: Final = 0
"""In whose log requests for sections stand that are not there."""

_READERS = {
    name: reader_of_type(hint)
    for name, each in vars(Ticket).items()
    if isinstance(each, property)
    if not isinstance(hint := get_type_hints(each.fget)["return"], type)
}


class Part(NamedTuple):
    """What became of a wish of a plan."""

    took: tuple[int, ...]
    left: tuple[int, ...]
    code: str | None
    values: Mapping[str, str]
    waits: tuple[int, ...] = ()


class Answer(NamedTuple):
    """How a request ended."""

    outcome: str
    code: str | None
    values: Mapping[str, str]
    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        """What people read of it."""
        named = f"{self.outcome} ({self.code})" if self.code else self.outcome
        rest = [str(dict(self.values))] if self.values else []
        return " ".join([named, *rest, *map(str, self.parts)])


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that an entry tells.

    Attributes:
        ticket: the request; None for who has waited and got a seat.
        scratch_term: of a rehearsal's request.
    """

    ticket_id: str
    section_id: int
    answer: Answer
    ticket: Ticket | None = None
    scratch_term: int | None = None

    @property
    def by_rules(self) -> bool:
        """Whether rules have decided it."""
        return self.answer.outcome != CANCELLED and self.answer.code != BROKEN

    def is_of(self, term: int, sections: Mapping[int, Section]) -> bool:
        """Whether it stands in the log of this term, and is not only told there."""
        if self.scratch_term is not None:
            return self.scratch_term == term
        section = sections.get(self.section_id)
        return term == (NO_TERM if section is None else section.term.id)


def told_answers(body: Mapping[str, Plain]) -> Iterator[Told]:
    """The answers of an entry, in the order in which they fell."""
    parts = body.get("promoted_parts", {})
    promoted = {at: rest for at, *rest in body.get("promoted", ())}
    place = 0
    for row in _rows(body):
        while place in promoted:
            yield _promotion(promoted[place], parts.get(str(place), ()))
            place += 1
        yield _told(row)
        place += 1
    while place in promoted:
        yield _promotion(promoted[place], parts.get(str(place), ()))
        place += 1


def answer_of(decision: Decision) -> Answer:
    """What the rules give."""
    parts = tuple(
        Part(part.took, part.left, *_reason(part.no), part.waits) for part in decision.parts
    )
    return Answer(decision.outcome, *_reason(decision.no), parts)


def places_of(ticket: Ticket, decision: Decision) -> Iterator[tuple[int, str]]:
    """The places on waitlists that a decision gave: section and ticket."""
    if decision.outcome == WAITLISTED and not decision.parts:
        yield ticket.section_id, ticket.ticket_id
    for part in decision.parts:
        for section_id in part.waits:
            yield section_id, ticket.ticket_id


def _rows(body: Mapping[str, Plain]) -> Iterator[dict[str, Any]]:
    """The requests, which are told as columns; one that is null for all is left out."""
    empty = dict.fromkeys(body.get("fields", ()))
    columns: Mapping[str, Sequence[Any]] = body.get("tickets", {})
    for row in zip(*columns.values(), strict=True):
        yield {**empty, **dict(zip(columns, row, strict=True))}


def _told(row: dict[str, Any]) -> Told:
    parts = tuple(_part(part) for part in row.pop("parts") or ())
    answer = Answer(row.pop("outcome"), row.pop("code"), row.pop("values") or {}, parts)
    read = {name: reader(row[name]) for name, reader in _READERS.items() if name in row}
    ticket = cast("Ticket", SimpleNamespace(**{**row, **read}))
    return Told(ticket.ticket_id, ticket.section_id, answer, ticket, row["scratch_term"])


def _promotion(told: Sequence[Any], parts: Sequence[Mapping[str, Any]]) -> Told:
    ticket_id, _student, section_id, outcome = told
    return Told(ticket_id, section_id, Answer(outcome, None, {}, tuple(map(_part, parts))))


def _part(part: Mapping[str, Any]) -> Part:
    waits = tuple(part.get("waits", ()))
    return Part(tuple(part["took"]), tuple(part["left"]), part["code"], part["values"], waits)


def _reason(no: No | None) -> tuple[str | None, Mapping[str, str]]:
    return (None, {}) if no is None else (no.code, no.values)
