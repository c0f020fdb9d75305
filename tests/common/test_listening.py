"""Listening: private, locked, linked back when deleted, or the port with one warning."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.common.address import LONGEST_SOCKET_PATH
from backend.common.inherited import inherited_socket
from backend.common.listening import create_socket_server_config, release_socket
from backend.common.peers import peer_user
from backend.common.settings import Settings, SettingsError
from backend.common.unix_socket import AlreadyRunningError, ListeningSocket, locks_of

OTHER_USER = 65534  # nobody


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path, as the kernel wants it."""
    with tempfile.TemporaryDirectory(prefix="cs-") as made:
        yield Path(made) / "sockets"


def settings_in(folder: Path, **changes: object) -> Settings:
    return Settings(socket_dir=str(folder), data_dir=str(folder), **changes)  # type: ignore[arg-type]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def is_answered(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True


@pytest.fixture
def listening(folder: Path) -> Iterator[ListeningSocket]:
    opened = ListeningSocket(folder / "data_node.sock")
    yield opened
    opened.close()


def test_the_socket_is_private_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        listening = ListeningSocket(folder / "data_node.sock")
    finally:
        os.umask(before)
    assert mode(listening.path) == 0o600
    assert mode(folder) == mode(locks_of(folder)) == 0o700
    assert [file.name for file in folder.iterdir()] == ["data_node.sock"]
    listening.close()
    assert list(folder.iterdir()) == []


def test_a_directory_open_to_all_is_closed(folder: Path) -> None:
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    ListeningSocket(folder / "data_node.sock").close()
    assert mode(folder) == 0o700


def test_a_second_copy_is_kept_out_and_the_first_goes_on(listening: ListeningSocket) -> None:
    with pytest.raises(AlreadyRunningError, match="another data_node is already serving"):
        ListeningSocket(listening.path)
    assert is_answered(listening.path)


def test_what_a_crash_left_behind_is_replaced(folder: Path) -> None:
    crash = (
        "import os, sys; from pathlib import Path;"
        "from backend.common.unix_socket import ListeningSocket;"
        "ListeningSocket(Path(sys.argv[1])); os._exit(1)"
    )
    path = folder / "data_node.sock"
    subprocess.run([sys.executable, "-c", crash, str(path)], check=False)
    assert path.exists()
    assert not is_answered(path)
    again = ListeningSocket(path)
    assert is_answered(path)
    again.close()


@pytest.mark.parametrize("lost", ["file", "directory", "replaced"])
def test_a_deleted_name_is_put_back_and_the_same_socket_answers(
    listening: ListeningSocket, lost: str
) -> None:
    if lost == "directory":
        shutil.rmtree(listening.path.parent)
    else:
        listening.path.unlink()
    if lost == "replaced":
        listening.path.write_text("not a socket")
    assert not is_answered(listening.path)
    assert listening.restore()
    assert is_answered(listening.path)
    assert mode(listening.path) == 0o600
    assert not listening.restore()


def test_closing_leaves_somebody_elses_file_alone(folder: Path) -> None:
    listening = ListeningSocket(folder / "data_node.sock")
    listening.path.unlink()
    listening.path.write_text("somebody else's")
    listening.close()
    assert listening.path.exists()


def long_path(folder: Path) -> Path:
    return folder / ("x" * LONGEST_SOCKET_PATH)


def somebody_elses(folder: Path) -> Path:
    folder.mkdir()
    os.chown(folder, OTHER_USER, OTHER_USER)
    return folder


