"""The catalogue and its live seat counts in memory; a reader never waits for the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from msgspec import UNSET, UnsetType

from backend.common.errors import Refused
from backend.common.models import MeetingView, SectionView, Snapshot, TermView
from backend.common.rehearsal import CODE_PREFIX
from backend.common.requirements import CourseRequirements
from backend.common.requirements import rule_of as rule_of_course
from backend.common.rounds import RoundsOfTerm, RoundView, rule_of
from backend.common.sections import link_in, schedule_in
from backend.domain.credits import hundredths_of
from backend.domain.eligibility import OPEN, Section, Term
from backend.domain.history import course_key
from backend.domain.requirements import Requirements
from backend.domain.seats import Reserve, Seats

KEPT_SEARCHES = 64  # lists of what was found


@dataclass(frozen=True, slots=True)
class Shelf:
    """One section: as people see it, as the rules see it, and the text one finds it by."""

    view: SectionView
    section: Section
    seats: Seats
    text: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a search asks for; what is None or empty lets all through.

    Attributes:
        term: a term's code; None is every term but those of rehearsals.
        words: all of them occur in code, title, number, people or tags.
        subject: the part of the course code before the hyphen.
        credits: within the section's range of credits.
        days: it meets on no other days than these letters.
        with_seats: only open sections with a free seat.
        tag: one of its tags.
    """

    term: str | None = None
    words: tuple[str, ...] = ()
    subject: str = ""
    credits: float | None = None
    days: str = ""
    with_seats: bool = False
    tag: str = ""

    def fits(self, shelf: Shelf) -> bool:
        """Whether a section is what is asked for."""
        view = shelf.view
        return (
            (view.term == self.term if self.term else not shelf.section.term.scratch)
            and (not self.subject or view.course.split("-")[0].casefold() == self.subject)
            and (self.credits is None or view.credits <= self.credits <= view.credits_max)
            and (not self.days or _meets_only_on(view.meetings, self.days))
            and (not self.tag or self.tag in view.tags)
            and (not self.with_seats or (view.state == OPEN and shelf.seats.free))
            and all(word in shelf.text for word in self.words)
        )


