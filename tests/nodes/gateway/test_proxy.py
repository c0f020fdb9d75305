"""What crosses the gateway, what does not, and what happens when one side goes away."""

from __future__ import annotations

import asyncio
import json

import pytest

from backend.common import create_socket_server_config
from backend.common.settings import Settings
from backend.gateway import selections
from tests.conftest import INTERNAL
from tests.nodes.gateway.conftest import Behind, Porch, serving

MIB = 1024 * 1024


async def test_a_request_arrives_with_body_query_and_headers(
    porch: Porch, student_door: Behind
) -> None:
    status, headers, body = await porch.ask(
        "POST /api/student/selections?dry=1&q=%C3%A9+x",
        "Authorization: Bearer abc",
        "Idempotency-Key: k1",
        "Content-Type: application/json",
        body=b'{"action":"select"}',
    )
    asked = json.loads(body)
    assert (status, asked["method"], asked["path"]) == (200, "POST", "/selections")
    assert asked["query"] == "dry=1&q=%C3%A9+x"
    assert asked["length"] == 19
    assert asked["headers"]["authorization"] == "Bearer abc"
    assert asked["headers"]["idempotency-key"] == "k1"
    assert headers["etag"] == '"7"'
    assert "keep-alive" not in headers


async def test_only_the_student_node_is_told_a_key_under_which_a_call_may_be_repeated(
    porch: Porch, behind: Behind, socket_settings: Settings
) -> None:
    where = str(socket_settings.socket_path("auth_node"))
    async with serving(behind, uds=where, lifespan="off"):
        for path in ("/api/auth/users", "/api/auth/events"):
            behind.say.set()
            reading = asyncio.create_task(porch.ask(f"POST {path}", "Idempotency-Key: k1"))
            while not behind.asked:
                await asyncio.sleep(0)
            assert "idempotency-key" not in behind.asked.pop()["headers"]
            reading.cancel()


async def test_the_gateway_says_itself_who_calls(porch: Porch, student_door: Behind) -> None:
    _, answer, body = await porch.ask(
        "GET /api/student/catalogue",
        "Internal-Token: stolen",
        "INTERNAL-TOKEN: again",
        "Internal_Token: underscored",
        "X-Forwarded-For: 1.2.3.4",
        "X-Forwarded-Host: evil.example",
        "X-Real-IP: 1.2.3.4",
        "Forwarded: for=1.2.3.4",
        "X-Request-ID: chosen-outside",
        "Connection: close, X-Secret-Hop",
        "X-Secret-Hop: 1",
        "TE: trailers",
        "Upgrade: h2c",
    )
    seen = json.loads(body)["headers"]
    assert seen["internal-token"] == INTERNAL
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-request-id"] == answer["x-request-id"] != "chosen-outside"
    stopped = {"forwarded", "x-real-ip", "x-forwarded-host", "x-secret-hop", "te", "upgrade"}
    assert not stopped & seen.keys()
    assert "stolen" not in str(seen)
    assert "underscored" not in str(seen)


def test_no_service_believes_a_neighbour_who_names_another_peer(settings: Settings) -> None:
    assert create_socket_server_config("gateway", 8000, settings)["proxy_headers"] is False


async def test_two_authorizations_are_not_silently_one(porch: Porch, student_door: Behind) -> None:
    _, _, body = await porch.ask(
        "GET /api/student/timetable", "Authorization: Bearer a", "Authorization: Bearer b"
    )
    assert json.loads(body)["headers"]["authorization"] == "Bearer a, Bearer b"


@pytest.mark.parametrize(
    "path",
    ["/api/student/internal/feed", "/api/student/%69nternal/feed", "/api/student/x/../internal"],
)
async def test_internal_routes_are_not_there(porch: Porch, student_door: Behind, path: str) -> None:
    status, headers, body = await porch.ask(f"GET {path}")
    assert (status, json.loads(body)["code"]) == (404, "not_found")
    assert headers["content-type"] == "application/problem+json"
    assert student_door.asked == []


async def test_both_framings_at_once_are_refused(porch: Porch, student_door: Behind) -> None:
    request = (
        b"POST /api/student/selections HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /internal HTTP/1.1\r\n\r\n"
    )
    reader, writer = await porch.connect(request)
    assert b" 400 " in await reader.readline()
    writer.close()
    assert student_door.asked == []


