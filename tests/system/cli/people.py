"""People for the tests of the command line, each used once."""

from __future__ import annotations

import itertools
import subprocess
import time
from typing import NamedTuple

import pyotp

from tests.system.command_line import CommandLine

PASSWORD = "a-long-enough-password"
STEP = 30  # seconds
ROOM = 8  # seconds that a command may take on a busy machine
_numbers = itertools.count(1)


class Student(NamedTuple):
    """A student made by the command line."""

    username: str
    name: str
    email: str
    done: subprocess.CompletedProcess[str]

    def value(self, label: str) -> str:
        """What stands behind `label:` on standard output."""
        (line,) = [line for line in self.done.stdout.splitlines() if line.startswith(f"{label}: ")]
        return line.removeprefix(f"{label}: ")

    def code(self, now: float) -> str:
        """The authenticator's code at a Unix time."""
        return pyotp.TOTP(self.value("2FA Secret")).at(int(now))


def moment_with_room() -> float:
    """Now, or the begin of the next step where this one has not `ROOM` seconds left.

    A code of the step before counts until this step ends, by the clock and no other.
    """
    left = STEP - time.time() % STEP
    if left < ROOM:
        time.sleep(left)
    return time.time()


def new_username() -> str:
    return f"person{next(_numbers)}"


def add_student(admin: CommandLine, *more: str, name: str = "Alice Wang") -> Student:
    username = new_username()
    email = f"{username}@example.edu"
    person = ("--username", username, "--name", name, "--email", email)
    done = admin("user", "add-student", *person, *more)
    assert done.returncode == 0, done.stderr
    return Student(username, name, email, done)
