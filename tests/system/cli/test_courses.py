"""The catalogue from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.system.command_line import CommandLine

HEADER = "code,title,credits,type,instructor,days,start,end,location,capacity,enrolled,crn\n"
ROW = "{code},{title},3,LEC,turing,MR,10:00,11:50,Hall 1,40,0,{crn}\n"


def catalogue(path: Path, *courses: tuple[str, str, str]) -> str:
    rows = [ROW.format(code=code, title=title, crn=crn) for code, title, crn in courses]
    path.write_text(HEADER + "".join(rows))
    return str(path)


def test_a_catalogue_is_imported_once_and_listed(admin: CommandLine, tmp_path: Path) -> None:
    file = catalogue(
        tmp_path / "c.csv",
        ("CS-101", "Computing", "1"),
        ("CS-101", "Computing", "2"),
        ("HI-200", "历史", "3"),
    )
    done = admin("course", "import", file, "--term", "T-CLI", "--name", "A term", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Dry run: nothing was changed.\nTerm: T-CLI (new)\n")
    assert admin("course", "list", "--term", "T-CLI").returncode == 3
    done = admin("course", "import", file, "--term", "T-CLI", "--name", "A term")
    assert done.returncode == 0, done.stderr
    assert "Courses: 2 created" in done.stdout
    assert "Sections: 3 created" in done.stdout
    assert "Notes:\n  - " in done.stdout
    again = admin.json("course", "import", file, "--term", "T-CLI")
    assert (again["created_term"], again["sections"]["unchanged"]) == (False, 3)
    courses = admin.json("course", "list", "--term", "T-CLI")
    assert [(c["code"], c["sections"]) for c in courses] == [("CS-101", 2), ("HI-200", 1)]
    table = admin("course", "list", "--term", "T-CLI", "--search", "历史").stdout
    assert "│ HI-200 │ 历史  │" in table
    assert "CS-101" not in table


def test_a_list_is_whole_beyond_one_page(admin: CommandLine, tmp_path: Path) -> None:
    codes = [f"MA-{number}" for number in range(1000, 1450)]
    file = catalogue(tmp_path / "c.csv", *((code, "Mathematics", code) for code in codes))
    assert admin("course", "import", file, "--term", "T-MANY").returncode == 0
    listed = [course["code"] for course in admin.json("course", "list", "--term", "T-MANY")]
    assert sorted(listed) == codes
    table = admin("course", "list", "--term", "T-MANY").stdout
    assert len(table.splitlines()) == len(codes) + 4


def test_a_faulty_catalogue_changes_nothing(admin: CommandLine, tmp_path: Path) -> None:
    file = Path(catalogue(tmp_path / "c.csv", ("CS-101", "Computing", "1")))
    file.write_text(file.read_text() + "CS-102,Cut,3\n")
    done = admin("course", "import", str(file), "--term", "T-BAD")
    assert done.returncode == 5
    assert "nothing was changed" in done.stderr
    assert "  line 3" in done.stderr
    assert admin("course", "list", "--term", "T-BAD").returncode == 3
