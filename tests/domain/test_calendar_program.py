"""A calendar program of the distribution, Calcurse, shows what we write on the right days."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

from backend.domain.timetable import EVERY_WEEK, Meeting
from tests.domain.test_calendar import BERLIN, FALL, day_by_day, one, written
from tests.tools import need

DAYS_SHOWN = 150
SECTION = Meeting("MF", 600, 710, EVERY_WEEK)
EVERY_OTHER_WEEK = Meeting("R", 840, 920, 0b10101010101)


def shown(text: str, folder: Path) -> set[tuple[str, str]]:
    """The days and hours that the program shows after it has imported `text`."""
    (folder / "export.ics").write_text(text, newline="")
    calcurse = [need("calcurse"), "-D", str(folder)]
    environment = {"TZ": "Europe/Berlin", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    first = FALL.first_day - timedelta(days=20)
    asked = [
        ["-q", "-i", str(folder / "export.ics")],
        ["-d", f"{first:%m/%d/%Y}", f"-r{DAYS_SHOWN}", "--format-apt", "%S-%E\n",
         "--format-recur-apt", "%S-%E\n", "--output-datefmt", "%Y-%m-%d"],
    ]  # fmt: skip
    for arguments in asked:
        done = subprocess.run(
            [*calcurse, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    found, day = set(), ""
    for line in done.stdout.split():
        if line.endswith(":"):
            day = line.removesuffix(":")
        else:
            found.add((day, line))
    return found


def wanted(*times: Meeting) -> set[tuple[str, str]]:
    """The same, from the words of the meetings alone."""
    moments = {moment for time in times for moment in day_by_day(time, FALL, BERLIN)}
    local = (
        (start.astimezone(BERLIN.rules), end.astimezone(BERLIN.rules)) for start, end in moments
    )
    return {(f"{start:%Y-%m-%d}", f"{start:%H:%M}-{end:%H:%M}") for start, end in local}


def test_a_calendar_program_shows_classes_on_their_days(tmp_path: Path) -> None:
    text = written([one(SECTION), one(EVERY_OTHER_WEEK, uid="F24-section-73-1@course-selection")])
    found = shown(text, tmp_path)
    assert found == wanted(SECTION, EVERY_OTHER_WEEK)
    assert ("2024-09-12", "14:00-15:20") not in found, "the second Thursday is off"
    assert ("2024-10-03", "14:00-15:20") not in found, "a holiday"


def test_it_would_show_a_holiday_that_is_not_left_out(tmp_path: Path) -> None:
    """The control: a calendar without exceptions has classes where there are none."""
    text = written([one(EVERY_OTHER_WEEK)])
    kept = [line for line in text.split("\r\n") if not line.startswith("EXDATE")]
    assert shown("\r\n".join(kept), tmp_path) > wanted(EVERY_OTHER_WEEK)
