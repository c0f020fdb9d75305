"""Who asks for a change, as the audit log will have it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import Depends, Request

from backend.common.deps import ServiceFrame, Staff
from backend.common.tokens import Identity


class Doer(NamedTuple):
    """Who asks for something, from where, and when in Unix seconds.

    Attributes:
        forwarded_for: the addresses that the request came through, as its header has them.
    """

    user: Identity
    forwarded_for: str
    now: float


async def _doer(request: Request, user: Staff, frame: ServiceFrame) -> Doer:
    return Doer(user, request.headers.get("x-forwarded-for", ""), frame.clock())


ByWhom = Annotated[Doer, Depends(_doer)]
