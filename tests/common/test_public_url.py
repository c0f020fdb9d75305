"""Where browsers see the pages: what a setting may say of it, and what holds without one."""

from __future__ import annotations

import pytest

from backend.common.settings import load_settings, read_settings

PRODUCTION = {"APP_ENV": "production"}
WHERE = "https://courses.example.edu"


def test_it_is_the_origin_of_the_pages_however_it_is_written() -> None:
    for written in (WHERE, f"{WHERE}/", "HTTPS://Courses.Example.EDU", f"{WHERE}:443/"):
        assert load_settings({**PRODUCTION, "PUBLIC_URL": written}).public_origin == WHERE
    for port in (":80", ":8443"):
        told = load_settings({**PRODUCTION, "PUBLIC_URL": WHERE + port})
        assert told.public_origin == WHERE + port
    plain = load_settings({**PRODUCTION, "PUBLIC_URL": "http://localhost:80"})
    assert plain.public_origin == "http://localhost"


def test_without_one_development_is_at_localhost_and_production_nowhere() -> None:
    assert load_settings({"GATEWAY_PORT": "8100"}).public_origin == "http://localhost:8100"
    assert load_settings(PRODUCTION).public_origin == ""


@pytest.mark.parametrize(
    "written",
    [
        "courses.example.edu",
        "ftp://courses.example.edu",
        "https://",
        f"{WHERE}/pages",
        f"{WHERE}?a=b",
        "https://me@courses.example.edu",
        "https://courses.example.edu:port",
        "https://[::1",
        "https://cours\u00e9s.example.edu",
        "https://courses.example.edu.",
    ],
)
def test_what_is_more_or_less_than_an_origin_is_named(written: str) -> None:
    _, reasons = read_settings({**PRODUCTION, "PUBLIC_URL": written})
    assert [reason.partition(":")[0] for reason in reasons] == ["PUBLIC_URL"]


def test_pages_over_plain_http_are_for_private_networks() -> None:
    plain = {**PRODUCTION, "PUBLIC_URL": "http://courses.example.edu"}
    assert len(read_settings(plain)[1]) == 1
    assert read_settings({**plain, "ALLOW_PLAIN_HTTP": "true"})[1] == []
    assert read_settings({**PRODUCTION, "PUBLIC_URL": "http://localhost:8000"})[1] == []
