"""Requirements from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.system.command_line import CommandLine

CATALOGUE = "code,title,credits,type,instructor,days,start,end,location,capacity,crn\n" + "".join(
    f"REQ-{n},Course {n},3,LEC,x,M,0{n}:00,0{n}:50,Hall,5,88{n}\n" for n in (1, 2)
)


def test_a_course_comes_to_require_something_bit_by_bit(admin: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text(CATALOGUE)
    admin("course", "import", str(file), "--term", "Q29")
    two = ("course", "require", "req-2", "--term", "Q29")
    first = admin.json(*two, "--prerequisite", "req-1>=c and (OLD-1 or OLD-2)")
    assert (first["prerequisite"], first["repeats"]) == ("REQ-1>=C and (OLD-1 or OLD-2)", False)
    assert first["unknown_courses"] == ["OLD-1", "OLD-2"]
    more = admin.json(*two, "--tag", "year 1", "--tag", "year 2", "--exclude", "REQ-1", "--repeats")
    assert (more["prerequisite"], more["tags"]) == (first["prerequisite"], ["year 1", "year 2"])
    table = admin("course", "requirements", "--term", "Q29").stdout
    assert "│ REQ-2  │ REQ-1>=C and (OLD-1 or OLD-2) │" in table
    wrong = admin(*two, "--corequisite", "REQ-1 and (OLD-1")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "corequisite: character 11: the ( here is not closed" in wrong.stderr
    gone = ("--prerequisite", "none", "--tag", "none", "--exclude", "none", "--no-repeats")
    admin(*two, *gone)
    assert admin.json("course", "requirements", "--term", "Q29") == []
    missing = admin("course", "require", "REQ-9", "--term", "Q29", "--repeats")
    assert (missing.returncode, missing.stdout) == (3, "")
    nothing = admin(*two)
    assert "Say what it requires." in nothing.stderr
