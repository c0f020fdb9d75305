"""What a OneRoster bundle means here: people, one catalogue a term, seats. No I/O.

OneRoster knows no full names, credits, seats or meeting times. Our own export adds them as
`metadata.` columns, which the binding allows, and the import takes them where they are there.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from backend.cli.oneroster import Bundle, Record, listed
from backend.cli.people_csv import PersonRow
from backend.domain.catalogue_fields import UNLIMITED
from backend.domain.people import CHECKS, comparable, normal

ROLES = ("student", "teacher")
PRIMARY = "primary"
TERM_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
NO_CREDITS = "0"
CATALOGUE = (
    "code", "title", "credits", "capacity", "crn", "instructor",
    "location", "type", "days", "start", "end", "weeks",
)  # fmt: skip
MEETING = re.compile(
    r"(?P<days>[MTWRFSU]+) (?P<start>[0-9:]+)-(?P<end>[0-9:]+)"
    r"(?: weeks (?P<weeks>[0-9,]+))?(?: \((?P<type>[^();]*)\))?(?: @(?P<location>[^;]*))?"
)


class Seat(NamedTuple):
    """A seat that a student is to have; `key` is the enrolment's own id."""

    term: str
    number: str
    username: str
    key: str


@dataclass(slots=True)
class Meaning:
    """What is to be imported.

    Attributes:
        people: by role.
        catalogues: term code to its name and the rows of its catalogue file.
    """

    people: dict[str, list[PersonRow]] = field(default_factory=dict)
    catalogues: dict[str, tuple[str, list[dict[str, str]]]] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)


def meaning_of(bundle: Bundle) -> Meaning:
    """What `bundle` means; what is wrong with it goes to its errors."""
    return _Reader(bundle).read()


