"""A queue node with a real data node behind it, in one process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from backend.data_node.main import create_app as create_data
from backend.queue_node.main import create_app as create_queue
from tests.conftest import House
from tests.nodes import tokens
from tests.nodes.university import University, build, until


@dataclass
class Line:
    """What the tests do with the queue node, in the words of its users."""

    house: House
    university: University

    def submission(
        self, student: int, section: int, key: str, action: str = "select"
    ) -> dict[str, Any]:
        return {
            "token": tokens.token("student", person=student),
            "key": key,
            "action": action,
            "section_id": section,
        }

    async def submit(self, *entries: dict[str, Any]) -> list[dict[str, Any]]:
        """Tickets and problems, in the order of the entries."""
        answer = await self.house.client.post(
            "queue_node", "/tickets", json_data={"entries": list(entries)}
        )
        replies = answer.raise_for_status().json()["replies"]
        return [reply["ticket"] or reply["problem"] for reply in replies]

    async def ask(self, student: int, key: str, section: int | None = None) -> dict[str, Any]:
        section = section or self.university.sections[0]
        return (await self.submit(self.submission(student, section, key)))[0]

    async def tickets(self, student: int) -> list[dict[str, Any]]:
        headers = tokens.bearer("student", person=student)
        answer = await self.house.client.get("queue_node", "/tickets", headers=headers)
        items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
        return items

    async def state(self) -> dict[str, Any]:
        state: dict[str, Any] = (await self.house.client.get("queue_node", "/state")).json()
        return state

    async def drained(self) -> None:
        """Wait until nothing is pending."""

        async def empty() -> bool:
            return not (await self.state())["pending"]

        await until(empty)


@pytest.fixture
async def line(house: House) -> Line:
    await house.start("auth_node", tokens.create_auth)
    data = await house.start("data_node", create_data)
    university = await data.state.database.write(build, [2, 5, 5])
    await house.start("queue_node", create_queue)
    return Line(house, university)
