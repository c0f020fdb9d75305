"""Recovery codes: shown once, each good for one login, worth nothing to a thief of the database."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from backend.auth_node import recovery
from backend.auth_node.one_time import code_digest, digest
from backend.auth_node.tables import recovery_codes
from tests.nodes.auth.conftest import PASSWORD, Answer, School, refused

STEP = 30  # seconds


async def _student(school: School) -> tuple[Answer, str, list[str]]:
    """A student who has just set the second factor up: login, secret, recovery codes."""
    row = {"username": "bob", "name": "Bob", "email": "bob@u.example", "password": PASSWORD}
    body = {"role": "student", "users": [row]}
    await school.post("/users/bulk", body, token=await school.admin())
    challenge = {"challenge": (await school.login("bob")).json()["challenge"]}
    secret = (await school.post("/totp/setup", challenge)).json()["secret"]
    shown = {**challenge, "code": school.code(secret)}
    entered = (await school.post("/totp/confirm", shown)).json()
    return entered, secret, entered["recovery_codes"]


async def _left(school: School, token: str) -> int:
    answer = await school.call("GET", "/me", token=token)
    return int(answer.json()["recovery_codes_left"])


async def test_ten_are_shown_once_when_the_second_factor_is_confirmed(school: School) -> None:
    entered, secret, codes = await _student(school)
    assert len(set(codes)) == 10
    assert all(recovery.is_one(code) for code in codes)
    assert not recovery.is_one(school.code(secret))
    assert await _left(school, entered["access_token"]) == 10
    school.clock.advance(STEP)
    again = await school.login("bob", code=school.code(secret))
    assert "recovery_codes" not in again.json()


async def test_each_lets_in_once_in_place_of_the_second_factor(school: School) -> None:
    _, _, codes = await _student(school)
    typed = f" {codes[0].lower().replace('-', ' ')} "
    entered = await school.login("bob", code=typed)
    assert entered.json()["status"] == "ok"
    assert await _left(school, entered.json()["access_token"]) == 9
    assert refused(await school.login("bob", code=codes[0]), 401, "wrong_totp_code")
    challenge = (await school.login("bob")).json()["challenge"]
    second = await school.post("/login/totp", {"challenge": challenge, "code": codes[1]})
    assert second.json()["status"] == "ok"


async def test_of_many_logins_at_once_with_one_code_a_single_one_succeeds(school: School) -> None:
    _, _, codes = await _student(school)
    challenges = [(await school.login("bob")).json()["challenge"] for _ in range(5)]
    answers = await asyncio.gather(
        *(
            school.post("/login/totp", {"challenge": challenge, "code": codes[0]})
            for challenge in challenges
        )
    )
    assert sum(answer.status_code == 200 for answer in answers) == 1


async def test_guessing_them_is_slowed_down_like_guessing_the_second_factor(
    school: School,
) -> None:
    _, _, codes = await _student(school)
    challenge = (await school.login("bob")).json()["challenge"]
    for _ in range(6):
        wrong = {"challenge": challenge, "code": "0000-0000-0000-0000"}
        assert refused(await school.post("/login/totp", wrong), 401, "wrong_totp_code")
    right = await school.post("/login/totp", {"challenge": challenge, "code": codes[0]})
    assert refused(right, 429, "too_many_attempts")


async def test_new_ones_need_both_factors_and_take_the_place_of_the_old(school: School) -> None:
    entered, secret, old = await _student(school)
    token = entered["access_token"]

    async def renew(password: str, code: str) -> Answer:
        body = {"password": password, "code": code}
        answer: Answer = (await school.post("/me/recovery-codes", body, token=token)).json()
        return answer

    assert (await renew(PASSWORD, school.code(secret)))["code"] == "wrong_totp_code", "used already"
    school.clock.advance(STEP)
    assert (await renew("wrong password", school.code(secret)))["code"] == "wrong_credentials"
    assert (await renew(PASSWORD, old[0]))["code"] == "wrong_totp_code"
    new = (await renew(PASSWORD, school.code(secret)))["recovery_codes"]
    assert len(new) == 10
    assert not set(new) & set(old)
    assert refused(await school.login("bob", code=old[0]), 401, "wrong_totp_code")
    assert (await school.login("bob", code=new[0])).status_code == 200


async def test_without_a_second_factor_there_are_none(school: School) -> None:
    token = await school.admin()
    body = {"password": "admin123", "code": "123456"}
    answer = await school.post("/me/recovery-codes", body, token=token)
    assert refused(answer, 409, "totp_not_set_up")
    assert await _left(school, token) == 0


async def test_codes_of_one_person_are_nothing_to_another(school: School) -> None:
    _, _, codes = await _student(school)
    await school.student("alice")
    assert refused(await school.login("alice", code=codes[0]), 401, "wrong_totp_code")


async def test_what_is_stored_is_neither_the_code_nor_a_plain_hash_of_it(school: School) -> None:
    _, _, codes = await _student(school)
    database = school.house.applications["auth_node"].state.database
    stored = await database.read(
        lambda connection: set(connection.execute(sa.select(recovery_codes.c.digest)).scalars())
    )
    assert len(stored) == 10
    assert not stored & {form(code) for code in codes for form in (str, digest, code_digest)}
