"""Logging in."""

from __future__ import annotations

import time

import pytest

from backend.auth_node import workers
from backend.auth_node.main import create_app
from backend.common.settings import Settings
from tests.conftest import Clock, running_house
from tests.nodes.auth.conftest import PASSWORD, School, refused


async def test_the_development_administrator_logs_in_without_a_second_factor(
    school: School,
) -> None:
    answer = await school.login("admin", "admin123")
    body = answer.json()
    assert (body["status"], body["expires_in"]) == ("ok", 600)
    assert body["user"] == {"id": 1, "role": "admin", "username": "admin", "name": "Administrator"}
    me = await school.call("GET", "/me", token=body["access_token"])
    assert me.json()["must_change_password"] is False


async def test_a_user_name_is_the_same_whatever_its_case_and_composition(school: School) -> None:
    await school.create("teacher", "Zoë")
    for written in ("zoë", "ZOË", "Zoe\u0308", " zoë "):
        assert (await school.login(written)).json()["status"] == "ok"


async def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(school: School) -> None:
    wrong = await school.login("admin", "wrong password")
    unknown = await school.login("nobody", "wrong password")
    assert refused(wrong, 401, "wrong_credentials")
    assert wrong.content == unknown.content


async def test_an_unknown_user_takes_as_much_work_as_a_wrong_password(
    settings: Settings, clock: Clock
) -> None:
    async with running_house(settings, clock) as house:
        await house.start("auth_node", create_app)
        school = School(house)

        async def work(username: str) -> float:
            best = 9.0
            for _ in range(3):
                begun = time.process_time()
                await school.login(username, "wrong password")
                best = min(best, time.process_time() - begun)
            return best

        known, unknown = await work("admin"), await work("nobody")
        assert unknown > known / 2
        assert known > 0.005, "the password was checked at full cost"


async def test_a_student_made_by_an_administrator_needs_the_code_of_the_secret_shown(
    school: School,
) -> None:
    created = await school.create("student", "alice", group="CS-1")
    first = (await school.login("alice")).json()
    assert first["status"] == "totp_required"
    assert "access_token" not in first
    code = school.code(created["totp"]["secret"])
    second = await school.post("/login/totp", {"challenge": first["challenge"], "code": code})
    assert second.json()["status"] == "ok"
    assert second.json()["user"] == created["user"]


async def test_password_and_code_may_come_together(school: School) -> None:
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    wrong = await school.login("alice", code="000000")
    assert refused(wrong, 401, "wrong_totp_code")
    code = school.code(secret)
    right = await school.login("alice", code=f"{code[:3]} {code[3:]}")
    assert right.json()["status"] == "ok"


async def test_the_first_right_code_confirms_the_second_factor(school: School) -> None:
    token = await school.admin()
    secret = (await school.create("student", "alice"))["totp"]["secret"]

    async def state() -> str:
        listed = await school.call("GET", "/users", token=token, params={"role": "student"})
        return str(listed.json()["items"][0]["totp"])

    assert await state() == "pending"
    await school.login("alice", code="000000")
    assert await state() == "pending"
    await school.login("alice", code=school.code(secret))
    assert await state() == "confirmed"


async def test_a_challenge_expires_after_five_minutes(school: School) -> None:
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    challenge = (await school.login("alice")).json()["challenge"]
    school.clock.advance(301)
    late = {"challenge": challenge, "code": school.code(secret)}
    assert refused(await school.post("/login/totp", late), 401, "challenge_expired")


async def test_a_challenge_serves_one_purpose_and_once(school: School) -> None:
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    challenge = (await school.login("alice")).json()["challenge"]
    setup = await school.post("/totp/setup", {"challenge": challenge})
    assert refused(setup, 401, "challenge_expired")
    shown = {"challenge": challenge, "code": school.code(secret)}
    assert refused(await school.post("/totp/confirm", shown), 401, "challenge_expired")
    assert (await school.post("/login/totp", shown)).json()["status"] == "ok"
    school.clock.advance(60)
    again = {"challenge": challenge, "code": school.code(secret)}
    assert refused(await school.post("/login/totp", again), 401, "challenge_expired")


async def test_an_access_token_says_who_it_is_and_for_how_long(school: School) -> None:
    student, _ = await school.student()
    identity = await school.house.applications["auth_node"].state.frame.verifier.identify(
        student["access_token"]
    )
    assert (identity.role, identity.person, identity.username) == (
        "student",
        student["user"]["id"],
        "alice",
    )
    assert identity.expires == school.clock.now + 600
    assert identity.scratch_term is None
    school.clock.advance(601)
    expired = await school.call("GET", "/me", token=student["access_token"])
    assert refused(expired, 401, "token_expired")


async def test_other_nodes_verify_tokens_with_the_published_key(school: School) -> None:
    student, _ = await school.student()
    verifier = school.house.applications["data_node"].state.frame.verifier
    assert (await verifier.identify(student["access_token"])).username == "alice"
    keys = (await school.call("GET", "/internal/keys")).json()["keys"]
    assert [key["kty"] for key in keys] == ["OKP"]
    assert "d" not in keys[0], "the private half stays here"


async def test_a_password_is_the_same_however_its_accents_are_composed(school: School) -> None:
    await school.create("teacher", "turing", password="pässwörd of ours")
    composed = await school.login("turing", "pa\u0308sswo\u0308rd of ours")
    assert composed.json()["status"] == "ok"
    assert PASSWORD != "pässwörd of ours"


async def test_being_told_to_wait_is_no_failure(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(workers, "LONGEST_WAIT", -1.0)
        for _ in range(10):
            assert refused(await school.login("admin", "admin123"), 503, "busy")
    assert (await school.login("admin", "admin123")).status_code == 200
