"""What a registrar does with people: create, list, delete, let them set 2FA up anew."""

from __future__ import annotations

import re
import time

import pytest

from tests.system.cli.people import PASSWORD, add_student, new_username
from tests.system.command_line import CommandLine, ended


def listed(admin: CommandLine, role: str, username: str) -> list[dict[str, object]]:
    people = admin.json("user", "list", "--user-type", role, "--search", username)
    return [person for person in people if person["username"] == username]


def test_a_new_student_comes_with_code_secret_and_uri(admin: CommandLine) -> None:
    student = add_student(admin, "--password", PASSWORD, "--group", "CS-1", name="李 雷")
    assert re.fullmatch(r"[A-Z2-7]{32}", student.value("2FA Secret"))
    uri = student.value("2FA URI")
    assert uri.startswith("otpauth://totp/")
    assert student.value("2FA Secret") in uri
    assert student.value("Registration Code")
    assert "Password:" not in student.done.stdout, "a given password is not shown"
    assert "▀" not in student.done.stdout, "no drawing in a pipe"
    (person,) = listed(admin, "student", student.username)
    assert (person["name"], person["group"]) == ("李 雷", "CS-1")
    assert str(person["id"]) == student.value("ID")


def test_without_a_terminal_a_password_is_made_and_shown_once(
    admin: CommandLine, cli: CommandLine
) -> None:
    student = add_student(admin, "--qr")
    assert "▀" in student.done.stdout, "a drawing where it was asked for"
    password = student.value("Password")
    login = ("user", "login", "--username", student.username, "--password", password)
    assert cli(*login, "--totp", student.code(time.time())).returncode == 0


def test_at_a_terminal_a_password_is_asked_for_twice(admin: CommandLine, cli: CommandLine) -> None:
    username = new_username()
    person = ("--username", username, "--name", "Al", "--email", f"{username}@x.org")
    child = admin.on_terminal("user", "add-teacher", *person)
    child.expect_exact("Password: ")
    child.sendline(PASSWORD)
    child.expect(r"Repeat.*: ")
    child.sendline("something else")
    child.expect_exact("Password: ")
    child.sendline(PASSWORD)
    child.expect(r"Repeat.*: ")
    child.sendline(PASSWORD)
    child.expect_exact(f"Teacher {username} created.")
    assert ended(child) == 0
    assert PASSWORD not in (child.before or "")
    assert cli("user", "login", "--username", username, "--password", PASSWORD).returncode == 0


def test_a_new_teacher_as_json_is_nothing_but_json(admin: CommandLine) -> None:
    username = new_username()
    created = admin.json(
        "user", "add-teacher", "--username", username, "--name", "T", "--email", f"{username}@x.org"
    )
    assert created["user"]["username"] == username
    assert created["password"]
    assert listed(admin, "teacher", username)


def test_a_name_that_is_taken_is_refused_in_a_sentence(admin: CommandLine) -> None:
    student = add_student(admin)
    done = admin(
        "user", "add-teacher", "--username", student.username, "--name", "T", "--email", "t@x.org"
    )
    assert done.returncode == 5
    assert done.stderr.startswith("error: The user name ")
    assert "hint: course-cli user list" in done.stderr
    assert done.stdout == ""


def test_wrong_fields_are_named(admin: CommandLine) -> None:
    done = admin("user", "add-teacher", "--username", "x y", "--name", "T", "--email", "none")
    assert done.returncode == 2
    assert re.search(r"^  username: ", done.stderr, re.MULTILINE)
    assert re.search(r"^  email: ", done.stderr, re.MULTILINE)


def test_an_empty_list_says_so(admin: CommandLine) -> None:
    search = ("user", "list", "--user-type", "student", "--search", "nobody is called this")
    done = admin(*search)
    assert (done.returncode, done.stderr) == (0, "There is nothing to show.\n")
    assert "Username" in done.stdout
    done = admin(*search, "--json")
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_list_is_a_table_with_ids_to_the_right(admin: CommandLine) -> None:
    student = add_student(admin, name="Ünal 王")
    (person,) = listed(admin, "student", student.username)
    assert person["id"] == int(student.value("ID"))
    done = admin("user", "list", "--user-type", "student")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("┌─")
    assert re.match(r"│ +ID │ Username +│ Name +│ Email +│$", lines[1])
    (row,) = [line for line in lines if f" {student.username} " in line]
    assert re.match(rf"│ +{student.value('ID')} │ {student.username} +│ Ünal 王 +│", row)
    assert student.email in row
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("answer", ["y\n", "YES"])
def test_deleting_asks_and_reads_a_piped_yes(admin: CommandLine, answer: str) -> None:
    student = add_student(admin, name="Bob")
    number = student.value("ID")
    done = admin("user", "delete", number, "--user-type", "student", typed=answer)
    assert done.returncode == 0, done.stderr
    assert f"Delete the student {number}, {student.username} (Bob)? [y/N]: " in done.stderr
    assert not listed(admin, "student", student.username)


@pytest.mark.parametrize("answer", ["\n", ""])
def test_anything_else_deletes_nobody(admin: CommandLine, answer: str) -> None:
    student = add_student(admin)
    done = admin("user", "delete", student.value("ID"), "--user-type", "student", typed=answer)
    assert done.returncode == 1
    assert "error: nothing was deleted" in done.stderr
    assert listed(admin, "student", student.username)


def test_whom_nobody_knows_nobody_deletes(admin: CommandLine) -> None:
    done = admin("user", "delete", "99999999", "--user-type", "teacher", "--yes")
    assert done.returncode == 3
    assert "hint: course-cli user list --user-type teacher" in done.stderr
    done = admin("user", "delete", "alice", "--user-type", "student")
    assert done.returncode == 2


def test_a_reset_code_is_shown_for_a_student_there_is(admin: CommandLine) -> None:
    student = add_student(admin)
    done = admin("user", "reset-2fa", student.username)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^Reset Code: \S+$", done.stdout, re.MULTILINE)
    assert admin.json("user", "reset-2fa", student.username)["reset_code"]
    done = admin("user", "reset-2fa", "nobody/../here")
    assert done.returncode == 3


def test_a_registration_code_is_for_one_use_unless_said_otherwise(admin: CommandLine) -> None:
    done = admin("code", "generate", "--user-type", "student")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^Registration Code: \S+$", done.stdout, re.MULTILINE)
    assert "Uses: 1\n" in done.stdout
    made = admin.json("code", "generate", "--user-type", "teacher", "--max-uses", "30")
    assert (made["role"], made["max_uses"]) == ("teacher", 30)
    assert admin("code", "generate", "--user-type", "student", "--max-uses", "0").returncode == 2
    assert admin("code", "generate", "--user-type", "admin").returncode == 2


def test_nobody_is_served_without_a_login(cli: CommandLine) -> None:
    for command in (
        ("user", "add-student", "--username", "u", "--name", "n", "--email", "e@x.org"),
        ("code", "generate", "--user-type", "student"),
        ("course", "list"),
    ):
        done = cli(*command, "--json")
        assert done.returncode == 4, command
        assert done.stdout == ""
        assert done.stderr == "error: you are not logged in\nhint: course-cli user login\n"
