"""Whatever is sent, the answer is a problem with a code, and nothing secret gets out."""

from __future__ import annotations

import logging

import pytest

from tests.nodes.auth.conftest import PASSWORD, School, refused

POSTS = {
    "/login": {"username": "a", "password": "b"},
    "/login/totp": {"challenge": "a", "code": "b"},
    "/totp/setup": {"challenge": "a"},
    "/totp/confirm": {"challenge": "a", "code": "b"},
    "/totp/reset": {"username": "a", "password": "b", "reset_code": "c"},
    "/register": {"code": "a", "username": "b", "name": "c", "email": "d", "password": "e"},
    "/refresh": {"refresh_token": "a"},
}


@pytest.mark.parametrize("path", POSTS)
async def test_bodies_of_the_wrong_shape_are_refused(school: School, path: str) -> None:
    good = POSTS[path]
    values: tuple[object, ...] = (None, 5, True, [], {}, "", "x" * 10_000)
    for field in good:
        for value in values:
            answer = await school.post(path, {**good, field: value})
            if value == "" and answer.json()["code"] != "invalid_fields":
                continue  # an empty user name is just an unknown one
            assert refused(answer, 422, "invalid_fields")
            assert answer.json()["errors"][0]["where"] == f"body.{field}"
        assert refused(
            await school.post(path, {key: good[key] for key in good if key != field}),
            422,
            "invalid_fields",
        )
    assert refused(await school.post(path, {**good, "role": "admin"}), 422, "invalid_fields")
    bodies: tuple[object, ...] = ([], "text", 5, None)
    for body in bodies:
        assert (await school.post(path, body)).status_code in (400, 422)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"username": "\\ud800", "password": "x"}',
        b'{"username": "\xff\xfe", "password": "x"}',
        b"[" * 100_000,
        b'{"username": 1e999, "password": "x"}',
        b"\x00" * 64,
    ],
)
async def test_what_is_no_json_is_refused(school: School, content: bytes) -> None:
    answer = await school.call("POST", "/login", content=content)
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["code"] in ("bad_request", "invalid_fields")


async def test_a_megabyte_is_the_most(school: School) -> None:
    headers = {"Content-Length": str(2 * 1024 * 1024)}
    answer = await school.house.client.post("auth_node", "/login", content=b"{}", headers=headers)
    assert refused(answer, 413, "body_too_large")


async def test_control_characters_and_nul_find_nobody(school: School) -> None:
    for username in ("admin\x00", "\x00", "ad\u200bmin", "admin\n", "' or 1=1 --"):
        answer = await school.login(username, "admin123")
        wanted = 200 if username == "admin\n" else 401
        assert answer.status_code == wanted, username


async def test_codes_of_the_wrong_shape_are_refused(school: School) -> None:
    token = await school.admin()
    wrong: list[tuple[str, object]] = [
        ("role", "admin"),
        ("role", None),
        ("max_uses", 0),
        ("max_uses", True),
        ("max_uses", 10**30),
        ("max_uses", "3"),
        ("expires_in_hours", 0),
        ("expires_in_hours", -5),
        ("expires_in_hours", 1e300),
        ("tags", "CS"),
        ("tags", ["x"] * 21),
        ("tags", [""]),
        ("tags", ["a\nb"]),
    ]
    for field, value in wrong:
        answer = await school.post("/codes", {"role": "student", field: value}, token=token)
        assert refused(answer, 422, "invalid_fields")


async def test_without_the_internal_token_nothing_but_health_answers(school: School) -> None:
    transport = school.house.client.transport
    for path in ("/login", "/me", "/internal/keys", "/internal/feed", "/openapi.json"):
        answer = await transport.request("GET", f"http://auth_node{path}")
        assert refused(answer, 403, "caller_not_internal")
    assert (await transport.request("GET", "http://auth_node/health")).status_code == 200


@pytest.mark.sqlite
async def test_no_secret_is_stored_or_logged_as_it_is(
    school: School, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    student, secret = await school.student()
    code = (await school.new_code())["code"]
    reset = await school.post("/users/alice/reset-2fa", token=await school.admin())
    challenge = (await school.login("alice")).json()["challenge"]
    await school.login("alice", "a wrong password of mine")
    await school.login(PASSWORD, "typed into the wrong field")
    folder = school.house.settings.data_path
    stored = b"".join(path.read_bytes() for path in folder.glob("auth.db*"))
    said = caplog.text.encode()
    secrets = [
        PASSWORD,
        secret,
        code,
        code.replace("-", ""),
        reset.json()["reset_code"],
        challenge,
        student["refresh_token"],
        student["refresh_token"].partition(".")[2],
        student["access_token"],
        "a wrong password of mine",
    ]
    for kept_secret in secrets:
        assert kept_secret.encode() not in stored
        assert kept_secret.encode() not in said
    assert b"alice" in stored, "or else nothing was looked at"
