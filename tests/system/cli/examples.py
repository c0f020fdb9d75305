"""Which examples stand in the help of which command, and what has to be there to run them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import NamedTuple

import click

from backend.cli.main import cli
from tests.system.installation import CHECKOUT

TWELVE_STUDENTS = "username,name,email,group\n" + "".join(
    f"example{number},Example {number},example{number}@example.edu,CS-2026\n"
    for number in range(12)
)
FILES = {
    "students.csv": "username,password,name,email\nbea,a-good-password,Bea,bea@example.edu\n",
    "twelve.csv": TWELVE_STUDENTS,
    "teachers.csv": "username,name,email\nexample-t,Example T,example-t@example.edu\n",
    "password.txt": "admin123\n",
    "sections.txt": "F24/69774\n# a remark\n",
    "history.csv": "username,course,term,grade\nalice,MATH-1010,S24,B+\n",
    "catalogue.csv": (CHECKOUT / "examples" / "catalogue.csv").read_text(),
}

ALICE = "user add-student --username alice --name Alice --email alice@uni.edu"
TWELVE = "import csv twelve.csv --user-type student --activation-codes --output codes.csv"
SEAT = "roster add F24/69774 alice --reason Test"
HOLD = "hold place alice --reason 'Library books' --ask 'the library'"
SPRING = "term create S25 --name 'Spring 2025'"
ROUND = "round create S25 --name Early --opens '2025-01-01 08:00' --closes '2025-01-02 08:00'"
LOTTERY = f"{ROUND} --policy lottery"
PERMIT = "permit grant F24/69773 alice --kind over-capacity --reason Test"
TURING = "user add-teacher --username turing --name 'Alan Turing' --email turing@uni.edu"
TERM = "course import catalogue.csv --term F24 --name 'Fall 2024'"

FREE = (TERM, ALICE, "term open F24", *(f"hold lift {number}" for number in range(1, 5)))
"""A student whom nothing keeps from taking seats."""

PREPARATIONS: dict[str, tuple[str, ...]] = {
    "user show": (ALICE,),
    "user update": (ALICE,),
    "user tag": (ALICE,),
    "user credits": (ALICE,),
    "user below-minimum": (TERM,),
    "user disable": (ALICE,),
    "user enable": (ALICE,),
    "user delete": (TWELVE,),
    "user reset-2fa": (ALICE,),
    "user reset-password": (ALICE,),
    "code revoke": tuple("code generate --user-type student" for _ in range(4)),
    "course list": (TERM,),
    **dict.fromkeys(("course show", "course require", "course requirements"), (TERM,)),
    "term": (TERM,),
    "round": (SPRING, ROUND, ROUND, LOTTERY),
    "history": (ALICE,),
    "history delete": (ALICE, "history import history.csv"),
    "hold": (ALICE, HOLD),
    "section": (TERM,),
    "section keep": (TERM, "section crosslist F24/69774 --none"),
    "section assign": (TERM, TURING),
    "roster": FREE,
    "roster remove": (*FREE, SEAT),
    "permit": (TERM, ALICE),
    "permit revoke": (TERM, ALICE, PERMIT),
    "term delete": (SPRING,),
    "selection": (TERM,),
    "export": (TERM, ALICE, "term open F24", SEAT),
    "roster show": (*FREE, SEAT),
    "verify": (TERM, ALICE, "term open F24", SEAT),
}
"""Command lines run first, by command or by noun. They may fail, as when something is there."""

ANSWERS = {"term delete": "S25\n"}
"""What is typed where it is not a yes."""

STANDS_FOR = {"user delete": ("12", "example3")}
"""An ID in an example, and the user name of who is meant by it here."""

SECOND = {"backup", "export users", "export rosters", "section show"}
"""Commands whose first example needs, or overwrites, what a test must not touch."""

LATE = ("demo remove", "section cancel", "term close", "term delete", "user delete")
"""Commands that would take away what other examples work with."""

ELSEWHERE = {
    "user login": "the passwords of this installation are those of other examples",
    "user passwd": "tests/system/cli/test_people_changes.py, with a password of its own",
    "user activate": "tests/system/cli/test_terminal.py, with a code that is given once",
    "user logout": "tests/system/cli/test_login.py",
    "user remove-passkey": "tests/system/cli/test_passkeys.py, with one that is there",
    **dict.fromkeys(
        ("user link-provider", "user unlink-provider"),
        "they need a provider: tests/browser/test_sign_in.py",
    ),
    "context delete": "tests/system/cli/test_contexts.py",
    "rehearse": "tests/system/rehearse",
    "migrate": "it needs everything stopped, and a server: tests/system/cli/test_migrate.py",
    "restore": "it needs everything stopped: tests/system/cli/test_backup.py",
}
"""Commands whose examples are not run here, and why not."""


ALL_FORMS = {"table", "json", "csv", "tsv"}

NO_DATA = {
    "user logout": "says that it is done",
    "user passwd": "says that it is done",
    "user activate": "says that it is done",
    "user remove-passkey": "says that it is done",
    "code revoke": "says that it is done",
    "user unlink-provider": "says that it is done",
    "context use": "says that it is done",
    "context delete": "says that it is done",
    "completion": "prints what a shell reads",
    "export oneroster": "writes an archive whose form is that of OneRoster",
}
"""Commands without `--output` and `--json`, and why."""

EXPORTS = ("export users", "export rosters", "export enrolments", "export decisions")
NO_SUCH_FORM = {path: {"table"} for path in EXPORTS}
"""Forms that a command has not: exports are written row by row, and a table needs all rows."""

PRINTS_SOMETHING_ELSE = {"completion"}
"""Commands without `--json` that print to standard output all the same."""


class Example(NamedTuple):
    """A command line from a help text; `path` is the command without `course-cli`."""

    path: str
    line: str
    command: click.Command

    @property
    def words(self) -> list[str]:
        """The arguments, without what a shell would do to the streams."""
        words = shlex.split(self.line)[1:]
        stop = next(
            (at for at, word in enumerate(words) if word in ("<", ">", ">>", "|", "&&")), len(words)
        )
        return words[:stop]

    @property
    def options(self) -> set[str]:
        """All flags of the command."""
        return {name for parameter in self.command.params for name in parameter.opts}


def leaves(group: click.Group = cli, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that is no group, with its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, f"{path} {name}".strip())
        elif command is not None:
            yield f"{path} {name}".strip(), command


def examples_of(path: str, command: click.Command) -> list[Example]:
    """The examples in the help of a command."""
    lines = (command.epilog or "").splitlines()
    return [
        Example(path, line.strip(), command)
        for line in lines
        if line.strip().startswith("course-cli ")
    ]


def chosen_examples() -> list[Example]:
    """The example of each command that is run, those that take something away at the end."""
    found = [
        (examples_of(path, command) or [Example(path, f"course-cli {path}", command)], path)
        for path, command in leaves()
        if path not in ELSEWHERE
    ]
    chosen = [examples[1 if path in SECOND else 0] for examples, path in found]
    return sorted(chosen, key=lambda example: example.path in LATE)


def preparations_for(path: str) -> tuple[str, ...]:
    """What has to be run before an example of this command."""
    return PREPARATIONS.get(path, PREPARATIONS.get(path.split(maxsplit=1)[0], ()))
