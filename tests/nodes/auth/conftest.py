"""An auth node and a data node in one process, and people to log in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import argon2
import pyotp
import pytest

from backend.auth_node import main as auth_main
from backend.common.settings import Settings
from backend.common.transport import Response
from backend.data_node import main as data_main
from tests.conftest import Clock, House, running_house

CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
create_auth = partial(auth_main.create_app, hasher=CHEAP)

ADMIN_PASSWORD = "admin123"
PASSWORD = "correct horse battery"
PATIENCE = 60.0  # seconds; the machine may be busy
Answer = dict[str, Any]


class School:
    """A house with people: what a registrar, a teacher and a student do, in one line each."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.clock = house.clock

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str = "",
        source: str = "",
        params: Mapping[str, str | int | float] | None = None,
        content: bytes | None = None,
    ) -> Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if source:
            headers["X-Forwarded-For"] = source
        return await self.house.client.request(
            method,
            "auth_node",
            path,
            json_data=body,
            headers=headers,
            params=params,
            content=content,
            timeout=PATIENCE,
        )

    async def post(self, path: str, body: object = None, *, token: str = "") -> Response:
        return await self.call("POST", path, body, token=token)

    async def login(
        self, username: str, password: str = PASSWORD, code: str | None = None, source: str = ""
    ) -> Response:
        body = {"username": username, "password": password}
        if code is not None:
            body["totp_code"] = code
        return await self.call("POST", "/login", body, source=source)

    async def admin(self) -> str:
        """A new access token of the administrator."""
        answer = await self.login("admin", ADMIN_PASSWORD)
        return str(answer.json()["access_token"])

    async def create(self, role: str, username: str, **fields: object) -> Answer:
        """An account made by the administrator."""
        body = {
            "role": role,
            "username": username,
            "name": f"{username.title()} Somebody",
            "email": f"{username}@university.example",
            "password": PASSWORD,
            **fields,
        }
        answer = await self.post("/users", body, token=await self.admin())
        assert answer.status_code == 201, answer.text
        created: Answer = answer.json()
        return created

    def code(self, secret: str, *, steps: int = 0) -> str:
        """What an authenticator app shows now, or so many steps of 30 seconds later."""
        return pyotp.TOTP(secret).at(int(self.clock.now) + 30 * steps)

    async def student(self, username: str = "alice") -> tuple[Answer, str]:
        """A logged-in student: the answer of the login, and the second-factor secret."""
        secret = (await self.create("student", username))["totp"]["secret"]
        answer = await self.login(username, code=self.code(secret))
        assert answer.json()["status"] == "ok", answer.text
        return answer.json(), secret

    async def new_code(self, role: str = "student", **fields: object) -> Answer:
        """A registration code."""
        body = {"role": role, **fields}
        answer = await self.post("/codes", body, token=await self.admin())
        assert answer.status_code == 201, answer.text
        created: Answer = answer.json()
        return created

    async def register(self, code: str, username: str, **fields: object) -> Response:
        """An account that somebody makes with a code."""
        body = {
            "code": code,
            "username": username,
            "name": f"{username.title()} Somebody",
            "email": f"{username}@university.example",
            "password": PASSWORD,
            **fields,
        }
        return await self.post("/register", body)


def refused(answer: Response, status: int, code: str) -> bool:
    """Whether `answer` is the problem `code` with this status."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), answer.text
    assert body["status"] == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    return True


@asynccontextmanager
async def open_school(settings: Settings, clock: Clock) -> AsyncIterator[School]:
    """A school until the block ends; the next one with the same settings finds its databases."""
    async with running_house(settings, clock) as house:
        await house.start("data_node", data_main.create_app)
        await house.start("auth_node", create_auth)
        yield School(house)


@pytest.fixture
async def school(settings: Settings, clock: Clock) -> AsyncIterator[School]:
    async with open_school(settings, clock) as opened:
        yield opened
