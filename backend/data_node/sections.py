"""Sections by hand: who may, what changes, and who hears of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from backend.common.bulk import listed
from backend.common.dialects import among
from backend.common.errors import Refused
from backend.common.models import Roster, RosterEntry, SectionView
from backend.common.sections import NewSection, SectionChange, SectionEffects, StudentClash
from backend.common.tokens import TEACHER, Identity
from backend.data_node import co_teachers, feed, links, notices, waiting
from backend.data_node.catalogue import credit_number, section_view
from backend.data_node.section_form import read_form, wrong_field
from backend.data_node.section_rows import Values, ceiling_of, put_meetings, raise_revisions
from backend.data_node.section_waiting import follow
from backend.data_node.tables import courses, enrolments, sections, students, teachers, terms
from backend.domain.flaws import EMPTY, flaw

HANDED_OVER = "A teacher's sections are their own; please ask an administrator to hand one over."


def create(connection: sa.Connection, new: NewSection, user: Identity) -> SectionView:
    """Make a section; an administrator makes its course as well if that is new.

    Raises:
        Refused: `invalid_fields`, `no_such_term`, `term_is_scratch`, `no_such_course`,
            `no_such_teacher`, `not_your_section`, `section_exists`.
    """
    values = read_form(new)
    term = _term(connection, terms.c.code == values.pop("term"), new.term)
    _require_free_number(connection, term.id, values["number"])
    teacher_id = _teacher_id(connection, values.pop("teacher"), user)
    meeting_rows = values.pop("meetings")
    others = _co_teacher_ids(connection, values.pop("co_teachers"), teacher_id, user)
    course_id, title = _course_for(connection, term.id, values, user)
    values["credits_max"] = _upper_end(values["credits"], values["credits_max"])
    values["link_label"] = values["link_label"] if values["component"] else ""
    values |= {
        "term_id": term.id,
        "course_id": course_id,
        "title": title,
        "ceiling": values["capacity"],
        "taken": 0,
        "teacher_id": teacher_id,
    }
    added = connection.execute(sa.insert(sections).values(values).returning(sections.c.id))
    section_id = added.scalar_one()
    put_meetings(connection, {section_id: meeting_rows})
    co_teachers.put(connection, [section_id], others)
    feed.append(connection, feed.SECTION, {"id": section_id})
    if values["component"]:
        links.tell_siblings(connection, section_id, [course_id])
    return section_view(connection, section_id)


def change(
    connection: sa.Connection, section_id: int, wanted: SectionChange, user: Identity, now: float
) -> SectionView:
    """Change what `wanted` says. Nobody loses a seat: the ceiling stays at or over what is taken.

    Those who hold a seat are told of what concerns them; those who wait get what seats are free, or
    are told that the section was cancelled and wait no more.

    Raises:
        Refused: as `create`, and `no_such_section`, `course_change_with_students`.
    """
    before, after = _change(connection, section_id, wanted, user)
    _announce(connection, before, after)
    notices.tell(connection, before, after, now)
    waited = follow(connection, section_id, user.username, now).removed
    notices.tell_waiting(connection, (before, after), [each.id for each in waited], now)
    return section_view(connection, section_id)


def effects(
    connection: sa.Connection, section_id: int, wanted: SectionChange, user: Identity, now: float
) -> SectionEffects:
    """What `change` would do to those who hold a seat or wait for one; nothing is changed.

    Raises:
        Refused: as `change`.
    """
    with connection.begin_nested() as savepoint:
        before, after = _change(connection, section_id, wanted, user)
        clashes = {
            seat.student: names
            for seat, names in notices.new_clashes(connection, [(before, after)]).items()
        }
        waits = follow(connection, section_id, user.username, now, only_look=True)
        savepoint.rollback()
    capacity = after.capacity if after.capacity is not None else after.taken
    return SectionEffects(
        changed=notices.differences(before, after),
        keep=after.taken,
        over=max(0, after.taken - capacity),
        clashes=[
            StudentClash(id=row.id, username=row.username, name=row.name, sections=clashes[row.id])
            for row in _named(connection, clashes)
        ],
        waitlist=waits,
    )


def _change(
    connection: sa.Connection, section_id: int, wanted: SectionChange, user: Identity
) -> tuple[SectionView, SectionView]:
    """Write what is wanted; the section before and after."""
    row = own_section(connection, section_id, user)
    _term(connection, terms.c.id == row.term_id, "")
    values = read_form(wanted)
    meeting_rows = values.pop("meetings", None)
    others = values.pop("co_teachers", None)
    _resolve(connection, row, values, user)
    before = section_view(connection, section_id)
    if values:
        connection.execute(sa.update(sections).where(sections.c.id == section_id).values(values))
    if meeting_rows is not None:
        put_meetings(connection, {section_id: meeting_rows})
    if values.get("component", row.component) != row.component:
        links.follow_component(connection, section_id, values["component"])
    _put_others(connection, before, values.get("teacher_id", row.teacher_id), others, user)
    return before, section_view(connection, section_id)


def _named(connection: sa.Connection, student_ids: Collection[int]) -> sa.Result[Any]:
    query = (
        sa.select(students.c.id, students.c.username, students.c.name)
        .where(among(students.c.id, "ids"))
        .order_by(students.c.name, students.c.id)
    )
    return connection.execute(query, {"ids": listed(student_ids)})


def roster(connection: sa.Connection, section_id: int, user: Identity) -> Roster:
    """Who holds the seats of a section, by name, and who waits for one, in order.

    Raises:
        Refused: `no_such_section`, `not_your_section`.
    """
    section = own_section(connection, section_id, user)
    query = (
        sa.select(
            students.c.id,
            students.c.username,
            students.c.name,
            students.c.group,
            enrolments.c.enrolled_at,
            enrolments.c.ticket_id,
            enrolments.c.credits,
        )
        .join_from(enrolments, students)
        .where(enrolments.c.section_id == section_id)
        .order_by(students.c.name, students.c.id)
    )
    return Roster(
        section=section_view(connection, section_id),
        students=[_entry(row, section.credits) for row in connection.execute(query).mappings()],
        waiting=waiting.roster_places(connection, section_id),
    )


def _entry(row: sa.RowMapping, usual: int) -> RosterEntry:
    chosen = usual if row["credits"] is None else row["credits"]
    return RosterEntry(**{**row, "credits": credit_number(chosen)})


def _announce(connection: sa.Connection, before: SectionView, after: SectionView) -> None:
    if after == before:
        return
    raise_revisions(connection, [after.id])
    feed.append(connection, feed.SECTION, {"id": after.id})
    if _links(before) != _links(after):
        links.tell_siblings(connection, after.id, [before.course_id, after.course_id])
    if after.ceiling != before.ceiling:
        feed.append(connection, feed.SEATS, [[after.id, after.taken, after.ceiling]])


def _links(view: SectionView) -> tuple[object, ...]:
    """What decides over which parts the course offers, and who goes with whom."""
    if not view.component:
        return ()
    return view.course_id, view.component, view.link_label, view.state


def own_section(connection: sa.Connection, section_id: int, user: Identity) -> sa.Row[Any]:
    """The section, if it is one that `user` may look after."""
    query = sa.select(sections).where(sections.c.id == section_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise Refused("no_such_section")
    if not co_teachers.is_own(connection, row, user):
        raise Refused("not_your_section")
    return row


def _term(connection: sa.Connection, which: sa.ColumnElement[bool], code: str) -> sa.Row[Any]:
    row = connection.execute(sa.select(terms).where(which)).one_or_none()
    if row is None:
        raise Refused("no_such_term", term=code)
    if row.scratch:
        raise Refused("term_is_scratch", term=row.code)
    return row


def _require_free_number(connection: sa.Connection, term_id: int, number: str) -> None:
    of_term = sa.select(sections.c.id).where(sections.c.term_id == term_id)
    if connection.execute(of_term.where(sections.c.number == number)).first() is not None:
        raise Refused("section_exists", number=number)


def _teacher_id(connection: sa.Connection, username: str | None, user: Identity) -> int | None:
    """Whose section it is to be; a teacher's own without saying so."""
    if username is None:
        wanted = teachers.c.id == user.person
        if user.role != TEACHER:
            return None
    else:
        wanted = teachers.c.username == username
    row = connection.execute(sa.select(teachers).where(wanted, teachers.c.active)).one_or_none()
    if row is None:
        raise Refused("no_such_teacher", teacher=username or user.username)
    if user.role == TEACHER and row.id != user.person:
        raise Refused("not_your_section", detail=HANDED_OVER)
    return int(row.id)


