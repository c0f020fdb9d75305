"""Which addresses lead to a door; every spelling of an internal one leads nowhere."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.gateway.address import Door, door_of


@pytest.mark.parametrize(
    ("raw", "service", "path"),
    [
        (b"/api/student/selections", "student_node", "/selections"),
        (b"/api/auth/login/totp", "auth_node", "/login/totp"),
        (b"/api/teacher/sections/12/roster", "teacher_node", "/sections/12/roster"),
        (b"/api/student/", "student_node", "/"),
        (b"/%61pi/student/catalogue", "student_node", "/catalogue"),
        (b"/api/auth/users/zo%C3%AB%20k/reset-2fa", "auth_node", "/users/zo%C3%AB%20k/reset-2fa"),
        (b"/api/auth/users/a.b@c/x", "auth_node", "/users/a.b@c/x"),
        (b"/api/auth/users/...", "auth_node", "/users/..."),
    ],
)
def test_a_canonical_address_leads_to_its_door(raw: bytes, service: str, path: str) -> None:
    assert door_of(raw) == Door(service, path)


@pytest.mark.parametrize(
    "raw",
    [
        b"/api/auth/internal/keys",
        b"/api/auth/internal",
        b"/api/auth/%69nternal/keys",
        b"/api/auth/Internal/keys",
        b"/api/auth/%2569nternal/keys",
        b"/api/auth/internal%2Fkeys",
        b"/api/auth/internal;x/keys",
        b"/api/auth//internal/keys",
        b"/api/auth/./internal/keys",
        b"/api/auth/x/../internal/keys",
        b"/api/auth/x/%2e%2e/internal/keys",
        b"/api/auth/x%2F..%2Finternal/keys",
        b"/api/auth/x\\..\\internal",
        b"/api/auth/x%5c..%5cinternal",
        b"/api/auth/..",
        b"/api/../data/courses",
        b"/api/data/courses",
        b"/api/data_node/courses",
        b"/api/queue/state",
        b"/api/auth",
        b"/api/",
        b"/api/student/x%00",
        b"/api/student/x%0d%0aInternal-Token:%20y",
        b"/api/student/%ff",
    ],
)
def test_anything_else_leads_nowhere(raw: bytes) -> None:
    assert door_of(raw) is None


@given(st.text(alphabet="intrealINTREAL/.%25\\;2fFeE69", min_size=1, max_size=30))
def test_no_spelling_reaches_an_internal_route(rest: str) -> None:
    door = door_of(f"/api/auth/{rest}".encode())
    if door is not None:
        assert not door.path.lower().startswith("/internal")
        assert "//" not in door.path
        assert "%" not in unquote(door.path)
        assert not {".", ".."} & set(door.path.split("/"))


@pytest.mark.parametrize(
    ("raw", "lasting", "streams"),
    [
        (b"/api/student/events", True, True),
        (b"/api/auth/login", True, False),
        (b"/api/auth/me/passkeys/options", True, False),
        (b"/api/auth/refresh", False, False),
        (b"/api/auth/me", False, False),
        (b"/api/teacher/login", False, False),
    ],
)
def test_what_is_long_in_coming_leaves_room_for_quick_calls(
    raw: bytes, lasting: bool, streams: bool
) -> None:
    door = door_of(raw)
    assert door is not None
    assert (door.lasting, door.streams) == (lasting, streams)
