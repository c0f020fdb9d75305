"""Putting a backup in the place of what is there: all of it or nothing.

Copies are written beside the databases first. Only then are the old files moved aside and the new
ones moved in; while that lasts, a mark beside each database keeps nodes from starting.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from backend.cli.backup_set import (
    DATABASES,
    Manifest,
    digests_of_secrets_keys,
    key_file,
    write_private,
)
from backend.cli.output import Failure
from backend.common.database_file import (
    COMPANIONS,
    DatabaseInUseError,
    alter,
    lock,
    sha256,
    sync,
    unfinished_mark,
)
from backend.common.database_url import read_url
from backend.common.secrets import (
    PRIVATE_DIRECTORY,
    RECEIPT_KEY,
    SECRETS_KEY,
    SIGNING_KEY,
    private_directory,
)
from backend.common.settings import Settings
from backend.domain.refusals import Exit

GAP = 1_000_000
"""Numbers left out after a restore, so that none is given again that somebody was told after the
backup, and so that nobody takes the feed after the restore for the one he followed before."""


class Restoring:
    """One restore.

    Args:
        folder: of the backup.
        manifest: of the backup, whose files have been found to be as it says.

    Attributes:
        kept: where the replaced files go.
    """

    def __init__(self, settings: Settings, folder: Path, manifest: Manifest) -> None:
        self.settings = settings
        self.folder = folder
        self.manifest = manifest
        self.databases = {name: database_path(settings, name) for name in DATABASES}
        stamp = time.strftime("%Y%m%dT%H%M%S")
        self.kept = settings.data_path / f"replaced-{stamp}"

    def require_key(self) -> None:
        """Find out before anything is touched whether stored secrets will be readable.

        Raises:
            Failure: SECRETS_KEY_FILE names another key, or there is none.
        """
        wanted = self.manifest.secrets_key_sha256
        if not wanted or (self.manifest.secrets_key_included and not self._configured_key()):
            return
        path = key_file(self.settings)
        if wanted not in digests_of_secrets_keys(path):
            raise Failure(
                f"{path} is not the key of this backup: nobody could log in with a second factor",
                exit_code=Exit.REFUSED,
                hint="set SECRETS_KEY_FILE to the key that was in use when it was made",
            )

    def replaced(self) -> list[Path]:
        """The files that are in the way."""
        return [file for path in self.databases.values() for file in _with_companions(path)]

    def run(self) -> None:
        """Do it.

        Raises:
            Failure: the system runs; nothing was changed.
            OSError: as it happens; until the mark is there nothing was changed.
        """
        with self._alone():
            drafts = {name: self._draft(name) for name in DATABASES}
            try:
                self._settle(drafts)
                self._put_in_place(drafts)
            finally:
                for draft in drafts.values():
                    draft.unlink(missing_ok=True)

    def _configured_key(self) -> bool:
        return bool(self.settings.secrets_key_file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the locks of all databases, so that no node can start meanwhile."""
        with ExitStack() as held:
            for path in self.databases.values():
                private_directory(path.parent)
                try:
                    held.callback(os.close, lock(path))
                except DatabaseInUseError as error:
                    hint = "stop it first: ./start_backend.sh stop"
                    raise Failure(str(error), exit_code=Exit.REFUSED, hint=hint) from None
            yield

    def _draft(self, name: str) -> Path:
        """A copy of one database of the backup beside its place, on disk and found right."""
        path = self.databases[name]
        draft = path.with_name(f"{path.name}.restoring")
        draft.unlink(missing_ok=True)
        source = self.folder / f"{name}.db"
        write_private(draft, b"")
        with source.open("rb") as read, draft.open("wb") as written:
            shutil.copyfileobj(read, written)
        sync(draft)
        if sha256(draft) != self.manifest.of(name).sha256:
            draft.unlink()
            raise Failure(f"{source} changed while it was read; nothing was replaced")
        return draft

    def _settle(self, drafts: dict[str, Path]) -> None:
        """Make three copies of three moments one whole."""
        decided = {"decided": self.manifest.of("data").decided, "gap": GAP}
        raised = (
            "UPDATE counters SET value = max(value, :decided) + :gap WHERE name = 'ticket'",
            decided,
        )
        skipped = ("UPDATE counters SET value = value + :gap WHERE name = 'feed'", {"gap": GAP})
        alter(drafts["queue"], [raised])
        alter(drafts["data"], [skipped, ("DELETE FROM feed", {})])
        alter(drafts["auth"], [("DELETE FROM challenges", {}), ("DELETE FROM sessions", {})])

    def _put_in_place(self, drafts: dict[str, Path]) -> None:
        marks = [unfinished_mark(path) for path in self.databases.values()]
        for mark in marks:
            mark.unlink(missing_ok=True)
            write_private(mark, f"{self.folder}\n".encode())
            sync(mark.parent)
        self.kept.mkdir(mode=PRIVATE_DIRECTORY, exist_ok=True)
        for name, path in self.databases.items():
            for file in _with_companions(path):
                self._keep(file)
            drafts[name].replace(path)
        self._put_keys()
        for path in self.databases.values():
            sync(path.parent)
        for mark in marks:
            mark.unlink()

    def _put_keys(self) -> None:
        """The key to stored secrets comes back; tokens signed before the restore end with theirs.

        Where the keys are configured, they are the operator's. The key of receipts comes back, too,
        so that those that students have keep counting; a backup without one leaves it as it is.
        """
        data_path = self.settings.data_path
        if self.manifest.secrets_key_included and not self._configured_key():
            self._keep(data_path / SECRETS_KEY)
            write_private(data_path / SECRETS_KEY, (self.folder / SECRETS_KEY).read_bytes())
        if self.manifest.receipt_key_sha256:
            self._keep(data_path / RECEIPT_KEY)
            write_private(data_path / RECEIPT_KEY, (self.folder / RECEIPT_KEY).read_bytes())
        if not self.settings.token_signing_key_file:
            self._keep(data_path / SIGNING_KEY)

    def _keep(self, file: Path) -> None:
        """Move a file aside; what a run that was cut off has moved already stays where it is."""
        if file.exists():
            shutil.move(file, self.kept / file.name)


def database_path(settings: Settings, name: str) -> Path:
    """The file of the database `name`.

    Raises:
        Failure: it is none of a kind that this version can restore.
    """
    url = read_url(settings.database_url(name))
    if url.get_backend_name() != "sqlite" or not url.database:
        raise Failure(
            f"{name} is not in a SQLite file; restore into a folder of its own, then move it",
            hint="DATA_DATABASE_URL= AUTH_DATABASE_URL= QUEUE_DATABASE_URL= DATA_DIR=FOLDER"
            " course-cli restore DIR && course-cli migrate --from FOLDER",
        )
    return Path(url.database)


def _with_companions(path: Path) -> list[Path]:
    """The database and what SQLite keeps beside it, as far as they are there."""
    names = (path.name, *(f"{path.name}{suffix}" for suffix in COMPANIONS))
    return [file for name in names if (file := path.with_name(name)).exists()]