def _co_teacher_ids(
    connection: sa.Connection, usernames: list[str], teacher_id: int | None, user: Identity
) -> list[int]:
    if usernames and user.role == TEACHER:
        raise Refused("not_your_section", detail=HANDED_OVER)
    return co_teachers.ids_of(connection, usernames, teacher_id)


def _put_others(
    connection: sa.Connection,
    before: SectionView,
    teacher_id: int | None,
    usernames: list[str] | None,
    user: Identity,
) -> None:
    """Set who looks after a section beside its teacher, who is not one of them in any case."""
    known = [each.id for each in before.co_teachers]
    if usernames is None or usernames == [each.username for each in before.co_teachers]:
        wanted = [each for each in known if each != teacher_id]
    else:
        if user.role == TEACHER:
            raise Refused("not_your_section", detail=HANDED_OVER)
        wanted = co_teachers.ids_of(connection, usernames, teacher_id)
    if set(wanted) != set(known):
        co_teachers.put(connection, [before.id], wanted)


def _course_for(
    connection: sa.Connection, term_id: int, values: Values, user: Identity
) -> tuple[int, str]:
    """Id of the course and title of the section; makes the course for an administrator."""
    code, title = values.pop("course"), values.pop("title")
    row = _find_course(connection, term_id, code)
    if row is not None:
        return row.id, title or row.title
    if user.role == TEACHER:
        raise Refused("no_such_course")
    if not title:
        raise wrong_field(
            "title", flaw("title_needed", "is empty, and the course {course} is new", course=code)
        )
    new = {"term_id": term_id, "code": code, "title": title}
    added = connection.execute(sa.insert(courses).values(new).returning(courses.c.id))
    return added.scalar_one(), title


