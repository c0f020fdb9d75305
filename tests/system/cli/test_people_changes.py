"""What a registrar does with accounts that exist, and what people do with their own."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.system.cli.people import PASSWORD, Student, add_student, new_username
from tests.system.command_line import CommandLine, ended

OWN = "a password of my own"


@pytest.fixture
def student(admin: CommandLine) -> Student:
    return add_student(admin, "--password", PASSWORD)


def add_teacher(admin: CommandLine, *more: str) -> str:
    username = new_username()
    person = ("--username", username, "--name", "T", "--email", f"{username}@example.edu")
    done = admin("user", "add-teacher", *person, *more, typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    return username


def login(username: str) -> tuple[str, ...]:
    return ("user", "login", "--username", username, "--password-stdin")


def test_somebody_is_shown_by_user_name_and_by_id(admin: CommandLine, student: Student) -> None:
    by_name = admin.json("user", "show", student.username)
    number = student.value("ID")
    assert admin.json("user", "show", number, "--user-type", "student") == by_name
    shown = admin("user", "show", student.username.upper()).stdout
    assert f"Username: {student.username}\n" in shown
    assert "Active: yes\n" in shown
    done = admin("user", "show", number)
    assert done.returncode == 3
    assert f"hint: course-cli user show {number} --user-type student" in done.stderr


def test_name_address_and_group_are_changed(admin: CommandLine, student: Student) -> None:
    done = admin("user", "update", student.username, "--name", "李 雷", "--group", "CS-2027")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(f"Changed name, group of {student.username}.")
    person = admin.json("user", "show", student.username)
    assert (person["name"], person["group"]) == ("李 雷", "CS-2027")
    assert person["email"] == student.email
    assert admin("user", "update", student.username).returncode == 2
    assert admin("user", "update", student.username, "--email", "none").returncode == 2


def test_a_disabled_account_is_out_at_once_until_it_is_enabled(
    admin: CommandLine, cli: CommandLine
) -> None:
    username = add_teacher(admin, "--password-stdin")
    assert cli(*login(username), typed=f"{PASSWORD}\n").returncode == 0
    done = admin("user", "disable", username)
    assert "Active: no\n" in done.stdout
    assert cli("user", "whoami").returncode == 4
    refused = cli(*login(username), typed=f"{PASSWORD}\n")
    assert refused.returncode == 5
    assert "This account is disabled" in refused.stderr
    assert admin("user", "enable", username).returncode == 0
    assert cli(*login(username), typed=f"{PASSWORD}\n").returncode == 0


def test_a_reset_password_has_to_be_changed_at_a_terminal(
    admin: CommandLine, cli: CommandLine
) -> None:
    username = add_teacher(admin, "--password-stdin")
    password = admin.json("user", "reset-password", username)["password"]
    child = cli.on_terminal("user", "login", "--username", username)
    child.expect_exact("Password: ")
    child.sendline(password)
    child.expect_exact("please choose one of your own")
    for new, answer in (("short", "too weak"), (OWN, f"Logged in as {username}")):
        child.expect_exact("New password: ")
        child.sendline(new)
        child.expect(r"Repeat.*: ")
        child.sendline(new)
        child.expect_exact(answer)
    assert ended(child) == 0
    assert cli(*login(username), typed=f"{OWN}\n").returncode == 0


def test_a_reset_password_is_changed_from_a_pipe_by_a_second_line(
    admin: CommandLine, cli: CommandLine
) -> None:
    username = add_teacher(admin, "--password-stdin")
    password = admin.json("user", "reset-password", username)["password"]
    done = cli(*login(username), typed=f"{password}\n")
    assert done.returncode == 2
    assert "second line with --password-stdin" in done.stderr
    assert cli(*login(username), typed=f"{password}\n{OWN}\n").returncode == 0
    assert cli(*login(username), typed=f"{OWN}\n").returncode == 0


def test_an_account_may_be_made_with_a_password_for_once_only(
    admin: CommandLine, cli: CommandLine
) -> None:
    username = add_teacher(admin, "--password-stdin", "--must-change-password")
    assert cli(*login(username), typed=f"{PASSWORD}\n").returncode == 2
    assert cli(*login(username), typed=f"{PASSWORD}\n{OWN}\n").returncode == 0


def test_ones_own_password_is_changed_from_a_pipe(admin: CommandLine, cli: CommandLine) -> None:
    username = add_teacher(admin, "--password-stdin")
    assert cli(*login(username), typed=f"{PASSWORD}\n").returncode == 0
    change = ("user", "passwd", "--password-stdin")
    assert cli(*change, typed=f"{PASSWORD}\n").returncode == 2
    assert cli(*change, typed=f"wrong\n{OWN}\n").returncode == 4
    done = cli(*change, typed=f"{PASSWORD}\n{OWN}\n")
    assert done.returncode == 0, done.stderr
    assert cli("user", "whoami").returncode == 0, "this session goes on"
    assert cli(*login(username), typed=f"{OWN}\n").returncode == 0


def test_a_password_comes_from_one_place(cli: CommandLine) -> None:
    both = cli(*login("admin"), "--password", "x", typed="y\n")
    assert (both.returncode, "exclude each other" in both.stderr) == (2, True)
    nothing = cli(*login("admin"))
    assert (nothing.returncode, "holds no password" in nothing.stderr) == (2, True)


def test_an_administrator_makes_another(admin: CommandLine, cli: CommandLine) -> None:
    username = new_username()
    person = ("--username", username, "--name", "G", "--email", f"{username}@x.org")
    made = admin.json("user", "add-admin", *person)
    assert made["user"]["role"] == "admin"
    assert cli(*login(username), typed=f"{made['password']}\n").returncode == 0
    assert cli("user", "list", "--user-type", "admin").returncode == 0
    number = str(made["user"]["id"])
    assert admin("user", "delete", number, "--user-type", "admin", "--yes").returncode == 0
    assert cli("user", "whoami").returncode == 4


def test_nothing_is_asked_where_that_was_forbidden(admin: CommandLine, student: Student) -> None:
    delete = ("user", "delete", student.value("ID"), "--user-type", "student")
    for words in (("--no-input", *delete), (*delete, "--no-input")):
        done = admin(*words, typed="y\n")
        assert done.returncode == 2
        assert "Say so with --yes" in done.stderr
    child = admin.on_terminal("user", "login", "--no-input")
    child.expect_exact("--username is missing")
    assert ended(child) == 2


def test_a_deletion_names_what_is_lost(admin: CommandLine, student: Student) -> None:
    child = admin.on_terminal("user", "delete", student.value("ID"), "--user-type", "student")
    child.expect_exact("every seat and waiting request is given up")
    child.expect_exact("[y/N]: ")
    child.sendline("n")
    child.expect_exact("nothing was deleted")
    assert ended(child) == 1


def test_lists_come_in_every_form_sorted_and_in_parts(admin: CommandLine) -> None:
    mark = new_username()
    for name in ("=1+1", "Zoë", "anna"):
        add_student(admin, name=f"{name} {mark}")
    wanted = ("user", "list", "--user-type", "student", "--search", mark)
    names = [person["name"] for person in admin.json(*wanted, "--sort", "name")]
    assert names == [f"=1+1 {mark}", f"anna {mark}", f"Zoë {mark}"]
    page = admin(*wanted, "--sort", "name", "--descending", "--limit", "1", "--page", "2")
    assert f"anna {mark}" in page.stdout
    assert page.stderr == "2 to 2 of 3.\n"
    unsorted = admin(*wanted, "--limit", "2", "--output", "tsv")
    assert len(unsorted.stdout.splitlines()) == 1 + 2
    assert unsorted.stderr == "1 to 2 of 3.\n"
    rows = list(csv.DictReader(io.StringIO(admin(*wanted, "-o", "csv").stdout)))
    assert {"id", "username", "group", "must_change_password"} <= rows[0].keys()
    assert f"'=1+1 {mark}" in [row["name"] for row in rows]
    assert admin(*wanted, "--page", "2").returncode == 2
    beyond = admin(*wanted, "--limit", "5", "--page", "9").stderr
    assert beyond == "Page 9 begins after the last of 3.\nThere is nothing to show.\n"


def test_a_table_fits_a_narrow_terminal_and_is_whole_in_a_pipe(
    admin: CommandLine,
) -> None:
    student = add_student(admin, name="A very long name of somebody who has many names")
    wanted = ("user", "list", "--user-type", "student", "--search", student.username)
    child = admin.on_terminal(*wanted, columns=60)
    child.expect_exact("└")
    lines = (child.before or "").splitlines()
    assert {len(line) for line in lines if line.startswith(("│", "├"))} == {60}
    assert "A very long name" in lines[3]
    assert "…" in lines[3]
    assert ended(child) == 0
    assert student.name in admin(*wanted).stdout


def test_many_codes_are_made_listed_and_revoked(admin: CommandLine) -> None:
    tag = new_username()
    generate = ("code", "generate", "--user-type", "student", "--tag", tag)
    made = admin.json(*generate, "--count", "3", "--max-uses", "2", "--expires-in", "1")
    assert len({code["code"] for code in made}) == 3
    table = admin("code", "list", "--tag", tag).stdout
    assert table.count("usable") == 3
    assert not any(code["code"] in table for code in made)
    number = str(made[0]["id"])
    assert admin("code", "revoke", number, typed="n\n").returncode == 1
    done = admin("code", "revoke", number, "--yes")
    assert (done.returncode, done.stderr) == (0, f"Revoked the registration code {number}.\n")
    assert len(admin.json("code", "list", "--tag", tag, "--usable")) == 2
    again = admin("code", "revoke", number, "--yes")
    assert again.returncode == 3
    assert "hint: course-cli code list" in again.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_are_told_how_to_complete(cli: CommandLine, shell: str) -> None:
    assert "_COURSE_CLI_COMPLETE" in cli("completion", shell).stdout
    asked = {"COMP_WORDS": "course-cli user reset-", "COMP_CWORD": "2"}
    answer = cli.process(_COURSE_CLI_COMPLETE="bash_complete", **asked)
    assert re.findall(r"reset-\w+", answer.stdout) == ["reset-2fa", "reset-password"]


def test_students_are_tagged_from_a_file_and_listed_by_tag(
    admin: CommandLine, student: Student, tmp_path: Path
) -> None:
    mark = new_username()
    other = add_student(admin, "--password", PASSWORD)
    names = tmp_path / "names.csv"
    names.write_text(f"username,name\n{student.username},A\n{other.value('ID')}\n", "utf-8-sig")
    wish = ("user", "tag", "--from", str(names), "--add", mark)
    told = admin(*wish, "--dry-run")
    assert told.stderr == "2 would change, 0 as they were.\n"
    listed = ("user", "list", "--user-type", "student", "--tag", mark, "--sort", "username")
    assert admin.json(*listed) == []
    stopped = admin(*wish, "nobody-by-this-name")
    assert stopped.returncode == 3
    assert "nobody-by-this-name; nothing was changed" in stopped.stderr
    assert admin.json(*listed) == []
    done = admin.json(*wish, "nobody-by-this-name", "--skip-unknown")
    assert [row["status"] for row in done] == ["unknown", "changed", "changed"]
    tagged = [row["username"] for row in admin.json(*listed)]
    assert tagged == sorted([student.username, other.username])
    gone = admin("user", "tag", student.username, "--remove", mark)
    assert gone.stderr == "1 changed, 0 as they were.\n"
    assert [row["after"] for row in admin.json("user", "tag", other.username)] == [[mark]]
    assert admin("user", "tag", "--add", mark).returncode == 2
