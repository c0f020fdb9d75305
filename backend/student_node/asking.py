"""What every route of the student door needs to know: who asks, and the desk that answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from backend.common.deps import bearer_token, require
from backend.common.service import Frame
from backend.common.tokens import STUDENT, Identity
from backend.student_node.desk import Desk

NOT_LOGGED_IN = ("login_required", "token_invalid", "token_expired")


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]


async def user_of(request: Request) -> Identity:
    """Who is asking, where FastAPI's dependencies do not run."""
    frame: Frame = request.app.state.frame
    return await frame.verifier.identify(await bearer_token(request))


async def student_of(request: Request) -> tuple[str, Identity]:
    """The token and the student of a request, where FastAPI's dependencies do not run."""
    token = await bearer_token(request)
    frame: Frame = request.app.state.frame
    return token, require(await frame.verifier.identify(token), STUDENT)
