from datetime import UTC, datetime

import click
import pytest

from backend.cli.output import Failure
from backend.cli.round_times import When, on_campus, seconds_of, zone_of

BERLIN = "Europe/Berlin"


def read(text: str) -> datetime:
    return When().convert(text, None, None)


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2025-01-06 08:00", BERLIN, datetime(2025, 1, 6, 7, tzinfo=UTC)),
        ("2025-07-06T08:00:30", BERLIN, datetime(2025, 7, 6, 6, 0, 30, tzinfo=UTC)),
        ("2025-01-06 08:00", "UTC", datetime(2025, 1, 6, 8, tzinfo=UTC)),
        ("2025-01-06T08:00-05:00", BERLIN, datetime(2025, 1, 6, 13, tzinfo=UTC)),
        ("2025-01-06T08:00Z", "No/Such", datetime(2025, 1, 6, 8, tzinfo=UTC)),
    ],
)
def test_a_moment_goes_by_the_campus_unless_it_has_an_offset(
    text: str, zone: str, utc: datetime
) -> None:
    assert seconds_of(read(text), zone) == utc.timestamp()


@pytest.mark.parametrize("text", ["", "tomorrow", "2025-01-06", "2025-02-30 08:00", "08:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is no moment"):
        read(text)


@pytest.mark.parametrize("text", ["2025-03-30 02:30", "2025-10-26 02:30"])
def test_a_moment_that_clocks_leave_out_or_show_twice_needs_its_offset(text: str) -> None:
    with pytest.raises(Failure, match="the clocks change then"):
        seconds_of(read(text), BERLIN)


def test_an_unknown_time_zone_is_named() -> None:
    with pytest.raises(Failure, match="No/Such"):
        seconds_of(read("2025-01-06 08:00"), "No/Such")


def test_a_moment_is_shown_with_its_offset() -> None:
    shown = on_campus(datetime(2025, 1, 6, 7, tzinfo=UTC).timestamp(), zone_of(BERLIN))
    assert shown == "2025-01-06 08:00:00 +0100"
