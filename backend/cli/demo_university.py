"""An invented university: what `demo` loads. Nobody in it exists."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

TERM = "PLAYGROUND"
TERM_NAME = "Playground: nothing in it is real"
DOMAIN = "demo.example"  # reserved for examples (RFC 2606); how its people are recognised
SECOND_SECTION_EVERY = 3  # courses
HEADER = (
    *("code", "title", "credits", "type", "instructor", "days", "start", "end"),
    *("location", "capacity", "crn"),
)
TEACHERS = (
    "Amara Okafor",
    "Bruno Keller",
    "Chiara Rossi",
    "Dmitri Volkov",
    "林 雅婷",
    "Farah Haddad",
)
TEACHER_USERNAMES = (
    *("amara.okafor", "bruno.keller", "chiara.rossi"),
    *("dmitri.volkov", "lin.yating", "farah.haddad"),
)
FIRST = ("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gita", "Hugo", "Ines", "Jan")
LAST = ("Adler", "Brook", "Castro")
GROUPS = ("CS-1", "CS-2", "ARTS-1")
COURSES = (
    *("CS-1010 Programming", "CS-1020 Data Structures", "CS-2010 Algorithms"),
    *("CS-2020 Operating Systems", "CS-2030 Databases", "CS-3010 Compilers"),
    *("CS-3020 Machine Learning", "CS-3030 Computer Networks", "MATH-1010 Calculus I"),
    *("MATH-1020 Calculus II", "MATH-2010 Linear Algebra", "MATH-2020 Probability"),
    *("MATH-3010 Number Theory", "MATH-3020 Topology", "PHYS-1010 Mechanics"),
    *("PHYS-1020 Electromagnetism", "PHYS-2010 Optics", "PHYS-3010 Quantum Physics"),
    *("CHEM-1010 General Chemistry", "CHEM-2010 Organic Chemistry", "BIOL-1010 Cell Biology"),
    *("BIOL-2010 Genetics", "BIOL-3010 Ecology", "ECON-1010 Microeconomics"),
    *("ECON-1020 Macroeconomics", "ECON-2010 Game Theory", "HIST-1010 World History"),
    *("HIST-2010 History of Science", "PHIL-1010 Logic", "PHIL-2010 Ethics"),
    *("LING-1010 Linguistics", "LANG-1010 Mandarin I", "LANG-1020 Spanish I"),
    *("ARTS-1010 Drawing", "ARTS-2010 Film", "MUSI-1010 Choir", "MUSI-2010 Harmony"),
    *("SPRT-1010 Swimming", "SPRT-1020 Climbing", "ARCH-2010 Building Physics"),
)
SLOTS = (
    *(("MR", "08:00", "09:50"), ("MR", "10:00", "11:50"), ("MR", "14:00", "15:50")),
    *(("TF", "08:00", "09:50"), ("TF", "10:00", "11:50"), ("TF", "14:00", "15:50")),
    *(("W", "09:00", "11:50"), ("W", "13:00", "15:50")),
)
CAPACITIES = (4, 12, 25, 8, 30)
CREDITS = (4, 3, 2)


class Person(NamedTuple):
    """Somebody who does not exist."""

    role: str
    username: str
    name: str
    group: str

    @property
    def email(self) -> str:
        """An address at which nobody is."""
        return f"{self.username}@{DOMAIN}"


def people(generation: int) -> list[Person]:
    """Everybody. User names are never given out twice, so each generation has its own."""
    suffix = str(generation) if generation > 1 else ""
    teachers = [
        Person("teacher", f"{username}{suffix}", name, "")
        for username, name in zip(TEACHER_USERNAMES, TEACHERS, strict=True)
    ]
    students = [
        Person("student", f"{first}.{last}{suffix}".lower(), f"{first} {last}", group)
        for last, group in zip(LAST, GROUPS, strict=True)
        for first in FIRST
    ]
    return [*teachers, *students]


def catalogue(generation: int) -> bytes:
    """All courses and sections as a catalogue file."""
    teachers = [person.username for person in people(generation) if person.role == "teacher"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for number, (course, title) in enumerate(_sections()):
        slot = SLOTS[number % len(SLOTS)]
        teacher = teachers[number % len(teachers)]
        room = f"Hall {number % 9 + 1}"
        credits_ = CREDITS[len(title) % len(CREDITS)]
        seats = CAPACITIES[number % len(CAPACITIES)]
        writer.writerow(
            (course, title, credits_, "LEC", teacher, *slot, room, seats, 1001 + number)
        )
    return text.getvalue().encode()


def _sections() -> Iterator[tuple[str, str]]:
    """Code and title, one a section."""
    for number, course in enumerate(COURSES):
        code, _, title = course.partition(" ")
        yield code, title
        if number % SECOND_SECTION_EVERY == 0:
            yield code, title
