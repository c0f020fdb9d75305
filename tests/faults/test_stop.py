"""A stop goes from the porch inwards and waits for nobody who only listens."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.common.services import SERVICES
from backend.supervisor.supervisor import STOP_ORDER
from tests.faults.supervised import Supervised
from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD

STREAMS = 20
STOPPED_WITHIN = 10.0  # seconds
SMALL = ("--students", "20", "--sections", "2", "--seats", "5", "--requests-per-student", "1")


@pytest.fixture
def fresh() -> Iterator[Supervised]:
    started = Supervised(sockets=True)
    try:
        started.start_all()
        yield started
    finally:
        started.close()


def tokens(under: Supervised, home: Path) -> list[str]:
    """Access tokens of students."""
    line = CommandLine(under.environment, home)
    done = line("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
    assert done.returncode == 0, done.stderr
    term = line.json("rehearse", *SMALL, "--keep")["term"]
    login = {"username": ADMIN, "password": ADMIN_PASSWORD}
    admin = ask(under, "auth/login", json.dumps(login).encode())["access_token"]
    path = f"auth/rehearsals/{term}/tokens?offset=0&limit={STREAMS}"
    return [entry["token"] for entry in ask(under, path, b"", admin)["tokens"]]


def ask(under: Supervised, path: str, body: bytes, token: str = "") -> Any:  # noqa: ANN401
    connection = http.client.HTTPConnection("127.0.0.1", under.ports["gateway"], timeout=10)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    connection.request("POST", f"/api/{path}", body, headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def listen(under: Supervised, token: str) -> socket.socket:
    """An event stream that has begun."""
    listening = socket.create_connection(("127.0.0.1", under.ports["gateway"]), timeout=10)
    request = (
        f"GET /api/student/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
    )
    listening.sendall(request.encode())
    assert listening.recv(4096).startswith(b"HTTP/1.1 200")
    return listening


def order_of_ends(under: Supervised, ends: list[str], over: threading.Event) -> None:
    left = {service.name for service in SERVICES}
    while left and not over.is_set():
        try:
            gone = {name for name in left if under.pid(name) is None}
        except (OSError, AssertionError):
            gone = left
        ends.extend(sorted(gone))
        left -= gone
        time.sleep(0.002)


def test_it_stops_from_the_porch_inwards_with_open_streams(
    fresh: Supervised, tmp_path: Path
) -> None:
    streams = [listen(fresh, token) for token in tokens(fresh, tmp_path)]
    assert len(streams) == STREAMS
    ends: list[str] = []
    over = threading.Event()
    watching = threading.Thread(target=order_of_ends, args=(fresh, ends, over))
    watching.start()
    seconds = fresh.stop_all()
    over.set()
    watching.join()
    assert seconds < STOPPED_WITHIN
    for stream in streams:
        while stream.recv(65536):
            pass
        stream.close()
    place = {service.name: at for at, step in enumerate(STOP_ORDER) for service in step}
    assert [place[name] for name in ends] == sorted(place[name] for name in ends)
    assert list(fresh.socket_dir.iterdir()) == []
