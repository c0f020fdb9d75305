"""The time zone of the campus is one that everybody knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.common.settings import SettingsError, load_settings


def test_a_campus_without_a_zone_is_at_utc() -> None:
    assert load_settings({}).campus_zone is UTC


def test_a_campus_keeps_its_own_summer_time() -> None:
    zone = load_settings({"CAMPUS_TIME_ZONE": "Europe/Berlin"}).campus_zone
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=2)
    assert datetime(2026, 12, 1, tzinfo=zone).utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize("name", ["Europe/Bielefeld", "Europe", "../UTC", "CEST+2", "/etc/passwd"])
def test_a_zone_that_nobody_knows_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=rf"CAMPUS_TIME_ZONE: '{name.replace('+', '.')}'"):
        load_settings({"CAMPUS_TIME_ZONE": name})
