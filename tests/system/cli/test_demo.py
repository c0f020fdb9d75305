"""The invented university: loaded once, usable, removed, loaded again; never in production."""

from __future__ import annotations

from typing import Any, cast

import pyotp

from backend.cli.calls import Calls
from backend.cli.demo import find_generation
from backend.cli.demo_university import COURSES, DOMAIN, TERM, catalogue, people
from backend.domain.catalogue import read_catalogue
from tests.system.command_line import CommandLine


def test_its_catalogue_is_one_without_complaints() -> None:
    reading = read_catalogue(catalogue(1))
    assert not reading.errors
    assert len({section.course for section in reading.sections}) == len(COURSES) == 40
    assert {"amara.okafor", "lin.yating"} <= {
        name for section in reading.sections for name in section.instructors or ()
    }


def test_its_people_have_names_of_their_own_in_each_generation() -> None:
    names = [person.username for generation in (1, 2, 11) for person in people(generation)]
    assert len(names) == len(set(names)) == 3 * 36


def test_it_is_loaded_once_used_and_removed(admin: CommandLine, cli: CommandLine) -> None:
    made = admin.json("demo", "load")
    assert len(made) == 36
    student = made[-1]
    code = pyotp.TOTP(student["totp_secret"]).now()
    login = ("--username", student["username"], "--password", student["password"], "--totp", code)
    assert cli("user", "login", *login).returncode == 0
    assert admin.json("term", "show", TERM)["courses"] == 40
    teacher = next(person["username"] for person in made if person["role"] == "teacher")
    assert len(admin.json("section", "list", "--term", TERM, "--teacher", teacher)) > 3
    again = admin("demo", "load")
    assert (again.returncode, again.stdout) == (0, "")
    assert "0 sections and 0 accounts made" in again.stderr
    admin("roster", "add", f"{TERM}/1001", student["username"], "--reason", "demo")
    kept = admin("demo", "remove", typed="n\n")
    assert kept.returncode == 1
    gone = admin("demo", "remove", "--yes")
    assert gone.returncode == 0, gone.stderr
    assert "36 people" in gone.stderr
    assert admin("term", "show", TERM).returncode == 3
    assert admin("demo", "remove", "--yes").returncode == 0, "nothing to remove is no failure"


class Register:
    """Stands in for the auth node: who is there, and whose user names have been given out."""

    def __init__(self, present: set[str], given_out: set[str]) -> None:
        self.present = present
        self.given_out = present | given_out

    def get(self, _service: str, _path: str, _params: object) -> dict[str, Any]:
        rows = [
            {"role": "student", "id": number, "username": name, "email": f"{name}@{DOMAIN}"}
            for number, name in enumerate(sorted(self.present))
        ]
        return {"items": rows, "total": len(rows)}

    def post(self, _service: str, _path: str, body: dict[str, Any]) -> dict[str, Any]:
        taken = body["users"][0]["username"] in self.given_out
        return {"results": [{"status": "refused" if taken else "would_create"}]}


def names_of(generation: int) -> set[str]:
    return {person.username for person in people(generation)}


def test_after_a_removal_it_is_loaded_with_names_nobody_has_had() -> None:
    for present, given_out, generation in (
        (set(), set(), 1),
        (names_of(1), set(), 1),
        ({"ada.adler"}, set(), 1),
        (set(), names_of(1), 2),
        ({"ada.adler2"}, names_of(1), 2),
        (set(), names_of(1) | names_of(2), 3),
    ):
        found, known = find_generation(cast("Calls", Register(present, given_out)))
        assert (found, known) == (generation, present)


def test_a_term_that_is_somebodys_is_left_alone(admin: CommandLine) -> None:
    assert admin("term", "create", TERM, "--name", "Somebody's").returncode == 0
    for command in (("load",), ("remove", "--yes")):
        assert admin("demo", *command).returncode == 5
    assert admin.json("term", "show", TERM)["name"] == "Somebody's"
    assert admin("term", "delete", TERM, "--yes").returncode == 0


def test_it_has_no_place_in_production(admin: CommandLine, cli: CommandLine) -> None:
    for command in (("load",), ("remove", "--yes")):
        done = cli("--server", "https://courses.example.edu", "demo", *command)
        assert (done.returncode, done.stdout) == (5, "")
        assert "no place in production" in done.stderr
        there = admin("demo", *command, APP_ENV="production")
        assert there.returncode == 5, there.stderr
