"""Signing in through the university's provider: a real one over HTTP, and those who attack it."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.auth_node import attempts, oidc_sign_in
from backend.auth_node.oidc_discovery import KEPT, KEYS_AT_MOST_EVERY, NOT_AGAIN_FOR
from backend.common.settings import Settings
from tests.conftest import Clock
from tests.identity_provider import IdentityProvider
from tests.nodes.auth.conftest import PASSWORD, School, open_school, refused
from tests.nodes.auth.signing_in import MFA, PAGES, WEB, Browser, browser, entries, provider, school

__all__ = ["browser", "provider", "school"]


async def test_a_student_signs_in_and_has_an_ordinary_session(
    browser: Browser, school: School
) -> None:
    await school.create("student", "alice")
    browser.provider.add("alice", MFA)
    answer = await browser.sign_in()
    assert answer.status_code == 200, answer.text
    login = answer.json()["login"]
    assert (login["status"], answer.json()["next"]) == ("ok", "/timetable")
    assert "refresh_token" not in login, "a page has it in the cookie"
    assert browser.cookies["__Secure-course-selection-sign-in"] == "", "used up"
    assert (await browser.ask("/refresh", None)).status_code == 200
    listed = await school.call("GET", "/sessions", token=login["access_token"])
    (session,) = listed.json()["items"]
    assert (session["provider"], session["program"]) == ("Example University", "Firefox")
    ours = [entry for entry in await entries(school, "logged_in") if entry["actor"] == "alice"]
    assert [entry["after"]["provider"] for entry in ours] == ["Example University"]
    (linked,) = await entries(school, "provider_linked")
    assert linked["after"] == {"issuer": browser.provider.issuer, "subject": "sub-alice"}
    assert (linked["actor"], linked["target"]) == ("alice", "alice")
    assert (await school.call("POST", "/logout", token=login["access_token"])).status_code == 204


async def test_the_cookie_is_for_this_alone(browser: Browser) -> None:
    answer = await browser.ask("/oidc/start", {})
    line = answer.headers["set-cookie"]
    assert line.startswith("__Secure-course-selection-sign-in=")
    rest = {part.strip() for part in line.split(";")[1:]}
    assert rest == {"Max-Age=600", "Path=/api/auth/oidc", "HttpOnly", "SameSite=Strict", "Secure"}


async def test_without_a_second_factor_there_ours_is_asked_for_and_the_rest_is_as_ever(
    browser: Browser, school: School
) -> None:
    created = await school.create("student", "alice", must_change_password=True)
    browser.provider.add("alice", {"amr": ["pwd"]})
    answer = await browser.sign_in()
    login = answer.json()["login"]
    assert login["status"] == "totp_required"
    assert await entries(school, "provider_linked") == [], "not before the second factor"
    code = school.code(created["totp"]["secret"])
    body = {"challenge": login["challenge"], "code": code}
    second = await browser.ask("/login/totp", body)
    assert second.json()["status"] == "ok", "a password that was handed out was not used"
    token = second.json()["access_token"]
    listed = await school.call("GET", "/sessions", token=token)
    assert listed.json()["items"][0]["provider"] == "Example University"
    assert len(await entries(school, "provider_linked")) == 1


async def test_a_student_without_one_sets_one_up_and_a_teacher_need_not(
    browser: Browser, school: School
) -> None:
    row = {"username": "nora", "name": "Nora", "email": "n@uni.example", "password": PASSWORD}
    bulk = {"role": "student", "users": [row]}
    await school.post("/users/bulk", bulk, token=await school.admin())
    await school.create("teacher", "grace")
    for username in ("nora", "grace"):
        browser.provider.add(username)
    first = (await browser.sign_in("nora")).json()["login"]
    assert first["status"] == "totp_setup_required"
    made = await browser.ask("/totp/setup", {"challenge": first["challenge"]})
    body = {"challenge": first["challenge"], "code": school.code(made.json()["secret"])}
    confirmed = await browser.ask("/totp/confirm", body)
    assert confirmed.json()["status"] == "ok", confirmed.text
    assert [entry["actor"] for entry in await entries(school, "provider_linked")] == ["nora"]
    assert (await browser.sign_in("grace")).json()["login"]["status"] == "ok"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
async def test_every_algorithm_and_a_key_without_an_id(
    browser: Browser, school: School, algorithm: str
) -> None:
    await school.create("teacher", "grace")
    browser.provider.add("grace")
    browser.provider.rotate(algorithm)
    assert (await browser.sign_in("grace")).status_code == 200
    browser.provider.keys[-1].id = ""  # the token names none, and there is only one
    assert (await browser.sign_in("grace")).status_code == 200


async def test_a_state_is_bound_to_the_browser_that_began_and_counts_once_and_in_time(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    await school.create("teacher", "grace")
    provider.add("grace")
    back = await browser.come_back("grace")
    stranger = Browser(school, provider)
    assert refused(await stranger.ask("/oidc/finish", back), 401, "oidc_state_invalid")
    await stranger.begin()  # a cookie, but of another sign-in: login CSRF
    assert refused(await stranger.ask("/oidc/finish", back), 401, "oidc_state_invalid")
    wrong = {**back, "state": back["state"][::-1]}
    assert refused(await browser.ask("/oidc/finish", wrong), 401, "oidc_state_invalid")
    cookies = dict(browser.cookies)
    assert (await browser.ask("/oidc/finish", back)).status_code == 200
    browser.cookies = cookies
    assert refused(await browser.ask("/oidc/finish", back), 401, "oidc_state_invalid")
    late = await browser.come_back("grace")
    school.clock.advance(601)
    assert refused(await browser.ask("/oidc/finish", late), 401, "oidc_state_invalid")
    forged = dict(browser.cookies, **{"__Secure-course-selection-sign-in": "gAAAAA"})
    browser.cookies = forged
    assert refused(await browser.ask("/oidc/finish", late), 401, "oidc_state_invalid")
    refusals = await entries(school, "provider_refused")
    reasons = [entry["after"]["reason"] for entry in refusals]
    secrets = [answer[name] for answer in (back, late) for name in ("code", "state")]
    assert not any(secret in json.dumps(refusals) for secret in secrets)
    assert reasons == ["oidc_state_invalid"] * 6


async def test_of_many_who_come_back_with_the_same_answer_one_gets_in(
    browser: Browser, school: School
) -> None:
    await school.create("teacher", "grace")
    browser.provider.add("grace")
    back = await browser.come_back("grace")
    answers = await asyncio.gather(*(browser.ask("/oidc/finish", back) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 19


async def test_a_code_of_another_sign_in_is_worth_nothing(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    """A stolen code is brought into the thief's own sign-in: the verifier is another one."""
    await school.create("teacher", "grace")
    provider.add("grace")
    victim = await Browser(school, provider).come_back("grace")
    own = await browser.come_back("grace")
    mixed = {**own, "code": victim["code"]}
    assert refused(await browser.ask("/oidc/finish", mixed), 401, "oidc_answer_invalid")
    spent = await browser.come_back("grace")
    again = {**spent, "code": own["code"] + "x"}
    assert refused(await browser.ask("/oidc/finish", again), 401, "oidc_answer_invalid")


def unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, "none", {"kid": "first"})  # type: ignore[arg-type]


def signed_by_nobody(claims: dict[str, Any]) -> str:
    head, payload, _ = unsigned(claims).split(".")
    return f"{head}.{payload}.{base64.urlsafe_b64encode(b'x' * 64).decode().rstrip('=')}"


FORGERIES: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "of-another-sign-in"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "library"},
    "several audiences and nobody named": {"aud": ["courses", "library"]},
    "another party": {"azp": "library"},
    "expired": {"exp": 1_900_000_000 - 61},
    "made in the future": {"iat": 1_900_000_000 + 120},
    "made long ago": {"iat": 1_900_000_000 - 3600},
    "not yet": {"nbf": 1_900_000_000 + 120},
    "another issuer": {"iss": "https://evil.example"},
    "no subject": {"sub": ""},
    "no expiry": {"exp": None},
    "expiry that is no number": {"exp": "never"},
    "expiry that is infinite": {"exp": None, "iat": float("nan")},
}


@pytest.mark.parametrize("name", FORGERIES)
async def test_a_token_that_is_not_for_this_is_refused(
    browser: Browser, school: School, name: str
) -> None:
    await school.create("teacher", "grace")
    browser.provider.add("grace")
    browser.provider.lies.claims = FORGERIES[name]
    assert refused(await browser.sign_in("grace"), 401, "oidc_answer_invalid")
    browser.provider.lies.claims = {}
    assert (await browser.sign_in("grace")).status_code == 200, "the honest one is believed"


