"""Many accounts in one call."""

from __future__ import annotations

from backend.common.one_time import new_code
from tests.nodes.auth.conftest import PASSWORD, Answer, School, refused


def _row(username: str, **fields: object) -> Answer:
    return {
        "username": username,
        "name": username.title(),
        "email": f"{username}@u.example",
        "password": PASSWORD,
        **fields,
    }


async def _bulk(school: School, rows: list[Answer], **fields: object) -> list[Answer]:
    body = {"role": "student", "users": rows, **fields}
    answer = await school.post("/users/bulk", body, token=await school.admin())
    assert answer.status_code == 200, answer.text
    results: list[Answer] = answer.json()["results"]
    return results


async def test_a_bad_row_never_hurts_its_neighbours(school: School) -> None:
    await school.create("teacher", "turing")
    rows = [
        _row("alice"),
        _row("weak", password="12345678"),
        _row("taken", email="TURING@university.example"),
        _row("nomail", email="nomail"),
        _row("alice", email="second@u.example"),
        _row("twin", email="ALICE@u.example"),
        _row("turing", email="other@u.example"),
        _row("none", password=None),
        {},
        _row("x" * 5000, name="n" * 5000),
        _row("bob", group="CS-1"),
    ]
    results = await _bulk(school, rows)
    assert [(result["status"], result["code"]) for result in results] == [
        ("created", None),
        ("refused", "weak_password"),
        ("refused", "email_taken"),
        ("refused", "invalid_fields"),
        ("refused", "username_twice"),
        ("refused", "email_taken"),
        ("refused", "username_taken"),
        ("refused", "weak_password"),
        ("refused", "invalid_fields"),
        ("refused", "invalid_fields"),
        ("created", None),
    ]
    assert all(result["detail"] for result in results if result["status"] == "refused")
    assert [result["username"] for result in results[:2]] == ["alice", "weak"]
    assert results[1]["values"]["why"] == "password_common"
    assert [wrong["code"] for wrong in results[3]["errors"]] == ["email_form"]
    assert results[9]["errors"][0]["values"] == {"least": 2, "most": 64}
    listed = await school.call(
        "GET", "/users", token=await school.admin(), params={"role": "student"}
    )
    assert [(row["username"], row["group"]) for row in listed.json()["items"]] == [
        ("alice", ""),
        ("bob", "CS-1"),
    ]


async def test_passwords_are_generated_for_rows_without_one(school: School) -> None:
    rows = [_row("alice", password=None), _row("bob"), _row("carol", password="")]
    alice, bob, carol = await _bulk(school, rows, generate_passwords=True)
    assert bob["password"] is None
    assert alice["password"] != carol["password"]
    for username, password in (("alice", alice["password"]), ("carol", carol["password"])):
        answer = await school.login(username, password)
        assert answer.json()["status"] == "totp_setup_required"


async def test_the_same_call_again_creates_nothing_and_names_what_exists(school: School) -> None:
    first = await _bulk(school, [_row("alice"), _row("bob")])
    again = await _bulk(
        school, [_row("bob", password="another good one"), _row("carol"), _row("Alice")]
    )
    assert [result["status"] for result in again] == ["exists", "created", "exists"]
    assert (again[0]["id"], again[2]["id"]) == (first[1]["id"], first[0]["id"])
    assert (await school.login("bob")).status_code == 200, "the password is still the first one"


async def test_without_the_data_node_nothing_is_created(school: School) -> None:
    data_node = school.house.applications.pop("data_node")
    token = await school.admin()
    body = {"role": "student", "users": [_row("alice")]}
    assert refused(await school.post("/users/bulk", body, token=token), 503, "service_away")
    assert (await school.call("GET", "/users", token=token)).json()["total"] == 1
    school.house.applications["data_node"] = data_node
    [result] = await _bulk(school, [_row("alice")])
    assert result["status"] == "created"


async def test_five_hundred_are_the_most(school: School) -> None:
    rows = [_row(f"student{number:03}") for number in range(501)]
    body = {"role": "student", "users": rows}
    answer = await school.post("/users/bulk", body, token=await school.admin())
    assert refused(answer, 422, "invalid_fields")
    results = await _bulk(school, rows[:500])
    assert [result["id"] for result in results] == list(range(1, 501))
    assert await _bulk(school, []) == []


async def test_administrators_are_not_made_in_bulk(school: School) -> None:
    body = {"role": "admin", "users": [_row("grace")]}
    answer = await school.post("/users/bulk", body, token=await school.admin())
    assert refused(answer, 422, "invalid_fields")


