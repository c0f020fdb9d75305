"""No two readings of one request: what a server in front might take otherwise is refused."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.conftest import INTERNAL
from tests.nodes.gateway.conftest import Behind, Porch

LINE = b"POST /api/student/plans/preview HTTP/1.1\r\nHost: x\r\n"
HIDDEN = b"GET /api/student/hidden HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


async def statuses(porch: Porch, request: bytes) -> list[int]:
    """The statuses of all answers until the gateway hangs up."""
    reader, writer = await porch.connect(request)
    whole = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    heads = whole.split(b"HTTP/1.1 ")[1:]
    return [int(head.split(b" ", 1)[0]) for head in heads]


async def test_a_second_request_would_be_seen(porch: Porch, student_door: Behind) -> None:
    """The control: with a framing of one reading both are answered."""
    request = LINE + b"Content-Length: 5\r\n\r\n0\r\n\r\n" + HIDDEN
    assert await statuses(porch, request) == [200, 200]
    assert [asked["path"] for asked in student_door.asked] == ["/plans/preview", "/hidden"]


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Content-Length: 4\r\ncontent-length: 0\r\n",
        b"Content-Length: 4, 0\r\n",
        b"Content-Length: +4\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 0x4\r\n",
        b"Content-Length: 4 4\r\n",
        b"Content-Length: 99999999999999999999999\r\n",
        b"Content-Length : 4\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"Content-Length: 4\r\nTransfer-Encoding: identity\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding:\x0bchunked\r\n",
        b"X: y\r\n Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding:\r\n chunked\r\n",
        b"X: y\rTransfer-Encoding: chunked\r\n",
        b"X: a\x00b\r\n",
    ],
)
async def test_a_framing_of_two_readings_hides_no_second_request(
    porch: Porch, student_door: Behind, framing: bytes
) -> None:
    found = await statuses(porch, LINE + framing + b"\r\n0\r\n\r\n" + HIDDEN)
    assert found[:1] in ([400], [413]), found
    assert len(found) == 1, "and the connection ends"
    assert student_door.asked == []


@pytest.mark.parametrize(
    "line",
    [
        b"Internal-Token : stolen",
        b"Internal-Token\t: stolen",
        b"Internal\x00Token: stolen",
        b"Internal Token: stolen",
        b"X: y\r\n Internal-Token: stolen",
        b" Internal-Token: stolen",
        b"X: y\rInternal-Token: stolen",
        b"X-Forwarded-For : 10.0.0.1",
    ],
)
async def test_a_line_of_no_form_is_refused(
    porch: Porch, student_door: Behind, line: bytes
) -> None:
    request = b"GET /api/student/catalogue HTTP/1.1\r\nHost: x\r\n" + line + b"\r\n\r\n"
    assert await statuses(porch, request) == [400]
    assert student_door.asked == []


@pytest.mark.parametrize(
    "line",
    [
        "iNTERNAL-tOKEN: stolen",
        "Internal_Token: stolen",
        "INTERNAL_TOKEN: stolen",
        "x_forwarded_for: 10.0.0.1",
        "X-FORWARDED-FOR: 10.0.0.1",
        "X_Forwarded-Proto: stolen",
        "Connection: x-forwarded-for",
        "Connection: internal-token",
    ],
)
async def test_an_odd_spelling_does_not_speak_for_the_gateway(
    porch: Porch, student_door: Behind, line: str
) -> None:
    _, _, body = await porch.ask("GET /api/student/catalogue", line)
    seen = json.loads(body)["headers"]
    assert (seen["internal-token"], seen["x-forwarded-for"]) == (INTERNAL, "127.0.0.1")
    assert not any("stolen" in value or "10.0.0.1" in value for value in seen.values())


@pytest.mark.parametrize(
    "target",
    [
        "http://evil.example/api/student/internal/feed",
        "http://x/api/student/../internal",
        "//api/student/internal/feed",
        "/api/student//internal/feed",
        "/api/student/..%2fdata/courses",
        "/api/student/%2e%2e/%2e%2e/internal",
        "/api/student/internal%00/feed",
        "/api/student/x%2f..%2finternal",
        "/api/student/\\internal",
        "/API/student/internal/feed",
        "*",
        "student:443",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_no_form_of_a_target_reaches_what_is_inside(
    porch: Porch, student_door: Behind, method: str, target: str
) -> None:
    status, _, _ = await porch.ask(f"{method} {target}")
    assert 400 <= status < 500
    assert student_door.asked == []