async def test_a_token_that_the_provider_did_not_sign_is_refused(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    await school.create("teacher", "grace")
    provider.add("grace")
    key = provider.keys[-1]
    pem = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    raw = json.dumps(key.jwk()).encode()
    stranger = IdentityProvider(school.clock)
    stranger.close()

    def hs256(claims: dict[str, Any], secret: bytes) -> str:
        """What `jwt.encode` refuses to make: an HMAC with the published key as its secret."""
        signer = jwt.algorithms.get_default_algorithms()["HS256"]
        head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"first"}').rstrip(b"=")
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
        signature = base64.urlsafe_b64encode(signer.sign(head + b"." + payload, secret))
        return b".".join((head, payload, signature.rstrip(b"="))).decode()

    forgers = [
        unsigned,
        signed_by_nobody,
        lambda claims: hs256(claims, pem),
        lambda claims: hs256(claims, raw),
        lambda claims: jwt.encode(claims, stranger.keys[-1].private, "ES256", {"kid": "first"}),
        lambda claims: jwt.encode(claims, key.private, "ES256", {"kid": "first", "crit": ["x"]}),
        lambda claims: "no.token",
        lambda claims: "x" * 20_000,
    ]
    for forge in forgers:
        provider.lies.token = forge
        assert refused(await browser.sign_in("grace"), 401, "oidc_answer_invalid")
    provider.lies.token = None
    assert (await browser.sign_in("grace")).status_code == 200


