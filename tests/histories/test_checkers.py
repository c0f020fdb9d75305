"""Each checker passes what a sound system does in a bad world, and finds what is planted."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.selection import DROP, DROPPED, ENROLLED, REFUSED, SELECT
from tests.histories import register
from tests.histories.checkers import check_all
from tests.histories.history import FAIL, INFO, OK, Answer, History, Place, Recorder, Wish
from tests.histories.ideal import CAPACITIES, COPIES, STUDENTS, Ideal

seeds = st.integers(min_value=0, max_value=2**32)
SEEDS_OF_CONTROLS = range(40)


@settings(max_examples=60)
@given(seed=seeds)
def test_a_sound_system_is_found_sound(seed: int) -> None:
    found = check_all(Ideal(seed).run(), CAPACITIES)
    assert not any(found.values()), found


def test_the_world_is_bad_enough() -> None:
    histories = [Ideal(seed).run() for seed in SEEDS_OF_CONTROLS]
    kinds = [ask.kind for history in histories for ask in history.asks]
    repeats = [len(tries) for history in histories for _, tries in history.wishes()]
    answers = [each for history in histories for each in history.answers[COPIES[0]]]
    assert kinds.count(INFO) > 300
    assert sum(count > 1 for count in repeats) > 100
    for state in (ENROLLED, DROPPED, REFUSED):
        assert sum(each.state == state for each in answers) > 100
    assert sum(each.full for each in answers) > 100


class Planted(Ideal):
    """Breaks a promise now and then."""

    def plants(self, often: float = 0.3) -> bool:
        planted = self.drawn.random() < often
        self.planted += planted
        return planted


class Forgets(Planted):
    """Says "enrolled" and gives no seat."""

    def seat(self, student: int, section: int) -> None:
        if not self.plants():
            super().seat(student, section)


class SeatsAnybody(Planted):
    """Gives the seat to somebody else, too."""

    def seat(self, student: int, section: int) -> None:
        super().seat(student, section)
        if self.plants():
            self.seated[section].add(max(STUDENTS) + 1)


class Oversells(Planted):
    """Gives one seat too many."""

    def is_full(self, section: int) -> bool:
        return super().is_full(section) and not self.plants()


class RefusesForNoReason(Planted):
    """Says "full" where a seat is free."""

    def is_full(self, section: int) -> bool:
        return super().is_full(section) or self.plants()


class Miscounts(Planted):
    """Its counter differs from the roster."""

    def taken(self, section: int) -> int:
        return super().taken(section) + self.plants(0.1)


class NumbersTwice(Planted):
    """Gives a number again."""

    def number(self) -> int:
        number = super().number()
        return number - 1 if number > 1 and self.plants(0.1) else number


class NumbersLate(Planted):
    """Takes numbers from a stock: who comes later may have a lower one."""

    def number(self) -> int:
        number = super().number()
        return number + 10**6 if self.plants() else number


class LosesTickets(Planted):
    """Accepts and forgets."""

    def join(self, place: Place, wish: Wish) -> None:
        if not self.plants(0.1):
            super().join(place, wish)


class PutsInTwice(Planted):
    """A repeated request is a second one."""

    def join(self, place: Place, wish: Wish) -> None:
        super().join(place, wish)
        if self.plants(0.1):
            super().join(place, wish)


class AsksItself(Planted):
    """Makes requests of nobody."""

    def join(self, place: Place, wish: Wish) -> None:
        super().join(place, wish)
        if self.plants(0.1):
            number = self.number()
            mine = dataclasses.replace(wish, action=DROP, student=max(STUDENTS) + 1)
            super().join(Place(f"t{number}", number), mine)


class PassesOver(Planted):
    """Decides the second before the first."""

    def next(self) -> tuple[Place, Wish]:
        return self.line.pop(1 if len(self.line) > 1 and self.plants() else 0)


class ChangesItsMind(Planted):
    """Answers again, otherwise."""

    def publish(self, answer: Answer) -> None:
        super().publish(answer)
        if self.plants(0.1):
            super().publish(dataclasses.replace(answer, state="cancelled"))


class ProvesAnything(Planted):
    """Seals two receipts of one answer differently."""

    def proof(self, answer: Answer) -> str:
        return f"{super().proof(answer)} {self.plants(0.1)}"


CONTROLS = [
    (Forgets, "set"),
    (Forgets, "counter"),
    (Forgets, "register"),
    (SeatsAnybody, "set"),
    (SeatsAnybody, "bank"),
    (Oversells, "bank"),
    (Oversells, "register"),
    (RefusesForNoReason, "register"),
    (Miscounts, "bank"),
    (Miscounts, "counter"),
    (NumbersTwice, "unique ids"),
    (NumbersLate, "order"),
    (LosesTickets, "total queue"),
    (PutsInTwice, "total queue"),
    (AsksItself, "total queue"),
    (PassesOver, "order"),
    (ChangesItsMind, "total queue"),
    (ProvesAnything, "unique ids"),
]


@pytest.mark.parametrize(
    ("system", "checker"), CONTROLS, ids=lambda each: getattr(each, "__name__", each)
)
def test_what_is_planted_is_found(system: type[Planted], checker: str) -> None:
    runs = [system(seed) for seed in SEEDS_OF_CONTROLS]
    found = [check_all(run.run(), CAPACITIES)[checker] for run in runs]
    planted = [bool(run.planted) for run in runs]
    assert sum(planted) > len(runs) / 2
    assert sum(map(bool, found)) > sum(planted) / 2
    assert not any(cases for cases, there in zip(found, planted, strict=True) if not there)


@pytest.mark.parametrize("copy", COPIES)
@given(seed=seeds)
@settings(max_examples=15)
def test_one_answer_more_or_less_in_a_copy_is_found(copy: str, seed: int) -> None:
    history = Ideal(seed).run()
    drawn, answers = random.Random(seed), history.answers[copy]
    at = drawn.randrange(len(answers) - 1)
    missing = {**history.answers, copy: answers[:at] + answers[at + 1 :]}
    doubled = {**history.answers, copy: [*answers[: at + 1], *answers[at:]]}
    for changed, checker in ((missing, "order"), (doubled, "total queue")):
        found = check_all(dataclasses.replace(history, answers=changed), CAPACITIES)
        assert found[checker], (changed, checker)


@given(seed=seeds)
@settings(max_examples=15)
def test_an_enrolment_that_is_gone_at_the_end_is_found(seed: int) -> None:
    history = Ideal(seed).run()
    last = history.reads[-1]
    assert last.told is not None
    sections = list(last.told.sections)
    at = next((i for i, each in enumerate(sections) if each.students), None)
    if at is None:
        return
    roster = sections[at]
    sections[at] = dataclasses.replace(roster, students=roster.students[1:], taken=roster.taken - 1)
    last.told = dataclasses.replace(last.told, sections=tuple(sections))
    found = check_all(history, CAPACITIES)
    assert found["bank"]  # the student's credits say otherwise
    unknown = any(ask.kind == INFO for ask in history.asks)
    assert found["set"] or unknown
    assert found["set"] or not found["counter"]


def test_what_nobody_knows_may_be_either() -> None:
    now = [0.0]
    recorder = Recorder(lambda: now[0])
    recorder.ask(1, Wish("k", 1, 1, SELECT))
    refused = recorder.ask(2, Wish("l", 2, 1, SELECT))
    now[0] = 1.0
    recorder.fail(refused)
    history = recorder.history
    assert [ask.kind for ask in history.asks] == [INFO, FAIL]
    for answers in ([], [Answer("t", 1, 1, 1, SELECT, ENROLLED)]):
        history.answers = {"copy": answers}
        assert not check_all(history, CAPACITIES)["total queue"]
    history.answers = {"copy": [Answer("t", 1, 2, 1, SELECT, ENROLLED)]}
    assert check_all(history, CAPACITIES)["total queue"]


def test_a_decision_that_is_taken_back_is_found() -> None:
    now = [0.0]
    recorder = Recorder(lambda: now[0])
    ask = recorder.ask(1, Wish("k", 1, 1, SELECT))
    recorder.ok(ask, Place("t", 1))
    for state in (ENROLLED, "pending"):
        now[0] += 1
        look = recorder.look(1, 1)
        now[0] += 1
        recorder.ok(look, (Answer("t", 1, 1, 1, SELECT, state),))
    found = check_all(recorder.history, CAPACITIES)["total queue"]
    assert found == ["ticket t was decided and is pending again"]
    assert recorder.history.looks[0].kind == OK


def one_after_the_other(*answers: tuple[int, bool, bool]) -> list[register.Request]:
    """Requests of students who take or give back and are told that it is done or not."""
    return [
        register.Request(student, takes, done, takes and not done, 2.0 * i, 2.0 * i + 1)
        for i, (student, takes, done) in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answers", "possible"),
    [
        ([(1, True, True), (2, True, False), (1, False, True), (2, True, True)], True),
        ([(1, True, True), (2, True, True)], False),
        ([(1, True, True), (1, False, True), (2, True, False)], False),
        ([(1, False, True)], False),
    ],
)
def test_a_register_of_one_seat(answers: list[tuple[int, bool, bool]], possible: bool) -> None:
    assert register.can_be_in_a_row(one_after_the_other(*answers), 1) is possible


def test_requests_at_the_same_time_may_be_in_any_order() -> None:
    late, early = one_after_the_other((2, True, False), (1, True, True))
    assert not register.can_be_in_a_row([late, early], 1)
    assert register.can_be_in_a_row([late._replace(end=9.0), early], 1)


def test_a_search_without_end_is_given_up() -> None:
    many = [register.Request(i, True, True, False, 0.0, 1.0) for i in range(40)]
    with pytest.raises(register.TooManyWaysError):
        register.can_be_in_a_row(many, 20)


def test_a_recorded_history_is_empty_at_first() -> None:
    assert not any(check_all(History(), {}).values())
