"""What every route of the student door needs to know: who asks, and the desk that answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request

from backend.common.deps import bearer_token, require, token_in
from backend.common.errors import Refused
from backend.common.service import Frame
from backend.common.tokens import STUDENT, Identity
from backend.common.whole_request import WholeRequest
from backend.student_node.desk import Desk

NOT_LOGGED_IN = ("login_required", "token_invalid", "token_expired")
MOST_DIGITS = 18  # of a number of the feed

TicketId = Annotated[str, Path(pattern="^[0-9a-f]{1,64}$")]


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


def is_known(request: WholeRequest) -> bool:
    """Whether somebody asks whose token was verified before."""
    frame: Frame = request.app.state.frame
    authorization = request.lines.by_name.get(b"authorization", b"").decode("latin-1")
    return frame.verifier.known(token_in(authorization)) is not None


def feed_number(text: str, where: str) -> int:
    """A number of the feed as somebody wrote it.

    Raises:
        Refused: `invalid_fields` at `where`.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        message = f"a whole number, 0 or more, of at most {MOST_DIGITS} digits"
        raise Refused("invalid_fields", errors=[{"where": where, "message": message}])
    return int(text)
