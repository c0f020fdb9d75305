"""What happened is listed, and sign-up is turned off and on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from tests.system.cli.people import PASSWORD, add_student
from tests.system.command_line import CommandLine


@pytest.fixture
def teacher_sign_up(admin: CommandLine) -> Iterator[None]:
    """As it was, after the test."""
    yield
    admin("settings", "set", "teacher-sign-up", "on")


def test_a_switch_is_turned_off_and_on(admin: CommandLine, teacher_sign_up: None) -> None:
    assert admin("settings", "show").stdout == (
        "Student sign-up: on\nTeacher sign-up: on\nStaff second factor: off\n"
    )
    done = admin("settings", "set", "teacher-sign-up", "off")
    assert (done.returncode, done.stderr) == (0, "teacher-sign-up is off.\n")
    assert "Teacher sign-up: off\n" in done.stdout
    assert admin.json("settings", "show") == {
        "student_sign_up": True,
        "teacher_sign_up": False,
        "staff_second_factor": False,
    }
    assert admin("settings", "set", "colour", "on").returncode == 2
    [entry] = admin.json("audit", "list", "--action", "settings_changed", "--limit", "1")
    assert entry["before"] == {"teacher_sign_up": True}
    assert entry["after"] == {"teacher_sign_up": False}


def test_what_happened_to_somebody_is_listed_newest_first(admin: CommandLine) -> None:
    student = add_student(admin, "--password", PASSWORD)
    admin("user", "update", student.username, "--name", "李雷")
    about = ("audit", "list", "--about", student.username)
    assert [row["action"] for row in admin.json(*about)] == ["user_updated", "user_created"]
    newest = admin.json(*about)[0]
    assert (newest["actor"], newest["source"]) == ("admin", "local")
    assert newest["after"] == {"name": "李雷"}
    rows = list(csv.DictReader(io.StringIO(admin(*about, "--output", "csv").stdout)))
    assert rows[1]["action"] == "user_created"
    assert PASSWORD not in str(rows)
    table = admin(*about).stdout
    assert "user_updated" in table
    assert "Before" not in table


def test_times_and_names_narrow_it(admin: CommandLine) -> None:
    assert admin.json("audit", "list", "--until", "2020-01-01") == []
    assert admin.json("audit", "list", "--since", "2020-01-01T12:30", "--by", "nobody") == []
    assert admin.json("audit", "list", "--by", "ADMIN", "--limit", "3", "--page", "1")
    assert admin("audit", "list", "--since", "yesterday").returncode == 2
    done = admin("audit", "list", "--action", "danced")
    assert done.returncode == 2
    assert "action" in done.stderr
