"""A killed parent takes all with it; a killed node is started again while its callers wait."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

from tests.system.house.conftest import SOCKETS, Checkout, until
from tests.system.house.test_start_backend import interrupt


def waits_and_is_answered(path: Path) -> bool:
    """Ask for /health once, without a second try."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(os.fspath(path))
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return connection.recv(64).startswith(b"HTTP/1.1 200")


def test_a_killed_parent_leaves_nothing_and_a_killed_node_comes_back(checkout: Checkout) -> None:
    checkout.start()
    os.kill(checkout.process("backend.supervisor"), signal.SIGKILL)
    until(lambda: not checkout.processes(), 5)
    assert checkout.sockets() == SOCKETS
    terminal = checkout.start()
    before = checkout.process("backend.queue_node.main")
    os.kill(before, signal.SIGKILL)
    assert waits_and_is_answered(checkout.socket_dir / "queue_node.sock")
    terminal.expect_exact("Queue Node ended (SIGKILL); starting it again")
    terminal.expect_exact("Queue Node is ready")
    assert checkout.process("backend.queue_node.main") != before
    until(lambda: checkout.run("status").returncode == 0)
    assert interrupt(terminal) == 0
    assert checkout.is_gone()
