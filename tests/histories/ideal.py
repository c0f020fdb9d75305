"""A system that keeps its promises, in a world that loses messages: what checkers are tried on.

It is a simulation with a clock of its own. Its variants break one promise each.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable

from backend.domain.selection import DROP, DROPPED, ENROLLED, REFUSED, SELECT, SWAP, Action
from tests.histories.history import (
    Answer,
    Ask,
    History,
    Place,
    Receipt,
    Recorder,
    Roster,
    Rosters,
    Wish,
)

CAPACITIES = {1: 1, 2: 2, 3: 3}
CREDITS = 400
STUDENTS = range(1, 6)
WISHES = 6  # of each student
READER, LAST_LOOK = -1, -2  # processes
LONGEST = 1.0  # seconds a message is under way
PATIENCE = 3  # tries of one request
COPIES = ("one copy", "another copy")


class Ideal:
    """Students who select, drop and swap, a line, and somebody who decides.

    Args:
        seed: decides everything.
    """

    def __init__(self, seed: int) -> None:
        self.drawn = random.Random(seed)
        self.now = 0.0
        self.recorder = Recorder(lambda: self.now)
        self.seated: dict[int, set[int]] = {section: set() for section in CAPACITIES}
        self.line: list[tuple[Place, Wish]] = []
        self.places: dict[str, Place] = {}
        self.answers: dict[str, Answer] = {}
        self.decided: list[Answer] = []
        self.numbers = itertools.count(1)
        self.planted = 0
        self._ahead: list[tuple[float, int, Callable[[], None]]] = []
        self._ties = itertools.count()
        self._left = dict.fromkeys(STUDENTS, WISHES)

    def run(self) -> History:
        """Let everything happen, to the end."""
        for student in STUDENTS:
            self._after(self._wish, student)
        self._after(self._decide)
        self._after(self._read)
        while self._ahead:
            self.now, _, happens = heapq.heappop(self._ahead)
            happens()
        self._end()
        return self.recorder.history

    # What a variant breaks.

    def number(self) -> int:
        """The number of a new ticket."""
        return next(self.numbers)

    def join(self, place: Place, wish: Wish) -> None:
        """Put an accepted request into the line."""
        self.line.append((place, wish))

    def next(self) -> tuple[Place, Wish]:
        """Who is decided next."""
        return self.line.pop(0)

    def seat(self, student: int, section: int) -> None:
        """Give a seat."""
        self.seated[section].add(student)

    def is_full(self, section: int) -> bool:
        """Whether no seat is left."""
        return len(self.seated[section]) >= CAPACITIES[section]

    def publish(self, answer: Answer) -> None:
        """Tell an answer to all that follow."""
        self.decided.append(answer)

    def taken(self, section: int) -> int:
        """What the section's counter says."""
        return len(self.seated[section])

    def proof(self, answer: Answer) -> str:
        """What the receipt of an answer says."""
        return f"entry {answer.number}"

    # What happens.

    def _after(self, what: Callable[..., None], *told: object) -> None:
        at = self.now + self.drawn.uniform(0.0, LONGEST)
        heapq.heappush(self._ahead, (at, next(self._ties), lambda: what(*told)))

    def _lost(self) -> bool:
        return self.drawn.random() < 0.15

    def _wish(self, student: int) -> None:
        if not self._left[student]:
            return
        self._left[student] -= 1
        action: Action = self.drawn.choice((SELECT, SELECT, SELECT, DROP, DROP, SWAP))
        section, other = self.drawn.sample(sorted(CAPACITIES), 2)
        held = [each for each, students in self.seated.items() if student in students]
        if held and action == DROP:
            section = held[0]
        key = f"{student}-{self._left[student]}"
        self._send(Wish(key, student, section, action, other if action == SWAP else None), 1)

    def _send(self, wish: Wish, tries: int) -> None:
        ask = self.recorder.ask(wish.student, wish)
        if self._lost():
            self._after(self._give_up, ask, tries)
        else:
            self._after(self._accept, ask, tries)

    def _give_up(self, ask: Ask, tries: int) -> None:
        if tries < PATIENCE and self.drawn.random() < 0.7:
            self._send(ask.asked, tries + 1)
        else:
            self._wish(ask.asked.student)

    def _accept(self, ask: Ask, tries: int) -> None:
        wish = ask.asked
        if wish.key not in self.places:
            number = self.number()
            self.places[wish.key] = Place(f"t{number}", number)
            self.join(self.places[wish.key], wish)
        if self._lost():
            self._after(self._give_up, ask, tries)
        else:
            self._after(self._accepted, ask, self.places[wish.key])

    def _accepted(self, ask: Ask, place: Place) -> None:
        self.recorder.ok(ask, place)
        if self.drawn.random() < 0.5:
            self._after(self._wish, ask.asked.student)
        else:
            self._look(ask.asked.student, place)

    def _look(self, student: int, place: Place) -> None:
        look = self.recorder.look(student, student)

        def seen() -> None:
            told = self._told(student)
            self._after(answered, told)

        def answered(told: tuple[Answer, ...]) -> None:
            self.recorder.ok(look, told)
            if any(answer.ticket == place.ticket for answer in told) or not self.line:
                self._wish(student)
            else:
                self._look(student, place)

        self._after(seen)

    def _told(self, student: int) -> tuple[Answer, ...]:
        return tuple(each for each in self.answers.values() if each.student == student)

    def _decide(self) -> None:
        if self.line:
            place, wish = self.next()
            answer = self._answer(place, wish)
            self.answers[answer.ticket] = answer
            self.publish(answer)
        if self.line or self._ahead:
            at = self.now + self.drawn.uniform(0.0, 0.3)
            heapq.heappush(self._ahead, (at, next(self._ties), self._decide))

    def _answer(self, place: Place, wish: Wish) -> Answer:
        gives_back, takes, student = wish.gives_back, wish.takes, wish.student
        held = {section for section, students in self.seated.items() if student in students}
        possible = takes not in held and (gives_back is None or gives_back in held)
        full = possible and takes is not None and self.is_full(takes)
        state: str = REFUSED
        if possible and not full:
            if gives_back is not None:
                self.seated[gives_back].discard(student)
            if takes is not None:
                self.seat(student, takes)
            state = DROPPED if takes is None else ENROLLED
        return Answer(
            place.ticket, place.number, student, wish.section, wish.action, state, full=full
        )

    def _read(self) -> None:
        read = self.recorder.read(READER)

        def seen() -> None:
            self._after(answered, self._rosters())

        def answered(told: Rosters) -> None:
            self.recorder.ok(read, told)
            if self.line or any(self._left.values()):
                self._read()

        self._after(seen)

    def _rosters(self) -> Rosters:
        sections = tuple(
            Roster(section, CAPACITIES[section], self.taken(section), tuple(students), CREDITS)
            for section, students in self.seated.items()
        )
        held = {s: sum(s in who for who in self.seated.values()) for s in STUDENTS}
        return Rosters(sections, {student: CREDITS * count for student, count in held.items()})

    def _end(self) -> None:
        """Everybody looks once more, and asks for receipts."""
        history = self.recorder.history
        for student in STUDENTS:
            look = self.recorder.look(LAST_LOOK, student)
            self.now += 0.1
            self.recorder.ok(look, self._told(student))
        read = self.recorder.read(READER)
        self.now += 0.1
        self.recorder.ok(read, self._rosters())
        history.answers = {copy: list(self.decided) for copy in COPIES}
        for answer in self.answers.values():
            for _ in range(2):
                history.receipts.append(
                    Receipt(answer.ticket, answer.number, answer.state, self.proof(answer))
                )