async def test_a_dry_run_tells_and_does_nothing(school: School) -> None:
    await _bulk(school, [_row("alice"), _row("bob")])
    rows = [
        _row("alice"),
        _row("bob", name="Robert"),
        _row("carol"),
        _row("dave", email="ALICE@u.example"),
    ]
    told = await _bulk(school, rows, on_conflict="update", dry_run=True)
    assert [result["status"] for result in told] == ["updated", "updated", "created", "refused"]
    assert [result["changes"] for result in told[:2]] == [["password"], ["name", "password"]]
    listed = await school.call("GET", "/users", token=await school.admin(), params={"limit": 10})
    assert [row["name"] for row in listed.json()["items"][1:]] == ["Alice", "Bob"]


async def test_an_update_changes_name_address_and_group_and_no_password_unless_given(
    school: School,
) -> None:
    first = await _bulk(school, [_row("alice", group="CS-1"), _row("bob"), _row("carol")])
    rows = [
        _row("alice", name="Alice B", email="ab@u.example", password=None),
        _row("bob", password="made by a program", initial=True),
        _row("carol", password="another good one"),
        _row("dave", password=None),
    ]
    results = await _bulk(school, rows, on_conflict="update")
    assert [result["status"] for result in results] == ["updated", "exists", "updated", "refused"]
    assert [result["changes"] for result in results[:3]] == [["name", "email"], [], ["password"]]
    shown = await school.call("GET", f"/users/student/{first[0]['id']}", token=await school.admin())
    person = shown.json()
    assert (person["name"], person["email"], person["group"]) == ("Alice B", "ab@u.example", "CS-1")
    assert (await school.login("alice")).status_code == 200
    assert (await school.login("bob")).status_code == 200
    assert (await school.login("carol")).status_code == 401
    assert (await school.login("carol", "another good one")).status_code == 200
    again = await _bulk(school, rows[:2], on_conflict="update")
    assert [result["status"] for result in again] == ["exists", "exists"]


async def test_an_address_of_somebody_else_is_not_taken_by_an_update(school: School) -> None:
    await _bulk(school, [_row("alice"), _row("bob")])
    [result] = await _bulk(school, [_row("bob", email="alice@u.example")], on_conflict="update")
    assert (result["status"], result["code"]) == ("refused", "email_taken")


async def test_an_update_keeps_the_tags_of_a_student(school: School) -> None:
    code = await school.new_code(tags=["CS-2026"])
    await school.register(code["code"], "alice")
    await _bulk(school, [_row("alice", name="Alice B")], on_conflict="update")
    standing = await school.house.client.get("data_node", "/students/1/standing")
    assert (standing.json()["name"], standing.json()["tags"]) == ("Alice B", ["CS-2026"])


async def test_with_an_activation_code_one_chooses_the_password_oneself(school: School) -> None:
    code, other = new_code(), new_code()
    rows = [_row("alice", password=None, activation_code=code)]
    rows.append(_row("bob", password=None, activation_code=other))
    rows.append(_row("carol", password=None, activation_code="too-short"))
    results = await _bulk(school, rows)
    assert [result["status"] for result in results] == ["created", "created", "refused"]
    for guess in ("", code, PASSWORD):
        assert (await school.login("alice", guess or "x")).status_code == 401
    body = {"username": "Alice", "code": code.lower().replace("-", ""), "password": PASSWORD}
    assert refused(await school.post("/activate", {**body, "code": other}), 422, "code_invalid")
    assert refused(await school.post("/activate", {**body, "password": "x"}), 422, "weak_password")
    assert (await school.post("/activate", body)).json()["username"] == "alice"
    assert refused(await school.post("/activate", body), 422, "code_invalid"), "it works once"
    assert (await school.login("alice")).json()["status"] == "totp_setup_required"


async def test_an_activation_code_expires(school: School) -> None:
    code = new_code()
    await _bulk(school, [_row("alice", password=None, activation_code=code)])
    school.clock.advance(61 * 24 * 3600)
    body = {"username": "alice", "code": code, "password": PASSWORD}
    assert refused(await school.post("/activate", body), 422, "code_invalid")


async def test_a_repeated_row_is_created_only_with_its_own_password_or_code(
    school: School,
) -> None:
    code = new_code()
    rows = [_row("alice"), _row("bob", password=None, activation_code=code), _row("carol")]
    await _bulk(school, rows)
    rows[2]["password"] = "not the one it has"
    results = await _bulk(school, [{**row, "repeated": True} for row in rows])
    assert [result["status"] for result in results] == ["created", "created", "exists"]
    rows[1]["activation_code"] = new_code()
    [result] = await _bulk(school, [{**rows[1], "repeated": True}])
    assert result["status"] == "exists"
