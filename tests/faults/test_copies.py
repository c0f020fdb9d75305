"""Three copies of every service on one PostgreSQL: a rush survives the loss of copies and more."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.cli.restoring import GAP
from tests.faults.copies import COPIES, DATABASES, Copies
from tests.faults.pair import Pair
from tests.faults.restored import (
    Restored,
    dump,
    restore_dumps,
    take_keys,
    term_of_a_rush,
)
from tests.faults.rush import REQUESTS, Rush
from tests.faults.supervised import until
from tests.postgres import Server, owners_folder
from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD

pytestmark = pytest.mark.timeout(300)
LOGINS = 6 * COPIES
WELL_WITHIN = 10.0  # seconds


@pytest.fixture(scope="module")
def pair() -> Pair:
    return Pair()


@pytest.fixture(scope="module")
def copies(pair: Pair) -> Iterator[Copies]:
    started = Copies(pair)
    try:
        started.start_all()
        yield started
    finally:
        started.close()


@pytest.fixture(scope="module")
def registrar(copies: Copies, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    line = CommandLine(copies.environment, tmp_path_factory.mktemp("registrar"))
    done = line("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
    assert done.returncode == 0, done.stderr
    return line


def test_a_database_that_crashes_in_mid_rush_is_waited_for(
    copies: Copies, registrar: CommandLine
) -> None:
    rush = Rush(copies, registrar)
    copies.server.stop("immediate")
    under_way = rush.runs()
    copies.server.start()
    rush.end()
    assert under_way, "it was over before the database crashed"


def test_a_leader_that_freezes_is_followed_by_another(
    copies: Copies, registrar: CommandLine
) -> None:
    rush = Rush(copies, registrar)
    frozen = copies.leader()
    frozen.send_signal(signal.SIGSTOP)
    try:
        until(lambda: copies.leading() not in (0, frozen.pid), WELL_WITHIN)
        under_way = rush.runs()
    finally:
        frozen.send_signal(signal.SIGCONT)
    rush.end()
    assert under_way, "it was over before the leader froze"
    assert copies.leading() != frozen.pid


def test_a_frozen_copy_that_has_the_lock_of_the_writer_holds_nobody_up_for_long(
    copies: Copies, registrar: CommandLine
) -> None:
    rush = Rush(copies, registrar)
    with copies.a_frozen_writer() as frozen:
        assert copies.writing() == frozen.pid, "the control: it has the lock and does not let go"
        decided = copies.decided()
        under_way = rush.runs()
        until(lambda: copies.decided() > decided, WELL_WITHIN)
        until(lambda: copies.all_well(but=[frozen]), WELL_WITHIN)
        assert copies.writing() != frozen.pid
    rush.end()
    assert under_way, "it was over before the writer froze"
    until(copies.all_well, WELL_WITHIN)


def test_a_frozen_auth_copy_keeps_nobody_from_logging_in(
    copies: Copies, registrar: CommandLine
) -> None:
    rush = Rush(copies, registrar)
    frozen = copies.running["auth_node"][1]
    frozen.send_signal(signal.SIGSTOP)
    try:
        logins = [copies.logs_in() for _ in range(LOGINS)]
        assert copies.all_well(but=[frozen])
        rush.end()
    finally:
        frozen.send_signal(signal.SIGCONT)
    assert logins.count(False) <= COPIES, (
        "each gateway waits for it in vain once, not every third time"
    )
    until(copies.all_well, WELL_WITHIN)


def test_a_backup_in_mid_rush_is_right_wherever_it_is_restored(
    copies: Copies, registrar: CommandLine, tmp_path: Path
) -> None:
    dumps = owners_folder()
    rush = Rush(copies, registrar)
    registrar.json("backup", str(tmp_path / "backup"))
    dump(copies.server, dumps)
    under_way = rush.runs()
    rush.end()
    assert under_way, "it was over before the backups were made"
    files, databases = Restored(tmp_path), Restored(tmp_path)
    fresh = Server()
    try:
        done = files.line("restore", str(tmp_path / "backup"), "--yes")
        assert done.returncode == 0, done.stderr
        fresh.start()
        restore_dumps(fresh, dumps)
        for name in DATABASES:
            databases.environment[f"{name.upper()}_DATABASE_URL"] = fresh.url(name)
        take_keys(copies, databases)
        for restored in (files, databases):
            found = restored.verified(term_of_a_rush(tmp_path / "backup"))
            assert (found["found"], found["findings"]) == (0, [])
            assert 0 < found["tickets"] < REQUESTS
            assert restored.hands_out() > GAP
    finally:
        for restored in (files, databases):
            restored.close()
        fresh.close()
        shutil.rmtree(dumps)


def test_a_second_database_server_takes_the_place_of_one_that_is_lost(
    copies: Copies, pair: Pair, registrar: CommandLine
) -> None:
    assert pair.followed_by() == ["db2 sync"]
    rush = Rush(copies, registrar)
    acknowledged = rush.accepted()
    pair.kill_the_first()
    under_way = rush.runs()
    pair.promote()
    assert acknowledged <= rush.accepted(), "the second lacks what was acknowledged"
    until(lambda: rush.accepted() > acknowledged and copies.all_well(), WELL_WITHIN)
    rush.end()
    assert under_way, "it was over before the first was lost"
    pair.bring_the_first_back()
    assert pair.followed_by() == ["db1 sync"]


def test_two_copies_that_are_killed_in_mid_rush_cost_nothing(
    copies: Copies, registrar: CommandLine
) -> None:
    rush = Rush(copies, registrar)
    copies.kill("queue_node", copies.leader())
    copies.kill("data_node", copies.running["data_node"][0])
    under_way = rush.runs()
    rush.end()
    assert under_way, "it was over before anything was killed"
    assert copies.leader().poll() is None  # another one
