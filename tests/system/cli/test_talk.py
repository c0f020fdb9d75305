"""Help, version, errors and endings: what every command has in common."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

import backend
from backend.cli.commands import COMMANDS
from backend.cli.main import cli
from tests.system.command_line import COMMAND, CommandLine, ended

HEAVY = ("aiohttp", "fastapi", "rich", "segno", "dotenv")


def commands() -> Iterator[tuple[list[str], click.Command]]:
    for name, entry in COMMANDS.items():
        module, _, attribute = entry.address.partition(":")
        command = getattr(import_module(module), attribute)
        yield [name], command
        for sub, subcommand in getattr(command, "commands", {}).items():
            yield [name, sub], subcommand


@pytest.fixture
def alone(tmp_path: Path) -> CommandLine:
    """The command line without an installation."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SOCKET_DIR": str(tmp_path / "s")}
    return CommandLine({**environment, "DATA_DIR": str(tmp_path / "d")}, tmp_path)


@pytest.mark.parametrize(
    ("path", "command"),
    list(commands()),
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_every_command_explains_itself_with_an_example(
    path: list[str], command: click.Command
) -> None:
    name = f"course-cli {' '.join(path)}"
    settings = cli.context_settings  # which a command that was asked once keeps
    with click.Context(command, info_name=name, **settings) as context:
        text = command.get_help(context)
    assert re.search(rf"Example:\n.*course-cli {' '.join(path)}\b", text)
    assert all(parameter.help for parameter in command.params if hasattr(parameter, "help"))


def test_short_and_long_help_and_version(alone: CommandLine) -> None:
    assert alone("-h").stdout == alone("--help").stdout
    assert alone("--version").stdout == f"course-cli {backend.__version__}\n"


GROUPS = [path for path, command in commands() if isinstance(command, click.Group)]


@pytest.mark.parametrize("path", [[], *GROUPS], ids="-".join)
def test_a_noun_alone_says_what_can_be_done_with_it(alone: CommandLine, path: list[str]) -> None:
    done = alone(*path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == alone(*path, "-h").stdout
    assert not any(line.endswith("...") for line in done.stderr.splitlines()[1:]), "cut short"


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['course-cli', 'user', 'login', '--help']\n"
        "from backend.cli.main import main\n"
        "try: main()\n"
        f"except SystemExit: print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")


@pytest.mark.parametrize(
    ("arguments", "sentence", "hint"),
    [
        (["bogus"], "No such command 'bogus'.", "course-cli --help"),
        (["user", "list"], "Missing option '--user-type'", "course-cli user list --help"),
        (["user", "list", "--bogus"], "No such option", "course-cli user list --help"),
        (["--server", "nowhere", "status"], "'nowhere' is no address of a server", "course-cli"),
    ],
)
def test_wrong_usage_is_told_with_a_hint(
    alone: CommandLine, arguments: list[str], sentence: str, hint: str
) -> None:
    done = alone(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {sentence}")
    assert f"hint: {hint}" in done.stderr


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("stauts", "No such command 'stauts'. Did you mean 'status'?"),
        ("user lst", "No such command 'lst'. Did you mean 'list'?"),
        ("import user", "No such command 'user'. Did you mean 'users'?"),
        ("login", "No such command 'login'. Did you mean 'user login'?"),
        ("pause", "No such command 'pause'. Did you mean 'selection pause'?"),
        ("list", "No such command 'list'."),
        ("user list --usertype x", "No such option '--usertype'. Did you mean '--user-type'?"),
    ],
)
def test_what_somebody_may_have_meant_is_named(
    alone: CommandLine, typed: str, sentence: str
) -> None:
    done = alone(*typed.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == f"error: {sentence}"


def test_a_service_that_is_away_is_told_in_words(alone: CommandLine) -> None:
    environment = {"AUTH_NODE_URL": "http://127.0.0.1:9"}
    done = alone("user", "login", "--username", "a", "--password", "b", **environment)
    assert (done.returncode, done.stdout) == (6, "")
    assert done.stderr.startswith("error: The Auth Node does not answer")
    assert "hint: course-cli status" in done.stderr


def test_a_home_that_cannot_be_used_is_told_in_words(admin: CommandLine) -> None:
    done = admin("user", "login", "--username", "admin", "--password", "admin123", HOME="/dev/null")
    assert done.returncode == 1
    assert done.stderr.startswith("error: the session file /dev/null/")


def test_a_reader_that_goes_away_is_no_error(admin: CommandLine) -> None:
    listing = subprocess.Popen(
        [COMMAND, "user", "list", "--user-type", "student"],
        env=admin.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert listing.stdout is not None
    assert listing.stderr is not None
    listing.stdout.close()
    assert listing.stderr.read() == ""
    listing.stderr.close()
    assert listing.wait(60) == 128 + signal.SIGPIPE


def test_output_that_cannot_be_written_is_told(admin: CommandLine) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [COMMAND, "user", "whoami"],
            env=admin.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "error: No space left on device\n"


def test_an_interrupted_call_ends_without_a_traceback(alone: CommandLine) -> None:

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        child = alone.on_terminal(
            "user", "login", "--username", "a", "--password", "b", COURSE_SERVER=url
        )
        silent.settimeout(20)
        connection, _ = silent.accept()
        time.sleep(0.2)
        child.sendintr()
        child.expect_exact("interrupted\r\n")
        assert ended(child) == 130
        connection.close()
