"""Guessing is slowed down and comes to an end, and no owner is locked out."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
import sqlalchemy as sa

from backend.auth_node import attempts
from backend.auth_node.attempts import (
    AT_HOME,
    MOST_IN_A_ROW,
    PASSWORD,
    SECOND_FACTOR,
    SOURCE,
    Policy,
    count_failure,
)
from backend.auth_node.source import source_of
from backend.common.settings import Settings
from tests.conftest import Clock
from tests.nodes.auth.conftest import ADMIN_PASSWORD, School, open_school, refused
from tests.nodes.auth.conftest import PASSWORD as OF_ALL

CAMPUS = "10.1.2.3"


async def _fail(school: School, times: int, username: str = "admin") -> None:
    for _ in range(times):
        assert refused(await school.login(username, "wrong password"), 401, "wrong_credentials")


async def test_after_five_failures_even_the_right_password_has_to_wait(school: School) -> None:
    await _fail(school, PASSWORD.free)
    await _fail(school, 1)
    waiting = await school.login("admin", "admin123")
    assert refused(waiting, 429, "too_many_attempts")
    assert waiting.headers["retry-after"] == "1"
    school.clock.advance(1)
    assert (await school.login("admin", "admin123")).status_code == 200
    await _fail(school, PASSWORD.free)  # a right password starts the count anew


async def test_waits_grow_to_a_minute_and_no_further(school: School) -> None:
    await _fail(school, PASSWORD.free)
    waits = []
    for _ in range(9):
        await _fail(school, 1)
        waits.append(int((await school.login("admin", "x")).headers["retry-after"]))
        school.clock.advance(waits[-1])
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert all(before <= after <= PASSWORD.longest for before, after in pairwise(waits))
    assert waits[-1] == PASSWORD.longest


async def test_a_user_name_nobody_has_waits_just_the_same(school: School) -> None:
    await _fail(school, PASSWORD.free + 1, "nobody")
    assert refused(await school.login("Nobody", "x"), 429, "too_many_attempts")


async def test_guessing_many_at_once_is_no_way_around(school: School) -> None:
    answers = await asyncio.gather(*(school.login("admin", f"guess {n}") for n in range(30)))
    assert sum(answer.status_code == 401 for answer in answers) <= PASSWORD.free + 1


async def test_waits_survive_a_restart(settings: Settings, clock: Clock) -> None:
    async with open_school(settings, clock) as school:
        await _fail(school, PASSWORD.free + 1)
    async with open_school(settings, clock) as school:
        assert refused(await school.login("admin", "admin123"), 429, "too_many_attempts")
        clock.advance(1)
        assert (await school.login("admin", "admin123")).status_code == 200


@pytest.mark.parametrize("back", [3600, 2 * 86_400])
async def test_a_wait_that_a_clock_ahead_began_is_over_when_it_is_set_right(
    school: School, back: int
) -> None:
    await _fail(school, PASSWORD.free + 1)
    assert refused(await school.login("admin", "admin123"), 429, "too_many_attempts")
    school.clock.advance(-back)
    assert (await school.login("admin", "admin123")).status_code == 200


async def test_codes_of_the_second_factor_are_counted_apart(school: School) -> None:
    student, secret = await school.student()
    school.clock.advance(30)
    for _ in range(SECOND_FACTOR.free + 1):
        assert refused(await school.login("alice", code="000000"), 401, "wrong_totp_code")
    right = await school.login("alice", code=school.code(secret))
    assert refused(right, 429, "too_many_attempts")
    assert (await school.login("alice")).json()["status"] == "totp_required"
    school.clock.advance(1)
    assert (await school.login("alice", code=school.code(secret))).status_code == 200
    assert student["user"]["username"] == "alice"


async def test_a_campus_behind_one_address_may_mistype_hundreds_of_times(school: School) -> None:
    database = school.house.applications["auth_node"].state.office.database

    def mistype(connection: sa.Connection) -> None:
        for _ in range(SOURCE.free - 1):
            count_failure(connection, SOURCE, CAMPUS, school.clock.now)

    await database.write(mistype)
    assert (await school.login("one", "wrong password", source=CAMPUS)).status_code == 401
    assert (await school.login("admin", "admin123", source=CAMPUS)).status_code == 200
    await school.login("one-more", "wrong password", source=CAMPUS)
    assert refused(await school.login("admin", "admin123", source=CAMPUS), 429, "too_many_attempts")
    assert (await school.login("admin", "admin123", source="10.9.9.9")).status_code == 200
    school.clock.advance(2)
    assert (await school.login("admin", "admin123", source=CAMPUS)).status_code == 200


@pytest.mark.parametrize("policy", [PASSWORD, SECOND_FACTOR, SOURCE])
def test_no_wait_is_endless(policy: Policy) -> None:
    assert policy.wait(policy.free) == 0
    assert policy.wait(policy.free + 1) == 1
    assert policy.wait(policy.most) == pytest.approx(policy.longest)
    assert policy.wait(10_000) == policy.longest


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("1.1.1.1, 10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("", "local"),
        ("not an address", "unknown"),
        ("unknown", "unknown"),
    ],
)
def test_a_source_is_an_address_or_an_ipv6_network(header: str, source: str) -> None:
    assert source_of(header) == source


HOME, STRANGE = "203.0.113.7", "198.51.100.9"


async def _guess(school: School, times: int, username: str = "alice") -> None:
    """As a stranger who waits as long as he is told to."""
    for number in range(times):
        answer = await school.login(username, f"guess {number}", source=STRANGE)
        while answer.status_code == 429:
            school.clock.advance(float(answer.headers["retry-after"]))
            answer = await school.login(username, f"guess {number}", source=STRANGE)
        assert refused(answer, 401, "wrong_credentials")


async def test_a_stranger_who_guesses_all_the_time_keeps_nobody_out(school: School) -> None:
    """He takes every turn there is, so that an owner who had to share them would get none."""
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    assert (await school.login("alice", code=school.code(secret), source=HOME)).status_code == 200
    for _ in range(20):
        school.clock.advance(60)
        await school.login("alice", "a guess", source=STRANGE)
        waiting = await school.login("alice", "one more", source=STRANGE)
        assert waiting.status_code in (401, 429)
    assert waiting.status_code == 429
    assert refused(await school.login("alice", source="192.0.2.1"), 429, "too_many_attempts")
    answer = await school.login("alice", code=school.code(secret), source=HOME)
    assert answer.json()["status"] == "ok"


async def test_after_a_hundred_failures_in_a_row_strangers_may_not_even_guess(
    school: School,
) -> None:
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    assert (await school.login("alice", code=school.code(secret), source=HOME)).status_code == 200
    await _guess(school, MOST_IN_A_ROW)
    school.clock.advance(86400)
    for _ in range(2):
        school.clock.advance(60)
        assert refused(await school.login("alice", source=STRANGE), 403, "password_stopped")
    params = {"action": "password_stopped"}
    found = await school.call("GET", "/audit", token=await school.admin(), params=params)
    assert [entry["target"] for entry in found.json()["items"]] == ["alice"], "once"
    answer = await school.login("alice", code=school.code(secret), source=HOME)
    assert answer.json()["status"] == "ok", "where she was before"
    school.clock.advance(60)
    assert (await school.login("alice", source=STRANGE)).json()["status"] == "totp_required"


async def test_an_administrator_ends_that_with_another_password(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_IN_A_ROW", 10)
    ada = await school.create("teacher", "ada")
    await _guess(school, 10, "ada")
    school.clock.advance(60)
    assert refused(await school.login("ada", source=STRANGE), 403, "password_stopped")
    path = f"/users/teacher/{ada['user']['id']}/reset-password"
    password = (await school.post(path, token=await school.admin())).json()["password"]
    answer = await school.login("ada", password, source=STRANGE)
    assert answer.json()["status"] == "password_change_required"


async def test_an_administrator_ends_it_for_many_at_once_as_well(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_IN_A_ROW", 10)
    await school.create("teacher", "ada")
    await _guess(school, 10, "ada")
    school.clock.advance(60)
    assert refused(await school.login("ada", source=STRANGE), 403, "password_stopped")
    row = {"username": "ada", "name": "Ada", "email": "ada@u.example", "password": "another one"}
    body = {"role": "teacher", "users": [row], "on_conflict": "update"}
    answer = await school.post("/users/bulk", body, token=await school.admin())
    assert answer.json()["results"][0]["status"] == "updated", answer.text
    answer = await school.login("ada", "another one", source=STRANGE)
    assert answer.status_code == 200, answer.text


async def test_what_an_administrator_does_to_others_does_not_push_out_where_he_was(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_IN_A_ROW", 10)
    assert (await school.login("admin", ADMIN_PASSWORD, source=HOME)).status_code == 200
    elsewhere = await school.login("admin", ADMIN_PASSWORD, source="192.0.2.1")
    rows = [
        {"username": f"u{n}", "name": "U", "email": f"u{n}@u.example", "password": OF_ALL}
        for n in range(60)
    ]
    body = {"role": "teacher", "users": rows}
    token = elsewhere.json()["access_token"]
    made = await school.call("POST", "/users/bulk", body, token=token, source="192.0.2.1")
    assert {each["status"] for each in made.json()["results"]} == {"created"}, made.text
    await _guess(school, 10, "admin")
    school.clock.advance(60)
    assert refused(await school.login("admin", source=STRANGE), 403, "password_stopped")
    assert (await school.login("admin", ADMIN_PASSWORD, source=HOME)).status_code == 200


async def test_a_name_that_was_guessed_before_it_was_somebodys_starts_anew(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_IN_A_ROW", 10)
    for name in ("alice", "bob", "ada"):
        await _guess(school, 10, name)
    rows = [
        {"username": name, "name": name, "email": f"{name}@u.example", "password": OF_ALL}
        for name in ("Alice", "bob")
    ]
    body = {"role": "student", "users": rows}
    made = await school.post("/users/bulk", body, token=await school.admin())
    assert [each["status"] for each in made.json()["results"]] == ["created", "created"], made.text
    await school.create("teacher", "ada")
    for name in ("alice", "bob", "ada"):
        assert (await school.login(name, source=STRANGE)).status_code == 200


async def test_a_name_that_nobody_has_is_stopped_just_the_same(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_IN_A_ROW", 10)
    await _guess(school, 10, "nobody")
    school.clock.advance(60)
    assert refused(await school.login("nobody", source=STRANGE), 403, "password_stopped")


async def test_nobody_speaks_for_a_place_by_what_is_typed_as_a_name(school: School) -> None:
    secret = (await school.create("student", "alice"))["totp"]["secret"]
    assert (await school.login("alice", code=school.code(secret), source=HOME)).status_code == 200
    for _ in range(AT_HOME.free + 3):
        await school.login(f"alice\n{HOME}", "a guess", source=STRANGE)
    school.clock.advance(30)
    answer = await school.login("alice", code=school.code(secret), source=HOME)
    assert answer.json()["status"] == "ok"
