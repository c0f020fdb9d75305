"""Restoring a backup: verified first, all or nothing, and never under a running node."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from backend.auth_node.main import MIGRATIONS as AUTH
from backend.cli.backup_set import (
    DATABASES,
    MANIFEST,
    Manifest,
    digest_of_key,
    read_manifest,
    stored,
    write_private,
)
from backend.cli.output import Failure
from backend.cli.restoring import GAP, Restoring
from backend.common.database import Database, DatabaseInUseError
from backend.common.settings import Settings
from backend.data_node.main import MIGRATIONS as DATA
from backend.queue_node.main import MIGRATIONS as QUEUE

MIGRATIONS = {"queue": QUEUE, "auth": AUTH, "data": DATA}
OUTCOME = """INSERT INTO outcomes
    (ticket_id, number, student_id, section_id, action, outcome, decided_at)
    VALUES ('t', 1204, 1, 1, 'select', 'enrolled', 1.0)"""


def database(folder: Path, name: str) -> Database:
    return Database(f"sqlite:///{folder / name}.db", MIGRATIONS[name])


async def _make(folder: Path, backup: Path) -> None:
    for name in DATABASES:
        opened = database(folder, name)
        await opened.start()
        if name == "data":
            await opened.write(lambda connection: connection.exec_driver_sql(OUTCOME) and None)
        await opened.copy_to(backup / f"{name}.db")
        await opened.stop()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of three databases with one decision that is newer than the copy of the line."""
    folder = tmp_path_factory.mktemp("made")
    backup = folder / "backup"
    backup.mkdir()
    asyncio.run(_make(folder, backup))
    write_private(backup / "secrets_key", b"the-key\n")
    write_private(backup / "receipt_key.pem", b"signs-receipts\n")
    manifest = Manifest(
        made_at=time.time(),
        version="0.1.0",
        databases=[stored(backup / f"{name}.db") for name in DATABASES],
        secrets_key_sha256=digest_of_key(backup / "secrets_key"),
        secrets_key_included=True,
        receipt_key_sha256=digest_of_key(backup / "receipt_key.pem"),
    )
    write_private(backup / MANIFEST, msgspec.json.encode(manifest))
    return backup


@pytest.fixture
def backup(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copytree(made, tmp_path / "backup"))


@pytest.fixture
def present(tmp_path: Path) -> Settings:
    """An installation that holds something else."""
    folder = tmp_path / "d"
    folder.mkdir()
    keys = ("token_signing_key.pem", "receipt_key.pem")
    for name in (*(f"{name}.db" for name in DATABASES), "data.db-wal", *keys):
        (folder / name).write_text(f"old {name}")
    return Settings(data_dir=str(folder), internal_token="x" * 40)


def restoring(settings: Settings, backup: Path) -> Restoring:
    prepared = Restoring(settings, backup, read_manifest(backup))
    prepared.require_key()
    return prepared


def contents(folder: Path) -> dict[str, bytes]:
    """Everything but the locks, which mean nothing while nobody holds them."""
    return {
        file.name: file.read_bytes()
        for file in folder.iterdir()
        if file.is_file() and file.suffix != ".lock"
    }


def number(path: Path, counter: str) -> int:
    with closing(sqlite3.connect(path)) as opened:
        (value,) = opened.execute("SELECT value FROM counters WHERE name = ?", [counter]).fetchone()
    return int(value)


def test_everything_is_replaced_and_the_old_kept(present: Settings, backup: Path) -> None:
    old = contents(present.data_path)
    done = restoring(present, backup)
    done.run()
    assert contents(done.kept) == old
    keys = {"secrets_key": b"the-key\n", "receipt_key.pem": b"signs-receipts\n"}
    now = contents(present.data_path)
    assert set(now) == {*(f"{n}.db" for n in DATABASES), *keys}
    assert {name: now[name] for name in keys} == keys
    for file in (*present.data_path.glob("*.db"), *map(present.data_path.joinpath, keys)):
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_changed_or_lost_key_of_receipts_is_found(backup: Path) -> None:
    (backup / "receipt_key.pem").write_bytes(b"another\n")
    with pytest.raises(Failure, match=r"receipt_key\.pem is missing or was changed"):
        read_manifest(backup)
    (backup / "receipt_key.pem").unlink()
    with pytest.raises(Failure, match=r"receipt_key\.pem is missing or was changed"):
        read_manifest(backup)


