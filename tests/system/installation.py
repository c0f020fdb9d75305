"""A whole installation of real processes, in a folder of its own."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from backend.common.services import NODES, SERVICES, service_named

READY_WITHIN = 40.0  # seconds until a started service is well
STOP_WITHIN = 12.0  # seconds
LOOK_AGAIN = 0.05  # seconds
CHECKOUT = Path(__file__).parents[2]
ADMIN, ADMIN_PASSWORD = "admin", "admin123"
_PORTS = iter(random.SystemRandom().sample(range(15_000, 32_000), 17_000))


def free_port() -> int:
    """One that nobody has; clients get higher ones from the kernel, so it stays free."""
    for port in _PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("all ports were given out")


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket, with nothing of the code under test."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=5)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(5)
        self.sock.connect(os.fspath(self._path))


class Installation:
    """Services as real processes over real sockets; the gateway on a free port.

    `environment` is what a process of this installation, such as the command line, runs with;
    `modules` names what is run instead of a service's own module.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cs-", dir="/tmp"))
        self.socket_dir = self.folder / "s"
        self.ports = {service.name: free_port() for service in SERVICES}
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "APP_ENV": "development",
            "USE_SOCKETS": "true",
            "HOST": "127.0.0.1",
            "SOCKET_DIR": str(self.socket_dir),
            "DATA_DIR": str(self.folder / "d"),
            "INTERNAL_TOKEN": "an-internal-token-of-a-test-installation",
            "ADMIN_USERNAME": ADMIN,
            "ADMIN_PASSWORD": ADMIN_PASSWORD,
            **{service.port_variable: str(self.ports[service.name]) for service in SERVICES},
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.modules: dict[str, str] = {}

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['gateway']}"

    @property
    def public_url(self) -> str:
        """Where browsers see the pages, for what belongs to one address alone."""
        return f"http://localhost:{self.ports['gateway']}"

    def start(self, *names: str, **environment: str) -> None:
        """Start services that are not running, and wait until they are well.

        Without names: all of them. `environment` overrides variables for these processes.
        """
        wanted = names or tuple(service.name for service in SERVICES)
        for name in wanted:
            with (self.folder / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, "-m", self.modules.get(name, service_named(name).module)],
                    cwd=CHECKOUT,
                    env={**self.environment, **environment},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        for name in wanted:
            self.wait_until_well(name)

    def wait_until_well(self, name: str) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while (health := self.health(name)) is None or health["status"] != "ok":
            code = self.processes[name].poll()
            if code is not None or time.monotonic() > deadline:
                what = f"exited with {code}" if code is not None else f"is not well: {health}"
                raise RuntimeError(f"{name} {what}\n{self.log(name)}")
            time.sleep(LOOK_AGAIN)

    def health(self, name: str) -> dict[str, Any] | None:
        """What the service says about itself, wherever it answers; None if nowhere."""
        for connection in (
            _SocketConnection(self.socket_dir / f"{name}.sock"),
            http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=5),
        ):
            try:
                connection.request("GET", "/health")
                answer: dict[str, Any] = json.loads(connection.getresponse().read())
            except (OSError, ValueError, http.client.HTTPException):
                continue
            finally:
                connection.close()
            return answer
        return None

    def stop(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End a service; with SIGKILL as in a crash."""
        process = self.processes.pop(name)
        process.send_signal(how)
        try:
            process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]

    def wait_until_all_well(self) -> None:
        for node in NODES:
            if node.name in self.processes:
                self.wait_until_well(node.name)

    def close(self) -> None:
        """End everything and remove the folder."""
        for process in self.processes.values():
            process.terminate()
        for name in list(self.processes):
            self.stop(name)
        shutil.rmtree(self.folder, ignore_errors=True)