def a_file(folder: Path) -> Path:
    folder.write_text("in the way")
    return folder


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (long_path, f"the kernel takes {LONGEST_SOCKET_PATH}"),
        (somebody_elses, "belongs to somebody else"),
        (a_file, "exists"),
    ],
)
def test_where_no_socket_can_be_had_the_port_is_served_with_one_warning(
    folder: Path, spoil: object, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    if spoil is somebody_elses and os.geteuid() != 0:
        assert "CI" not in os.environ, "this needs root, which CI is"
        pytest.skip("giving a directory away needs root")
    settings = settings_in(spoil(folder))  # type: ignore[operator]
    with caplog.at_level(logging.WARNING):
        config = create_socket_server_config("data_node", 8001, settings)
    assert (config["host"], config["port"]) == ("127.0.0.1", 8001)
    assert "fd" not in config
    (warning,) = caplog.messages
    assert settings.socket_dir in warning
    assert words in warning


def test_production_wants_the_socket_it_was_told_to_serve(folder: Path) -> None:
    settings = settings_in(a_file(folder), app_env="production", use_sockets=True)
    with pytest.raises(OSError, match="exists"):
        create_socket_server_config("data_node", 8001, settings)


def test_without_sockets_the_port_is_served(folder: Path) -> None:
    settings = settings_in(folder, use_sockets=False, data_node_port=9001)
    config = create_socket_server_config("data_node", 8001, settings)
    assert (config["host"], config["port"]) == ("127.0.0.1", 9001)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"host": "0.0.0.0"}, False),
        ({"host": "0.0.0.0", "app_env": "production"}, False),
        ({"host": "0.0.0.0", "app_env": "production", "allow_plain_http": True}, True),
        ({"host": "::1"}, True),
    ],
)
def test_plain_http_off_the_loopback_needs_production_and_a_word(
    folder: Path, changes: dict[str, object], allowed: bool
) -> None:
    settings = settings_in(folder, use_sockets=False, **changes)
    if allowed:
        assert create_socket_server_config("data_node", 8001, settings)["host"] == changes["host"]
        return
    with pytest.raises(SettingsError, match="HOST"):
        create_socket_server_config("data_node", 8001, settings)


def test_a_config_hands_the_bound_socket_over(folder: Path) -> None:
    config = create_socket_server_config("data_node", 8001, settings_in(folder))
    assert is_answered(folder / "data_node.sock")
    with socket.socket(fileno=os.dup(config["fd"])) as handed_over:
        assert handed_over.getsockname().endswith("/data_node.sock")
    release_socket("data_node")
    assert not (folder / "data_node.sock").exists()


# Sockets that a parent opened


def test_a_socket_meant_for_another_process_is_left_alone() -> None:
    environ = {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid() + 1)}
    assert inherited_socket(environ) is None
    assert environ == {}


@pytest.mark.parametrize("count", ["2", "-1", "x"])
def test_more_than_one_inherited_socket_is_refused(count: str) -> None:
    with pytest.raises(SettingsError, match="LISTEN_FDS"):
        inherited_socket({"LISTEN_FDS": count, "LISTEN_PID": str(os.getpid())})


# Who is calling


def test_the_kernel_says_who_is_at_the_other_end() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert peer_user(one) == os.geteuid()


CALL_AS_SOMEBODY_ELSE = """
import os, socket, sys
os.setuid(int(sys.argv[2]))
with socket.socket(socket.AF_UNIX) as caller:
    caller.connect(sys.argv[1])
    try:
        caller.sendall(b"GET /health HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
        sys.stdout.write(caller.recv(100).decode())
    except ConnectionError:
        pass
"""


@pytest.mark.parametrize(("user", "answered"), [(0, True), (OTHER_USER, False)])
async def test_another_user_is_hung_up_on_even_where_the_file_lets_him_in(
    folder: Path, user: int, answered: bool
) -> None:
    if os.geteuid() != 0:
        assert "CI" not in os.environ, "this needs root, which CI is"
        pytest.skip("calling as somebody else needs root")
    environment = {**os.environ, "SOCKET_DIR": str(folder), "DATA_DIR": str(folder.parent / "d")}
    node = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.teacher_node.main", env=environment
    )
    try:
        path = folder / "teacher_node.sock"
        async with asyncio.timeout(20):
            while not is_answered(path):
                await asyncio.sleep(0.05)
        for opened in (folder.parent, folder):
            opened.chmod(0o755)
        path.chmod(0o666)
        caller = await asyncio.create_subprocess_exec(
            sys.executable, "-c", CALL_AS_SOMEBODY_ELSE, str(path), str(user), stdout=PIPE
        )
        async with asyncio.timeout(20):
            heard, _ = await caller.communicate()
        assert caller.returncode == 0
        assert heard.startswith(b"HTTP/1.1 200") is answered
        assert bool(heard) is answered
    finally:
        node.terminate()
        await node.wait()
