"""What is exported as a OneRoster bundle comes back by importing it."""

from __future__ import annotations

from pathlib import Path

from backend.cli.oneroster import read_bundle
from backend.cli.oneroster_bundle import open_bundle
from tests.cli.roster_files import FILES
from tests.system.cli.people import new_username
from tests.system.command_line import CommandLine

TERM = "OR24"


def write_bundle(folder: Path) -> tuple[Path, str, str]:
    """A bundle with a teacher and a student of their own."""
    bundle = folder / "bundle"
    bundle.mkdir()
    teacher, student = new_username(), new_username()
    for name, text in FILES.items():
        for old, new in (("turing", teacher), ("lilei", student), ("F24", TERM)):
            text = text.replace(old, new)  # noqa: PLW2901
        text = text.replace("t@x.org", f"{teacher}@x.org").replace("l@x.org", f"{student}@x.org")  # noqa: PLW2901
        (bundle / f"{name}.csv").write_text(text)
    return bundle, teacher, student


def test_a_bundle_is_imported_with_seats_and_exported_again(
    admin: CommandLine, tmp_path: Path
) -> None:
    bundle, teacher, student = write_bundle(tmp_path)
    told = admin.json("import", "oneroster", str(bundle), "--dry-run")
    assert [row["status"] for row in told["people"]] == ["created", "created"]
    assert told["terms"][0]["sections"]["created"] == 1
    assert admin.json("user", "list", "--user-type", "teacher", "--search", teacher) == []
    command = ("import", "oneroster", str(bundle), "--activation-codes", "--seats")
    done = admin.json(*command)
    assert [row["status"] for row in done["people"]] == ["created", "created"]
    assert all(row["activation_code"] for row in done["people"])
    assert [seat["status"] for seat in done["seats"]] == ["enrolled"]
    again = admin.json(*command)
    assert [row["status"] for row in again["people"]] == ["exists", "exists"]
    assert again["seats"] == done["seats"], "an enrolment is decided once"
    section = f"{TERM}/{done['seats'][0]['section']}"
    admin("roster", "remove", section, student, "--reason", "test", "--yes")
    assert admin("roster", "add", section, student, "--reason", "by hand").returncode == 0
    first = bundle / "enrollments.csv"
    first.write_text(first.read_text().replace("e2", "another-id"))
    third = admin.json(*command)
    assert [seat["status"] for seat in third["seats"]] == ["exists"], "held already is no refusal"

    file = tmp_path / "out.zip"
    assert admin("export", "oneroster", str(file), "--term", TERM).returncode == 0
    assert admin("export", "oneroster", str(file), "--term", TERM).returncode == 2
    exported = read_bundle(open_bundle(file))
    assert exported.errors == []
    (seat,) = [row for row in exported.tables["enrollments"].values() if row["role"] == "student"]
    assert exported.tables["users"][seat["userSourcedId"]]["username"] == student
    assert exported.tables["classes"][seat["classSourcedId"]]["metadata.meetings"].startswith("MR")
    same = admin.json("import", "oneroster", str(file), "--dry-run", "--on-conflict", "update")
    assert {row["status"] for row in same["people"] if row["username"] in (teacher, student)} == {
        "exists"
    }
    assert same["terms"][0]["sections"]["unchanged"] == 1


def test_a_faulty_bundle_changes_nothing(admin: CommandLine, tmp_path: Path) -> None:
    bundle, teacher, _ = write_bundle(tmp_path)
    classes = bundle / "classes.csv"
    classes.write_text(classes.read_text().replace(TERM, "other"))
    done = admin("import", "oneroster", str(bundle), "--activation-codes")
    assert done.returncode == 5
    assert "classes.csv line 2, column termSourcedIds" in done.stderr
    assert admin.json("user", "list", "--user-type", "teacher", "--search", teacher) == []