class Catalogue:
    """All sections by id.

    Attributes:
        number: the newest change of the data node's feed that is in here; -1 before the first load.
        version: the change with which a description changed last, as far as is known here.
    """

    def __init__(self) -> None:
        self.number = -1
        self.version = -1
        self._shelves: dict[int, Shelf] = {}
        self._terms: dict[str, Term] = {}
        self._term_views: list[TermView] = []
        self._rounds: dict[str, list[RoundView]] = {}
        self._requirements: dict[int, Requirements] = {}
        self._titles: dict[tuple[int, str], str] = {}
        self._found: dict[Wish, list[Shelf]] = {}  # until a description changes

    def load(self, snapshot: Snapshot) -> None:
        """Replace everything."""
        self._rounds = {term.code: [] for term in snapshot.terms}
        for each in snapshot.rounds:
            self._rounds[each.term].append(each)
        self._terms = {term.code: self._term(term) for term in snapshot.terms}
        self._requirements = {
            each.course_id: rule_of_course(each) for each in snapshot.requirements
        }
        self._titles.clear()
        self._term_views = [term for term in snapshot.terms if not term.scratch]
        self._shelves = {view.id: self._shelf(view) for view in snapshot.sections}
        self._found.clear()
        self.number = self.version = snapshot.number

    def put(self, view: SectionView, number: int) -> None:
        """Add a section or replace its description, with change `number`."""
        self._shelves[view.id] = self._shelf(view)
        self._found.clear()
        self.version = number

    def put_rounds(self, changed: RoundsOfTerm) -> None:
        """Replace the rounds of a term; the descriptions of its sections stay as they are."""
        self._rounds[changed.term] = changed.rounds
        rounds = tuple(rule_of(each) for each in changed.rounds)
        term = self._terms[changed.term] = replace(self._terms[changed.term], rounds=rounds)
        for section_id, shelf in self._shelves.items():
            if shelf.section.term.id == term.id:
                section = replace(shelf.section, term=term)
                self._shelves[section_id] = replace(shelf, section=section)
        self._found.clear()

    def put_requirements(self, changed: CourseRequirements) -> None:
        """Replace what a course requires; the descriptions of its sections stay as they are."""
        wanted = self._requirements[changed.course_id] = rule_of_course(changed)
        for section_id, shelf in self._shelves.items():
            if shelf.section.course_id == changed.course_id:
                section = replace(shelf.section, requirements=wanted)
                self._shelves[section_id] = replace(shelf, section=section)
        self._found.clear()

    def title_of(self, term_id: int, course: str) -> str:
        """The title of a course in a term, by its key; "" where the term has no such course."""
        return self._titles.get((term_id, course), "")

    def count(self, section_id: int, taken: int, ceiling: int | None) -> None:
        """Note the seats of a section."""
        shelf = self._shelves.get(section_id)
        if shelf is not None:
            shelf.view.taken = shelf.seats.taken = taken
            shelf.view.ceiling = shelf.seats.ceiling = ceiling

    def count_waiting(self, section_id: int, waiting: int) -> None:
        """Note how many wait for a section."""
        shelf = self._shelves.get(section_id)
        if shelf is not None:
            shelf.view.waiting = shelf.seats.waiting = waiting

    def __getitem__(self, section_id: int) -> Shelf:
        """One section.

        Raises:
            Refused: `not_ready` before the first load, `no_such_section`.
        """
        self.require_loaded()
        try:
            return self._shelves[section_id]
        except KeyError:
            raise Refused("no_such_section") from None

    def has_choice(self, section_id: int) -> bool:
        """Whether students choose how many credits of a range they take it for."""
        shelf = self._shelves.get(section_id)
        return shelf is not None and shelf.section.credit_range is not None

    def count_kept(self, section_id: int, reserve_id: int, taken: int) -> None:
        """Note how many of those hold a seat for whom some are kept."""
        shelf = self._shelves.get(section_id)
        if shelf is None:
            return
        for reserve in shelf.seats.reserves:
            if reserve.id == reserve_id:
                reserve.taken = taken
        for kept in shelf.view.kept or ():
            if kept.id == reserve_id:
                kept.taken = taken

    def seats_for(self, section_id: int, instead_of: int | None) -> Seats:
        """The seats of a section for who gives back a seat of another, or none.

        Raises:
            Refused: as for the section itself.
        """
        shelf = self[section_id]
        old = self._shelves.get(instead_of) if instead_of is not None else None
        shared = shelf.section.pool
        if old is None or shared is None or old.section.pool != shared:
            return shelf.seats
        capacity = shelf.view.capacity  # of the shared seats the old one becomes free
        own = None if capacity is None else max(capacity, shelf.seats.taken)
        return Seats(shelf.seats.taken, own, waiting=shelf.seats.waiting)

    def known(self, section_ids: Iterable[int]) -> list[Shelf]:
        """These sections, without those that there are not."""
        return [self._shelves[i] for i in section_ids if i in self._shelves]

    def search(self, wish: Wish) -> list[Shelf]:
        """What fits, in the order of the catalogue.

        A scratch term is empty until this node hears of it: a rehearsal asks for it that early.

        Raises:
            Refused: `not_ready` before the first load, `no_such_term`.
        """
        self.require_loaded()
        if wish.term and not wish.term.startswith(CODE_PREFIX):
            self.require_term(wish.term)
        if wish.with_seats:
            return self._search(wish)
        found = self._found.get(wish)
        if found is None:
            if len(self._found) >= KEPT_SEARCHES:
                self._found.clear()
            found = self._found[wish] = self._search(wish)
        return found

    def _search(self, wish: Wish) -> list[Shelf]:
        return [shelf for shelf in self._shelves.values() if wish.fits(shelf)]

    def terms(self) -> list[TermView]:
        """The terms but those of rehearsals, the newest first.

        Raises:
            Refused: `not_ready` before the first load.
        """
        self.require_loaded()
        return sorted(self._term_views, key=lambda term: term.id, reverse=True)

    def rounds(self) -> list[RoundView]:
        """The rounds of all terms, by their opening.

        Raises:
            Refused: `not_ready` before the first load.
        """
        self.require_loaded()
        every = (each for rounds in self._rounds.values() for each in rounds)
        return sorted(every, key=lambda each: (each.opens_at, each.id))

    def require_term(self, code: str) -> None:
        """Do nothing if there is a term with this code.

        Raises:
            Refused: `not_ready`, `no_such_term`.
        """
        self.require_loaded()
        if code not in self._terms:
            raise Refused("no_such_term", term=code)

    def require_loaded(self) -> None:
        """Refuse with `not_ready` before the first load."""
        if self.number < 0:
            raise Refused("not_ready")

    def _term(self, view: TermView) -> Term:
        rounds = tuple(rule_of(each) for each in self._rounds[view.code])
        minimum = hundredths_of(view.credit_minimum)
        return Term(view.id, view.state, view.scratch, rounds, minimum)

    def _shelf(self, view: SectionView) -> Shelf:
        view.teacher_username = UNSET  # students need not know with which name a teacher logs in
        for each in view.co_teachers:
            each.username = UNSET
        section = Section(
            id=view.id,
            term=self._terms[view.term],
            course_id=view.course_id,
            name=f"{view.course} ({view.number})",
            credits=round(view.credits * 100),
            state=view.state,
            schedule=schedule_in(view),
            course=course_key(view.course),
            requirements=self._requirements.get(view.course_id),
            link=link_in(view),
            waitlist_limit=view.waitlist_limit,
            credit_range=_range_of(view),
            pool=_pool_of(view),
        )
        self._titles[section.term.id, section.course] = view.title
        seats = Seats(view.taken, view.ceiling, waiting=view.waiting, reserves=_reserves_of(view))
        people = (view.instructor, view.teacher or "", *(each.name for each in view.co_teachers))
        words = (view.course, view.title, view.number, *people, *(view.tags or ()))
        return Shelf(view, section, seats, " ".join(words).casefold())


def _range_of(view: SectionView) -> tuple[int, int] | None:
    """From what to what a student may choose, in hundredths of a credit."""
    least, most = round(view.credits * 100), round(view.credits_max * 100)
    return (least, most) if most > least else None


def _pool_of(view: SectionView) -> int | None:
    """Names what the section shares, as the rules compare it: the first of those that share."""
    if isinstance(view.cross_listed, UnsetType):
        return None
    return min(each.id for each in view.cross_listed.sections)


def _reserves_of(view: SectionView) -> tuple[Reserve, ...]:
    """What is kept, as the rules see it; what students need not know is taken off the view."""
    if isinstance(view.kept, UnsetType):
        return ()
    found = []
    for kept in view.kept:
        groups, tags = frozenset(kept.groups or ()), frozenset(kept.tags or ())
        found.append(Reserve(kept.id, kept.name, kept.seats, kept.until, groups, tags, kept.taken))
        kept.groups = kept.tags = UNSET
    return tuple(found)


def _meets_only_on(meetings: Iterable[MeetingView], days: str) -> bool:
    met = {day for meeting in meetings for day in meeting.days}
    return bool(met) and met <= set(days)
