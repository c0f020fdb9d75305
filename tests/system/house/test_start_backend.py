"""One command starts everything, says where to go, and leaves nothing behind."""

from __future__ import annotations

import stat
import urllib.request

import pexpect

from backend.common.services import NODES, SERVICES
from tests.system.house.conftest import READY, SOCKETS, Checkout
from tests.system.installation import free_port

ONLINE = ">online<"


def interrupt(terminal: pexpect.spawn[str]) -> int:
    """Press Ctrl-C; the exit code."""
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus is not None
    return int(terminal.exitstatus)


def page(checkout: Checkout) -> str:
    with urllib.request.urlopen(f"{checkout.gateway_url}/status", timeout=5) as answer:
        text: str = answer.read().decode()
    return text


def test_it_starts_alone_and_ctrl_c_ends_it_all(checkout: Checkout) -> None:
    terminal = checkout.start()
    terminal.expect_exact(f"{checkout.gateway_url}/")
    terminal.expect_exact("course-cli user login --username admin")
    assert checkout.sockets() == SOCKETS
    assert stat.S_IMODE(checkout.socket_dir.stat().st_mode) == 0o700
    for name in SOCKETS:
        assert stat.S_IMODE((checkout.socket_dir / name).stat().st_mode) == 0o600
    assert page(checkout).count(ONLINE) == len(NODES)
    assert_no_second_one(checkout)
    assert len(checkout.processes()) == len(SERVICES) + 1
    assert interrupt(terminal) == 0
    assert checkout.is_gone()


def assert_no_second_one(checkout: Checkout) -> None:
    beside = checkout.run()
    assert beside.returncode == 1
    assert "already running here" in beside.stderr
    elsewhere = checkout.run(DATA_DIR=f"{checkout.folder}/other")
    assert elsewhere.returncode == 1
    assert f"somebody else already answers at {checkout.gateway_url}" in elsewhere.stderr
    same_sockets = checkout.run(DATA_DIR=f"{checkout.folder}/other", GATEWAY_PORT=str(free_port()))
    assert same_sockets.returncode == 1
    assert "another data_node is already serving" in same_sockets.stderr


def test_stop_and_status_work_from_another_terminal(checkout: Checkout) -> None:
    terminal = checkout.start()
    up = checkout.run("status")
    assert up.returncode == 0
    assert up.stdout.splitlines()[1:] == [f"  ● {node.title}: online" for node in NODES]
    stopped = checkout.run("stop")
    assert stopped.returncode == 0
    assert checkout.is_gone()
    terminal.expect(pexpect.EOF)
    down = checkout.run("status")
    assert down.returncode == 6
    assert down.stdout.count("offline") == len(NODES)
    assert "not running here" in down.stderr
    assert checkout.run("stop").stderr.strip() == "nothing was running"


def test_without_sockets_it_runs_over_http(checkout: Checkout) -> None:
    terminal = checkout.start(USE_SOCKETS="false")
    assert checkout.sockets() == set()
    assert page(checkout).count(ONLINE) == len(NODES)
    assert interrupt(terminal) == 0


def test_settings_that_cannot_be_used_are_named(checkout: Checkout) -> None:
    refused = checkout.run(USE_SOCKETS="maybe")
    assert refused.returncode == 78
    assert "USE_SOCKETS" in refused.stderr
    assert READY not in refused.stdout
    assert not checkout.processes()
