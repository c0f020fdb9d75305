"""Administering people."""

from __future__ import annotations

import sqlalchemy as sa

from backend.auth_node.new_accounts import NewAccount, create
from backend.auth_node.shapes import Person
from backend.data_node.tables import students, teachers
from tests.nodes.auth.conftest import PASSWORD, School, refused

ADMINISTRATION = (
    ("GET", "/users"),
    ("POST", "/users"),
    ("POST", "/users/bulk"),
    ("POST", "/users/tags"),
    ("GET", "/users/student/1/tags"),
    ("GET", "/tags"),
    ("GET", "/groups"),
    ("GET", "/users/student/1"),
    ("DELETE", "/users/student/1"),
    ("PATCH", "/users/student/1"),
    ("POST", "/users/student/1/disable"),
    ("POST", "/users/student/1/enable"),
    ("POST", "/users/student/1/reset-password"),
    ("POST", "/users/admin/reset-2fa"),
    ("POST", "/codes"),
    ("POST", "/codes/bulk"),
    ("GET", "/codes"),
    ("DELETE", "/codes/1"),
    ("POST", "/rehearsals/SCRATCH-x/tokens"),
)


async def test_nobody_but_administrators_administers(school: School) -> None:
    student, _ = await school.student()
    await school.create("teacher", "turing")
    teacher = (await school.login("turing")).json()
    for method, path in ADMINISTRATION:
        for user in (student, teacher):
            answer = await school.call(method, path, {}, token=user["access_token"])
            assert refused(answer, 403, "role_not_allowed")
        assert refused(await school.call(method, path, {}), 401, "login_required")
        made_up = await school.call(method, path, {}, token="made.up.token")
        assert refused(made_up, 401, "token_invalid")


async def test_ids_are_those_of_the_records_and_of_accounts_for_administrators(
    school: School,
) -> None:
    alice = await school.create("student", "alice")
    turing = await school.create("teacher", "turing")
    grace = await school.create("admin", "grace")
    assert (alice["user"]["id"], turing["user"]["id"], grace["user"]["id"]) == (1, 1, 4)
    assert grace["totp"] is None
    assert grace["registration_code"] is None
    token = await school.admin()
    shown = await school.call("GET", "/users/student/1", token=token)
    assert shown.json() == {
        "id": 1,
        "role": "student",
        "username": "alice",
        "name": "Alice Somebody",
        "email": "alice@university.example",
        "group": "",
        "active": True,
        "totp": "pending",
        "passkeys": 0,
        "linked": False,
        "must_change_password": False,
        "created_at": school.clock.now,
    }
    assert (await school.login("grace")).json()["user"] == grace["user"]


async def test_a_password_is_shown_only_if_it_was_generated(school: School) -> None:
    assert (await school.create("teacher", "turing"))["password"] is None
    made = await school.create("teacher", "hopper", password=None)
    assert (await school.login("hopper", made["password"])).json()["status"] == "ok"
    made = await school.create("teacher", "lovelace", password=None, must_change_password=True)
    login = (await school.login("lovelace", made["password"])).json()
    assert login["status"] == "password_change_required"


async def test_listing_goes_by_role_search_and_page(school: School) -> None:
    for username, name in (("alice", "Alice Ames"), ("bob", "Bob 50% Élan"), ("carol", "Carol")):
        await school.create("student", username, name=name)
    await school.create("teacher", "turing")
    token = await school.admin()

    async def listed(**params: str | int) -> tuple[list[str], int]:
        answer = (await school.call("GET", "/users", token=token, params=params)).json()
        return [row["username"] for row in answer["items"]], answer["total"]

    assert await listed() == (["admin", "alice", "bob", "carol", "turing"], 5)
    assert await listed(role="student") == (["alice", "bob", "carol"], 3)
    assert await listed(role="student", limit=1, offset=1) == (["bob"], 3)
    assert await listed(search="éLAN") == (["bob"], 1)
    assert await listed(search="50%") == (["bob"], 1)
    assert await listed(search="_") == ([], 0)
    assert await listed(search="ALICE@university") == (["alice"], 1)
    assert await listed(offset=99) == ([], 5)


async def test_listing_is_sorted_by_what_was_asked_for(school: School) -> None:
    people = (("zoe", "adam Zimmer", "B"), ("bob", "Bob", "A"), ("Carl", "Carl", "A"))
    for username, name, group in people:
        await school.create("student", username, name=name, group=group)
        school.clock.advance(1)
    token = await school.admin()

    async def listed(sort: str, **params: str) -> list[str]:
        wanted = {"role": "student", "sort": sort, **params}
        answer = await school.call("GET", "/users", token=token, params=wanted)
        return [row["username"] for row in answer.raise_for_status().json()["items"]]

    assert await listed("username") == ["bob", "Carl", "zoe"]
    assert await listed("-username") == ["zoe", "Carl", "bob"]
    assert await listed("name") == ["zoe", "bob", "Carl"]
    assert await listed("email") == ["bob", "Carl", "zoe"]
    assert await listed("-created") == ["Carl", "bob", "zoe"]
    assert await listed("-id") == ["Carl", "bob", "zoe"]
    assert await listed("-group") == ["zoe", "bob", "Carl"]
    assert await listed("-group", group="A") == ["bob", "Carl"]
    wrong = await school.call("GET", "/users", token=token, params={"sort": "password_hash"})
    assert refused(wrong, 422, "invalid_fields")
    groups = (await school.call("GET", "/groups", token=token)).json()["items"]
    assert groups == [{"name": "A", "people": 2}, {"name": "B", "people": 1}]


