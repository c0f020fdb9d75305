"""What decisions only look up: sections without their seats, students without their holdings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, listed
from backend.common.dialects import among
from backend.common.requirements import rule
from backend.data_node import (
    audience,
    feed,
    history,
    holds,
    links,
    permits,
    rounds,
    sharing,
    waiting,
)
from backend.data_node.academic_tables import requirements
from backend.data_node.audience import UNKNOWN, Known
from backend.data_node.tables import courses, meetings, sections, students, terms
from backend.domain.eligibility import Section, Student, Term
from backend.domain.history import course_key
from backend.domain.holds import Hold
from backend.domain.links import Link
from backend.domain.requirements import Requirements
from backend.domain.rounds import Round
from backend.domain.timetable import Meeting, schedule_of

_STUDENTS = sa.select(
    students.c.id,
    students.c.credit_limit,
    students.c.active,
    students.c.scratch_term,
    students.c.group,
    students.c.tags,
    students.c.credit_minimum,
).where(among(students.c.id, "ids"))
_SECTIONS = (
    sa.select(
        sections.c.id,
        sections.c.term_id,
        sections.c.course_id,
        sections.c.number,
        sections.c.credits,
        sections.c.credits_max,
        sections.c.state,
        sections.c.pool_id,
        terms.c.state.label("term_state"),
        terms.c.scratch,
        terms.c.credit_minimum,
        courses.c.code,
        sections.c.component,
        sections.c.link_label,
        sections.c.waitlist_limit,
        requirements.c.prerequisite,
        requirements.c.corequisite,
        requirements.c.exclusions,
        requirements.c.groups,
        requirements.c.tags,
        requirements.c.repeats,
    )
    .join(terms, terms.c.id == sections.c.term_id)
    .join(courses, courses.c.id == sections.c.course_id)
    .outerjoin(requirements, requirements.c.course_id == sections.c.course_id)
    .where(among(sections.c.id, "ids"))
)
_MEETINGS = sa.select(
    meetings.c.section_id,
    meetings.c.days,
    meetings.c.start_minute,
    meetings.c.end_minute,
    meetings.c.weeks,
).where(among(meetings.c.section_id, "ids"))


NOTHING: frozenset[str] = frozenset()


class Reference:
    """Sections without their seats, and students without their holdings, kept between batches.

    They are read again as soon as one of them has changed; the feed counts those changes in the
    transaction that makes them. Belongs to one connection, whose transactions run one by one.
    """

    def __init__(self) -> None:
        self._rounds: dict[int, tuple[Round, ...]] | None = None
        self._audience: audience.Audience | None = None
        self._holds: dict[int, tuple[Hold, ...]] | None = None
        self._permitted: frozenset[int] | None = None
        self._no_history: bool | None = None
        self._components: dict[int, frozenset[str]] = {}
        self.keeping: frozenset[int] = frozenset()
        self.sections: dict[int, Section] = {}
        self.students: dict[int, Student] = {}
        self.with_waitlist: set[int] = set()
        self.sharing: set[int] = set()
        self._waitlists: bool | None = None
        self.collects = False  # whether a round of what is here collects requests for a draw
        self._number = -1

    @property
    def number(self) -> int:
        """As long as it stands, so do the sections and students that are here."""
        return self._number

    def bring_up_to_date(self, connection: sa.Connection) -> None:
        """Forget everything if something has changed since the last time."""
        number = feed.reference_number(connection)
        if number != self._number:
            self._rounds = self._holds = self._permitted = self._no_history = None
            self._waitlists = self._audience = None
            self.with_waitlist.clear()
            self.sharing.clear()
            self.collects = False
            self.keeping = sharing.sections_that_keep(connection)
            self.sections.clear()
            self.students.clear()
            self._number = number

    def permitted(self, connection: sa.Connection) -> frozenset[int]:
        """Ids of the students of whom a decision may have to know permits."""
        if self._permitted is None:
            self._permitted = permits.students(connection)
        return self._permitted

    def need_sections(self, connection: sa.Connection, ids: Collection[int]) -> None:
        """Load those of `ids` that are not here yet; what does not exist stays away."""
        missing = [section_id for section_id in ids if section_id not in self.sections]
        if missing:
            rules = self._rules(connection)
            known = _load_sections(connection, missing, rules, self._components)
            self.sections.update(known)
            limited = (i for i, each in known.items() if each.waitlist_limit is not None)
            self.with_waitlist.update(limited)
            self.sharing.update(i for i, each in known.items() if each.pool is not None)

    def _rules(self, connection: sa.Connection) -> dict[int, tuple[Round, ...]]:
        """The rounds by the id of their term."""
        if self._rounds is None:
            self._rounds = rounds.rules(connection)
            every = [each for of_term in self._rounds.values() for each in of_term]
            self.collects = any(each.collects for each in every)
            self._audience = audience.Audience(connection, every)
            self._components = links.components(connection)
        return self._rounds

    def knows_history(self, connection: sa.Connection) -> bool:
        """Whether anything is known of what anybody took before."""
        if self._no_history is None:
            self._no_history = history.is_empty(connection)
        return not self._no_history

    def need_students(self, connection: sa.Connection, ids: Collection[int]) -> None:
        """Load those of `ids` that are not here yet; what does not exist stays away."""
        missing = [student_id for student_id in ids if student_id not in self.students]
        if missing:
            if self._holds is None:
                self._holds = holds.rules(connection)
            standing = self._holds
            self._rules(connection)
            assert self._audience is not None  # noqa: S101 - it comes with the rules
            known = self._audience.of(connection, missing)
            rows = fetch(connection, _STUDENTS, ("ids",), (listed(missing),))
            self.students.update(
                (
                    row[0],
                    _student(row[1:], standing.get(row[0], ()), known.get(row[0], UNKNOWN)),
                )
                for row in rows
            )

    def waitlists(self, connection: sa.Connection) -> bool:
        """Whether any section has a waitlist."""
        if self._waitlists is None:
            self._waitlists = waiting.are_there(connection)
        return self._waitlists


def reference_of(connection: sa.Connection) -> Reference:
    """What earlier batches on this connection have read."""
    reference: Reference = connection.info.setdefault("reference", Reference())
    return reference


def section_name(course: str, number: str) -> str:
    """What a student calls a section."""
    return f"{course} ({number})"


@lru_cache(maxsize=4096)
def _student(row: tuple[Any, ...], standing: tuple[Hold, ...], of_rounds: Known) -> Student:
    """One record for all who are alike, which most are."""
    credit_limit, active, scratch_term, group, tags, minimum = row
    return Student(
        credit_limit,
        bool(active),
        scratch_term,
        group,
        _tags(tags),
        standing,
        minimum,
        of_rounds.earned,
        of_rounds.named_in,
    )


@lru_cache(maxsize=4096)
def _tags(text: str) -> frozenset[str]:
    """Those of a column; most students have none, or the same as many others."""
    return frozenset(msgspec.json.decode(text, type=list[str]))


def _load_sections(
    connection: sa.Connection,
    ids: Collection[int],
    rules: Mapping[int, tuple[Round, ...]],
    components: Mapping[int, frozenset[str]],
) -> dict[int, Section]:
    wanted = (listed(ids),)
    times: dict[int, list[Meeting]] = {}
    for section_id, *time in fetch(connection, _MEETINGS, ("ids",), wanted):
        times.setdefault(section_id, []).append(Meeting(*time))
    return {
        row[0]: _section(row, times.get(row[0], ()), rules.get(row[1], ()), components)
        for row in fetch(connection, _SECTIONS, ("ids",), wanted)
    }


def _section(
    row: tuple[Any, ...],
    times: Iterable[Meeting],
    rules: tuple[Round, ...],
    components: Mapping[int, frozenset[str]],
) -> Section:
    section_id, term_id, course_id, number, credits_, most, state, pool = row[:8]
    term_state, scratch, minimum, code, component, label, limit, *asked = row[8:]
    return Section(
        id=section_id,
        term=Term(term_id, term_state, bool(scratch), rules, minimum),
        course_id=course_id,
        name=section_name(code, number),
        credits=credits_,
        state=state,
        schedule=schedule_of(times),
        credit_range=(credits_, most) if most > credits_ else None,
        pool=pool,
        course=course_key(code),
        requirements=None if asked[0] is None else _requirements(asked),
        link=Link(component, label, components.get(course_id, NOTHING)) if component else None,
        waitlist_limit=limit,
    )


def _requirements(columns: Sequence[Any]) -> Requirements:
    prerequisite, corequisite, exclusions, groups, tags, repeats = columns
    return rule(
        prerequisite,
        corequisite,
        exclusions=tuple(msgspec.json.decode(exclusions)),
        groups=tuple(msgspec.json.decode(groups)),
        tags=tuple(msgspec.json.decode(tags)),
        repeats=bool(repeats),
    )
