"""What a change of a section does to those who hold a seat and to those who wait, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from backend.cli.output import printable, say

NAMED: Final = 20  # students of one kind


def say_effects(effects: dict[str, Any]) -> None:
    """Say it, as far as it concerns them."""
    if effects["changed"] and effects["keep"]:
        say(f"Told on their pages: {effects['keep']:,} who hold a seat and keep it.")
        for student in effects["clashes"]:
            others = ", ".join(student["sections"])
            say(printable(f"Clash: {student['name']} ({student['username']}) with {others}."))
    for sentence in of_waitlist(effects["waitlist"]):
        say(sentence)


def of_waitlist(waits: dict[str, Any]) -> Iterator[str]:
    """What becomes of those who wait, a sentence each."""
    yield from _each(waits["promoted"], "From the waitlist", "gets a seat at once")
    yield from _each(waits["removed"], "Off the waitlist", "is told that nobody waits any more")
    skipped = waits["skipped"]
    for student in skipped[:NAMED]:
        yield printable(f"Passed over: {_name(student)}. {student['detail']}")
    if len(skipped) > NAMED:
        yield f"Passed over as well: {len(skipped) - NAMED:,} more."


def _each(students: Sequence[dict[str, Any]], what: str, then: str) -> Iterator[str]:
    for student in students[:NAMED]:
        yield printable(f"{what}: {_name(student)} {then}.")
    if len(students) > NAMED:
        yield f"{what}: {len(students) - NAMED:,} more."


def _name(student: dict[str, Any]) -> str:
    return f"{student['name']} ({student['username']})"
