"""What became of requests that wait: a ticket ends as `waitlisted`, and its seat comes later."""

from __future__ import annotations

import logging
from typing import Any

import msgspec

from backend.common.errors import Refused
from backend.common.service import Frame
from backend.common.services import DATA
from backend.common.tickets import Promotions, Waited
from backend.common.transport import ServiceAway
from backend.domain.selection import WAITLISTED

_WAITLISTED = f'"{WAITLISTED}"'.encode()

log = logging.getLogger(__name__)


async def with_promotions(frame: Frame, student_id: int, told: bytes) -> bytes:
    """The queue node's answer of a student's tickets, and of those that waited the seat they got.

    Costs a call where one was put on a waitlist, and none otherwise. While the data node is away
    they stand as the queue node knows them.
    """
    if _WAITLISTED not in told:
        return told
    answer = msgspec.json.decode(told)
    tickets: list[dict[str, Any]] = answer.get("items", [answer])
    waited = [each for each in tickets if each["state"] == WAITLISTED]
    try:
        found = await _promotions(frame, student_id, [each["id"] for each in waited])
    except (ServiceAway, Refused) as error:
        log.warning("what became of those who wait is not known now: %s", error)
        return told
    for each in waited:
        each["promotion"] = found.items.get(each["id"])
    return msgspec.json.encode(answer)


async def _promotions(frame: Frame, student_id: int, tickets: list[str]) -> Promotions:
    asked = msgspec.to_builtins(Waited(tickets))
    answer = await frame.client.post(
        DATA.name, f"/students/{student_id}/promotions", json_data=asked
    )
    return msgspec.json.decode(answer.raise_for_status().content, type=Promotions)
