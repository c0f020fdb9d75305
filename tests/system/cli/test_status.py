"""What `course-cli status` shows: five lines, a colour and an exit code for each state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from backend.common.services import NODES
from tests.system.command_line import CommandLine, ended
from tests.system.installation import Installation

ALL_ONLINE = """System Status:
  ● Data Node: online
  ● Auth Node: online
  ● Teacher Node: online
  ● Student Node: online
  ● Queue Node: online
"""


@contextmanager
def without_queue(installation: Installation) -> Iterator[None]:
    installation.stop("queue_node")
    try:
        yield
    finally:
        if "queue_node" in installation.processes:
            installation.stop("queue_node")
        installation.start("queue_node")
        installation.wait_until_all_well()


def test_all_nodes_are_online(cli: CommandLine) -> None:
    done = cli("status")
    assert (done.returncode, done.stdout, done.stderr) == (0, ALL_ONLINE, "")


def test_a_node_that_is_down_is_offline(cli: CommandLine, installation: Installation) -> None:
    with without_queue(installation):
        done = cli("status")
        nodes = cli("status", "--json")
    assert done.returncode == 6
    assert "  ● Queue Node: offline\n" in done.stdout
    assert "  ● Data Node: online\n" in done.stdout
    assert "Queue Node: unix://" in done.stderr
    assert nodes.returncode == 6
    assert '"status": "offline"' in nodes.stdout


def test_a_node_reached_over_http_is_degraded(cli: CommandLine, installation: Installation) -> None:
    with without_queue(installation):
        neighbours = {
            f"{name}_NODE_URL": f"unix://{installation.socket_dir}/{name.lower()}_node.sock"
            for name in ("AUTH", "DATA")
        }
        installation.start("queue_node", USE_SOCKETS="false", **neighbours)
        done = cli("status")
        child = cli.on_terminal("status")
        child.expect_exact("\x1b[33m●\x1b[0m Queue Node: \x1b[33mdegraded\x1b[0m")
        assert ended(child) == 1
        without_sockets = cli("status", USE_SOCKETS="false")
    assert done.returncode == 1
    assert "  ● Queue Node: degraded\n" in done.stdout
    assert "although sockets are on" in done.stderr
    assert "  ● Queue Node: online\n" in without_sockets.stdout


def test_colour_is_for_terminals_and_never_under_no_color(cli: CommandLine) -> None:
    child = cli.on_terminal("status")
    child.expect_exact("\x1b[32m●\x1b[0m Data Node: \x1b[32monline\x1b[0m")
    assert ended(child) == 0
    child = cli.on_terminal("status", NO_COLOR="1")
    child.expect_exact("  ● Queue Node: online")
    assert "\x1b" not in (child.before or "")
    assert ended(child) == 0


def test_nobody_needs_a_session_or_a_whole_one(cli: CommandLine) -> None:
    cli.session_file.parent.mkdir()
    cli.session_file.write_text("garbage")
    done = cli("status")
    assert (done.returncode, done.stdout) == (0, ALL_ONLINE)
    assert "is damaged" in done.stderr


def test_a_stranger_at_the_address_is_no_node(cli: CommandLine, installation: Installation) -> None:
    done = cli("status", USE_SOCKETS="false", QUEUE_NODE_URL=installation.gateway_url)
    assert done.returncode == 6
    assert "something else answers" in done.stderr


@pytest.mark.parametrize("setting", [{"USE_SOCKETS": "maybe"}, {"DATA_NODE_URL": "ftp://x"}])
def test_a_setting_that_cannot_be_used_is_named(cli: CommandLine, setting: dict[str, str]) -> None:
    done = cli("status", **setting)
    assert done.returncode == 1
    assert f"error: {next(iter(setting))}" in done.stderr


def test_where_nothing_runs_the_way_to_start_it_is_told(cli: CommandLine) -> None:
    urls = {f"{node.name.upper()}_URL": "http://127.0.0.1:9" for node in NODES}
    done = cli("status", SOCKET_DIR="/nonexistent", **urls)
    assert done.returncode == 6
    assert done.stderr.splitlines()[-1] == "hint: ./start_backend.sh"


def test_of_a_remote_server_the_doors_are_seen(
    cli: CommandLine, installation: Installation
) -> None:
    done = cli("--server", installation.gateway_url, "status", SOCKET_DIR="/nonexistent")
    assert done.returncode == 0, done.stderr
    for door in ("Auth", "Teacher", "Student"):
        assert f"  ● {door} Node: online\n" in done.stdout
    assert "Data Node: cannot be seen from outside" in done.stderr
    done = cli("--server", "http://127.0.0.1:9", "status")
    assert done.returncode == 6
    assert done.stdout.count(": offline") == 3
