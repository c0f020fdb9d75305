"""The sections of a term compared with those of a file, and the difference written."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from backend.common.models import ImportCounts, SectionView
from backend.data_node import decisions, links, notices
from backend.data_node.catalogue import Wanted, section_views
from backend.data_node.section_rows import (
    Values,
    ceiling_of,
    execute_many,
    meeting_values,
    put_meetings,
    raise_revisions,
)
from backend.data_node.tables import meetings, sections, teachers
from backend.domain.catalogue_notes import CatalogueError, Note, NoteBook, Remark
from backend.domain.catalogue_sections import JOINED, ListedSection
from backend.domain.eligibility import OPEN
from backend.domain.flaws import flaw

MEETING_COLUMNS = ("days", "start_minute", "end_minute", "weeks", "kind", "location", "instructor")


class SectionChanges:
    """What a file changes of the sections of a term.

    `compare` each section the file lists, look at `errors`, then `write`.

    Attributes:
        counts: how many sections were created, changed and so on.
        errors: places of the file that cannot be brought in.
    """

    def __init__(self, connection: sa.Connection, term_id: int, course_ids: dict[str, int]) -> None:
        self.connection = connection
        self.term_id = term_id
        self.course_ids = course_ids
        self.errors: list[dict[str, Any]] = []
        self._known = {row.number: row for row in connection.execute(self._of_term(sections))}
        self._meetings = self._known_meetings()
        self._teachers = self._teacher_ids()
        self._new: list[Values] = []
        self._changed: list[Values] = []
        self._timed: dict[str, list[Values]] = {}
        self._noted = NoteBook()
        self._relinked: dict[int, str] = {}
        self._held: list[int] = []  # sections that change while students hold seats in them
        self.counts = ImportCounts(absent=len(self._known))

    def compare(self, listed: ListedSection) -> None:
        """Plan what is to be done for one section."""
        known = self._known.get(listed.number)
        times = None if listed.meetings is None else [meeting_values(m) for m in listed.meetings]
        if known is None:
            self.counts.created += 1
            self._new.append(self._values(listed, None))
            self._timed[listed.number] = times or []
            return
        self.counts.absent -= 1
        self._compare_known(listed, known, times)

    def _compare_known(
        self, listed: ListedSection, known: sa.Row[Any], times: list[Values] | None
    ) -> None:
        values = self._values(listed, known)
        if known.taken and values["course_id"] != known.course_id:
            self._refuse(listed, known)
        if known.taken and values["component"] != known.component:
            self._relink(listed, known, values["component"])
        differs = any(known._mapping[name] != value for name, value in values.items())
        if differs:
            self._changed.append({"section": known.id, **values})
        retimed = times is not None and times != self._meetings.get(known.id, [])
        if retimed:
            self._timed[listed.number] = times or []
        if known.taken and (retimed or values["credits"] != known.credits):
            self._noted.add(Remark.DISTURBED, listed.line)
        if known.taken and (differs or retimed):
            self._held.append(known.id)
        self.counts.changed += differs or retimed
        self.counts.unchanged += not (differs or retimed)

    def write(self, now: float) -> None:
        """Carry out what was planned; those who hold a seat get notices of what concerns them.

        Those who wait for one get what seats are free.
        """
        before = self._held_views()
        self._write_rows()
        after = self._held_views()
        changes = [(view, after[section_id]) for section_id, view in before.items()]
        notices.keep(self.connection, changes, now)
        decisions.serve(self.connection, self._revised(), now)

    def _held_views(self) -> dict[int, SectionView]:
        views = section_views(self.connection, Wanted(ids=self._held)) if self._held else []
        return {view.id: view for view in views}

    def _write_rows(self) -> None:
        execute_many(self.connection, sa.insert(sections), self._new)
        if self._changed:
            columns = [name for name in self._changed[0] if name != "section"]
            update = sa.update(sections).where(sections.c.id == sa.bindparam("section"))
            values: Values = {name: sa.bindparam(f"new_{name}") for name in columns}
            rows = [
                {"section": row["section"], **{f"new_{name}": row[name] for name in columns}}
                for row in self._changed
            ]
            execute_many(self.connection, update.values(values), rows)
        for section_id, component in self._relinked.items():
            links.follow_component(self.connection, section_id, component)
        ids = {row.number: row.id for row in self.connection.execute(self._of_term(sections))}
        put_meetings(self.connection, {ids[number]: t for number, t in self._timed.items()})
        raise_revisions(self.connection, self._revised())

    def _revised(self) -> set[int]:
        timed = {row.id for number, row in self._known.items() if number in self._timed}
        return timed | {row["section"] for row in self._changed}

    def notes(self) -> tuple[Note, ...]:
        """What somebody should look at after the import."""
        return self._noted.notes()

    def _values(self, listed: ListedSection, known: sa.Row[Any] | None) -> Values:
        """The columns a file decides; what it does not say is as `known`."""
        instructor = known.instructor if known is not None else ""
        if listed.instructors is not None:
            instructor = JOINED.join(listed.instructors)
        location = listed.location
        if location is None:
            location = known.location if known is not None else ""
        component = _kept(listed.component, known.component if known is not None else "")
        label = _kept(listed.link_label, known.link_label if known is not None else "")
        tags = [] if known is None else known.tags
        if listed.tags is not None:
            tags = list(listed.tags)
        values: Values = {
            "course_id": self.course_ids[listed.course],
            "title": listed.title,
            "credits": listed.credits,
            "credits_max": listed.credits_max,
            "capacity": listed.capacity,
            "ceiling": self._ceiling(listed.capacity, known),
            "teacher_id": self._teacher(listed, known),
            "instructor": instructor,
            "location": location,
            "tags": tags,
            "component": component,
            "link_label": label if component else "",
        }
        if known is not None:
            return values
        fixed = {"term_id": self.term_id, "number": listed.number, "state": OPEN, "taken": 0}
        return {**values, **fixed}

    def _ceiling(self, capacity: int | None, known: sa.Row[Any] | None) -> int | None:
        if known is None:
            return ceiling_of(capacity, 0, 0)
        if known.capacity == capacity:
            return known.ceiling  # type: ignore[no-any-return]
        return ceiling_of(capacity, known.taken, known.permitted)

    def _teacher(self, listed: ListedSection, known: sa.Row[Any] | None) -> int | None:
        """The first instructor with a teacher's record; without one the section keeps its own."""
        for name in listed.instructors or ():
            if name.casefold() in self._teachers:
                return self._teachers[name.casefold()]
        return known.teacher_id if known is not None else None

    def _refuse(self, listed: ListedSection, known: sa.Row[Any]) -> None:
        wrong = flaw(
            "course_taken",
            "the section belongs to another course already, with {taken} students in it",
            taken=known.taken,
        )
        self.errors.append(CatalogueError(listed.line, "code", wrong).place)

    def _relink(self, listed: ListedSection, known: sa.Row[Any], component: str) -> None:
        twice = links.holding_twice(self.connection, known.id, component)
        if twice:
            wrong = flaw(
                "component_held",
                "{count} students hold another section of this component",
                count=twice,
            )
            self.errors.append(CatalogueError(listed.line, "component", wrong).place)
        self._relinked[known.id] = component

    def _of_term(self, table: sa.Table) -> sa.Select[Any]:
        return sa.select(table).where(sections.c.term_id == self.term_id)

    def _known_meetings(self) -> dict[int, list[Values]]:
        query = self._of_term(meetings).join_from(meetings, sections).order_by(meetings.c.id)
        found: dict[int, list[Values]] = {}
        for row in self.connection.execute(query):
            values = {name: row._mapping[name] for name in MEETING_COLUMNS}
            found.setdefault(row.section_id, []).append(values)
        return found

    def _teacher_ids(self) -> dict[str, int]:
        query = sa.select(teachers.c.username, teachers.c.id).where(teachers.c.active)
        return {row.username.casefold(): row.id for row in self.connection.execute(query)}


def _kept(listed: str | None, known: str) -> str:
    """What a file says, or what is known where it says nothing."""
    return known if listed is None else listed
