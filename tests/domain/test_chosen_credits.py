"""A student chooses credits of a range, and what was chosen is what counts."""

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility import Seats, Section, Student, Term
from backend.domain.selection import DROP, SELECT, SWAP, Decision, SeatBook
from backend.domain.selection import Ticket as Request
from tests.domain.orders import Ticket

TERM = Term(1)
THESIS = Section(1, TERM, 1, "Thesis", credits=100, credit_range=(100, 400))
ALGEBRA = Section(2, TERM, 2, "Algebra", credits=400)
SEMINAR = Section(3, TERM, 3, "Seminar", credits=200, credit_range=(200, 600))
KNOWN = {section.id: section for section in (THESIS, ALGEBRA, SEMINAR)}


def book(kind: type[SeatBook] = SeatBook) -> SeatBook:
    return kind(KNOWN, {n: Seats(0, None) for n in KNOWN}, {1: Student(credit_limit=800)})


def asked(section: int, credits_: int | None = None) -> Ticket:
    return Ticket(1, 1, section, credits=credits_)


def test_the_lowest_is_taken_unless_another_is_asked_for() -> None:
    at = book()
    at.decide(asked(1))
    at.decide(asked(3, 350))
    assert {n: section.credits for n, section in at.held[1].items()} == {1: 100, 3: 350}
    assert KNOWN[3].credits == 200


def test_what_is_not_offered_is_refused() -> None:
    for section, credits_ in ((1, 99), (1, 401), (2, 300)):
        ticket = asked(section, credits_)
        refused = book().decide(ticket).no
        assert refused is not None
        assert (refused.code, book().refusals(ticket)) == ("credits_not_offered", [refused])
    (no,) = book().refusals(asked(2, 300))
    assert no.sentence == "This section is offered for 4 to 4 credits, not for 3."
    assert book().decide(asked(2, 400)).outcome == "enrolled"


def test_what_was_chosen_counts_against_the_limit_and_goes_with_the_seat() -> None:
    at = book()
    at.decide(asked(1, 400))
    at.decide(asked(2))
    (no,) = at.refusals(asked(3))
    assert (no.code, no.values["credits"]) == ("credit_limit", "10")
    assert at.decide(Ticket(2, 1, 3, SWAP, instead_of=1, credits=400)).outcome == "enrolled"
    assert at.held[1][3].credits == 400


tickets = st.lists(
    st.builds(
        Ticket,
        number=st.just(1),
        student_id=st.just(1),
        section_id=st.sampled_from(sorted(KNOWN)),
        action=st.sampled_from([SELECT, DROP, SWAP]),
        instead_of=st.sampled_from(sorted(KNOWN)),
        credits=st.sampled_from([None, 0, 100, 250, 400, 600, 700]),
    ),
    max_size=20,
)


def broken(at: SeatBook, schedule: list[Ticket]) -> list[str]:
    """What is held beyond the limit or outside what is offered, after each ticket."""
    found = []
    for ticket in schedule:
        at.decide(ticket)
        mine = at.held.get(1, {}).values()
        if sum(section.credits for section in mine) > 800:
            found.append("over the limit")
        for section in mine:
            known = KNOWN[section.id]
            least, most = known.credit_range or (known.credits, known.credits)
            if not least <= section.credits <= most:
                found.append(f"{section.name} for {section.credits}")
    return found


@given(tickets)
def test_no_schedule_takes_what_is_not_offered_or_too_much(schedule: list[Ticket]) -> None:
    assert broken(book(), schedule) == []


def test_the_property_would_find_a_book_that_counts_the_lowest() -> None:
    """The control: a book that checks the lowest and writes what was asked for is caught."""

    class Generous(SeatBook):
        def decide(self, ticket: Request) -> Decision:
            decision = super().decide(Ticket(1, 1, ticket.section_id))
            mine = self.held[1]
            mine[ticket.section_id] = mine[ticket.section_id].for_credits(ticket.credits)
            return decision

    assert broken(book(Generous), [asked(1, 700)]) == ["Thesis for 700"]
