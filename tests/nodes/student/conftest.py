"""A student node with real queue and data nodes behind it, in one process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from backend.common.transport import Response
from backend.data_node.main import create_app as create_data
from backend.queue_node.main import create_app as create_queue
from backend.student_node.main import create_app as create_student
from tests.conftest import House
from tests.nodes import tokens
from tests.nodes.university import University, build, until


@dataclass
class Door:
    """What students do at their door."""

    house: House
    university: University

    async def call(
        self,
        student: int,
        method: str,
        path: str,
        body: object = None,
        **headers: str,
    ) -> Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.house.client.request(
            method,
            "student_node",
            path,
            json_data=body,
            headers={**tokens.bearer("student", person=student), **sent},
        )

    async def select(self, student: int, section: int, key: str = "") -> Response:
        keyed = {"Idempotency_Key": key} if key else {}
        body = {"action": "select", "section_id": section}
        return await self.call(student, "POST", "/selections", body, **keyed)

    async def answered(self, student: int) -> list[dict[str, Any]]:
        """The student's tickets, once none is pending."""
        found: list[dict[str, Any]] = []

        async def all_decided() -> bool:
            found[:] = (await self.call(student, "GET", "/selections")).json()["items"]
            return all(ticket["state"] != "pending" for ticket in found)

        await until(all_decided)
        return found

    async def seats(self, section: int, taken: int) -> None:
        """Wait until the catalogue shows this many taken seats."""

        async def shown() -> bool:
            view = (await self.call(1, "GET", f"/sections/{section}")).json()
            return bool(view["taken"] == taken)

        await until(shown)

    async def ready(self) -> None:
        async def loaded() -> bool:
            return (await self.call(1, "GET", "/catalogue")).status_code == 200

        await until(loaded)


@pytest.fixture
async def door(house: House) -> Door:
    await house.start("auth_node", tokens.create_auth)
    data = await house.start("data_node", create_data)
    university = await data.state.database.write(build, [2, 5, None])
    await house.start("queue_node", create_queue)
    await house.start("student_node", create_student)
    opened = Door(house, university)
    await opened.ready()
    return opened
