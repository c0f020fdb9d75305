"""Registration codes and the accounts that are made with them."""

from __future__ import annotations

import asyncio

import pytest

from tests.nodes.auth.conftest import School, refused


async def test_a_student_registers_with_a_code_and_logs_in_with_the_secret_shown(
    school: School,
) -> None:
    code = await school.new_code(tags=["CS-2026", "honours"])
    answer = await school.register(code["code"], "alice")
    assert answer.status_code == 201
    created = answer.json()
    assert created["user"]["role"] == "student"
    login = await school.login("alice", code=school.code(created["totp"]["secret"]))
    assert login.json()["user"] == created["user"]
    record = await school.house.client.get(
        "data_node", f"/students/{created['user']['id']}/standing"
    )
    assert record.json()["tags"] == ["CS-2026", "honours"]


async def test_a_teacher_registers_without_a_second_factor(school: School) -> None:
    code = await school.new_code("teacher")
    created = (await school.register(code["code"], "turing")).json()
    assert created["totp"] is None
    assert (await school.login("turing")).json()["user"] == created["user"]


async def test_a_code_is_shown_once_and_listed_without_itself(school: School) -> None:
    made = await school.new_code(max_uses=3)
    assert made["expires_at"] == school.clock.now + 168 * 3600
    await school.register(made["code"], "alice")
    listed = await school.call("GET", "/codes", token=await school.admin())
    assert made["code"] not in listed.text
    [row] = listed.json()["items"]
    assert (row["id"], row["uses"], row["max_uses"]) == (made["id"], 1, 3)


async def test_how_a_code_is_typed_does_not_matter(school: School) -> None:
    code = (await school.new_code())["code"]
    typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert (await school.register(typed, "alice")).status_code == 201


async def test_a_code_that_is_used_up_expired_revoked_or_made_up_is_refused(
    school: School,
) -> None:
    used = (await school.new_code())["code"]
    assert (await school.register(used, "alice")).status_code == 201
    expired = (await school.new_code(expires_in_hours=0.5))["code"]
    revoked = await school.new_code()
    path = f"/codes/{revoked['id']}"
    token = await school.admin()
    assert (await school.call("DELETE", path, token=token)).status_code == 204
    assert refused(await school.call("DELETE", path, token=token), 404, "no_such_code")
    assert revoked["id"] not in [
        row["id"] for row in (await school.call("GET", "/codes", token=token)).json()["items"]
    ]
    school.clock.advance(1801)
    for code in (used, expired, revoked["code"], "ABCDE-FGHJK"):
        assert refused(await school.register(code, "bob"), 422, "code_invalid")


@pytest.mark.parametrize("max_uses", [1, 3])
async def test_twenty_registrations_at_once_take_no_more_uses_than_there_are(
    school: School, max_uses: int
) -> None:
    code = (await school.new_code(max_uses=max_uses))["code"]
    answers = await asyncio.gather(
        *(school.register(code, f"student{number}") for number in range(20))
    )
    assert sorted(answer.status_code for answer in answers) == [201] * max_uses + [422] * (
        20 - max_uses
    )
    token = await school.admin()
    listed = (await school.call("GET", "/users", token=token, params={"role": "student"})).json()
    assert listed["total"] == max_uses


async def test_twenty_registrations_at_once_of_one_name_make_one_account(school: School) -> None:
    code = (await school.new_code(max_uses=20))["code"]
    answers = await asyncio.gather(
        *(
            school.register(code, "alice", email=f"{number}@u.example", name=f"Alice {number}")
            for number in range(20)
        )
    )
    [winner] = [answer.json()["user"] for answer in answers if answer.status_code == 201]
    assert all(refused(a, 409, "username_taken") for a in answers if a.status_code != 201)
    record = await school.house.client.get("data_node", f"/students/{winner['id']}/standing")
    assert record.json()["name"] == winner["name"], "the record is the winner's"
    [row] = (await school.call("GET", "/codes", token=await school.admin())).json()["items"]
    assert row["uses"] == 1


async def test_a_taken_name_or_address_costs_no_use(school: School) -> None:
    await school.create("teacher", "turing")
    code = (await school.new_code())["code"]
    assert refused(await school.register(code, "Turing"), 409, "username_taken")
    other = await school.register(code, "alan", email="TURING@university.example")
    assert refused(other, 409, "email_taken")
    assert refused(await school.register(code, "alan", password="alan-alan"), 422, "weak_password")
    assert (await school.register(code, "alan")).status_code == 201


async def test_while_the_data_node_is_away_nothing_is_made_and_no_use_is_lost(
    school: School,
) -> None:
    code = (await school.new_code())["code"]
    data_node = school.house.applications.pop("data_node")
    away = await school.register(code, "alice")
    assert refused(away, 503, "service_away")
    assert "retry-after" in away.headers
    assert refused(await school.login("alice"), 401, "wrong_credentials")
    school.house.applications["data_node"] = data_node
    assert (await school.register(code, "alice")).status_code == 201


async def test_a_student_made_by_an_administrator_comes_through_a_code_of_its_own(
    school: School,
) -> None:
    created = await school.create("student", "alice", password=None)
    assert created["password"], "generated, so shown"
    [row] = (await school.call("GET", "/codes", token=await school.admin())).json()["items"]
    assert (row["role"], row["uses"], row["max_uses"]) == ("student", 1, 1)
    again = await school.register(created["registration_code"], "bob")
    assert refused(again, 422, "code_invalid")
    code = school.code(created["totp"]["secret"])
    assert (await school.login("alice", created["password"], code)).json()["status"] == "ok"


async def test_a_failed_creation_leaves_no_code_behind(school: School) -> None:
    await school.create("student", "alice")
    body = {"role": "student", "username": "alice", "name": "A", "email": "other@u.example"}
    token = await school.admin()
    assert refused(await school.post("/users", body, token=token), 409, "username_taken")
    assert (await school.call("GET", "/codes", token=token)).json()["total"] == 1
