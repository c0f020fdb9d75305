"""A catalogue file brought into a term: what is new is made, what differs is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.models import ImportCounts, ImportNote, ImportReport
from backend.data_node import feed
from backend.data_node.catalogue_changes import SectionChanges
from backend.data_node.section_rows import execute_many
from backend.data_node.tables import courses, terms
from backend.domain.catalogue import MOST_ERRORS, Reading
from backend.domain.catalogue_fields import read_text
from backend.domain.catalogue_notes import Note
from backend.domain.catalogue_sections import ListedSection
from backend.domain.eligibility import OPEN
from backend.domain.flaws import flaw_of


def import_catalogue(
    connection: sa.Connection,
    term: str,
    name: str,
    reading: Reading,
    now: float,
    *,
    dry_run: bool = False,
) -> ImportReport:
    """Bring `reading` into the term with the code `term`; the same again changes nothing.

    A new term is made, open. Sections and courses that the file does not list stay as they are.

    Args:
        name: of the term; "" keeps the name it has, and calls a new one by its code.
        dry_run: take everything back in the end and only report.

    Raises:
        Refused: `catalogue_invalid` with the places; `term_is_scratch`, `invalid_fields`.
    """
    if reading.errors:
        places = [error.place for error in reading.errors]
        raise _invalid(places, stopped=reading.stopped)
    name = _read_name(name)
    with connection.begin_nested() as savepoint:
        report = _import(connection, term, name, reading, now)
        report.dry_run = dry_run
        if dry_run:
            savepoint.rollback()
    return report


def _invalid(places: list[dict[str, Any]], *, stopped: bool = False) -> Refused:
    count = f"{len(places)} error{'' if len(places) == 1 else 's'}"
    found = f"at least {count}" if stopped else count
    detail = f"The file has {found}; nothing was changed."
    return Refused(
        "catalogue_invalid",
        errors=places,
        detail=detail,
        count=f"{len(places)}+" if stopped else len(places),
    )


def _read_name(name: str) -> str:
    try:
        return read_text(name, "title")
    except ValueError as error:
        places = [flaw_of(error).at("query.name")]
        raise Refused("invalid_fields", errors=places) from None


def _import(
    connection: sa.Connection, term: str, name: str, reading: Reading, now: float
) -> ImportReport:
    term_id, created, renamed = _put_term(connection, term, name)
    course_counts, course_ids = _put_courses(connection, term_id, reading.sections)
    changes = SectionChanges(connection, term_id, course_ids)
    for listed in reading.sections:
        changes.compare(listed)
    if changes.errors:
        raise _invalid(changes.errors[:MOST_ERRORS], stopped=len(changes.errors) > MOST_ERRORS)
    changes.write(now)
    if _changed(course_counts) or _changed(changes.counts) or created or renamed:
        feed.append(connection, feed.CATALOGUE, {"term": term})
    return ImportReport(
        term=term,
        created_term=created,
        dry_run=False,
        sections=changes.counts,
        courses=course_counts,
        meetings=sum(len(listed.meetings or ()) for listed in reading.sections),
        seats=sum(listed.capacity or 0 for listed in reading.sections),
        notes=[_told(note) for note in (*reading.notes, *changes.notes())],
    )


def _changed(counts: ImportCounts) -> bool:
    return bool(counts.created or counts.changed)


def _told(note: Note) -> ImportNote:
    return ImportNote(
        code=note.code,
        message=note.message,
        count=note.count,
        lines=list(note.lines),
        names=note.names,
    )


def _put_term(connection: sa.Connection, code: str, name: str) -> tuple[int, bool, bool]:
    """The term's id, whether it is new, and whether its name changed."""
    row = connection.execute(sa.select(terms).where(terms.c.code == code)).one_or_none()
    if row is None:
        new = {"code": code, "name": name or code, "state": OPEN, "scratch": False}
        added = connection.execute(sa.insert(terms).values(new).returning(terms.c.id))
        return added.scalar_one(), True, False
    if row.scratch:
        raise Refused("term_is_scratch", term=code)
    if name in ("", row.name):
        return row.id, False, False
    connection.execute(sa.update(terms).where(terms.c.id == row.id).values(name=name))
    return row.id, False, True


def _put_courses(
    connection: sa.Connection, term_id: int, listed: Sequence[ListedSection]
) -> tuple[ImportCounts, dict[str, int]]:
    """What was done, and the ids of the term's courses by code."""
    titles: dict[str, str] = {}
    for section in listed:
        titles.setdefault(section.course, section.title)
    known = {row.code: row for row in _courses(connection, term_id)}
    new = [
        {"term_id": term_id, "code": code, "title": title}
        for code, title in titles.items()
        if code not in known
    ]
    changed = [
        {"course": known[code].id, "new_title": title}
        for code, title in titles.items()
        if code in known and known[code].title != title
    ]
    execute_many(connection, sa.insert(courses), new)
    update = sa.update(courses).where(courses.c.id == sa.bindparam("course"))
    execute_many(connection, update.values(title=sa.bindparam("new_title")), changed)
    counts = ImportCounts(
        created=len(new),
        changed=len(changed),
        unchanged=len(titles) - len(new) - len(changed),
        absent=len(known.keys() - titles.keys()),
    )
    return counts, {row.code: row.id for row in _courses(connection, term_id)}


def _courses(connection: sa.Connection, term_id: int) -> Sequence[sa.Row[Any]]:
    return connection.execute(sa.select(courses).where(courses.c.term_id == term_id)).all()
