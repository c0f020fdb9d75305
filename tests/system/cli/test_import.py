"""Importing people: all or nothing before it starts, nothing lost however it ends."""

from __future__ import annotations

import csv
import json
import re
import signal
import stat
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.system.cli.people import PASSWORD, new_username
from tests.system.command_line import COMMAND, CommandLine
from tests.system.installation import Installation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def people_file(folder: Path, count: int, *, name: str = "A Name") -> tuple[Path, list[str]]:
    """A file without passwords, and its user names."""
    stem = new_username()
    usernames = [f"{stem}-{number}" for number in range(count)]
    rows = [f"{username},{name},{username}@x.org" for username in usernames]
    path = folder / f"{stem}.csv"
    path.write_text("\n".join(["username,name,email", *rows]) + "\n")
    return path, usernames


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def accepted(installation: Installation, username: str, password: str) -> bool:
    """Whether the auth node takes the password, whatever it asks for next."""
    body = json.dumps({"username": username, "password": password}).encode()
    request = urllib.request.Request(
        f"{installation.gateway_url}/api/auth/login",
        body,
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False


def import_of(path: Path, *more: str, role: str = "teacher") -> list[str]:
    return ["import", "csv", str(path), "--user-type", role, *more]


def test_each_row_gets_a_result_and_its_password_works(
    admin: CommandLine, installation: Installation, folder: Path
) -> None:
    path, usernames = people_file(folder, 3, name="'=cmd")
    output = folder / "results.csv"
    done = admin(*import_of(path, "--generate-passwords", "--output", str(output)))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "3 created." in done.stderr
    rows = rows_of(output)
    assert [row["username"] for row in rows] == usernames
    assert {row["status"] for row in rows} == {"created"}
    assert len({row["password"] for row in rows}) == 3
    assert all(len(row["password"]) >= 16 for row in rows)
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert not output.with_name("results.csv.part").exists()
    assert accepted(installation, usernames[1], rows[1]["password"])
    assert not accepted(installation, usernames[1], rows[0]["password"])


def test_who_exists_is_reported_and_stops_nobody_else(admin: CommandLine, folder: Path) -> None:
    path, usernames = people_file(folder, 2)
    output = folder / "results.csv"
    command = import_of(path, "--generate-passwords", "--output", str(output))
    assert admin(*command).returncode == 0
    first = rows_of(output)
    with path.open("a") as file:
        file.write(f"{usernames[0]}-more,More,{usernames[0]}-more@x.org\n")
    done = admin(*command)
    assert done.returncode == 0, done.stderr
    assert [row["status"] for row in rows_of(output)] == ["exists", "exists", "created"]
    assert [row["password"] for row in rows_of(output)][:2] == ["", ""]
    assert rows_of(folder / "results.csv.1") == first, "earlier passwords are set aside"
    assert "results.csv.1" in done.stderr


def test_given_passwords_are_taken_and_not_repeated(admin: CommandLine, folder: Path) -> None:
    username = new_username()
    path = folder / "people.csv"
    path.write_bytes(
        "\ufeffusername,password,name,email,group\r\n".encode()
        + f"{username},{PASSWORD},Zoë 王,{username}@x.org,CS-1\r\n".encode()
    )
    output = folder / "out.csv"
    done = admin(*import_of(path, "--output", str(output), role="student"))
    assert done.returncode == 0, done.stderr
    assert PASSWORD not in output.read_text() + done.stdout + done.stderr
    (person,) = admin.json("user", "list", "--user-type", "student", "--search", username)
    assert (person["name"], person["group"]) == ("Zoë 王", "CS-1")


def test_without_an_output_file_the_passwords_are_printed_once(
    admin: CommandLine, folder: Path
) -> None:
    path, usernames = people_file(folder, 2)
    done = admin(*import_of(path, "--generate-passwords"))
    assert done.returncode == 0, done.stderr
    assert re.search(rf"│ {usernames[0]} │ created │ +│ \S{{16,}} │", done.stdout)
    again = admin.json(*import_of(path, "--generate-passwords"))
    assert [row["status"] for row in again] == ["exists", "exists"]


def test_a_refused_row_does_not_stop_the_others_and_shows_in_the_exit_code(
    admin: CommandLine, folder: Path
) -> None:
    good, weak = new_username(), new_username()
    path = folder / "people.csv"
    path.write_text(
        "username,password,name,email\n"
        f"{weak},short,Weak,{weak}@x.org\n{good},{PASSWORD},Good,{good}@x.org\n"
    )
    output = folder / "out.csv"
    done = admin(*import_of(path, "--output", str(output)))
    assert done.returncode == 5
    assert [row["status"] for row in rows_of(output)] == ["refused", "created"]
    assert "too weak" in rows_of(output)[0]["reason"]


def test_a_faulty_file_changes_nothing_and_names_the_place(
    admin: CommandLine, folder: Path
) -> None:
    good = new_username()
    path, output = folder / "people.csv", folder / "out.csv"
    row = f"{good},{PASSWORD},Good,{good}@x.org\n"
    path.write_text(f"username,password,name,email\n{row}cut,pw123456,Cut")
    done = admin(*import_of(path, "--output", str(output)))
    assert done.returncode == 5
    assert "error: the file has 1 error; nothing was sent" in done.stderr
    assert re.search(r"^  line 3, column \w+: ", done.stderr, re.MULTILINE)
    assert not output.exists()
    assert not admin.json("user", "list", "--user-type", "teacher", "--search", good)


def test_a_file_that_cannot_be_read_is_named(admin: CommandLine, folder: Path) -> None:
    done = admin(*import_of(folder / "missing.csv"))
    assert done.returncode == 2
    assert "missing.csv" in done.stderr
    path, _ = people_file(folder, 1)
    done = admin(*import_of(path, "--generate-passwords", "--output", str(folder / "no" / "x")))
    assert done.returncode == 1
    assert "No such file or directory" in done.stderr


def test_nothing_is_written_where_nobody_may_import(cli: CommandLine, folder: Path) -> None:
    path, _ = people_file(folder, 1)
    done = cli(*import_of(path, "--generate-passwords", "--output", str(folder / "out.csv")))
    assert done.returncode == 4
    assert list(folder.glob("out.csv*")) == []


def start_import(admin: CommandLine, path: Path, output: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND, *import_of(path, "--generate-passwords", "--output", str(output))],
        env=admin.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_file(path: Path, within: float = 30.0) -> None:
    deadline = time.monotonic() + within
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} did not come"
        time.sleep(0.01)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_import_loses_no_password_and_makes_nobody_twice(
    admin: CommandLine, installation: Installation, folder: Path, how: signal.Signals
) -> None:
    path, usernames = people_file(folder, 80)
    output = folder / "results.csv"
    part = folder / "results.csv.part"
    running = start_import(admin, path, output)
    wait_for_file(part)
    planned = [row["password"] for row in rows_of(part)]
    wait_for_account(admin, usernames[0])
    running.send_signal(how)
    _, talk = running.communicate(timeout=60)
    assert running.returncode in (130, -signal.SIGKILL), talk
    assert "Traceback" not in talk
    assert part.exists()
    assert not output.exists()
    done = admin(*import_of(path, "--generate-passwords", "--output", str(output)))
    assert done.returncode == 0, done.stderr
    rows = rows_of(output)
    assert [row["password"] for row in rows] == planned
    assert {row["status"] for row in rows} == {"created"}
    stem = usernames[0].rpartition("-")[0]
    listed = admin.json("user", "list", "--user-type", "teacher", "--search", f"{stem}-")
    assert len(listed) == len(usernames)
    for at in (0, 79):
        assert accepted(installation, usernames[at], planned[at])


