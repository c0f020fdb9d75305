"""Student-proposing deferred acceptance (Gale and Shapley 1962) on a seat book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from backend.domain.eligibility import Section
from backend.domain.ordering.draw import Key
from backend.domain.ordering.proposals import Proposal, fits
from backend.domain.ordering.room import sharing, without_seat
from backend.domain.selection import SeatBook

MOST_RECALLS = 2  # of one proposal; more could go in circles where wishes overlap in part


def match(
    book: SeatBook, proposals: Iterable[Proposal], key: Callable[[Proposal], Key]
) -> list[Proposal]:
    """Those that get a seat, in the students' own order; the book stays as it is.

    Args:
        key: the order of the sections; the lowest goes first.
    """
    return sorted(_Matching(book, proposals, key).run(), key=lambda each: each.rank)


class _Matching:
    """The state of a matching: who is kept where, and who was turned away."""

    def __init__(
        self, book: SeatBook, proposals: Iterable[Proposal], key: Callable[[Proposal], Key]
    ) -> None:
        self._book = book
        proposals = list(proposals)
        in_turn = enumerate(sorted(proposals, key=key))
        self._turns = {id(proposal): turn for turn, proposal in in_turn}
        self._fitting: dict[tuple[int, ...], bool] = {}
        self._wishes: dict[int, list[Proposal]] = defaultdict(list)
        for proposal in sorted(proposals, key=lambda each: each.rank):
            self._wishes[proposal.student_id].append(proposal)
        self._kept: dict[int, dict[str, Proposal]] = defaultdict(dict)
        self._away: dict[int, dict[str, Proposal]] = defaultdict(dict)
        self._recalls: dict[str, int] = defaultdict(int)
        self._asking = dict.fromkeys(self._wishes)  # in order, each once

    def run(self) -> Iterator[Proposal]:
        """Propose and turn away until nothing changes."""
        while self._asking:
            asking, self._asking = self._asking, {}
            changed = {s: None for student in asking for s in self._propose(student)}
            for section in changed:
                self._choose(section)
        for kept in self._kept.values():
            yield from kept.values()

    def _propose(self, student: int) -> Iterator[int]:
        """Have a student ask for what is liked best; the sections that get a new request."""
        wanted = {proposal.ticket_id for proposal in self._liked_best(student)}
        for proposal in self._wishes[student]:
            name, kept = proposal.ticket_id, self._kept[proposal.section_id]
            if name in wanted and name not in kept:
                kept[name] = proposal
                yield proposal.section_id
            elif name not in wanted and kept.pop(name, None) is not None:
                self._recall(proposal.section_id)

    def _liked_best(self, student: int) -> Iterator[Proposal]:
        """What fits together of what is still to be had, the best first: by all rules but seats."""
        chosen: list[Section] = []
        given: set[tuple[int, int]] = set()
        for proposal in self._wishes[student]:
            wish = (proposal.number, proposal.wish)
            away = proposal.ticket_id in self._away[proposal.section_id]
            if not away and wish not in given and self._fits(proposal, chosen):
                chosen.append(self._book.sections[proposal.section_id])
                given.add(wish)
                yield proposal

    def _fits(self, proposal: Proposal, chosen: list[Section]) -> bool:
        """Whether it can be had beside `chosen`: asked again and again while students propose."""
        question = (id(proposal), *(section.id for section in chosen))
        known = self._fitting.get(question)
        if known is None:
            known = self._fitting[question] = fits(self._book, proposal, chosen)
        return known

    def _turn(self, proposal: Proposal) -> int:
        return self._turns[id(proposal)]

    def _choose(self, section: int) -> None:
        """Keep the best and turn the others away."""
        asking = [p for each in sharing(self._book, section) for p in self._kept[each].values()]
        ordered = sorted(asking, key=self._turn)
        for proposal in without_seat(self._book, section, ordered):
            name, wanted = proposal.ticket_id, proposal.section_id
            self._away[wanted][name] = self._kept[wanted].pop(name)
            self._asking[proposal.student_id] = None

    def _recall(self, section: int) -> None:
        """A seat is free again: whoever was turned away may ask again."""
        for each in sharing(self._book, section):
            away = self._away[each]
            for name, proposal in list(away.items()):
                if self._recalls[name] < MOST_RECALLS:
                    self._recalls[name] += 1
                    del away[name]
                    self._asking[proposal.student_id] = None
