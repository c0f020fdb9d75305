"""Several logins side by side, one a server."""

from __future__ import annotations

from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

LOGIN = ("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)


def test_each_server_has_its_login_and_one_is_the_current(
    cli: CommandLine, installation: Installation
) -> None:
    far = installation.gateway_url
    assert cli(*LOGIN).returncode == 0
    assert cli(*LOGIN, "--server", far).returncode == 0
    name = far.removeprefix("http://")
    listed = {row["context"]: row for row in cli.json("context", "list")}
    assert listed.keys() == {"local", name}
    assert [row["context"] for row in listed.values() if row["current"]] == [name]
    assert cli.json("user", "whoami")["server"] == far
    assert cli.json("--context", "local", "user", "whoami")["server"] is None
    assert cli.json("user", "whoami", "--server", "local")["server"] is None
    assert cli("context", "use", "local").returncode == 0
    assert cli.json("user", "whoami")["server"] is None
    assert cli.json("user", "whoami", COURSE_CONTEXT=name)["server"] == far
    assert cli("user", "logout").stderr == "Logged out.\n"
    assert cli("user", "whoami").returncode == 4, "nobody is left to be taken for somebody"
    assert cli.json("user", "whoami", "--context", name)["server"] == far
    assert cli("context", "delete", name).returncode == 0
    assert not cli.session_file.exists()


def test_a_login_may_have_a_name_of_its_own(cli: CommandLine) -> None:
    assert cli(*LOGIN, "--context", "first").returncode == 0
    assert cli(*LOGIN, "--context", "second").returncode == 0
    assert [row["context"] for row in cli.json("context", "list")] == ["first", "second"]
    assert cli("user", "logout", "--context", "first").returncode == 0
    assert cli("user", "whoami").returncode == 0


def test_contexts_show_nothing_secret(cli: CommandLine) -> None:
    assert cli(*LOGIN).returncode == 0
    session = cli.session
    for form in ("table", "json", "csv", "tsv"):
        shown = cli("context", "list", "--output", form).stdout
        assert "local" in shown
        assert session["access_token"] not in shown
        assert session["refresh_token"] not in shown


def test_a_context_that_nobody_made_is_not_found(cli: CommandLine) -> None:
    for command in (("context", "use", "x"), ("context", "delete", "x")):
        done = cli(*command)
        assert done.returncode == 3
        assert "hint: course-cli context list" in done.stderr
    done = cli("user", "whoami", "--context", "x")
    assert done.returncode == 4
    assert "hint: course-cli --context x user login" in done.stderr


def test_who_has_to_log_in_is_told_where(cli: CommandLine) -> None:
    done = cli("--server", "http://127.0.0.1:9", "user", "whoami")
    assert done.returncode == 4
    assert "hint: course-cli --server http://127.0.0.1:9 user login" in done.stderr
    done = cli("--server", "http://127.0.0.1:9", "--context", "x", "user", "whoami")
    assert "hint: course-cli --server http://127.0.0.1:9 --context x user login" in done.stderr
