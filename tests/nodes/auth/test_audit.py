"""The audit log: it holds what happened, no secret, and nothing can be taken out of it."""

from __future__ import annotations

import json
from typing import get_args

import pytest
import sqlalchemy as sa

from backend.auth_node.audit import Action
from backend.auth_node.sessions import GRACE
from backend.auth_node.tables import audit_log
from backend.common.deeds import DeedAction
from tests.nodes.auth.authenticator import Authenticator
from tests.nodes.auth.conftest import PASSWORD, Answer, School, refused
from tests.nodes.auth.passkey_people import add, log_in, with_passkey

STEP = 30  # seconds
WRONG = "a wrong password"


async def _entries(school: School, **params: str | int | float) -> list[Answer]:
    answer = await school.call("GET", "/audit", token=await school.admin(), params=params)
    assert answer.status_code == 200, answer.text
    items: list[Answer] = answer.json()["items"]
    return items


async def _newest(school: School, action: str) -> Answer:
    return (await _entries(school, action=action))[0]


async def _a_busy_day(school: School) -> list[str]:
    """Every event once; the secrets that were shown or typed in it."""
    admin = await school.admin()
    code = (await school.new_code())["code"]
    await school.post("/codes/bulk", {"role": "teacher", "count": 2}, token=admin)
    await school.call("DELETE", "/codes/2", token=admin)
    secret = (await school.register(code, "alice")).json()["totp"]["secret"]
    await school.login("alice", WRONG)
    await school.login("nobody-by-this-name", WRONG)
    await school.login("alice", code="000000")
    student = (await school.login("alice", code=school.code(secret))).json()
    token = student["access_token"]
    school.clock.advance(STEP)
    both = {"password": PASSWORD, "code": school.code(secret)}
    codes = (await school.post("/me/recovery-codes", both, token=token)).json()["recovery_codes"]
    other = (await school.login("alice", code=codes[0])).json()
    listed = (await school.call("GET", "/sessions", token=token)).json()["items"]
    [there] = [row["id"] for row in listed if not row["current"]]
    await school.call("DELETE", f"/sessions/{there}", token=token)
    await school.login("alice", code=codes[1])
    await school.call("DELETE", "/sessions", token=token)
    renewed = (await school.post("/refresh", {"refresh_token": student["refresh_token"]})).json()
    changed = {"old": PASSWORD, "new": "another good password"}
    await school.post("/me/password", changed, token=renewed["access_token"])
    made = (await school.post("/users/alice/reset-2fa", token=admin)).json()["reset_code"]
    body = {"username": "alice", "password": "another good password", "reset_code": made}
    new = (await school.post("/totp/reset", body)).json()
    shown = {"challenge": new["challenge"], "code": school.code(new["secret"])}
    last = (await school.post("/totp/confirm", shown)).json()
    await school.post("/logout", token=last["access_token"])
    copied = (await school.login("admin", "admin123")).json()["refresh_token"]
    await school.post("/refresh", {"refresh_token": copied})
    school.clock.advance(GRACE + 1)
    await school.post("/refresh", {"refresh_token": copied})
    await school.create("teacher", "turing")
    await school.call("PATCH", "/users/teacher/1", {"name": "Alan T."}, token=admin)
    for verb in ("disable", "enable", "reset-password"):
        await school.post(f"/users/teacher/1/{verb}", token=admin)
    await school.call("DELETE", "/users/teacher/1", token=admin)
    row = {
        "username": "carol",
        "name": "Carol",
        "email": "c@u.example",
        "activation_code": "7Q2ZK-M4X9T-B8H3W-6RJ0P-VDC5N-A",
    }
    await school.post("/users/bulk", {"role": "student", "users": [row]}, token=admin)
    await school.post("/users/tags", {"who": ["carol"], "add": ["honours"]}, token=admin)
    chosen = {"username": "carol", "code": row["activation_code"], "password": PASSWORD}
    await school.post("/activate", chosen)
    await school.call("PATCH", "/settings", {"teacher_sign_up": False}, token=admin)
    return [
        *(PASSWORD, WRONG, "another good password", "admin123", code, secret, *codes, made),
        *(new["secret"], new["challenge"], row["activation_code"], token, admin),
        *(student["refresh_token"], other["refresh_token"], copied, *last["recovery_codes"]),
    ]


async def _a_day_with_passkeys(school: School) -> None:
    device, entered = await with_passkey(school, username="peggy")
    token = entered["access_token"]
    added = (await add(school, token, Authenticator())).json()["passkey"]["id"]
    await school.call("PATCH", f"/me/passkeys/{added}", {"name": "Spare"}, token=token)
    await school.post(f"/me/passkeys/{added}/remove", {"password": PASSWORD}, token=token)
    await log_in(school, device, "peggy")
    device.counter = 0
    await log_in(school, device, "peggy")


