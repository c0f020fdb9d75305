"""Files of which a crash has left half: what was committed is there, and all else is named."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.auth_node.main import MIGRATIONS
from backend.auth_node.tables import options
from backend.common.database import Database, DatabaseInUseError
from backend.common.secrets import INTERNAL_TOKEN, RECEIPT_KEY, internal_token
from backend.common.settings import Settings, SettingsError, load_settings
from backend.data_node.receipts import load_signer
from backend.supervisor.instance import Instance, pid_file, running_pid

pytestmark = pytest.mark.sqlite
FRAME = 24 + 2048  # bytes: head and page
COMMITS = 5


def put(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.insert(options).values(name=name, value=1))


def names(connection: sa.Connection) -> set[str]:
    return set(connection.execute(sa.select(options.c.name)).scalars())


@pytest.fixture
async def crashed(tmp_path: Path) -> Path:
    """A database and its log as they are when its node is killed after some commits."""
    (tmp_path / "before").mkdir(mode=0o700)
    database = Database(f"sqlite:///{tmp_path}/before/auth.db", MIGRATIONS)
    await database.start()
    for number in range(COMMITS):
        await database.write(put, str(number))
    shutil.copytree(tmp_path / "before", tmp_path / "after")
    await database.stop()
    return tmp_path / "after" / "auth.db"


async def there(path: Path) -> set[str]:
    database = Database(f"sqlite:///{path}", MIGRATIONS)
    await database.start()
    try:
        return await database.read(names)
    finally:
        await database.stop()


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


@pytest.mark.parametrize("torn", [1, 24, 1000, FRAME, 3 * FRAME + 7])
async def test_half_a_write_behind_the_last_commit_costs_nothing(crashed: Path, torn: int) -> None:
    with log_of(crashed).open("ab") as log:
        log.write(b"\x5a" * torn)
    assert await there(crashed) >= {str(number) for number in range(COMMITS)}


async def test_a_commit_that_is_cut_into_is_missed_whole_and_those_before_are_there(
    crashed: Path,
) -> None:
    with log_of(crashed).open("r+b") as log:
        log.truncate(log.seek(0, 2) - FRAME // 2)
    kept = await there(crashed)
    assert kept >= {str(number) for number in range(COMMITS - 1)}
    assert str(COMMITS - 1) not in kept, "the control: a loss would be seen"


@pytest.mark.parametrize("content", [b"half a f", b"SQLite format 3\0" + b"\x5a" * 4096])
async def test_a_damaged_database_is_named_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "auth.db"
    path.write_bytes(content)
    for _ in range(2):  # the lock is given up
        with pytest.raises(DatabaseInUseError, match=r"damaged .* course-cli restore"):
            await Database(f"sqlite:///{path}", MIGRATIONS).start()


@pytest.mark.parametrize("content", [b"", b"half a f", b"\xff" * 40])
def test_a_damaged_token_of_the_nodes_lets_nobody_in(tmp_path: Path, content: bytes) -> None:
    (tmp_path / INTERNAL_TOKEN).write_bytes(content)
    with pytest.raises(SettingsError, match="internal_token is damaged"):
        internal_token(Settings(data_dir=str(tmp_path)))


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nMC4CAQ"])
def test_a_damaged_key_of_receipts_is_not_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / RECEIPT_KEY).write_bytes(content)
    with pytest.raises(SettingsError, match=r"damaged; bring it back"):
        load_signer(Settings(data_dir=str(tmp_path)))
    assert (tmp_path / RECEIPT_KEY).read_bytes() == content


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"CAMPUS_TIME_ZONE=UTC\nINTERNAL_TOK", 2),
        (b"# caf\xc3\xa9\nDATA_DIR=/x\nPUBLIC_URL=https://caf\xc3", 3),
        (b"DATA_DIR='/var/lib/cou", 1),
        (b"DATA_DIR=/x\n" + b"\0" * 512, 2),
    ],
)
def test_a_file_of_settings_that_was_half_written_is_named_with_the_line(
    tmp_path: Path, content: bytes, line: int
) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingsError, match=rf"\.env, line {line}: "):
        load_settings({}, tmp_path / ".env")


def test_a_file_of_settings_may_have_blank_lines_and_comments(tmp_path: Path) -> None:
    text = "\ufeff# all\n\nexport DATA_DIR='/x y' # here\nCAMPUS_TIME_ZONE=\nLOG_LEVEL"
    (tmp_path / ".env").write_text(text + "=debug", encoding="utf-8")
    assert load_settings({}, tmp_path / ".env").data_dir == "/x y"


@pytest.mark.parametrize("content", [b"", b"12", b"\xff\xfe\n\n", b"9" * 500])
def test_what_is_left_of_a_process_id_stops_nobody(tmp_path: Path, content: bytes) -> None:
    pid_file(tmp_path).write_bytes(content)
    assert running_pid(tmp_path) is None
    running = Instance(tmp_path)
    assert running_pid(tmp_path) == os.getpid()
    del running


async def test_what_is_in_a_lock_file_stops_nobody(crashed: Path) -> None:
    (lock_file,) = crashed.parent.glob("*lock*")
    lock_file.write_bytes(b"\xff half")
    assert await there(crashed) >= {"0"}
