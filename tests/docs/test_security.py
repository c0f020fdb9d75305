"""What docs/security.md names as a proof is there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.documents import CHECKOUT

PAGE = CHECKOUT / "docs/security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def missing(page: str, checkout: Path) -> list[str]:
    """The tests that are named and not there."""
    return [
        f"{file}::{test}"
        for file, test in NAMED.findall(page)
        if not (checkout / file).is_file()
        or (test and f"def {test}(" not in (checkout / file).read_text())
    ]


def test_every_test_that_is_named_is_there() -> None:
    page = PAGE.read_text()
    assert missing(page, CHECKOUT) == []
    assert len(NAMED.findall(page)) > 30
    assert missing("`tests/docs/test_security.py::test_of_nothing`", CHECKOUT) != []


def test_every_requirement_has_a_test_or_says_that_it_has_none() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if re.match(r"\| V\d+", line)]
    silent = [
        row
        for row in rows
        if not row.rstrip(" |").endswith("`") and "ot met" not in row and "not there" not in row
    ]
    assert silent == [next(row for row in rows if "web server's part" in row)]
    assert {int(n) for n in re.findall(r"^\| V(\d+)", PAGE.read_text(), re.M)} == set(range(1, 18))
