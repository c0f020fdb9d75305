"""Checking a term's decisions from the command line, with the system and without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.system.cli.people import add_student
from tests.system.command_line import CommandLine

TERM = "X-PROOF"


@pytest.fixture(scope="module")
def decided(admin: CommandLine) -> str:
    """A term with one seat, and two students who want it."""
    admin("term", "create", TERM)
    named = ("--course", "X-1", "--number", "1", "--title", "Proofs", "--credits", "1")
    done = admin("section", "create", "--term", TERM, *named, "--capacity", "1")
    assert done.returncode == 0, done.stderr
    for _ in range(2):
        student = add_student(admin)
        admin("roster", "add", f"{TERM}/1", student.username, "--reason", "asked")
    return TERM


def test_a_term_is_decided_again(admin: CommandLine, decided: str) -> None:
    result = admin.json("verify", decided)
    assert result["outcomes"] == {"enrolled": 1, "refused": 1}
    assert (result["entries"], result["tickets"], result["moves"]) == (2, 2, 1)
    assert (result["found"], result["findings"]) == (0, [])
    said = admin("verify", decided)
    assert said.returncode == 0
    assert "Every decision follows from the rules" in said.stderr


def test_a_published_hash_is_in_the_log_or_missed(admin: CommandLine, decided: str) -> None:
    head = admin.json("verify", decided, "--head")
    assert head["hash"] == admin.json("verify", decided)["head"]
    assert admin("verify", decided, "--expect", head["hash"]).returncode == 0
    missed = admin("verify", decided, "--expect", "0" * 64, "--json")
    assert missed.returncode == 1
    assert [each["code"] for each in json.loads(missed.stdout)["findings"]] == ["head_unknown"]


def test_an_exported_log_is_checked_without_the_system(
    admin: CommandLine, decided: str, tmp_path: Path
) -> None:
    file = tmp_path / "proof.log"
    assert admin("verify", decided, "--export", str(file)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    away = {"DATA_NODE_URL": "http://127.0.0.1:9", "USE_SOCKETS": "false"}
    done = admin("verify", "--file", str(file), "--json", **away)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["tickets"] == 2
    first, second = file.read_text().splitlines()
    file.write_text(first.replace("enrolled", "refused!") + "\n" + second + "\n")
    forged = admin("verify", "--file", str(file), "--json")
    found = json.loads(forged.stdout)["findings"]
    assert forged.returncode == 1
    assert ("hash_wrong", 1) in {(each["code"], each["sequence"]) for each in found}
    again = admin("verify", decided, "--export", str(file))
    assert (again.returncode, "exists" in again.stderr) == (2, True)


def test_what_is_no_log_is_named_by_its_line(admin: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "other.log"
    file.write_text('{"a": 1}\n')
    done = admin("verify", "--file", str(file))
    assert done.returncode == 2
    assert f"{file}, line 1" in done.stderr
    assert admin("verify").returncode == 2
    assert admin("verify", "NO-SUCH-TERM").returncode == 3
