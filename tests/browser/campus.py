"""A university made through the routes that everybody uses, and the hand that holds its line."""

from __future__ import annotations

import csv
import io
import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx
import pyotp

from tests.system.installation import ADMIN, ADMIN_PASSWORD

TERM, TERM_NAME = "F26", "Autumn 2026"
PASSWORD = "four quiet green lanterns"
TEACHER = "grace.hu"
PATIENCE = 30.0  # seconds of one call
HEADER = (
    *("code", "title", "credits", "type", "instructor", "days", "start", "end"),
    *("location", "capacity", "crn", "tags"),
)
SECTIONS = (
    ("MATH-1010", "Linear Algebra", 4, "MR", "08:00", "09:50", 200),
    ("CS-1010", "Introduction to Programming", 4, "MR", "10:00", "11:50", 200),
    ("PHYS-1010", "Mechanics", 3, "TF", "08:00", "09:50", 200),
    ("ARTS-1010", "Drawing", 2, "TF", "10:00", "11:50", 200),
    ("CHEM-1010", "General Chemistry", 3, "W", "08:00", "09:50", 200),
    ("BIOL-1010", "Cell Biology", 3, "MR", "09:00", "10:50", 200),
    ("MUSI-1010", "Choir", 1, "W", "13:00", "14:50", 1),
    ("STAT-1010", "Statistics", 3, "W", "17:00", "18:50", 40),
    ("GEOL-1010", "Geology", 3, "W", "19:00", "20:50", 40),
    ("ZOOL-1010", "Zoology", 2, "F", "17:00", "18:50", 40),
    ("DANC-1010", "Dance", 1, "W", "15:00", "16:50", 1),
)
"""Code, title, credits, days, begin, end, seats: those that tests name."""
TAGS = {"STAT-1010": "online;first year", "GEOL-1010": "online"}
FIRST_CRN = 1001
OTHERS = 400  # sections more, so that lists are long
SUBJECTS = ("HIST", "PHIL", "LING", "ECON", "GEOL", "STAT")
_numbers = itertools.count(1)


class Person(NamedTuple):
    """Somebody who can log in.

    Attributes:
        secret: of the second factor; empty where none is set up.
    """

    username: str
    name: str
    secret: str = ""
    password: str = PASSWORD

    def code(self, now: float | None = None) -> str:
        """The six digits of this moment. Each works once."""
        return pyotp.TOTP(self.secret).at(int(now or time.time()))

    @property
    def credentials(self) -> dict[str, str]:
        """What a login of one step takes."""
        shown = {"username": self.username, "password": self.password}
        return shown | ({"totp_code": self.code()} if self.secret else {})


ADMINISTRATOR = Person(ADMIN, "Administrator", password=ADMIN_PASSWORD)


def catalogue() -> str:
    """The term's sections as a file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for crn, row in enumerate((*SECTIONS, *_others()), FIRST_CRN):
        course, title, credits_, days, start, end, seats = row
        hall = f"Hall {crn % 9 + 1}"
        teacher = TEACHER if crn <= FIRST_CRN + len(SECTIONS) else "Jo March"
        tags = TAGS.get(course, "")
        writer.writerow(
            (course, title, credits_, "LEC", teacher, days, start, end, hall, seats, crn, tags)
        )
    return text.getvalue()


def _others() -> Iterator[tuple[str, str, int, str, str, str, int]]:
    for number in range(OTHERS):
        subject = SUBJECTS[number % len(SUBJECTS)]
        hour = 15 + number % 4
        title = f"Topics in {subject.title()} {number}"
        yield (f"{subject}-{2000 + number}", title, 3, "MTWRF"[number % 5],
               f"{hour}:00", f"{hour}:50", 30)  # fmt: skip


class Campus:
    """What the administrator can do, over HTTP."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/api", timeout=PATIENCE)
        self._enter()

    def _enter(self) -> None:
        answer = self._http.post("/auth/login", json=ADMINISTRATOR.credentials).raise_for_status()
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def call(self, method: str, path: str, **more: Any) -> Any:  # noqa: ANN401
        """The answer's JSON; a refusal fails the test."""
        answer = self._http.request(method, path, **more)
        if answer.status_code == httpx.codes.UNAUTHORIZED:  # the token's ten minutes are over
            self._enter()
            answer = self._http.request(method, path, **more)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def make_term(self) -> None:
        """The teacher, then the term with all sections, open."""
        self.add("teacher", TEACHER, "Grace Hu")
        wanted = {"term": TERM, "name": TERM_NAME}
        headers = {"Content-Type": "text/csv"}
        self.call("POST", "/teacher/catalogue/import", params=wanted, content=catalogue(),
                  headers=headers)  # fmt: skip
        self.call("PATCH", f"/teacher/terms/{TERM}", json={"state": "open"})

    def add(self, role: str, username: str, name: str) -> Person:
        """Make an account; a student's has its second factor set up."""
        made = self.call(
            "POST",
            "/auth/users",
            json={
                "role": role,
                "username": username,
                "name": name,
                "password": PASSWORD,
                "email": f"{username}@uni.example",
            },
        )
        return Person(username, name, (made["totp"] or {}).get("secret", ""))

    def student(self, name: str = "Ada Adler") -> Person:
        """A student whom nobody else uses."""
        return self.add("student", f"student{next(_numbers)}", name)

    def newcomer(self) -> Person:
        """A student who has no second factor yet, as an import makes them."""
        username = f"newcomer{next(_numbers)}"
        row = {"username": username, "name": "Nora New", "email": f"{username}@uni.example"}
        wanted = {"role": "student", "users": [row | {"password": PASSWORD}]}
        self.call("POST", "/auth/users/bulk", json=wanted)
        return Person(username, "Nora New")

    def registration_code(self) -> str:
        """A code with which one student registers."""
        code: str = self.call("POST", "/auth/codes", json={"role": "student"})["code"]
        return code

    def section(self, course: str) -> dict[str, Any]:
        """The first section of a course, with its counters."""
        wanted = {"term": TERM, "search": course, "limit": 10}
        found: list[dict[str, Any]] = self.call("GET", "/teacher/sections", params=wanted)["items"]
        return next(section for section in found if section["course"] == course)

    def seat(self, course: str, person: Person) -> None:
        """Seat a student by hand in the first section of a course."""
        self._seat(self.section(course), person)

    def seat_in(self, number: str, person: Person) -> None:
        """Seat a student by hand in the section with this number."""
        wanted = {"term": TERM, "search": number, "limit": 10}
        found = self.call("GET", "/teacher/sections", params=wanted)["items"]
        self._seat(next(section for section in found if section["number"] == number), person)

    def _seat(self, section: dict[str, Any], person: Person) -> None:
        body = {"student": person.username, "action": "select", "reason": "By a test"}
        body["key"] = f"{section['id']} {person.username}"
        self.call("POST", f"/teacher/sections/{section['id']}/roster", json=body)

    def roster(self, course: str) -> list[str]:
        """The user names of those who hold a seat."""
        path = f"/teacher/sections/{self.section(course)['id']}/roster"
        return [student["username"] for student in self.call("GET", path)["students"]]

    @contextmanager
    def line_held(self) -> Iterator[None]:
        """While it lasts requests are accepted and none is decided."""
        self.call("POST", "/teacher/selection/pause", json={"reason": "A test looks"})
        try:
            yield
        finally:
            self.resume()

    def resume(self) -> None:
        """Let the line move; nothing changes where it does already."""
        self.call("POST", "/teacher/selection/resume")
