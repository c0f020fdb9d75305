"""Who freezes with the lock of the one writer is ended, also in the middle of what he sent."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest
import sqlalchemy as sa

from backend.common import postgres_engine, postgres_session
from backend.common.database import Database
from tests.empty_databases import MIGRATIONS, server
from tests.postgres import OWNER

pytestmark = pytest.mark.sqlite  # it has its own server whatever the others run on
LOCK = f"begin; select pg_advisory_xact_lock({postgres_engine._WRITER})"
READY = b"Z\0\0\0\5"
WHOLE = b"P\0\0\0\x10\0select 1\0\0\0" + b"B\0\0\0\x0c" + bytes(8) + b"E\0\0\0\x09" + bytes(5)
_names = count()


@asynccontextmanager
async def frozen(database: str) -> AsyncIterator[asyncio.StreamReader]:
    """One who has the lock, has sent a statement and will never send that it was all."""
    reader, writer = await asyncio.open_unix_connection(server().folder / ".s.PGSQL.5432")
    told = f"user\0{OWNER}\0database\0{database}\0\0".encode()
    writer.write(struct.pack("!ii", len(told) + 8, 0x30000) + told)
    await reader.readuntil(READY)
    query = LOCK.encode() + b"\0"
    writer.write(b"Q" + struct.pack("!i", len(query) + 4) + query)
    await reader.readuntil(READY)
    writer.write(WHOLE + b"H\0\0\0\4")  # the last asks for what there is, and ends nothing
    yield reader
    writer.close()


@pytest.fixture
async def opened(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Database, str]]:
    patient = postgres_engine._END_FROZEN_WRITER
    assert "'5 s'" in patient
    monkeypatch.setattr(postgres_engine, "_END_FROZEN_WRITER", patient.replace("5 s", "1 s"))
    monkeypatch.setattr(postgres_session, "PING_EVERY", 0.1)
    name = f"frozen{next(_names)}"
    made = Database(server().create(name), MIGRATIONS["queue"])
    await made.start()
    yield made, name
    await made.stop()


async def test_he_does_not_hold_up_the_others(opened: tuple[Database, str]) -> None:
    database, name = opened
    async with frozen(name) as reader:
        writing = asyncio.create_task(database.write(lambda c: c.scalar(sa.text("select 2"))))
        assert not (await asyncio.wait({writing}, timeout=0.25))[0], "the control: he has the lock"
        assert await asyncio.wait_for(writing, 5) == 2
        assert b"terminating connection due to administrator command" in await reader.read()


async def test_one_who_works_for_long_is_left_alone(opened: tuple[Database, str]) -> None:
    database, _ = opened
    assert await database.write(lambda c: c.scalar(sa.text("select 2 from pg_sleep(1.5)"))) == 2
