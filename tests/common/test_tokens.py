"""Access tokens: believed without a call, refused when forged, expired or ended."""

from __future__ import annotations

import base64
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.common.errors import Refused
from backend.common.tokens import ASK_FOR_KEYS_EVERY, TokenVerifier
from tests.conftest import Clock, House
from tests.nodes import tokens


@pytest.fixture
async def verifier(house: House, clock: Clock) -> TokenVerifier:
    await house.start("auth_node", tokens.create_auth)
    return TokenVerifier(house.client, clock)


async def code_of(verifier: TokenVerifier, token: str) -> str:
    try:
        await verifier.identify(token)
    except Refused as refused:
        return refused.code
    return "believed"


async def test_a_token_is_believed_without_another_call(
    house: House, verifier: TokenVerifier
) -> None:
    identity = await verifier.identify(tokens.token("student", person=17, username="alice"))
    assert (identity.role, identity.person, identity.username) == ("student", 17, "alice")
    house.applications.clear()
    assert (await verifier.identify(tokens.token("teacher", person=3))).role == "teacher"


async def test_a_token_ends_with_its_time_also_when_it_is_remembered(
    verifier: TokenVerifier, clock: Clock
) -> None:
    token = tokens.token("student", expires=clock() + 60)
    assert await code_of(verifier, token) == "believed"
    clock.advance(60)
    assert await code_of(verifier, token) == "token_expired"


async def test_later_tokens_of_the_same_key_are_read_in_full_too(
    verifier: TokenVerifier, clock: Clock
) -> None:
    await verifier.identify(tokens.token("student"))
    later = tokens.token("student", person=9, username="bob", scratch=5, expires=clock() + 60)
    identity = await verifier.identify(later)
    assert (identity.person, identity.username, identity.scratch_term) == (9, "bob", 5)
    clock.advance(60)
    assert await code_of(verifier, later) == "token_expired"


async def test_the_end_of_a_session_ends_its_tokens_and_is_told(
    verifier: TokenVerifier, clock: Clock
) -> None:
    told: list[str] = []
    verifier.on_session_end.append(told.append)
    mine, other = tokens.token("student", session="mine"), tokens.token("student", session="other")
    assert await code_of(verifier, mine) == "believed"
    verifier.end_session("mine", clock() + 600)
    assert await code_of(verifier, mine) == "token_invalid"
    assert await code_of(verifier, other) == "believed"
    assert told == ["mine"]


async def test_ended_sessions_are_forgotten_when_their_last_token_has_expired(
    verifier: TokenVerifier, clock: Clock
) -> None:
    for number in range(5):
        verifier.end_session(f"s{number}", clock() + 10)
    clock.advance(11)
    verifier.end_session("new", clock() + 10)
    late = tokens.token("student", session="s1")
    assert await code_of(verifier, late) == "believed", "nothing else would still refuse it"


CLAIMS = {
    "sub": "1",
    "role": "admin",
    "pid": 1,
    "name": "x",
    "sid": "s",
    "aud": "course-selection",
    "exp": 4_000_000_000,
}


def signed(claims: dict[str, object], key: object = tokens.PRIVATE_KEY, **header: str) -> str:
    headers = {"kid": tokens.KEY_ID, **header}
    return jwt.encode(claims, key, algorithm="EdDSA", headers=headers)  # type: ignore[arg-type]


def unsigned() -> str:
    def part(content: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'kid': tokens.KEY_ID})}.{part(CLAIMS)}."


def deep(begin: bytes) -> str:
    """A header nested more deeply than anything reads."""
    head = base64.urlsafe_b64encode(begin + b"[" * 40_000).rstrip(b"=").decode()
    return f"{head}.{signed(CLAIMS).partition('.')[2]}"


def by_hmac_with_the_public_key() -> str:
    public = tokens.PRIVATE_KEY.public_key().public_bytes_raw()
    return jwt.encode(CLAIMS, public, algorithm="HS256", headers={"kid": tokens.KEY_ID})


def altered() -> str:
    head, _, signature = signed(CLAIMS).split(".")
    body = base64.urlsafe_b64encode(json.dumps({**CLAIMS, "pid": 2}).encode()).rstrip(b"=")
    return f"{head}.{body.decode()}.{signature}"


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        "a.b.c",
        unsigned(),
        by_hmac_with_the_public_key(),
        altered(),
        signed(CLAIMS) + "=",
        signed(CLAIMS) + ".x",
        signed(CLAIMS)[:-2],
        signed(CLAIMS, Ed25519PrivateKey.generate()),
        signed(CLAIMS, kid="unknown"),
        signed({**CLAIMS, "aud": "somebody else"}),
        signed({k: v for k, v in CLAIMS.items() if k != "aud"}),
        signed({k: v for k, v in CLAIMS.items() if k != "exp"}),
        signed({k: v for k, v in CLAIMS.items() if k != "sid"}),
        signed({**CLAIMS, "pid": "one"}),
        deep(b'{"alg":"EdDSA","kid":'),
        deep(b""),
        "a" * 60_000,
    ],
)
@pytest.mark.parametrize("after_a_good_one", [False, True])
async def test_a_forged_token_is_refused(
    verifier: TokenVerifier, forged: str, after_a_good_one: bool
) -> None:
    if after_a_good_one:
        assert await code_of(verifier, tokens.token("student")) == "believed"
    assert await code_of(verifier, forged) == "token_invalid"


async def test_made_up_keys_do_not_make_a_call_each(
    house: House, verifier: TokenVerifier, clock: Clock
) -> None:
    assert await code_of(verifier, signed(CLAIMS, kid="made-up-0")) == "token_invalid"
    house.applications.clear()
    assert await code_of(verifier, signed(CLAIMS, kid="made-up-1")) == "token_invalid"
    clock.advance(ASK_FOR_KEYS_EVERY)
    assert await code_of(verifier, signed(CLAIMS, kid="made-up-2")) == "service_away"
    assert await code_of(verifier, signed(CLAIMS, kid="made-up-3")) == "token_invalid", (
        "an auth node that hangs holds up one of them"
    )
