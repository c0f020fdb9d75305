"""What the command line says of those who wait, before and after a section is changed."""

from __future__ import annotations

from typing import Any

from backend.cli.section_effects import NAMED, of_waitlist


def students(first: int, last: int, **more: str) -> list[dict[str, Any]]:
    return [
        {"id": n, "username": f"s{n}", "name": f"Student {n}", **more} for n in range(first, last)
    ]


def test_each_is_named_with_what_becomes_of_them() -> None:
    why = {"code": "time_clash", "detail": "It meets at the same time as A-1 (2)."}
    waits = {
        "promoted": students(1, 2),
        "removed": students(2, 3),
        "skipped": students(3, 4, **why),
    }
    assert list(of_waitlist(waits)) == [
        "From the waitlist: Student 1 (s1) gets a seat at once.",
        "Off the waitlist: Student 2 (s2) is told that nobody waits any more.",
        "Passed over: Student 3 (s3). It meets at the same time as A-1 (2).",
    ]


def test_of_many_the_first_are_named_and_the_rest_counted() -> None:
    waits: dict[str, Any] = {"promoted": students(0, NAMED + 3), "removed": [], "skipped": []}
    said = list(of_waitlist(waits))
    assert (len(said), said[-1]) == (NAMED + 1, "From the waitlist: 3 more.")
    nobody: dict[str, Any] = {"promoted": [], "removed": [], "skipped": []}
    assert list(of_waitlist(nobody)) == []