def catalogue_file(rows: Sequence[dict[str, str]]) -> bytes:
    """A catalogue file as `course import` takes it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CATALOGUE, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


class _Reader:
    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.meaning = Meaning({role: [] for role in ROLES})
        self.role_of = self._roles()
        self.seen: dict[tuple[str, str], int] = {}
        self.left_out = 0
        self.in_class: dict[str, list[Record]] = {}
        for record in bundle.tables["enrollments"].values():
            self.in_class.setdefault(record["classSourcedId"], []).append(record)

    def read(self) -> Meaning:
        for source_id, user in self.bundle.tables["users"].items():
            self._take_user(source_id, user)
        if self.left_out:
            self.bundle.notes.append(
                f"users.csv: {self.left_out} users are disabled or neither student nor teacher"
            )
        for source_id, record in self.bundle.tables["classes"].items():
            self._take_class(source_id, record)
        self._take_seats()
        return self.meaning

    def _roles(self) -> dict[str, str]:
        """Each user's role here; the primary one first."""
        roles: dict[str, str] = {}
        records = self.bundle.tables["roles"].values()
        for record in sorted(records, key=lambda each: each["roleType"].casefold() != PRIMARY):
            if record["role"].casefold() in ROLES:
                roles.setdefault(record["userSourcedId"], record["role"].casefold())
        return roles

    def _take_user(self, source_id: str, user: Record) -> None:
        role = self.role_of.get(source_id, "")
        enabled = user["enabledUser"].casefold()
        if enabled not in ("true", "false"):
            self.bundle.blame("users", user.line, "enabledUser", "is true or false")
        if not role or enabled != "true":
            self.left_out += 1
            return
        fields = {
            "username": user["username"],
            "name": full_name(user),
            "email": user["email"],
            "group": user["metadata.group"] or user["grades"],
        }
        person = {name: normal(text) for name, text in fields.items()}
        for name, text in person.items():
            wrong = CHECKS[name](text)
            fault = wrong.sentence if wrong else self._repetition(name, text, user.line)
            if fault:
                column = {"name": "givenName", "group": "grades"}.get(name, name)
                self.bundle.blame("users", user.line, column, fault)
        self.meaning.people[role].append(PersonRow(line=user.line, **person))

    def _repetition(self, name: str, text: str, line: int) -> str:
        if name not in ("username", "email"):
            return ""
        first = self.seen.setdefault((name, comparable(text)), line)
        return "" if first == line else f"{text} is on line {first} already"

    def _take_class(self, source_id: str, record: Record) -> None:
        course = self.bundle.tables["courses"][record["courseSourcedId"]]
        code, name = self._term(record)
        if len(listed(record["termSourcedIds"])) > 1:
            self.bundle.notes.append(f"classes.csv line {record.line}: only its first term counts")
        _, rows = self.meaning.catalogues.setdefault(code, (name, []))
        common = {
            "code": course["courseCode"] or course["sourcedId"],
            "title": record["title"],
            "credits": record["metadata.credits"] or NO_CREDITS,
            "capacity": record["metadata.capacity"] or UNLIMITED,
            "crn": record["classCode"] or source_id,
            "instructor": record["metadata.instructor"] or "; ".join(self._teachers(source_id)),
            "location": record["location"],
        }
        rows.extend({**common, **meeting} for meeting in self._meetings(record))

    def _term(self, record: Record) -> tuple[str, str]:
        """Code and name of the term of a class."""
        terms = listed(record["termSourcedIds"])
        session = self.bundle.tables["academicSessions"][terms[0]]
        code = session["metadata.code"] or terms[0]
        if not TERM_CODE.fullmatch(code):
            message = f"{code[:40]!r} is no code of a term; add a column metadata.code with one"
            self.bundle.blame("academicSessions", session.line, "sourcedId", message)
        return code, session["title"]

    def _meetings(self, record: Record) -> Iterator[dict[str, str]]:
        texts = [text.strip() for text in record["metadata.meetings"].split(";")]
        for text in filter(None, texts):
            match = MEETING.fullmatch(text)
            if match is None:
                message = f"{text[:40]!r} is no meeting such as MR 10:00-11:50"
                self.bundle.blame("classes", record.line, "metadata.meetings", message)
                continue
            yield {name: value for name, value in match.groupdict().items() if value}
        if not any(texts):
            yield {}

    def _teachers(self, class_id: str) -> list[str]:
        users = self.bundle.tables["users"]
        return [
            full_name(users[record["userSourcedId"]])
            for record in self.in_class.get(class_id, ())
            if record["role"].casefold() == "teacher"
        ]

    def _take_seats(self) -> None:
        classes, users = self.bundle.tables["classes"], self.bundle.tables["users"]
        for key, record in self.bundle.tables["enrollments"].items():
            if record["role"].casefold() != "student":
                continue
            if self.role_of.get(record["userSourcedId"]) != "student":
                message = "this user has no role student in roles.csv"
                self.bundle.blame("enrollments", record.line, "userSourcedId", message)
                continue
            term, _ = self._term(classes[record["classSourcedId"]])
            number = classes[record["classSourcedId"]]["classCode"] or record["classSourcedId"]
            username = normal(users[record["userSourcedId"]]["username"])
            self.meaning.seats.append(Seat(term, number, username, key))


def full_name(user: Record) -> str:
    """A user's name as people write it: Chinese, Japanese and Korean ones begin with the family."""
    given, family = user["givenName"], user["familyName"]
    if user["metadata.name"]:
        return user["metadata.name"]
    if _is_east_asian(given) and _is_east_asian(family):
        return family + given
    return f"{given} {family}"


def split_name(name: str) -> tuple[str, str]:
    """Given and family name, as far as one can tell; the binding needs both."""
    given, _, family = name.rpartition(" ")
    if given:
        return given, family
    if len(name) > 1 and _is_east_asian(name):
        return name[1:], name[0]
    return name, name


def _is_east_asian(text: str) -> bool:
    return bool(text) and all(unicodedata.east_asian_width(letter) in "WF" for letter in text)
