"""Students' calendars: the file of what they hold, and the secret addresses it is served at."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from backend.common.calendars import CalendarFacts, FeedAddress, FeedState, HeldSection, NewFeed
from backend.common.client import SocketClient
from backend.common.deps import showing
from backend.common.models import TermView
from backend.common.sections import meeting_in
from backend.common.services import DATA
from backend.common.settings import Settings
from backend.common.token_buckets import TokenBuckets
from backend.domain.calendar import Class, TermDates, calendar_of, lasting_part
from backend.domain.calendar_zone import CampusZone

SECRET_BYTES = 24  # 192 bits: nobody guesses one, so a plain SHA-256 keeps it
ADDRESS = "/api/student/calendar/{secret}.ics"
BURST, PER_SECOND = 10, 1 / 30  # of one address; calendar programs ask a few times a day
BURST_OF_ALL, PER_SECOND_OF_ALL = 300, 100.0  # of all, existing or not: each is a read of the data
ALL = ""
NAMELESS = "Timetable"


class CalendarFile(NamedTuple):
    """A calendar as it is served; `tag` is the same as long as what it says is."""

    text: str
    tag: str


class Calendars:
    """Makes calendars out of what the data node says is held now.

    Args:
        settings: tell the time zone of the campus.
    """

    def __init__(self, client: SocketClient, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._each = TokenBuckets(BURST, PER_SECOND, time.monotonic)
        self._all = TokenBuckets(BURST_OF_ALL, PER_SECOND_OF_ALL, time.monotonic)

    async def own(self, student: int, term: str | None, now: float) -> CalendarFile:
        """The calendar of a student, of one term or of all.

        Raises:
            Refused: `service_away`.
        """
        facts = await self._facts(f"/students/{student}/calendar")
        return self._file(facts, term, now)

    async def at_address(self, secret: str, now: float) -> CalendarFile:
        """The calendar at a secret address; every secret costs the same, right or wrong.

        Raises:
            Refused: `too_many_requests`, `no_such_calendar`, `service_away`.
        """
        digest = _digest(secret)
        self._all.take(ALL)
        self._each.take(digest)
        return self._file(await self._facts(f"/calendar-feeds/{digest}"), None, now)

    async def state(self, student: int) -> FeedState:
        """Whether a student's calendar has an address; raises `Refused`: `service_away`."""
        found = await self._client.get(DATA.name, _feed_of(student))
        return msgspec.json.decode(found.raise_for_status().content, type=FeedState)

    async def new_address(self, student: int, token: str) -> FeedAddress:
        """A new address of a student's calendar; the one before ends.

        Args:
            token: the access token of that student.

        Raises:
            Refused: `no_such_student`, `service_away`.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        new = msgspec.to_builtins(NewFeed(digest=_digest(secret)))
        done = await self._client.put(
            DATA.name, _feed_of(student), json_data=new, headers=showing(token)
        )
        made = msgspec.json.decode(done.raise_for_status().content, type=FeedState)
        return FeedAddress(path=ADDRESS.format(secret=secret), made_at=made.made_at or 0)

    async def revoke(self, student: int, token: str) -> None:
        """End the address of a student's calendar; raises as `new_address`."""
        done = await self._client.delete(DATA.name, _feed_of(student), headers=showing(token))
        done.raise_for_status()

    async def _facts(self, path: str) -> CalendarFacts:
        found = await self._client.get(DATA.name, path)
        return msgspec.json.decode(found.raise_for_status().content, type=CalendarFacts)

    def _file(self, facts: CalendarFacts, term: str | None, now: float) -> CalendarFile:
        zone = CampusZone(self._settings.campus_time_zone, self._settings.campus_zone)
        chosen = [view for view in facts.terms if term in (None, view.code)]
        name = ", ".join(view.name for view in chosen) or NAMELESS
        dates = {view.code: found for view in chosen if (found := _dates(view))}
        classes = [
            each
            for held in facts.sections
            if held.section.term in dates
            for each in _classes(held, dates[held.section.term])
        ]
        text = calendar_of(classes, name, zone, datetime.fromtimestamp(now, UTC))
        tag = hashlib.sha256(lasting_part(text).encode()).hexdigest()[:32]
        return CalendarFile(text, f'W/"{tag}"')


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _feed_of(student: int) -> str:
    return f"/students/{student}/calendar-feed"


def _dates(term: TermView) -> TermDates | None:
    if term.first_day is None or term.last_day is None:
        return None
    return TermDates(term.first_day, term.last_day, frozenset(term.holidays))


def _classes(held: HeldSection, term: TermDates) -> Iterator[Class]:
    section = held.section
    for place, meeting in enumerate(section.meetings, 1):
        kind = f" ({meeting.kind})" if meeting.kind else ""
        who = meeting.instructor or section.instructor or section.teacher
        yield Class(
            uid=f"{section.term}-section-{section.id}-{place}@course-selection",
            revision=held.revision,
            state=section.state,
            time=meeting_in(meeting),
            term=term,
            title=f"{section.course} {section.title}{kind}",
            location=meeting.location or section.location,
            description=" · ".join(filter(None, (section.number, who))),
        )