def _find_course(connection: sa.Connection, term_id: int, code: str) -> sa.Row[Any] | None:
    query = sa.select(courses).where(courses.c.term_id == term_id, courses.c.code == code)
    return connection.execute(query).one_or_none()


def _upper_end(lower: int, upper: int | None) -> int:
    if upper is None:
        return lower
    if upper < lower:
        raise wrong_field("credits_max", flaw("credits_order", "is less than the credits"))
    return upper


def _resolve(connection: sa.Connection, row: sa.Row[Any], values: Values, user: Identity) -> None:
    """Turn the fields of a change into columns of `row`."""
    if "number" in values and values["number"] != row.number:
        _require_free_number(connection, row.term_id, values["number"])
    if "title" in values and not values["title"]:
        raise wrong_field("title", EMPTY)
    if "teacher" in values:
        values["teacher_id"] = _teacher_id(connection, values.pop("teacher"), user)
    if not values.get("component", row.component):
        values["link_label"] = ""
    if "course" in values:
        values["course_id"] = _moved_course(connection, row, values.pop("course"))
    if "capacity" in values and values["capacity"] != row.capacity:
        values["ceiling"] = ceiling_of(values["capacity"], row.taken, row.permitted)
    if "credits" in values or "credits_max" in values:
        lower = values.get("credits", row.credits)
        kept = row.credits_max if row.credits_max != row.credits else None
        values["credits_max"] = _upper_end(lower, values.get("credits_max", kept))
    if values.get("waitlist_limit", 0) is None:
        # Nobody loses a place.
        values["waitlist_limit"] = 0 if waiting.counts(connection, [row.id]) else None


def _moved_course(connection: sa.Connection, row: sa.Row[Any], code: str) -> int:
    course = _find_course(connection, row.term_id, code)
    if course is None:
        raise Refused("no_such_course")
    if course.id != row.course_id and row.taken:
        raise Refused("course_change_with_students", taken=row.taken)
    return int(course.id)
