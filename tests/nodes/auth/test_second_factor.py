"""Second factors: codes that count once, setting up, setting up anew."""

from __future__ import annotations

import asyncio
from xml.etree import ElementTree

import pytest

from backend.auth_node import totp
from tests.nodes.auth.conftest import PASSWORD, School, refused

STEP = 30
NOW = 1_900_000_020.0  # a step begins here
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238's


@pytest.mark.parametrize(
    ("at", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1234567890, "89005924"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_standard(at: int, eight_digits: str) -> None:
    assert totp.step_of(SECRET, eight_digits[2:], at, totp.NEVER) == at // STEP


@pytest.mark.parametrize(
    ("offset", "counts"),
    [
        (-60, False),
        (-31, False),
        (-30, True),
        (-1, True),
        (0, True),
        (29, True),
        (30, False),
        (60, False),
    ],
)
async def test_a_code_counts_in_its_step_and_the_one_after(
    school: School, offset: int, counts: bool
) -> None:
    """`offset` is when the code begins to be shown, in seconds from now."""
    school.clock.now = NOW
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    shown_at = school.clock.now + offset
    school.clock.now, now = shown_at, school.clock.now
    code = school.code(secret)
    school.clock.now = now
    answer = await school.login("alice", code=code)
    assert (answer.status_code == 200) is counts


async def test_a_code_counts_once(school: School) -> None:
    _, secret = await school.student()
    assert refused(await school.login("alice", code=school.code(secret)), 401, "wrong_totp_code")
    school.clock.advance(STEP)
    assert (await school.login("alice", code=school.code(secret))).status_code == 200


async def test_after_a_code_an_earlier_one_counts_no_more(school: School) -> None:
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    earlier, current = school.code(secret, steps=-1), school.code(secret)
    assert (await school.login("alice", code=current)).status_code == 200
    assert refused(await school.login("alice", code=earlier), 401, "wrong_totp_code")


@pytest.mark.parametrize("at_once", [2, 20])
async def test_of_many_logins_at_once_with_one_code_a_single_one_succeeds(
    school: School, at_once: int
) -> None:
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    challenges = [(await school.login("alice")).json()["challenge"] for _ in range(at_once)]
    code = school.code(secret)
    answers = await asyncio.gather(
        *(
            school.post("/login/totp", {"challenge": challenge, "code": code})
            for challenge in challenges
        )
    )
    assert sorted(answer.status_code for answer in answers)[:2] == [200, 401]
    assert sum(answer.status_code == 200 for answer in answers) == 1


async def test_a_student_without_a_secret_gets_nothing_but_the_way_to_set_one_up(
    school: School,
) -> None:
    await _bulk_student(school)
    first = (await school.login("bob")).json()
    assert set(first) == {"status", "challenge", "passkey"}
    assert first["status"] == "totp_setup_required"
    challenge = {"challenge": first["challenge"]}
    assert refused(await school.call("GET", "/me", token=first["challenge"]), 401, "token_invalid")

    setup = (await school.post("/totp/setup", challenge)).json()
    assert setup["otpauth_uri"] == (
        f"otpauth://totp/Course%20Selection:bob?secret={setup['secret']}&issuer=Course%20Selection"
    )
    assert ElementTree.fromstring(setup["qr_svg"]).tag.endswith("svg")
    assert (await school.login("bob")).json()["status"] == "totp_setup_required"
    wrong = await school.post("/totp/confirm", {**challenge, "code": "000000"})
    assert refused(wrong, 401, "wrong_totp_code")
    code = school.code(setup["secret"])
    confirmed = await school.post("/totp/confirm", {**challenge, "code": code})
    assert confirmed.json()["status"] == "ok"
    replayed = await school.login("bob", code=code)
    assert refused(replayed, 401, "wrong_totp_code")
    assert (await school.login("bob")).json()["status"] == "totp_required"


async def test_asking_again_for_the_secret_gives_the_same_to_one_login_only(
    school: School,
) -> None:
    await _bulk_student(school)
    first, second = [(await school.login("bob")).json()["challenge"] for _ in range(2)]
    secrets = [
        (await school.post("/totp/setup", {"challenge": challenge})).json()["secret"]
        for challenge in (first, first, second)
    ]
    assert secrets[0] == secrets[1] != secrets[2]
    shown = {"challenge": first, "code": school.code(secrets[0])}
    assert (await school.post("/totp/confirm", shown)).status_code == 200
    late = {"challenge": second, "code": school.code(secrets[2])}
    assert refused(await school.post("/totp/confirm", late), 401, "challenge_expired")


async def test_a_secret_that_was_never_asked_for_cannot_be_confirmed(school: School) -> None:
    await _bulk_student(school)
    challenge = (await school.login("bob")).json()["challenge"]
    shown = {"challenge": challenge, "code": "123456"}
    assert refused(await school.post("/totp/confirm", shown), 401, "challenge_expired")


async def test_a_reset_code_replaces_the_secret_once_the_new_one_is_confirmed(
    school: School,
) -> None:
    student, old = await school.student()
    made = await school.post("/users/ALICE/reset-2fa", token=await school.admin())
    assert made.json()["expires_at"] == school.clock.now + 24 * 3600
    body = {"username": "alice", "password": PASSWORD, "reset_code": made.json()["reset_code"]}

    wrong = await school.post("/totp/reset", {**body, "password": "wrong password"})
    assert refused(wrong, 401, "wrong_credentials")
    new = (await school.post("/totp/reset", body)).json()
    assert refused(await school.post("/totp/reset", body), 422, "code_invalid")
    school.clock.advance(STEP)
    assert (await school.login("alice", code=school.code(old))).status_code == 200

    school.clock.advance(STEP)
    shown = {"challenge": new["challenge"], "code": school.code(new["secret"])}
    confirmed = await school.post("/totp/confirm", shown)
    assert confirmed.json()["status"] == "ok"
    ended = await school.post("/refresh", {"refresh_token": student["refresh_token"]})
    assert refused(ended, 401, "token_invalid")
    assert refused(
        await school.call("GET", "/me", token=student["access_token"]), 401, "token_invalid"
    )
    school.clock.advance(STEP)
    assert refused(await school.login("alice", code=school.code(old)), 401, "wrong_totp_code")
    assert (await school.login("alice", code=school.code(new["secret"]))).status_code == 200


async def test_a_reset_code_is_for_one_person_a_day_and_until_the_next_one(
    school: School,
) -> None:
    await school.create("student", "alice")
    await school.create("student", "bob")

    async def make() -> str:
        answer = await school.post("/users/alice/reset-2fa", token=await school.admin())
        return str(answer.json()["reset_code"])

    async def use(username: str, code: str) -> int:
        body = {"username": username, "password": PASSWORD, "reset_code": code}
        return (await school.post("/totp/reset", body)).status_code

    first, second = await make(), await make()
    assert await use("alice", first) == 422
    assert await use("bob", second) == 422
    assert await use("alice", f" {second.lower().replace('-', '')} ") == 200
    third = await make()
    school.clock.advance(24 * 3600 + 1)
    assert await use("alice", third) == 422


async def test_staff_may_set_a_second_factor_up_and_then_need_it(school: School) -> None:
    await school.create("teacher", "turing")
    token = (await school.login("turing")).json()["access_token"]
    wrong = await school.post("/me/totp", {"password": "wrong password"}, token=token)
    assert refused(wrong, 401, "wrong_credentials")
    new = (await school.post("/me/totp", {"password": PASSWORD}, token=token)).json()
    assert (await school.login("turing")).json()["status"] == "ok", "not confirmed yet"
    shown = {"challenge": new["challenge"], "code": school.code(new["secret"])}
    token = (await school.post("/totp/confirm", shown)).json()["access_token"]
    assert (await school.login("turing")).json()["status"] == "totp_required"
    again = await school.post("/me/totp", {"password": PASSWORD}, token=token)
    assert refused(again, 409, "totp_already_set_up")


async def _bulk_student(school: School) -> None:
    row = {"username": "bob", "name": "Bob", "email": "bob@u.example", "password": PASSWORD}
    body = {"role": "student", "users": [row]}
    answer = await school.post("/users/bulk", body, token=await school.admin())
    assert answer.json()["results"][0]["status"] == "created"
