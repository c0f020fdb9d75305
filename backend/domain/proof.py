"""Checking afterwards that every decision of a term was made by the rules and in its order.

`Replay` takes the entries of a log one by one, checks that each seals those before it, and decides
every ticket again with the rules of this version, on the facts that the log tells.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from backend.domain.facts import Plain, fact_of
from backend.domain.ordering.draw import Draw
from backend.domain.ordering.policies import POLICIES
from backend.domain.proof_answers import Answer, Told, answer_of, places_of, told_answers
from backend.domain.proof_chain import FIRST, Entry, Finding, flaws_of_link
from backend.domain.proof_state import Move, State
from backend.domain.proof_told import RULES, moves_of
from backend.domain.selection import BY_HAND, CANCELLED, Ticket

FORM: Final = 1
MOST_FINDINGS: Final = 100


@dataclass(slots=True)
class Replay:
    """The log of one term, decided again.

    Attributes:
        findings: the first `MOST_FINDINGS`; `found` counts all.
        outcomes: how often tickets ended how, those decided by no rule apart.
        moved: student and section of the seats that the newest entry moved.
        draws: round to ticket to what follows, when it is drawn again, for all that it decided.
        other_rules: entries from which on the rules had other names than those of this version.
    """

    term: int
    state: State = field(init=False)
    head: Entry | None = None
    findings: list[Finding] = field(default_factory=list)
    found: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    moves: int = 0
    tickets: int = 0
    other_rules: list[int] = field(default_factory=list)
    began_at: float | None = None
    moved: set[tuple[int, int]] = field(default_factory=set)
    draws: dict[int, dict[str, Answer]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _number: int = 0
    _sequence: int = 0

    def __post_init__(self) -> None:
        """Nothing is known of the term yet."""
        self.state = State(self.term)

    @property
    def hash(self) -> str:
        """That of the newest entry."""
        return FIRST if self.head is None else self.head.hash

    def take(self, entry: Entry) -> None:
        """Check the next entry and decide its tickets again."""
        self._sequence = entry.sequence
        for finding in flaws_of_link(entry, self.head, self.term):
            self._note(finding)
        self.head = entry
        try:
            body = json.loads(entry.body)
            self._begin(body)
            self.state.learn(body, self._flaw)
            self._decide_all(body)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            self._flaw("unreadable", "", f"{type(error).__name__}: {error}")

    def take_all(self, entries: Iterable[Entry]) -> None:
        """Check entries in their order."""
        for entry in entries:
            self.take(entry)

    def expect_head(self, known: str, seen: Iterable[str]) -> None:
        """A hash that was published must be that of one of the entries, whose hashes are `seen`."""
        if known not in seen:
            self._sequence = 0
            self._flaw("head_unknown", "", f"no entry has the hash {known}")

    def compare(
        self,
        taken: Mapping[int, int],
        held: Mapping[tuple[int, int], float],
        moving: Iterable[tuple[int, int]] = (),
    ) -> None:
        """The seats and holdings that the database has now must be those that follow.

        Args:
            taken: seats taken by section.
            held: student and section, and since when in Unix seconds.
            moving: student and section of seats that changed hands meanwhile; left out.
        """
        self._sequence = 0
        passed = set(moving)
        of_section = {section for _, section in passed}
        for section, seats in self.state.seats.items():
            if self.state.own(section) and section not in of_section:
                now = taken.get(section, 0)
                if now != seats.taken:
                    message = f"section {section} has {now} taken, not {seats.taken}"
                    self._flaw("ledger_seats", "", message)
        follows = {
            (student, section)
            for student, mine in self.state.book.held.items()
            for section in mine
            if self.state.own(section)
        }
        for student, section in sorted(follows - held.keys() - passed):
            self._flaw("ledger_lost", "", f"student {student} does not hold section {section}")
        for student, section in sorted(held.keys() - follows - passed):
            if section in self.state.sections and not self.state.own(section):
                continue
            if self._before_log(held[student, section]) and student not in self.state.book.held:
                continue
            message = f"student {student} holds section {section} without a decision"
            self._flaw("ledger_unexplained", "", message)

    def _before_log(self, since: float) -> bool:
        return self.began_at is None or since < self.began_at

    def _begin(self, body: Mapping[str, Plain]) -> None:
        if body["form"] != FORM:
            raise ValueError(f"form {body['form']} is not known")
        if self.began_at is None:
            self.began_at = body["at"]
        if "chain" in body:
            self.state.opening = body["chain"]["taken"]
        if tuple(body.get("rules", RULES)) != RULES:
            self.other_rules.append(self._sequence)

    def _decide_all(self, body: Mapping[str, Plain]) -> None:
        book = self.state.book
        book.moves.clear()
        book.answers.clear()
        elsewhere: list[Move] = [(s, c, step) for s, c, step in body.get("elsewhere", ())]
        self.state.apply(elsewhere)
        if "served" in body:
            book.serve(body["served"])
        told = list(told_answers(body))
        for place, each in enumerate(told):
            self._count(each, f"tickets[{place}]")
        self._decide(body.get("draw"), [each for each in told if each.by_rules])
        self._compare_answers([each for each in told if each.by_rules])
        moves: list[Move] = [(s, c, step) for s, c, step in body.get("moves", ())]
        self._compare_moves(moves)
        self.moves += sum(self.state.own(section) for _, section, _ in moves)
        self.moved = {(student, section) for student, section, _ in (*moves, *elsewhere)}
        self._no_more_than_there_are(moves)

    def _count(self, each: Told, where: str) -> None:
        if each.ticket_id in self._seen:
            self._flaw("decided_twice", where, f"ticket {each.ticket_id} was decided before")
        self._seen.add(each.ticket_id)
        if each.is_of(self.term, self.state.sections):
            self.tickets += 1
            name = each.answer.outcome if each.by_rules else each.answer.code or CANCELLED
            self.outcomes[name] += 1

    def _decide(self, draw: Mapping[str, Plain] | None, told: Sequence[Told]) -> None:
        """Decide the tickets in their order, or in that of a draw."""
        tickets = [each.ticket for each in told if each.ticket is not None]
        if draw is None:
            for place, ticket in enumerate(tickets):
                self._check_number(ticket, f"tickets[{place}]")
                self.state.book.decide(ticket)
            return
        flaw = self.state.flaw_of_draw(draw)
        if flaw is not None:
            self._flaw(flaw[0], "draw", flaw[1])
        drawn = fact_of(Draw, {name: draw[name] for name in ("seed", "priorities", "early_until")})
        policy = POLICIES[draw["policy"]]
        policy(self.state.book, sorted(tickets, key=lambda ticket: ticket.number), drawn)
        self.draws[draw["round"]] = {
            ticket.ticket_id: answer_of(decision) for ticket, decision in self.state.book.answers
        }

    def _check_number(self, ticket: Ticket, where: str) -> None:
        if ticket.number == BY_HAND:
            return
        if ticket.number <= self._number:
            message = f"number {ticket.number} was decided after {self._number}"
            self._flaw("order_inverted", where, message)
        self._number = max(self._number, ticket.number)

    def _compare_answers(self, told: Sequence[Told]) -> None:
        follow = self.state.book.answers
        if len(follow) != len(told):
            message = f"{len(follow)} answers follow, {len(told)} are told"
            self._flaw("answers_differ", "tickets", message)
        for place, (each, (ticket, decision)) in enumerate(zip(told, follow, strict=False)):
            where = f"answers[{place}]"
            if each.ticket_id != ticket.ticket_id:
                message = f"ticket {ticket.ticket_id} is next, {each.ticket_id} told"
                self._flaw("order_differs", where, message)
                return
            answer = answer_of(decision)
            if answer != each.answer:
                message = f"ticket {each.ticket_id}: {answer} by the rules, {each.answer} told"
                self._flaw("outcome_differs", where, message)
        self.state.note_queue(
            place for ticket, decision in follow for place in places_of(ticket, decision)
        )

    def _compare_moves(self, told: Sequence[Move]) -> None:
        follows = moves_of(self.state.book)
        if follows == told:
            return
        place = next(
            (at for at, pair in enumerate(zip(follows, told, strict=False)) if pair[0] != pair[1]),
            min(len(follows), len(told)),
        )
        self._flaw(
            "moves_differ", f"moves[{place}]", f"{len(follows)} follow, {len(told)} are told"
        )
        self.state.apply((s, c, -step) for s, c, step in reversed(follows))
        self.state.apply(told)

    def _no_more_than_there_are(self, told: Iterable[Move]) -> None:
        for section in sorted({section for _, section, step in told if step > 0}):
            seats = self.state.seats[section]
            if not self.state.own(section):
                continue
            if seats.ceiling is not None and seats.taken > seats.ceiling:
                message = f"section {section} has {seats.taken} taken of {seats.ceiling}"
                self._flaw("oversold", "moves", message)
            pool = seats.pool
            if pool is not None and pool.taken > pool.ceiling:
                message = f"section {section} shares {pool.ceiling} seats, {pool.taken} are taken"
                self._flaw("oversold", "moves", message)

    def _flaw(self, code: str, place: str, message: str) -> None:
        self._note(Finding(code, self._sequence, place, message))

    def _note(self, finding: Finding) -> None:
        self.found += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
