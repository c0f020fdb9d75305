"""What a passkey must have said and signed: every lie has its reason."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
import pytest

from backend.auth_node.passkeys_check import (
    Known,
    NotProvenError,
    Site,
    made,
    signed,
    site_of,
)
from backend.auth_node.passkeys_models import NewPasskey, ShownPasskey
from backend.common.settings import Settings
from tests.nodes.auth.authenticator import (
    BACKED_UP,
    EDDSA,
    ES256,
    ES384,
    ORIGIN,
    RS256,
    SITE,
    VERIFIED,
    Authenticator,
    cbor,
    to_bytes,
    to_text,
)

CHALLENGE = to_text(b"c" * 32)
HANDLE = to_text(b"h" * 32)
HERE = Site(SITE, ORIGIN, any_port=False)
CREATE = {"challenge": CHALLENGE, "user": {"id": HANDLE}, "excludeCredentials": []}
Json = dict[str, Any]
Spoil = Callable[[Authenticator], None]


def make(device: Authenticator, **other: str) -> Known:
    """What is known of a passkey that was made just now."""
    brought = msgspec.convert(device.create(CREATE, "login") | other, NewPasskey)
    new = made(brought, CHALLENGE, HERE)
    assert new.credential_id == device.name
    return Known(new.public_key, new.sign_count, HANDLE)


def show(device: Authenticator, known: Known, **other: str) -> int:
    """The count after a login with it."""
    shown = device.get({"challenge": CHALLENGE}, "login") | other
    return signed(msgspec.convert(shown, ShownPasskey), CHALLENGE, known, HERE)


def reason_of(work: Callable[[], object]) -> str:
    with pytest.raises(NotProvenError) as told:
        work()
    return told.value.reason.value


def _set(**values: object) -> Spoil:
    def spoil(device: Authenticator) -> None:
        for name, value in values.items():
            setattr(device, name, value)

    return spoil


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
def test_what_is_true_is_believed(algorithm: int) -> None:
    device = Authenticator(algorithm)
    known = make(device)
    assert known.sign_count == 1
    assert show(device, known) == 2


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        pytest.param(_set(origin="https://localhost.evil.example"), "origin", id="another page"),
        pytest.param(_set(origin="http://localhost:8001"), "origin", id="another port"),
        pytest.param(_set(origin="http://localhost:8000/x"), "origin", id="no origin"),
        pytest.param(_set(origin="http://LOCALHOST.:8000"), "origin", id="a like one"),
        pytest.param(_set(origin=None), "form", id="no page"),
        pytest.param(_set(client={"crossOrigin": True}), "origin", id="a page in a foreign one"),
        pytest.param(_set(client={"crossOrigin": "no"}), "form", id="a text as an answer"),
        pytest.param(_set(site="evil.example"), "site", id="another relying party"),
        pytest.param(_set(flags=VERIFIED), "presence", id="nobody there"),
        pytest.param(_set(flags=1 | BACKED_UP), "form", id="kept where it cannot be"),
        pytest.param(_set(client={"challenge": to_text(bytes(32))}), "challenge", id="own one"),
        pytest.param(_set(client={"challenge": ""}), "challenge", id="no challenge"),
        pytest.param(_set(client={"challenge": "é"}), "challenge", id="no base64"),
        pytest.param(_set(client={"challenge": 10**15}), "form", id="a number as challenge"),
        pytest.param(_set(client={"type": "payment.get"}), "kind", id="another ceremony"),
    ],
)
def test_a_lie_is_told_apart_where_one_is_made_and_where_one_is_shown(
    spoil: Spoil, reason: str
) -> None:
    device = Authenticator()
    known = make(device)
    spoil(device)
    assert reason_of(lambda: show(device, known)) == reason
    assert reason_of(lambda: make(device)) == reason


def test_what_is_for_one_ceremony_is_nothing_in_the_other() -> None:
    device = Authenticator()
    known = make(device)
    made_once = device.create(CREATE, "login")["client_data"]
    assert reason_of(lambda: show(device, known, client_data=made_once)) == "kind"
    shown_once = device.get(CREATE, "login")["client_data"]
    assert reason_of(lambda: make(device, client_data=shown_once)) == "kind"


@pytest.mark.parametrize(
    ("device", "reason"),
    [
        pytest.param(Authenticator(ES384), "algorithm", id="not offered"),
        pytest.param(Authenticator(cose={3: -65535}), "algorithm", id="RSA with SHA-1"),
        pytest.param(Authenticator(cose={3: "none"}), "algorithm", id="a text"),
        pytest.param(Authenticator(cose={3: {}}), "form", id="a map"),
        pytest.param(Authenticator(cose={3: EDDSA}), "key", id="another kind of key"),
        pytest.param(Authenticator(cose={1: 3}), "key", id="another type of key"),
        pytest.param(Authenticator(cose={-1: 2}), "key", id="another curve"),
        pytest.param(Authenticator(cose={-2: bytes(32)}), "key", id="on no curve"),
        pytest.param(Authenticator(cose={-2: bytes(31)}), "key", id="too short"),
        pytest.param(Authenticator(cose={-2: 2**31}), "key", id="a number"),
        pytest.param(Authenticator(RS256, cose={-1: b"\xff" * 128}), "key", id="1024 bits"),
        pytest.param(Authenticator(RS256, cose={-1: b"\xff" * 513}), "key", id="too many bits"),
        pytest.param(Authenticator(RS256, cose={-2: b"\xff" * 256}), "key", id="a dear exponent"),
        pytest.param(Authenticator(credential=b"short"), "form", id="a short id"),
        pytest.param(Authenticator(credential=bytes(1024)), "form", id="a long id"),
    ],
)
def test_a_key_that_was_not_asked_for_is_not_taken(device: Authenticator, reason: str) -> None:
    brought = msgspec.convert(device.create(CREATE, "login"), NewPasskey)
    assert reason_of(lambda: made(brought, CHALLENGE, HERE)) == reason


@pytest.mark.parametrize(
    "attestation",
    [
        b"\x00",
        b"\x9f" * 6000,  # lists without an end
        b"\x81" * 6000,  # a list in a list in a list
        b"\xbb" + b"\xff" * 8,  # as many entries as there are numbers
        b"\x5b" + b"\x7f" * 8,  # as many bytes
        b"\xa1\x81\x00\x00",  # a list as a name
        cbor({"fmt": "none", "attStmt": {}}),
        cbor({"authData": 2**31}),  # a number, which would be so many bytes
        cbor({"authData": bytes(37)}) + b"\x00",
    ],
)
def test_no_attestation_is_more_than_the_reader_can_take(attestation: bytes) -> None:
    assert reason_of(lambda: make(Authenticator(), attestation=to_text(attestation))) == "form"


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("client_data", "é" * 40, "form"),
        ("client_data", "A" * 5, "form"),
        ("client_data", to_text(b"[" * 1500), "form"),
        ("client_data", to_text(b"\xff"), "form"),
        ("authenticator_data", "AAAA", "form"),
        ("authenticator_data", to_text(bytes(37) + b"\xc0"), "form"),
        ("signature", "AAAA", "signature"),
        ("signature", "A" * 2048, "signature"),
        ("user_handle", to_text(bytes(32)), "owner"),
        ("user_handle", "é", "owner"),
    ],
)
def test_what_has_no_form_is_refused(part: str, value: str, reason: str) -> None:
    device = Authenticator()
    known = make(device)
    assert reason_of(lambda: show(device, known, **{part: value})) == reason


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
def test_a_bit_that_is_wrong_anywhere_is_noticed(algorithm: int) -> None:
    """The seed is fixed; each draw says where the bit is."""
    drawn = random.Random(algorithm)
    device = Authenticator(algorithm, counts=False)
    known = make(device)
    right = device.get({"challenge": CHALLENGE}, "login")
    for _ in range(200):
        part = drawn.choice(("client_data", "authenticator_data", "signature"))
        data = bytearray(to_bytes(right[part]))
        data[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
        shown = msgspec.convert(right | {part: to_text(bytes(data))}, ShownPasskey)
        with pytest.raises(NotProvenError):
            signed(shown, CHALLENGE, known, HERE)
    assert signed(msgspec.convert(right, ShownPasskey), CHALLENGE, known, HERE) == 0, "control"


def test_bytes_of_no_sense_never_break_the_reader() -> None:
    drawn = random.Random(7)
    device = Authenticator()
    good = bytearray(to_bytes(device.create(CREATE, "login")["attestation"]))
    for _ in range(300):
        data = bytearray(good)
        for _ in range(drawn.randrange(1, 6)):
            data[drawn.randrange(len(data))] = drawn.randrange(256)
        brought = device.create(CREATE, "login") | {"attestation": to_text(bytes(data))}
        with suppress(NotProvenError):  # and nothing else
            made(msgspec.convert(brought, NewPasskey), CHALLENGE, HERE)


@pytest.mark.parametrize(
    ("before", "now", "fine"),
    [(0, 0, True), (0, 1, True), (5, 6, True), (5, 2**32 - 1, True), (5, 5, False), (5, 0, False)],
)
def test_a_count_only_grows_where_there_is_one(before: int, now: int, *, fine: bool) -> None:
    device = Authenticator(counts=False, counter=before)
    known = make(device)
    device.counter = now
    if fine:
        assert show(device, known) == now
    else:
        assert reason_of(lambda: show(device, known)) == "copied"


def test_whose_passkeys_count_follows_from_where_the_pages_are() -> None:
    def site(**values: object) -> Site | None:
        return site_of(Settings(app_env="production", **values))  # type: ignore[arg-type]

    there = site(public_url="https://courses.example.edu")
    assert there == Site("courses.example.edu", "https://courses.example.edu", any_port=False)
    assert there.is_ours("https://courses.example.edu")
    assert not there.is_ours("https://courses.example.edu:8443")
    assert not there.is_ours("https://x.courses.example.edu")
    assert site() is None, "production was not told"
    assert site(public_url="http://courses.example.edu", allow_plain_http=True) is None
    assert site(public_url="https://192.0.2.7") is None, "browsers make none for numbers"
    at_home = site_of(Settings())
    assert at_home is not None
    assert at_home.name == SITE
    assert at_home.is_ours("http://localhost:5173")
    assert not at_home.is_ours("https://localhost:5173")
    assert not at_home.is_ours("http://localhost.evil.example")
    assert not at_home.is_ours("http://localhost:port")
    assert not at_home.is_ours("http://localhost:5173/x")
    told = site_of(Settings(public_url="http://localhost:8000"))
    assert told is not None
    assert not told.is_ours("http://localhost:5173")