async def test_an_answer_of_another_issuer_is_refused_before_the_code_is_shown_anywhere(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    provider.add("grace")
    for lie in ({"iss": "https://evil.example"}, {"iss": ""}):
        provider.lies.redirect = lie
        assert refused(await browser.sign_in("grace"), 401, "oidc_answer_invalid")
    assert provider.calls["/token"] == 0


async def test_keys_are_fetched_anew_for_an_unknown_one_but_once_a_minute(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    await school.create("teacher", "grace")
    provider.add("grace")
    for _ in range(3):
        assert (await browser.sign_in("grace")).status_code == 200
    assert (provider.calls["/keys"], provider.calls["/.well-known/openid-configuration"]) == (1, 1)
    provider.rotate("RS256")
    for _ in range(3):
        assert refused(await browser.sign_in("grace"), 401, "oidc_answer_invalid")
    assert provider.calls["/keys"] == 1, "less than a minute after the last time"
    school.clock.advance(KEYS_AT_MOST_EVERY)
    assert (await browser.sign_in("grace")).status_code == 200
    assert provider.calls["/keys"] == 2
    school.clock.advance(KEPT + 1)
    assert (await browser.sign_in("grace")).status_code == 200
    assert (provider.calls["/keys"], provider.calls["/.well-known/openid-configuration"]) == (3, 2)


async def test_while_the_provider_is_away_it_is_said_and_the_password_lets_in(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    await school.create("teacher", "grace")
    provider.add("grace")
    provider.lies.down = True
    answer = await browser.ask("/oidc/start", {})
    assert refused(answer, 503, "oidc_provider_away")
    assert answer.headers["retry-after"]
    assert (await browser.ask("/oidc/start", {})).status_code == 503
    assert provider.calls["/.well-known/openid-configuration"] == 1, "not asked again at once"
    shown = await school.call("GET", "/oidc")
    assert shown.json() == {"provider": "Example University"}
    assert (await school.login("grace")).json()["status"] == "ok"
    provider.lies.down = False
    school.clock.advance(NOT_AGAIN_FOR)
    back = await browser.come_back("grace")
    provider.lies.down = True
    assert refused(await browser.ask("/oidc/finish", back), 503, "oidc_provider_away")


async def test_a_provider_that_describes_itself_wrongly_is_not_used(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    for lie in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://login.example.edu/token"},
        {"jwks_uri": 7},
    ):
        provider.lies.described = lie
        assert refused(await browser.ask("/oidc/start", {}), 502, "oidc_provider_wrong")
    provider.lies.huge = True
    assert refused(await browser.ask("/oidc/start", {}), 502, "oidc_provider_wrong")


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/e"],
)
async def test_nobody_is_sent_to_another_site_afterwards(browser: Browser, path: str) -> None:
    assert refused(await browser.ask("/oidc/start", {"next": path}), 422, "invalid_fields")


async def test_only_our_pages_at_their_own_address_begin_and_finish(browser: Browser) -> None:
    for path, body in (("/oidc/start", {}), ("/oidc/finish", {"state": "x"})):
        assert refused(await browser.ask(path, body, {}), 403, "other_site")
        foreign = {**WEB, "Sec-Fetch-Site": "cross-site"}
        assert refused(await browser.ask(path, body, foreign), 403, "other_site")
    here = {**WEB, "Origin": "https://other.example", "X-Forwarded-Host": "other.example"}
    assert refused(await browser.ask("/oidc/start", {}, here), 409, "oidc_other_address")


async def test_a_user_name_that_is_given_to_somebody_else_does_not_open_the_account(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    await school.create("teacher", "grace")
    provider.add("grace")
    first = await browser.sign_in("grace")
    provider.add("grace", subject="somebody else")
    assert refused(await browser.sign_in("grace"), 403, "oidc_other_subject")
    shown = await school.call("GET", "/users/teacher/1", token=await school.admin())
    assert shown.json()["linked"] is True
    (entry,) = await entries(school, "provider_refused")
    assert (entry["target"], entry["after"]["subject"]) == ("grace", "somebody else")
    provider.add("grace.hopper", subject="sub-grace")  # renamed there, and still the same person
    renamed = await browser.sign_in("grace.hopper")
    assert renamed.json()["login"]["user"]["username"] == "grace"
    unlinked = await school.post("/users/grace/unlink-provider", token=await school.admin())
    assert unlinked.status_code == 204
    for answer in (first, renamed):
        token = answer.json()["login"]["access_token"]
        assert refused(await school.call("GET", "/me", token=token), 401, "token_invalid")
    assert (await browser.sign_in("grace")).status_code == 200, "linked to the new one now"
    assert len(await entries(school, "provider_unlinked")) == 1
    again = await school.post("/users/nobody/unlink-provider", token=await school.admin())
    assert refused(again, 404, "no_such_user")


async def test_nobody_gets_an_account_by_signing_in_and_disabled_ones_stay_closed(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    provider.add("stranger")
    answer = await browser.sign_in("stranger")
    assert refused(answer, 403, "oidc_unknown_user")
    assert "stranger" in answer.json()["detail"]
    made = await school.create("teacher", "grace")
    provider.add("grace")
    assert (await browser.sign_in("grace")).status_code == 200
    path = f"/users/teacher/{made['user']['id']}"
    await school.post(f"{path}/disable", token=await school.admin())
    assert refused(await browser.sign_in("grace"), 403, "account_disabled")
    await school.call("DELETE", path, token=await school.admin())
    assert refused(await browser.sign_in("grace"), 403, "oidc_unknown_user")
    provider.add("nameless")
    provider.lies.claims = {"preferred_username": ["grace"]}
    provider.lies.userinfo = {"preferred_username": None}
    assert refused(await browser.sign_in("nameless"), 403, "oidc_unknown_user")


async def test_an_administrator_signs_in_only_after_another_one_has_linked_the_account(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    right = {"subject": "the right one"}
    provider.add("admin", subject="the right one")
    assert refused(await browser.sign_in("admin"), 403, "oidc_administrator_unlinked")
    linked = await school.post("/users/admin/link-provider", right, token=await school.admin())
    assert linked.json()["subject"] == "the right one", linked.text
    assert (await browser.sign_in("admin")).json()["login"]["status"] == "ok"
    await school.create("teacher", "grace")
    taken = await school.post("/users/grace/link-provider", right, token=await school.admin())
    assert refused(taken, 409, "oidc_subject_taken")


async def test_the_user_name_may_be_at_the_user_info_endpoint_of_the_same_person(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    await school.create("teacher", "grace")
    provider.add("grace")
    provider.in_token = False
    assert (await browser.sign_in("grace")).status_code == 200
    provider.lies.userinfo = {"sub": "somebody else"}
    assert refused(await browser.sign_in("grace"), 401, "oidc_answer_invalid")


async def test_what_the_provider_says_in_place_of_a_code(browser: Browser, school: School) -> None:
    browser.provider.add("grace")
    back = await browser.come_back("grace")
    denied = {"state": back["state"], "iss": back["iss"], "error": "access_denied"}
    assert refused(await browser.ask("/oidc/finish", denied), 403, "oidc_denied")


async def test_what_the_operator_requires_is_required(
    settings: Settings, clock: Clock, provider: IdentityProvider
) -> None:
    required = {"oidc_required_acr": "gold, silver", "oidc_username_claim": "email"}
    wanted = msgspec.structs.replace(settings, **provider.settings(PAGES), **required)
    async with open_school(wanted, clock) as school:
        browser = Browser(school, provider)
        await school.create("student", "alice@uni.example", email="a@uni.example")
        address = "alice@uni.example"
        known = {"email": address, "email_verified": True}
        provider.add("alice", {"acr": "bronze", **known})
        start = await browser.begin()
        assert "acr_values=gold+silver" in start
        assert "scope=openid+email" in start
        assert refused(await browser.sign_in("alice"), 403, "oidc_too_weak")
        provider.add("alice", {"acr": "silver", **known})
        assert (await browser.sign_in("alice")).json()["login"]["status"] == "ok"
        provider.add(
            "alice", {"acr": "gold", "email": address, "email_verified": False}, subject="2"
        )
        assert refused(await browser.sign_in("alice"), 403, "oidc_unknown_user")


async def test_without_settings_there_is_no_other_way_in(
    settings: Settings, clock: Clock, provider: IdentityProvider
) -> None:
    half = msgspec.structs.replace(settings, oidc_issuer=provider.issuer)
    for wanted in (settings, half):
        async with open_school(wanted, clock) as school:
            assert (await school.call("GET", "/oidc")).json() == {"provider": None}
            browser = Browser(school, provider)
            for path, body in (("/oidc/start", {}), ("/oidc/finish", {"state": "x"})):
                assert refused(await browser.ask(path, body), 404, "oidc_not_set_up")
    assert provider.calls.total() == 0


async def test_who_fails_hundreds_of_times_has_to_wait(browser: Browser) -> None:
    body = {"state": "guessed"}
    answers = [await browser.ask("/oidc/finish", body) for _ in range(502)]
    assert refused(answers[0], 401, "oidc_state_invalid")
    assert refused(answers[-1], 429, "too_many_attempts")


async def test_who_guesses_nothing_is_not_counted_against_a_whole_campus(
    browser: Browser, school: School, provider: IdentityProvider
) -> None:
    """Nobody there has an account yet, or the provider is not well."""
    strict = attempts.Policy("source", free=1, longest=30.0, forgiven_every=1e6)
    provider.add("grace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oidc_sign_in, "SOURCE", strict)
        for _ in range(3):
            assert refused(await browser.sign_in("grace"), 403, "oidc_unknown_user")
        provider.lies.token_status = 403
        for _ in range(3):
            assert refused(await browser.sign_in("grace"), 502, "oidc_provider_wrong")
        provider.lies.token_status = 400
        for _ in range(2):
            assert refused(await browser.sign_in("grace"), 401, "oidc_answer_invalid")
        assert refused(await browser.sign_in("grace"), 429, "too_many_attempts")


@pytest.mark.parametrize("odd", ["gra\nce", "gra\u202ece", "gra\0ce"])
async def test_what_cannot_be_shown_is_no_user_name_and_no_subject(
    browser: Browser, school: School, provider: IdentityProvider, odd: str
) -> None:
    provider.add("grace", {"preferred_username": odd})
    assert refused(await browser.sign_in("grace"), 403, "oidc_unknown_user")
    provider.add("grace", subject=odd)
    assert refused(await browser.sign_in("grace"), 401, "oidc_answer_invalid")
    provider.lies.claims = {"nonce": odd}
    assert refused(await browser.sign_in("grace"), 401, "oidc_answer_invalid")
