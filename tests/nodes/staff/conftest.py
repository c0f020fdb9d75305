"""A data node and the staff door before it, with people and a small catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.transport import Response
from backend.data_node.main import create_app as create_data
from backend.data_node.tables import enrolments, sections
from backend.teacher_node.main import create_app as create_teacher
from tests.conftest import House
from tests.nodes import tokens

ADMIN = tokens.bearer("admin")
CATALOGUE = b"""code,title,credits,type,instructor,days,start,end,location,capacity,enrolled,crn
PHYS-1100,Physics I,4,LEC,ada,MR,10:00,11:50,Hall 1,30,25,10001
PHYS-1100,Physics I,4,LAB,ada,W,14:00,15:50,Lab 2,30,25,10001
PHYS-1100,Physics I,4,LEC,grace,TF,10:00,11:50,Hall 2,20,0,10002
MATH-1010,Calculus,1-4,LEC,emmy,,,,,0,0,10003
"""


Param = str | int | bool


@dataclass
class Staff:
    """The staff door, and what is behind it."""

    house: House
    teachers: dict[str, int]
    students: list[int]

    async def call(
        self, method: str, path: str, headers: dict[str, str], body: object = None, **params: Param
    ) -> Response:
        """A call to the staff door; bytes are sent as they are."""
        content = body if isinstance(body, bytes) else None
        return await self.house.client.request(
            method,
            "teacher_node",
            path,
            params=params,
            json_data=None if content is not None else body,
            content=content,
            headers=headers,
        )

    async def load(self, catalogue: bytes = CATALOGUE, **params: Param) -> dict[str, Any]:
        """Import a catalogue into F24; the report."""
        answer = await self.call(
            "POST", "/catalogue/import", ADMIN, catalogue, term="F24", **params
        )
        assert answer.status_code == 200, answer.text
        report: dict[str, Any] = answer.json()
        return report

    async def sections(self, **params: Param) -> dict[str, dict[str, Any]]:
        """All sections by number, as an administrator sees them."""
        answer = await self.call("GET", "/sections", ADMIN, **params)
        return {section["number"]: section for section in answer.json()["items"]}

    def teacher(self, username: str) -> dict[str, str]:
        """The headers of a teacher."""
        return tokens.bearer("teacher", person=self.teachers[username], username=username)

    @property
    def database(self) -> Database:
        database: Database = self.house.applications["data_node"].state.database
        return database

    async def enrol(self, section_id: int, *student_ids: int) -> None:
        """Seat students without deciding anything."""
        await self.database.write(_enrol, section_id, student_ids)

    async def feed(self) -> list[dict[str, Any]]:
        """All changes so far."""
        answer = await self.house.client.get("data_node", "/internal/feed")
        events: list[dict[str, Any]] = answer.json()["events"]
        return events


def _enrol(connection: sa.Connection, section_id: int, student_ids: tuple[int, ...]) -> None:
    row = connection.execute(sa.select(sections).where(sections.c.id == section_id)).one()
    for student in student_ids:
        connection.execute(
            sa.insert(enrolments).values(
                student_id=student,
                course_id=row.course_id,
                section_id=section_id,
                ticket_id=f"ticket-{student}",
                enrolled_at=1_900_000_000.5,
            )
        )
    taken = sections.c.taken + len(student_ids)
    connection.execute(sa.update(sections).where(sections.c.id == section_id).values(taken=taken))


@pytest.fixture
async def staff(house: House) -> Staff:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", create_data)
    await house.start("teacher_node", create_teacher)
    names = ["ada", "grace"]
    people = [{"username": name, "name": name.title()} for name in names]
    teachers = await house.client.put("data_node", "/teachers", json_data={"teachers": people})
    pupils = [{"username": f"s{n}", "name": f"Student {n}", "group": "G1"} for n in range(4)]
    students = await house.client.put("data_node", "/students", json_data={"students": pupils})
    return Staff(
        house, dict(zip(names, teachers.json()["ids"], strict=True)), students.json()["ids"]
    )
