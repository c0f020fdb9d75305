"""History from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.system.command_line import CommandLine


def test_history_is_tried_brought_in_and_listed(admin: CommandLine, tmp_path: Path) -> None:
    admin("user", "add-student", "--username", "past1", "--name", "Past", "--email", "past1@x.edu")
    file = tmp_path / "history.csv"
    file.write_text("用户名,课程,学期,成绩\npast1,PAST-1010,S24,91.50\npast1,cs-9,F23,F\n")
    tried = admin.json("history", "import", str(file), "--dry-run")
    assert (tried["created"], tried["dry_run"]) == (2, True)
    assert admin.json("history", "list", "--student", "past1") == []
    done = admin("history", "import", str(file))
    assert "Created: 2\n" in done.stdout
    assert "CS-9" in done.stderr
    rows = admin("history", "list", "--student", "past1", "--output", "csv").stdout.splitlines()
    assert rows == [
        "course,term,grade,passed,credits",
        "CS-9,F23,F,false,",
        "PAST-1010,S24,91.5,true,",
    ]
    file.write_text("username,course,term,grade\nnobody,PAST-1010,S24,91\n")
    wrong = admin("history", "import", str(file))
    assert (wrong.returncode, wrong.stdout) == (5, "")
    assert "line 2, column username: there is no student nobody" in wrong.stderr
