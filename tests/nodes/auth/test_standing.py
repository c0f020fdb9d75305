"""Accounts that are changed, disabled, enabled, and given another password."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from backend.data_node.tables import students
from tests.nodes.auth.conftest import PASSWORD, Answer, School, refused

OWN = "a password of my own"


async def teacher(school: School, username: str = "turing") -> str:
    return f"/users/teacher/{(await school.create('teacher', username))['user']['id']}"


async def in_the_academic_record(school: School) -> tuple[str, str, list[str]]:
    def read(connection: sa.Connection) -> tuple[str, str, list[str]]:
        row = connection.execute(sa.select(students)).one()
        return row.name, row.group, row.tags

    found: tuple[str, str, list[str]] = await school.house.applications[
        "data_node"
    ].state.database.read(read)
    return found


async def test_name_address_and_group_change_here_and_in_the_academic_record(
    school: School,
) -> None:
    code = await school.new_code(tags=["honours"])
    await school.register(code["code"], "alice")
    token = await school.admin()
    changes = {"name": "  Alice Ames-Bell ", "email": "ab@u.example", "group": "CS-2"}
    answer = await school.call("PATCH", "/users/student/1", changes, token=token)
    row = answer.json()
    assert (row["name"], row["email"], row["group"]) == ("Alice Ames-Bell", "ab@u.example", "CS-2")
    assert await in_the_academic_record(school) == ("Alice Ames-Bell", "CS-2", ["honours"])
    found = await school.call("GET", "/users", params={"search": "ames-bell"}, token=token)
    assert found.json()["total"] == 1
    only_name = await school.call("PATCH", "/users/student/1", {"name": "Alice"}, token=token)
    assert only_name.json()["email"] == "ab@u.example"


async def test_a_change_that_cannot_be_changes_nothing(school: School) -> None:
    await school.create("student", "alice")
    await school.create("student", "bob")
    token = await school.admin()
    taken = {"name": "New", "email": "BOB@university.example"}
    answer = await school.call("PATCH", "/users/student/1", taken, token=token)
    assert refused(answer, 409, "email_taken")
    wrong = await school.call("PATCH", "/users/student/1", {"email": "none"}, token=token)
    assert refused(wrong, 422, "invalid_fields")
    assert [place["where"] for place in wrong.json()["errors"]] == ["body.email"]
    unknown = await school.call("PATCH", "/users/student/1", {"username": "x"}, token=token)
    assert refused(unknown, 422, "invalid_fields")
    missing = await school.call("PATCH", "/users/student/99", {"name": "x"}, token=token)
    assert refused(missing, 404, "no_such_user")
    row = (await school.call("GET", "/users/student/1", token=token)).json()
    assert row["name"] == "Alice Somebody"


async def test_an_administrator_without_an_address_can_be_renamed(school: School) -> None:
    token = await school.admin()
    answer = await school.call("PATCH", "/users/admin/1", {"name": "The Office"}, token=token)
    assert (answer.json()["name"], answer.json()["email"]) == ("The Office", "")


async def test_a_disabled_account_lets_nobody_in_until_it_is_enabled(school: School) -> None:
    path = await teacher(school)
    session = (await school.login("turing")).json()
    token = await school.admin()
    disabled = await school.post(f"{path}/disable", token=token)
    assert disabled.json()["active"] is False
    me = await school.call("GET", "/me", token=session["access_token"])
    assert refused(me, 401, "token_invalid")
    refresh = await school.post("/refresh", {"refresh_token": session["refresh_token"]})
    assert refused(refresh, 401, "token_invalid")
    assert refused(await school.login("turing"), 403, "account_disabled")
    assert refused(await school.login("turing", "wrong"), 401, "wrong_credentials")
    events = await school.call("GET", "/internal/feed", params={"after": 0})
    assert len(events.json()["events"]) == 1, "the other nodes hear of the ended session"
    enabled = await school.post(f"{path}/enable", token=token)
    assert enabled.json()["active"] is True
    assert (await school.login("turing")).json()["status"] == "ok"


async def test_a_disabled_account_is_no_free_name_and_can_be_deleted(school: School) -> None:
    path = await teacher(school)
    token = await school.admin()
    await school.post(f"{path}/disable", token=token)
    body = {"role": "teacher", "username": "turing", "name": "T", "email": "t@u.example"}
    assert refused(await school.post("/users", body, token=token), 409, "username_taken")
    row = {key: text for key, text in body.items() if key != "role"}
    bulk = await school.post("/users/bulk", {"role": "teacher", "users": [row]}, token=token)
    assert bulk.json()["results"][0]["status"] == "exists"
    assert (await school.call("DELETE", path, token=token)).status_code == 204


async def test_nobody_disables_the_account_they_are_logged_in_with(school: School) -> None:
    answer = await school.post("/users/admin/1/disable", token=await school.admin())
    assert refused(answer, 409, "cannot_disable_self")


async def reset(school: School, path: str) -> str:
    answer = await school.post(f"{path}/reset-password", token=await school.admin())
    assert answer.status_code == 200, answer.text
    return str(answer.json()["password"])


async def test_a_reset_password_ends_sessions_and_has_to_be_changed(school: School) -> None:
    path = await teacher(school)
    session = (await school.login("turing")).json()
    password = await reset(school, path)
    me = await school.call("GET", "/me", token=session["access_token"])
    assert refused(me, 401, "token_invalid")
    assert refused(await school.login("turing"), 401, "wrong_credentials")
    half = (await school.login("turing", password)).json()
    assert half.keys() == {"status", "challenge"}, "no token before the change"
    assert half["status"] == "password_change_required"
    chosen = {"challenge": half["challenge"], "new_password": OWN}
    finished = (await school.post("/login/password", chosen)).json()
    assert (finished["status"], finished["user"]["username"]) == ("ok", "turing")
    profile = (await school.call("GET", "/me", token=finished["access_token"])).json()
    assert profile["must_change_password"] is False
    assert (await school.login("turing", OWN)).json()["status"] == "ok"
    assert refused(await school.login("turing", password), 401, "wrong_credentials")
    assert refused(await school.post("/login/password", chosen), 401, "challenge_expired")


async def test_a_reset_forgives_wrong_attempts(school: School) -> None:
    path = await teacher(school)
    for _ in range(7):
        await school.login("turing", "wrong")
    assert (await school.login("turing")).status_code == 429
    password = await reset(school, path)
    assert (await school.login("turing", password)).json()["status"] == "password_change_required"


@pytest.mark.parametrize(("chosen", "reason"), [("short", "fewer"), ("turing's own", "user name")])
async def test_a_weak_choice_is_refused_and_may_be_made_again(
    school: School, chosen: str, reason: str
) -> None:
    path = await teacher(school)
    password = await reset(school, path)
    challenge = (await school.login("turing", password)).json()["challenge"]

    async def choose(new: str) -> Answer:
        body = {"challenge": challenge, "new_password": new}
        answer: Answer = (await school.post("/login/password", body)).json()
        return answer

    assert reason in (await choose(chosen))["detail"]
    assert "the old one" in (await choose(password))["detail"]
    assert (await choose(OWN))["status"] == "ok"


async def test_the_second_factor_comes_before_the_change_of_the_password(school: School) -> None:
    _, secret = await school.student()
    password = await reset(school, "/users/student/1")
    school.clock.advance(60)
    half = (await school.login("alice", password)).json()
    assert half["status"] == "totp_required"
    answer = {"challenge": half["challenge"], "code": school.code(secret)}
    then = (await school.post("/login/totp", answer)).json()
    assert then["status"] == "password_change_required"
    for challenge in (half["challenge"], "made up"):
        skipped = {"challenge": challenge, "new_password": OWN}
        assert refused(await school.post("/login/password", skipped), 401, "challenge_expired")
    chosen = {"challenge": then["challenge"], "new_password": OWN}
    assert (await school.post("/login/password", chosen)).json()["status"] == "ok"


async def test_a_first_login_sets_the_second_factor_up_and_then_the_password(
    school: School,
) -> None:
    row = {"username": "alice", "name": "A", "email": "a@u.example"}
    body = {"role": "student", "users": [row], "generate_passwords": True}
    made = (await school.post("/users/bulk", body, token=await school.admin())).json()
    password = made["results"][0]["password"]
    challenge = (await school.login("alice", password)).json()["challenge"]
    secret = (await school.post("/totp/setup", {"challenge": challenge})).json()["secret"]
    confirm = {"challenge": challenge, "code": school.code(secret)}
    then = (await school.post("/totp/confirm", confirm)).json()
    assert then["status"] == "password_change_required"
    chosen = {"challenge": then["challenge"], "new_password": OWN}
    assert (await school.post("/login/password", chosen)).json()["status"] == "ok"


async def test_a_password_that_was_given_need_not_be_changed(school: School) -> None:
    await school.create("teacher", "turing", password=PASSWORD)
    assert (await school.login("turing")).json()["status"] == "ok"


async def test_one_account_is_found_by_its_user_name(school: School) -> None:
    for username in ("alice", "alice2"):
        await school.create("student", username)
    found = await school.call(
        "GET", "/users", params={"username": "ALICE"}, token=await school.admin()
    )
    assert [row["username"] for row in found.json()["items"]] == ["alice"]


async def test_many_codes_are_made_in_one_call(school: School) -> None:
    token = await school.admin()
    body = {"role": "student", "count": 20, "max_uses": 2, "tags": ["CS-1"]}
    made = (await school.post("/codes/bulk", body, token=token)).json()["codes"]
    assert len({code["code"] for code in made}) == 20
    assert all((code["max_uses"], code["tags"]) == (2, ["CS-1"]) for code in made)
    assert (await school.register(made[7]["code"], "alice")).status_code == 201
    too_many = await school.post("/codes/bulk", {**body, "count": 1001}, token=token)
    assert refused(too_many, 422, "invalid_fields")
