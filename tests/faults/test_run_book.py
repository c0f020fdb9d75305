"""The run-book is followed from its first section to its last in an installation of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import Any

import pytest

import backend
from backend.common.client import SocketClient
from backend.common.services import SERVICES
from backend.common.settings import load_settings
from backend.common.transport import SocketTransport
from tests.faults.crowd import Crowd
from tests.faults.drill import DATABASES, NEW_VERSION, Drill
from tests.faults.load import load
from tests.faults.supervised import passed, until
from tests.postgres import Server
from tests.tools import need

pytestmark = pytest.mark.timeout(300)
RUSH = "course-cli rehearse --json --students 300 --sections 10 --seats 15 --requests-per-student 3"
CLOSED = "no answer"  # of a gateway that ends, on a connection that it closes just then
IN_FLIGHT = 64  # requests of a rush
FILLED = "replaced-before-the-drill"


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    for program in ("curl", "openssl", "pgrep"):
        need(program)
    made = Drill()
    try:
        made.follow("Start and stop")
        made.log_in()
        yield made
    finally:
        made.close()


class Rushes(threading.Thread):
    """One rehearsal after the other, each checked, until told to stop."""

    def __init__(self, drill: Drill) -> None:
        super().__init__()
        self._drill = drill
        self._over = threading.Event()
        self.figures: list[dict[str, Any]] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        while not self._over.is_set() or not self.figures:
            try:
                self.figures.append(passed(self._drill.bash(RUSH)))
            except BaseException as failure:
                self.failure = failure
                return

    def end(self) -> None:
        """Wait for the one under way; all of them have passed."""
        self._over.set()
        self.join()
        if self.failure is not None:
            raise self.failure
        assert self.figures


def versions(drill: Drill) -> dict[str, str]:
    """What version each node runs."""

    async def ask() -> dict[str, str]:
        settings = load_settings(drill.environment, drill.folder / ".env")
        transport = SocketTransport(settings=settings)
        async with SocketClient(settings.internal_token, transport=transport) as client:
            return {
                service.name: (await client.get(service.name, "/health")).json()["version"]
                for service in SERVICES
            }

    return asyncio.run(ask())


def public_key(drill: Drill) -> str:
    """What access tokens are checked with now."""
    shown = f"-H 'Internal-Token: {drill.token}'"
    return drill.bash(
        f"curl -sS --unix-socket $SOCKET_DIR/auth_node.sock {shown} http://node/internal/keys"
    )


def audit(drill: Drill) -> list[dict[str, Any]]:
    """The audit log, newest first."""
    entries: list[dict[str, Any]] = json.loads(drill.bash("course-cli audit list --json"))
    return entries


def tables(files: sqlite3.Connection) -> list[str]:
    """The tables of a SQLite file."""
    query = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    return [name for (name,) in files.execute(query)]


def counted(ask: Callable[[str], int], names: Iterable[str]) -> dict[str, int]:
    """Table to how many rows it has."""
    return {name: ask(f'select count(*) from "{name}"') for name in names}


def _number(server: Server, database: str, query: str) -> int:
    return int(server.sql(query, database))


async def test_node_after_node_is_upgraded_in_a_rush_and_nobody_sees_an_error(
    drill: Drill,
) -> None:
    drill.bash("course-cli backup before-upgrade")
    rushes = Rushes(drill)
    rushes.start()
    try:
        async with load(drill, changes={"INTERNAL_TOKEN": drill.token}) as outcome:
            await asyncio.sleep(0.5)
            before = await asyncio.to_thread(versions, drill)
            drill.upgrade_checkout()
            await asyncio.to_thread(drill.follow, "Upgrade")
    finally:
        await asyncio.to_thread(rushes.end)
    assert outcome.failures == []
    assert min(outcome.calls.values()) > 100
    repeated = sum((Counter(figures["repeats"]) for figures in rushes.figures), Counter[str]())
    assert set(repeated) <= {CLOSED}, "nobody was answered with an error"
    assert repeated[CLOSED] <= IN_FLIGHT
    after = await asyncio.to_thread(versions, drill)
    assert NEW_VERSION not in before.values()
    assert set(after.values()) == {NEW_VERSION}


def test_the_old_version_comes_back_with_its_backup(drill: Drill) -> None:
    drill.follow("Back to the old version")
    assert set(versions(drill).values()) == {backend.__version__}
    drill.log_in()
    passed(drill.bash(RUSH))


def test_what_was_backed_up_is_there_again_and_what_came_since_is_not(drill: Drill) -> None:
    drill.bash("course-cli term create KEPT; course-cli backup monday; course-cli term create LOST")
    drill.follow("Back up, and try the restore")
    drill.log_in()
    terms = drill.bash("course-cli term list")
    assert "KEPT" in terms
    assert "LOST" not in terms
    passed(drill.bash(RUSH))


def test_new_keys_leave_everybody_logged_in(drill: Drill) -> None:
    old_key, old_token = public_key(drill), drill.token
    drill.follow("Rotate keys and tokens")
    assert public_key(drill) != old_key
    assert drill.token != old_token
    asked = "curl -s -o answer -w '%{http_code}' --unix-socket $SOCKET_DIR/data_node.sock"
    for token, status in ((old_token, "403"), (drill.token, "200")):
        assert drill.bash(f"{asked} -H 'Internal-Token: {token}' http://node/terms") == status
    drill.bash("course-cli term list")  # with the session from before
    passed(drill.bash(RUSH))


def test_a_full_disk_refuses_until_there_is_room(drill: Drill) -> None:
    if not drill.disk:
        pytest.skip("this user may mount no disk")
    term = json.loads(drill.bash(f"{RUSH} --keep"))["term"]
    crowd = Crowd(drill.ports["gateway"], term)
    hog = drill.data / FILLED
    hog.mkdir()
    filler = (hog / "filler").open("wb")
    os.posix_fallocate(filler.fileno(), 0, os.statvfs(hog).f_bavail * os.statvfs(hog).f_bsize)
    filler.close()
    refused = crowd.ask_until_refused()
    assert (refused.status, refused.body["code"]) == (503, "service_away")
    assert crowd.reads() == 200
    drill.follow("The disk is full")
    assert crowd.ask(refused.token, refused.key).status == 202
    until(lambda: not crowd.undecided())
    drill.bash(f"course-cli rehearse --remove {term}")


def test_everything_moves_to_postgresql(drill: Drill) -> None:
    drill.bash("course-cli term create MOVED")
    before = audit(drill)
    assert before
    server = drill.start_server()
    drill.follow("Move to PostgreSQL")
    for name in DATABASES:
        with closing(sqlite3.connect(drill.data / f"{name}.db")) as files:
            rows = counted(lambda query: files.execute(query).fetchone()[0], tables(files))
        assert rows == counted(partial(_number, server, name), rows)
    after = audit(drill)
    assert after[-len(before) :] == before
    assert "MOVED" in drill.bash("course-cli term list")
    passed(drill.bash(RUSH))
