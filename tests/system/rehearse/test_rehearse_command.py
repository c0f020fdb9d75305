"""The command `course-cli rehearse`: options, progress, report, exit codes, cleaning up."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from backend.cli.output import Failure
from backend.cli.rehearse import rehearse
from backend.cli.session import Contexts, Session
from backend.domain.refusals import Exit
from tests.system.command_line import COMMAND, CommandLine, ended
from tests.system.promised import check_printed
from tests.system.rehearse.campus import Campus

SMALL = ("--students", "40", "--sections", "5", "--seats", "4", "--seed", "1")


@pytest.fixture
def campus() -> Campus:
    return Campus()


@pytest.fixture
def line(campus: Campus, tmp_path: Path) -> Iterator[CommandLine]:
    """The command line with an administrator logged in to the campus."""
    with campus.running() as url:
        command = CommandLine({"PATH": "", "LANG": "C.UTF-8"}, tmp_path)
        command.session_file.parent.mkdir(mode=0o700)
        later = time.time() + 3600
        session = Session(
            server=url,
            username="admin",
            role="admin",
            access_token="token",
            access_until=later,
            refresh_token="refresh",
            until=later,
        )
        stored = Contexts(current="campus", contexts={"campus": session})
        command.session_file.write_bytes(msgspec.json.encode(stored))
        yield command


def at_once(line: CommandLine, *arguments: str) -> tuple[int, str]:
    """The exit code and the words of the command, run inside this process."""
    done = CliRunner(env=line.environment).invoke(rehearse, arguments)
    if isinstance(done.exception, Failure):
        return done.exception.exit_code, "\n".join(done.exception.places)
    return done.exit_code, done.output


def test_json_is_all_that_is_printed(campus: Campus, line: CommandLine) -> None:
    done = line("rehearse", *SMALL, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout)
    assert (figures["term"], figures["seed"], figures["kept"]) == (campus.term, 1, False)
    assert figures["submitted"] == figures["accepted"] == figures["decided"] == 120
    assert figures["accepted_per_s"] > 0 < figures["decided_per_s"]
    assert {"p50", "p99"} == set(figures["accept_ms"]) == set(figures["decision_ms"])
    assert campus.removed == [campus.term]


def test_the_scratch_term_can_be_kept_and_removed_later(campus: Campus, line: CommandLine) -> None:
    code, words = at_once(line, *SMALL, "--keep")
    assert (code, campus.removed) == (0, [])
    assert f"course-cli rehearse --remove {campus.term}" in words
    done = line("rehearse", "--remove", campus.term)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{campus.term} is removed.\n"
    assert campus.removed == [campus.term]


def test_the_removal_is_data_for_scripts(campus: Campus, line: CommandLine) -> None:
    at_once(line, *SMALL, "--keep")
    assert line.json("rehearse", "--remove", campus.term) == {"removed": campus.term}


@pytest.mark.parametrize(("form", "sign"), [("csv", ","), ("tsv", "\t")])
def test_the_figures_are_one_row_for_spreadsheets(line: CommandLine, form: str, sign: str) -> None:
    done = line("rehearse", *SMALL, "--output", form)
    assert done.returncode == 0
    (row,) = csv.DictReader(done.stdout.splitlines(), delimiter=sign)
    assert (row["passed"], row["submitted"], row["lost_tickets"]) == ("true", "120", "0")
    assert float(row["accept_ms.p99"]) >= float(row["accept_ms.p50"]) > 0


def test_the_report_for_people_says_what_was_found(campus: Campus, line: CommandLine) -> None:
    code, words = at_once(line, *SMALL)
    assert code == 0
    assert "The rehearsal passed." in words
    assert "Seed 1 draws the same requests again." in words
    campus.faults.add("oversells")
    code, words = at_once(line, *SMALL)
    assert code == Exit.FAILED
    assert "The rehearsal FAILED." in words
    assert "students on 4 seats" in words


def test_a_terminal_shows_progress(line: CommandLine) -> None:
    child = line.on_terminal("rehearse", *SMALL)
    child.expect("decided")
    child.expect(r"The rehearsal passed\.")
    assert ended(child) == Exit.OK


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_rehearsal_cleans_up(
    campus: Campus, line: CommandLine, how: signal.Signals
) -> None:
    campus.faults.add("never answers")
    child = subprocess.Popen(
        [COMMAND, "rehearse", *SMALL],
        env=line.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while len(campus.tickets) < 120:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    child.send_signal(how)
    stdout, stderr = child.communicate(timeout=30)
    assert child.returncode == Exit.INTERRUPTED
    assert (stdout, campus.removed) == ("", [campus.term])
    assert "interrupted" in stderr


def demand_file(folder: Path, *rows: str) -> str:
    file = folder / "demand.csv"
    heading = "round,code,title,class,vacancy,demand,quota_exceeded"
    file.write_text("\n".join((heading, *rows)) + "\n")
    return str(file)


def test_a_demand_file_is_rehearsed_beside_its_own_figures(
    line: CommandLine, tmp_path: Path
) -> None:
    file = demand_file(
        tmp_path, "0,A,First,L1,3,20,17", "0,B,Second,L1,,10,0", "1,A,First,L1,1,5,4"
    )
    code, words = at_once(line, "--demand", file, "--json")
    figures = json.loads(words)
    assert code == Exit.OK
    assert (figures["students"], figures["sections"], figures["seats"]) == (20, 2, None)
    demand = figures["demand"]
    assert (demand["round"], demand["requests"]) == ("0", 30)
    assert (demand["seats_filled"], demand["section_full"], demand["quota_exceeded"]) == (
        13,
        17,
        17,
    )
    check_printed(("rehearse", "--json"), words)
    _, words = at_once(line, "--demand", file)
    assert "Only refusals for want of seats can be compared" in words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--sections", "2", "--requests-per-student", "3"), "3 requests a student need 3"),
        (("--round", "1"), "--round belongs to --demand"),
        (("--students", "0"), "--students"),
        (("--concurrency", "many"), "--concurrency"),
    ],
)
def test_wrong_usage_makes_nothing(
    campus: Campus, line: CommandLine, arguments: tuple[str, ...], words: str
) -> None:
    code, said = at_once(line, *arguments)
    assert code == Exit.USAGE
    assert words in said
    assert campus.students == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "line 3, column 6 (demand)"),
        (("--seats", "3"), "--seats comes from the demand file"),
    ],
)
def test_a_wrong_demand_file_makes_nothing(
    campus: Campus, line: CommandLine, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    file = demand_file(tmp_path, "0,A,First,L1,3,20,17", "0,B,Second,L1,3,lots,0")
    code, said = at_once(line, "--demand", file, *arguments)
    assert code == Exit.USAGE
    assert words in said
    assert campus.students == 0


def test_too_few_students_for_a_demand_are_refused(line: CommandLine, tmp_path: Path) -> None:
    file = demand_file(tmp_path, "0,A,First,L1,3,20,17")
    code, said = at_once(line, "--demand", file, "--students", "19")
    assert code == Exit.USAGE
    assert "20 students ask for A/L1" in said


def test_nobody_rehearses_without_being_logged_in(line: CommandLine) -> None:
    line.session_file.unlink()
    assert at_once(line, *SMALL)[0] == Exit.LOGIN_FIRST
