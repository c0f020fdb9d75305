"""Who is logged in where: one session a context, in a file that only its owner can read."""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from backend.cli.output import Failure
from backend.common.secrets import PRIVATE_DIRECTORY, PRIVATE_FILE
from backend.domain.exits import Exit

VALID_FOR = 24 * 3600.0  # seconds after a login
LOCK_PATIENCE = 30.0  # seconds another command may hold the lock; longer than a refresh may take
LOCK_PAUSE = 0.05  # seconds between two tries
LOGIN = "course-cli user login"
LOCAL = "local"  # the context of this machine's installation


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

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.until <= time.time()


class Contexts(msgspec.Struct):
    """All sessions, by the name of their context.

    Attributes:
        current: the context of commands that name none; "" where there is none.
    """

    current: str
    contexts: dict[str, Session]

    def at(self, server: str) -> str:
        """The context of `server`, the current one if there are several; "" if there is none."""
        named = [name for name, session in self.contexts.items() if session.server == server]
        return self.current if self.current in named else next(iter(named), "")


def context_for(server: str) -> str:
    """What the context of a server is called unless somebody says otherwise."""
    if not server:
        return LOCAL
    parts = urlsplit(server)
    return f"{parts.netloc}{parts.path}"


class SessionStore:
    """The session file and its lock.

    Args:
        folder: where they are; None takes `~/.course_selection`.
        context: whose session this is about; "" is the current one.
    """

    def __init__(self, folder: Path | None = None, context: str = "") -> None:
        self.folder = folder or Path("~/.course_selection").expanduser()
        self.path = self.folder / "config.json"
        self.context = context

    def contexts(self) -> Contexts:
        """All sessions, over or not.

        Raises:
            Failure: the file cannot be read or is damaged.
        """
        try:
            self._close_to_others()
            return msgspec.json.decode(self.path.read_bytes(), type=Contexts)
        except FileNotFoundError:
            return Contexts("", {})
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Failure(
                f"the session file {self.path} is damaged ({error})",
                exit_code=Exit.LOGIN_FIRST,
                hint=LOGIN,
            ) from None
        except OSError as error:
            raise Failure(f"the session file {self.path}: {error.strerror}") from None

    def load(self) -> Session | None:
        """The session; None where nobody is logged in or the session has ended.

        Raises:
            Failure: the file cannot be read or is damaged.
        """
        stored = self.contexts()
        session = stored.contexts.get(self.context or stored.current)
        return None if session is None or session.over else session

    def save(self, session: Session, *, current: bool = False) -> None:
        """Replace the session; a reader sees the old one or the new one, never half of one.

        Args:
            current: whether commands that name no context use this one from now on.
        """
        stored = self._whole()
        name = self.context or stored.current or context_for(session.server)
        stored.contexts[name] = session
        if current or not stored.current:
            stored.current = name
        self._write(stored)

    def use(self, name: str) -> None:
        """Let commands that name no context use this one.

        Raises:
            Failure: there is none of this name.
        """
        stored = self.contexts()
        if name not in stored.contexts:
            raise no_such_context(name)
        stored.current = name
        self._write(stored)

    def forget(self) -> None:
        """End the session on this side; a damaged file goes as a whole."""
        stored = self._whole()
        name = self.context or stored.current
        stored.contexts.pop(name, None)
        if not stored.contexts:
            self.path.unlink(missing_ok=True)
            return
        if stored.current == name:
            stored.current = ""
        self._write(stored)

    def _whole(self) -> Contexts:
        try:
            return self.contexts()
        except Failure:
            return Contexts("", {})

    def _write(self, contexts: Contexts) -> None:
        self._make_folder()
        draft = self.folder / f".config.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(contexts)))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        finally:
            draft.unlink(missing_ok=True)

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        """Keep other commands from changing the sessions meanwhile.

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


def login_line(server: str, context: str) -> str:
    """The command that logs in to a server under the name of a context."""
    named = f" --server {server}" if server else ""
    if context not in ("", context_for(server)):
        named += f" --context {context}"
    return f"course-cli{named} user login"


def no_such_context(name: str) -> Failure:
    """What is said about a context that nobody made."""
    return Failure(
        f"there is no context {name}", exit_code=Exit.NOT_FOUND, hint="course-cli context list"
    )


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