def wait_for_account(admin: CommandLine, username: str, within: float = 30.0) -> None:
    deadline = time.monotonic() + within
    while not admin.json("user", "list", "--user-type", "teacher", "--search", username):
        assert time.monotonic() < deadline, f"{username} did not come"


def test_activation_codes_take_the_place_of_passwords(
    admin: CommandLine, installation: Installation, folder: Path
) -> None:
    path, usernames = people_file(folder, 3)
    output = folder / "codes.csv"
    done = admin(*import_of(path, "--activation-codes", "--output", str(output)))
    assert done.returncode == 0, done.stderr
    rows = rows_of(output)
    assert [row["password"] for row in rows] == ["", "", ""]
    assert len({row["activation_code"] for row in rows}) == 3
    body = {"username": usernames[1], "code": rows[1]["activation_code"], "password": PASSWORD}
    request = urllib.request.Request(
        f"{installation.gateway_url}/api/auth/activate",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert json.load(answer)["username"] == usernames[1]
    assert accepted(installation, usernames[1], PASSWORD)


def test_a_dry_run_and_each_way_to_meet_who_exists(admin: CommandLine, folder: Path) -> None:
    path, usernames = people_file(folder, 2)
    assert admin(*import_of(path, "--generate-passwords")).returncode == 0
    old, new = usernames[0], f"{usernames[0]}-new"
    path.write_text(f"username;name;email\n{old};Another Name;{old}@x.org\n{new};New;{new}@x.org\n")
    update = import_of(path, "--generate-passwords", "--on-conflict", "update")
    told = admin.json(*update, "--dry-run")
    assert [(row["status"], row["reason"]) for row in told] == [
        ("updated", "changed: name"),
        ("created", ""),
    ]
    assert [row["password"] for row in told] == ["", ""]
    done = admin(*import_of(path, "--generate-passwords", "--on-conflict", "fail"))
    assert done.returncode == 5
    assert f"line 2: {old} exists already" in done.stderr
    assert not admin.json("user", "list", "--user-type", "teacher", "--search", new)
    done_rows = admin.json(*update)
    assert [row["status"] for row in done_rows] == ["updated", "created"]
    assert done_rows[0]["password"] == "", "who exists keeps the password"
    again = admin.json(*update)
    assert [row["status"] for row in again] == ["exists", "exists"]


def test_an_import_goes_on_when_the_node_comes_back(
    admin: CommandLine, installation: Installation, folder: Path
) -> None:
    path, _ = people_file(folder, 60)
    output = folder / "results.csv"
    running = start_import(admin, path, output)
    wait_for_file(folder / "results.csv.part")
    installation.stop("auth_node", signal.SIGKILL)
    installation.start("auth_node")
    _, talk = running.communicate(timeout=100)
    installation.wait_until_all_well()
    assert running.returncode == 0, talk
    assert "Trying again" in talk
    rows = rows_of(output)
    assert len(rows) == 60
    assert all(row["password"] for row in rows)


def test_an_import_without_its_node_says_what_to_do(
    admin: CommandLine, installation: Installation, folder: Path
) -> None:
    path, _ = people_file(folder, 2)
    installation.stop("auth_node")
    try:
        done = admin(*import_of(path, "--generate-passwords"))
    finally:
        installation.start("auth_node")
        installation.wait_until_all_well()
    assert done.returncode == 6
    assert "hint: course-cli status" in done.stderr
    assert list(folder.iterdir()) == [path]
