"""Keeping the copies in memory right by following the data node's feed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

import msgspec

from backend.common.client import SocketClient
from backend.common.errors import Refused
from backend.common.feeds import Event as FeedEvent
from backend.common.feeds import Following, follow_feed
from backend.common.models import SectionView, Snapshot
from backend.common.notices import NewNotices
from backend.common.permits import PermitsChanged
from backend.common.requirements import CourseRequirements
from backend.common.rounds import RoundsOfTerm
from backend.common.services import DATA
from backend.common.tickets import Outcome
from backend.common.waitlist import PlaceChanged, SectionWaitlist
from backend.student_node.catalogue import Catalogue
from backend.student_node.hub import Event, Hub, Seats, encode_event
from backend.student_node.standings import Standings
from backend.student_node.waiting import Waits
from backend.student_node.whole import Recent

SNAPSHOT_WITHIN = 60.0  # seconds
CONNECT_WITHIN = 1.0  # seconds
PAUSE = 0.2  # seconds before everything is loaded again

log = logging.getLogger(__name__)


class Follower:
    """Applies every change of the data node to catalogue, standings and streams, in order.

    Attributes:
        trouble: why the copies may be old, "" while they are current.
        loaded: set when there is something to serve.
        following: how far the feed was followed.
    """

    def __init__(
        self,
        client: SocketClient,
        catalogue: Catalogue,
        recent: Recent,
        standings: Standings,
        hub: Hub,
        *,
        waits: Waits,
    ) -> None:
        self._client = client
        self._catalogue = catalogue
        self._recent = recent
        self._standings = standings
        self._hub = hub
        self._waits = waits
        self.trouble = "the catalogue is being loaded"
        self.loaded = asyncio.Event()
        self.following = Following(DATA.name)
        self._apply: dict[str, Callable[[int, object], None]] = {
            "seats": self._seats,
            "outcomes": self._outcomes,
            "student": self._student,
            "rounds": self._rounds,
            "permits": self._permits,
            "requirements": self._requirements,
            "reserves": self._reserves,
            "notices": self._notices,
            "waitlists": self._waitlists,
        }

    async def run(self) -> None:
        """Load everything, then follow; load again whenever changes were missed."""
        while True:
            try:
                await self._load()
                await follow_feed(
                    self._client,
                    DATA.name,
                    self._catalogue.number,
                    self._handle,
                    self._connected,
                    following=self.following,
                )
            except Refused as refused:
                log.warning("the catalogue must be loaded again: %s", refused)
                self.trouble = "the catalogue is being loaded"
            await asyncio.sleep(PAUSE)

    async def _load(self) -> None:
        answer = await self._client.get(
            DATA.name, "/snapshot", timeout=SNAPSHOT_WITHIN, patience=CONNECT_WITHIN
        )
        snapshot = msgspec.json.decode(answer.raise_for_status().content, type=Snapshot)
        self._catalogue.load(snapshot)
        self._waits.load(snapshot.waitlists)
        self._standings.forget_all()
        self._standings.number = snapshot.number
        self._hub.start_at(snapshot.number)
        self._recent.start_at(snapshot.number)
        self.loaded.set()

    async def _handle(self, events: list[FeedEvent]) -> None:
        for event in events:
            number = event["number"]
            if number <= self._catalogue.number:
                continue
            if event["kind"] == "catalogue":
                await self._load()
            elif event["kind"] == "section":
                await self._section(event["body"]["id"], number)
            elif event["kind"] in self._apply:
                self._apply[event["kind"]](number, event["body"])
            self._advance(number)

    def _advance(self, number: int) -> None:
        self._hub.advance(number)
        self._catalogue.number = max(self._catalogue.number, number)
        self._standings.number = self._catalogue.number

    def _connected(self, up: bool) -> None:
        self.trouble = "" if up else "the data node does not answer; counts may be old"

    async def _section(self, section_id: int, number: int) -> None:
        answer = await self._client.get(DATA.name, f"/sections/{section_id}")
        view = msgspec.json.decode(answer.raise_for_status().content, type=SectionView)
        self._catalogue.put(view, number)

    def _seats(self, number: int, body: object) -> None:
        counts = msgspec.convert(body, list[Seats])
        for section, taken, ceiling in counts:
            self._catalogue.count(section, taken, ceiling)
        self._recent.note(number, [section for section, _, _ in counts])
        self._hub.note_seats(number, counts)

    def _outcomes(self, number: int, body: object) -> None:
        mine: dict[int, list[Outcome]] = {}
        for outcome in msgspec.convert(body, list[Outcome]):
            self._standings.decided(outcome, number)
            took = (section for part in outcome.parts for section in part.took)
            if any(map(self._catalogue.has_choice, (outcome.section_id, *took))):
                self._standings.forget(outcome.student_id)  # the outcome does not say what it chose
            mine.setdefault(outcome.student_id, []).append(outcome)
        for student, outcomes in mine.items():
            self._tell("outcome", student, outcomes, number)

    def _waitlists(self, number: int, body: object) -> None:
        mine: dict[int, list[PlaceChanged]] = {}
        for changed in msgspec.convert(body, list[SectionWaitlist]):
            self._catalogue.count_waiting(changed.section_id, len(changed.places))
            for student, place in self._waits.put(changed).items():
                mine.setdefault(student, []).append(place)
        for student, places in mine.items():
            self._tell("waiting", student, places, number)

    def _tell(self, kind: str, student: int, told: Sequence[msgspec.Struct], number: int) -> None:
        """Hand a student what change `number` brought."""
        *before, last = (msgspec.json.encode(each) for each in told)
        # Only the last event of a change moves the browser's last event id past the change.
        first = b"".join(encode_event(kind, each, None) for each in before)
        frame = first + encode_event(kind, last, number)
        unnumbered = first + encode_event(kind, last, None)
        self._hub.publish(Event(number, student, frame, unnumbered))

    def _student(self, _number: int, body: object) -> None:
        for student in msgspec.convert(body, dict[str, list[int]])["ids"]:
            self._standings.forget(student)

    def _rounds(self, number: int, body: object) -> None:
        self._catalogue.put_rounds(msgspec.convert(body, RoundsOfTerm))
        self._hub.note_rounds(number)

    def _permits(self, number: int, body: object) -> None:
        frame = encode_event("permits", b"{}", number)
        unnumbered = encode_event("permits", b"{}", None)
        for student in msgspec.convert(body, PermitsChanged).ids:
            self._standings.forget(student)
            self._hub.publish(Event(number, student, frame, unnumbered))

    def _requirements(self, _number: int, body: object) -> None:
        self._catalogue.put_requirements(msgspec.convert(body, CourseRequirements))

    def _reserves(self, _number: int, body: object) -> None:
        for section, reserve, taken in msgspec.convert(body, list[tuple[int, int, int]]):
            self._catalogue.count_kept(section, reserve, taken)

    def _notices(self, number: int, body: object) -> None:
        notices = msgspec.convert(body, NewNotices)
        data = msgspec.json.encode(notices.event)
        frame = encode_event("changed", data, number)
        unnumbered = encode_event("changed", data, None)
        for student in notices.students:
            self._hub.publish(Event(number, student, frame, unnumbered))
