"""The results of an import reach the disk so that no password is lost and no cell is a formula."""

from __future__ import annotations

import csv
import os
import stat
from pathlib import Path

import pytest

from backend.cli.output import Failure
from backend.cli.people_csv import PersonRow
from backend.cli.results_file import COLUMNS, CREATED, EXISTS, Outcome, ResultsFile
from backend.domain.spreadsheets import as_written, formula_safe


def person(username: str, name: str = "A Name", line: int = 2) -> PersonRow:
    return PersonRow(line, username, name, f"{username}@x.org")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def results(tmp_path: Path) -> ResultsFile:
    source = tmp_path / "people.csv"
    source.write_text("username\n")
    return ResultsFile(tmp_path / "results.csv", source)


def test_what_is_kept_is_private_and_becomes_the_file_in_the_end(results: ResultsFile) -> None:
    outcome = Outcome(person("ann"), password="abcd-efgh")
    results.keep([outcome])
    assert stat.S_IMODE(results.part.stat().st_mode) == 0o600
    assert rows(results.part)[0]["password"] == "abcd-efgh"
    outcome.status = CREATED
    assert results.finish([outcome]) is None
    assert rows(results.path) == [dict(zip(COLUMNS, outcome.cells().values(), strict=True))]
    assert stat.S_IMODE(results.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in results.path.parent.iterdir()) == [
        "people.csv",
        "results.csv",
    ]


def test_an_interrupted_run_is_found_by_user_name(results: ResultsFile) -> None:
    results.keep([Outcome(person("-Ann"), CREATED, password="abcd-efgh")])
    assert results.earlier()["-ann"]["password"] == "abcd-efgh"


def test_a_damaged_unfinished_file_counts_as_none(results: ResultsFile) -> None:
    results.part.write_bytes(b"\xff\x00garbage")
    assert results.earlier() == {}


def test_earlier_results_are_kept_only_where_they_hold_passwords(results: ResultsFile) -> None:
    results.finish([Outcome(person("ann"), EXISTS)])
    assert results.finish([Outcome(person("ann"), CREATED, password="first")]) is None
    moved = results.finish([Outcome(person("ann"), EXISTS)])
    assert moved is not None
    assert rows(moved)[0]["password"] == "first"
    assert rows(results.path)[0]["password"] == ""


def test_no_cell_breaks_its_row(results: ResultsFile) -> None:
    results.finish([Outcome(person("ann"), EXISTS, reason="a\rb\nc")])
    assert [row["status"] for row in rows(results.path)] == [EXISTS]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d"])
def test_no_cell_is_a_formula(results: ResultsFile, start: str) -> None:
    results.finish([Outcome(person("ann", f"{start}cmd|' /C calc'!A0"))])
    assert rows(results.path)[0]["name"].startswith(f"'{start}")


@pytest.mark.parametrize("text", ["ann", "=1+1", " -a", "\uff20a", "'quoted", "'", ""])
def test_what_is_made_safe_is_read_as_it_was(text: str) -> None:
    assert as_written(formula_safe(text)) == text


def test_the_imported_file_itself_is_no_place_for_results(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("username\n")
    other_name = tmp_path / "link.csv"
    os.link(source, other_name)
    for path in (source, other_name, tmp_path):
        with pytest.raises(Failure):
            ResultsFile(path, source)
