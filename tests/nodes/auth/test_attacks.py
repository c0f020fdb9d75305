"""What somebody with a stolen password, code or token tries, also after a restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from backend.auth_node.attempts import SECOND_FACTOR
from backend.common.settings import Settings
from tests.conftest import Clock
from tests.nodes.auth.conftest import School, open_school, refused

DAY = 86_400
RIGHT_AT_ONCE = 2  # codes that count at a moment: of this step and of the one before
CODES = 10**6


async def test_a_used_code_stays_used_after_a_restart(settings: Settings, clock: Clock) -> None:
    async with open_school(settings, clock) as school:
        _, secret = await school.student()
        code = school.code(secret)
    async with open_school(settings, clock) as school:
        assert refused(await school.login("alice", code=code), 401, "wrong_totp_code")
        clock.advance(30)
        assert (await school.login("alice", code=school.code(secret))).status_code == 200


async def test_a_code_counts_once_whichever_door_it_is_shown_at(school: School) -> None:
    """Twenty at once: half together with the password, half for a challenge."""
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    challenges = [(await school.login("alice")).json()["challenge"] for _ in range(10)]
    code = school.code(secret)
    answers = await asyncio.gather(
        *(school.login("alice", code=code) for _ in challenges),
        *(school.post("/login/totp", {"challenge": one, "code": code}) for one in challenges),
    )
    assert sum(answer.json().get("status") == "ok" for answer in answers) == 1


async def test_guessing_codes_takes_longer_than_anybody_has(
    settings: Settings, clock: Clock
) -> None:
    """Who knows the password and tries as soon as it may, restarts or not."""
    began, guesses = clock.now, 0
    async with open_school(settings, clock) as school:
        secret = (await school.create("student", "alice"))["totp"]["secret"]
        began, guesses = await _guess(school, secret, clock.now + 3600)
    async with open_school(settings, clock) as school:
        _, more = await _guess(school, secret, began + 2 * 3600)
    guesses += more
    a_day = guesses * DAY / (clock.now - began)
    assert guesses > SECOND_FACTOR.free, "it did guess"
    assert a_day * RIGHT_AT_ONCE / CODES < 0.001, "a chance of one in a thousand a day"


async def _guess(school: School, secret: str, until: float) -> tuple[float, int]:
    began, guesses = school.clock.now, 0
    while school.clock.now < until:
        wrong = next(c for c in ("000000", "111111", "222222") if c != school.code(secret))
        answer = await school.login("alice", code=wrong)
        if answer.status_code == 429:
            school.clock.advance(float(answer.headers["retry-after"]))
        else:
            guesses += 1
            assert refused(answer, 401, "wrong_totp_code")
    return began, guesses


async def test_no_token_serves_another_purpose(school: School) -> None:
    opened, secret = await school.student()
    challenge = (await school.login("alice")).json()["challenge"]
    access, refresh = opened["access_token"], opened["refresh_token"]
    for wrong in (refresh, challenge, refresh.partition(".")[2], "null", "undefined"):
        assert refused(await school.call("GET", "/me", token=wrong), 401, "token_invalid")
    for wrong in (access, challenge):
        body = {"refresh_token": wrong}
        assert refused(await school.post("/refresh", body), 401, "token_invalid")
    school.clock.advance(30)
    for wrong in (access, refresh):
        body = {"challenge": wrong, "code": school.code(secret)}
        assert refused(await school.post("/login/totp", body), 401, "challenge_expired")


async def test_tokens_of_another_installation_are_nothing_here(
    school: School, settings: Settings, clock: Clock, tmp_path: Path
) -> None:
    elsewhere = msgspec.structs.replace(settings, data_dir=str(tmp_path / "other"))
    async with open_school(elsewhere, clock) as other:
        theirs = (await other.login("admin", "admin123")).json()
    answer = await school.call("GET", "/me", token=theirs["access_token"])
    assert refused(answer, 401, "token_invalid")
    body = {"refresh_token": theirs["refresh_token"]}
    assert refused(await school.post("/refresh", body), 401, "token_invalid")


@pytest.mark.parametrize("where", ["?access_token={}", "?token={}"])
async def test_a_token_in_the_address_is_not_looked_at(school: School, where: str) -> None:
    path = "/me" + where.format(await school.admin())
    assert refused(await school.call("GET", path), 401, "login_required")
