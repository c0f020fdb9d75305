"""Many sections given to one teacher, or to nobody: all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from msgspec import UnsetType

from backend.common.assignment import (
    AssignedSection,
    Assignment,
    AssignmentReport,
    TeacherClash,
)
from backend.common.bulk import listed
from backend.common.dialects import among
from backend.common.errors import Refused
from backend.common.models import SectionView
from backend.common.sections import schedule_in
from backend.data_node import co_teachers, deeds, feed, notices
from backend.data_node.catalogue import Wanted, section_views
from backend.data_node.deeds import section_target
from backend.data_node.doer import Doer
from backend.data_node.reference import section_name
from backend.data_node.section_rows import raise_revisions
from backend.data_node.tables import sections, teachers, terms
from backend.domain.eligibility import CANCELLED
from backend.domain.timetable import clash

MOST_CLASHES = 200  # listed
MOST_ALONE = 50  # changes told one by one; of more the whole term is read anew

_GIVE = (
    sa.update(sections)
    .where(among(sections.c.id, "ids"))
    .values(teacher_id=sa.bindparam("teacher"))
)


def assign(
    connection: sa.Connection, wanted: Assignment, doer: Doer, *, dry_run: bool = False
) -> AssignmentReport:
    """Give the sections to whom is wanted; with `dry_run` only say what that would do.

    Raises:
        Refused: `no_such_section` with the places, `term_is_scratch`, `no_such_teacher`; nothing is
            changed.
    """
    teacher = _teacher(connection, wanted.teacher)
    teacher_id = teacher.id if teacher is not None else None
    chosen = _chosen(connection, wanted.sections)
    others = co_teachers.ids_of(connection, wanted.co_teachers, teacher_id)
    whose = (teacher_id, frozenset(others))
    changed = [view for view in chosen if _whose(view) != whose]
    clashes = [] if teacher_id is None else _clashes(connection, teacher_id, changed)
    if changed and not dry_run:
        _give(connection, changed, teacher_id, others)
        notices.tell_of_teachers(connection, changed, doer.now)
        now = _told(wanted.teacher, wanted.co_teachers)
        told = [
            (section_target(view), _told(view.teacher_username, _usernames(view)), now)
            for view in changed
        ]
        deeds.record(connection, doer, "section_assigned", told)
    return AssignmentReport(
        dry_run=dry_run,
        teacher=teacher.name if teacher is not None else None,
        teacher_username=teacher.username if teacher is not None else None,
        changed=len(changed),
        sections=[_assigned(view, _whose(view) != whose) for view in chosen],
        clashes=clashes,
    )


def _teacher(connection: sa.Connection, username: str | None) -> sa.Row[Any] | None:
    if username is None:
        return None
    found = sa.select(teachers).where(teachers.c.username == username, teachers.c.active)
    row = connection.execute(found).one_or_none()
    if row is None:
        raise Refused("no_such_teacher", teacher=username)
    return row


def _chosen(connection: sa.Connection, ids: Sequence[int]) -> list[SectionView]:
    """The sections with these ids, by term, course and number."""
    found = section_views(connection, Wanted(ids=set(ids)))
    known = {view.id for view in found}
    missing = [
        {"where": f"body.sections.{place}", "message": f"there is no section {section_id}"}
        for place, section_id in enumerate(ids)
        if section_id not in known
    ]
    if missing:
        raise Refused("no_such_section", errors=missing)
    scratch = connection.execute(
        sa.select(terms.c.code)
        .where(terms.c.scratch, terms.c.code.in_({view.term for view in found}))
        .limit(1)
    ).scalar()
    if scratch is not None:
        raise Refused("term_is_scratch", term=scratch)
    return found


def _give(
    connection: sa.Connection,
    changed: Sequence[SectionView],
    teacher_id: int | None,
    others: Sequence[int],
) -> None:
    ids = [view.id for view in changed]
    co_teachers.put(connection, ids, others)
    connection.execute(_GIVE, {"ids": listed(ids), "teacher": teacher_id})
    raise_revisions(connection, ids)
    if len(ids) > MOST_ALONE:
        codes = sorted({view.term for view in changed})
        feed.append_all(connection, [(feed.CATALOGUE, {"term": code}) for code in codes])
    else:
        feed.append_all(connection, [(feed.SECTION, {"id": one}) for one in ids])


def _whose(view: SectionView) -> tuple[int | None, frozenset[int]]:
    return view.teacher_id, frozenset(each.id for each in view.co_teachers)


def _usernames(view: SectionView) -> list[str]:
    return [each.username or "" for each in view.co_teachers]


def _told(teacher: str | UnsetType | None, others: Sequence[str]) -> dict[str, Any]:
    """What the audit log is told; others only where there are some."""
    return {"teacher": teacher or None} | ({"co_teachers": list(others)} if others else {})


def _clashes(
    connection: sa.Connection, teacher_id: int, gained: Sequence[SectionView]
) -> list[TeacherClash]:
    kept = section_views(connection, Wanted(teacher_id=teacher_id))
    return list(islice(_clashing(gained, kept), MOST_CLASHES))


def _clashing(gained: Sequence[SectionView], kept: Sequence[SectionView]) -> Iterator[TeacherClash]:
    timed = [
        (view, schedule_in(view))
        for view in (*gained, *kept)
        if view.meetings and view.state != CANCELLED
    ]
    new = {view.id for view in gained}
    for place, (view, times) in enumerate(timed):
        if view.id not in new:
            return
        for other, others in timed[place + 1 :]:
            if other.term == view.term and clash(times, others):
                yield TeacherClash(term=view.term, section=_name(view), other=_name(other))


def _name(view: SectionView) -> str:
    return section_name(view.course, view.number)


def _assigned(view: SectionView, changed: bool) -> AssignedSection:
    return AssignedSection(
        id=view.id,
        term=view.term,
        course=view.course,
        number=view.number,
        title=view.title,
        before=view.teacher,
        before_username=view.teacher_username or None,
        changed=changed,
    )
