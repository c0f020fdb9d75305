"""A backup as a folder: which files, in which order, and what its manifest says of them.

Why the order and why some things are left out: docs/decisions/backup.md.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path

import msgspec

from backend.cli.output import Failure
from backend.common.database_file import Facts, read_facts, sha256
from backend.common.secrets import PRIVATE_FILE, RECEIPT_KEY, SECRETS_KEY
from backend.common.settings import Settings
from backend.domain.refusals import Exit

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = ("queue", "auth", "data")
"""In the order in which they are copied: what is decided must not be missing from a later copy."""


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """A database in a backup; the fields mean what `Facts` says."""

    name: str
    sha256: str
    size: int
    revision: str
    numbers: dict[str, int]
    decided: int = 0


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a backup.

    Attributes:
        made_at: Unix seconds at which it was begun.
        version: of the system that made it.
        secrets_key_sha256: digest of the key without which second factors cannot be read; "" where
            there was none.
        secrets_key_included: whether that key is in the folder.
        receipt_key_sha256: digest of the key of receipts in the folder; "" where there is none.
    """

    format: int = FORMAT
    made_at: float
    version: str
    databases: list[StoredFile]
    secrets_key_sha256: str
    secrets_key_included: bool
    receipt_key_sha256: str = ""

    def of(self, database: str) -> StoredFile:
        """What it says about one database."""
        return next(file for file in self.databases if file.name == f"{database}.db")


def stored(path: Path) -> StoredFile:
    """The entry of the copy `path`.

    Raises:
        Failure: it is damaged.
    """
    try:
        facts: Facts = read_facts(path)
    except sqlite3.Error as error:
        raise Failure(f"{path}: {error}") from None
    return StoredFile(name=path.name, **facts._asdict())


def key_file(settings: Settings) -> Path:
    """Where the key that encrypts stored secrets is."""
    configured = settings.secrets_key_file
    return Path(configured).expanduser() if configured else settings.data_path / SECRETS_KEY


def digest_of_key(path: Path) -> str:
    """What tells keys apart without telling the key, which is random; "" where there is none."""
    return hashlib.sha256(path.read_bytes().strip()).hexdigest() if path.exists() else ""


def digests_of_secrets_keys(path: Path) -> list[str]:
    """The same of each key of SECRETS_KEY_FILE, which has several while it is changed."""
    keys = path.read_bytes().split() if path.exists() else []
    return [hashlib.sha256(key).hexdigest() for key in keys] or [""]


def write_private(path: Path, content: bytes) -> None:
    """Write the new file `path`, mode 0600, and have it on disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the backup `folder`, whose files are all as it says.

    Raises:
        Failure: it is no whole backup, was changed, or is of a later version.
    """
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        hint = "course-cli backup DIR"
        raise Failure(f"{folder} is no backup", exit_code=Exit.NOT_FOUND, hint=hint) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Failure(f"{folder / MANIFEST} is damaged: {error}") from None
    if manifest.format != FORMAT:
        raise Failure(f"{folder} was made by another version ({manifest.version})")
    if {file.name for file in manifest.databases} != {f"{name}.db" for name in DATABASES}:
        raise Failure(f"{folder / MANIFEST} does not name all databases")
    for file in manifest.databases:
        _require_unchanged(folder / file.name, file.sha256)
    if manifest.secrets_key_included:
        path = folder / SECRETS_KEY
        if digests_of_secrets_keys(path)[0] != manifest.secrets_key_sha256:
            raise Failure(f"{path} is missing or was changed after the backup")
    if digest_of_key(folder / RECEIPT_KEY) != manifest.receipt_key_sha256:
        raise Failure(f"{folder / RECEIPT_KEY} is missing or was changed after the backup")
    return manifest


def _require_unchanged(path: Path, digest: str) -> None:
    if not path.is_file():
        raise Failure(f"{path} is missing")
    if sha256(path) != digest:
        raise Failure(f"{path} was changed after the backup: its checksum is another")
