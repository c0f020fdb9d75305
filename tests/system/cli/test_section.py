"""Sections, rosters and the line from the command line."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.cli.people import add_student
from tests.system.command_line import CommandLine, ended

TERM = "S-CLI"
WANTED = ("--term", TERM, "--credits", "3")


@pytest.fixture(scope="module")
def term(admin: CommandLine) -> str:
    admin("term", "create", TERM)
    for number, course, more in (
        ("1", "AA-101", ("--capacity", "1", "--meeting", "MR 10:00-11:50 Hall 1")),
        ("2", "AA-101", ("--capacity", "unlimited")),
        ("3", "BB-102", ("--capacity", "2", "--meeting", "M 11:00-12:00")),
    ):
        named = ("--course", course, "--number", number, "--title", f"Course {course}")
        done = admin("section", "create", *WANTED, *named, *more)
        assert done.returncode == 0, done.stderr
    return TERM


def numbers(found: list[dict[str, object]]) -> list[object]:
    return [section["number"] for section in found]


def test_sections_are_listed_filtered_sorted_and_paged(admin: CommandLine, term: str) -> None:
    one = ("section", "list", "--term", term)
    assert numbers(admin.json(*one)) == ["1", "2", "3"]
    assert numbers(admin.json(*one, "--search", "bb-102")) == ["3"]
    assert numbers(admin.json(*one, "--sort", "capacity", "--limit", "2")) == ["1", "3"]
    assert numbers(admin.json(*one, "--limit", "2", "--page", "2")) == ["3"]
    assert numbers(admin.json(*one, "--sort", "capacity", "--limit", "1", "--page", "3")) == ["2"]
    assert numbers(admin.json(*one, "--sort", "free", "--descending")) == ["2", "3", "1"]
    assert numbers(admin.json(*one, "--sort", "id", "--descending")) == ["3", "2", "1"]
    assert admin("section", "list", "--term", "NO").returncode == 3
    assert "│ AA-101 │" in admin(*one).stdout


def test_a_section_is_named_by_id_or_by_term_and_number(admin: CommandLine, term: str) -> None:
    shown = admin.json("section", "show", f"{term}/1")
    assert admin.json("section", "show", str(shown["id"])) == shown
    assert "Meets: MR 10:00-11:50 Hall 1\n" in admin("section", "show", f"{term}/1").stdout
    for wrong, code in ((f"{term}/99", 3), ("999999", 3), ("AA-101", 2), ("NO/1", 3)):
        done = admin("section", "show", wrong)
        assert (done.returncode, done.stdout) == (code, ""), wrong


def test_a_section_is_changed_and_the_rest_stays(admin: CommandLine, term: str) -> None:
    before = admin.json("section", "show", f"{term}/2")
    after = admin.json(
        "section", "update", f"{term}/2", "--capacity", "7", "--state", "closed", "--location", "X"
    )
    assert after == {**before, "capacity": 7, "ceiling": 7, "state": "closed", "location": "X"}
    back = admin.json(
        "section", "update", f"{term}/2", "--capacity", "unlimited", "--state", "open"
    )
    assert (back["capacity"], back["state"], back["location"]) == (None, "open", "X")
    assert admin("section", "update", f"{term}/2").returncode == 2
    nobody = admin("section", "update", f"{term}/2", "--teacher", "nobody")
    assert nobody.returncode == 3
    odd = admin("section", "update", f"{term}/2", "--meeting", "X 99:00-10:00")
    assert odd.returncode == 2


def test_sections_are_given_to_a_teacher_all_or_none(
    admin: CommandLine, term: str, tmp_path: Path
) -> None:
    admin("user", "add-teacher", "--username", "t-cli", "--name", "Tea", "--email", "t@x.edu")
    give = ("section", "assign", "--teacher", "t-cli", f"{term}/1", f"{term}/3")
    tried = admin.json(*give, "--dry-run")
    assert (tried["dry_run"], tried["changed"], len(tried["clashes"])) == (True, 2, 1)
    asked = admin(*give, typed="n\n")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "AA-101 (1), Course AA-101: now nobody" in asked.stderr
    assert "meet at the same time in S-CLI" in asked.stderr
    missing = admin(*give, "999999", "--yes")
    assert (missing.returncode, missing.stdout) == (3, "")
    given = admin.json(*give, "--yes")
    assert (given["teacher_username"], given["changed"]) == ("t-cli", 2)
    assert admin.json("section", "show", f"{term}/1")["teacher_username"] == "t-cli"
    names = tmp_path / "names.txt"
    names.write_text(f"# back to nobody\n{term}/1\n\n{term}/3\n")
    freed = admin.json("section", "assign", "--nobody", "--from", str(names), "--yes")
    assert [one["before"] for one in freed["sections"]] == ["Tea", "Tea"]
    for wrong in (("--nobody",), ("--teacher", "t-cli", "--nobody", "1"), ("1",)):
        assert admin("section", "assign", *wrong).returncode == 2


def test_a_course_shows_its_sections(admin: CommandLine, term: str) -> None:
    shown = admin.json("course", "show", "aa-101", "--term", term)
    assert (shown["code"], numbers(shown["sections"])) == ("AA-101", ["1", "2"])
    assert admin("course", "show", "AA-1", "--term", term).returncode == 3


def test_seats_by_hand_follow_the_rules(admin: CommandLine, term: str) -> None:
    one, other = add_student(admin), add_student(admin)
    first = ("roster", "add", f"{term}/1")
    done = admin(*first, one.username, "--reason", "Needs it")
    assert done.returncode == 0, done.stderr
    assert f"{one.username} has a seat in AA-101 (1), Course AA-101." in done.stderr
    cases = [
        ((f"{term}/1", other.username), "All seats of this section are taken."),
        ((f"{term}/2", one.username), "another section of this course"),
        ((f"{term}/3", one.username), "meets at the same time as AA-101 (1)"),
    ]
    for (section, student), sentence in cases:
        refused = admin("roster", "add", section, student, "--reason", "r")
        assert (refused.returncode, refused.stdout) == (5, "")
        assert sentence in refused.stderr
    assert admin("roster", "add", f"{term}/1", "nobody-x", "--reason", "r").returncode == 3
    assert admin("roster", "add", f"{term}/1", other.username).returncode == 2
    rows = list(
        csv.DictReader(io.StringIO(admin("roster", "show", f"{term}/1", "-o", "csv").stdout))
    )
    assert [row["username"] for row in rows] == [one.username]
    kept = admin("roster", "remove", f"{term}/1", one.username, "--reason", "r", typed="n\n")
    assert kept.returncode == 1
    gone = admin.json("roster", "remove", f"{term}/1", one.username, "--reason", "left", "--yes")
    assert (gone["outcome"]["outcome"], gone["reason"]) == ("dropped", "left")
    assert admin.json("roster", "show", f"{term}/1") == []


def test_a_change_says_who_is_told_and_who_gets_a_clash(admin: CommandLine, term: str) -> None:
    student = add_student(admin)
    for section in (f"{term}/2", f"{term}/3"):
        assert admin("roster", "add", section, student.username, "--reason", "r").returncode == 0
    done = admin("section", "update", f"{term}/2", "--meeting", "M 11:30-12:30", "--location", "X")
    assert "Told on their pages: 1 who hold a seat and keep it." in done.stderr
    assert f"({student.username}) with BB-102 (3)." in done.stderr
    assert "Told" not in admin("section", "update", f"{term}/2", "--title", "Renamed").stderr
    tried = admin("section", "update", f"{term}/2", "--location", "Y", "--dry-run", "--json")
    assert "Dry run: nothing was changed." in tried.stderr
    assert "Told on their pages: 1 who hold a seat" in tried.stderr
    assert admin.json("section", "show", f"{term}/2")["location"] == "X"
    for section in (f"{term}/2", f"{term}/3"):
        admin("roster", "remove", section, student.username, "--reason", "r", "--yes")


def test_cancelling_names_who_holds_seats(admin: CommandLine, term: str) -> None:
    student = add_student(admin)
    assert admin("roster", "add", f"{term}/3", student.username, "--reason", "r").returncode == 0
    asked = admin("section", "cancel", f"{term}/3", typed="n\n")
    assert asked.returncode == 1
    assert "1 students hold a seat in it" in asked.stderr
    done = admin.json("section", "cancel", f"{term}/3", "--yes")
    assert (done["state"], done["taken"]) == ("cancelled", 1)
    admin("section", "update", f"{term}/3", "--state", "open")


@pytest.fixture
def paused(admin: CommandLine) -> Iterator[None]:
    assert admin("selection", "pause", "--reason", "for a test").returncode == 0
    yield
    assert admin("selection", "resume").returncode == 0


def test_a_pause_is_seen_everywhere(admin: CommandLine, paused: None) -> None:
    state = admin.json("selection", "state")
    assert (state["paused"]["by"], state["paused"]["reason"]) == ("admin", "for a test")
    assert "Paused by: admin\n" in admin("selection", "state").stdout
    status = admin("status")
    assert "Queue Node: degraded" in status.stdout
    assert "paused by admin since" in status.stderr
    drained = admin("selection", "drain")
    assert drained.returncode == 0, "nobody waits, so there is nothing to wait for"


def test_draining_an_empty_line_is_done_at_once(admin: CommandLine) -> None:
    began = time.monotonic()
    assert admin.json("selection", "drain")["pending"] == 0
    assert time.monotonic() - began < 5


def test_a_roster_at_a_terminal_asks_for_the_reason(admin: CommandLine, term: str) -> None:
    student = add_student(admin)
    child = admin.on_terminal("roster", "add", f"{term}/2", student.username)
    child.expect_exact("Reason: ")
    child.sendline("Asked by phone")
    child.expect_exact(f"{student.username} has a seat")
    assert ended(child) == 0
