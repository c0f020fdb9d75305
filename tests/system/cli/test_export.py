"""Long lists in files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.system.cli.people import add_student
from tests.system.command_line import CommandLine

TERM = "X-CLI"


@pytest.fixture(scope="module")
def seated(admin: CommandLine) -> str:
    """A student whose name begins a formula, with a seat in a term of its own."""
    admin("term", "create", TERM)
    named = ("--course", "X-1", "--number", "1", "--title", "=1+1", "--credits", "1")
    done = admin("section", "create", "--term", TERM, *named, "--capacity", "5")
    assert done.returncode == 0, done.stderr
    student = add_student(admin, name="=HYPERLINK(1)")
    for section, reason in (("1", "+because"), ("1", "again")):
        admin("roster", "add", f"{TERM}/{section}", student.username, "--reason", reason)
    return student.username


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_rosters_have_names_and_no_formulas(admin: CommandLine, seated: str) -> None:
    done = admin("export", "rosters", "--term", TERM)
    assert done.returncode == 0, done.stderr
    (row,) = table(done.stdout)
    assert (row["username"], row["name"], row["title"]) == (seated, "'=HYPERLINK(1)", "'=1+1")
    assert row["enrolled_at"].endswith("+00:00")
    (same,) = table(admin("export", "rosters", "--term", TERM, "-o", "tsv").stdout, "\t")
    assert same == row


def test_enrolments_are_numbers_for_other_systems(admin: CommandLine, seated: str) -> None:
    (row,) = admin.json("export", "enrolments", "--term", TERM)
    assert set(row) == {
        *("section_id", "student_id", "term", "course", "number"),
        *("ticket_id", "enrolled_at", "credits"),
    }
    assert isinstance(row["enrolled_at"], float)


def test_decisions_say_who_and_why(admin: CommandLine, seated: str) -> None:
    rows = admin.json("export", "decisions", "--term", TERM)
    assert {(row["username"], row["outcome"], row["code"], row["reason"]) for row in rows} == {
        (seated, "enrolled", None, "+because"),
        (seated, "refused", "already_held", "again"),
    }
    assert {row["by"] for row in rows} == {"admin"}


def test_users_are_whole_and_hold_nothing_secret(admin: CommandLine, seated: str) -> None:
    rows = admin.json("export", "users", "--user-type", "student")
    assert seated in {row["username"] for row in rows}
    listed = admin.json("user", "list", "--user-type", "student")
    assert {row["id"] for row in rows} == {person["id"] for person in listed}
    everybody = table(admin("export", "users").stdout)
    assert {"admin", "student"} <= {row["role"] for row in everybody}
    assert not any("password_hash" in name or "secret" in name for name in everybody[0])


def test_a_file_is_private_whole_and_not_written_over(
    admin: CommandLine, seated: str, tmp_path: Path
) -> None:
    file = tmp_path / "rosters.json"
    done = admin("export", "rosters", str(file), "--term", TERM)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"1 seats written to {file}.\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())[0]["username"] == seated, "as the name of the file ends"
    again = admin("export", "rosters", str(file), "--term", TERM)
    assert again.returncode == 2
    assert "say --overwrite" in again.stderr
    lost = admin("export", "rosters", str(file), "--term", "NO-SUCH", "--overwrite")
    assert lost.returncode == 3
    assert json.loads(file.read_text())[0]["username"] == seated, "a failure leaves it"
    assert [file.name for file in tmp_path.iterdir()] == ["rosters.json"]


def test_an_empty_list_is_still_a_list(admin: CommandLine) -> None:
    admin("term", "create", "X-EMPTY")
    assert admin.json("export", "enrolments", "--term", "X-EMPTY") == []
    assert admin("export", "rosters", "--term", "X-EMPTY").stdout.count("\n") == 1
