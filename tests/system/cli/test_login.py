"""Logging in and out, with and without a terminal, with and without a second factor."""

from __future__ import annotations

import re
import stat
import subprocess
import time

import pyotp
import pytest

from tests.system.cli.people import (
    PASSWORD,
    STEP,
    Student,
    add_student,
    moment_with_room,
    new_username,
)
from tests.system.command_line import COMMAND, CommandLine, ended
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

AS_ADMIN = ("--username", ADMIN, "--password", ADMIN_PASSWORD)


def test_a_login_is_data_for_scripts(cli: CommandLine) -> None:
    shown = cli.json("user", "login", *AS_ADMIN)
    assert (shown["user"]["username"], shown["server"]) == (ADMIN, None)
    assert shown["until"] == cli.session["until"]


@pytest.fixture
def student(admin: CommandLine) -> Student:
    return add_student(admin, "--password", PASSWORD)


def test_a_login_leaves_a_private_session_and_a_logout_nothing(cli: CommandLine) -> None:
    done = cli("user", "login", *AS_ADMIN)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Logged in as admin (admin)" in done.stderr
    assert stat.S_IMODE(cli.session_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(cli.session_file.parent.stat().st_mode) == 0o700
    assert cli.json("user", "whoami")["username"] == ADMIN
    kept = cli.session_file.read_bytes()
    assert cli("user", "logout").returncode == 0
    assert not cli.session_file.exists()
    cli.session_file.write_bytes(kept)
    done = cli("user", "whoami")
    assert done.returncode == 4
    assert "hint: course-cli user login" in done.stderr


def test_without_a_terminal_a_missing_value_is_named(cli: CommandLine) -> None:
    done = cli("user", "login", "--username", ADMIN)
    assert done.returncode == 2
    assert "error: --password is missing" in done.stderr
    assert "hint: course-cli user login --help" in done.stderr
    assert "error: --username is missing" in cli("user", "login").stderr


def test_a_wrong_password_is_refused(cli: CommandLine) -> None:
    done = cli("user", "login", "--username", new_username(), "--password", "wrong")
    assert done.returncode == 4
    assert done.stderr.startswith("error: User name or password is wrong.")
    assert done.stdout == ""
    assert not cli.session_file.exists()


def test_a_terminal_is_asked_and_shows_no_password(cli: CommandLine) -> None:
    child = cli.on_terminal("user", "login")
    child.expect_exact("User name: ")
    child.sendline(ADMIN)
    child.expect_exact("Password: ")
    child.sendline(ADMIN_PASSWORD)
    child.expect_exact("Logged in as admin")
    assert ADMIN_PASSWORD not in (child.before or "")
    assert ended(child) == 0


def test_a_code_on_the_command_line_confirms_the_secret(cli: CommandLine, student: Student) -> None:
    login = ("user", "login", "--username", student.username, "--password", PASSWORD)
    done = cli(*login)
    assert done.returncode == 2
    code = student.code(time.time())
    done = cli(*login, "--totp", f"{code[:3]} {code[3:]}")
    assert done.returncode == 0, done.stderr
    assert cli.json("user", "whoami")["role"] == "student"
    done = cli("user", "list", "--user-type", "student")
    assert done.returncode == 5
    assert "not open to the role student" in done.stderr
    done = cli(*login, "--totp", code)
    assert done.returncode == 4, "a code counts once"


def test_a_terminal_is_asked_for_the_code_again_when_it_was_wrong(
    cli: CommandLine, student: Student
) -> None:
    now = moment_with_room()
    login = ("user", "login", "--username", student.username, "--password", PASSWORD)
    assert cli(*login, "--totp", student.code(now - STEP)).returncode == 0
    child = cli.on_terminal(*login)
    child.expect_exact("2FA code: ")
    child.sendline("000000")
    child.expect_exact("2FA code: ")
    child.sendline(student.code(time.time()))
    child.expect_exact(f"Logged in as {student.username} (student)")
    assert ended(child) == 0


def test_a_first_login_sets_the_second_factor_up(admin: CommandLine, cli: CommandLine) -> None:
    username = new_username()
    people = cli.home / "people.csv"
    people.write_text(f"username,password,name,email\n{username},{PASSWORD},Al,{username}@x.org\n")
    assert admin("import", "csv", str(people), "--user-type", "student").returncode == 0
    login = ("user", "login", "--username", username, "--password", PASSWORD)
    done = cli(*login)
    assert done.returncode == 2
    assert "set up first, which needs a terminal" in done.stderr
    child = cli.on_terminal(*login)
    child.expect(r"2FA Secret: ([A-Z2-7]+)\r\n")
    assert isinstance(child.match, re.Match)
    secret = child.match[1]
    child.expect_exact("2FA URI: otpauth://totp/")
    child.expect("▄|█|▀")
    child.expect_exact("First code of the app: ")
    child.sendline(pyotp.TOTP(secret).now())
    child.expect_exact(f"Logged in as {username} (student)")
    assert ended(child) == 0


def test_an_interrupted_question_ends_the_command(cli: CommandLine) -> None:
    child = cli.on_terminal("user", "login")
    child.expect_exact("User name: ")
    child.sendintr()
    child.expect_exact("interrupted\r\n")
    assert ended(child) == 130
    child = cli.on_terminal("user", "login", "--username", ADMIN)
    child.expect_exact("Password: ")
    child.waitnoecho()  # only then is it read
    child.sendintr()
    assert ended(child) == 130
    assert "Traceback" not in (child.before or "")


def age(cli: CommandLine) -> None:
    """Let the access token be due for renewal."""
    cli.change_session(access_until=0)


def test_commands_at_the_same_time_renew_the_token_in_turn(cli: CommandLine) -> None:
    assert cli("user", "login", *AS_ADMIN).returncode == 0
    before = cli.session
    for _ in range(2):
        age(cli)
        running = [
            subprocess.Popen(
                [COMMAND, "user", "whoami"],
                env=cli.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
            for _ in range(4)
        ]
        assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    after = cli.session
    assert after["refresh_token"] != before["refresh_token"]
    assert after["until"] == before["until"]


def test_a_damaged_session_is_named_and_a_login_replaces_it(cli: CommandLine) -> None:
    cli.session_file.parent.mkdir()
    cli.session_file.write_text("{half")
    done = cli("user", "whoami")
    assert done.returncode == 4
    assert re.search(r"error: the session file .*config\.json is damaged", done.stderr)
    assert cli("user", "login", *AS_ADMIN).returncode == 0
    assert cli("user", "whoami").returncode == 0


def test_a_token_that_counts_no_more_is_renewed(cli: CommandLine) -> None:
    assert cli("user", "login", *AS_ADMIN).returncode == 0
    cli.change_session(access_token="signed.with.another-key")
    assert cli("user", "whoami").returncode == 0
    cli.change_session(access_token="signed.with.another-key", refresh_token="ended")
    done = cli("user", "whoami")
    assert done.returncode == 4
    assert "your session has ended" in done.stderr


def test_a_session_that_is_over_counts_as_none(cli: CommandLine) -> None:
    assert cli("user", "login", *AS_ADMIN).returncode == 0
    cli.change_session(until=time.time() - 1)
    done = cli("user", "whoami")
    assert done.returncode == 4
    assert "you are not logged in" in done.stderr


def test_a_remote_server_is_reached_through_its_api_alone(
    cli: CommandLine, installation: Installation
) -> None:
    far = {"SOCKET_DIR": "/nonexistent", "INTERNAL_TOKEN": "", "DATA_DIR": str(cli.home / "none")}
    done = cli("--server", installation.gateway_url, "user", "login", *AS_ADMIN, **far)
    assert done.returncode == 0, done.stderr
    assert f"Logged in at {installation.gateway_url} as admin" in done.stderr
    assert cli.json("user", "whoami", **far)["server"] == installation.gateway_url
    assert cli("user", "list", "--user-type", "teacher", **far).returncode == 0
    assert cli("course", "list", **far).returncode == 0
    assert not (cli.home / "none").exists()
    done = cli("--server", "local", "user", "whoami")
    assert done.returncode == 4, "a session is shown to its own server only"


def test_a_server_that_is_none_is_told_apart(cli: CommandLine, installation: Installation) -> None:
    url = f"http://127.0.0.1:{installation.ports['data_node']}"
    done = cli("user", "login", *AS_ADMIN, COURSE_SERVER=url)
    assert done.returncode == 6
    assert f"({url}: " in done.stderr
    assert "hint: course-cli status" in done.stderr
    done = cli("user", "login", *AS_ADMIN, COURSE_SERVER="http://localhost:9/api")
    assert done.returncode == 6
    assert "(http://localhost:9: " in done.stderr
