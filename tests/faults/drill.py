"""An installation in which the run-book is followed, block by block, as an operator would."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from alembic.script import ScriptDirectory

import backend
from backend.common.settings import load_settings
from tests.docs.documents import CHECKOUT, Block, sections
from tests.postgres import BINARIES, OWNER, Server
from tests.system.house.conftest import Checkout
from tests.system.installation import ADMIN, ADMIN_PASSWORD

DOCUMENT = CHECKOUT / "docs" / "operations.md"
DRILL = "drill"
PATIENCE = 110  # seconds a section may take
DATABASES = ("data", "auth", "queue")
ROOM = 96 * 1024 * 1024  # bytes of the drill's own disk
NEW_VERSION = "99.0"
SERVER_IN_THE_TEXT = "@database.example/$name"
SOCKETS_IN_THE_TEXT = "/run/course-selection"
SYSTEMCTL = """#!/usr/bin/env bash
# `systemctl restart UNIT` for this installation: the process ends, and its parent starts it again.
set -euo pipefail
node=${2#course-selection?}
pid=$(pgrep -P "$(cat "$DATA_DIR/supervisor.pid")" -f "backend[.]$node[.]main")
kill -TERM "$pid"
while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
"""
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("of_the_new_version", sa.Column("id", sa.Integer, primary_key=True))


def downgrade() -> None:
    op.drop_table("of_the_new_version")
"""


class Drill(Checkout):
    """A checkout of its own, with its data on a small disk where this user may mount one.

    Attributes:
        environment: what an operator's shell has.
        disk: whether `DATA_DIR` is on a disk of its own.
    """

    def __init__(self) -> None:
        super().__init__()
        self.install()
        self.data = Path(self.environment["DATA_DIR"])
        self.data.mkdir(mode=0o700)
        self.disk = _mount(self.data)
        programs = self.folder / "programs"
        programs.mkdir()
        (programs / "systemctl").write_text(SYSTEMCTL)
        (programs / "systemctl").chmod(0o755)
        places = (programs, self.folder / ".venv/bin", BINARIES, os.environ["PATH"])
        signing = self.folder / "signing.pem"
        self.environment |= {
            "PATH": os.pathsep.join(map(str, places)),
            "TOKEN_SIGNING_KEY_FILE": str(signing),
        }
        (self.folder / ".env").write_text("INTERNAL_TOKEN=the-first-token-of-the-drill\n")
        self.bash(f"umask 077; openssl genpkey -algorithm ed25519 -out {signing}")
        self.server: Server | None = None
        self._words = drilled("Start and stop")[1].text

    @property
    def token(self) -> str:
        """What the nodes show each other now."""
        return load_settings({}, self.folder / ".env").internal_token

    def bash(self, text: str) -> str:
        """What the commands print; all must succeed."""
        with tempfile.TemporaryFile("w+") as said:  # each its own: rushes run beside the steps
            done = subprocess.run(
                ["bash", "-ec", text],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=PATIENCE,
                check=False,
            )
            said.seek(0)
            words = said.read()
        assert done.returncode == 0, f"{text}\n{words}"
        return words

    def follow(self, section: str) -> str:
        """Do what the drill's blocks of `section` say, in one shell; what that prints."""
        steps = drilled(section)
        assert steps, section
        return self.bash("\n".join([self._words, *(self._as_here(step.text) for step in steps)]))

    def _as_here(self, text: str) -> str:
        text = text.replace(SOCKETS_IN_THE_TEXT, str(self.socket_dir))
        if self.server is not None:
            here = f"@/$name?host={self.server.folder}"
            text = text.replace(SERVER_IN_THE_TEXT, here)
        return text

    def log_in(self) -> None:
        """As the administrator, in the operator's shell."""
        self.bash(f"course-cli user login --username {ADMIN} --password {ADMIN_PASSWORD}")

    def upgrade_checkout(self) -> None:
        """Put a new version in place, with another schema in each database; the old one is kept."""
        new = self.folder / "backend"
        shutil.copytree(new, self.folder / "backend.old")
        for name in DATABASES:
            folder = new / f"{name}_node" / "migrations"
            before = ScriptDirectory(str(folder)).get_current_head()
            revision = f"{name}_of_the_new_version"
            told = MIGRATION.format(revision=revision, before=before)
            (folder / "versions" / f"9999_{revision}.py").write_text(told)
        init, draft = new / "__init__.py", new / "__init__.new"
        old = f'__version__ = "{backend.__version__}"'
        draft.write_text(init.read_text().replace(old, f'__version__ = "{NEW_VERSION}"'))
        draft.replace(init)  # whoever starts meanwhile finds either

    def start_server(self) -> Server:
        """A PostgreSQL server that the operator's shell finds."""
        self.server = Server()
        self.server.start()
        self.environment |= {"PGHOST": str(self.server.folder), "PGUSER": OWNER}
        return self.server

    def close(self) -> None:
        """Leave nothing behind."""
        self.rest()
        if self.server is not None:
            self.server.close()
        if self.disk:
            subprocess.run(["umount", self.data], check=True)
        shutil.rmtree(self.folder)


def _mount(folder: Path) -> bool:
    """Give `folder` a small disk of its own; whether this user may."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=700", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def drilled(section: str) -> list[Block]:
    """The blocks under the heading `section` that the drill runs."""
    return [block for block in sections(DOCUMENT)[section] if block.mark == DRILL]
