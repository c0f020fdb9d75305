"""Holds from the command line."""

from __future__ import annotations

from tests.system.command_line import CommandLine


def test_holds_are_placed_listed_and_lifted(admin: CommandLine) -> None:
    for name in ("held1", "held2"):
        admin("user", "add-student", "--username", name, "--name", name, "--email", f"{name}@x.edu")
    why = ("--reason", "Two books", "--ask", "the library")
    placed = admin.json("hold", "place", "held1", "held2", *why, "--until", "2099-01-10 20:00")
    assert [each["username"] for each in placed] == ["held1", "held2"]
    assert placed[0]["until"] == 4_071_758_400
    wrong = admin("hold", "place", "held1", "nobody", *why)
    assert (wrong.returncode, wrong.stdout) == (3, "")
    assert "nobody" in wrong.stderr
    number = str(placed[0]["id"])
    assert admin.json("hold", "lift", number)["lifted_by"] == "admin"
    assert [each["id"] for each in admin.json("hold", "list", "--student", "held1")] == []
    table = admin("hold", "list", "--student", "held1", "--past").stdout
    assert "│ held1    │ Two books │ admin │" in table
    missing = admin("hold", "lift", "999999")
    assert (missing.returncode, missing.stdout) == (3, "")
