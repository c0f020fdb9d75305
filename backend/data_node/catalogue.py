"""Reading the catalogue: terms, courses, and sections with their meetings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.models import (
    CoursePage,
    CourseView,
    MeetingView,
    SectionPage,
    SectionView,
    TermView,
)
from backend.data_node import co_teachers, links
from backend.data_node.shared_views import add_shared_and_kept
from backend.data_node.tables import courses, meetings, pools, sections, teachers, terms, waitlist
from backend.domain.catalogue_fields import weeks_of
from backend.domain.credits import credits_of
from backend.domain.eligibility import OPEN
from backend.domain.links import COMPONENTS
from backend.domain.timetable import format_time


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sections; everything that is None or empty lets all through.

    Attributes:
        term: a term's code; None is every term but those of rehearsals.
        teacher_id: the sections of this teacher.
        search: text in the course's code, the title, the number or the instructor's name.
        ids: these sections, whatever their term.
        teacher: the sections of the teacher with this user name.
        with_seats: open sections of open terms that have a free seat.
        sort: a key of `SORTS`, after a `-` the other way round; "" is by term, course and number.
    """

    term: str | None = None
    teacher_id: int | None = None
    search: str = ""
    ids: Collection[int] | None = None
    teacher: str | None = None
    with_seats: bool = False
    sort: str = ""

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The conditions of a query over `SECTION_ROWS`."""
        found: list[sa.ColumnElement[bool]] = []
        if self.ids is not None:
            found.append(sections.c.id.in_(self.ids))
        elif self.term is None:
            found.append(terms.c.scratch.is_(False))
        if self.term is not None:
            # The term's id, not its code, lets the indexes of sections and courses find and order.
            term_id = sa.select(terms.c.id).where(terms.c.code == self.term).scalar_subquery()
            found += [sections.c.term_id == term_id, courses.c.term_id == term_id]
        if self.teacher_id is not None:
            found.append(co_teachers.looked_after_by(self.teacher_id))
        if self.teacher is not None:
            found.append(co_teachers.looked_after_by_name(self.teacher))
        if self.search.strip():
            found.append(_mentions(self.search, *SEARCHED_OF_SECTIONS))
        if self.with_seats:
            free = CEILING.is_(None) | (sections.c.taken < CEILING)
            found += [sections.c.state == OPEN, terms.c.state == OPEN, free]
        return found

    def order(self) -> list[sa.ColumnElement[Any]]:
        """The order of a query over `SECTION_ROWS`; every section has its one place in it."""
        usual = (sections.c.number, sections.c.id)
        if not self.sort:
            return [terms.c.id, courses.c.code, *usual]
        by = (*SORTS[self.sort.removeprefix("-")], *usual)
        return [one.desc() for one in by] if self.sort.startswith("-") else list(by)


EVERYTHING = Wanted()
SECTION_ROWS = (
    sections.join(courses, sections.c.course_id == courses.c.id)
    .join(terms, sections.c.term_id == terms.c.id)
    .outerjoin(teachers, sections.c.teacher_id == teachers.c.id)
    .outerjoin(pools, sections.c.pool_id == pools.c.id)
)
_WAITING = (
    sa.select(sa.func.count())
    .select_from(waitlist)
    .where(waitlist.c.section_id == sections.c.id)
    .scalar_subquery()
    .label("waiting")
)
_SHARED = sections.c.taken + pools.c.ceiling - pools.c.taken
CEILING = sa.case(
    (pools.c.id.is_(None), sections.c.ceiling),
    (sections.c.ceiling < _SHARED, sections.c.ceiling),
    else_=_SHARED,
)
"""How many seats may be held as things are: as `domain.seats.lower_ceiling`."""
_NO_LIMIT = 1 << 40  # more seats than any section has
_FILL = sa.case(
    (CEILING.is_(None), 0.0),
    (CEILING == 0, 1.0),
    else_=sections.c.taken * 1.0 / CEILING,
)
SORTS: Mapping[str, tuple[sa.ColumnElement[Any], ...]] = {
    "course": (courses.c.code,),
    "number": (),
    "title": (sections.c.title,),
    "teacher": (teachers.c.name.is_(None), teachers.c.name),
    "capacity": (sa.func.coalesce(sections.c.capacity, _NO_LIMIT),),
    "taken": (sections.c.taken,),
    "free": (sa.func.coalesce(CEILING, _NO_LIMIT) - sections.c.taken,),
    "fill": (_FILL,),
}
"""What the list can be sorted by. Nobody comes after every teacher, no limit after every one."""
SEARCHED_OF_SECTIONS = (
    courses.c.code,
    sections.c.title,
    sections.c.number,
    sections.c.instructor,
    teachers.c.name,
)


def section_views(
    connection: sa.Connection,
    wanted: Wanted = EVERYTHING,
    limit: int | None = None,
    offset: int = 0,
) -> list[SectionView]:
    """Sections in the order that is wanted, by term, course and number without one."""
    chosen = chosen_ids(wanted).limit(limit).offset(offset)
    ids = connection.execute(chosen).scalars().all()
    views = _views_by_id(connection, chosen)
    for section_id, meeting in _meetings(connection, chosen):
        views[section_id].meetings.append(meeting)
    add_shared_and_kept(connection, views, chosen)
    for section_id, teacher in co_teachers.of_sections(connection, chosen):
        views[section_id].co_teachers.append(teacher)
    return [views[section_id] for section_id in ids]


def chosen_ids(wanted: Wanted) -> sa.Select[Any]:
    """The ids of the sections that are wanted, in the order that is wanted."""
    rows = sa.select(sections.c.id).select_from(SECTION_ROWS)
    return rows.where(*wanted.conditions()).order_by(*wanted.order())


def section_view(connection: sa.Connection, section_id: int) -> SectionView:
    """One section.

    Raises:
        Refused: `no_such_section`.
    """
    found = section_views(connection, Wanted(ids=[section_id]))
    if not found:
        raise Refused("no_such_section")
    return found[0]


def section_page(connection: sa.Connection, wanted: Wanted, limit: int, offset: int) -> SectionPage:
    """A page of `section_views`, and how many there are in all.

    Raises:
        Refused: `no_such_term`.
    """
    require_term(connection, wanted.term)
    count = sa.select(sa.func.count()).select_from(SECTION_ROWS).where(*wanted.conditions())
    return SectionPage(
        items=section_views(connection, wanted, limit, offset),
        total=connection.execute(count).scalar_one(),
        limit=limit,
        offset=offset,
    )


def course_page(
    connection: sa.Connection, term: str | None, search: str, limit: int, offset: int
) -> CoursePage:
    """Courses by term and code; without a term, those of every term but rehearsals.

    Raises:
        Refused: `no_such_term`.
    """
    require_term(connection, term)
    rows = courses.join(terms, courses.c.term_id == terms.c.id)
    conditions = [terms.c.scratch.is_(False) if term is None else terms.c.code == term]
    if search.strip():
        conditions.append(_mentions(search, courses.c.code, courses.c.title))
    how_many = (
        sa.select(sa.func.count())
        .where(sections.c.course_id == courses.c.id)
        .scalar_subquery()
        .label("sections")
    )
    query = (
        sa.select(
            courses.c.id, terms.c.code.label("term"), courses.c.code, courses.c.title, how_many
        )
        .select_from(rows)
        .where(*conditions)
        .order_by(terms.c.id, courses.c.code)
    )
    total = sa.select(sa.func.count()).select_from(rows).where(*conditions)
    found = connection.execute(query.limit(limit).offset(offset)).mappings()
    return CoursePage(
        items=[CourseView(**row) for row in found],
        total=connection.execute(total).scalar_one(),
        limit=limit,
        offset=offset,
    )


def term_views(connection: sa.Connection) -> list[TermView]:
    """All terms, the newest first."""
    rows = connection.execute(sa.select(terms).order_by(terms.c.id.desc()))
    return [TermView(**{**row._mapping, **_as_viewed(row)}) for row in rows]


def _as_viewed(row: sa.Row[Any]) -> dict[str, Any]:
    minimum = credits_of(row.credit_minimum)
    return {"holidays": days_in(row.holidays), "credit_minimum": minimum}


def days_in(written: Iterable[str]) -> list[date]:
    """The days of a column that keeps them as ISO 8601 dates."""
    return [date.fromisoformat(day) for day in written]


def require_term(connection: sa.Connection, code: str | None) -> None:
    """Let pass no term, or one that exists.

    Raises:
        Refused: `no_such_term`.
    """
    if code is None:
        return
    if connection.execute(sa.select(terms.c.id).where(terms.c.code == code)).first() is None:
        raise Refused("no_such_term", term=code)


def credit_number(hundredths: int) -> int | float:
    """Credits as the wire has them: `3`, `1.5`."""
    whole, rest = divmod(hundredths, 100)
    return hundredths / 100 if rest else whole


def _mentions(text: str, *columns: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return sa.and_(
        *(
            sa.or_(*(column.icontains(word, autoescape=True) for column in columns))
            for word in text.split()
        )
    )


def _views_by_id(
    connection: sa.Connection, chosen: sa.Select[tuple[int]]
) -> dict[int, SectionView]:
    query = (
        sa.select(
            sections,
            CEILING.label("shown_ceiling"),
            terms.c.code.label("term"),
            courses.c.code.label("course"),
            teachers.c.name.label("teacher"),
            teachers.c.username.label("teacher_username"),
            _WAITING,
        )
        .select_from(SECTION_ROWS)
        .where(sections.c.id.in_(chosen))
    )
    offered = links.components(connection)
    return {
        row.id: SectionView(
            id=row.id,
            term=row.term,
            course_id=row.course_id,
            course=row.course,
            title=row.title,
            number=row.number,
            credits=credit_number(row.credits),
            credits_max=credit_number(row.credits_max),
            capacity=row.capacity,
            ceiling=row.shown_ceiling,
            taken=row.taken,
            state=row.state,
            teacher_id=row.teacher_id,
            teacher=row.teacher,
            teacher_username=row.teacher_username,
            instructor=row.instructor,
            location=row.location,
            tags=row.tags,
            component=row.component,
            link_label=row.link_label,
            components=_in_order(offered.get(row.course_id, ())) if row.component else [],
            waitlist_limit=row.waitlist_limit,
            waiting=row.waiting,
        )
        for row in connection.execute(query)
    }


def _in_order(components: Collection[str]) -> list[str]:
    return [name for name in COMPONENTS if name in components]


def _meetings(
    connection: sa.Connection, chosen: sa.Select[tuple[int]]
) -> list[tuple[int, MeetingView]]:
    query = sa.select(meetings).where(meetings.c.section_id.in_(chosen)).order_by(meetings.c.id)
    return [
        (
            row.section_id,
            MeetingView(
                days=row.days,
                start=format_time(row.start_minute),
                end=format_time(row.end_minute),
                weeks=weeks_of(row.weeks),
                kind=row.kind,
                location=row.location,
                instructor=row.instructor,
            ),
        )
        for row in connection.execute(query)
    ]
