"""What each student holds, fetched once and then kept right by the feed."""

from __future__ import annotations

from collections import OrderedDict

import msgspec

from backend.common.client import SocketClient
from backend.common.people import Standing
from backend.common.services import DATA
from backend.common.tickets import Outcome
from backend.domain.selection import DROPPED, ENROLLED

KEPT = 50_000  # students


class Standings:
    """Students' records and holdings.

    Attributes:
        number: the newest change of the data node's feed that was applied.
    """

    def __init__(self, client: SocketClient) -> None:
        self._client = client
        self._known: OrderedDict[int, Standing] = OrderedDict()
        self.number = 0

    async def of(self, student_id: int) -> Standing:
        """A student's record and the sections held.

        Raises:
            Refused: `no_such_student`, `service_away`.
        """
        known = self._known.get(student_id)
        if known is not None:
            self._known.move_to_end(student_id)
            return known
        answer = await self._client.get(DATA.name, f"/students/{student_id}/standing")
        standing = msgspec.json.decode(answer.raise_for_status().content, type=Standing)
        # One that is older than the changes seen meanwhile may lack one of them for ever.
        if standing.number >= self.number:
            self._keep(standing)
        return standing

    def decided(self, outcome: Outcome, number: int) -> None:
        """Apply an outcome that the feed brought as change `number`."""
        standing = self._known.get(outcome.student_id)
        ended = outcome.outcome
        if standing is None or standing.number >= number or ended not in (ENROLLED, DROPPED):
            return
        if standing.permits:  # one of them may be used now
            self.forget(standing.id)
            return
        gone, had = _moved(outcome)
        held = [section for section in standing.sections if section not in gone]
        self._known[standing.id] = msgspec.structs.replace(standing, sections=[*held, *had])

    def forget(self, student_id: int) -> None:
        """Fetch this one anew when it is asked for."""
        self._known.pop(student_id, None)

    def forget_all(self) -> None:
        """Fetch everybody anew."""
        self._known.clear()

    def _keep(self, standing: Standing) -> None:
        self._known[standing.id] = standing
        if len(self._known) > KEPT:
            self._known.popitem(last=False)


def _moved(outcome: Outcome) -> tuple[set[int | None], list[int]]:
    """The sections that are not held any more or are named anew, and those held from now on."""
    if outcome.parts:
        took = [section for part in outcome.parts for section in part.took]
        return {*took, *(section for part in outcome.parts for section in part.left)}, took
    took = [outcome.section_id] if outcome.outcome == ENROLLED else []
    return {outcome.section_id, outcome.instead_of}, took
