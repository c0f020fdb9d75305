"""Passkeys: set up, logged in with, added, renamed and removed, by who they are of."""

from __future__ import annotations

import pytest

from backend.auth_node import passkeys
from tests.nodes.auth.authenticator import EDDSA, ES256, RS256, Authenticator, to_bytes
from tests.nodes.auth.conftest import PASSWORD, School, refused
from tests.nodes.auth.passkey_people import (
    add,
    begun,
    events,
    imported,
    listed,
    log_in,
    options_of,
    set_up,
    with_passkey,
)


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
async def test_a_student_sets_a_passkey_up_at_the_first_login_and_logs_in_with_it(
    school: School, algorithm: int
) -> None:
    device, entered = await with_passkey(school, Authenticator(algorithm))
    assert entered["status"] == "ok"
    assert len(set(entered["recovery_codes"])) == 10
    school.clock.advance(60)
    again = await log_in(school, device)
    assert again.json()["status"] == "ok", again.text
    (row,) = await listed(school, again.json()["access_token"])
    assert row["name"] == "My device"
    assert row["last_used_at"] == row["created_at"] + 60
    me = (await school.call("GET", "/me", token=again.json()["access_token"])).json()
    assert (me["totp"], me["passkeys"], me["recovery_codes_left"]) == ("none", 1, 10)


async def test_a_login_says_which_second_factors_do(school: School) -> None:
    challenge = await imported(school)
    answer = (await school.login("bob")).json()
    assert (answer["status"], answer["passkey"]) == ("totp_setup_required", True)
    device = Authenticator()
    entered = (await set_up(school, device, challenge)).json()
    assert (await school.login("bob")).json()["status"] == "passkey_required"
    new = await school.post("/me/totp", {"password": PASSWORD}, token=entered["access_token"])
    secret = new.json()["secret"]
    shown = {"challenge": new.json()["challenge"], "code": school.code(secret)}
    assert (await school.post("/totp/confirm", shown)).json()["status"] == "ok"
    both = (await school.login("bob")).json()
    assert (both["status"], both["passkey"]) == ("totp_required", True)
    assert (await log_in(school, device)).json()["status"] == "ok"
    school.clock.advance(30)
    assert (await school.login("bob", code=school.code(secret))).json()["status"] == "ok"
    await school.create("student", "carol")
    app_only = (await school.login("carol")).json()
    assert (app_only["status"], app_only["passkey"]) == ("totp_required", False)


async def test_options_ask_for_what_is_decided(school: School) -> None:
    challenge = await imported(school)
    options = (await school.post("/passkeys/setup", {"challenge": challenge})).json()
    assert len(to_bytes(options["challenge"])) == 32
    assert len(to_bytes(options["user"]["id"])) == 32
    assert b"bob" not in to_bytes(options["user"]["id"])
    assert [each["alg"] for each in options["pubKeyCredParams"]] == [EDDSA, ES256, RS256]
    assert (options["rp"]["id"], options["attestation"]) == ("localhost", "none")
    assert options["authenticatorSelection"]["userVerification"] == "preferred"
    device = Authenticator()
    await school.post("/passkeys/confirm", device.create(options, challenge))
    challenge = await begun(school, "bob")
    asked = await options_of(school, challenge)
    assert [each["id"] for each in asked["allowCredentials"]] == [device.name]
    assert asked["challenge"] != (await options_of(school, challenge))["challenge"]


async def test_a_recovery_code_lets_in_who_has_only_passkeys_and_six_digits_do_not(
    school: School,
) -> None:
    _, entered = await with_passkey(school)
    assert refused(await school.login("bob", code="123456"), 401, "passkey_only")
    challenge = await begun(school, "bob")
    digits = {"challenge": challenge, "code": "123456"}
    assert refused(await school.post("/login/totp", digits), 401, "passkey_only")
    code = {"challenge": challenge, "code": entered["recovery_codes"][0]}
    assert (await school.post("/login/totp", code)).json()["status"] == "ok"
    direct = await school.login("bob", code=entered["recovery_codes"][1])
    assert direct.json()["status"] == "ok"


async def test_a_passkey_with_a_password_that_was_handed_out_leads_to_another_password(
    school: School,
) -> None:
    device, entered = await with_passkey(school)
    path = f"/users/student/{entered['user']['id']}/reset-password"
    password = (await school.post(path, token=await school.admin())).json()["password"]
    challenge = (await school.login("bob", password)).json()["challenge"]
    shown = device.get(await options_of(school, challenge), challenge)
    answer = (await school.post("/login/passkey", shown)).json()
    assert answer["status"] == "password_change_required"
    chosen = {"challenge": answer["challenge"], "new_password": "another long password"}
    assert (await school.post("/login/password", chosen)).json()["status"] == "ok"


async def test_several_are_listed_renamed_and_removed(school: School) -> None:
    device, entered = await with_passkey(school)
    token = entered["access_token"]
    spare = Authenticator()
    added = await add(school, token, spare)
    assert added.status_code == 201, added.text
    assert added.json()["recovery_codes"] == [], "those from before go on counting"
    assert [row["name"] for row in await listed(school, token)] == ["My device", "My device (2)"]
    path = f"/me/passkeys/{added.json()['passkey']['id']}"
    renamed = await school.call("PATCH", path, {"name": "  In the\tdrawer"}, token=token)
    assert refused(renamed, 422, "invalid_fields")
    renamed = await school.call("PATCH", path, {"name": "  In the  drawer "}, token=token)
    assert renamed.json()["name"] == "In the drawer"
    wrong = await school.post(f"{path}/remove", {"password": "not it"}, token=token)
    assert refused(wrong, 401, "wrong_credentials")
    gone = await school.post(f"{path}/remove", {"password": PASSWORD}, token=token)
    assert gone.status_code == 204, gone.text
    assert refused(await log_in(school, spare), 401, "wrong_passkey")
    assert (await log_in(school, device)).json()["status"] == "ok"


