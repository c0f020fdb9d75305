"""The gateway's address as clients know it, and a term of their own behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from backend.cli.rehearse_gateway import Gateway
from backend.common.rehearsal import ScratchTerm, WantedRehearsal, WantedSection, draw_code
from tests.system.installation import ADMIN, ADMIN_PASSWORD

PATIENCE = 60.0  # seconds for which something may be away
LOOK_AGAIN = 0.05  # seconds
SELECTIONS = "/api/student/selections"
REHEARSALS = "/api/teacher/rehearsals"


class Door(Gateway):
    """Sends each request once; `staff` asks as the administrator until there is an answer."""

    def __init__(self, url: str) -> None:
        super().__init__(url, self.administrator, PATIENCE)
        self._shown: dict[str, str] = {}

    async def administrator(self) -> Mapping[str, str]:
        """The header of the administrator.

        Raises:
            Refused: there is no way in just now.
        """
        if not self._shown:
            body = msgspec.json.encode({"username": ADMIN, "password": ADMIN_PASSWORD})
            json = {"Content-Type": "application/json"}
            reply = await self.send("POST", "/api/auth/login", json, body)
            if reply.status != 200:
                raise reply.refusal()
            self._shown = {"Authorization": f"Bearer {told(reply.body)['access_token']}"}
        return self._shown


@dataclass(frozen=True, slots=True)
class Term:
    """A scratch term.

    Attributes:
        capacities: section to seats.
        tokens: student to the header that shows who asks.
    """

    code: str
    sections: tuple[WantedSection, ...]
    capacities: dict[int, int]
    tokens: dict[int, dict[str, str]]


async def make_term(door: Door, students: int, seats: list[int], seed: int) -> Term:
    """Make a term with sections of these seats, and wait until students are let in."""
    sections = [WantedSection(name=f"C{i}/1", capacity=count) for i, count in enumerate(seats)]
    wanted = WantedRehearsal(students=students, sections=sections, seed=seed, code=draw_code())
    made = await door.staff("POST", REHEARSALS, ScratchTerm, wanted)
    path = f"/api/auth/rehearsals/{made.term}/tokens?limit={students}&offset=0"
    found = await door.staff("POST", path, dict[str, Any])
    tokens = {
        each["student_id"]: {"Authorization": f"Bearer {each['token']}"} for each in found["tokens"]
    }
    assert len(tokens) == students
    capacities = {section.id: section.capacity or 0 for section in made.sections}
    for header in list(tokens.values())[:1]:
        for section in capacities:
            async with asyncio.timeout(PATIENCE):
                path = f"/api/student/sections/{section}"
                while (await door.send("GET", path, header)).status != 200:
                    await asyncio.sleep(LOOK_AGAIN)
    return Term(made.term, tuple(sections), capacities, tokens)


def told(body: bytes) -> Any:  # noqa: ANN401
    """What an answer says."""
    return msgspec.json.decode(body)
