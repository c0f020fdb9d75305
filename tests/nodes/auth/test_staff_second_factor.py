"""Administrators may settle that staff, too, must have a second factor."""

from __future__ import annotations

import pytest

from tests.nodes.auth.conftest import ADMIN_PASSWORD, PASSWORD, School


async def settle(school: School, *, needed: bool) -> str:
    """An administrator's token from before."""
    token = await school.admin()
    body = {"staff_second_factor": needed}
    answer = await school.call("PATCH", "/settings", body, token=token)
    assert answer.json()["staff_second_factor"] is needed
    return token


@pytest.mark.parametrize("role", ["teacher", "admin"])
async def test_staff_without_one_set_it_up_at_the_next_login(school: School, role: str) -> None:
    await school.create(role, "turing")
    token = await settle(school, needed=True)
    answer = await school.login("turing")
    assert answer.json()["status"] == "totp_setup_required"
    assert "access_token" not in answer.json()
    challenge = {"challenge": answer.json()["challenge"]}
    secret = (await school.post("/totp/setup", challenge)).json()["secret"]
    confirmed = await school.post("/totp/confirm", {**challenge, "code": school.code(secret)})
    assert confirmed.json()["status"] == "ok"
    school.clock.advance(60)
    assert (await school.login("turing")).json()["status"] == "totp_required"
    code = school.code(secret)
    assert (await school.login("turing", PASSWORD, code)).json()["status"] == "ok"
    answer = await school.call("GET", "/settings", token=token)
    assert answer.status_code == 200, "who is in stays in"


async def test_nobody_is_asked_before_and_after(school: School) -> None:
    assert (await school.login("admin", ADMIN_PASSWORD)).json()["status"] == "ok"
    token = await settle(school, needed=True)
    answer = await school.login("admin", ADMIN_PASSWORD)
    assert answer.json()["status"] == "totp_setup_required"
    await school.call("PATCH", "/settings", {"staff_second_factor": False}, token=token)
    assert (await school.login("admin", ADMIN_PASSWORD)).json()["status"] == "ok"


async def test_strangers_are_not_told(school: School) -> None:
    await settle(school, needed=True)
    assert "staff_second_factor" not in (await school.call("GET", "/sign-up")).json()
