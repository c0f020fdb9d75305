"""What the data node tells of a student's calendar, and of the address it can be read at."""

from __future__ import annotations

from typing import Annotated

import msgspec

from backend.common.models import SECTION_EXAMPLE, TERM_EXAMPLE, SectionView, TermView

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class HeldSection(msgspec.Struct, kw_only=True):
    """A section that is held; `revision` counts its changes."""

    section: SectionView
    revision: int


class CalendarFacts(msgspec.Struct, kw_only=True):
    """What a student's calendar is made of: the sections held and their terms, the newest first."""

    terms: list[TermView]
    sections: list[HeldSection]


class NewFeed(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The SHA-256, in hexadecimal, of the secret in a calendar's new address."""

    digest: Digest


class FeedState(msgspec.Struct, kw_only=True):
    """Since when a calendar has an address, in Unix seconds; None where it has none."""

    made_at: float | None


class FeedAddress(msgspec.Struct, kw_only=True):
    """A calendar's new address: its path, which is told this once, and since when it stands."""

    path: str
    made_at: float


FACTS_EXAMPLE = CalendarFacts(
    terms=[TERM_EXAMPLE], sections=[HeldSection(section=SECTION_EXAMPLE, revision=2)]
)
NEW_FEED_EXAMPLE = NewFeed(digest="5f" * 32)
STATE_EXAMPLE = FeedState(made_at=1_900_000_000.25)
ADDRESS_EXAMPLE = FeedAddress(path="/api/student/calendar/uWq0…3xg.ics", made_at=1_900_000_000.25)
