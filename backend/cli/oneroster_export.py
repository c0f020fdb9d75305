"""`course-cli export oneroster`: everybody, the catalogue and all seats as a OneRoster bundle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from backend.cli.calls import Calls, connect
from backend.cli.oneroster import ABSENT, BULK, MANIFEST, NOT_READ, TABLES, VERSION
from backend.cli.oneroster_bundle import write_bundle
from backend.cli.oneroster_mapping import split_name
from backend.cli.output import Failure, examples, say
from backend.cli.pages import by_place
from backend.domain.catalogue_fields import UNLIMITED
from backend.domain.refusals import Exit

STAFF = "teacher_node"
ORG = "org-1"
Line = Mapping[str, str]
Tables = dict[str, list[Line]]
EXTRA = {
    "users": ("metadata.name", "metadata.group"),
    "academicSessions": ("metadata.code",),
    "classes": (
        "metadata.credits",
        "metadata.capacity",
        "metadata.instructor",
        "metadata.meetings",
    ),
}
"""Columns beyond the binding, which allows them: what OneRoster has no place for."""


@click.command(
    "oneroster",
    short_help="Write everything as a OneRoster 1.2 bundle.",
    epilog=examples(
        "course-cli export oneroster roster.zip --overwrite",
        "course-cli export oneroster roster.zip --term F24 --start 2024-09-02 --end 2024-12-20",
    ),
)
@click.argument(
    "file", type=click.Path(dir_okay=False, path_type=Path), help="The ZIP archive to write."
)
@click.option("--term", metavar="CODE", help="Only this term; all real terms without.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="For terms without days.")
@click.option("--end", type=click.DateTime(["%Y-%m-%d"]), help="For terms without days.")
@click.option(
    "--organisation",
    default="University",
    show_default=True,
    metavar="NAME",
    help="The name of the whole institution.",
)
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
def export_oneroster(
    *,
    file: Path,
    term: str | None,
    start: datetime | None,
    end: datetime | None,
    organisation: str,
    overwrite: bool,
) -> None:
    """Write people, courses, classes and seats as a OneRoster 1.2 CSV bundle.

    OneRoster needs the first and last day of a term. Those of terms that have none are --start and
    --end, or else those of this year. The file holds names and addresses, so only you can read it.
    """
    if file.exists() and not overwrite:
        raise Failure(f"{file} is there already; --overwrite replaces it", exit_code=Exit.USAGE)
    year = datetime.now(UTC).year
    dates = (start.date() if start else date(year, 1, 1), end.date() if end else date(year, 12, 31))
    if dates[0] > dates[1]:
        raise Failure("--start is after --end", exit_code=Exit.USAGE)
    with connect() as calls:
        tables = _tables(calls, term, dates, organisation)
    write_bundle(file, {name: (header, rows) for name, header, rows in _as_files(tables)})
    counts = ", ".join(f"{len(rows):,} {name}" for name, rows in tables.items())
    say(f"{file}: {counts}.")


def _tables(calls: Calls, term: str | None, dates: tuple[date, date], organisation: str) -> Tables:
    terms = [
        each
        for each in calls.get(STAFF, "/terms")["items"]
        if (each["code"] == term if term else not each["scratch"])
    ]
    if not terms:
        raise Failure(f"there is no term {term or ''}".rstrip(), exit_code=Exit.NOT_FOUND)
    people = [
        person
        for role in ("student", "teacher")
        for person in calls.every("auth_node", "/users", {"role": role})
    ]
    codes = [str(each["code"]) for each in terms]
    sections = [each for code in codes for each in calls.every(STAFF, "/sections", {"term": code})]
    courses = [each for code in codes for each in calls.every(STAFF, "/courses", {"term": code})]
    known = {(person["role"], person["id"]) for person in people}
    enrolments = [
        each for code in codes for each in by_place(calls, STAFF, "/enrolments", {"term": code})
    ]
    return {
        "orgs": [{"sourcedId": ORG, "name": organisation, "type": "school"}],
        "users": [_user(person) for person in people],
        "roles": [_role(person) for person in people],
        "academicSessions": [_session(each, dates) for each in terms],
        "courses": [_course(each) for each in courses],
        "classes": [_class(each) for each in sections],
        "enrollments": [
            *(_teaching(each) for each in sections if ("teacher", each["teacher_id"]) in known),
            *(_seat(each) for each in enrolments if ("student", each["student_id"]) in known),
        ],
    }


def _user(person: Mapping[str, Any]) -> Line:
    given, family = split_name(person["name"])
    return {
        "sourcedId": _person(person["role"], person["id"]),
        "enabledUser": str(bool(person["active"])).lower(),
        "username": person["username"],
        "givenName": given,
        "familyName": family,
        "email": person["email"],
        "primaryOrgSourcedId": ORG,
        "metadata.name": person["name"],
        "metadata.group": person["group"],
    }


def _role(person: Mapping[str, Any]) -> Line:
    source_id = _person(person["role"], person["id"])
    return {
        "sourcedId": f"role-{source_id}",
        "userSourcedId": source_id,
        "roleType": "primary",
        "role": person["role"],
        "orgSourcedId": ORG,
    }


def _session(term: Mapping[str, Any], dates: tuple[date, date]) -> Line:
    if term["first_day"]:
        dates = date.fromisoformat(term["first_day"]), date.fromisoformat(term["last_day"])
    return {
        "sourcedId": f"term-{term['code']}",
        "title": term["name"],
        "type": "term",
        "startDate": dates[0].isoformat(),
        "endDate": dates[1].isoformat(),
        "schoolYear": str(dates[1].year),
        "metadata.code": term["code"],
    }


def _course(course: Mapping[str, Any]) -> Line:
    return {
        "sourcedId": f"course-{course['id']}",
        "title": course["title"] or course["code"],
        "courseCode": course["code"],
        "orgSourcedId": ORG,
    }


def _class(section: Mapping[str, Any]) -> Line:
    low, high = section["credits"], section["credits_max"]
    capacity = section["capacity"]
    return {
        "sourcedId": f"class-{section['id']}",
        "title": section["title"] or section["course"],
        "courseSourcedId": f"course-{section['course_id']}",
        "classCode": section["number"],
        "classType": "scheduled",
        "location": section["location"],
        "schoolSourcedId": ORG,
        "termSourcedIds": f"term-{section['term']}",
        "metadata.credits": f"{low}" if low == high else f"{low}-{high}",
        "metadata.capacity": UNLIMITED if capacity is None else str(capacity),
        "metadata.instructor": section["instructor"],
        "metadata.meetings": "; ".join(_meeting(each) for each in section["meetings"]),
    }


def _meeting(meeting: Mapping[str, Any]) -> str:
    text = f"{meeting['days']} {meeting['start']}-{meeting['end']}"
    if meeting.get("weeks"):
        text += f" weeks {','.join(map(str, meeting['weeks']))}"
    if meeting.get("kind"):
        text += f" ({_plain(meeting['kind'])})"
    if meeting.get("location"):
        text += f" @{_plain(meeting['location'])}"
    return text


def _plain(text: str) -> str:
    """`text` without the signs that separate the parts of a meeting."""
    return text.translate(str.maketrans("();", "[],"))


def _teaching(section: Mapping[str, Any]) -> Line:
    return _enrolment(section["id"], "teacher", section["teacher_id"], primary="true")


def _seat(seat: Mapping[str, Any]) -> Line:
    return _enrolment(seat["section_id"], "student", seat["student_id"], primary="false")


def _enrolment(section_id: int, role: str, person_id: int, *, primary: str) -> Line:
    return {
        "sourcedId": f"enrollment-{section_id}-{role}-{person_id}",
        "classSourcedId": f"class-{section_id}",
        "schoolSourcedId": ORG,
        "userSourcedId": _person(role, person_id),
        "role": role,
        "primary": primary,
    }


def _person(role: str, person_id: int) -> str:
    return f"{role}-{person_id}"


def _as_files(tables: Tables) -> Iterator[tuple[str, Sequence[str], list[list[str]]]]:
    """Each file's name, header and rows, the manifest first."""
    manifest = {
        "manifest.version": "1.0",
        "oneroster.version": VERSION,
        **{f"file.{name}": BULK for name in tables},
        **{f"file.{name}": ABSENT for name in NOT_READ},
        "source.systemName": "Course Selection",
    }
    yield MANIFEST, ("propertyName", "value"), [list(each) for each in manifest.items()]
    for name, lines in tables.items():
        header = (*TABLES[name].columns, *EXTRA.get(name, ()))
        yield name, header, [[line.get(column, "") for column in header] for line in lines]
