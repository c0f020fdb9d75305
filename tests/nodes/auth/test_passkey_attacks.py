"""Whatever somebody else brings in place of a passkey's signature does not let them in."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from backend.auth_node import challenges
from backend.common.settings import Settings
from tests.conftest import Clock
from tests.nodes.auth.authenticator import Authenticator, to_text
from tests.nodes.auth.conftest import PASSWORD, School, open_school, refused
from tests.nodes.auth.passkey_people import (
    add,
    begun,
    events,
    imported,
    log_in,
    options_of,
    set_up,
    with_passkey,
)


async def test_a_lie_is_refused_and_recorded_with_its_reason(school: School) -> None:
    challenge = await imported(school)
    wrong = Authenticator(origin="https://evil.example")
    assert refused(await set_up(school, wrong, challenge), 422, "passkey_not_accepted")
    device = Authenticator()
    assert (await set_up(school, device, challenge)).json()["status"] == "ok"
    for change in ({"origin": "https://evil.example"}, {"site": "evil.example"}, {"flags": 0}):
        lying = replace(device, **change)
        lying.key = device.key
        assert refused(await log_in(school, lying), 401, "wrong_passkey")
    failed = await events(school, "second_factor_failed")
    assert {each["actor"] for each in failed} == {""}, "who it was is not known"
    assert [each["after"] for each in failed] == [
        {"passkey": "My device", "reason": "presence"},
        {"passkey": "My device", "reason": "site"},
        {"passkey": "My device", "reason": "origin"},
        {"reason": "origin"},
    ]


async def test_what_is_too_large_is_not_looked_at(school: School) -> None:
    for part, size in (("client_data", 2049), ("attestation", 8193), ("name", 51)):
        body = {"challenge": "c", "name": "n", "client_data": "AA", "attestation": "AA"}
        answer = await school.post("/passkeys/confirm", body | {part: "A" * size})
        assert refused(answer, 422, "invalid_fields"), part
    shown = ("credential_id", "client_data", "authenticator_data", "signature", "user_handle")
    for part in shown:
        body = {"challenge": "c", **dict.fromkeys(shown, "AA")}
        answer = await school.post("/login/passkey", body | {part: "A" * 2049})
        assert refused(answer, 422, "invalid_fields"), part


async def test_what_was_signed_once_is_worth_nothing_later(school: School) -> None:
    device, _ = await with_passkey(school)
    challenge = await begun(school, "bob")
    shown = device.get(await options_of(school, challenge), challenge)
    assert (await school.post("/login/passkey", shown)).json()["status"] == "ok"
    assert refused(await school.post("/login/passkey", shown), 401, "challenge_expired")
    later = await begun(school, "bob")
    await options_of(school, later)
    replayed = shown | {"challenge": later}
    assert refused(await school.post("/login/passkey", replayed), 401, "wrong_passkey")
    right = device.get(await options_of(school, later), later)
    assert (await school.post("/login/passkey", right)).json()["status"] == "ok", "control"


async def test_a_wrong_one_uses_up_what_was_to_be_signed(school: School) -> None:
    device, _ = await with_passkey(school)
    challenge = await begun(school, "bob")
    options = await options_of(school, challenge)
    wrong = device.get(options, challenge) | {"signature": to_text(bytes(70))}
    assert refused(await school.post("/login/passkey", wrong), 401, "wrong_passkey")
    right = device.get(options, challenge)
    assert refused(await school.post("/login/passkey", right), 401, "challenge_expired")


async def test_it_counts_for_five_minutes_and_across_a_restart(
    settings: Settings, clock: Clock
) -> None:
    async with open_school(settings, clock) as school:
        device, _ = await with_passkey(school)
        challenge = await begun(school, "bob")
        shown = device.get(await options_of(school, challenge), challenge)
        late = await begun(school, "bob")
        too_late = device.get(await options_of(school, late), late)
    async with open_school(settings, clock) as school:
        clock.advance(challenges.LIFETIME - 1)
        assert (await school.post("/login/passkey", shown)).json()["status"] == "ok"
        clock.advance(1)
        assert refused(await school.post("/login/passkey", too_late), 401, "challenge_expired")


async def test_the_passkey_of_somebody_else_opens_nothing(school: School) -> None:
    await with_passkey(school)
    hers, _ = await with_passkey(school, username="eve")
    challenge = await begun(school, "bob")
    shown = hers.get(await options_of(school, challenge), challenge)
    assert refused(await school.post("/login/passkey", shown), 401, "wrong_passkey")
    (failed,) = await events(school, "second_factor_failed")
    assert (failed["target"], failed["after"]["reason"]) == ("bob", "credential")


async def test_the_challenge_of_somebody_else_is_not_ones_own(school: School) -> None:
    his, _ = await with_passkey(school)
    hers, _ = await with_passkey(school, username="eve")
    bobs, eves = await begun(school, "bob"), await begun(school, "eve")
    await options_of(school, bobs)
    shown = his.get(await options_of(school, eves), bobs)
    assert refused(await school.post("/login/passkey", shown), 401, "wrong_passkey")
    assert refused(
        await school.post("/login/passkey", hers.get(await options_of(school, bobs), eves)),
        401,
        "wrong_passkey",
    )


async def test_what_one_begins_nobody_else_ends(school: School) -> None:
    _, bob = await with_passkey(school)
    _, eve = await with_passkey(school, username="eve")
    creation = await school.post(
        "/me/passkeys/options", {"password": PASSWORD}, token=bob["access_token"]
    )
    body = creation.json()
    brought = Authenticator().create(body["options"], body["challenge"])
    stolen = await school.post("/me/passkeys", brought, token=eve["access_token"])
    assert refused(stolen, 401, "challenge_expired")
    assert refused(await school.post("/passkeys/confirm", brought), 401, "challenge_expired")
    mine = await school.post("/me/passkeys", brought, token=bob["access_token"])
    assert mine.status_code == 201, "control"


async def test_a_credential_belongs_to_one_person_alone(school: School) -> None:
    device, _ = await with_passkey(school)
    again = await set_up(school, device, await imported(school, "eve"))
    assert refused(again, 409, "passkey_known")
    await school.create("teacher", "ada")
    token = (await school.login("ada")).json()["access_token"]
    assert refused(await add(school, token, device), 409, "passkey_known")


async def test_a_handle_of_somebody_else_is_refused_and_none_is_fine(school: School) -> None:
    device, _ = await with_passkey(school)
    handle, device.handle = device.handle, to_text(bytes(32))
    assert refused(await log_in(school, device), 401, "wrong_passkey")
    device.handle = ""
    assert (await log_in(school, device)).json()["status"] == "ok"
    device.handle = handle
    assert (await log_in(school, device)).json()["status"] == "ok"


async def test_a_device_that_has_signed_more_often_than_it_says_was_copied(school: School) -> None:
    device, _ = await with_passkey(school)
    assert (await log_in(school, device)).json()["status"] == "ok"
    device.counter -= 1
    assert refused(await log_in(school, device), 401, "passkey_copied")
    (copied,) = await events(school, "passkey_copied")
    assert copied["after"] == {"passkey": "My device", "reason": "copied"}
    device.counter = 2**32 - 2
    assert (await log_in(school, device)).json()["status"] == "ok", "control"


async def test_devices_that_do_not_count_are_taken(school: School) -> None:
    device, _ = await with_passkey(school, Authenticator(counts=False))
    for _ in range(2):
        assert (await log_in(school, device)).json()["status"] == "ok"


async def test_failures_are_counted_beside_those_of_codes_and_apart_from_passwords(
    school: School,
) -> None:
    device, _ = await with_passkey(school)
    origin, device.origin = device.origin, "https://evil.example"
    for _ in range(6):
        assert refused(await log_in(school, device), 401, "wrong_passkey")
    device.origin = origin
    assert refused(await log_in(school, device), 429, "too_many_attempts")
    assert (await school.login("bob")).json()["status"] == "passkey_required"
    school.clock.advance(3600)
    assert (await log_in(school, device)).json()["status"] == "ok"


async def _twenty_at_once(school: School) -> int:
    device, _ = await with_passkey(school)
    challenge = await begun(school, "bob")
    shown = device.get(await options_of(school, challenge), challenge)
    device.counter += 1
    answers = await asyncio.gather(*(school.post("/login/passkey", shown) for _ in range(20)))
    return sum(answer.status_code == 200 for answer in answers)


async def test_of_twenty_uses_of_one_challenge_at_once_a_single_one_succeeds(
    school: School,
) -> None:
    assert await _twenty_at_once(school) == 1


async def test_without_using_it_up_more_than_one_would(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a node that looks without taking, for devices that do not count."""
    monkeypatch.setattr(challenges, "take_from_passkey", lambda _, each: each.passkey_challenge)
    monkeypatch.setattr(challenges, "remove", lambda *_: None)
    monkeypatch.setattr(Authenticator, "counts", False)
    device, _ = await with_passkey(school, Authenticator(counts=False))
    challenge = await begun(school, "bob")
    shown = device.get(await options_of(school, challenge), challenge)
    answers = await asyncio.gather(*(school.post("/login/passkey", shown) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]


async def test_who_got_in_before_a_second_factor_was_set_up_sets_none_up_later(
    school: School,
) -> None:
    """A thief of the password alone, who was quick, and slow afterwards."""
    thief = await imported(school)
    options = (await school.post("/passkeys/setup", {"challenge": thief})).json()
    assert (await set_up(school, Authenticator(), await begun(school, "bob"))).status_code == 200
    brought = Authenticator().create(options, thief)
    assert refused(await school.post("/passkeys/confirm", brought), 401, "challenge_expired")
    assert refused(await school.post("/totp/setup", {"challenge": thief}), 401, "challenge_expired")


async def test_a_challenge_serves_its_purpose_alone(school: School) -> None:
    device, entered = await with_passkey(school)
    login = await begun(school, "bob")
    assert refused(
        await school.post("/passkeys/setup", {"challenge": login}), 401, "challenge_expired"
    )
    adding = await school.post(
        "/me/passkeys/options", {"password": PASSWORD}, token=entered["access_token"]
    )
    token = adding.json()["challenge"]
    for path in ("/login/passkey/options", "/passkeys/setup", "/totp/setup"):
        answer = await school.post(path, {"challenge": token})
        assert refused(answer, 401, "challenge_expired"), path
    shown = device.get(adding.json()["options"], token)
    assert refused(await school.post("/login/passkey", shown), 401, "challenge_expired")


async def test_where_there_are_none_codes_go_on_working(settings: Settings, clock: Clock) -> None:
    async with open_school(settings, clock) as school:
        _, entered = await with_passkey(school)
        await school.create("student", "carol")
    elsewhere = Settings(
        data_dir=settings.data_dir,
        use_sockets=False,
        internal_token=settings.internal_token,
        public_url="http://192.0.2.7",
    )
    async with open_school(elsewhere, clock) as school:
        challenge = await begun(school, "bob")
        asked = await school.post("/login/passkey/options", {"challenge": challenge})
        assert refused(asked, 403, "passkeys_off")
        code = entered["recovery_codes"][0]
        assert (await school.login("bob", code=code)).json()["status"] == "ok"
        assert (await school.login("carol")).json()["passkey"] is False
        await imported(school, "dan")
        answer = (await school.login("dan")).json()
        assert (answer["status"], answer["passkey"]) == ("totp_setup_required", False)
