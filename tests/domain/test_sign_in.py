"""What of a provider's word counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.sign_in import (
    LONGEST_PATH,
    is_local_path,
    is_strong_enough,
    shows_second_factor,
)


@pytest.mark.parametrize("path", ["/", "/timetable", "/catalogue?q=a%20b&term=F26#top", "/a//b"])
def test_a_page_of_ours(path: str) -> None:
    assert is_local_path(path)


@pytest.mark.parametrize(
    "path",
    [
        *("", "timetable", "//evil.example", "/\\evil.example", "/a\\b", "https://evil.example"),
        *("/\t/evil.example", "/ /evil.example", "/\n", "\t/a", "javascript:alert(1)"),
        "/" + "a" * LONGEST_PATH,
    ],
)
def test_what_is_none(path: str) -> None:
    assert not is_local_path(path)


@given(st.text("/\\\t\r\n .:@aé?#", max_size=12))
def test_no_browser_reads_a_page_of_ours_as_another_host(path: str) -> None:
    """Browsers drop tabs and line breaks and take a backslash for a slash (WHATWG URL)."""
    as_read = path.strip().translate({9: None, 10: None, 13: None}).replace("\\", "/")
    if is_local_path(path):
        assert as_read.startswith("/")
        assert not as_read.startswith("//")


@pytest.mark.parametrize(
    ("acr", "amr", "shown"),
    [
        ("", [], False),
        ("", ["pwd"], False),
        ("", ["pwd", "otp"], True),
        ("", ["fido"], True),
        ("", ["mfa"], True),
        ("silver", ["pwd"], True),
        ("bronze", ["pwd"], False),
    ],
)
def test_a_second_factor_is_named_or_part_of_a_level(
    acr: str, amr: list[str], *, shown: bool
) -> None:
    assert shows_second_factor(acr, amr, ["silver", "gold"]) is shown


def test_one_of_each_that_is_required_is_needed() -> None:
    assert is_strong_enough("", [], [], [])
    assert is_strong_enough("gold", ["pwd", "otp"], ["gold"], ["otp", "hwk"])
    assert not is_strong_enough("bronze", ["otp"], ["gold"], ["otp"])
    assert not is_strong_enough("gold", ["pwd"], ["gold"], ["otp"])