async def test_a_body_may_have_one_mebibyte(porch: Porch, student_door: Behind) -> None:
    status, _, body = await porch.ask("POST /api/student/selections", body=b"x" * MIB)
    assert (status, json.loads(body)["length"]) == (200, MIB)
    status, _, body = await porch.ask("POST /api/student/selections", body=b"x" * (MIB + 1))
    assert (status, json.loads(body)["code"]) == (413, "body_too_large")
    assert len(student_door.asked) == 1


async def test_a_body_without_a_length_is_counted(porch: Porch, student_door: Behind) -> None:
    chunk = b"40000\r\n" + b"x" * 0x40000 + b"\r\n"
    request = (
        b"POST /api/student/selections HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    reader, writer = await porch.connect(request + chunk * 5 + b"0\r\n\r\n")
    assert b" 413 " in await reader.readline()
    writer.close()
    reader, writer = await porch.connect(request + chunk * 2 + b"0\r\n\r\n")
    assert b" 200 " in await reader.readline()
    writer.close()
    assert [asked["length"] for asked in student_door.asked] == [2 * 0x40000]
    assert "transfer-encoding" not in student_door.asked[0]["headers"]


async def test_a_catalogue_may_be_larger(porch: Porch, socket_settings: Settings) -> None:
    teacher = Behind()
    where = str(socket_settings.socket_path("teacher_node"))
    async with serving(teacher, uds=where, lifespan="off"):
        status, _, _ = await porch.ask("POST /api/teacher/catalogue/import", body=b"x" * 9 * MIB)
        assert (status, teacher.asked[0]["length"]) == (200, 9 * MIB)
        status, _, _ = await porch.ask("POST /api/teacher/sections", body=b"x" * 9 * MIB)
        assert status == 413


async def test_events_pass_one_by_one_and_end_with_the_listener(
    porch: Porch, student_door: Behind
) -> None:
    reader, writer = await porch.connect(b"GET /api/student/events HTTP/1.1\r\nHost: x\r\n\r\n")
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    assert b"text/event-stream" in head
    for number in (b"1", b"2"):
        student_door.say.set()
        assert b"id: " + number in await asyncio.wait_for(reader.readuntil(b"\n\n"), 5)
    assert not student_door.listener_left.is_set()
    writer.close()
    await asyncio.wait_for(student_door.listener_left.wait(), 5)


async def test_open_event_streams_leave_room_for_calls(porch: Porch, student_door: Behind) -> None:
    streams = [
        await porch.connect(b"GET /api/student/events HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in range(120)
    ]
    for reader, _ in streams:
        await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    status, _, _ = await porch.ask("GET /api/student/catalogue")
    assert status == 200
    for _, writer in streams:
        writer.close()


async def test_of_an_answer_that_breaks_off_nothing_is_passed_on(
    porch: Porch, student_door: Behind
) -> None:
    status, _, body = await porch.ask("GET /api/student/breaks")
    assert (status, json.loads(body)["code"]) == (503, "service_away")
    assert b"id,name" not in body


async def test_a_service_that_is_away_is_a_problem_with_a_time(
    porch: Porch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selections, "CONNECT_WITHIN", 0.2)
    status, headers, body = await porch.ask("POST /api/student/selections", body=b"{}")
    assert (status, json.loads(body)["code"]) == (503, "service_away")
    assert int(headers["retry-after"]) >= 1
    assert "Student Node" in json.loads(body)["detail"]
    assert INTERNAL not in body.decode()


async def test_a_call_waits_a_moment_for_a_service_that_starts(
    porch: Porch, behind: Behind, socket_settings: Settings
) -> None:
    asking = asyncio.create_task(porch.ask("POST /api/student/wishes", body=b"{}"))
    await asyncio.sleep(0.2)
    where = str(socket_settings.socket_path("student_node"))
    async with serving(behind, uds=where, lifespan="off"):
        status, _, _ = await asking
    assert (status, len(behind.asked)) == (200, 1)


async def test_unusual_methods_stop_here(porch: Porch, student_door: Behind) -> None:
    status, _, body = await porch.ask("TRACE /api/student/selections")
    assert (status, json.loads(body)["code"]) == (405, "method_not_allowed")
    status, headers, body = await porch.ask("HEAD /api/student/catalogue")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0
