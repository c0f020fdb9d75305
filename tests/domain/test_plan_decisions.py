"""Plans in the seat book: like single requests where they mean the same, and without a trace."""

from copy import deepcopy
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.audit import LoggedTicket, order_inversions
from backend.domain.eligibility import Section
from backend.domain.plans import Plan
from backend.domain.selection import PLAN, SELECT, Decision, SeatBook
from backend.domain.selection import Ticket as Request
from tests.domain.test_selection import (
    FALL,
    SECTIONS,
    Ticket,
    book_of,
    broken_invariants,
    ceilings,
    sections,
    tickets,
)

sets = st.lists(st.sampled_from([*SECTIONS, 99]), min_size=1, max_size=2, unique=True).map(tuple)
plans = st.builds(
    Plan,
    st.lists(st.lists(sets, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4).map(tuple),
    st.booleans(),
)
asked = st.tuples(st.integers(1, 4), plans)
State = tuple[dict[int, list[int]], list[int], int]


def ask(book: SeatBook, student: int, plan: Plan) -> Decision:
    return book.decide(Ticket(student, plan.wishes[0][0][0], PLAN, plan=plan))


def state(book: SeatBook) -> State:
    """Who holds what in which order, the counters, and how long the journal is."""
    held = {student: list(held) for student, held in book.held.items() if held}
    return held, [seats.taken for seats in book.seats.values()], len(book.moves)


@given(sections(), ceilings, tickets, st.lists(asked, max_size=6))
def test_no_plan_breaks_an_invariant(
    known: dict[int, Section],
    limits: list[int],
    before: list[Ticket],
    wanted: list[tuple[int, Plan]],
) -> None:
    book = book_of(known, limits)
    book.decide_all(before)
    for student, plan in wanted:
        decision = ask(book, student, plan)
        assert broken_invariants(book) == []
        took = [section for part in decision.parts for section in part.took]
        assert set(took) <= set(book.held.get(student, {}))
        assert (decision.outcome == "enrolled") == bool(took)
        if plan.all_or_nothing:
            assert all(part.took for part in decision.parts) or not took


@given(sections(), ceilings, tickets, st.integers(1, 4), st.lists(st.sampled_from(SECTIONS)))
def test_best_effort_without_alternatives_is_as_many_requests_one_after_the_other(
    known: dict[int, Section],
    limits: list[int],
    before: list[Ticket],
    student: int,
    wanted: list[int],
) -> None:
    as_plan, singly = book_of(known, limits), book_of(known, limits)
    for book in (as_plan, singly):
        book.decide_all(before)
    decisions = [singly.decide(Ticket(student, section, SELECT)) for section in wanted]
    if wanted:
        parts = ask(as_plan, student, Plan(tuple(((section,),) for section in wanted))).parts
        assert [part.no for part in parts] == [decision.no for decision in decisions]
    assert state(as_plan) == state(singly)


def traces(book: SeatBook, student: int, plan: Plan) -> bool:
    """Whether a plan that got nothing has left something behind."""
    before = deepcopy(state(book))
    return ask(book, student, plan).outcome == "refused" and state(book) != before


@given(sections(), ceilings, tickets, asked)
def test_a_plan_that_gets_nothing_leaves_no_trace(
    known: dict[int, Section],
    limits: list[int],
    before: list[Ticket],
    wanted: tuple[int, Plan],
) -> None:
    book = book_of(known, limits)
    book.decide_all(before)
    assert not traces(book, *wanted)


def test_the_property_of_traces_would_find_a_book_that_takes_as_it_goes() -> None:
    """The control: seats taken wish by wish and given back at the end stay in the journal."""

    class Hasty(SeatBook):
        def decide(self, ticket: Request) -> Decision:
            if ticket.plan is None:
                return super().decide(ticket)
            taken: list[Ticket] = []
            for alternatives in ticket.plan.wishes:
                single = Ticket(ticket.student_id, alternatives[0][0])
                if super().decide(single).outcome == "refused":
                    for earlier in taken:
                        self.give_back(earlier, earlier.section_id)
                    return Decision("refused")
                taken.append(single)
            return Decision("enrolled")

    right = book_of({n: Section(n, FALL, n) for n in SECTIONS}, [1, 0, 1, 1, 1, 1])
    hasty = Hasty(right.sections, right.seats, right.students)
    plan = Plan((((1,),), ((2,),)), all_or_nothing=True)
    assert traces(hasty, 1, plan)
    assert not traces(right, 1, plan)


def test_nobody_unknown_gets_a_plan() -> None:
    book = book_of({n: Section(n, FALL, n) for n in SECTIONS}, [1] * 6)
    decision = ask(book, 99, Plan((((1,), (2,)),)))
    assert decision.no is not None
    assert decision.no.code == "no_such_student"


@given(sections(), ceilings, st.lists(asked, max_size=12))
def test_an_audit_of_plans_finds_nothing(
    known: dict[int, Section], limits: list[int], wanted: list[tuple[int, Plan]]
) -> None:
    assert list(order_inversions(logged(book_of(known, limits), wanted))) == []


def test_an_audit_would_find_a_plan_that_overtook_another() -> None:
    """The control: a seat that appears from nowhere goes to the later plan."""
    book = book_of({n: Section(n, FALL, n) for n in SECTIONS}, [0] * 6)
    plan = Plan((((1,),),))
    log = logged(book, [(1, plan)])
    book.seats[1].ceiling = 1
    log += logged(book, [(2, plan)], first=2)
    assert list(order_inversions(log)) == ["ticket 2 was enrolled, ticket 1 had been refused"]


def logged(book: SeatBook, wanted: list[tuple[int, Plan]], first: int = 1) -> list[LoggedTicket]:
    """The log of plans decided one after the other."""
    log = []
    for number, (student, plan) in zip(count(first), wanted, strict=False):
        decision = ask(book, student, plan)
        took = tuple(section for part in decision.parts for section in part.took)
        full = tuple(
            wish[0][0]
            for wish, part in zip(plan.wishes, decision.parts, strict=True)
            if part.no is not None and part.no.code == "section_full" and len(wish[0]) == 1
        )
        log.append(
            LoggedTicket(
                f"t{number}",
                number,
                student,
                plan.wishes[0][0][0],
                PLAN,
                decision.outcome,
                took=took,
                full=full,
            )
        )
    return log
