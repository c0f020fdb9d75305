"""One's own sessions: what is shown of them, and ending those one does not know."""

from __future__ import annotations

import pytest

from backend.auth_node.device import Device, device_of
from backend.auth_node.sessions import LIFETIME
from backend.common.transport import Response
from tests.nodes.auth.conftest import Answer, School, refused

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


async def _login(school: School, agent: str = "", source: str = "") -> Answer:
    answer = await school.house.client.post(
        "auth_node",
        "/login",
        json_data={"username": "admin", "password": "admin123"},
        headers={"User-Agent": agent, "X-Forwarded-For": source},
    )
    body: Answer = answer.json()
    return body


async def _listed(school: School, token: str) -> list[Answer]:
    items: list[Answer] = (await school.call("GET", "/sessions", token=token)).json()["items"]
    return items


async def _end(school: School, path: str, token: str) -> Response:
    return await school.call("DELETE", path, token=token)


@pytest.mark.parametrize(
    ("line", "device"),
    [
        (FIREFOX, ("Firefox", "Windows")),
        (IPHONE, ("Safari", "iPhone")),
        (EDGE, ("Edge", "Windows")),
        ("course-cli/0.1.0", ("course-cli", "")),
        ("<script>alert(1)</script>", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_told_in_two_words(line: str, device: tuple[str, str]) -> None:
    assert device_of(line) == Device(*device)


async def test_they_are_shown_with_when_where_and_with_what_they_were_opened(
    school: School,
) -> None:
    began = school.clock.now
    first = await _login(school, FIREFOX, "192.0.2.17")
    school.clock.advance(60)
    second = await _login(school, IPHONE, "2001:db8::1")
    school.clock.advance(100)
    await school.post("/refresh", {"refresh_token": first["refresh_token"]})
    newest, oldest = await _listed(school, second["access_token"])
    assert (newest["program"], newest["system"], newest["current"]) == ("Safari", "iPhone", True)
    assert newest["source"] == "2001:db8::/64"
    assert oldest["current"] is False
    assert oldest["source"] == "192.0.2.17"
    assert oldest["created_at"] == began
    assert oldest["last_used_at"] == began + 160
    assert oldest["expires_at"] == began + LIFETIME


async def test_ending_one_counts_at_once(school: School) -> None:
    here, there = await _login(school), await _login(school)
    token = here["access_token"]
    [other] = [row["id"] for row in await _listed(school, token) if not row["current"]]
    assert (await _end(school, f"/sessions/{other}", token)).status_code == 204
    assert refused(
        await school.call("GET", "/me", token=there["access_token"]), 401, "token_invalid"
    )
    after = await school.post("/refresh", {"refresh_token": there["refresh_token"]})
    assert refused(after, 401, "token_invalid")
    assert len(await _listed(school, token)) == 1
    assert refused(await _end(school, f"/sessions/{other}", token), 404, "no_such_session")


async def test_ending_all_others_leaves_this_one(school: School) -> None:
    others = [await _login(school) for _ in range(3)]
    token = (await _login(school))["access_token"]
    assert (await _end(school, "/sessions", token)).json() == {"ended": 3}
    for other in others:
        answer = await school.call("GET", "/me", token=other["access_token"])
        assert refused(answer, 401, "token_invalid")
    assert [row["current"] for row in await _listed(school, token)] == [True]
    assert (await _end(school, "/sessions", token)).json() == {"ended": 0}


async def test_nobody_sees_or_ends_those_of_others(school: School) -> None:
    admin = await _login(school)
    await school.create("teacher", "turing")
    teacher = (await school.login("turing")).json()["access_token"]
    [own] = await _listed(school, teacher)
    assert own["current"]
    for row in await _listed(school, admin["access_token"]):
        assert refused(
            await _end(school, f"/sessions/{row['id']}", teacher), 404, "no_such_session"
        )
    assert (await _end(school, "/sessions", teacher)).json() == {"ended": 0}
    assert (await school.call("GET", "/me", token=admin["access_token"])).status_code == 200


async def test_what_is_over_is_not_shown(school: School) -> None:
    await _login(school)
    school.clock.advance(LIFETIME + 1)
    token = (await _login(school))["access_token"]
    assert len(await _listed(school, token)) == 1
