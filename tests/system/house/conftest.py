"""A checkout of its own with `./start_backend.sh` in it, installed without a download."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from backend.common.services import NODES, SERVICES
from tests.system.installation import CHECKOUT, free_port

READY = "Course selection is ready."
PATIENCE = 60  # seconds
LOOK_AGAIN = 0.05  # seconds
COPIED = ("start_backend.sh", "pyproject.toml", "requirements.lock", "requirements-dev.lock")
STAMP = 'echo "$(cksum <requirements.lock) $(cksum <pyproject.toml) $PWD"'


def until(fact: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until `fact()` is true."""
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(LOOK_AGAIN)


class Checkout:
    """A copy of the working tree, and what was started in it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="house-", dir="/tmp"))
        self.socket_dir = self.folder / "s"
        self.ports = {service.name: free_port() for service in SERVICES}
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.folder),
            "SOCKET_DIR": str(self.socket_dir),
            "DATA_DIR": str(self.folder / "d"),
            **{service.port_variable: str(self.ports[service.name]) for service in SERVICES},
        }
        self.terminals: list[pexpect.spawn[str]] = []
        self._copy()

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def _copy(self) -> None:
        shutil.copytree(CHECKOUT / "backend", self.folder / "backend")
        for name in COPIED:
            shutil.copy2(CHECKOUT / name, self.folder)

    def install(self) -> None:
        """An environment that borrows the packages of this one."""
        venv = self.folder / ".venv"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
        packages = next(venv.glob("lib/python*/site-packages"))
        borrowed = f"{sysconfig.get_path('purelib')}\n{self.folder}\n"
        (packages / "borrowed.pth").write_text(borrowed)
        command = venv / "bin/course-cli"
        command.write_text(f"#!{venv}/bin/python\nfrom backend.cli.main import main\nmain()\n")
        command.chmod(0o755)
        stamp = subprocess.check_output(["bash", "-c", STAMP], cwd=self.folder)
        (venv / ".installed").write_bytes(stamp)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `./start_backend.sh` in another shell, to its end."""
        return subprocess.run(
            [self.folder / "start_backend.sh", *arguments],
            cwd="/",
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, **environment: str) -> pexpect.spawn[str]:
        """Start everything at a terminal and wait until it says that it is ready."""
        terminal = pexpect.spawn(
            os.fspath(self.folder / "start_backend.sh"),
            env={**self.environment, **environment},
            encoding="utf-8",
            timeout=PATIENCE,
        )
        self.terminals.append(terminal)
        terminal.expect_exact(READY)
        return terminal

    def processes(self, part: str = "") -> dict[int, str]:
        """Process id to command line of everything that runs from this checkout."""
        found: dict[int, str] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if ".venv/bin/python" in line and part in line and self._is_at_home(entry):
                found[int(entry.name)] = line
        return found

    def _is_at_home(self, entry: Path) -> bool:
        try:
            return (entry / "cwd").readlink() == self.folder
        except OSError:
            return False

    def process(self, module: str) -> int:
        """The process id of the one process that runs `module`."""
        (pid,) = self.processes(f"-m {module}")
        return pid

    def sockets(self) -> set[str]:
        if not self.socket_dir.exists():  # nobody has needed it yet
            return set()
        return {entry.name for entry in self.socket_dir.iterdir()}

    def is_gone(self) -> bool:
        return not self.processes() and not self.sockets()

    def rest(self) -> None:
        """Stop what a test has left running."""
        self.run("stop")
        for terminal in self.terminals:
            terminal.close(force=True)
        self.terminals.clear()


SOCKETS = {f"{node.name}.sock" for node in NODES}


@pytest.fixture(scope="module")
def installed_checkout() -> Iterator[Checkout]:
    made = Checkout()
    made.install()
    yield made
    shutil.rmtree(made.folder)


@pytest.fixture
def checkout(installed_checkout: Checkout) -> Iterator[Checkout]:
    """An installed checkout in which nothing runs."""
    yield installed_checkout
    installed_checkout.rest()