async def test_the_last_second_factor_of_a_student_stays_and_that_of_staff_may_go(
    school: School,
) -> None:
    _, entered = await with_passkey(school)
    token = entered["access_token"]
    (row,) = await listed(school, token)
    path = f"/me/passkeys/{row['id']}/remove"
    assert refused(
        await school.post(path, {"password": PASSWORD}, token=token), 409, "last_second_factor"
    )
    new = (await school.post("/me/totp", {"password": PASSWORD}, token=token)).json()
    shown = {"challenge": new["challenge"], "code": school.code(new["secret"])}
    token = (await school.post("/totp/confirm", shown)).json()["access_token"]
    assert (await school.post(path, {"password": PASSWORD}, token=token)).status_code == 204

    await school.create("teacher", "ada")
    token = (await school.login("ada")).json()["access_token"]
    other = (await school.login("ada")).json()["access_token"]
    added = await add(school, token, Authenticator())
    assert len(added.json()["recovery_codes"]) == 10
    assert refused(await school.call("GET", "/me", token=other), 401, "token_invalid")
    path = f"/me/passkeys/{added.json()['passkey']['id']}/remove"
    admin = await school.admin()
    for settled in (True, False):
        changes = {"staff_second_factor": settled}
        await school.call("PATCH", "/settings", changes, token=admin)
        gone = await school.post(path, {"password": PASSWORD}, token=token)
        if settled:
            assert refused(gone, 409, "last_second_factor")
    assert gone.status_code == 204
    assert (await school.login("ada")).json()["status"] == "ok"


async def test_there_are_no_more_than_ten(school: School) -> None:
    _, entered = await with_passkey(school)
    token = entered["access_token"]
    creation = (
        await school.post("/me/passkeys/options", {"password": PASSWORD}, token=token)
    ).json()
    late = Authenticator().create(creation["options"], creation["challenge"])
    for _ in range(passkeys.MOST - 1):
        assert (await add(school, token, Authenticator())).status_code == 201
    assert refused(await add(school, token, Authenticator()), 409, "too_many_passkeys")
    assert refused(await school.post("/me/passkeys", late, token=token), 409, "too_many_passkeys")
    assert len(await listed(school, token)) == passkeys.MOST


async def test_a_reset_removes_passkeys_once_the_new_second_factor_counts(school: School) -> None:
    lost, _ = await with_passkey(school)
    code = (await school.post("/users/bob/reset-2fa", token=await school.admin())).json()
    body = {"username": "bob", "password": PASSWORD, "reset_code": code["reset_code"]}
    new = (await school.post("/totp/reset", body)).json()
    assert (await log_in(school, lost)).json()["status"] == "ok", "it counts until then"
    shown = {"challenge": new["challenge"], "code": school.code(new["secret"])}
    token = (await school.post("/totp/confirm", shown)).json()["access_token"]
    assert await listed(school, token) == []
    assert (await school.login("bob")).json()["status"] == "totp_required"
    assert [each["before"] for each in await events(school, "passkey_removed")] == [
        {"name": "My device"}
    ]


async def test_a_reset_may_end_with_another_passkey_instead(school: School) -> None:
    _, secret = await school.student()
    code = (await school.post("/users/alice/reset-2fa", token=await school.admin())).json()
    body = {"username": "alice", "password": PASSWORD, "reset_code": code["reset_code"]}
    challenge = (await school.post("/totp/reset", body)).json()["challenge"]
    device = Authenticator()
    entered = (await set_up(school, device, challenge)).json()
    assert len(entered["recovery_codes"]) == 10
    school.clock.advance(60)
    assert refused(await school.login("alice", code=school.code(secret)), 401, "passkey_only")
    assert (await log_in(school, device, "alice")).json()["status"] == "ok"


async def test_everything_is_in_the_audit_log(school: School) -> None:
    device, entered = await with_passkey(school)
    token = entered["access_token"]
    (row,) = await listed(school, token)
    await school.call("PATCH", f"/me/passkeys/{row['id']}", {"name": "Phone"}, token=token)
    await log_in(school, device)
    await add(school, token, spare := Authenticator())
    second = (await listed(school, token))[1]["id"]
    await school.post(f"/me/passkeys/{second}/remove", {"password": PASSWORD}, token=token)
    await log_in(school, spare)
    seen = {
        action: [
            (each["actor"], each["target"], each["before"], each["after"])
            for each in await events(school, action)
        ]
        for action in ("passkey_added", "passkey_renamed", "passkey_used", "passkey_removed")
    }
    assert seen == {
        "passkey_added": [
            ("bob", "bob", None, {"name": "My device"}),
            ("bob", "bob", None, {"name": "My device"}),
        ],
        "passkey_renamed": [("bob", "bob", {"name": "My device"}, {"name": "Phone"})],
        "passkey_used": [("bob", "bob", None, {"name": "Phone"})],
        "passkey_removed": [("bob", "bob", {"name": "My device"}, None)],
    }
    (failed,) = await events(school, "second_factor_failed")
    assert failed["after"] == {"passkey": "", "reason": "credential"}


async def test_who_is_deleted_leaves_none(school: School) -> None:
    device, entered = await with_passkey(school)
    admin = await school.admin()
    path = f"/users/student/{entered['user']['id']}"
    assert (await school.call("GET", path, token=admin)).json()["passkeys"] == 1
    assert (await school.call("DELETE", path, token=admin)).status_code == 204
    await school.create("teacher", "ada")
    token = (await school.login("ada")).json()["access_token"]
    assert (await add(school, token, device)).status_code == 201, "nobody has it any more"
