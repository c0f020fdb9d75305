"""Terms from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.cli.test_courses import catalogue
from tests.system.command_line import CommandLine, ended


def test_a_term_lives_from_creation_to_removal(admin: CommandLine) -> None:
    made = admin.json("term", "create", "L25", "--name", "Spring 2025", "--closed")
    assert (made["code"], made["name"], made["state"], made["sections"]) == (
        "L25",
        "Spring 2025",
        "closed",
        0,
    )
    again = admin("term", "create", "L25")
    assert (again.returncode, again.stdout) == (5, "")
    assert "There is already a term L25." in again.stderr
    opened = admin("term", "open", "L25")
    assert opened.stderr == "Term L25 is open.\n"
    assert "State: open\n" in opened.stdout
    assert admin.json("term", "close", "L25")["state"] == "closed"
    assert "│ L25" in admin("term", "list").stdout
    csv = admin("term", "list", "--output", "csv").stdout.splitlines()
    assert csv[0] == "code,name,state,id,scratch"
    gone = admin("term", "delete", "L25", typed="L25\n")
    assert gone.returncode == 0, gone.stderr
    missing = admin("term", "show", "L25")
    assert (missing.returncode, missing.stdout) == (3, "")


@pytest.mark.parametrize("answer", ["", "y\n", "l26\n"])
def test_a_term_goes_only_when_its_code_is_typed(admin: CommandLine, answer: str) -> None:
    admin("term", "create", "L26")
    done = admin("term", "delete", "L26", typed=answer)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Type L26 to go on" in done.stderr
    assert admin.json("term", "show", "L26")["state"] == "open"


def test_a_term_with_students_names_what_is_lost(admin: CommandLine, tmp_path: Path) -> None:
    file = catalogue(tmp_path / "c.csv", ("LT-101", "Losing", "9"))
    assert admin("course", "import", file, "--term", "L27", "--name", "Lost").returncode == 0
    admin("user", "add-student", "--username", "lt1", "--name", "L", "--email", "lt1@x.org")
    added = admin("roster", "add", "L27/9", "lt1", "--reason", "for the test")
    assert added.returncode == 0, added.stderr
    refused = admin("term", "delete", "L27", "--yes")
    assert refused.returncode == 5
    assert "Students hold seats in the term L27 (1);" in refused.stderr
    for typed in ("L27\n", ""):
        asked = admin("term", "delete", "L27", "--force", "--yes", typed=typed)
        assert asked.returncode == 1, "--yes does not stand for the typed name"
        assert "  - seats that students hold: 1\n" in asked.stderr
    child = admin.on_terminal("term", "delete", "L27", "--force")
    child.expect_exact("Type Lost to go on: ")
    child.sendline("Lost")
    child.expect_exact("Removed the term L27.")
    assert ended(child) == 0


def test_a_term_learns_when_it_is_taught(admin: CommandLine) -> None:
    admin("term", "create", "L28", "--name", "Days")
    days = ("--first-day", "2024-09-02", "--last-day", "2024-12-13")
    breaks = ("--holiday", "2024-10-03", "--holiday", "2024-11-28..2024-11-29")
    taught = admin.json("term", "update", "L28", *days, *breaks)
    assert (taught["first_day"], taught["last_day"]) == ("2024-09-02", "2024-12-13")
    assert taught["holidays"] == ["2024-10-03", "2024-11-28", "2024-11-29"]
    assert taught["name"] == "Days"
    shown = admin("term", "show", "L28").stdout
    assert "Holidays: 2024-10-03, 2024-11-28, 2024-11-29\n" in shown
    outside = admin("term", "update", "L28", "--holiday", "2025-01-01")
    assert outside.returncode == 2, outside.stderr
    assert "lies within the term" in outside.stderr
    assert admin.json("term", "update", "L28", "--no-holidays")["holidays"] == []
    assert admin.json("term", "update", "L28", "--no-days")["first_day"] is None
    for wrong in (
        ("--first-day", "2.9.2024"),
        ("--holiday", "2024-10-03..2024-10-01"),
        ("--no-days", *days),
        (),
    ):
        assert admin("term", "update", "L28", *wrong).returncode == 2, wrong
