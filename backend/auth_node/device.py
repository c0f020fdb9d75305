"""What somebody uses, in two words that tell their own devices apart, from the User-Agent line.

Only the two words are kept, not the line, which would tell more than is needed.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from backend.common.remembering import remember

LONGEST_LINE: Final = 512  # characters that are looked at
REMEMBERED: Final = 1024  # lines
PROGRAMS: Final = {  # the first that is found counts: many claim to be others as well
    "course-cli": "course-cli",
    "curl/": "curl",
    "python": "Python",
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "FxiOS/": "Firefox",
    "Firefox/": "Firefox",
    "CriOS/": "Chrome",
    "HeadlessChrome/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


class Device(NamedTuple):
    """A program and the system it runs on; "" is unknown."""

    program: str
    system: str

    def facts(self) -> dict[str, str]:
        """What is known of it, by name."""
        return {name: value for name, value in self._asdict().items() if value}


UNKNOWN = Device("", "")


@remember(REMEMBERED)
def device_of(user_agent: str) -> Device:
    """What the header line `user_agent` tells."""
    line = user_agent[:LONGEST_LINE]
    return Device(_first(PROGRAMS, line), _first(SYSTEMS, line))


def _first(marks: dict[str, str], line: str) -> str:
    return next((name for mark, name in marks.items() if mark in line), "")
