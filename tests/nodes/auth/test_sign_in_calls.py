"""What is called at a provider, and what of its answers is looked at."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from backend.auth_node import oidc_courier
from backend.auth_node.oidc_courier import Courier, ProviderAwayError, ProviderWrongError
from backend.auth_node.oidc_tokens import (
    DistrustError,
    Expected,
    Key,
    header_of,
    usable_key,
    verified,
)
from tests.common.test_https import certificate, node

NOW = 1_900_000_000.0
PRIVATE = ed25519.Ed25519PrivateKey.generate()
KEY = Key("one", "EdDSA", PRIVATE.public_key())
EXPECTED = Expected("https://login.example.edu", "courses", "a nonce")
CLAIMS: dict[str, Any] = {
    "iss": EXPECTED.issuer,
    "sub": "248289761001",
    "aud": ["courses"],
    "exp": NOW + 300,
    "iat": NOW,
    "nonce": EXPECTED.nonce,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


def signed(claims: dict[str, Any]) -> str:
    """A token as one who has the key can make it, whatever it says."""
    signer = jwt.algorithms.OKPAlgorithm()
    parts = [{"alg": "EdDSA", "kid": "one"}, claims]
    head = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()) for part in parts)
    head = head.replace(b"=", b"")
    signature = base64.urlsafe_b64encode(signer.sign(head, PRIVATE)).rstrip(b"=")
    return b".".join((head, signature)).decode()


def test_an_honest_token_is_believed() -> None:
    token = signed(CLAIMS)
    assert header_of(token).kid == "one"
    assert verified(token, KEY, EXPECTED, NOW).subject == CLAIMS["sub"]


@pytest.mark.parametrize("name", ["nonce", "sub"])
@pytest.mark.parametrize("odd", ["half \ud800", "two\nlines", "\0"])
def test_text_that_cannot_be_shown_is_refused_by_name(name: str, odd: str) -> None:
    with pytest.raises(DistrustError):
        verified(signed({**CLAIMS, name: odd}), KEY, EXPECTED, NOW)


@given(name=st.sampled_from(sorted(CLAIMS)), value=JSON)
def test_whatever_a_claim_is_it_is_right_or_refused_by_name(name: str, value: object) -> None:
    if name in {"exp", "iat"} and isinstance(value, int | float) and abs(value - NOW) < 1000:
        return
    try:
        token = verified(signed({**CLAIMS, name: value}), KEY, EXPECTED, NOW)
    except DistrustError:
        return
    told = token.claims[name]
    right = told == CLAIMS[name] or (name == "exp" and told > NOW)
    assert right or (name == "sub" and told == token.subject != ""), (name, value)


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda raw: raw.decode("latin-1")))
def test_what_is_no_token_is_refused_by_name(text: str) -> None:
    for made in (text, f"{signed(CLAIMS).partition('.')[0]}.{text}"):
        with pytest.raises(DistrustError):
            verified(made, KEY, EXPECTED, NOW)
    with pytest.raises(DistrustError):
        header_of(text)


def jwk(private: Any, algorithm: str, **more: object) -> dict[str, Any]:  # noqa: ANN401
    made = jwt.algorithms.get_default_algorithms()[algorithm].to_jwk(private.public_key())
    return {**json.loads(made), "kid": "one", **more}


def test_keys_are_of_the_three_kinds_and_long_enough() -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    good = [jwk(curve, "ES256"), jwk(PRIVATE, "EdDSA", use="sig"), jwk(PRIVATE, "EdDSA")]
    assert [key and key.algorithm for key in map(usable_key, good)] == ["ES256", "EdDSA", "EdDSA"]
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    bad: list[dict[str, Any]] = [
        jwk(short, "RS256"),
        jwk(ec.generate_private_key(ec.SECP384R1()), "ES384"),
        jwk(curve, "ES256", use="enc"),
        jwk(curve, "ES256", alg="HS256"),
        jwk(curve, "ES256", kid=7),
        {**jwk(curve, "ES256"), "x": "AA"},
        {"kty": "oct", "k": "AAAA", "kid": "one"},
        {"kty": ["RSA"]},
        {},
    ]
    assert [usable_key(key) for key in bad] == [None] * len(bad)


async def test_a_provider_shows_a_certificate_that_is_trusted(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    async with node(file) as port:
        url = f"https://127.0.0.1:{port}/keys"
        for ca_file, known in (("", False), (str(file), True)):
            courier = Courier(ca_file)
            try:
                if known:
                    assert (await courier.fetch("GET", url)).content == b"hello"
                else:
                    with pytest.raises(ProviderAwayError, match="certificate"):
                        await courier.fetch("GET", url)
            finally:
                await courier.aclose()


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example.edu/keys",
        "http://127.0.0.1.example.edu/",
        "ftp://127.0.0.1/",
        "https://user:secret@login.example.edu/",
        "https://",
        "https://[",
        "unix:///run/node.sock/",
        "",
    ],
)
async def test_nothing_is_called_that_others_can_read_or_that_is_no_address(url: str) -> None:
    with pytest.raises(ProviderWrongError):
        await Courier().fetch("GET", url)


async def test_who_falls_silent_or_never_ends_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(oidc_courier, "ANSWER_WITHIN", 0.2)
    answers = {
        b"GET /silent": b"",
        b"GET /slow": b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        b"GET /endless": b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + b"x" * 200_000,
    }

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        writer.write(answers[asked.partition(b" HTTP")[0]])
        await reader.read()  # until who asked has gone
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        courier = Courier()
        for path, error in (
            ("/silent", ProviderAwayError),
            ("/slow", ProviderAwayError),
            ("/endless", ProviderWrongError),
        ):
            with pytest.raises(error):
                await courier.fetch("GET", url + path)
        await courier.aclose()
