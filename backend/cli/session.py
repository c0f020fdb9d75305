"""The session: who is logged in where, in a file that only its owner can read."""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from backend.cli.output import Failure
from backend.common.secrets import PRIVATE_DIRECTORY, PRIVATE_FILE
from backend.domain.refusals import Exit

VALID_FOR = 24 * 3600.0  # seconds after a login
LOCK_PATIENCE = 30.0  # seconds another command may hold the lock; longer than a refresh may take
LOCK_PAUSE = 0.05  # seconds between two tries
LOGIN = "course-cli user login"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """What a login leaves behind.

    Attributes:
        server: address of the installation; "" is the one on this machine.
        access_until: when the access token ends, Unix seconds.
        until: when the whole session ends, Unix seconds.
    """

    server: str
    username: str
    role: str
    access_token: str
    access_until: float
    refresh_token: str
    until: float


class SessionStore:
    """The session file and its lock.

    Args:
        folder: where they are; None takes `~/.course_selection`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path("~/.course_selection").expanduser()
        self.path = self.folder / "config.json"

    def load(self) -> Session | None:
        """The session; None where nobody is logged in or the session has ended.

        Raises:
            Failure: the file cannot be read or is damaged.
        """
        try:
            self._close_to_others()
            session = msgspec.json.decode(self.path.read_bytes(), type=Session)
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Failure(
                f"the session file {self.path} is damaged ({error})",
                exit_code=Exit.LOGIN_FIRST,
                hint=LOGIN,
            ) from None
        except OSError as error:
            raise Failure(f"the session file {self.path}: {error.strerror}") from None
        return session if session.until > time.time() else None

    def save(self, session: Session) -> None:
        """Replace the session; a reader sees the old one or the new one, never half of one."""
        self._make_folder()
        draft = self.folder / f".config.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(session)))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        finally:
            draft.unlink(missing_ok=True)

    def forget(self) -> None:
        """End the session on this side."""
        self.path.unlink(missing_ok=True)

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        """Keep other commands from changing the session meanwhile.

        Raises:
            Failure: another command holds the lock for longer than `LOCK_PATIENCE`.
        """
        self._make_folder()
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        try:
            await _lock(descriptor)
            yield
        finally:
            os.close(descriptor)

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
            if self.folder.stat().st_mode & 0o077:
                self.folder.chmod(PRIVATE_DIRECTORY)
        except OSError as error:
            raise Failure(f"the session folder {self.folder}: {error.strerror}") from None

    def _close_to_others(self) -> None:
        if self.path.stat().st_mode & 0o077:
            self.path.chmod(PRIVATE_FILE)


async def _lock(descriptor: int) -> None:
    deadline = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Failure("another course-cli holds the session; try again shortly") from None
        await asyncio.sleep(LOCK_PAUSE)
