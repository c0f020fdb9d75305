"""The student node: browse, preview, select, drop, timetable, live events."""