def test_an_older_backup_without_a_key_of_receipts_leaves_the_one_that_is_there(
    present: Settings, backup: Path
) -> None:
    (backup / "receipt_key.pem").unlink()
    manifest = msgspec.json.decode((backup / MANIFEST).read_bytes())
    del manifest["receipt_key_sha256"]
    (backup / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    restoring(present, backup).run()
    assert (present.data_path / "receipt_key.pem").read_text() == "old receipt_key.pem"


async def test_nodes_can_open_what_was_restored(present: Settings, backup: Path) -> None:
    restoring(present, backup).run()
    for name in DATABASES:
        opened = database(present.data_path, name)
        await opened.start()
        await opened.stop()


def test_no_number_is_given_twice(present: Settings, backup: Path) -> None:
    assert number(backup / "queue.db", "ticket") == 0, "the line had not heard of number 1204"
    restoring(present, backup).run()
    assert number(present.data_path / "queue.db", "ticket") == 1204 + GAP
    assert number(present.data_path / "data.db", "feed") == GAP


@pytest.mark.parametrize("name", ["queue.db", "auth.db", "data.db"])
def test_a_changed_file_is_found_before_anything_is_touched(
    present: Settings, backup: Path, name: str
) -> None:
    old = contents(present.data_path)
    with (backup / name).open("r+b") as file:
        file.seek(5000)
        file.write(b"!")
    with pytest.raises(Failure, match=f"{name} was changed after the backup"):
        restoring(present, backup)
    (backup / name).unlink()
    with pytest.raises(Failure, match=f"{name} is missing"):
        restoring(present, backup)
    assert contents(present.data_path) == old


def test_a_folder_that_is_no_whole_backup_is_refused(present: Settings, backup: Path) -> None:
    manifest = (backup / MANIFEST).read_bytes()
    for content, words in (
        (b"{", "damaged"),
        (manifest.replace(b'"format":1', b'"format":9'), "another version"),
        (manifest.replace(b'"queue.db"', b'"other.db"'), "does not name all"),
    ):
        (backup / MANIFEST).write_bytes(content)
        with pytest.raises(Failure, match=words):
            read_manifest(backup)
    (backup / MANIFEST).unlink()
    with pytest.raises(Failure, match="is no backup"):
        read_manifest(backup)


async def test_nothing_is_touched_while_a_node_runs(present: Settings, backup: Path) -> None:
    (present.data_path / "data.db").unlink()
    (present.data_path / "data.db-wal").unlink()
    node = database(present.data_path, "data")
    await node.start()
    old = contents(present.data_path)
    with pytest.raises(Failure, match=r"another process has data\.db open"):
        restoring(present, backup).run()
    assert contents(present.data_path) == old
    await node.stop()
    restoring(present, backup).run()


async def test_a_restore_that_is_cut_off_keeps_nodes_from_starting_until_it_is_repeated(
    present: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = restoring(present, backup)
    with monkeypatch.context() as patched:
        patched.setattr(cut, "_put_keys", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            cut.run()
    for name in DATABASES:
        with pytest.raises(DatabaseInUseError, match=f"cut off; run it again: .* {backup}"):
            await database(present.data_path, name).start()
    restoring(present, backup).run()
    for name in DATABASES:
        opened = database(present.data_path, name)
        await opened.start()
        await opened.stop()


def _power_cut() -> None:
    raise KeyboardInterrupt


def test_what_fails_before_the_files_are_moved_leaves_everything(
    present: Settings, backup: Path
) -> None:
    prepared = restoring(present, backup)
    old = contents(present.data_path)
    (backup / "data.db").write_bytes(b"changed after it was verified")
    with pytest.raises(Failure, match="changed while it was read"):
        prepared.run()
    left = contents(present.data_path)
    assert {name: left[name] for name in old} == old
    assert not prepared.kept.exists()


def test_a_backup_is_not_restored_under_another_key(
    present: Settings, backup: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other-key"
    other.write_text("another")
    configured = msgspec.structs.replace(present, secrets_key_file=str(other))
    with pytest.raises(Failure, match="is not the key of this backup"):
        restoring(configured, backup)
    other.write_text("the-key")
    restoring(configured, backup).run()
    assert not (present.data_path / "secrets_key").exists(), "the configured one is used"