async def test_names_and_addresses_are_given_once(school: School) -> None:
    await school.create("student", "alice")
    token = await school.admin()
    body = {"role": "teacher", "username": "ALICE", "name": "A", "email": "a@u.example"}
    assert refused(await school.post("/users", body, token=token), 409, "username_taken")
    body = {**body, "username": "other", "email": "Alice@University.Example"}
    assert refused(await school.post("/users", body, token=token), 409, "email_taken")


async def test_deleting_ends_sessions_frees_the_record_and_keeps_the_name(
    school: School,
) -> None:
    student, _ = await school.student()
    token = await school.admin()
    path = f"/users/student/{student['user']['id']}"
    challenge = (await school.login("alice")).json()["challenge"]
    assert (await school.call("DELETE", path, token=token)).status_code == 204

    assert refused(
        await school.call("GET", "/me", token=student["access_token"]), 401, "token_invalid"
    )
    refresh = await school.post("/refresh", {"refresh_token": student["refresh_token"]})
    assert refused(refresh, 401, "token_invalid")
    half = await school.post("/login/totp", {"challenge": challenge, "code": "123456"})
    assert refused(half, 401, "challenge_expired")
    assert refused(await school.login("alice"), 401, "wrong_credentials")
    assert refused(await school.call("GET", path, token=token), 404, "no_such_user")
    assert refused(await school.call("DELETE", path, token=token), 404, "no_such_user")
    assert refused(await school.post("/users/alice/reset-2fa", token=token), 404, "no_such_user")
    assert await _active(school, students) == {"alice": False}

    body = {"role": "student", "username": "Alice", "name": "A", "email": "new@u.example"}
    assert refused(await school.post("/users", body, token=token), 409, "username_taken")
    reused = {**body, "username": "alice2", "email": "alice@university.example"}
    assert (await school.post("/users", reused, token=token)).status_code == 201


async def test_a_deletion_that_the_data_node_missed_is_finished_by_the_next_try(
    school: School,
) -> None:
    await school.create("teacher", "turing")
    token = await school.admin()
    data_node = school.house.applications.pop("data_node")
    away = await school.call("DELETE", "/users/teacher/1", token=token)
    assert refused(away, 503, "service_away")
    assert refused(await school.login("turing"), 401, "wrong_credentials")
    row = (await school.call("GET", "/users/teacher/1", token=token)).json()
    assert row["active"] is False
    school.house.applications["data_node"] = data_node
    assert (await school.call("DELETE", "/users/teacher/1", token=token)).status_code == 204
    assert await _active(school, teachers) == {"turing": False}


async def test_an_administrator_removes_others_but_never_the_last_one(school: School) -> None:
    first = await school.admin()
    grace = (await school.create("admin", "grace"))["user"]
    myself = await school.call("DELETE", "/users/admin/1", token=first)
    assert refused(myself, 409, "cannot_delete_self")
    hers = (await school.login("grace")).json()["access_token"]
    path = f"/users/admin/{grace['id']}"
    assert (await school.call("DELETE", path, token=first)).status_code == 204
    late = await school.call("DELETE", "/users/admin/1", token=hers)
    assert refused(late, 401, "token_invalid")


async def test_unknown_people_are_not_found(school: School) -> None:
    token = await school.admin()
    for method, path in (
        ("GET", "/users/student/99"),
        ("DELETE", "/users/teacher/99"),
        ("GET", f"/users/student/{2**63 - 1}"),
        ("POST", "/users/nobody/reset-2fa"),
    ):
        assert refused(await school.call(method, path, token=token), 404, "no_such_user")
    for path in (
        "/users/dean/1",
        "/users/student/x",
        f"/users/student/{2**64}",
        "/users/student/0",
    ):
        assert refused(await school.call("GET", path, token=token), 422, "invalid_fields")


async def test_fields_of_the_wrong_form_are_named_and_weak_passwords_explained(
    school: School,
) -> None:
    token = await school.admin()
    body = {"role": "student", "username": "a b", "name": "\x00", "email": "a@u.example"}
    answer = await school.post("/users", body, token=token)
    assert refused(answer, 422, "invalid_fields")
    assert [place["where"] for place in answer.json()["errors"]] == ["body.username", "body.name"]
    body = {"role": "student", "username": "alice", "name": "A", "email": "a@u.example"}
    weak = await school.post("/users", {**body, "password": "Alice-2026"}, token=token)
    assert refused(weak, 422, "weak_password")
    assert "contains the user name" in weak.json()["detail"]
    assert "Alice-2026" not in weak.text


async def test_names_of_all_scripts_are_welcome(school: School) -> None:
    for username, name in (
        ("李雷", "李雷"),
        ("дарья", "Дарья"),
        ("देवी", "देवी"),
        ("ó.néill", "Ó Néill"),
    ):
        created = await school.create("teacher", username, name=name, email=f"{username}@u.example")
        assert created["user"]["name"] == name
        assert (await school.login(username, PASSWORD)).status_code == 200


async def _active(school: School, table: sa.Table) -> dict[str, bool]:
    database = school.house.applications["data_node"].state.database

    def read(connection: sa.Connection) -> dict[str, bool]:
        rows = connection.execute(sa.select(table.c.username, table.c.active))
        return {row.username: row.active for row in rows}

    found: dict[str, bool] = await database.read(read)
    return found


async def test_two_accounts_without_an_address_do_not_have_the_same_one(school: School) -> None:
    database = school.house.applications["auth_node"].state.office.database
    nobody = Person("admin", "second", "Second", email="")
    created = await database.write(create, NewAccount(nobody, None, "-"), school.clock.now)
    assert created.person_id == created.id
