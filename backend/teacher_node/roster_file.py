"""A roster as a file for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

from backend.common.models import Roster
from backend.domain.spreadsheets import formula_safe

COLUMNS = ("username", "name", "group", "enrolled_at", "credits")
BYTE_ORDER_MARK = "\ufeff"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def roster_file(roster: Roster) -> bytes:
    """The students of a roster as CSV: UTF-8, a line a student, times in UTC.

    It begins with a byte order mark, without which Excel takes UTF-8 for the local code page and
    spoils names. A cell that a spreadsheet would run as a formula has a `'` put before it.
    """
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for student in roster.students:
        enrolled = datetime.fromtimestamp(student.enrolled_at, UTC).isoformat(timespec="seconds")
        cells = (student.username, student.name, student.group, enrolled, f"{student.credits:g}")
        writer.writerow([formula_safe(cell) for cell in cells])
    return (BYTE_ORDER_MARK + lines.getvalue()).encode()


def roster_file_name(roster: Roster) -> str:
    """A name for the file that every system takes: `roster-F24-ARCH-4530-69774.csv`."""
    section = roster.section
    parts = ("roster", section.term, section.course, section.number)
    return "-".join(_UNSAFE.sub("_", part) for part in parts) + ".csv"
