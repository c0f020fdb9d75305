"""All nodes with somebody of each kind of caller, and something of everything to ask for."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from backend.common.client import SocketClient
from backend.common.inprocess import InProcessTransport
from backend.common.settings import Settings
from backend.common.transport import Response
from backend.data_node.main import create_app as create_data
from backend.gateway.main import create_app as create_gateway
from backend.queue_node.main import create_app as create_queue
from backend.student_node.main import create_app as create_student
from backend.teacher_node.main import create_app as create_teacher
from tests.conftest import Clock, House, running_house
from tests.nodes.auth.conftest import ADMIN_PASSWORD, School, create_auth
from tests.nodes.permissions import LET_IN, Access, Caller, expected
from tests.nodes.university import until

MISSING = {"section_id": "999999", "code": "NONE", "role": "student", "username": "nobody"}
"""In the addresses of those who may ask, so that what is there stays for the next caller."""

WITHOUT_EXAMPLE = {"POST /internal/backup", "POST /scratch-terms", "POST /rehearsals"}
"""Routes whose examples would make something large; an empty body comes past the door, too."""


class Cell(NamedTuple):
    node: str
    route: str
    caller: Caller


class Campus:
    """All nodes, one of each kind of caller, and something of everything to ask for."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.school = School(house)
        self.tokens: dict[Caller, str] = {}
        self.there: dict[str, str] = {}
        self._stranger = SocketClient(
            "somebody else's token", transport=InProcessTransport(house.applications)
        )

    async def ask(self, cell: Cell, access: Access) -> Response:
        """The answer to a call of this kind, with a body that is an example."""
        method, path = cell.route.split(" ")
        token = self.tokens.get(cell.caller, "")
        client = self.house.client
        if cell.caller is Caller.STRANGER:
            client, token = self._stranger, self.tokens[Caller.ADMIN]
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = self._body(cell.node, method, path)
        return await client.request(
            method,
            cell.node,
            self._address(cell, path, access),
            content=body if isinstance(body, bytes) else None,
            json_data=None if isinstance(body, bytes) else body,
            params={"term": "F24"} if path == "/catalogue/import" else None,
            headers=headers,
        )

    def _address(self, cell: Cell, path: str, access: Access) -> str:
        refused = expected(cell.node, cell.route, access, cell.caller) != LET_IN
        real = refused or (access, cell.caller) in {
            (Access.OWN, Caller.STUDENT),
            (Access.OWN_SECTION, Caller.TEACHER),
        }

        def value(found: re.Match[str]) -> str:
            name = found.group(1)
            if name == "id" and path.startswith("/users/") and real:
                return self.there["student_id"]
            return self.there.get(name, "1") if real else MISSING.get(name, "999999")

        return re.sub(r"\{([^}]+)\}", value, path)

    def _body(self, node: str, method: str, path: str) -> object:
        item = self.house.applications[node].openapi()["paths"].get(path, {})
        contents = item.get(method.lower(), {}).get("requestBody", {}).get("content", {})
        if f"{method} {path}" in WITHOUT_EXAMPLE:
            return {}
        for kind, content in contents.items():
            example = content.get("example")
            return example if kind == "application/json" else str(example).encode()
        return None

    async def call(
        self, caller: Caller, method: str, node: str, path: str, body: object = None
    ) -> Any:  # noqa: ANN401 - JSON
        """What a call that must succeed answers."""
        headers = {"Authorization": f"Bearer {self.tokens[caller]}"}
        content = body if isinstance(body, bytes) else None
        answer = await self.house.client.request(
            method,
            node,
            path,
            content=content,
            json_data=None if content else body,
            headers=headers,
        )
        return answer.raise_for_status().json() if answer.content else None


@asynccontextmanager
async def open_campus(settings: Settings, clock: Clock) -> AsyncIterator[Campus]:
    """It runs until the block ends."""
    async with running_house(settings, clock) as house:
        await house.start("data_node", create_data)
        await house.start("auth_node", create_auth)
        await house.start("queue_node", create_queue)
        await house.start("student_node", create_student)
        await house.start("teacher_node", create_teacher)
        await house.start("gateway", create_gateway)
        built = Campus(house)
        await _people(built)
        await _things(built)
        yield built


async def _people(campus: Campus) -> None:
    school, tokens = campus.school, campus.tokens
    tokens[Caller.EXPIRED] = await school.admin()
    school.clock.advance(3600)
    await school.create("admin", "former")
    for name, caller in (("ada", Caller.TEACHER), ("grace", Caller.OTHER_TEACHER)):
        await school.create("teacher", name)
        tokens[caller] = (await school.login(name)).json()["access_token"]
    for name, caller in (("alice", Caller.STUDENT), ("bob", Caller.OTHER_STUDENT)):
        opened, _ = await school.student(name)
        tokens[caller] = opened["access_token"]
        if caller is Caller.STUDENT:
            campus.there["student_id"] = campus.there["student"] = str(opened["user"]["id"])
            campus.there["username"] = name
    tokens[Caller.DISABLED] = (await school.login("former")).json()["access_token"]
    tokens[Caller.ADMIN] = (await school.login("admin", ADMIN_PASSWORD)).json()["access_token"]


async def _things(campus: Campus) -> None:
    staff, there = "teacher_node", campus.there
    catalogue = b"""code,title,credits,type,instructor,days,start,end,capacity,crn
ARCH-1010,Drawing,4,LEC,ada,MR,16:00,17:50,10,10001
"""
    there["code"] = there["term_code"] = "F24"
    await campus.call(Caller.ADMIN, "POST", staff, "/catalogue/import?term=F24", catalogue)
    [section] = (await campus.call(Caller.ADMIN, "GET", staff, "/sections"))["items"]
    there["section_id"] = str(section["id"])
    [course] = (await campus.call(Caller.ADMIN, "GET", staff, "/courses"))["items"]
    there["course_id"] = str(course["id"])
    who = {"teacher": "ada", "sections": [section["id"]], "co_teachers": []}
    await campus.call(Caller.ADMIN, "POST", staff, "/sections/assignment", who)
    wish = {"student": "bob", "kinds": ["over_capacity"], "reason": "Needs it"}
    path = f"/sections/{section['id']}/permits"
    there["permit_id"] = str((await campus.call(Caller.TEACHER, "POST", staff, path, wish))["id"])
    there["ticket_id"] = await _ticket(campus, section["id"])
    [ended] = (
        await campus.call(Caller.ADMIN, "GET", "auth_node", "/users?role=admin&search=former")
    )["items"]
    await campus.call(Caller.ADMIN, "POST", "auth_node", f"/users/admin/{ended['id']}/disable")


async def _ticket(campus: Campus, section: int) -> str:
    body = {"action": "select", "section_id": section}

    async def asked() -> object:
        headers = {"Authorization": f"Bearer {campus.tokens[Caller.STUDENT]}"}
        answer = await campus.house.client.post(
            "student_node", "/selections", json_data=body, headers=headers
        )
        return answer.status_code < 300

    await until(asked)
    found = await campus.call(Caller.STUDENT, "GET", "student_node", "/selections")
    return str(found["items"][0]["id"])
