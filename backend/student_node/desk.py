"""What the student door can do: the copies in memory and the way to the queue, put together."""

from __future__ import annotations

import msgspec

from backend.common.client import SocketClient
from backend.common.models import SectionView
from backend.domain.eligibility import Attempt, Student
from backend.student_node.catalogue import Catalogue
from backend.student_node.courier import Courier
from backend.student_node.follower import Follower
from backend.student_node.herald import Herald
from backend.student_node.hub import Hub
from backend.student_node.standings import Standings
from backend.student_node.whole import Recent, Whole


class Timetable(msgspec.Struct, kw_only=True):
    """The sections a student holds; `credits` are all of theirs, `credit_limit` is of a term."""

    sections: list[SectionView]
    credits: float
    credit_limit: float


class Desk:
    """Everything a student's request needs."""

    def __init__(self, client: SocketClient) -> None:
        self.catalogue = Catalogue()
        self.whole = Whole(self.catalogue)
        self.recent = Recent(self.catalogue)
        self.hub = Hub()
        self.standings = Standings(client)
        self.courier = Courier(client)
        self.herald = Herald(client)
        self.follower = Follower(client, self.catalogue, self.recent, self.standings, self.hub)

    async def attempt(self, student_id: int, section_id: int) -> Attempt:
        """What the rules look at if this student asked for this section now.

        Raises:
            Refused: `not_ready`, `no_such_section`, `no_such_student`, `service_away`.
        """
        shelf = self.catalogue[section_id]
        standing = await self.standings.of(student_id)
        student = Student(
            standing.id,
            round(standing.credit_limit * 100),
            standing.active,
            standing.scratch_term,
        )
        held = [known.section for known in self.catalogue.known(standing.sections)]
        return Attempt(student, shelf.section, shelf.seats, held)

    async def timetable(self, student_id: int) -> Timetable:
        """What a student holds.

        Raises:
            Refused: `not_ready`, `no_such_student`, `service_away`.
        """
        self.catalogue.require_loaded()
        standing = await self.standings.of(student_id)
        views = [shelf.view for shelf in self.catalogue.known(standing.sections)]
        return Timetable(
            sections=views,
            credits=sum(view.credits for view in views),
            credit_limit=standing.credit_limit,
        )
