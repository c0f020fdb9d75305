"""The key for what a browser keeps: each student's own, and the same at every login."""

from __future__ import annotations

import base64

from tests.nodes import tokens
from tests.nodes.student.conftest import Door


async def test_each_student_has_one_key_for_ever(door: Door) -> None:
    alice, bob = door.university.students[:2]
    first, again, other = [
        (await door.call(student, "GET", "/browser-key")).json()["key"]
        for student in (alice, alice, bob)
    ]
    assert first == again
    assert first != other
    assert len(base64.b64decode(first)) == 32


async def test_nobody_else_is_told_a_key(door: Door) -> None:
    call = door.house.client.get
    assert (await call("student_node", "/browser-key")).status_code == 401
    for role in ("teacher", "admin"):
        refused = await call("student_node", "/browser-key", headers=tokens.bearer(role))
        assert (refused.status_code, refused.json()["code"]) == (403, "role_not_allowed")
