"""The session file: private, whole, valid for a day; a damaged one is named."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import msgspec
import pytest

from backend.cli.calls import checked_server
from backend.cli.output import Failure
from backend.cli.session import VALID_FOR, SessionStore
from backend.cli.wire import session_from
from backend.domain.refusals import Exit

TOKENS = {"access_token": "a", "expires_in": 600, "refresh_token": "r"}
LOGIN = {**TOKENS, "user": {"username": "ann", "role": "admin"}}


@pytest.fixture
def store(tmp_path: Path) -> SessionStore:
    return SessionStore(tmp_path / ".course_selection")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_session_is_private_and_read_back(store: SessionStore) -> None:
    session = session_from(LOGIN, "")
    store.save(session)
    assert store.load() == session
    assert (mode(store.path), mode(store.folder)) == (0o600, 0o700)
    assert [path.name for path in store.folder.iterdir()] == ["config.json"]


def test_a_file_that_others_could_read_is_closed(store: SessionStore) -> None:
    store.save(session_from(LOGIN, ""))
    store.path.chmod(0o644)
    store.load()
    assert mode(store.path) == 0o600


def test_a_session_ends_after_a_day_however_often_its_token_was_renewed(
    store: SessionStore,
) -> None:
    first = session_from(LOGIN, "")
    assert first.until == pytest.approx(time.time() + VALID_FOR, abs=5)
    renewed = session_from({**TOKENS, "access_token": "b"}, "", first)
    assert (renewed.access_token, renewed.until) == ("b", first.until)
    assert (renewed.username, renewed.role) == ("ann", "admin")
    store.save(msgspec.structs.replace(renewed, until=time.time() - 1))
    assert store.load() is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"server": 1}', b"\xff\xfe\x00"])
def test_a_damaged_file_is_named(store: SessionStore, content: bytes) -> None:
    store.folder.mkdir()
    store.path.write_bytes(content)
    with pytest.raises(Failure, match="is damaged") as caught:
        store.load()
    assert str(store.path) in str(caught.value)
    assert caught.value.exit_code == Exit.LOGIN_FIRST


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://courses.example.edu/", "https://courses.example.edu"),
        ("https://example.edu/courses/api/", "https://example.edu/courses"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
    ],
)
def test_the_address_of_a_server(given: str, expected: str) -> None:
    assert checked_server(given) == expected


@pytest.mark.parametrize(
    "given", ["courses.example.edu", "ftp://x", "http://courses.example.edu", "https://", "x y"]
)
def test_addresses_that_are_none_or_would_carry_passwords_in_the_clear(given: str) -> None:
    with pytest.raises(Failure) as caught:
        checked_server(given)
    assert caught.value.exit_code == Exit.USAGE
