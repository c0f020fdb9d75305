"""Policies by property: what decides the order, and that nothing else does."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility import Student
from backend.domain.ordering.draw import Draw, commitment, lot
from backend.domain.ordering.policies import POLICIES
from backend.domain.ordering.priority import PolicyName, Priority
from backend.domain.selection import SeatBook
from tests.domain.orders import Ticket, book, section, seed, winners

STUDENTS = tuple(
    Student(group=f"CS-{number % 3}", tags=frozenset({"honours"} if number % 2 else ()))
    for number in range(1, 7)
)
SECTIONS = range(1, 4)
PRIORITIES = (Priority("tag", "honours"), Priority("group", "CS-2"))
EARLY_UNTIL = 5.0

wishes = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(SECTIONS), st.integers(0, 9)), max_size=20
).map(
    lambda rows: [
        Ticket(number, student, wanted, accepted_at=at)
        for number, (student, wanted, at) in enumerate(rows, 1)
    ]
)
seeds = st.integers(0, 10_000).map(seed)


def small_book(capacity: int = 1) -> SeatBook:
    sections = [section(number) for number in SECTIONS]
    return book(sections, dict.fromkeys(SECTIONS, capacity), STUDENTS)


def order_of(name: PolicyName, tickets: Sequence[Ticket], drawn: bytes) -> list[int]:
    """Numbers in the order of decision."""
    draw = Draw(drawn, PRIORITIES, EARLY_UNTIL)
    return [each.ticket.number for each in POLICIES[name](small_book(), tickets, draw)]


def drawn_by_hand(key: bytes, ticket: Ticket) -> str:
    """The lot as the documents describe it."""
    return hmac.new(key, ticket.ticket_id.encode("utf-8"), hashlib.sha256).hexdigest()


def first_of(tickets: Sequence[Ticket], ticket: Ticket) -> Ticket:
    """The ticket whose lot counts: the student's first for the section."""
    wish = (ticket.student_id, ticket.section_id)
    return next(each for each in tickets if (each.student_id, each.section_id) == wish)


@given(wishes, seeds, st.randoms())
def test_every_policy_decides_every_ticket_once_whatever_order_they_came_in(
    tickets: list[Ticket], drawn: bytes, random: Callable[[], float]
) -> None:
    shuffled = sorted(tickets, key=lambda _: random.random())  # type: ignore[attr-defined]
    for name in POLICIES:
        order = order_of(name, tickets, drawn)
        assert sorted(order) == [ticket.number for ticket in tickets]
        assert order == order_of(name, shuffled, drawn), name


@given(wishes, seeds)
def test_first_come_is_the_order_of_the_line(tickets: list[Ticket], drawn: bytes) -> None:
    assert order_of("first_come", tickets, drawn) == [ticket.number for ticket in tickets]


@given(wishes, seeds)
def test_a_lottery_can_be_drawn_again_from_what_is_published(
    tickets: list[Ticket], drawn: bytes
) -> None:
    by_hand = sorted(tickets, key=lambda t: (drawn_by_hand(drawn, first_of(tickets, t)), t.number))
    assert order_of("lottery", tickets, drawn) == [ticket.number for ticket in by_hand]


@given(wishes, seeds)
def test_groups_go_one_after_the_other(tickets: list[Ticket], drawn: bytes) -> None:
    def group(number: int) -> int:
        student = STUDENTS[tickets[number - 1].student_id - 1]
        return 0 if "honours" in student.tags else 1 if student.group == "CS-2" else 2

    by_line = order_of("groups", tickets, drawn)
    assert by_line == sorted(by_line, key=lambda number: (group(number), number))
    by_lot = order_of("groups_lottery", tickets, drawn)
    assert by_lot == sorted(order_of("lottery", tickets, drawn), key=group)


@given(wishes, seeds)
def test_early_arrivals_are_drawn_and_later_ones_follow(
    tickets: list[Ticket], drawn: bytes
) -> None:
    early = [ticket for ticket in tickets if ticket.accepted_at < EARLY_UNTIL]
    late = [ticket.number for ticket in tickets if ticket.accepted_at >= EARLY_UNTIL]
    assert order_of("early_lottery", tickets, drawn) == order_of("lottery", early, drawn) + late


@given(wishes, seeds)
def test_a_serial_dictatorship_gives_each_student_in_turn_what_is_left(
    tickets: list[Ticket], drawn: bytes
) -> None:
    """Against a greedy of a few lines that knows nothing of seat books."""
    settled = POLICIES["serial"](small_book(), tickets, Draw(drawn))
    firsts: dict[int, str] = {}
    for ticket in tickets:
        firsts.setdefault(ticket.student_id, drawn_by_hand(drawn, ticket))
    left, got = set(SECTIONS), set()
    for student in sorted(firsts, key=firsts.__getitem__):
        for ticket in tickets:
            if ticket.student_id == student and ticket.section_id in left:
                left.remove(ticket.section_id)
                got.add(ticket.number)
    assert winners(settled) == got


def test_asking_again_for_the_same_section_does_not_help() -> None:
    once = [Ticket(1, 1, 1), Ticket(2, 2, 1)]
    greedy = [*once, *(Ticket(number, 2, 1) for number in range(3, 30))]
    for number in range(50):
        draw = Draw(seed(number))
        fair, pushed = (POLICIES["lottery"](small_book(), t, draw) for t in (once, greedy))
        assert winners(fair) == winners(pushed)


def test_the_hash_of_a_seed_is_what_everybody_computes() -> None:
    assert commitment(bytes(32)) == (
        "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
    )
    assert lot(bytes(32), "000000000001").hex() == drawn_by_hand(bytes(32), Ticket(1, 1, 1))


FOUR = [Ticket(number, number, 1) for number in range(1, 5)]
DRAWS = 2400
WORSE_IN_ONE_OF_A_THOUSAND = 49.73  # chi-square with 23 degrees of freedom


def surprise(shuffle: Callable[[bytes], tuple[int, ...]]) -> float:
    """Chi-square of the orders of four tickets over a fixed stream of seeds."""
    counts = Counter(shuffle(seed(number)) for number in range(DRAWS))
    expected = DRAWS / 24
    return sum((counts[each] - expected) ** 2 / expected for each in permutations((1, 2, 3, 4)))


def test_every_order_of_a_lottery_is_equally_likely() -> None:
    found = surprise(lambda drawn: tuple(order_of("lottery", FOUR, drawn)))
    assert found < WORSE_IN_ONE_OF_A_THOUSAND


def _lots_of_three_bits(drawn: bytes) -> tuple[int, ...]:
    return tuple(t.number for t in sorted(FOUR, key=lambda t: lot(drawn, t.ticket_id)[0] & 7))


def _swapped_with_anybody(drawn: bytes) -> tuple[int, ...]:
    """The well-known mistake of a shuffle: each place is swapped with any other."""
    order = [1, 2, 3, 4]
    for place in range(4):
        other = lot(drawn, str(place))[0] % 4
        order[place], order[other] = order[other], order[place]
    return tuple(order)


@pytest.mark.parametrize("biased", [_lots_of_three_bits, _swapped_with_anybody])
def test_a_biased_shuffle_would_be_found(biased: Callable[[bytes], tuple[int, ...]]) -> None:
    """The control: two planted mistakes stand out in the same statistic."""
    assert surprise(biased) > WORSE_IN_ONE_OF_A_THOUSAND
