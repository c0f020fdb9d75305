"""Rounds from the command line."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.system.command_line import CommandLine

OPENS, CLOSES = 1_736_150_400, 1_736_539_200  # 2025-01-06 08:00 and 2025-01-10 20:00 UTC


def test_rounds_are_made_changed_and_listed(admin: CommandLine) -> None:
    admin("term", "create", "L29", "--name", "Rounds")
    window = ("--opens", "2025-01-06 08:00", "--closes", "2025-01-10T21:00+01:00")
    allowed = ("--allow", "select", "--group", "CS-1", "--section-limit", "4")
    made = admin.json("round", "create", "L29", "--name", "First", *window, *allowed)
    assert (made["opens_at"], made["closes_at"], made["state"]) == (OPENS, CLOSES, "over")
    assert (made["actions"], made["groups"], made["section_limit"]) == (["select"], ["CS-1"], 4)
    wrong = admin("round", "create", "L29", "--name", "Wrong", *window[:3], "2025-01-06 08:00")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "closes_at: is later than opens_at" in wrong.stderr
    number = str(made["id"])
    later = admin.json(
        "round", "update", number, "--closes", "2099-01-01 00:00", "--everybody",
        "--section-limit", "none",
    )  # fmt: skip
    assert (later["state"], later["groups"], later["section_limit"]) == ("now", [], None)
    table = admin("round", "list", "L29").stdout
    assert "│ First │ now   │ 2025-01-06 08:00:00 +0000 │ 2099-01-01" in table
    csv = admin("round", "list", "L29", "--output", "csv").stdout.splitlines()
    assert csv[0].startswith("id,name,state,opens_at,closes_at,actions,groups,tags")
    kept = admin("round", "delete", number, typed="n\n")
    assert kept.returncode == 1
    assert "L29 takes requests whenever it is open" in kept.stderr
    shown = admin("round", "show", number).stdout
    assert "Name: First\n" in shown
    assert "Opens: 2025-01-06 08:00:00 +0000\n" in shown
    missing = admin("round", "show", "999999")
    assert (missing.returncode, missing.stdout) == (3, "")


def test_a_round_is_for_those_with_credits_and_for_those_in_a_file(
    admin: CommandLine, tmp_path: Path
) -> None:
    admin("term", "create", "L31", "--name", "Cohorts")
    admin.json("user", "add-student", "--username", "cohort.one", "--name", "One",
               "--email", "one@cohort.edu", "--password", "a long enough password 1")  # fmt: skip
    names = tmp_path / "names.txt"
    names.write_text("username\ncohort.one\n")
    window = ("--opens", "2025-01-06 08:00", "--closes", "2099-01-10 20:00")
    named = ("--earned-from", "60", "--earned-to", "89.5", "--students-from", str(names))
    made = admin.json("round", "create", "L31", "--name", "Cohort", *window, *named)
    assert (made["earned_from"], made["earned_to"], made["named"]) == (60, 89.5, 1)
    number = str(made["id"])
    listed = admin("round", "students", number, "--output", "csv").stdout
    assert listed.splitlines()[1].split(",")[1] == "cohort.one"
    wrong = admin("round", "update", number, "--student", "nobody.such", "--earned-from", "none")
    assert (wrong.returncode, wrong.stdout) == (3, "")
    assert "nobody.such" in wrong.stderr
    later = admin.json("round", "update", number, "--nobody-named", "--earned-to", "none")
    assert (later["earned_from"], later["earned_to"], later["named"]) == (60, None, 0)
    assert admin.json("round", "update", number, "--everybody")["earned_from"] is None


def test_a_round_that_draws_says_how_and_can_be_drawn_again(admin: CommandLine) -> None:
    admin("term", "create", "L30", "--name", "Lots")
    window = ("--opens", "2025-01-06 08:00", "--closes", "2099-01-10 20:00")
    order = ("--policy", "groups_lottery", "--priority", "tag:honours", "--priority", "group:CS-4")
    wrong = admin("round", "create", "L30", "--name", "Wrong", *window, *order[:2])
    assert "priorities: are needed with groups_lottery" in wrong.stderr
    made = admin.json("round", "create", "L30", "--name", "Draw", *window, *order)
    assert (made["draws_at"], made["seed"], len(made["seed_hash"])) == (made["closes_at"], None, 64)
    number = str(made["id"])
    early = admin("round", "decide", number)
    assert (early.returncode, early.stdout) == (5, "")
    assert "collects requests until 2099-01-10T20:00:00Z" in early.stderr
    assert "0 requests wait for the draw" in admin("round", "draw", number).stderr
    assert admin("round", "close", number, "--yes").returncode == 0
    drawn = admin.json("round", "decide", number)
    assert hashlib.sha256(bytes.fromhex(drawn["seed"])).hexdigest() == made["seed_hash"]
    shown = admin("round", "show", number).stdout
    assert "First go: tag:honours, group:CS-4\n" in shown
    checked = admin.json("round", "verify", number)
    assert [checked[f"wrong_{what}"] for what in ("seeds", "places", "results")] == [0, 0, 0]
