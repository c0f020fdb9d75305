"""Somebody's browser between our pages and the university's provider, a real one over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import msgspec
import pytest

from backend.common.settings import Settings
from backend.common.transport import Response
from tests.conftest import Clock
from tests.identity_provider import IdentityProvider, identity_provider
from tests.nodes.auth.conftest import School, open_school

PAGES = "https://courses.example.edu"
WEB = {
    "X-Course-Selection": "web",
    "X-Forwarded-Host": "courses.example.edu",
    "Origin": PAGES,
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0",
}
MFA = {"amr": ["pwd", "otp"]}


@pytest.fixture
def provider(clock: Clock) -> Iterator[IdentityProvider]:
    with identity_provider(clock) as running:
        yield running


class Browser:
    """Somebody's browser, which keeps cookies for our pages."""

    def __init__(self, school: School, provider: IdentityProvider) -> None:
        self.school = school
        self.provider = provider
        self.cookies: dict[str, str] = {}

    async def ask(self, path: str, body: object, headers: dict[str, str] = WEB) -> Response:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await self.school.house.client.request(
            "POST", "auth_node", path, json_data=body, headers={**headers, "Cookie": kept}
        )
        for name, line in answer.headers.items():
            if name.lower() == "set-cookie":
                cookie, _, value = line.partition(";")[0].partition("=")
                self.cookies[cookie] = value
        return answer

    async def begin(self, next_page: str = "/timetable") -> str:
        answer = await self.ask("/oidc/start", {"next": next_page})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["address"])

    async def at_the_provider(self, address: str, username: str) -> dict[str, str]:
        """What the browser comes back with."""
        async with httpx.AsyncClient() as client:
            answer = await client.post(address, data={"username": username})
        back = urlsplit(answer.headers["location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == f"{PAGES}/login/provider"
        return dict(parse_qsl(back.query))

    async def come_back(self, username: str = "alice") -> dict[str, str]:
        return await self.at_the_provider(await self.begin(), username)

    async def sign_in(self, username: str = "alice") -> Response:
        return await self.ask("/oidc/finish", await self.come_back(username))


@pytest.fixture
async def school(
    settings: Settings, clock: Clock, provider: IdentityProvider
) -> AsyncIterator[School]:
    wanted = msgspec.structs.replace(settings, **provider.settings(PAGES))
    async with open_school(wanted, clock) as opened:
        yield opened


@pytest.fixture
def browser(school: School, provider: IdentityProvider) -> Browser:
    return Browser(school, provider)


async def entries(school: School, action: str) -> list[dict[str, Any]]:
    wanted = {"action": action}
    answer = await school.call("GET", "/audit", token=await school.admin(), params=wanted)
    found: list[dict[str, Any]] = answer.json()["items"]
    return found
