"""Many accounts in one call."""

from __future__ import annotations

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
        ("refused", "username_taken"),
        ("refused", "email_taken"),
        ("refused", "username_taken"),
        ("refused", "weak_password"),
        ("refused", "invalid_fields"),
        ("refused", "invalid_fields"),
        ("created", None),
    ]
    assert all(result["detail"] for result in results if result["status"] == "refused")
    assert [result["username"] for result in results[:2]] == ["alice", "weak"]
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