async def test_every_event_is_in_it_and_no_secret(school: School) -> None:
    secrets = await _a_busy_day(school)
    await _a_day_with_passkeys(school)
    entries = await _entries(school, limit=1000)
    happened = {entry["action"] for entry in entries}
    of_this_node = {action.value for action in Action} - set(get_args(DeedAction))
    missing = of_this_node - happened
    elsewhere = {name for name in missing if name.startswith("provider_")}
    assert len(elsewhere) == 3, "which need a provider: test_sign_in.py"
    assert missing - elsewhere == {
        "rehearsal_tokens_made",  # which needs a rehearsal
        "password_stopped",  # a hundred guesses: test_attempts.py
        "secrets_key_changed",  # and this another start: test_rekeying.py
    }
    text = json.dumps(entries)
    assert [secret for secret in secrets if secret in text] == []
    assert "nobody-by-this-name" not in text


async def test_an_entry_tells_who_did_what_to_whom_from_where_and_when(school: School) -> None:
    await school.create("student", "alice")
    admin = await school.admin()
    school.clock.advance(5)
    changes = {"name": "Alice Ames", "group": "CS-2", "email": "alice@university.example"}
    await school.call("PATCH", "/users/student/1", changes, token=admin, source="198.51.100.3")
    entry = await _newest(school, "user_updated")
    assert entry == {
        "id": entry["id"],
        "at": school.clock.now,
        "action": "user_updated",
        "actor": "admin",
        "actor_role": "admin",
        "source": "198.51.100.3",
        "target_kind": "user",
        "target": "alice",
        "before": {"name": "Alice Somebody", "group": ""},
        "after": {"name": "Alice Ames", "group": "CS-2"},
    }


async def test_a_failed_login_names_the_account_but_nobody_as_its_actor(school: School) -> None:
    await school.create("teacher", "turing")
    await school.login("turing", WRONG, source="203.0.113.9")
    entry = await _newest(school, "login_failed")
    assert (entry["actor"], entry["target"], entry["source"]) == ("", "turing", "203.0.113.9")


async def test_what_did_not_happen_is_not_in_it(school: School) -> None:
    before = len(await _entries(school, action="user_created"))
    taken = {"role": "teacher", "username": "admin", "name": "X Y", "email": "x@u.example"}
    answer = await school.post("/users", taken, token=await school.admin())
    assert refused(answer, 409, "username_taken")
    assert len(await _entries(school, action="user_created")) == before


async def test_it_can_be_filtered_and_paged(school: School) -> None:
    await school.create("teacher", "turing")
    school.clock.advance(100)
    noon = school.clock.now
    await school.login("turing", source="203.0.113.9")
    assert {e["target"] for e in await _entries(school, target="TURING")} == {"turing"}
    assert {e["actor"] for e in await _entries(school, actor="Turing")} == {"turing"}
    assert [e["action"] for e in await _entries(school, source="203.0.113.9")] == ["logged_in"]
    assert {e["at"] for e in await _entries(school, until=noon)} == {noon - 100}
    assert {e["at"] for e in await _entries(school, since=noon)} == {noon}
    everything = await _entries(school)
    ids = [entry["id"] for entry in everything]
    assert ids == sorted(ids, reverse=True)
    page = await _entries(school, limit=2, offset=1, until=noon)
    assert page == (await _entries(school, until=noon))[1:3]
    answer = await school.call(
        "GET", "/audit", token=await school.admin(), params={"action": "danced"}
    )
    assert refused(answer, 422, "invalid_fields")


async def test_only_administrators_read_it(school: School) -> None:
    student, _ = await school.student()
    for token, status, code in (
        ("", 401, "login_required"),
        (student["access_token"], 403, "role_not_allowed"),
    ):
        assert refused(await school.call("GET", "/audit", token=token), status, code)


@pytest.mark.parametrize(
    "statement", [sa.delete(audit_log), sa.update(audit_log).values(actor="somebody else")]
)
async def test_the_database_itself_refuses_to_change_or_remove_an_entry(
    school: School, statement: sa.Delete | sa.Update
) -> None:
    before = await _entries(school)
    database = school.house.applications["auth_node"].state.database
    with pytest.raises(sa.exc.IntegrityError, match="only grows"):
        await database.write(lambda connection: connection.execute(statement))
    assert (await _entries(school))[-len(before) :] == before
